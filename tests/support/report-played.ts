/**
 * A report with many hits in it, counted by the core from hits that are played into it: of a shop's campaign over three
 * days. The worker counts only what comes now; what it says of a campaign is taken, and these figures put in.
 */
import { type CampaignShape, type Edge, type Hit, load } from 'klikspor/edge';
import { load as loadReporting } from 'klikspor/reporting';
import type { Page } from 'playwright-core';
import type { Campaign, CampaignComparison, Report } from '../../worker/api.ts';
import { randomFrom } from './random.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

export interface Played {
  /** Recipients, and how many of them click. */
  readonly recipients: number;
  readonly clickers: number;
  readonly confirmed: number;
  /** When it was published, and how long it has run. */
  readonly publishedAtMs: number;
  readonly hours: number;
  /** What gateways said of the messages; absent: nothing. */
  readonly delivery?: Report['delivery'];
  readonly seed?: number;
}

const MACHINES = [
  { class: 'preview', reason: 'agent-social-preview' },
  { class: 'preview', reason: 'agent-app' },
  { class: 'scanner', reason: 'agent-unknown' },
  { class: 'scanner', reason: 'network-data-centre' },
  { class: 'prefetch', reason: 'header-prefetch' },
  { class: 'head', reason: 'method-head' },
] as const;
const COUNTRIES = ['DK', 'DK', 'DK', 'DK', 'DK', 'DK', 'DK', 'DK', 'SE', 'NO', 'DE', ''];

const AGENTS = [
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1',
  'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36',
  'Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0',
];

/** Half within seven minutes or so, most within hours, some days later. */
function delayMs(below: (limit: number) => number): number {
  const uniform = () => (below(1_000_000) + 1) / 1_000_001;
  const normal = Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
  return Math.exp(Math.log(7 * MINUTE_MS) + 1.9 * normal);
}

export function hitsOf(played: Played, links: number): Hit[] {
  const below = randomFrom(played.seed ?? 20_261_130);
  const endMs = played.publishedAtMs + played.hours * HOUR_MS;
  const pick = <T>(from: readonly T[]): T => from[below(from.length)] as T;
  const hit = (recipient: number, link: number, atMs: number, what: Pick<Hit, 'class' | 'reason'>): Hit => ({
    atMs: Math.round(atMs),
    recipient,
    link,
    rules: 20_261_130,
    userAgent: AGENTS[below(10) < 6 ? 0 : below(10) < 8 ? 1 : 2] ?? '',
    country: pick(COUNTRIES),
    asn: 0,
    signals: 0,
    ...what,
  });
  const person = { class: 'human', reason: 'person' } as const;
  const hits: Hit[] = [];
  for (let clicker = 0; clicker < played.clickers; clicker++) {
    const recipient = Math.floor((clicker * played.recipients) / played.clickers);
    let atMs = played.publishedAtMs + delayMs(below);
    for (const link of below(4) === 0 && links > 2 ? [0, 1] : [below(links > 2 ? 3 : 1) === 2 ? 1 : 0]) {
      if (atMs < endMs) hits.push(hit(recipient, link, atMs, person));
      atMs += 20_000 + below(9) * HOUR_MS;
      if (below(5) === 0 && atMs < endMs) hits.push(hit(recipient, link, atMs, person));
    }
    if (below(3) === 0) hits.push(hit(recipient, 0, played.publishedAtMs + below(90) * 1_000, pick(MACHINES)));
  }
  for (let leaver = 0; leaver < played.confirmed * 2; leaver++) {
    hits.push(hit(leaver * 3, links - 1, played.publishedAtMs + (leaver + 1) * 3 * MINUTE_MS, person));
  }
  return hits.filter(({ atMs }) => atMs < endMs);
}

