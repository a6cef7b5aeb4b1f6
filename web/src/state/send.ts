/** The request that publishes a draft, loaded with the first click on the button. */
import type { TemplateLink } from 'klikspor';
import type { Campaign, MessageBudget, NewCampaign, NewLink } from '../../../worker/api.ts';
import { type Answer, api, told } from '../api/client.ts';
import { takesAnswers } from '../checklist/index.ts';
import { ask } from '../engine/client.ts';
import type { Draft, ListSummary } from '../engine/protocol.ts';
import { language, t } from '../i18n/index.ts';
import { onUse } from '../i18n/on-use.ts';
import { endAttempt, keyOf, noteRefused, noteSent, wasSent } from './attempt.ts';
import { draft, expiresAtMs } from './draft.ts';
import { beginAfterPublishing, beginAnew } from './drafts.ts';
import { devicesOf, parametersOf, settingsOf } from './links.ts';
import { identify } from './list-identity.ts';
import { stated } from './networks.ts';
import { engineDraft } from './preview.ts';
import { acceptedTwin, failure, justPublished, type Seen, tried, twin, writtenNow } from './publish.ts';
import { findTwin } from './twin.ts';

/**
 * `seen`: the message as it stands, found in order. Null: refused, with the reason in `failure` or at its place; or there is
 * a twin, in `twin`.
 */
export async function send(recipients: ListSummary, { look: seen, written }: Seen): Promise<Campaign | null> {
  const name = draft.name.peek().trim();
  if (draft.version.peek() !== '') {
    const { publishVersions } = await import('./publish-versions.ts');
    return publishVersions(name, recipients, { look: seen, written });
  }
  const budget = await publishedBudget(engineDraft.peek());
  const identified = await identify(recipients, draft.host.peek());
  if (identified === null || !identified.ok) {
    failure.value = identified ?? told(onUse.peek().listCheck.replaced);
    return null;
  }
  if (isChanged(written)) return null;
  const wanted = {
    ...newCampaign(name, recipients.size, draft.template.peek(), seen.outline.links, budget),
    list: identified.for(null),
  };
  if (await hasTwin(wanted)) return null;
  const answer = await publishOnce(wanted);
  if (!answer.ok) {
    failure.value = answer;
    return null;
  }
  published(answer.value, written);
  return answer.value;
}

/** Asks the marketer where much the same was published a while ago. What may have arrived before is no twin of itself. */
export async function hasTwin(wanted: NewCampaign): Promise<boolean> {
  if (wasSent(await keyOf(wanted))) return false;
  const found = await findTwin(wanted);
  if (found === null || found.id === acceptedTwin.peek()) return false;
  twin.value = found;
  return true;
}

/** The same campaign once, though its answer may have been lost and the button pressed again. */
export async function publishOnce(wanted: NewCampaign): Promise<Answer<Campaign>> {
  const key = await keyOf(wanted);
  noteSent(key);
  const answer = await api.publish(wanted, key);
  // Of an answer that did not come, or tells of a failure within, nobody knows what it leaves.
  if (!answer.ok && answer.status >= 400 && answer.status < 500) noteRefused(key);
  return answer.ok || answer.status !== 0 ? answer : told(t.peek().compose.answerLost);
}

/** Somebody went on writing after the message was checked: what stands there now is not what was pressed for. */
export function isChanged(written: string): boolean {
  if (writtenNow() === written) return false;
  failure.value = told(onUse.peek().listCheck.changed);
  return true;
}

/**
 * The composer is empty for the next one; the list stays, because its messages are downloaded now. What was written after
 * the request was on its way is put among the drafts.
 */
export function published(campaign: Campaign, written: string): void {
  endAttempt();
  acceptedTwin.value = null;
  tried.value = false;
  if (writtenNow() === written) beginAfterPublishing();
  else beginAnew();
  justPublished.value = campaign.id;
}

type OutlinedLink = Pick<TemplateLink, 'link' | 'kind' | 'url'>;

export function newCampaign(
  name: string,
  recipients: number,
  template: string,
  links: readonly OutlinedLink[],
  budget: MessageBudget | null,
): NewCampaign {
  return {
    name,
    host: draft.host.peek(),
    recipients,
    links: newLinks(links),
    template,
    senderName: draft.sender.peek().trim(),
    language: language.peek(),
    kind: draft.kind.peek(),
    tracking: draft.tracking.peek(),
    ...basisOf(),
    writeScheme: draft.scheme.peek() !== '',
    expiresAtMs: expiresAtMs(draft.lastDay.peek()),
    ...(budget && { budget }),
    ...registrationsOf(),
    ...contactOf(),
    takesAnswers: takesAnswers.peek(),
  };
}

function contactOf(): Pick<NewCampaign, 'contact'> {
  const contact = draft.contact.peek().trim();
  return contact === '' ? {} : { contact };
}

/** What the list's messages were made with, counted anew: the number left out is what every rate leaves out. */
export async function publishedBudget(question: Draft): Promise<MessageBudget | null> {
  const { budget } = question;
  if (!budget) return null;
  const counted = (await ask('cost', question).answer).budget;
  if (counted === null || counted.effect === 'send') return null;
  const shorter = counted.effect === 'shorten' ? budget.shorter : null;
  return { segments: budget.atMost, shorter, leftOut: counted.leftOut };
}

/** None where nobody is counted; what is said of it before goes with the draft all the same. */
function basisOf(): Pick<NewCampaign, 'basis'> {
  const basis = draft.basis.peek();
  if (basis === '' || draft.tracking.peek() === 'aggregate') return {};
  return { basis: basis === 'other' ? { kind: basis, reason: draft.basisWord.peek().trim() } : { kind: basis } };
}

/** Everything that networks want registered, what was not asked too: none where they want nothing. */
function registrationsOf(): Pick<NewCampaign, 'registrations'> {
  const registrations = stated
    .peek()
    .flatMap(({ subjects }) => subjects.map(({ country, of, registration }) => ({ country, of, ...registration })));
  return registrations.length === 0 ? {} : { registrations };
}

function newLinks(links: readonly OutlinedLink[]): NewLink[] {
  const byPosition = new Map<number, NewLink>();
  for (const { link, kind, url } of links) {
    if (link < 0) continue;
    const { label, tracked, forwardQuery } = settingsOf(url);
    const parameters = parametersOf(url);
    const devices = Object.fromEntries(Object.entries(devicesOf(url)).filter(([, address]) => address !== ''));
    byPosition.set(
      link,
      kind === 'opt-out'
        ? { kind }
        : {
            kind,
            url,
            tracked,
            ...(label.trim() && { label: label.trim() }),
            ...(parameters.length > 0 && { parameters }),
            ...(Object.keys(devices).length > 0 && { devices }),
            ...(forwardQuery && { forwardQuery }),
          },
    );
  }
  return [...byPosition].sort(([a], [b]) => a - b).map(([, link]) => link);
}
