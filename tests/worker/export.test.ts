/** The file of hits and the report of the same moment say the same, whatever came in which order. */
import {
  createExecutionContext,
  evictDurableObject,
  runInDurableObject,
  waitOnExecutionContext,
} from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { type Hit, type HitClass, load } from 'klikspor/edge';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { Campaign, NewCampaign, Report, Token } from '../../worker/api.ts';
import { handleApi } from '../../worker/src/api/index.ts';
import { batchId } from '../../worker/src/batch-id.ts';
import type { ClickCounter } from '../../worker/src/click-counter.ts';
import { type CampaignRecord, kvKey } from '../../worker/src/records.ts';
import { identityOf, shardOf } from '../../worker/src/shard-identity.ts';
import { counterStub } from '../../worker/src/stubs.ts';
import { phones } from '../support/agents.ts';
import { packedOnce } from '../support/batches.ts';
import { randomFrom } from '../support/random.ts';
import { APP, addDomain, type Caller, json, pathOf, problemIn, publish, signIn } from './caller.ts';
import { ask, reportOf } from './support.ts';

const core = await load();
const DESKTOP = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36';
const AGENTS = [phones[0].userAgent, phones[1].userAgent, DESKTOP];

let owner: Caller;
let made = 0;
beforeAll(async () => {
  owner = await signIn();
});
afterEach(() => vi.restoreAllMocks());

const shop = (path: string): NewCampaign['links'][number] => ({
  kind: 'destination',
  url: `https://www.barnetsverden.dk/${path}`,
});
const wayOut = { kind: 'opt-out' } as const;
/** As many as take three shards, where that is wanted. Only the first few are asked for. */
const RECIPIENTS = { 1: 1_000, 3: 200_001 } as const;

async function campaignOf(links: NewCampaign['links'], shards: 1 | 3 = 1) {
  const { host } = await addDomain(owner, `e${++made}.example`);
  const campaign = await publish(owner, host, { links, recipients: RECIPIENTS[shards] });
  const record = await env.KV.get<CampaignRecord>(kvKey.campaign(host, campaign.number), 'json');
  if (record === null) throw new Error('published, and not in KV');
  expect(record.shards).toBe(shards);
  return { campaign, record };
}

const counterOf = (record: CampaignRecord, recipient: number) => counterStub(env, record, shardOf(record, recipient));
const identity = (record: CampaignRecord, recipient: number) => identityOf(record, shardOf(record, recipient));
const objectOf = (record: CampaignRecord, shard: number) =>
  env.CLICK_COUNTER.getByName(`${record.host}/${record.number}/${shard}`);

const hit = (recipient: number, link: number, atMs: number, more: Partial<Hit> = {}): Hit => ({
  ...{ atMs, recipient, link, class: 'human', reason: 'person', rules: 1 },
  ...{ userAgent: phones[0].userAgent, country: 'DK', asn: 3292, signals: 8 },
  ...more,
});
const pack = (hits: readonly Hit[]) => packedOnce(core, hits);

/** One line of the file. Agents of these tests hold no quotes; commas of theirs are inside quotes. */
interface Line {
  readonly atMs: number;
  readonly recipient: string;
  readonly link: number;
  readonly class: HitClass;
  readonly reason: string;
  readonly country: string;
  readonly counted: string;
  readonly judgedClass: HitClass;
  readonly judgedReason: string;
}

const fileOf = (campaign: Campaign) => owner('GET', `${pathOf(campaign)}/hits.csv`);

const linesOf = async (campaign: Campaign) => linesIn(await fileOf(campaign));

async function linesIn(answer: Response): Promise<Line[]> {
  expect(answer.status).toBe(200);
  const [heading, ...lines] = (await answer.text()).trimEnd().split('\r\n');
  const names = heading?.split(',') ?? [];
  return lines.map((line) => {
    const fields = line.match(/"[^"]*"|[^,]+|(?<=,|^)(?=,|$)/g) ?? [];
    const field = (name: string) => fields[names.indexOf(name)] ?? '';
    expect(fields).toHaveLength(names.length);
    return {
      atMs: Date.parse(field('time')),
      recipient: field('recipient'),
      link: Number(field('link')),
      class: field('class') as HitClass,
      reason: field('reason'),
      country: field('country'),
      counted: field('counted'),
      judgedClass: field('judged_class') as HitClass,
      judgedReason: field('judged_reason'),
    };
  });
}

