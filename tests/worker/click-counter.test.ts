import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterEach, expect, test, vi } from 'vitest';
import { batchId } from '../../worker/src/batch-id.ts';
import type { ClickCounter } from '../../worker/src/click-counter.ts';
import { STRICT_SPACING_MS } from '../../worker/src/commit-spacing.ts';
import { publishIntervalMs } from '../../worker/src/publish-interval.ts';
import { type CampaignRecord, kvKey } from '../../worker/src/records.ts';
import type { PublishedCounts } from '../../worker/src/rpc/counter.ts';
import { batchOf, campaign, counter, hitsOf, identity, linkHost, report } from './support.ts';

afterEach(() => vi.restoreAllMocks());

/** The object itself, for what is done to it from inside. */
const object = (record: CampaignRecord) => env.CLICK_COUNTER.getByName(`${record.host}/${record.number}/0`);

const published = (record: CampaignRecord) =>
  env.KV.get<PublishedCounts>(kvKey.counts(record.host, record.number, 0), 'json');

const alarmOf = (record: CampaignRecord) =>
  runInDurableObject(object(record), (_: ClickCounter, state) => state.storage.getAlarm());

/** Changes what the object takes for its KV. */
const withKv = (record: CampaignRecord, put: (key: string, value: string) => Promise<void>) =>
  runInDurableObject(object(record), (instance: ClickCounter) => {
    const get = env.KV.get.bind(env.KV);
    Object.defineProperty(instance, 'env', { value: { ...env, KV: { get, put } } });
  });

test('a second delivery of a batch changes nothing, before folding and after', async () => {
  const record = await campaign(await linkHost(), 1);
  const batch = batchOf([1, 2, 3]);
  for (let i = 0; i < 3; i++) await counter(record).store(identity(record), 'one', batch);
  expect(hitsOf(await report(record), 0).hits.human).toBe(3);
  for (let i = 0; i < 3; i++) await counter(record).store(identity(record), 'one', batch);
  const found = await report(record);
  expect(hitsOf(found, 0)).toMatchObject({ hits: { human: 3 }, unique: 3 });
  expect(found.counting.batches).toBe(1);
});

test('strict hits that arrive together share one commit', async () => {
  const record = await campaign(await linkHost(), 1, { counting: 'strict' });
  const commits = await runInDurableObject(object(record), async (instance: ClickCounter, state) => {
    // Makes the tables, those of what the suppression set is to be told too.
    await instance.optOuts();
    const transaction = vi.spyOn(state.storage, 'transactionSync');
    await Promise.all(
      Array.from({ length: 30 }, (_, i) => instance.storeStrict(identity(record), `id-${i}`, batchOf([i]))),
    );
    return transaction.mock.calls.length;
  });
  expect(commits).toBe(1);
  expect(hitsOf(await report(record), 0)).toMatchObject({ hits: { human: 30 }, unique: 30 });
});

test('a strict batch that comes when none was written lately waits for no timer; one that comes at its heels for the spacing', async () => {
  const record = await campaign(await linkHost(), 1, { counting: 'strict' });
  const waits = await runInDurableObject(object(record), async (instance: ClickCounter) => {
    let nowMs = Date.now();
    vi.spyOn(Date, 'now').mockImplementation(() => nowMs);
    const wait = vi.spyOn(scheduler, 'wait');
    const store = (recipient: number) => instance.storeStrict(identity(record), batchId(), batchOf([recipient]));
    await store(1);
    const alone = wait.mock.calls.length;
    await store(2);
    const close = wait.mock.calls.slice(alone).map(([ms]) => ms);
    nowMs += STRICT_SPACING_MS;
    await store(3);
    return { alone, close, all: wait.mock.calls.length };
  });
  vi.restoreAllMocks();
  expect(waits).toEqual({ alone: 0, close: [STRICT_SPACING_MS], all: 1 });
  expect(hitsOf(await report(record), 0)).toMatchObject({ hits: { human: 3 }, unique: 3 });
});

