/** What came of a campaign, in numbers. */

import { SOON_MS, type Totals } from 'klikspor/edge';
import * as v from 'valibot';
import { core } from '../core.ts';
import { reporting } from '../reporting.ts';
import type { ShardReport } from '../rpc/counter.ts';
import { costOf, sentOf } from '../sent.ts';
import { workspaceStub } from '../stubs.ts';
import { campaign, cost } from './campaign.ts';
import { campaignOfId } from './campaign-id.ts';
import { oldestCopyMs, reportsOf } from './counters.ts';
import { deliveryOf, deliverySums } from './delivery.ts';
import { endpoint } from './endpoint.ts';
import { count, country, moment } from './fields.ts';
import { loss } from './loss.ts';
import { rate } from './rate.ts';
import { infoNow } from './senders.ts';
import { shownCampaign } from './shown-campaign.ts';

/** One of each kind. */
const MOST_LOSSES = 10;
const MINUTE_MS = 60_000;
const SHOWN_MINUTES = 48 * 60;

const machine = { preview: count, scanner: count, prefetch: count, head: count, test: count };
const hitClass = v.picklist(['human', 'preview', 'scanner', 'prefetch', 'head', 'test']);
/** Which hour or minute, clicks, first clicks. */
const row = v.pipe(v.tuple([count, count, count]), v.readonly());
const listOf = <S extends v.GenericSchema>(item: S) => v.pipe(v.array(item), v.readonly());

/** As the core sums them up (`ReportNumbers` of `klikspor/reporting`). */
const numbers = v.strictObject({
  clicks: count,
  uniqueClicks: count,
  ctr: rate,
  links: listOf(v.strictObject({ clicks: count, uniqueClicks: count, ctr: rate })),
  optOut: v.strictObject({ pagesOpened: count, confirmed: count, rate, high: v.boolean() }),
  small: v.boolean(),
  machineHits: v.strictObject(machine),
});

/** As the core counts them (`Totals` of `klikspor/edge`). */
const totals = v.strictObject({
  links: listOf(v.strictObject({ hits: v.strictObject({ human: count, ...machine }), unique: count })),
  clickers: count,
  openers: count,
  timeline: listOf(row),
  /** Of the first 48 hours after the sending: 2,880 at most. */
  minutes: listOf(row),
  reasons: listOf(v.strictObject({ class: hitClass, reason: v.string(), rules: count, hits: count })),
  countries: v.record(v.string(), count),
  devices: v.strictObject({ ios: count, android: count, other: count }),
  lastHitMs: moment,
});

/** `ClickTimes` of `klikspor/reporting`. */
const times = v.strictObject({
  fromMs: moment,
  before: count,
  byHour: count,
  medianS: v.nullable(count),
  p90S: v.nullable(count),
  points: listOf(v.pipe(v.tuple([count, count]), v.readonly())),
});

/** Clicks too soon after the messages went out to be many people's (`SoonHits` of `klikspor/edge`). They are counted all the same. */
const soon = v.strictObject({
  /** Up to so many seconds after `campaign.sentAtMs`. */
  withinS: count,
  clicks: count,
  /** Recipients with such a click; in aggregate campaigns 0. */
  clickers: count,
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

export const reportSchema = v.strictObject({
  campaign,
  /**
   * Messages that went out: `campaign.recipients`, or of a campaign that klikspor sends those that a gateway has or had, or of which
   * nobody knows. Until there is one, 0.
   */
  sent: count,
  /** Of those: `campaign.cost`, in proportion to the segments that went out. Absent: not known. */
  cost: v.exactOptional(cost),
  numbers,
  totals,
  /** Counted from `campaign.sentAtMs`, else from `campaign.createdAtMs`. */
  times,
  /** Where numbers without a country code belong: of its list, which a shared report does not show. Absent: not known. */
  country: v.exactOptional(country),
  /** Absent: it is not known when the messages went out, or raw hits of that moment are no longer held. */
  soon: v.exactOptional(soon),
  /** Which count the rates divide by: 'delivered' once no more than a tenth of the messages is open. */
  denominator: v.picklist(['sent', 'delivered']),
  /** What became of the messages, those among them that were not sent. Absent: nothing is known yet. */
  delivery: v.exactOptional(deliverySums),
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
export type Report = v.InferOutput<typeof reportSchema>;

export const reportEndpoints = [
  endpoint({
    route: 'GET /api/campaigns/{id}/report',
    summary: 'Clicks, unique clicks, CTR, opt-outs, machine hits, as of now',
    access: 'campaigns:read',
    answer: reportSchema,
    refusals: { 404: 'There is no such campaign', 409: 'A counter holds the numbers of another campaign' },
    examples: [{ params: { id: 's.brand.dk:1' } }],
    handle: async ({ context, env, params: { id } }): Promise<Report> => {
      const stored = await campaignOfId(env, id);
      const { record } = stored;
      const [parts, losses, info] = await Promise.all([
        reportsOf(env, record, stored.info.sentAtMs),
        workspaceStub(env).losses(record, MOST_LOSSES),
        infoNow(env, stored),
      ]);
      const reports = await reporting();
      const totals = core.sumTotals(parts.map((part) => part.totals));
      const confirmed = parts.reduce((sum, part) => sum + part.confirmedOptOuts, 0);
      const fromMs = info.sentAtMs ?? record.publishedAtMs;
      const kinds = record.links.map(({ kind }) => kind);
      const recovered = recoveredOf(parts);
      const soon = soonOf(parts);
      const sent = sentOf(info);
      const cost = costOf(info);
      const { reach, delivery } = await deliveryOf(env, stored, parts, sent);
      return {
        campaign: shownCampaign(context.req.url, stored),
        sent: sent.messages,
        ...(cost && { cost }),
        numbers: reports.reportNumbers(totals, kinds, reach.recipients, confirmed),
        totals: { ...totals, minutes: shownMinutes(totals.minutes, record.publishedAtMs, fromMs) },
        times: reports.clickTimes(totals, record.publishedAtMs, fromMs),
        ...(info.list?.reading && { country: info.list.reading.country }),
        ...(soon && { soon }),
        denominator: reach.of,
        ...(delivery && { delivery }),
        asOfMs: Math.min(...parts.map((part) => part.asOfMs)),
        pending: parts.reduce((sum, part) => sum + part.pending, 0),
        publishedAtMs: oldestCopyMs(parts),
        losses: losses.map(({ kind, hits, lastMs }) => ({ kind, hits, lastMs })),
        ...(recovered && { recovered }),
      };
    },
  }),
] as const;

/** Those of the first 48 hours after the sending: as many as a chart can show. */
function shownMinutes(minutes: Totals['minutes'], publishedAtMs: number, fromMs: number): Totals['minutes'] {
  const first = Math.max(0, Math.floor((fromMs - publishedAtMs) / MINUTE_MS));
  return minutes.filter(([minute]) => minute >= first && minute < first + SHOWN_MINUTES);
}

/** Undefined: a counter cannot tell, or nobody said when the messages went out. */
function soonOf(parts: readonly ShardReport[]): Report['soon'] {
  const known = parts.flatMap(({ soon }) => soon ?? []);
  if (known.length < parts.length) return undefined;
  return {
    withinS: SOON_MS / 1_000,
    clicks: known.reduce((sum, { clicks }) => sum + clicks, 0),
    clickers: known.reduce((sum, { clickers }) => sum + clickers, 0),
  };
}

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
