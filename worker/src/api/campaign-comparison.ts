/** A campaign beside others: its own earlier ones, its other version, and what others say. */

import { FEWEST_RECIPIENTS, type Totals } from 'klikspor/edge';
import type { RateDifference } from 'klikspor/reporting';
import * as v from 'valibot';
import { BENCHMARKS } from '../benchmarks.ts';
import { core } from '../core.ts';
import { inGroups } from '../in-groups.ts';
import { reachRule } from '../reach.ts';
import { type Reporting, reporting } from '../reporting.ts';
import type { StoredCampaign } from '../rpc/catalogue.ts';
import { sentOf } from '../sent.ts';
import { workspaceStub } from '../stubs.ts';
import { campaignId, campaignOfId } from './campaign-id.ts';
import { copiesOf, reportsOf } from './counters.ts';
import { endpoint } from './endpoint.ts';
import { count, day, moment } from './fields.ts';
import { wholeNumber } from './query.ts';
import { rate } from './rate.ts';

const MOST_EARLIER = 20;
const EARLIER = 10;
/** Copies read for one answer: each is one of the thousand calls that a request may make. */
const MOST_SHARDS = 400;
/** Campaigns at a time; each asks for several copies at once. */
const AT_ONCE = 4;
const HOUR_S = 3_600;

const share = v.pipe(v.number(), v.minValue(-1), v.maxValue(1));

/** `Spread` of `klikspor/reporting`. */
const spread = v.nullable(
  v.strictObject({
    ...{ count, lowest: share, lowerQuartile: share, median: share },
    ...{ upperQuartile: share, highest: share },
  }),
);

/** `RateDifference` of `klikspor/reporting`: the asked campaign's rate less the other version's. */
const difference = v.strictObject({
  ...{ value: share, low: share, high: share },
  verdict: v.picklist(['first-higher', 'second-higher', 'none-shown']),
  more: v.nullable(v.pipe(v.tuple([count, count]), v.readonly())),
});

const figures = {
  /** Which count the rates divide by, as in the report. */
  denominator: v.picklist(['sent', 'delivered']),
  ctr: rate,
  /** Of those who had clicked `hours` after the sending. */
  ctrByThen: rate,
  optOut: rate,
  /** Too few recipients, or too wide an interval, to learn from. */
  small: v.boolean(),
};
const other = { id: v.string(), name: v.string(), sentAtMs: moment };

const comparison = v.strictObject({
  /**
   * Whole hours since the asked campaign went out, as its clicks are known: 0 where it is too early to compare. Clicks known
   * by the minute are taken by their hour here, as copies have them.
   */
  hours: count,
  own: v.strictObject(figures),
  /** Newest first: of the same kind, counting recipients, sent to at least 100. Shorter where campaigns are very large. */
  earlier: v.array(v.strictObject({ ...other, ...figures })),
  /** Of the earlier ones that are not small; null: there is none. */
  ctr: spread,
  ctrByThen: spread,
  optOut: spread,
  /** Absent: there is none. */
  otherVersion: v.exactOptional(
    v.strictObject({ ...other, ...figures, ctrDifference: difference, optOutDifference: difference }),
  ),
  /** What others say, with source and date: data that came with this version (`worker/src/benchmarks.ts`). */
  benchmarks: v.array(
    v.strictObject({
      rate: v.picklist(['ctr', 'opt-out']),
      of: v.picklist(['marketing', 'service', 'all']),
      low: share,
      high: share,
      source: v.string(),
      url: v.string(),
      readOn: day,
      basis: v.picklist(['quoted', 'measured']),
    }),
  ),
});
export type CampaignComparison = v.InferOutput<typeof comparison>;