test('fast batches that come within moments of a commit are one more; one that comes alone is written by itself', async () => {
  const record = await campaign(await linkHost(), 1);
  const rows = await runInDurableObject(object(record), async (instance: ClickCounter, state) => {
    const store = (recipients: number[]) => instance.store(identity(record), batchId(), batchOf(recipients));
    const stored = () => state.storage.sql.exec<{ n: number }>('SELECT count(*) AS n FROM arrival').one().n;
    await store([1]);
    const alone = stored();
    await Promise.all([2, 3, 4, 5].map((recipient) => store([recipient])));
    const together = stored();
    // Nothing was written of them for a while: the next is alone again.
    await scheduler.wait(60);
    await store([6]);
    return [alone, together, stored()];
  });
  expect(rows).toEqual([1, 2, 3]);
  expect(hitsOf(await report(record), 0)).toMatchObject({ hits: { human: 6 }, unique: 6 });
  expect((await report(record)).counting.batches).toBe(6);
});

test('a failed commit fails every hit of its group, and the next group is not harmed', async () => {
  const record = await campaign(await linkHost(), 1, { counting: 'strict' });
  const fates = await runInDurableObject(object(record), async (instance: ClickCounter, state) => {
    // Makes the tables, those of what the suppression set is to be told too.
    await instance.optOuts();
    vi.spyOn(state.storage, 'transactionSync').mockImplementationOnce(() => {
      throw new Error('database or disk is full');
    });
    const store = (i: number) => instance.storeStrict(identity(record), `id-${i}`, batchOf([i]));
    const first = await Promise.allSettled([store(1), store(2)]);
    const second = await Promise.allSettled([store(1), store(3)]);
    return [...first, ...second].map(({ status }) => status);
  });
  expect(fates).toEqual(['rejected', 'rejected', 'fulfilled', 'fulfilled']);
  expect(hitsOf(await report(record), 0).hits.human).toBe(2);
});

test('totals are the same after the object has lost its memory, and hits go on from there', async () => {
  const record = await campaign(await linkHost(), 1);
  await counter(record).store(identity(record), 'a', batchOf([1, 2]));
  await counter(record).optOut(identity(record), 9, 1_000);
  const before = await report(record);
  await counter(record).store(identity(record), 'b', batchOf([2, 3]));
  await evictDurableObject(object(record));
  const after = await report(record);
  expect(hitsOf(before, 0)).toMatchObject({ hits: { human: 2 }, unique: 2 });
  expect(hitsOf(after, 0)).toMatchObject({ hits: { human: 4 }, unique: 3 });
  await evictDurableObject(object(record));
  await counter(record).store(identity(record), 'a', batchOf([1, 2]));
  expect({ ...(await report(record)), asOfMs: 0 }).toEqual({ ...after, asOfMs: 0 });
});

test('the alarm folds, copies absolute totals to KV and then rings only to erase', async () => {
  const record = await campaign(await linkHost(), 1);
  await counter(record).store(identity(record), 'a', batchOf([1, 2]));
  await counter(record).optOut(identity(record), 9, 1_000);
  expect(await alarmOf(record)).toBeLessThanOrEqual(Date.now() + 1_000);
  await runDurableObjectAlarm(object(record));
  const copy = await published(record);
  const { minutes: _, ...kept } = (await report(record)).totals;
  expect(copy?.totals).toEqual(kept);
  expect(copy?.confirmedOptOuts).toBe(1);
  expect(copy?.totals.links[0]?.hits.human).toBe(2);
  const nextMs = (await alarmOf(record)) ?? 0;
  expect(nextMs).toBeGreaterThan(Date.now() + 6 * 24 * 3_600_000);
});

