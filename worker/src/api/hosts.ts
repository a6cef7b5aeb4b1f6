/** Which hosts may carry short links, and how they are shown. */
import { addresses } from '../addresses.ts';
import { PROOF_PATH } from '../domain-proof.ts';
import { isLocalApp, isLocalName } from '../hostname.ts';
import { settings } from '../settings.ts';
import { ApiProblem, fieldProblem } from './problem.ts';
import { refusalText } from './refusals.ts';

/** The host in lower case and Punycode, as a request will name it; or a problem at /host. */
export async function checkedHost(written: string, requestUrl: string, env: Env): Promise<string> {
  const refuse = (code: string, detail: string) => fieldProblem(422, '/host', code, detail);
  // Signs that would make more of it than a host: each is a common slip when an address is pasted.
  if (/[/?#:]/.test(written)) {
    throw refuse(
      'not-a-host',
      'A link domain is a host name alone, such as s.brand.dk: leave out scheme, port and path.',
    );
  }
  const outcome = await finishedHost(written);
  if (!outcome.ok) throw refuse(outcome.error, refusalText(outcome));
  const { host, isAddress, reach } = outcome;
  if (isAddress) throw refuse('not-a-name', 'A link domain is a name such as s.brand.dk, not an address.');
  const { hostname } = new URL(requestUrl);
  const local = isLocalApp(hostname);
  if (isLocalName(host)) {
    if (!local)
      throw refuse('local-host', 'Phones cannot reach localhost: use a name of your own, such as s.brand.dk.');
    return host;
  }
  if (settings(env).appHosts.has(host) || host === hostname) {
    throw refuse('app-host', 'This host answers the app: give links a host of their own, such as s.brand.dk.');
  }
  // On a developer's own machine a hosts file may make any name lead to it.
  if (!local && reach !== 'open') {
    const last = host.slice(host.lastIndexOf('.') + 1);
    throw refuse('unreachable', `No phone can reach a name below .${last}: use one of your own, such as s.brand.dk.`);
  }
  return host;
}

/** As it is stored, of a host in a path of the API. What is no host is left as it is written. */
export async function hostAsStored(written: string): Promise<string> {
  if (/^[a-z0-9.-]*[a-z0-9]$/.test(written)) return written;
  const outcome = await finishedHost(written);
  return outcome.ok ? outcome.host : written;
}

/** The full stop of a fully qualified name is no part of it (RFC 1034, 3.1); people write it with and without. */
const finishedHost = async (written: string) => (await addresses()).finishHost(written.replace(/\.$/, ''));

/** What short links start with when shown: locally with the port that the app itself runs on. */
export function linkPrefixOf(requestUrl: string, host: string): string {
  const { hostname, port } = new URL(requestUrl);
  return isLocalName(host) && isLocalApp(hostname) && port !== '' ? `${host}:${port}/` : `${host}/`;
}

/** Where a host proves that it leads here. Locally over http: nobody has certificates for names below localhost. */
export function proofUrlOf(requestUrl: string, host: string): string {
  const { protocol, hostname } = new URL(requestUrl);
  const scheme = isLocalName(host) && isLocalApp(hostname) ? protocol : 'https:';
  return `${scheme}//${linkPrefixOf(requestUrl, host)}${PROOF_PATH}`;
}

export const noDomain = (host: string): ApiProblem => new ApiProblem(404, `${host} is no link domain.`);
