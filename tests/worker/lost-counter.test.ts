/** A counter whose storage was lost: what it had published stands in KV, and is the only copy there is. */
import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { Campaign, OptOuts, Report, Status } from '../../worker/api.ts';
import type { ClickCounter } from '../../worker/src/click-counter.ts';
import { type CampaignRecord, kvKey } from '../../worker/src/records.ts';
import type { PublishedCounts } from '../../worker/src/rpc/counter.ts';
import { addDomain, type Caller, json, pathOf, problemIn, publish, signIn } from './caller.ts';
import { batchOf, campaign, counter, hitsOf, identity, linkHost, report } from './support.ts';

afterEach(() => vi.restoreAllMocks());

let owner: Caller;
beforeAll(async () => {
  owner = await signIn();
});

const object = (record: CampaignRecord) => env.CLICK_COUNTER.getByName(`${record.host}/${record.number}/0`);
const keyOf = (record: CampaignRecord) => kvKey.counts(record.host, record.number, 0);
const published = (record: CampaignRecord) => env.KV.get<PublishedCounts>(keyOf(record), 'json');

/** Changes what the object takes for its KV. */
const withKv = (record: CampaignRecord, kv: object) =>
  runInDurableObject(object(record), (instance: ClickCounter) => {
    Object.defineProperty(instance, 'env', { value: { ...env, KV: kv } });
  });

/** All that the object had on its disk, and in its memory, is gone. */
async function lose(record: CampaignRecord): Promise<void> {
  await runInDurableObject(object(record), async (_: ClickCounter, state) => {
    await state.storage.deleteAlarm();
    await state.storage.deleteAll();
  });
  await evictDurableObject(object(record));
}

const ofThree = async (record: CampaignRecord) => {
  await counter(record).store(identity(record), 'a', batchOf([1, 2, 3]));
  await counter(record).optOut(identity(record), 9, 1_000);
  await runDurableObjectAlarm(object(record));
  const copy = await published(record);
  expect(copy).toMatchObject({
    totals: { clickers: 3 },
    confirmedOptOuts: 1,
    campaignPublishedAtMs: record.publishedAtMs,
  });
  return copy as PublishedCounts;
};

const ownCampaign = async (host: string) => {
  await addDomain(owner, host);
  const made = await publish(owner, host);
  return {
    made,
    record: (await env.KV.get<CampaignRecord>(kvKey.campaign(host, made.number), 'json')) as CampaignRecord,
  };
};
const reportOf = async (made: Campaign) => json<Report>(await owner('GET', `${pathOf(made)}/report`));

const optOutsOf = async (made: Campaign) => json<OptOuts>(await owner('GET', `${pathOf(made)}/opt-outs`));

test('a lost counter reports what it had published, says so, and counts on from there', async () => {
  const { made, record } = await ownCampaign('lost.example');
  const copy = await ofThree(record);
  expect((await reportOf(made)).recovered).toBeUndefined();
  await lose(record);
  vi.spyOn(console, 'error').mockImplementation(() => {});

  const first = await reportOf(made);
  expect(first.totals).toEqual({ ...copy.totals, minutes: [] });
  expect(first.numbers.optOut.confirmed).toBe(1);
  expect(first.recovered).toEqual({ shards: 1, asOfMs: copy.asOfMs, confirmedOptOuts: 1, unread: 0 });
  // Whose opt-out it was is gone, and the list says so.
  expect(await optOutsOf(made)).toEqual({ recipients: [], confirmedAtMs: [], unnamed: 1 });
  expect((await json<Status>(await owner('GET', '/api/status'))).copies.recovered).toEqual([
    { campaign: made.id, shard: 0, asOfMs: copy.asOfMs, confirmedOptOuts: 1 },
  ]);

  await counter(record).store(identity(record), 'b', batchOf([3, 4]));
  await counter(record).optOut(identity(record), 10, 2_000);
  await runDurableObjectAlarm(object(record));
  const later = await reportOf(made);
  // Recipient 3 is counted again as a person: nobody knows better.
  expect(later.totals).toMatchObject({ clickers: 5, links: [{ hits: { human: 5 }, unique: 5 }, {}] });
  expect(later.numbers.optOut.confirmed).toBe(2);
  const { minutes: _, ...kept } = later.totals;
  expect(await published(record)).toMatchObject({
    totals: kept,
    confirmedOptOuts: 2,
    recovered: { asOfMs: copy.asOfMs, confirmedOptOuts: 1 },
  });
  // In its rows, not in its memory.
  await env.KV.delete(keyOf(record));
  await evictDurableObject(object(record));
  expect((await reportOf(made)).totals).toEqual(later.totals);
});

