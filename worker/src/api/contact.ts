/** Where recipients reach the sender: a contact as the core finishes it, and whether a campaign needs one. */
import type { Addresses } from '../addresses.ts';
import type { CampaignRecord, LinkRecord } from '../records.ts';
import { isLinkDomain } from './destinations.ts';
import { fieldProblem } from './problem.ts';
import { refusalText } from './refusals.ts';

type Contact = CampaignRecord['contact'];

/** Undefined: none is given. */
export function takenContact(
  addresses: Addresses,
  given: string | null | undefined,
  linkHosts: ReadonlySet<string>,
): Contact {
  if (!given?.trim()) return undefined;
  const found = addresses.buildContact(given);
  if (!found.ok) throw refused(found.error);
  if (isLinkDomain(found.href, linkHosts)) throw refused('link-domain');
  return { kind: found.kind, value: found.value };
}

const refused = (error: string) => fieldProblem(422, '/contact', error, refusalText({ error }));

/** Where everybody has the same opt-out link its page can only say where to turn: somebody must be there. */
export function requireWayOut(
  tracking: CampaignRecord['tracking'],
  links: readonly LinkRecord[],
  takesAnswers: boolean,
  contact: Contact,
): void {
  if (tracking === 'recipient' || takesAnswers || contact !== undefined) return;
  if (!links.some(({ kind }) => kind === 'opt-out')) return;
  throw fieldProblem(
    422,
    '/contact',
    'no-way-out',
    'Everybody has the same opt-out link, so its page can only say where to turn, and this sender takes no answers: give a contact (telephone number, e-mail address or form), send from a number, or track recipients.',
  );
}