/** The report's numbers, added up from the lines that are counted: what a reader of the file would do. */
function recounted(lines: readonly Line[], { links, createdAtMs }: Campaign) {
  const counted = lines.filter(({ counted: is }) => is === 'yes');
  const people = counted.filter((line) => line.class === 'human');
  const isDestination = ({ link }: Line) => links[link]?.kind === 'destination';
  const different = (some: readonly Line[]) => new Set(some.map(({ recipient }) => recipient)).size;
  const clicks = people.filter(isDestination);
  const of = (link: number) => people.filter((line) => line.link === link);
  const countries: Record<string, number> = {};
  for (const { country } of clicks) if (country !== '') countries[country] = (countries[country] ?? 0) + 1;
  /** What came before publishing is of minute 0. */
  const minutes: Record<number, number> = {};
  for (const { atMs } of clicks) {
    const minute = Math.max(0, Math.floor((atMs - createdAtMs) / 60_000));
    minutes[minute] = (minutes[minute] ?? 0) + 1;
  }
  const reasons: Record<string, number> = {};
  for (const { class: as, reason, judgedReason } of counted) {
    const key = `${as} ${reason === 'opt-out-confirmed' ? judgedReason : reason}`;
    reasons[key] = (reasons[key] ?? 0) + 1;
  }
  const machines = (name: HitClass) => counted.filter((line) => line.class === name).length;
  return {
    clicks: clicks.length,
    uniqueClicks: links.reduce((sum, { kind }, link) => sum + (kind === 'destination' ? different(of(link)) : 0), 0),
    clickers: different(clicks),
    pagesOpened: different(people.filter((line) => !isDestination(line))),
    links: links.map((_, link) => [of(link).length, different(of(link))]),
    machineHits: {
      preview: machines('preview'),
      scanner: machines('scanner'),
      prefetch: machines('prefetch'),
      head: machines('head'),
      test: machines('test'),
    },
    countries,
    minutes,
    reasons,
    pending: lines.filter(({ counted: is }) => is === 'not-yet').length,
  };
}

async function reported(campaign: Campaign) {
  const { numbers, totals, pending } = await json<Report>(await owner('GET', `${pathOf(campaign)}/report`));
  return {
    clicks: numbers.clicks,
    uniqueClicks: numbers.uniqueClicks,
    clickers: totals.clickers,
    pagesOpened: numbers.optOut.pagesOpened,
    links: numbers.links.map(({ clicks, uniqueClicks }) => [clicks, uniqueClicks]),
    machineHits: numbers.machineHits,
    countries: totals.countries,
    minutes: Object.fromEntries(totals.minutes.map(([minute, clicks]) => [minute, clicks])),
    reasons: Object.fromEntries(totals.reasons.map(({ class: as, reason, hits }) => [`${as} ${reason}`, hits])),
    pending,
  };
}

test.each([
  ['one shop link', [shop('a'), wayOut]],
  ['two shop links', [shop('a'), shop('b'), wayOut]],
] as const)(
  'twenty people who tap the shop link, 1.2 s later the way out, and confirm are twenty clicks: %s',
  async (_, links) => {
    const { campaign, record } = await campaignOf([...links]);
    const slugs = await (await owner('GET', `${pathOf(campaign)}/slugs?from=0&count=20`)).text();
    const slug = (recipient: number, link: number) => slugs.slice((recipient * links.length + link) * 8).slice(0, 8);
    let nowMs = Date.now() - 60_000;
    vi.spyOn(Date, 'now').mockImplementation(() => nowMs);
    const last = links.length - 1;
    for (let recipient = 0; recipient < 20; recipient++) {
      expect((await ask(campaign.host, `/${slug(recipient, 0)}`)).status).toBe(302);
      nowMs += 1_200;
      expect((await ask(campaign.host, `/${slug(recipient, last)}`)).status).toBe(200);
      nowMs += 900;
      expect((await ask(campaign.host, `/${slug(recipient, last)}`, { method: 'POST' })).status).toBe(303);
    }
    nowMs += 10_000;
    await reportOf(record, 40);
    expect(await json<Report>(await owner('GET', `${pathOf(campaign)}/report`))).toMatchObject({
      numbers: { clicks: 20, uniqueClicks: 20, optOut: { pagesOpened: 20, confirmed: 20 } },
    });
    const lines = await linesOf(campaign);
    expect(recounted(lines, campaign)).toMatchObject({ clicks: 20, pagesOpened: 20, machineHits: { scanner: 0 } });
  },
);