test('hits that are younger than the settle time wait, and are counted by a later alarm', async () => {
  const record = await campaign(await linkHost(), 1);
  let nowMs = Date.now();
  vi.spyOn(Date, 'now').mockImplementation(() => nowMs);
  await counter(record).store(identity(record), 'a', batchOf([1], nowMs + 400));
  expect(await report(record)).toMatchObject({ pending: 1, totals: { clickers: 0 } });
  nowMs += 500;
  expect(await report(record)).toMatchObject({ pending: 0, totals: { clickers: 1 } });
});

test('KV that answers 429 ten times: the alarm goes on, waits longer each time, and publishes in the end', async () => {
  const record = await campaign(await linkHost(), 1);
  const log = vi.spyOn(console, 'error').mockImplementation(() => {});
  let nowMs = Date.now();
  vi.spyOn(Date, 'now').mockImplementation(() => nowMs);
  await counter(record).store(identity(record), 'a', batchOf([1], nowMs - 10_000));
  let tries = 0;
  await withKv(record, async () => {
    tries++;
    throw new Error('KV PUT failed: 429 Too Many Requests');
  });
  const pauses: number[] = [];
  for (let i = 0; i < 10; i++) {
    nowMs = Math.max(nowMs, (await alarmOf(record)) ?? 0);
    await runDurableObjectAlarm(object(record));
    pauses.push(((await alarmOf(record)) ?? 0) - nowMs);
  }
  expect(tries).toBe(10);
  expect(pauses[0]).toBeGreaterThanOrEqual(1_000);
  for (let i = 1; i < 10; i++) expect(pauses[i]).toBeGreaterThanOrEqual(pauses[i - 1] ?? 0);
  expect(pauses[9]).toBeLessThanOrEqual(600_000);
  expect(log).toHaveBeenCalledTimes(10);
  const written: string[] = [];
  await withKv(record, async (_key, value) => {
    written.push(value);
  });
  nowMs = (await alarmOf(record)) ?? 0;
  await runDurableObjectAlarm(object(record));
  expect(written).toHaveLength(1);
  expect((await report(record)).counting).toMatchObject({ hits: 1, publishFailures: 10 });
});

test('an alarm that fails altogether rings again', async () => {
  const record = await campaign(await linkHost(), 1);
  vi.spyOn(console, 'error').mockImplementation(() => {});
  await counter(record).store(identity(record), 'a', batchOf([1]));
  await runInDurableObject(object(record), (_: ClickCounter, state) => {
    vi.spyOn(state.storage, 'transactionSync').mockImplementationOnce(() => {
      throw new Error('disk I/O error');
    });
  });
  await runDurableObjectAlarm(object(record));
  expect(await alarmOf(record)).toBeGreaterThan(Date.now());
  await runDurableObjectAlarm(object(record));
  expect((await published(record))?.totals.clickers).toBe(1);
});