export const campaignComparisonEndpoints = [
  endpoint({
    route: 'GET /api/campaigns/{id}/comparison',
    summary: 'Its rates beside those of earlier campaigns, of its other version, and of others',
    access: 'campaigns:read',
    query: { last: wholeNumber(`Earlier campaigns at most; ${EARLIER} without it`, 1, MOST_EARLIER) },
    answer: comparison,
    refusals: { 404: 'There is no such campaign', 409: 'A counter holds the numbers of another campaign' },
    examples: [{ params: { id: 's.brand.dk:1' } }, { params: { id: 's.brand.dk:1' }, query: { last: 3 } }],
    handle: async ({ env, params: { id }, query: { last = EARLIER } }): Promise<CampaignComparison> => {
      const workspace = workspaceStub(env);
      const asked = await campaignOfId(env, id);
      const { host } = asked.record;
      const reports = await reporting();
      const [parts, found, otherOne] = await Promise.all([
        reportsOf(env, asked.record),
        workspace.earlierOfKind(asked, FEWEST_RECIPIENTS, last),
        asked.info.otherVersion === undefined ? null : workspace.campaign(host, asked.info.otherVersion),
      ]);
      const asOfMs = Math.min(...parts.map((part) => part.asOfMs));
      const hours = Math.max(0, Math.floor((asOfMs - sentAtMs(asked)) / (1_000 * HOUR_S)));
      const own = await figuresOf(asked, parts, hours);
      const earlier = await inGroups(withinReach(found), AT_ONCE, async (one) => ({
        ...named(one),
        ...(await figuresOf(one, await copiesOf(env, one.record), hours)),
      }));
      const beside = otherOne && (await figuresOf(otherOne, await reportsOf(env, otherOne.record), hours));
      const large = earlier.filter(({ small }) => !small);
      return {
        hours,
        own,
        earlier,
        ctr: reports.spreadOf(large.map(({ ctr }) => ctr.value)),
        ctrByThen: reports.spreadOf(large.map(({ ctrByThen }) => ctrByThen.value)),
        optOut: reports.spreadOf(large.map(({ optOut }) => optOut.value)),
        ...(otherOne &&
          beside && {
            otherVersion: {
              ...named(otherOne),
              ...beside,
              ctrDifference: told(reports.compareRates(own.ctr, beside.ctr)),
              optOutDifference: told(reports.compareRates(own.optOut, beside.optOut)),
            },
          }),
        benchmarks: BENCHMARKS.map((one) => ({ ...one })),
      };
    },
  }),
];

const told = (found: RateDifference): v.InferOutput<typeof difference> => ({ ...found });

const sentAtMs = ({ record, info }: StoredCampaign): number => info.sentAtMs ?? record.publishedAtMs;

const named = (one: StoredCampaign) => ({
  id: campaignId(one.record.host, one.record.number),
  name: one.info.name,
  sentAtMs: sentAtMs(one),
});

function withinReach(campaigns: readonly StoredCampaign[]): StoredCampaign[] {
  let shards = 0;
  return campaigns.filter(({ record }) => {
    shards += record.shards;
    return shards <= MOST_SHARDS;
  });
}

type Counts = Awaited<ReturnType<typeof copiesOf>>;

async function figuresOf(stored: StoredCampaign, parts: Counts, hours: number) {
  const reports = await reporting();
  const reachOf = await reachRule();
  const { record, info } = stored;
  const totals = core.sumTotals(parts.map((part) => part.totals));
  const confirmed = parts.reduce((sum, part) => sum + part.confirmedOptOuts, 0);
  const kinds = record.links.map(({ kind }) => kind);
  const { reach } = reachOf(parts, sentOf(info));
  const { ctr, optOut, small } = reports.reportNumbers(totals, kinds, reach.recipients, confirmed);
  // Without links, which know no moment: they would say that clicks are known and nobody's.
  const then = { ...totals, links: [], openers: 0, clickers: clickersBy(reports, totals, stored, hours) };
  const byThen = reports.reportNumbers(then, kinds, reach.recipients, confirmed);
  return { denominator: reach.of, ctr, ctrByThen: byThen.ctr, optOut: optOut.rate, small };
}

/** By whole hours after the sending. */
function clickersBy(reports: Reporting, totals: Totals, { record, ...stored }: StoredCampaign, hours: number): number {
  const byHour = { ...totals, minutes: [] };
  const { points } = reports.clickTimes(byHour, record.publishedAtMs, sentAtMs({ record, ...stored }));
  return points.findLast(([seconds]) => seconds <= hours * HOUR_S)?.[1] ?? 0;
}