test('a counter that is lost again goes on from what both lives have published', async () => {
  const record = await campaign(await linkHost(), 1);
  await ofThree(record);
  vi.spyOn(console, 'error').mockImplementation(() => {});
  await lose(record);
  await counter(record).store(identity(record), 'b', batchOf([4]));
  await runDurableObjectAlarm(object(record));
  await lose(record);
  await counter(record).store(identity(record), 'c', batchOf([5]));
  await runDurableObjectAlarm(object(record));
  expect(await published(record)).toMatchObject({ totals: { clickers: 5 }, confirmedOptOuts: 1 });
  expect(await report(record)).toMatchObject({ totals: { clickers: 5 }, recovered: { confirmedOptOuts: 1 } });
});

test('clicks that come before anybody looks never write over the last copy', async () => {
  const record = await campaign(await linkHost(), 1);
  await ofThree(record);
  await lose(record);
  vi.spyOn(console, 'error').mockImplementation(() => {});
  await counter(record).store(identity(record), 'b', batchOf([4]));
  await runDurableObjectAlarm(object(record));
  expect(await published(record)).toMatchObject({ totals: { clickers: 4 }, confirmedOptOuts: 1 });
});

test('while KV cannot be read nothing is published, hits are stored all the same, and the report says that it cannot tell', async () => {
  const record = await campaign(await linkHost(), 1);
  const copy = await ofThree(record);
  await lose(record);
  vi.spyOn(console, 'error').mockImplementation(() => {});
  let nowMs = Date.now();
  vi.spyOn(Date, 'now').mockImplementation(() => nowMs);
  const put = vi.fn(env.KV.put.bind(env.KV));
  await withKv(record, { get: () => Promise.reject(new Error('KV GET failed: 503')), put });
  const alarmOf = () => runInDurableObject(object(record), (_: ClickCounter, state) => state.storage.getAlarm());
  await counter(record).store(identity(record), 'b', batchOf([4], nowMs - 10_000));
  for (let attempt = 0; attempt < 5; attempt++) {
    nowMs = Math.max(nowMs, (await alarmOf()) ?? 0);
    await runDurableObjectAlarm(object(record));
  }
  expect(put).not.toHaveBeenCalled();
  expect(await published(record)).toEqual(copy);
  expect(await report(record)).toMatchObject({
    totals: { clickers: 1 },
    copyUnread: true,
    counting: { publishFailures: 5 },
  });
  await withKv(record, { get: env.KV.get.bind(env.KV), put });
  nowMs = Math.max(nowMs, (await alarmOf()) ?? 0);
  await runDurableObjectAlarm(object(record));
  expect(await published(record)).toMatchObject({ totals: { clickers: 4 } });
  expect((await report(record)).copyUnread).toBeUndefined();
});

test('no hit and no opt-out waits for KV', async () => {
  const record = await campaign(await linkHost(), 1);
  await withKv(record, { get: () => new Promise(() => {}), put: () => new Promise(() => {}) });
  await counter(record).store(identity(record), 'a', batchOf([1]));
  await counter(record).storeStrict(identity(record), 'b', batchOf([2]));
  await counter(record).optOut(identity(record), 3, 1_000);
  expect(await counter(record).isOptedOut(3)).toBe(true);
  vi.spyOn(console, 'error').mockImplementation(() => {});
  const beganMs = Date.now();
  expect(await report(record)).toMatchObject({ totals: { clickers: 2 }, confirmedOptOuts: 1, copyUnread: true });
  expect(Date.now() - beganMs).toBeLessThan(4_000);
});