test('an alarm that fails altogether ten times in a row, while clicks go on: nothing lost, nothing doubled', async () => {
  const record = await campaign(await linkHost(), 1);
  const log = vi.spyOn(console, 'error').mockImplementation(() => {});
  let nowMs = Date.now();
  vi.spyOn(Date, 'now').mockImplementation(() => nowMs);
  await counter(record).store(identity(record), 'before', batchOf([0, 1]));
  let isBroken = true;
  let failures = 0;
  const breakIt = () =>
    runInDurableObject(object(record), (_: ClickCounter, state) => {
      const exec = state.storage.sql.exec.bind(state.storage.sql);
      // What the fold reads first: neither folding nor publishing can begin. Storing batches goes on.
      vi.spyOn(state.storage.sql, 'exec').mockImplementation(((query: string, ...rest: unknown[]) => {
        if (isBroken && query.includes('FROM state')) {
          failures++;
          throw new Error('disk I/O error');
        }
        return exec(query, ...(rest as SqlStorageValue[]));
      }) as never);
    });
  await breakIt();
  for (let i = 0; i < 10; i++) {
    nowMs = Math.max(nowMs, (await alarmOf(record)) ?? 0);
    expect(await runDurableObjectAlarm(object(record))).toBe(true);
    expect(failures).toBe(i + 1);
    // It rings again by itself: nobody has to come.
    expect(await alarmOf(record)).toBeGreaterThan(nowMs);
    await Promise.all([
      counter(record).store(identity(record), `during-${i}`, batchOf([i, 10 + i])),
      counter(record).store(identity(record), 'before', batchOf([0, 1])),
    ]);
    expect(await published(record)).toBeNull();
  }
  expect(log).toHaveBeenCalledTimes(10);
  isBroken = false;
  nowMs = Math.max(nowMs, (await alarmOf(record)) ?? 0);
  await runDurableObjectAlarm(object(record));
  // 2 + 10 times 2 hits by 20 people, the second deliveries left out.
  const copy = await published(record);
  expect(copy?.totals.clickers).toBe(20);
  expect(copy?.totals.links[0]).toMatchObject({ hits: { human: 22 }, unique: 20 });
  const found = await report(record);
  expect({ ...found.totals, minutes: undefined }).toEqual({ ...copy?.totals, minutes: undefined });
  expect(found).toMatchObject({ pending: 0, counting: { batches: 11, hits: 22 } });
});

test('one key is written at most once a second, however often the alarm rings', async () => {
  const record = await campaign(await linkHost(), 1);
  const writes: number[] = [];
  const begunMs = Date.now();
  await counter(record).store(identity(record), 'first', batchOf([0]));
  await withKv(record, async () => {
    writes.push(Date.now());
  });
  for (let i = 1; i <= 25; i++) {
    await counter(record).store(identity(record), `id-${i}`, batchOf([i]));
    await runDurableObjectAlarm(object(record));
    await scheduler.wait(50);
  }
  expect(writes.length).toBeGreaterThan(0);
  for (let i = 1; i < writes.length; i++) expect((writes[i] ?? 0) - (writes[i - 1] ?? 0)).toBeGreaterThanOrEqual(999);
  expect(writes.length).toBeLessThanOrEqual(1 + (Date.now() - begunMs) / 999);
});

test('copies to KV become rarer with the age of the campaign', () => {
  const hour = 3_600_000;
  const intervals = [0, hour - 1, hour, 24 * hour, 7 * 24 * hour].map((ageMs) => publishIntervalMs(30_000, ageMs));
  expect(intervals).toEqual([30_000, 30_000, 120_000, 600_000, 3_600_000]);
  expect(publishIntervalMs(10, 0)).toBe(1_000);
});

test('raw hits go after their time, their ids after thirty days; the counts stay', async () => {
  const record = await campaign(await linkHost(), 1);
  const day = 24 * 3_600_000;
  let nowMs = Date.now();
  vi.spyOn(Date, 'now').mockImplementation(() => nowMs);
  const batch = batchOf([1], nowMs - 10_000);
  await counter(record).store(identity(record), 'a', batch);
  await runDurableObjectAlarm(object(record));
  expect(await counter(record).batches(0)).toMatchObject([{ id: 'a', bytes: batch }]);
  nowMs = (await alarmOf(record)) ?? 0;
  await runDurableObjectAlarm(object(record));
  expect(await counter(record).batches(0)).toEqual([]);
  // Late as it is, the queue's second delivery still counts for nothing.
  await counter(record).store(identity(record), 'a', batch);
  expect(hitsOf(await report(record), 0).hits.human).toBe(1);
  expect((await alarmOf(record)) ?? 0).toBeGreaterThan(nowMs + 22 * day);
  nowMs = (await alarmOf(record)) ?? 0;
  await runDurableObjectAlarm(object(record));
  const rows = await runInDurableObject(object(record), (_: ClickCounter, state) =>
    state.storage.sql.exec('SELECT count(*) AS n FROM batch').one(),
  );
  expect(rows).toEqual({ n: 0 });
  expect(await alarmOf(record)).toBeNull();
  // A click that comes after all that is a repeated click, not a new person.
  await counter(record).store(identity(record), 'b', batchOf([1], nowMs - 10_000));
  expect(hitsOf(await report(record), 0)).toMatchObject({ hits: { human: 2 }, unique: 1 });
});

