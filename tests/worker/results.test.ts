import { runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { type Hit, load } from 'klikspor/edge';
import { load as loadReporting } from 'klikspor/reporting';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { Campaign, OptOuts, Report, Status } from '../../worker/api.ts';
import type { ClickCounter } from '../../worker/src/click-counter.ts';
import { type CampaignRecord, kvKey } from '../../worker/src/records.ts';
import type { PublishedCounts } from '../../worker/src/rpc/counter.ts';
import { identityOf } from '../../worker/src/shard-identity.ts';
import { deriveSlugKey } from '../../worker/src/slug-keys.ts';
import { counterStub } from '../../worker/src/stubs.ts';
import { packedOnce } from '../support/batches.ts';
import { addDomain, type Caller, json, pathOf, problemIn, publish, signIn } from './caller.ts';
import { ask, batchOf, reportOf } from './support.ts';

const core = await load();
const reports = await loadReporting();
let owner: Caller;
let made = 0;
beforeAll(async () => {
  owner = await signIn();
});
afterEach(() => vi.restoreAllMocks());

const newHost = async () => (await addDomain(owner, `r${++made}.example`)).host;
const octets = async (answer: Response) => new Uint8Array(await answer.arrayBuffer());
const text = async (answer: Response) => new TextDecoder().decode(await octets(answer));
const recordOf = async (campaign: Campaign) =>
  (await env.KV.get<CampaignRecord>(kvKey.campaign(campaign.host, campaign.number), 'json')) as CampaignRecord;

test('the stream is what a sealer with the domain key seals, over many pieces and any range', async () => {
  const host = await newHost();
  const campaign = await publish(owner, host, { recipients: 20_000 });
  const { key } = await deriveSlugKey(env, 1, host);
  const sealer = core.createSealer({ width: 8, keys: [{ key, from: 1, to: null }], highest: 64 });
  const expected = (from: number, count: number) => sealer.sealRange(1, 2, from, count);
  const all = await owner('GET', `${pathOf(campaign)}/slugs`);
  expect(all.headers.get('slug-width')).toBe('8');
  expect(all.headers.get('content-type')).toBe('application/octet-stream');
  expect(await octets(all)).toEqual(expected(0, 20_000));
  for (const [from, count] of [
    [0, 1],
    [4_095, 2],
    [8_191, 8_193],
    [19_999, 1],
  ] as const) {
    const part = await owner('GET', `${pathOf(campaign)}/slugs?from=${from}&count=${count}`);
    expect(await octets(part)).toEqual(expected(from, count));
  }
  const rest = await owner('GET', `${pathOf(campaign)}/slugs?from=19000`);
  expect(await octets(rest)).toEqual(expected(19_000, 1_000));
  const trial = await owner('GET', `${pathOf(campaign)}/slugs?from=test`);
  expect(await octets(trial)).toEqual(expected(core.testRecipient(2), 1));
  sealer.delete();
});

test('a counter that is away: opt-outs are told in full or not at all', async () => {
  const host = await newHost();
  const campaign = await publish(owner, host, { recipients: 200_000 });
  expect(campaign.shards).toBe(2);
  const getByName = env.CLICK_COUNTER.getByName.bind(env.CLICK_COUNTER);
  const log = vi.spyOn(console, 'error').mockImplementation(() => {});
  const away = vi.spyOn(env.CLICK_COUNTER, 'getByName').mockImplementation((name) => {
    if (name.endsWith('/1')) throw new Error('Network connection lost.');
    return getByName(name);
  });
  const answer = await owner('GET', `${pathOf(campaign)}/opt-outs`);
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  const { detail } = await problemIn(answer, 503);
  expect(detail).toContain(`Counter 1 of ${campaign.id} does not answer`);
  expect(String(log.mock.calls[0]?.[0])).toContain('"counter-silent"');
  away.mockRestore();
  expect(await json<OptOuts>(await owner('GET', `${pathOf(campaign)}/opt-outs`))).toEqual({
    recipients: [],
    confirmedAtMs: [],
  });
});

test.each([
  ['an object that is overloaded', Object.assign(new Error('Durable Object is overloaded.'), { overloaded: true })],
  ['a lost connection', Object.assign(new Error('Network connection lost.'), { retryable: true })],
  ["the platform's own failure", new Error('internal error; reference = 0a1b2c')],
])('the catalogue behind %s is a 503; a fault of this code stays a 500', async (_, error) => {
  const log = vi.spyOn(console, 'error').mockImplementation(() => {});
  const away = vi.spyOn(env.WORKSPACE, 'getByName').mockImplementation(() => {
    throw error;
  });
  const answer = await owner('GET', '/api/domains');
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  await problemIn(answer, 503);
  expect(String(log.mock.calls[0]?.[0])).toContain('"storage-away"');
  away.mockImplementation(() => {
    throw new TypeError("Cannot read properties of undefined (reading 'x')");
  });
  await problemIn(await owner('GET', '/api/domains'), 500);
});

test('a reader that hangs up, again and again, leaves the core as it was', async () => {
  const campaign = await publish(owner, await newHost(), { recipients: 1_000_000 });
  for (let round = 0; round < 200; round++) {
    const reader = (await owner('GET', `${pathOf(campaign)}/slugs`)).body?.getReader();
    await reader?.read();
    await reader?.cancel();
  }
  expect(await octets(await owner('GET', `${pathOf(campaign)}/slugs?from=test`))).toHaveLength(16);
}, 60_000);

test.each([
  'from=-1',
  'from=1000',
  'from=1e2',
  'from=0x1',
  'from=%201',
  'from=1.5',
  'from=',
  'from=Test',
  'from=9999999999999999999',
  'count=0',
  'count=1001',
  'count=',
  'count=x',
  'from=999&count=2',
  'from=test&count=2',
])('slugs asked for with %s are refused', async (query) => {
  const campaign = await publish(owner, await newHost());
  const { detail } = await problemIn(await owner('GET', `${pathOf(campaign)}/slugs?${query}`), 400);
  expect(detail).toMatch(/whole number from \d+ to \d+/);
});

async function clicked(): Promise<{ campaign: Campaign; record: CampaignRecord }> {
  const campaign = await publish(owner, await newHost(), { recipients: 200_001 });
  const record = await recordOf(campaign);
  expect(record.shards).toBe(3);
  const slugs = await text(await owner('GET', `${pathOf(campaign)}/slugs?from=0&count=6`));
  const slug = (recipient: number, link: number) => slugs.slice((recipient * 2 + link) * 8).slice(0, 8);
  for (const recipient of [0, 1, 2, 3, 3]) {
    expect((await ask(campaign.host, `/${slug(recipient, 0)}`)).status).toBe(302);
  }
  for (const recipient of [5, 4]) await ask(campaign.host, `/${slug(recipient, 1)}`, { method: 'POST' });
  await ask(campaign.host, `/${slug(5, 1)}`);
  await reportOf(record, 6);
  return { campaign, record };
}

test('the report adds up the shards and divides by what was sent; status adds up the counting', async () => {
  const { campaign } = await clicked();
  const report = await json<Report>(await owner('GET', `${pathOf(campaign)}/report`));
  expect(report).toMatchObject({
    campaign: { id: campaign.id },
    numbers: {
      clicks: 5,
      uniqueClicks: 4,
      ctr: { numerator: 4, denominator: 200_001 },
      optOut: { pagesOpened: 1, confirmed: 2 },
    },
    totals: { clickers: 4, openers: 1 },
    denominator: 'sent',
    pending: 0,
  });
  expect(await json<OptOuts>(await owner('GET', `${pathOf(campaign)}/opt-outs`))).toMatchObject({
    recipients: [5, 4],
  });
  const status = await json<Status>(await owner('GET', '/api/status'));
  expect(status.counting.hits).toBeGreaterThanOrEqual(6);
  expect(status.campaigns).toBeGreaterThan(0);
  expect(status.version).toBe(core.version);
});

test('counters that do not answer are replaced by what they published; without that, the answer says so', async () => {
  const { campaign, record } = await clicked();
  const before = await vi.waitUntil(
    async () => {
      const report = await json<Report>(await owner('GET', `${pathOf(campaign)}/report`));
      const copies = await Promise.all(
        [0, 1, 2].map((shard) => env.KV.get<PublishedCounts>(kvKey.counts(record.host, record.number, shard), 'json')),
      );
      // A first copy may have been made before the last hits had settled.
      const copied = copies.reduce((sum, copy) => sum + (copy?.totals.links[0]?.hits.human ?? 0), 0);
      return copied === 5 && copied === report.totals.links[0]?.hits.human && report.pending === 0 && report;
    },
    { timeout: 10_000, interval: 100 },
  );
  vi.spyOn(console, 'error').mockImplementation(() => {});
  vi.spyOn(env.CLICK_COUNTER, 'getByName').mockImplementation(() => {
    throw new Error('out of reach');
  });
  const copied = await json<Report>(await owner('GET', `${pathOf(campaign)}/report`));
  // Copies have no minutes.
  expect(copied.totals).toEqual({ ...before.totals, minutes: [] });
  expect(copied.numbers).toEqual(before.numbers);
  for (let shard = 0; shard < 3; shard++) await env.KV.delete(kvKey.counts(record.host, record.number, shard));
  await problemIn(await owner('GET', `${pathOf(campaign)}/report`), 503);
  // Nor is a KV waited for that does not answer at all, or taken for a fault of klikspor where it fails.
  for (const silent of [() => new Promise(() => {}), () => Promise.reject(new Error('no luck'))]) {
    vi.spyOn(env.KV, 'get').mockImplementation(silent as never);
    const { detail } = await problemIn(await owner('GET', `${pathOf(campaign)}/report`), 503);
    expect(detail).toContain('nor KV answers');
  }
}, 30_000);

test('status adds up attempts, detours and failed copies to KV, and names the counters that do not answer', async () => {
  const { campaign, record } = await clicked();
  const before = await json<Status>(await owner('GET', '/api/status'));
  expect(before.unreachable).toEqual([]);
  const object = env.CLICK_COUNTER.getByName(`${record.host}/${record.number}/0`);
  vi.spyOn(console, 'error').mockImplementation(() => {});
  await runInDurableObject(object, (instance: ClickCounter) => {
    const put = async () => {
      throw new Error('KV PUT failed: 503');
    };
    const get = env.KV.get.bind(env.KV);
    Object.defineProperty(instance, 'env', { value: { ...env, KV: { get, put } }, configurable: true });
  });
  // Stored when copies fail already, or it might be copied at once. It was tried three times before it came, twice of them
  // through the queue.
  const batch = core.stampBatch(batchOf([7]), 3, 2);
  if (batch === null) throw new Error('a batch can be stamped');
  await counterStub(env, record, 0).store(identityOf(record, 0), 'late', batch);
  const after = await vi.waitUntil(
    async () => {
      const status = await json<Status>(await owner('GET', '/api/status'));
      return status.counting.publishFailures > before.counting.publishFailures && status;
    },
    { timeout: 10_000, interval: 100 },
  );
  expect(after.counting).toMatchObject({
    batches: before.counting.batches + 1,
    hits: before.counting.hits + 1,
    attempts: before.counting.attempts + 3,
    detours: before.counting.detours + 2,
  });

  // Silent from now on, and whatever it published is gone: still the others are summed.
  const original = env.CLICK_COUNTER.getByName.bind(env.CLICK_COUNTER);
  vi.spyOn(env.CLICK_COUNTER, 'getByName').mockImplementation((name) => {
    if (name === `${record.host}/${record.number}/0`) throw new Error('out of reach');
    return original(name);
  });
  await env.KV.delete(kvKey.counts(record.host, record.number, 0));
  const without = await json<Status>(await owner('GET', '/api/status'));
  expect(without.unreachable).toEqual([{ campaign: campaign.id, shard: 0 }]);
  expect(without.counting.hits).toBeGreaterThan(0);
  expect(without.counting.hits).toBeLessThan(after.counting.hits);
  expect(without.campaigns).toBe(after.campaigns);
}, 30_000);

test('a large export comes in parts of about a megabyte, whole and in order', async () => {
  const campaign = await publish(owner, await newHost(), { recipients: 1_000_000 });
  const record = await recordOf(campaign);
  const stub = counterStub(env, record, 0);
  // Agents that do not repeat make large batches.
  const agents = Array.from({ length: 60 }, (_, i) => `${i} `.padEnd(1_000, 'x'));
  for (let batch = 0; batch < 40; batch++) {
    const hits = agents.map(
      (userAgent, at): Hit => ({
        atMs: record.publishedAtMs + batch * 60 + at,
        recipient: (batch * 60 + at) * record.shards,
        link: 0,
        class: 'human',
        reason: 'person',
        rules: 1,
        userAgent,
        country: 'DK',
        asn: 0,
        signals: 0,
      }),
    );
    await stub.store(identityOf(record, 0), `b${batch}`, packedOnce(core, hits));
  }
  const first = await stub.batches(0);
  expect(first.length).toBeGreaterThan(15);
  expect(first.length).toBeLessThan(25);
  const lines = (await (await owner('GET', `${pathOf(campaign)}/hits.csv`)).text()).trim().split('\r\n').slice(1);
  expect(lines.map((line) => Number(line.split(',')[1]))).toEqual(
    Array.from({ length: 2_400 }, (_, i) => i * record.shards),
  );
});

test('hits as CSV: one line a hit, in quotes where needed, defused where a spreadsheet would compute', async () => {
  const campaign = await publish(owner, await newHost(), { recipients: 2 });
  const slug = (await text(await owner('GET', `${pathOf(campaign)}/slugs`))).slice(0, 8);
  const trial = (await text(await owner('GET', `${pathOf(campaign)}/slugs?from=test`))).slice(0, 8);
  const agents = ['=HYPERLINK("http://evil.example")', 'a, "b"', '@sum', '-1+1'];
  for (const userAgent of agents) await ask(campaign.host, `/${slug}`, { userAgent });
  await ask(campaign.host, `/${trial}`);
  await reportOf(await recordOf(campaign), 5);
  const answer = await owner('GET', `${pathOf(campaign)}/hits.csv`);
  expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="hits-r\d+\.example-1\.csv"$/);
  const [head, ...lines] = (await answer.text()).split('\r\n');
  expect(head).toBe(
    'time,recipient,row,link,class,reason,rules,user_agent,country,asn,counted,judged_class,judged_reason',
  );
  expect(lines.pop()).toBe('');
  expect(lines).toHaveLength(5);
  for (const line of lines)
    expect(line).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z,(0,1|test,),0,[a-z]+,[a-z0-9-]+,\d+,/);
  for (const agent of agents) {
    const field = reports.csvField(agent, ',');
    expect(field).not.toMatch(/^"?[=@-]/);
    expect(lines.some((line) => line.includes(`,${field},`))).toBe(agent.startsWith('a') || field !== agent);
  }
});
