/** Hits that older rules took for people are judged anew; what was counted of hits that are gone stands. */
import { runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { type Hit, load } from 'klikspor/edge';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { Campaign, Judgement, NewCampaign, Report } from '../../worker/api.ts';
import { batchId } from '../../worker/src/batch-id.ts';
import type { ClickCounter } from '../../worker/src/click-counter.ts';
import { judge } from '../../worker/src/core.ts';
import { type CampaignRecord, kvKey } from '../../worker/src/records.ts';
import { identityOf, shardOf } from '../../worker/src/shard-identity.ts';
import { SoonStore } from '../../worker/src/stores/soon-store.ts';
import { counterStub } from '../../worker/src/stubs.ts';
import { phones, previewers } from '../support/agents.ts';
import { packedOnce } from '../support/batches.ts';
import { addDomain, type Caller, json, pathOf, problemIn, publish, signIn } from './caller.ts';

const core = await load();
const OLD_RULES = 20_240_101;
const shop = (path: string): NewCampaign['links'][number] => ({
  kind: 'destination',
  url: `https://brand.example/${path}`,
});

let owner: Caller;
let made = 0;
beforeAll(async () => {
  owner = await signIn();
});
afterEach(() => vi.restoreAllMocks());

async function newCampaign(more: Partial<NewCampaign> = {}) {
  const { host } = await addDomain(owner, `judged${++made}.example`);
  const campaign = await publish(owner, host, { links: [shop('a'), shop('b'), { kind: 'opt-out' }], ...more });
  const record = await env.KV.get<CampaignRecord>(kvKey.campaign(host, campaign.number), 'json');
  if (record === null) throw new Error('published, and not in KV');
  const store = async (hits: readonly Hit[]) => {
    for (let shard = 0; shard < record.shards; shard++) {
      const own = hits.filter(({ recipient }) => shardOf(record, recipient) === shard);
      if (own.length === 0) continue;
      await counterStub(env, record, shard).store(identityOf(record, shard), batchId(), packedOnce(core, own));
    }
  };
  return { campaign, record, store };
}

/** As rules judged that knew no machine by its name. */
const hit = (recipient: number, userAgent: string, atMs: number, more: Partial<Hit> = {}): Hit => ({
  ...{ atMs, recipient, link: 0, class: 'human', reason: 'person', rules: OLD_RULES },
  ...{ userAgent, country: 'DK', asn: 3292, signals: 8 },
  ...more,
});
const phone = phones[0].userAgent;
const machine = Object.values(previewers)[0] ?? '';

const reportOf = async (campaign: Campaign) => json<Report>(await owner('GET', `${pathOf(campaign)}/report`));
const judgeAnew = async (campaign: Campaign) => json<Judgement>(await owner('POST', `${pathOf(campaign)}/judgement`));
/** Past the settle time. */
const longAgo = () => Date.now() - 60_000;

test('machines that older rules took for people are told apart now, and the past is counted anew', async () => {
  const { campaign, store } = await newCampaign();
  const at = longAgo();
  await store([hit(1, phone, at), hit(2, phone, at), hit(3, machine, at), hit(4, machine, at)]);
  const before = await reportOf(campaign);
  expect([before.numbers.clicks, before.totals.clickers]).toEqual([4, 4]);
  expect(before.totals.reasons).toEqual([{ class: 'human', reason: 'person', rules: OLD_RULES, hits: 4 }]);

  expect(await judgeAnew(campaign)).toEqual({
    ...{ rules: judge.version, hits: 4, changed: 2, unchangedShards: 0, shards: 1 },
    before: { clicks: 4, clickers: 4 },
    after: { clicks: 2, clickers: 2 },
  });
  const after = await reportOf(campaign);
  expect([after.numbers.clicks, after.totals.clickers, after.numbers.machineHits.preview]).toEqual([2, 2, 2]);
  expect(after.totals.reasons.every(({ rules }) => rules === judge.version)).toBe(true);
  // The export says the same.
  const lines = (await (await owner('GET', `${pathOf(campaign)}/hits.csv`)).text()).trim().split('\r\n').slice(1);
  expect(lines.filter((line) => line.includes(',preview,'))).toHaveLength(2);

  // Nothing is left to judge otherwise, and counting goes on.
  expect(await judgeAnew(campaign)).toMatchObject({ hits: 4, changed: 0, after: { clicks: 2, clickers: 2 } });
  await store([hit(2, phone, longAgo()), hit(5, phone, longAgo())]);
  const later = await reportOf(campaign);
  expect([later.numbers.clicks, later.totals.clickers]).toEqual([4, 3]);
});

test('a campaign of several counters, one of which was never clicked, is judged whole', async () => {
  const { campaign, record, store } = await newCampaign({ recipients: 350_000 });
  expect(record.shards).toBe(4);
  const at = longAgo();
  await store([hit(0, machine, at), hit(1, phone, at), hit(5, machine, at), hit(2, machine, at)]);
  expect(await judgeAnew(campaign)).toMatchObject({
    ...{ hits: 4, changed: 3, unchangedShards: 0, shards: 4 },
    before: { clicks: 4 },
    after: { clicks: 1, clickers: 1 },
  });
});

test('a scan is found again, and who proved to be a person by opting out still is one', async () => {
  const { campaign, record, store } = await newCampaign();
  const at = longAgo();
  // All links at once, from a desktop: a scan. Recipient 7 turns out to be a person, and takes the opt-out back.
  const desktop = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/141.0.0.0 Safari/537.36';
  const all = (recipient: number) => [0, 1].map((link) => hit(recipient, desktop, at + link, { link }));
  await store([...all(6), ...all(7)]);
  expect((await reportOf(campaign)).numbers.clicks).toBe(0);
  const counter = counterStub(env, record, 0);
  await counter.optOut(identityOf(record, 0), 7, Date.now());
  await counter.optIn(identityOf(record, 0), 7);
  expect((await reportOf(campaign)).numbers.clicks).toBe(2);
  expect(await judgeAnew(campaign)).toMatchObject({ changed: 0, before: { clicks: 2 }, after: { clicks: 2 } });
  expect((await reportOf(campaign)).numbers.machineHits.scanner).toBe(2);
});

test('what was counted of raw hits that are gone stands, and the answer says so', async () => {
  const { campaign, record, store } = await newCampaign();
  await store([hit(1, machine, longAgo()), hit(2, machine, longAgo())]);
  expect((await reportOf(campaign)).numbers.clicks).toBe(2);
  await runInDurableObject(
    env.CLICK_COUNTER.getByName(`${record.host}/${record.number}/0`),
    (_: ClickCounter, state) => {
      state.storage.sql.exec('UPDATE batch SET bytes = NULL; UPDATE arrival SET bytes = NULL');
    },
  );
  await store([hit(3, machine, longAgo())]);
  expect(await judgeAnew(campaign)).toEqual({
    ...{ rules: judge.version, hits: 0, changed: 0, unchangedShards: 1, shards: 1 },
    ...{ before: { clicks: 3, clickers: 3 }, after: { clicks: 3, clickers: 3 } },
  });
});

test('many batches are judged in parts, and each hit once', async () => {
  const { campaign, store } = await newCampaign({ recipients: 18_000 });
  for (let part = 0; part < 60; part++) {
    const hits = Array.from({ length: 300 }, (_, at) =>
      hit(part * 300 + at, at % 3 === 0 ? machine : `${phone} ${at}`, longAgo()),
    );
    await store(hits);
  }
  expect(await judgeAnew(campaign)).toMatchObject({
    hits: 18_000,
    changed: 6_000,
    after: { clicks: 12_000, clickers: 12_000 },
  });
}, 60_000);

test('no campaign, no judgement', async () => {
  await problemIn(await owner('POST', '/api/campaigns/judged1.example:99/judgement'), 404);
});

test('what is not judged anew after all leaves the soon clicks as they are, and a place for later ones', async () => {
  const { record } = await newCampaign();
  const found = { clicks: 2, clickers: 1 };
  await runInDurableObject(counterStub(env, record, 0), (_, { storage }) => {
    const soon = new SoonStore(storage);
    const failing = () =>
      storage.transactionSync(() => {
        soon.forget();
        throw new Error('the disk is full');
      });
    expect(failing).toThrow('the disk is full');
    soon.keep(1_000, found);
    expect(failing).toThrow('the disk is full');
    expect(soon.of(1_000)).toEqual(found);
    soon.forget();
    expect(soon.of(1_000)).toBeUndefined();
  });
});

test('whom a counter tells of as clickers is as of when it answers, however long KV takes', async () => {
  const { record, store } = await newCampaign();
  await store([hit(0, phone, longAgo())]);
  const { bitmap } = await runInDurableObject(counterStub(env, record, 0), async (instance: ClickCounter) => {
    const get = async () => {
      await instance.store(identityOf(record, 0), 'meanwhile', packedOnce(core, [hit(1, phone, longAgo())]));
      return null;
    };
    Object.defineProperty(instance, 'env', { value: { ...env, KV: { get } }, configurable: true });
    const clickers = await instance.clickers(identityOf(record, 0), null);
    Object.defineProperty(instance, 'env', { value: env, configurable: true });
    return clickers;
  });
  expect([...bitmap]).toEqual([0b11]);
});
