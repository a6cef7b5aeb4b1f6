/**
 * How many messages of a campaign were sent: of one that klikspor sends what its senders tell, of one that is sent by file everybody
 * it is for.
 */
import type { CampaignInfo } from './rpc/catalogue.ts';
import type { SentMessages } from './sending/states.ts';

type Known = Pick<CampaignInfo, 'sentTo' | 'sent' | 'cost'>;

export const NOTHING_SENT: SentMessages = { messages: 0, segments: 0, refused: 0, blocked: 0 };

/** Undefined: klikspor does not send it. */
function ownSent({ sent }: Pick<CampaignInfo, 'sent'>): SentMessages | undefined {
  return sent?.reduce((sum, one) => ({
    messages: sum.messages + one.messages,
    segments: sum.segments + one.segments,
    refused: sum.refused + one.refused,
    blocked: sum.blocked + one.blocked,
  }));
}

/** Without segments, which of a campaign that is sent by file nobody counts. */
export const sentOf = (info: Known): Omit<SentMessages, 'segments'> =>
  ownSent(info) ?? { messages: info.sentTo, refused: 0, blocked: 0 };

/** Of what was sent, in proportion to the segments that all of it was to have. Undefined: nothing is known. */
export function costOf(info: Known): CampaignInfo['cost'] {
  const own = ownSent(info);
  const { cost } = info;
  if (own === undefined) return cost;
  const { segments } = own;
  if (cost === undefined) return { segments, amounts: [] };
  const share = cost.segments === 0 ? 0 : segments / cost.segments;
  const amounts = cost.amounts.map((one) => ({ ...one, amount: Number((one.amount * share).toFixed(6)) }));
  return { ...cost, segments, amounts };
}
