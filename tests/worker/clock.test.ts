import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Alarm } from '../../worker/src/alarm.ts';
import type { ClickCounter } from '../../worker/src/click-counter.ts';
import { Copier } from '../../worker/src/copier.ts';
import { deliver } from '../../worker/src/deliver.ts';
import { Outbox } from '../../worker/src/outbox.ts';
import { type CampaignRecord, kvKey } from '../../worker/src/records.ts';
import type { PublishedCounts } from '../../worker/src/rpc/counter.ts';
import { workspaceStub } from '../../worker/src/stubs.ts';
import { nobody, problemIn } from './caller.ts';
import { ask, batchOf, campaign, counter, hitsOf, identity, linkHost, report, slugOf } from './support.ts';

/**
 * Clocks that are set, forward and back, by a day: whatever waits for a moment must go on when it would have without the
 * jump, not when the clock says the same again. The gatherer's own tests are in gatherer.test.ts.
 */
const DAY_MS = 24 * 3_600_000;
/** Far ahead of the platform's own clock, which rings at once for what is past by it. */
const startMs = Date.now() + 1_000 * DAY_MS;
let nowMs = startMs;
beforeEach(() => {
  nowMs = startMs;
  vi.spyOn(Date, 'now').mockImplementation(() => nowMs);
});
afterEach(() => vi.restoreAllMocks());

const object = (record: CampaignRecord) => env.CLICK_COUNTER.getByName(`${record.host}/${record.number}/0`);
const alarmOf = async (record: CampaignRecord): Promise<number> => {
  const atMs = await runInDurableObject(object(record), (_: ClickCounter, state) => state.storage.getAlarm());
  return atMs ?? Number.POSITIVE_INFINITY;
};
const published = async (record: CampaignRecord): Promise<number> => {
  const counts = await env.KV.get<PublishedCounts>(kvKey.counts(record.host, record.number, 0), 'json');
  return counts?.totals.links[0]?.hits.human ?? 0;
};
/** The platform rings when the moment has come by the object's clock. */
async function ring(record: CampaignRecord) {
  nowMs = Math.max(nowMs, await alarmOf(record));
  await runDurableObjectAlarm(object(record));
}

for (const [way, jumpMs] of [
  ['forward', DAY_MS],
  ['back', -DAY_MS],
] as const) {
  test(`a record that was read before the clock was set ${way} is not trusted longer than its life`, async () => {
    const host = await linkHost();
    const record = await campaign(host, 1);
    const path = `/${slugOf(host, record, 7, 0)}`;
    expect((await ask(host.host, path)).headers.get('location')).toContain('shop.example');
    const links = [{ kind: 'destination', url: 'https://new.example/', tracked: true }, record.links[1]];
    await env.KV.put(kvKey.campaign(host.host, 1), JSON.stringify({ ...record, links }));
    nowMs += jumpMs;
    expect((await ask(host.host, path)).headers.get('location')).toBe('https://new.example/');
  });

  test(`hits are counted and published when the counter's clock is set ${way}, and again when it is put right`, async () => {
    const record = await campaign(await linkHost(), 1, { publishedAtMs: startMs });
    const store = (id: string, recipient: number) =>
      counter(record).store(identity(record), id, batchOf([recipient], nowMs - 10_000));
    await store('a', 1);
    await ring(record);
    expect(await published(record)).toBe(1);
    for (const [i, jump] of [jumpMs, -jumpMs].entries()) {
      nowMs += jump;
      await store(`after-${i}`, 2 + i);
      expect(await alarmOf(record)).toBeLessThanOrEqual(nowMs + 60_000);
      await ring(record);
      // Where the interval since the last copy was not over, the next alarm makes it.
      if ((await published(record)) < 2 + i) await ring(record);
      expect(await published(record)).toBe(2 + i);
    }
    expect(hitsOf(await report(record), 0)).toMatchObject({ hits: { human: 3 }, unique: 3 });
  });

  test(`hits of an isolate whose clock is set ${way} are counted at once`, async () => {
    const record = await campaign(await linkHost(), 1, { publishedAtMs: startMs });
    await counter(record).store(identity(record), 'a', batchOf([1], nowMs + jumpMs));
    await counter(record).store(identity(record), 'b', batchOf([2], nowMs - 10_000));
    expect(await report(record)).toMatchObject({ pending: 0, totals: { clickers: 2 } });
  });
}