/** What the report says of a campaign when these hits have been counted. `like`: what the worker says of it now. */
export async function playedReport(like: Report, played: Played, changes: Partial<Campaign> = {}): Promise<Report> {
  const core = await load();
  const reports = await loadReporting();
  const kinds = like.campaign.links.map(({ kind }) => kind);
  const totals = countedBy(core, played, kinds, like.campaign.tracking);
  const { publishedAtMs, recipients, confirmed, hours, delivery } = played;
  const fromMs = changes.sentAtMs ?? publishedAtMs;
  return {
    ...like,
    campaign: { ...like.campaign, createdAtMs: publishedAtMs, recipients, ...changes },
    numbers: reports.reportNumbers(totals, kinds, delivery?.delivered ?? recipients, confirmed),
    denominator: delivery === undefined ? 'sent' : 'delivered',
    ...(delivery && { delivery }),
    totals,
    times: reports.clickTimes(totals, publishedAtMs, fromMs),
    asOfMs: publishedAtMs + hours * HOUR_MS,
  };
}

function countedBy(core: Edge, played: Played, links: CampaignShape['links'], tracking: CampaignShape['tracking']) {
  const { recipients, publishedAtMs } = played;
  const shape = { recipients, links, shards: 1, shard: 0, tracking, publishedAtMs } as const;
  using state = core.loadShardState(new Uint8Array(), shape);
  using batch = core.createHitBatch();
  batch.append(hitsOf(played, links.length));
  for (const { bytes } of batch.pack()) if (!state.take(bytes)) throw new Error('the core takes no batch');
  state.settle();
  return state.totals();
}

/** What the core says of so many clickers of so many. */
export async function numbersFrom(): Promise<(clickers: number, of: number) => Report['numbers']> {
  const core = await load();
  const reports = await loadReporting();
  return (clickers, of) => {
    const part = { recipients: of, links: ['destination'], shards: 1, shard: 0, tracking: 'recipient' } as const;
    using state = core.loadShardState(new Uint8Array(), { ...part, publishedAtMs: 0 });
    return reports.reportNumbers({ ...state.totals(), clickers }, ['destination'], of, 0);
  };
}

/** What it is compared with: `earlier` campaigns with these rates, and, if given, the other version. */
export async function playedComparison(
  like: CampaignComparison,
  { numbers, denominator, asOfMs, times }: Report,
  earlier: readonly { readonly name: string; readonly clickers: number; readonly of: number; readonly left: number }[],
  other?: { readonly id: string; readonly name: string; readonly clickers: number; readonly of: number },
): Promise<CampaignComparison> {
  const reports = await loadReporting();
  const numbersOf = await numbersFrom();
  const figures = (clickers: number, of: number, left: number) => {
    const { ctr, small } = numbersOf(clickers, of);
    const ctrByThen = numbersOf(Math.round(clickers * 0.9), of).ctr;
    return { denominator: 'sent' as const, ctr, ctrByThen, optOut: numbersOf(left, of).ctr, small };
  };
  const rows = earlier.map(({ name, clickers, of, left }, position) => ({
    id: `s.barnetsverden.dk:${90 - position}`,
    name,
    sentAtMs: times.fromMs - (position + 1) * 9 * 24 * HOUR_MS,
    ...figures(clickers, of, left),
  }));
  const large = rows.filter(({ small }) => !small);
  const { ctr, optOut, small } = numbers;
  const own = { denominator, ctr, ctrByThen: ctr, optOut: optOut.rate, small };
  const beside = other && figures(other.clickers, other.of, 4);
  return {
    ...like,
    hours: Math.floor((asOfMs - times.fromMs) / HOUR_MS),
    own,
    earlier: rows,
    ctr: reports.spreadOf(large.map(({ ctr }) => ctr.value)),
    ctrByThen: reports.spreadOf(large.map(({ ctrByThen }) => ctrByThen.value)),
    optOut: reports.spreadOf(large.map(({ optOut }) => optOut.value)),
    ...(other &&
      beside && {
        otherVersion: {
          id: other.id,
          name: other.name,
          sentAtMs: times.fromMs,
          ...beside,
          ctrDifference: reports.compareRates(own.ctr, beside.ctr),
          optOutDifference: reports.compareRates(own.optOut, beside.optOut),
        },
      }),
  };
}

/** From now on the page gets these in place of the worker's own figures. */
export async function showPlayed(page: Page, report: Report, comparison: CampaignComparison): Promise<void> {
  await page.route('**/report', (route) => route.fulfill({ json: report }));
  await page.route('**/comparison', (route) => route.fulfill({ json: comparison }));
}
