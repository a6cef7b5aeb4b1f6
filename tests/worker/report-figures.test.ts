/** The report's figures beside plain arithmetic over the exported hits, and what they say where hits or moments are missing. */
import { evictDurableObject, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { type Hit, type HitClass, load, type Totals } from 'klikspor/edge';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { Campaign, CampaignComparison, NewCampaign, Report } from '../../worker/api.ts';
import { batchId } from '../../worker/src/batch-id.ts';
import type { ClickCounter } from '../../worker/src/click-counter.ts';
import { type CampaignRecord, kvKey } from '../../worker/src/records.ts';
import type { PublishedCounts } from '../../worker/src/rpc/counter.ts';
import { identityOf, shardOf } from '../../worker/src/shard-identity.ts';
import { counterStub } from '../../worker/src/stubs.ts';
import { phones } from '../support/agents.ts';
import { packedOnce } from '../support/batches.ts';
import { randomFrom } from '../support/random.ts';
import { addDomain, type Caller, json, pathOf, problemIn, publish, signIn, withToken } from './caller.ts';

const core = await load();
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

let owner: Caller;
let made = 0;
/** What everybody's clock says; no alarm rings. */
let nowMs = 0;

beforeAll(async () => {
  // A session would end on the way: the clock is set days ahead.
  owner = await withToken(await signIn(), ['admin']);
});
afterEach(() => vi.restoreAllMocks());

const shop = (path: string): NewCampaign['links'][number] => ({
  kind: 'destination',
  url: `https://brand.example/${path}`,
});

const objectOf = ({ host, number }: Campaign, shard: number) =>
  env.CLICK_COUNTER.getByName(`${host}/${number}/${shard}`);

async function newCampaign(host: string, more: Partial<NewCampaign> = {}) {
  const campaign = await publish(owner, host, { links: [shop('a'), shop('b'), { kind: 'opt-out' }], ...more });
  const record = await env.KV.get<CampaignRecord>(kvKey.campaign(host, campaign.number), 'json');
  if (record === null) throw new Error('published, and not in KV');
  for (let shard = 0; shard < record.shards; shard++) {
    await runInDurableObject(objectOf(campaign, shard), (_: ClickCounter, state) => {
      vi.spyOn(state.storage, 'setAlarm').mockResolvedValue();
    });
  }
  const store = async (hits: readonly Hit[], id = batchId()) => {
    for (let shard = 0; shard < record.shards; shard++) {
      const own = hits.filter(({ recipient }) => shardOf(record, recipient) === shard);
      if (own.length === 0) continue;
      await counterStub(env, record, shard).store(identityOf(record, shard), id, packedOnce(core, own));
    }
  };
  return { campaign, record, store };
}

const newHost = async () => (await addDomain(owner, `r${++made}.example`)).host;

function clockFrom(ms: number): void {
  nowMs = ms;
  vi.spyOn(Date, 'now').mockImplementation(() => nowMs);
}

const hit = (recipient: number, link: number, atMs: number, more: Partial<Hit> = {}): Hit => ({
  ...{ atMs, recipient, link, class: 'human', reason: 'person', rules: 20_261_130 },
  ...{ userAgent: phones[0].userAgent, country: 'DK', asn: 3292, signals: 8 },
  ...more,
});

const reportOf = async (campaign: Campaign) => json<Report>(await owner('GET', `${pathOf(campaign)}/report`));
const comparisonOf = async (campaign: Campaign, query = '') =>
  json<CampaignComparison>(await owner('GET', `${pathOf(campaign)}/comparison${query}`));
const sentAt = async (campaign: Campaign, sentAtMs: number | null) =>
  json<Campaign>(await owner('PATCH', pathOf(campaign), { body: { sentAtMs } }));

interface Line {
  readonly atMs: number;
  readonly recipient: string;
  readonly link: number;
  readonly class: HitClass;
  readonly reason: string;
  readonly rules: number;
}

/** Fields of these tests hold no commas but the agent's, which is quoted. */
async function linesOf(campaign: Campaign): Promise<Line[]> {
  const file = await (await owner('GET', `${pathOf(campaign)}/hits.csv`)).text();
  const [heading = '', ...lines] = file.trimEnd().split('\r\n');
  const names = heading.split(',');
  return lines.map((line) => {
    const fields = line.match(/"[^"]*"|[^,]+|(?<=,|^)(?=,|$)/g) ?? [];
    const field = (name: string) => fields[names.indexOf(name)] ?? '';
    expect(field('counted')).toBe('yes');
    return {
      atMs: Date.parse(field('time')),
      recipient: field('recipient'),
      link: Number(field('link')),
      class: field('class') as HitClass,
      reason: field('reason'),
      rules: Number(field('rules')),
    };
  });
}

/** [step, clicks, first clicks] of steps that long since publishing. */
function stepsOf(clicks: readonly Line[], publishedAtMs: number, stepMs: number): number[][] {
  const rows = new Map<number, number[]>();
  const known = new Set<string>();
  for (const { atMs, recipient } of clicks) {
    const step = Math.floor((atMs - publishedAtMs) / stepMs);
    const row = rows.get(step) ?? [step, 0, 0];
    rows.set(step, [step, (row[1] ?? 0) + 1, (row[2] ?? 0) + (known.has(recipient) ? 0 : 1)]);
    known.add(recipient);
  }
  return [...rows.values()].sort(([a = 0], [b = 0]) => a - b);
}

/** Everything that a reader of the file can work out without the core. */
function recounted(lines: readonly Line[], { links, createdAtMs, sentAtMs = createdAtMs }: Campaign) {
  const inTime = [...lines].sort((a, b) => a.atMs - b.atMs);
  const clicks = inTime.filter((line) => line.class === 'human' && links[line.link]?.kind === 'destination');
  const firsts = new Map<string, number>();
  for (const { recipient, atMs } of clicks) if (!firsts.has(recipient)) firsts.set(recipient, atMs);
  const ends = [...firsts.values()].map((atMs) => {
    const endMs = createdAtMs + (Math.floor((atMs - createdAtMs) / MINUTE) + 1) * MINUTE;
    const isLate = endMs - sentAtMs > 48 * HOUR;
    return isLate ? createdAtMs + Math.ceil((endMs - createdAtMs) / HOUR) * HOUR : endMs;
  });
  const seconds = ends.map((endMs) => Math.ceil((endMs - sentAtMs) / SECOND)).sort((a, b) => a - b);
  const after = seconds.filter((s) => s > 0);
  const nearest = (part: number) => after[Math.ceil(part * after.length) - 1] ?? null;
  const soon = clicks.filter(({ atMs }) => atMs >= sentAtMs && atMs < sentAtMs + 5 * SECOND);
  const reasons: Record<string, number> = {};
  for (const { class: as, reason, rules } of lines) {
    const key = `${as} ${reason} ${rules}`;
    reasons[key] = (reasons[key] ?? 0) + 1;
  }
  const firstMinute = Math.floor((sentAtMs - createdAtMs) / MINUTE);
  return {
    timeline: stepsOf(clicks, createdAtMs, HOUR),
    minutes: stepsOf(clicks, createdAtMs, MINUTE).filter(
      ([minute = 0]) => minute >= firstMinute && minute < firstMinute + 48 * 60,
    ),
    reasons,
    clickers: firsts.size,
    times: {
      fromMs: sentAtMs,
      before: seconds.length - after.length,
      byHour: 0,
      medianS: nearest(0.5),
      p90S: nearest(0.9),
      points: [...new Set(after)].map((s) => [s, after.filter((one) => one <= s).length]),
    },
    soon: { withinS: 5, clicks: soon.length, clickers: new Set(soon.map(({ recipient }) => recipient)).size },
  };
}

async function reported(campaign: Campaign) {
  const { totals, times, soon } = await reportOf(campaign);
  return {
    timeline: totals.timeline,
    minutes: totals.minutes,
    reasons: Object.fromEntries(totals.reasons.map((one) => [`${one.class} ${one.reason} ${one.rules}`, one.hits])),
    clickers: totals.clickers,
    times,
    soon,
  };
}

test.each(Array.from({ length: 8 }, (_, i) => [i + 1, i % 2 === 0 ? 1 : 3] as const))(
  'times, minutes, reasons and soon clicks are what the exported hits add up to: random campaign %i, %i shards',
  async (seed, shards) => {
    const random = randomFrom(seed * 104_729);
    const host = await newHost();
    clockFrom(Date.now());
    const made = await newCampaign(host, { recipients: shards === 1 ? 1_000 : 200_001 });
    const publishedAtMs = made.campaign.createdAtMs;
    const sentAtMs = publishedAtMs + random(50) * HOUR + random(HOUR);
    const campaign = await sentAt(made.campaign, sentAtMs);
    const gaps = Array.from({ length: 60 }, () => Math.round(Math.exp(random(13_000) / 1_000) * 100));
    // Before the sending, within its first seconds, and long after.
    const moments = [random(sentAtMs - publishedAtMs), ...gaps.map((gap) => sentAtMs - publishedAtMs + gap)];
    moments.sort((a, b) => a - b);
    for (const after of moments) {
      const atMs = publishedAtMs + after;
      nowMs = atMs + 100 + random(200);
      const recipient = random(30);
      const scan = random(6) === 0;
      await made.store(
        scan
          ? [0, 1].map((link) => hit(recipient, link, atMs + link * 20))
          : [
              hit(recipient, random(3), atMs, {
                ...(random(5) === 0 && { class: 'preview', reason: 'phone-preview' }),
                ...(random(7) === 0 && { rules: 20_261_201 }),
              }),
            ],
      );
      // Folded now and then, so that hits wait, are remembered and are saved on the way.
      if (random(4) === 0) await reported(campaign);
      if (random(10) === 0) await evictDurableObject(objectOf(campaign, random(shards)));
    }
    nowMs += MINUTE;
    const found = await reported(campaign);
    const lines = await linesOf(campaign);
    expect(found).toEqual(recounted(lines, campaign));
    expect(found.clickers).toBeGreaterThan(10);
    expect(lines.some(({ reason }) => reason === 'all-links-at-once')).toBe(true);
    expect(found.times.before + (found.times.points.at(-1)?.[1] ?? 0)).toBe(found.clickers);
    const { numbers, totals } = await reportOf(campaign);
    const byReason = totals.reasons.filter((one) => one.class === 'preview').reduce((sum, one) => sum + one.hits, 0);
    expect(numbers.machineHits.preview).toBe(byReason);
  },
  30_000,
);

test('the moment of sending is kept, moved and taken away, and never lies before publishing', async () => {
  const { campaign } = await newCampaign(await newHost());
  expect(campaign.sentAtMs).toBeUndefined();
  expect((await reportOf(campaign)).times.fromMs).toBe(campaign.createdAtMs);
  expect((await reportOf(campaign)).soon).toBeUndefined();
  const later = campaign.createdAtMs + 5 * HOUR;
  expect((await sentAt(campaign, later)).sentAtMs).toBe(later);
  // Other edits leave it.
  await owner('PATCH', pathOf(campaign), { body: { name: 'Another', archived: true } });
  const report = await reportOf(campaign);
  expect([report.times.fromMs, report.campaign.sentAtMs, report.campaign.archived]).toEqual([later, later, true]);
  const { errors } = await problemIn(
    await owner('PATCH', pathOf(campaign), { body: { sentAtMs: campaign.createdAtMs - 1 } }),
    422,
  );
  expect(errors?.[0]).toMatchObject({ pointer: '/sentAtMs', code: 'before-publishing' });
  await sentAt(campaign, null);
  expect((await reportOf(campaign)).campaign.sentAtMs).toBeUndefined();
});

test('people who tap fast are clicks, and told beside; the figure outlives the raw hits it was counted from', async () => {
  clockFrom(Date.now());
  const { campaign, store } = await newCampaign(await newHost());
  const sentAtMs = campaign.createdAtMs + HOUR;
  nowMs = sentAtMs + 10 * SECOND;
  const fast = [1_500, 2_000, 3_000, 4_999, 5_000, 20_000];
  await store(fast.map((afterMs, i) => hit(i, 0, sentAtMs + afterMs)));
  await store([hit(50, 0, sentAtMs + 300, { class: 'scanner', reason: 'agent-scanner' }), hit(51, 2, sentAtMs + 900)]);
  nowMs += 15 * SECOND;
  await sentAt(campaign, sentAtMs);
  const { numbers, totals, soon } = await reportOf(campaign);
  expect([numbers.clicks, totals.clickers]).toEqual([6, 6]);
  expect(soon).toEqual({ withinS: 5, clicks: 4, clickers: 4 });

  // Asked when no more can come it is kept; at another moment the raw hits would have to be asked, which are gone.
  nowMs += 2 * MINUTE;
  expect((await reportOf(campaign)).soon?.clicks).toBe(4);
  await runInDurableObject(objectOf(campaign, 0), (_: ClickCounter, { storage }) => {
    storage.sql.exec('UPDATE batch SET bytes = NULL; UPDATE arrival SET bytes = NULL');
  });
  await evictDurableObject(objectOf(campaign, 0));
  expect((await reportOf(campaign)).soon?.clicks).toBe(4);
  await sentAt(campaign, sentAtMs - 1);
  expect((await reportOf(campaign)).soon).toBeUndefined();
});

test('copies in KV have reasons and no minutes; a counter that was lost knows its hours', async () => {
  clockFrom(Date.now());
  const { campaign, record, store } = await newCampaign(await newHost());
  const atMs = campaign.createdAtMs + 2 * HOUR + 5 * MINUTE;
  nowMs = atMs + MINUTE;
  await store([hit(1, 0, atMs), hit(2, 0, atMs + 1)]);
  const before = await reportOf(campaign);
  expect(before.times.points).toEqual([[7_560, 2]]);
  await runInDurableObject(objectOf(campaign, 0), (counter: ClickCounter) => counter.alarm());
  const key = kvKey.counts(record.host, record.number, 0);
  const copy = await env.KV.get<PublishedCounts>(key, 'json');
  expect(copy?.totals.reasons).toEqual([{ class: 'human', reason: 'person', rules: 20_261_130, hits: 2 }]);
  expect(copy?.totals).not.toHaveProperty('minutes');
  expect(copy?.totals.timeline).toEqual([[2, 2, 2]]);

  // As a copy was before there were reasons, found by a counter that has nothing.
  const { reasons: _, ...earlier } = copy?.totals ?? ({} as Totals);
  await env.KV.put(key, JSON.stringify({ ...copy, totals: earlier }));
  await runInDurableObject(objectOf(campaign, 0), (_: ClickCounter, { storage }) => {
    for (const table of ['batch', 'arrival', 'shard', 'state']) storage.sql.exec(`DELETE FROM ${table}`);
  });
  await evictDurableObject(objectOf(campaign, 0));
  const { times, totals, recovered } = await reportOf(campaign);
  expect(recovered?.shards).toBe(1);
  expect(times).toMatchObject({ byHour: 2, medianS: 10_800, points: [[10_800, 2]] });
  expect([totals.minutes, totals.reasons, totals.clickers]).toEqual([[], [], 2]);
});

// --- beside others ------------------------------------------------------------------------------------------------

/** So many of a campaign's recipients clicked by then. */
const clicksOf = (clickers: number, atMs: number) => Array.from({ length: clickers }, (_, i) => hit(i, 0, atMs));

test('a campaign stands beside the last ones of its kind, as they were at its age, small ones apart', async () => {
  const host = await newHost();
  clockFrom(Date.now() - 40 * HOUR);
  const kind = 'marketing' as const;
  const earlier: { readonly campaign: Campaign }[] = [];
  // Of 1,000 each 100, 200, 300 and 400 click within the hour, and 100 more two hours later.
  for (const clickers of [100, 200, 300, 400]) {
    const one = await newCampaign(host, { kind, name: `c${clickers}` });
    earlier.push(one);
    const from = one.campaign.createdAtMs;
    await one.store(clicksOf(clickers, from + 10 * MINUTE), 'first');
    await one.store(
      Array.from({ length: 100 }, (_, i) => hit(500 + i, 0, from + 2 * HOUR + MINUTE)),
      'second',
    );
    nowMs += 3 * HOUR;
    // The first two have their copy in KV.
    await reportOf(one.campaign);
    if (clickers < 300) await runInDurableObject(objectOf(one.campaign, 0), (counter: ClickCounter) => counter.alarm());
  }
  const small = await newCampaign(host, { kind, recipients: 150 });
  await small.store(clicksOf(75, small.campaign.createdAtMs + MINUTE));
  await newCampaign(host, { kind, recipients: 99 });
  await newCampaign(host, { kind: 'service' });
  await newCampaign(host, {});
  await newCampaign(host, { kind, tracking: 'aggregate', links: [shop('a')] });

  const asked = await newCampaign(host, { kind });
  const from = asked.campaign.createdAtMs;
  await asked.store(clicksOf(250, from + 30 * MINUTE));
  nowMs = from + 90 * MINUTE;
  const found = await comparisonOf(asked.campaign);
  expect(found.hours).toBe(1);
  expect(found.own).toMatchObject({
    ctr: { numerator: 250 },
    ctrByThen: { numerator: 250, denominator: 1_000 },
    small: false,
  });
  expect(found.earlier.map(({ ctr, ctrByThen, small: is }) => [ctr.numerator, ctrByThen.numerator, is])).toEqual([
    [75, 75, true],
    [500, 400, false],
    [400, 300, false],
    [300, 200, false],
    [200, 100, false],
  ]);
  expect(found.ctr).toMatchObject({ count: 4, lowest: 0.2, median: 0.35, highest: 0.5 });
  expect(found.ctrByThen).toMatchObject({ count: 4, lowest: 0.1, median: 0.25, highest: 0.4 });
  expect(found.ctrByThen?.lowerQuartile).toBeCloseTo(0.175, 9);
  expect(found.optOut).toMatchObject({ count: 4, median: 0 });
  expect(found.otherVersion).toBeUndefined();
  expect(found.benchmarks.map(({ low, high }) => [low, high])).toEqual([
    [0.36, 0.36],
    [0.19, 0.19],
    [0.089, 0.145],
  ]);

  for (const { source, url, readOn, basis, rate } of found.benchmarks) {
    expect([source.length > 5, url.startsWith('https://'), basis === 'quoted' || basis === 'measured']).toEqual([
      ...[true, true, true],
    ]);
    expect(rate).toBe('ctr');
    expect(readOn).toMatch(/^2026-\d\d-\d\d$/);
  }

  expect((await comparisonOf(asked.campaign, '?last=2')).earlier).toHaveLength(2);
  // Too early: nothing of the first hour is known by the hour.
  nowMs = from + 59 * MINUTE;
  expect((await comparisonOf(asked.campaign)).hours).toBe(0);
  const [first] = earlier;
  if (first === undefined) throw new Error('no earlier one');
  expect(await comparisonOf(first.campaign)).toMatchObject({ earlier: [], ctr: null, ctrByThen: null, optOut: null });
});

test('two versions are compared with the interval of their difference, and with how many more recipients would show it', async () => {
  const host = await newHost();
  clockFrom(Date.now());
  const list = {
    ...{ rows: 2_000, key: 1, rewritten: [], fileName: 'a.csv', fileModifiedAtMs: null },
    ...{ ordered: '0'.repeat(32), sorted: '1'.repeat(32) },
  };
  const split = (half: 0 | 1) => ({
    ...{ seed: [1, 2, 3, 4], half },
    halves: [
      { rows: 1_000, ordered: '2'.repeat(32) },
      { rows: 1_000, ordered: '3'.repeat(32) },
    ],
  });
  const key = await owner('GET', `/api/domains/${host}/list-key`);
  expect(key.status).toBe(200);
  const a = await newCampaign(host, { list: { ...list, split: split(0) } });
  const b = await newCampaign(host, { list: { ...list, split: split(1) }, versionOf: a.campaign.id });
  const atMs = nowMs + MINUTE;
  await a.store(clicksOf(200, atMs));
  await b.store(clicksOf(220, atMs));
  nowMs += HOUR;
  const { otherVersion } = await comparisonOf(a.campaign);
  expect(otherVersion?.id).toBe(b.campaign.id);
  // d = -0.02; Wilson (0.176377, 0.225919) and (0.195398, 0.246765).
  expect(otherVersion?.ctrDifference.low).toBeCloseTo(-0.0557, 4);
  expect(otherVersion?.ctrDifference.high).toBeCloseTo(0.0157, 4);
  expect(otherVersion?.ctrDifference).toMatchObject({ verdict: 'none-shown', more: [5_510, 5_510] });
  expect(otherVersion?.optOutDifference).toMatchObject({ value: 0, verdict: 'none-shown', more: null });
  await a.store(Array.from({ length: 100 }, (_, i) => hit(400 + i, 0, atMs)));
  expect((await comparisonOf(b.campaign)).otherVersion?.ctrDifference).toMatchObject({
    verdict: 'second-higher',
    more: null,
  });
});

test('a comparison divides by what each report divides by: by the delivered where gateways have said enough', async () => {
  const host = await newHost();
  clockFrom(Date.now() - 40 * HOUR);
  const kind = 'marketing' as const;
  const told = async (campaign: Campaign, states: string) => {
    const answer = await owner('POST', `${pathOf(campaign)}/delivery`, { body: { first: 0, states } });
    expect(answer.status).toBe(204);
  };
  const earlier = await newCampaign(host, { kind });
  await earlier.store(clicksOf(300, nowMs + MINUTE));
  await told(earlier.campaign, 'd'.repeat(600) + 'f'.repeat(400));
  nowMs += 2 * HOUR;
  await reportOf(earlier.campaign);
  const list = {
    ...{ rows: 2_000, key: 1, rewritten: [], fileName: 'a.csv', fileModifiedAtMs: null },
    ...{ ordered: '0'.repeat(32), sorted: '1'.repeat(32) },
  };
  const halves = [
    { rows: 1_000, ordered: '2'.repeat(32) },
    { rows: 1_000, ordered: '3'.repeat(32) },
  ];
  const half = (half: 0 | 1) => ({ list: { ...list, split: { seed: [1, 2, 3, 4], half, halves } }, kind });
  await owner('GET', `/api/domains/${host}/list-key`);
  const a = await newCampaign(host, half(0));
  const b = await newCampaign(host, { ...half(1), versionOf: a.campaign.id });
  // Of those sent to B has fewer clickers, of those delivered to more.
  await a.store(clicksOf(200, nowMs + MINUTE));
  await b.store(clicksOf(190, nowMs + MINUTE));
  nowMs += 90 * MINUTE;
  expect((await comparisonOf(a.campaign)).otherVersion?.ctrDifference.verdict).toBe('none-shown');
  await told(b.campaign, 'd'.repeat(500) + 'n'.repeat(500));
  const fromCounter = await comparisonOf(a.campaign, '?last=1');
  // The counter's copy in KV says the same as the counter.
  await runInDurableObject(objectOf(earlier.campaign, 0), (counter: ClickCounter) => counter.alarm());
  const copy = await env.KV.get<PublishedCounts>(kvKey.counts(host, earlier.campaign.number, 0), 'json');
  expect(copy?.delivery).toMatchObject({ delivered: 600, failed: 400 });
  const fromCopy = await comparisonOf(a.campaign, '?last=1');
  for (const { own, earlier: others, ctr, ctrByThen, otherVersion } of [fromCounter, fromCopy]) {
    expect(own).toMatchObject({ denominator: 'sent', ctr: { numerator: 200, denominator: 1_000 } });
    expect(others).toMatchObject([
      {
        ...{ id: earlier.campaign.id, denominator: 'delivered' },
        ...{ ctr: { numerator: 300, denominator: 600 }, ctrByThen: { numerator: 300, denominator: 600 } },
        optOut: { denominator: 600 },
      },
    ]);
    expect([ctr?.median, ctrByThen?.median]).toEqual([0.5, 0.5]);
    expect(otherVersion).toMatchObject({
      ...{ denominator: 'delivered', ctr: { numerator: 190, denominator: 500 } },
      ctrDifference: { verdict: 'second-higher', value: 200 / 1_000 - 190 / 500 },
    });
  }
  for (const { campaign } of [earlier, a, b]) {
    const { numbers, denominator } = await reportOf(campaign);
    const { own } = await comparisonOf(campaign);
    expect([own.denominator, own.ctr]).toEqual([denominator, numbers.ctr]);
  }
});

test('an opt-out rate above 1.5 percent is said to be high, a small sample to be small', async () => {
  clockFrom(Date.now());
  const { campaign, record } = await newCampaign(await newHost(), { recipients: 1_000 });
  const optOut = (recipient: number) => counterStub(env, record, 0).optOut(identityOf(record, 0), recipient, nowMs);
  for (let recipient = 0; recipient < 15; recipient++) await optOut(recipient);
  expect((await reportOf(campaign)).numbers).toMatchObject({ small: false, optOut: { high: false } });
  await optOut(15);
  expect((await reportOf(campaign)).numbers.optOut).toMatchObject({ confirmed: 16, high: true });
  const few = await newCampaign(await newHost(), { recipients: 99 });
  expect((await reportOf(few.campaign)).numbers.small).toBe(true);
});