test('what is no batch of this version is kept, logged and left out; others count', async () => {
  const record = await campaign(await linkHost(), 1);
  const log = vi.spyOn(console, 'error').mockImplementation(() => {});
  await counter(record).store(identity(record), 'odd', new Uint8Array([250, 1, 2]));
  await counter(record).store(identity(record), 'good', batchOf([1]));
  expect(hitsOf(await report(record), 0).hits.human).toBe(1);
  expect(String(log.mock.calls[0]?.[0])).toContain('unreadable-batch');
  expect((await counter(record).batches(0)).map(({ id }) => id)).toEqual(['odd', 'good']);
});

test('a shard that never got a hit reports zeros, and writes nothing', async () => {
  const record = await campaign(await linkHost(), 1);
  const found = await report(record);
  expect(found).toMatchObject({ confirmedOptOuts: 0, pending: 0, publishedAtMs: 0, totals: { clickers: 0 } });
  expect(found.totals.links).toHaveLength(2);
  expect(await alarmOf(record)).toBeNull();
});

const twoShopLinks = [
  { kind: 'destination', url: 'https://shop.example/a', tracked: true },
  { kind: 'destination', url: 'https://shop.example/b', tracked: true },
] as const;

test('a scan is found though a part ends between its halves', async () => {
  const record = await campaign(await linkHost(), 1, { links: [...twoShopLinks] });
  const nowMs = Date.now();
  const half = (link: number) => batchOf([5], nowMs + 100 * link, 0, link);
  const found = await runInDurableObject(object(record), async (instance: ClickCounter, state) => {
    vi.spyOn(state.storage, 'setAlarm').mockResolvedValue();
    const store = (id: string, batch: Uint8Array) => instance.store(identity(record), id, batch);
    const clock = vi.spyOn(Date, 'now').mockReturnValue(nowMs - 1);
    const between = Array.from({ length: 1_200 }, (_, i) => store(`id-${i}`, batchOf([10 + (i % 40)])));
    await Promise.all([store('first', half(0)), ...between, store('second', half(1))]);
    clock.mockReturnValue(nowMs + 20_000);
    return instance.report(identity(record));
  });
  expect(hitsOf(found, 0).hits).toMatchObject({ human: 1_200, scanner: 1 });
  expect(hitsOf(found, 1).hits).toMatchObject({ human: 0, scanner: 1 });
});

test('what was taken for a scan is forgotten with the raw hits, and a later opt-out brings nothing back', async () => {
  const record = await campaign(await linkHost(), 1, { links: [...twoShopLinks] });
  let nowMs = Date.now();
  vi.spyOn(Date, 'now').mockImplementation(() => nowMs);
  const follow = (link: number) =>
    counter(record).store(identity(record), `link-${link}`, batchOf([1], nowMs - 10_000, 0, link));
  await Promise.all([follow(0), follow(1)]);
  expect(hitsOf(await report(record), 0).hits).toMatchObject({ human: 0, scanner: 1 });
  const scans = () =>
    runInDurableObject(object(record), (_: ClickCounter, state) =>
      state.storage.sql.exec<{ n: number }>('SELECT count(*) AS n FROM scan').one(),
    );
  expect(await scans()).toEqual({ n: 2 });
  await runDurableObjectAlarm(object(record));
  nowMs = (await alarmOf(record)) ?? 0;
  await runDurableObjectAlarm(object(record));
  expect(await counter(record).batches(0)).toEqual([]);
  expect(await scans()).toEqual({ n: 0 });
  await counter(record).optOut(identity(record), 1, nowMs);
  expect(hitsOf(await report(record), 0).hits).toMatchObject({ human: 0, scanner: 1 });
});