test('a confirmed opt-out clears its recipient after the fold, once, and taking it back makes nobody a machine', async () => {
  const { campaign, record } = await campaignOf([shop('a'), shop('b'), wayOut]);
  const atMs = Date.now() - 20_000;
  const scan = [7, 8].flatMap((recipient) =>
    [0, 1, 2].map((link) => hit(recipient, link, atMs + 300 * link, { userAgent: DESKTOP })),
  );
  const counter = counterOf(record, 7);
  // At once: what has settled is no part of a scan that is still to be seen.
  await Promise.all([
    counter.store(identity(record, 7), 'one', pack(scan.slice(0, 4))),
    counter.store(identity(record, 7), 'two', pack([...scan.slice(4), hit(9, 0, atMs)])),
  ]);
  const before = await linesOf(campaign);
  expect(await reported(campaign)).toEqual(recounted(before, campaign));
  expect(recounted(before, campaign)).toMatchObject({ clicks: 1, machineHits: { scanner: 6 } });
  const [scanned] = before;
  expect(scanned).toMatchObject({
    ...{ class: 'scanner', reason: 'all-links-at-once', counted: 'yes' },
    ...{ judgedClass: 'human', judgedReason: 'person' },
  });

  await counter.optOut(identity(record, 7), 7, Date.now());
  for (let round = 0; round < 2; round++) {
    const after = await linesOf(campaign);
    expect(await reported(campaign)).toEqual(recounted(after, campaign));
    expect(recounted(after, campaign)).toMatchObject({
      ...{ clicks: 3, uniqueClicks: 3, clickers: 2, pagesOpened: 1, machineHits: { scanner: 3 } },
      countries: { DK: 3 },
    });
    expect(after.filter(({ reason }) => reason === 'opt-out-confirmed')).toHaveLength(3);
    expect(after[0]).toMatchObject({ recipient: '7', class: 'human', judgedReason: 'person' });
    // Taken back and confirmed again, and all memory lost in between.
    await counter.optIn(identity(record, 7), 7);
    expect((await reported(campaign)).machineHits.scanner).toBe(3);
    await evictDurableObject(objectOf(record, 0));
    await counter.optOut(identity(record, 7), 7, Date.now());
  }
  // What is still to come is theirs, too.
  await counter.store(identity(record, 7), 'three', pack(scan.map((one) => ({ ...one, atMs: one.atMs + 5_000 }))));
  expect((await reported(campaign)).machineHits.scanner).toBe(6);
  expect((await reported(campaign)).clicks).toBe(5);
});

test.each(Array.from({ length: 12 }, (_, i) => [i + 1, i % 2 === 0 ? 1 : 3] as const))(
  'a recount of the file is the report: random campaign %i with %i shards',
  async (seed, shards) => {
    const random = randomFrom(seed * 7919);
    const destinations = 1 + (seed % 3);
    const links = [
      ...Array.from({ length: destinations }, (_, i) => shop(`p${i}`)),
      ...(seed % 4 === 0 ? [] : [wayOut]),
    ];
    const { campaign, record } = await campaignOf(links, shards);
    let nowMs = Date.now();
    vi.spyOn(Date, 'now').mockImplementation(() => nowMs);
    // The alarm has its own tests; here the test says what happens when.
    for (let shard = 0; shard < shards; shard++) {
      await runInDurableObject(objectOf(record, shard), (_: ClickCounter, state) => {
        vi.spyOn(state.storage, 'setAlarm').mockResolvedValue();
      });
    }
    const test = core.testRecipient(links.length);
    const optedOut = new Set<number>();
    const seen = new Set<string>();
    const people = 24;

    const visit = async (recipient: number, id: string) => {
      // Up to four seconds late, or of a clock that is ahead: some hits wait.
      const startMs = nowMs + 1_500 - random(random(3) === 0 ? 5_500 : 2_000);
      const agent = random(3);
      const agentOf = (index: number) => AGENTS[index] ?? DESKTOP;
      const gapMs = [20, 150, 700, 1_300][random(4)] ?? 0;
      const hits = links
        .map((_, link) => link)
        .filter(() => random(5) > 0)
        .map((link, at) =>
          hit(random(12) === 0 ? test : recipient, link, startMs + at * gapMs, {
            ...{ userAgent: agentOf(random(8) === 0 ? random(3) : agent), country: random(9) === 0 ? '' : 'DK' },
            ...(random(6) === 0 && { class: 'head', reason: 'method-head' }),
            ...(random(10) === 0 && { class: 'preview', reason: 'agent-preview' }),
          }),
        );
      if (hits.length === 0) return;
      const cut = random(3) === 0 ? random(hits.length) : hits.length;
      const counter = counterOf(record, recipient);
      // A counter keeps those whose ids say no moment in a table of their own.
      const idOr = (other: string) => (random(3) > 0 ? batchId() : other);
      await counter.store(identity(record, recipient), idOr(`${id}a`), pack(hits.slice(0, cut || hits.length)));
      if (cut > 0 && cut < hits.length) {
        if (random(2) === 0) await reported(campaign);
        nowMs += random(1_500);
        await counter.store(identity(record, recipient), idOr(`${id}b`), pack(hits.slice(cut)));
      }
    };

    const optOut = async (recipient: number) => {
      await counterOf(record, recipient).optOut(identity(record, recipient), recipient, nowMs);
      optedOut.add(recipient);
    };

    for (let step = 0; step < 60; step++) {
      const recipient = random(people);
      await visit(recipient, `${step}`);
      nowMs += random(1_200);
      if (random(10) === 0) await optOut(recipient);
      if (random(15) === 0) {
        const [one] = optedOut;
        if (one !== undefined) await counterOf(record, one).optIn(identity(record, one), one);
      }
      if (random(20) === 0) {
        const shard = random(shards);
        await evictDurableObject(objectOf(record, shard));
        await runInDurableObject(objectOf(record, shard), (_: ClickCounter, state) => {
          vi.spyOn(state.storage, 'setAlarm').mockResolvedValue();
        });
      }
      if (step % 12 !== 11) continue;
      const found = await linesOf(campaign);
      expect(recounted(found, campaign)).toEqual(await reported(campaign));
      for (const line of found) seen.add(line.counted).add(line.reason).add(line.class);
      // One of those who were taken for a scanner turns out to be a person.
      const scanned = found.find(({ reason }) => reason === 'all-links-at-once');
      if (scanned !== undefined) await optOut(Number(scanned.recipient));
    }
    nowMs += 60_000;
    const last = await linesOf(campaign);
    expect(recounted(last, campaign)).toEqual(await reported(campaign));
    for (const line of last) seen.add(line.counted).add(line.reason).add(line.class);
    expect(last.every(({ counted }) => counted === 'yes')).toBe(true);
    expect([...seen]).toEqual(expect.arrayContaining(['yes', 'not-yet', 'human', 'head', 'test']));
    const ofScans = ['scanner', 'all-links-at-once', 'opt-out-confirmed'];
    if (destinations > 1) expect([...seen]).toEqual(expect.arrayContaining(ofScans));
    else expect(ofScans.filter((one) => seen.has(one))).toEqual([]);
  },
  30_000,
);

