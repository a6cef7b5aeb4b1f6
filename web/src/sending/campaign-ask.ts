/** What the engine is asked about a campaign's messages: as they were published. */
import type { Campaign } from '../../../worker/api.ts';
import type { FinishedAsk, NotFinished } from '../engine/finished.ts';
import { sendingWords } from '../i18n/sending.ts';
import { draftOf } from '../report/published.ts';
import type { ListForUse } from '../state/campaign-list.ts';

export const finishedAsk = (campaign: Campaign, found: Extract<ListForUse, { ok: true }>): FinishedAsk => ({
  ...draftOf(campaign),
  campaignId: campaign.id,
  host: campaign.host,
  listName: campaign.listName ?? '',
  sharedSlugs: campaign.tracking === 'aggregate',
  listVersion: found.version,
  half: found.half,
  messages: campaign.recipients,
});

/** Why messages could not be made. */
export function notFinishedText({ failure, detail }: Pick<NotFinished, 'detail'> & { failure: string }): string {
  const words = sendingWords.value.failures;
  switch (failure) {
    case 'values-changed':
      return words.valuesChanged;
    case 'field-missing':
      return words.fieldMissing(detail);
    case 'stops-unread':
      return words.stops;
    case 'list-replaced':
      return words.replaced;
    case 'taken-back':
      return words.takenBack;
    case 'offline':
      return words.offline;
    default:
      return words.other(detail);
  }
}
