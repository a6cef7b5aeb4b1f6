/** Destinations as a campaign or domain may have them: finished by the core, and not leading back to short links. */
import type { DestinationOutcome, ErrorName } from 'klikspor';
import type { Addresses } from '../addresses.ts';
import type { StoredDomain } from '../rpc/catalogue.ts';

/** Not the core's: which hosts carry short links only the catalogue knows. */
const LINK_DOMAIN: ErrorName = 'link-domain';

export const hostsOf = (domains: readonly StoredDomain[]): Set<string> => new Set(domains.map(({ host }) => host));

export function finishedDestination(
  addresses: Addresses,
  url: string,
  parameters: readonly [string, string][] | undefined,
  linkHosts: ReadonlySet<string>,
): DestinationOutcome {
  const outcome = addresses.buildDestination(url, parameters);
  // A short link that leads to a short link hides where it leads, and may go round for ever.
  if (outcome.ok && isLinkDomain(outcome.url, linkHosts)) return { ok: false, error: LINK_DOMAIN };
  return outcome;
}

/** Whether a finished address is on one of these hosts. */
export const isLinkDomain = (url: string, linkHosts: ReadonlySet<string>): boolean => linkHosts.has(hostIn(url));

/** The host of a finished address: lower case, no user info, so that it ends at the first of `/ : ? #`. */
function hostIn(url: string): string {
  const [, host = ''] = /^https?:\/\/([^/:?#]*)/.exec(url) ?? [];
  return host;
}
