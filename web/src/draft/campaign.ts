/** The fields of a draft as a campaign has them: how they are published, and how a published campaign is read back. Pure. */
import type { Campaign, NewCampaign } from '../../../worker/api.ts';
import { type DraftTexts, type DraftValues, expiresAtMs } from './fields.ts';

type Published = Pick<
  NewCampaign,
  'host' | 'senderName' | 'kind' | 'tracking' | 'basis' | 'writeScheme' | 'expiresAtMs' | 'contact' | 'listName'
>;

export function propertiesOf(draft: DraftValues): Published {
  const contact = draft.contact.trim();
  return {
    host: draft.host,
    senderName: draft.sender.trim(),
    kind: draft.kind,
    tracking: draft.tracking,
    ...basisOf(draft),
    writeScheme: draft.scheme !== '',
    expiresAtMs: expiresAtMs(draft.lastDay),
    ...(contact && { contact }),
    ...(draft.listName && { listName: draft.listName }),
  };
}

/** None where nobody is counted; what is said of it before goes with the draft all the same. */
function basisOf({ basis, basisWord, tracking }: DraftValues): Pick<NewCampaign, 'basis'> {
  if (basis === '' || tracking === 'aggregate') return {};
  return { basis: basis === 'other' ? { kind: basis, reason: basisWord.trim() } : { kind: basis } };
}

/** Those of a copy: it has a last day of its own. What a campaign from before does not say is left as it is. */
export const textsOf = (campaign: Campaign): Partial<DraftTexts> => ({
  sender: campaign.senderName,
  host: campaign.host,
  ...(campaign.list?.reading && { country: campaign.list.reading.country }),
  tracking: campaign.tracking,
  ...(campaign.kind && { kind: campaign.kind }),
  basis: campaign.basis?.kind ?? '',
  basisWord: campaign.basis?.kind === 'other' ? campaign.basis.reason : '',
  scheme: campaign.linkPrefix.startsWith('https://') ? 'https' : '',
  contact: campaign.contact?.value ?? '',
  listName: campaign.listName ?? '',
});