test('an opt-out is on disk though the state cannot be read, and clears once it can', async () => {
  const record = await campaign(await linkHost(), 1, { links: [...twoShopLinks] });
  const atMs = Date.now() - 10_000;
  const follow = (link: number) => counter(record).store(identity(record), `link-${link}`, batchOf([1], atMs, 0, link));
  await Promise.all([follow(0), follow(1)]);
  expect(hitsOf(await report(record), 0).hits).toMatchObject({ human: 0, scanner: 1 });
  vi.spyOn(console, 'error').mockImplementation(() => {});
  const good = await damageState(record);
  // What is loaded is forgotten.
  await evictDurableObject(object(record));
  expect(await counter(record).optOut(identity(record), 1, 5_000)).toBe(5_000);
  expect(await counter(record).isOptedOut(1)).toBe(true);
  await runInDurableObject(object(record), (_: ClickCounter, { storage: { sql } }) => {
    sql.exec('UPDATE state SET octets = ?', good);
  });
  expect(hitsOf(await report(record), 0)).toMatchObject({ hits: { human: 1, scanner: 0 }, unique: 1 });
});

/** A shard as an earlier version left it: shop link and way out within two seconds had made recipient 5 a scanner. */
async function earlierShard() {
  const record = await campaign(await linkHost(), 1);
  const atMs = Date.now() - 20_000;
  await counter(record).store(identity(record), 'one', batchOf([5], atMs));
  await counter(record).store(identity(record), 'two', batchOf([5], atMs + 1_200, 0, 1));
  await counter(record).store(identity(record), 'three', batchOf([6], atMs + 2_000));
  await counter(record).optOut(identity(record), 6, 5_000);
  await report(record);
  const state = '010000000201000100010000000140000001000000000140000100010101e9030100010000b8e395f0a13400';
  await runInDurableObject(object(record), (_: ClickCounter, { storage: { sql } }) => {
    sql.exec('DELETE FROM state');
    sql.exec(`INSERT INTO state VALUES(0, x'${state}')`);
    sql.exec("UPDATE shard SET json = json_remove(json, '$.keepsScans')");
    sql.exec('DROP TABLE scan');
    sql.exec('DROP TABLE to_clear');
    sql.exec('DROP TABLE migrated');
  });
  return record;
}

test('a shard of an earlier version whose hits are all still held is counted anew by the rule of today', async () => {
  const record = await earlierShard();
  await evictDurableObject(object(record));
  const found = await report(record);
  expect(found.totals).toMatchObject({ clickers: 2, openers: 1 });
  expect(found.counting).toMatchObject({ batches: 3, hits: 3 });
  expect(hitsOf(found, 0).hits).toMatchObject({ human: 2, scanner: 0 });
  await evictDurableObject(object(record));
  expect((await report(record)).totals).toEqual(found.totals);
});

test('a shard of an earlier version whose hits are gone in part keeps its totals and counts on', async () => {
  const record = await earlierShard();
  await runInDurableObject(object(record), (_: ClickCounter, { storage: { sql } }) => {
    sql.exec("UPDATE batch SET bytes = NULL WHERE id = 'one'");
  });
  await evictDurableObject(object(record));
  await counter(record).store(identity(record), 'four', batchOf([7]));
  const found = await report(record);
  expect(found.totals).toMatchObject({ clickers: 2, openers: 0 });
  expect(hitsOf(found, 0).hits).toMatchObject({ human: 2, scanner: 1 });
  expect(found.counting).toMatchObject({ batches: 4, hits: 4 });
});