test('hits that come while the file is read are not in it, nor are later decisions', async () => {
  const { campaign, record } = await campaignOf([shop('a'), shop('b'), wayOut]);
  const atMs = Date.now() - 20_000;
  const counter = counterOf(record, 1);
  await counter.store(
    identity(record, 1),
    'one',
    pack([hit(1, 0, atMs, { userAgent: DESKTOP }), hit(1, 1, atMs + 9, { userAgent: DESKTOP })]),
  );
  const report = await reported(campaign);
  // Answered, and nothing of it read yet.
  const answer = await fileOf(campaign);
  await counter.store(identity(record, 1), 'two', pack([hit(2, 0, atMs)]));
  await counter.optOut(identity(record, 1), 1, Date.now());
  expect(await reported(campaign)).toMatchObject({ clicks: 3, machineHits: { scanner: 0 } });
  const lines = await linesIn(answer);
  expect(lines.map(({ recipient }) => recipient)).toEqual(['1', '1']);
  expect(recounted(lines, campaign)).toEqual(report);
  expect(report.machineHits.scanner).toBe(2);
});

test('whoever asks for its head alone gets that, and nothing is left waiting to be read', async () => {
  const { campaign, record } = await campaignOf([shop('a')], 1);
  await counterOf(record, 0).store(identity(record, 0), 'one', pack([hit(0, 0, Date.now() - 9_000)]));
  const body = { name: 'head', scopes: ['hits:read'] };
  const { secret } = await json<Token>(await owner('POST', '/api/tokens', { body }), 201);
  const headers = { authorization: `Bearer ${secret}` };
  const context = createExecutionContext();
  const request = new Request(`${APP}${pathOf(campaign)}/hits.csv`, { method: 'HEAD', headers });
  const answer = await handleApi(request, env, context);
  expect([answer.status, answer.headers.get('content-type'), await answer.text()]).toEqual([
    200,
    'text/csv; charset=utf-8',
    '',
  ]);
  await waitOnExecutionContext(context);
});

test('a counter that does not answer is a 503, not half a file', async () => {
  const { campaign, record } = await campaignOf([shop('a')], 3);
  await counterOf(record, 0).store(identity(record, 0), 'one', pack([hit(0, 0, Date.now() - 9_000)]));
  vi.spyOn(console, 'error').mockImplementation(() => {});
  const original = env.CLICK_COUNTER.getByName.bind(env.CLICK_COUNTER);
  vi.spyOn(env.CLICK_COUNTER, 'getByName').mockImplementation((name) => {
    if (name.endsWith('/2')) throw new Error('out of reach');
    return original(name);
  });
  const { detail } = await problemIn(await owner('GET', `${pathOf(campaign)}/hits.csv`), 503);
  expect(detail).toContain('Counter 2');
});