test('hits that wait to settle when the clock is set back do not wait for that moment to come again', async () => {
  const record = await campaign(await linkHost(), 1, { publishedAtMs: startMs });
  await counter(record).store(identity(record), 'a', batchOf([1], nowMs + 500));
  expect((await report(record)).pending).toBe(1);
  nowMs -= DAY_MS;
  expect(await report(record)).toMatchObject({ pending: 0, totals: { clickers: 1 } });
  await ring(record);
  expect(await published(record)).toBe(1);
});

test('raw hits that came while the clock was a year ahead are erased in their time after it was put right', async () => {
  const record = await campaign(await linkHost(), 1, { publishedAtMs: startMs });
  nowMs += 365 * DAY_MS;
  await counter(record).store(identity(record), 'a', batchOf([1], nowMs - 10_000));
  await report(record);
  nowMs = startMs;
  // Whoever looks at the report wakes the alarm that was set for next year.
  await report(record);
  for (let i = 0; i < 4 && (await counter(record).batches(0)).length > 0; i++) await ring(record);
  expect(await counter(record).batches(0)).toEqual([]);
  expect(nowMs).toBeLessThan(startMs + 9 * DAY_MS);
  expect(hitsOf(await report(record), 0)).toMatchObject({ hits: { human: 1 }, unique: 1 });
});

/** Longer than those of wrangler.toml: hits of other tests may be on their way. */
const DEADLINE_MS = 20_000;

test('a delivery whose clock is set back between two attempts waits no longer than its deadline', async () => {
  const record = await campaign(await linkHost(), 1);
  const waits: number[] = [];
  const timer = setTimeout.bind(globalThis);
  vi.spyOn(globalThis, 'setTimeout').mockImplementation(((call: () => void, ms = 0) => {
    waits.push(ms);
    return timer(call, Math.min(ms, 100));
  }) as typeof setTimeout);
  const send = vi.spyOn(env.BATCHES, 'send').mockResolvedValue(undefined as never);
  let calls = 0;
  const store = (_identity: unknown, id: string) => {
    // Hits of the tests above may still be on their way.
    if (id !== 'mine') return Promise.resolve();
    if (++calls > 1) return new Promise(() => {});
    nowMs -= DAY_MS;
    return Promise.reject(Object.assign(new Error('Network connection lost.'), { retryable: true }));
  };
  vi.spyOn(env.CLICK_COUNTER, 'getByName').mockReturnValue({ store } as never);
  const delivery = { identity: identity(record), jurisdiction: null, id: 'mine', bytes: batchOf([1]), hits: 1 };
  expect(await deliver(env, delivery, DEADLINE_MS)).toBe(true);
  expect([calls, send.mock.calls.length]).toEqual([2, 1]);
  expect(Math.max(...waits)).toBeLessThanOrEqual(DEADLINE_MS);
});

test('a copy to KV that failed before the clock was set back is tried again with the next change', async () => {
  await runInDurableObject(env.WORKSPACE.getByName('clock'), async (_, state) => {
    const kv = { put: () => Promise.reject(new Error('KV PUT failed: 503')) } as unknown as KVNamespace;
    vi.spyOn(console, 'error').mockImplementation(() => {});
    const outbox = new Outbox(state.storage, new Alarm(state.storage));
    const originals = { valueOf: () => 'value', prepare: async () => true, copied: () => {} };
    outbox.note('one');
    await new Copier(outbox, kv, originals).copyAll();
    nowMs -= DAY_MS;
    outbox.note('two');
    expect(await state.storage.getAlarm()).toBeLessThanOrEqual(nowMs + 600_000);
    await state.storage.deleteAlarm();
  });
});

test('attempts to sign in that a clock ahead has written keep nobody out when it is put right', async () => {
  nowMs += DAY_MS;
  const attempt = () => nobody('POST', '/api/session', { body: { code: 'forkert' } });
  for (let i = 0; i < 10; i++) await problemIn(await attempt(), 401);
  await problemIn(await attempt(), 429);
  nowMs -= DAY_MS;
  await problemIn(await attempt(), 401);
  await runInDurableObject(workspaceStub(env), (_, state) => {
    state.storage.sql.exec('DELETE FROM sign_in_attempt');
  });
});