test('a copy of another campaign of the same number is none', async () => {
  const record = await campaign(await linkHost(), 1);
  const copy = await ofThree(record);
  await lose(record);
  vi.spyOn(console, 'error').mockImplementation(() => {});
  const strange = async (changes: object) => {
    await env.KV.put(keyOf(record), JSON.stringify({ ...copy, ...changes }));
    await lose(record);
    const found = await report(record);
    return [found.totals.clickers, found.recovered];
  };
  expect(await strange({ campaignPublishedAtMs: record.publishedAtMs - 1 })).toEqual([0, undefined]);
  // Of the version before, told by its own moment and by its links.
  const { campaignPublishedAtMs: _, ...old } = copy;
  await env.KV.put(keyOf(record), JSON.stringify(old));
  await lose(record);
  expect((await report(record)).totals.clickers).toBe(3);
  expect(await strange({ campaignPublishedAtMs: undefined, asOfMs: record.publishedAtMs - 60_000 })).toEqual([
    0,
    undefined,
  ]);
  const links = [...copy.totals.links, ...copy.totals.links];
  expect(await strange({ totals: { ...copy.totals, links } })).toEqual([0, undefined]);
});

test('rows of the version before: who has published asks for no copy, who has not does', async () => {
  const record = await campaign(await linkHost(), 1);
  const forget = (publishedAtMs?: number) =>
    runInDurableObject(object(record), (_: ClickCounter, state) => {
      state.storage.sql.exec('DROP TABLE recovered');
      state.storage.sql.exec('DROP TABLE migrated');
      state.storage.sql.exec("UPDATE shard SET json = json_remove(json, '$.copyChecked')");
      if (publishedAtMs !== undefined)
        state.storage.sql.exec("UPDATE shard SET json = json_set(json, '$.publishedAtMs', ?)", publishedAtMs);
    });
  await ofThree(record);
  await forget();
  await evictDurableObject(object(record));
  expect(await report(record)).toMatchObject({ totals: { clickers: 3 }, confirmedOptOuts: 1 });
  // One that lost its history under that version, and has not published since.
  vi.spyOn(console, 'error').mockImplementation(() => {});
  await lose(record);
  await counter(record).store(identity(record), 'b', batchOf([4]));
  await forget(0);
  await evictDurableObject(object(record));
  expect(await report(record)).toMatchObject({ totals: { clickers: 4 }, recovered: { confirmedOptOuts: 1 } });
});

test('a counter that never got a hit asks KV once, and stays without rows', async () => {
  const record = await campaign(await linkHost(), 1);
  const get = vi.fn(async () => null);
  await withKv(record, { get, put: env.KV.put.bind(env.KV) });
  await report(record);
  await report(record);
  expect(get).toHaveBeenCalledTimes(1);
  expect(await counter(record).publishing()).toBeNull();
  const rows = await runInDurableObject(object(record), (_: ClickCounter, state) =>
    state.storage.sql.exec('SELECT * FROM shard').toArray(),
  );
  expect(rows).toEqual([]);
  await counter(record).store(identity(record), 'a', batchOf([1]));
  expect(hitsOf(await report(record), 0).hits.human).toBe(1);
  expect(get).toHaveBeenCalledTimes(1);
});

test('whether a number was used is answered without making anything', async () => {
  const record = await campaign(await linkHost(), 1);
  expect(await counter(record).publishing()).toBeNull();
  const tables = await runInDurableObject(object(record), (_: ClickCounter, state) =>
    state.storage.sql.exec("SELECT name FROM sqlite_master WHERE name NOT LIKE '\\_%' ESCAPE '\\'").toArray(),
  );
  expect(tables).toEqual([]);
  await counter(record).optOut(identity(record), 3, 1_000);
  expect(await counter(record).publishing()).toBe(record.publishedAtMs);
});

test('a list of opt-outs says what it lacks, whoever asks first, and is none while nobody can say', async () => {
  const { made, record } = await ownCampaign('lost-list.example');
  await ofThree(record);
  expect(await optOutsOf(made)).toEqual({ recipients: [9], confirmedAtMs: [1_000], unknown: 1 });
  await lose(record);
  vi.spyOn(console, 'error').mockImplementation(() => {});
  await withKv(record, { get: () => Promise.reject(new Error('KV: 503')) });
  const { detail } = await problemIn(await owner('GET', `${pathOf(made)}/opt-outs`), 503);
  expect(detail).toContain('cannot be told');
  await withKv(record, env.KV);
  await counter(record).optOut(identity(record), 10, 2_000);
  expect(await optOutsOf(made)).toEqual({ recipients: [10], confirmedAtMs: [2_000], unnamed: 1, unknown: 1 });
});