test('a long list is folded in parts, and clicks and reports that come in between change nothing', async () => {
  const record = await campaign(await linkHost(), 1);
  const hits = (i: number) => [i % 40, (i * 7) % 40];
  const { parts, reports } = await runInDurableObject(object(record), async (instance: ClickCounter, state) => {
    const store = (i: number) => instance.store(identity(record), `id-${i}`, batchOf(hits(i)));
    // No alarm of its own, however long the storing takes here.
    vi.spyOn(state.storage, 'setAlarm').mockResolvedValue();
    await Promise.all(Array.from({ length: 3_500 }, (_, i) => store(i)));
    // Makes the tables, those of what the suppression set is to be told too.
    await instance.optOuts();
    const transaction = vi.spyOn(state.storage, 'transactionSync');
    const under = [instance.report(identity(record)), instance.alarm(), instance.report(identity(record))];
    // What they ask first is there already: they come to it without a turn of the event loop.
    for (let asked = 0; asked < 20; asked++) await Promise.resolve();
    const foldedAtOnce = transaction.mock.calls.length;
    // Known ids and new ones, while the parts are being folded.
    for (let i = 3_400; i < 3_600; i += 20) await Promise.all(Array.from({ length: 20 }, (_, more) => store(i + more)));
    const found = await Promise.all(under);
    return { parts: foldedAtOnce, reports: found.filter((one) => one !== undefined) };
  });
  // Each of the three did one part before anyone else had a turn.
  expect(parts).toBe(3);
  for (const one of reports) expect(hitsOf(one, 0).hits.human).toBeGreaterThanOrEqual(7_000);
  const last = await report(record);
  expect(hitsOf(last, 0)).toMatchObject({
    hits: { human: 7_200 },
    unique: new Set(Array.from({ length: 3_600 }, (_, i) => hits(i)).flat()).size,
  });
  expect(last.counting.batches).toBe(3_600);
});

test('a fold that cannot be saved leaves nothing behind in memory: the next one counts what is on disk, once', async () => {
  const record = await campaign(await linkHost(), 1);
  await counter(record).store(identity(record), 'one', batchOf([1, 2]));
  expect(hitsOf(await report(record), 0).hits.human).toBe(2);
  await runInDurableObject(object(record), async (instance: ClickCounter, state) => {
    // Nobody folds before the report does.
    vi.spyOn(state.storage, 'setAlarm').mockResolvedValue();
    await state.storage.deleteAlarm();
    await instance.store(identity(record), 'two', batchOf([3, 4, 5]));
    const real = state.storage.transactionSync.bind(state.storage);
    // Taken in and settled, then the disk is full.
    const full = vi.spyOn(state.storage, 'transactionSync').mockImplementationOnce((work) =>
      real(() => {
        work();
        throw new Error('database or disk is full');
      }),
    );
    await expect(instance.report(identity(record))).rejects.toThrow('disk is full');
    full.mockRestore();
  });
  const found = await report(record);
  expect(hitsOf(found, 0)).toMatchObject({ hits: { human: 5 }, unique: 5 });
  expect(found.counting).toMatchObject({ batches: 2, hits: 5 });
});

test('between questions the state stays loaded; whoever comes after an eviction reads what is on disk', async () => {
  const record = await campaign(await linkHost(), 1);
  await counter(record).store(identity(record), 'one', batchOf([1, 2]));
  const before = await report(record);
  const good = await damageState(record);
  expect((await report(record)).totals).toEqual(before.totals);
  await evictDurableObject(object(record));
  await expect(report(record)).rejects.toThrow('state is damaged');
  await runInDurableObject(object(record), (_: ClickCounter, { storage: { sql } }) => {
    sql.exec('UPDATE state SET octets = ?', good);
  });
  expect((await report(record)).totals).toEqual(before.totals);
});

/** What stood there. */
const damageState = (record: CampaignRecord) =>
  runInDurableObject(object(record), (_: ClickCounter, { storage: { sql } }) => {
    const { octets } = sql.exec<{ octets: ArrayBuffer }>('SELECT octets FROM state').one();
    sql.exec("UPDATE state SET octets = x'ff'");
    return octets;
  });
