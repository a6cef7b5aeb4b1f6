/** What came of a campaign, in numbers. */
import * as v from 'valibot';
import { core } from '../core.ts';
import type { ShardReport } from '../rpc.ts';
import { workspaceStub } from '../stubs.ts';
import { campaign } from './campaign.ts';
import { campaignOfId } from './campaign-id.ts';
import { oldestCopyMs, reportsOf } from './counters.ts';
import { endpoint } from './endpoint.ts';
import { count, moment } from './fields.ts';
import { loss } from './loss.ts';
import { shownCampaign } from './shown-campaign.ts';

/** One of each kind. */
const MOST_LOSSES = 10;

const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const rate = v.strictObject({ numerator: count, denominator: count, value: share, low: share, high: share });
const machine = { preview: count, scanner: count, prefetch: count, head: count, test: count };
const listOf = <S extends v.GenericSchema>(item: S) => v.pipe(v.array(item), v.readonly());

/** As the core sums them up (`ReportNumbers` of `klikspor/edge`). */
const numbers = v.strictObject({
  clicks: count,
  uniqueClicks: count,
  ctr: rate,
  links: listOf(v.strictObject({ clicks: count, uniqueClicks: count, ctr: rate })),
  optOut: v.strictObject({ pagesOpened: count, confirmed: count, rate }),
  machineHits: v.strictObject(machine),
});

/** As the core counts them (`Totals` of `klikspor/edge`). */
const totals = v.strictObject({
  links: listOf(v.strictObject({ hits: v.strictObject({ human: count, ...machine }), unique: count })),
  clickers: count,
  openers: count,
  timeline: listOf(v.pipe(v.tuple([count, count, count]), v.readonly())),
  countries: v.record(v.string(), count),
  devices: v.strictObject({ ios: count, android: count, other: count }),
  lastHitMs: moment,
});

/** Counters among the campaign's whose storage was lost: their last copies are in the numbers. */
const recovered = v.strictObject({
  shards: count,
  /** The oldest of those copies is of this moment; clicks and opt-outs between it and the loss are gone. */
  asOfMs: moment,
  /** Opt-outs of which the number alone is known: whose they are was lost. */
  confirmedOptOuts: count,
  /** Counters that cannot tell whether they lost anything, because KV does not answer. */
  unread: count,
});

const report = v.strictObject({
  campaign,
  numbers,
  totals,
  /** Which count the rates divide by. */
  denominator: v.picklist(['sent', 'delivered']),
  /** Counts as of this moment; `pending` hits have arrived and are not folded in yet. */
  asOfMs: moment,
  pending: count,
  /** When the counts were last copied to KV; 0: not yet. */
  publishedAtMs: moment,
  /** Hits that are in no number above. Empty: none is known of. */
  losses: v.array(v.strictObject(loss)),
  /** Absent: none was lost. */
  recovered: v.exactOptional(recovered),
});
export type Report = v.InferOutput<typeof report>;

export const reportEndpoints = [
  endpoint({
    route: 'GET /api/campaigns/{id}/report',
    summary: 'Clicks, unique clicks, CTR, opt-outs, machine hits, as of now',
    access: 'campaigns:read',
    answer: report,
    refusals: { 404: 'There is no such campaign', 409: 'A counter holds the numbers of another campaign' },
    examples: [{ params: { id: 's.brand.dk:1' } }],
    handle: async ({ context, env, params: { id } }): Promise<Report> => {
      const stored = await campaignOfId(env, id);
      const { record, info } = stored;
      const [parts, losses] = await Promise.all([
        reportsOf(env, record),
        workspaceStub(env).losses(record, MOST_LOSSES),
      ]);
      const totals = core.sumTotals(parts.map((part) => part.totals));
      const confirmed = parts.reduce((sum, part) => sum + part.confirmedOptOuts, 0);
      const kinds = record.links.map(({ kind }) => kind);
      const recovered = recoveredOf(parts);
      return {
        campaign: shownCampaign(context.req.url, stored),
        numbers: core.reportNumbers(totals, kinds, info.sentTo, confirmed),
        totals,
        denominator: 'sent',
        asOfMs: Math.min(...parts.map((part) => part.asOfMs)),
        pending: parts.reduce((sum, part) => sum + part.pending, 0),
        publishedAtMs: oldestCopyMs(parts),
        losses: losses.map(({ kind, hits, lastMs }) => ({ kind, hits, lastMs })),
        ...(recovered && { recovered }),
      };
    },
  }),
];

/** Of the counters that lost their storage, and of those that cannot tell; undefined: none of either. */
function recoveredOf(parts: readonly ShardReport[]): Report['recovered'] {
  const lost = parts.flatMap(({ recovered }) => recovered ?? []);
  const unread = parts.filter(({ copyUnread }) => copyUnread).length;
  if (lost.length === 0 && unread === 0) return undefined;
  return {
    shards: lost.length,
    asOfMs: lost.length === 0 ? 0 : Math.min(...lost.map(({ asOfMs }) => asOfMs)),
    confirmedOptOuts: lost.reduce((sum, { confirmedOptOuts }) => sum + confirmedOptOuts, 0),
    unread,
  };
}
