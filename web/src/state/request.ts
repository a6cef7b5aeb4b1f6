/** The request that publishes a message, and what comes of it: for a message to the whole list, and for each of two versions. */
import type { TemplateLink } from 'klikspor';
import type { Campaign, CampaignCost, MessageLimit, NewCampaign, NewLink } from '../../../worker/api.ts';
import { type Answer, api, told } from '../api/client.ts';
import { propertiesOf } from '../draft/campaign.ts';
import { ask } from '../engine/client.ts';
import type { Draft } from '../engine/draft.ts';
import { t } from '../i18n/index.ts';
import { onUse } from '../i18n/on-use.ts';
import { dataLanguage } from '../i18n/words.ts';
import { endAttempt, keyOf, noteRefused, noteSent, wasSent } from './attempt.ts';
import { takesAnswers } from './checklist.ts';
import { costed, cost as listCost } from './cost.ts';
import { draftValues } from './draft-values.ts';
import { beginAfterPublishing, beginAnew } from './drafts.ts';
import { devicesOf, parametersOf, settingsOf } from './links.ts';
import { tried } from './missing.ts';
import { stated } from './networks.ts';
import { sendHashes } from './number-hashes.ts';
import { amountsOf } from './price.ts';
import { acceptedTwin, failure, justPublished, twin, writtenNow } from './publishing.ts';
import { findTwin } from './twin.ts';

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
  // Goes on beside what comes next: the campaign is published, and its report tells how far this is.
  if (answer.ok) void sendHashes(answer.value);
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
  { limit, cost }: Counted,
): NewCampaign {
  return {
    name,
    recipients,
    links: newLinks(links),
    template,
    language: dataLanguage.peek(),
    ...propertiesOf(draftValues.peek()),
    ...(limit && { limit }),
    cost,
    ...registrationsOf(),
    takesAnswers: takesAnswers.peek(),
  };
}

/** What was counted over the list when it was published. */
export interface Counted {
  /** What its messages were made with; null: without a limit, or one that changed nothing. */
  readonly limit: MessageLimit | null;
  readonly cost: CampaignCost;
}

/** Under a limit counted anew: the number left out is what every rate leaves out. */
export async function countedFor(question: Draft): Promise<Counted> {
  const { limit } = question;
  const known = !limit && costed.peek() === question ? listCost.peek() : null;
  const counted = known ?? (await ask('cost', question).answer);
  const { amounts, without } = amountsOf(counted.byCountry);
  const cost: CampaignCost = {
    segments: counted.segmentsTotal,
    amounts: [...amounts],
    ...(amounts.length > 0 && without.length > 0 && { unpriced: without.length }),
  };
  const kept = counted.limit;
  if (!limit || kept === null || kept.effect === 'send') return { limit: null, cost };
  const shorter = kept.effect === 'shorten' ? limit.shorter : null;
  return { limit: { segments: limit.atMost, shorter, leftOut: kept.leftOut }, cost };
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
