/** One recipient, erased: nothing that is stored tells of them, their word stays, and figures are those of all others. */
import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import type { Hit } from 'klikspor/edge';
import { load } from 'klikspor/reporting';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { Campaign, ConversionReport, Erasure, OptOuts, RawHits, Recipients, Report } from '../../worker/api.ts';
import { batchId } from '../../worker/src/batch-id.ts';
import type { ClickCounter } from '../../worker/src/click-counter.ts';
import { judge } from '../../worker/src/core.ts';
import { toBase64 } from '../../worker/src/octets.ts';
import { type CampaignRecord, kvKey } from '../../worker/src/records.ts';
import { identityOf, shardOf } from '../../worker/src/shard-identity.ts';
import { deriveNumberKey } from '../../worker/src/slug-keys.ts';
import { CounterStore } from '../../worker/src/stores/counter-store.ts';
import { counterStub } from '../../worker/src/stubs.ts';
import { Workspace } from '../../worker/src/workspace.ts';
import { phones } from '../support/agents.ts';
import { hitsIn, packedOnce } from '../support/batches.ts';
import { addDomain, type Caller, json, pathOf, problemIn, publish, signIn, withToken } from './caller.ts';
import { dumpOf, inOctets } from './dump.ts';
import { ask, core } from './support.ts';

const reports = await load();

let owner: Caller;
let shop: Caller;
let key: Uint8Array;
let made = 0;
beforeAll(async () => {
  owner = await signIn();
  shop = await withToken(owner, ['conversions:write']);
  key = await deriveNumberKey(env);
});
afterEach(() => vi.restoreAllMocks());

const hashesOf = (...numbers: number[]) => reports.hashNumbers(key, Float64Array.from(numbers));
const hashInOctets = (number: number) => Array.from(hashesOf(number), (octet) => String.fromCharCode(octet)).join('');
const numberOf = (recipient: number) => 4_520_001_000 + recipient;
const counterOf = ({ host, number }: Campaign) => env.CLICK_COUNTER.getByName(`${host}/${number}/0`);
const report = async (campaign: Campaign) => json<Report>(await owner('GET', `${pathOf(campaign)}/report`));
const erase = (campaign: Campaign, body: unknown) => owner('POST', `${pathOf(campaign)}/erasures`, { body });

async function newCampaign(recipients = 10, withHashes = true) {
  const { host } = await addDomain(owner, `erased${++made}.example`);
  const campaign = await publish(owner, host, {
    recipients,
    links: [
      { kind: 'destination', url: 'https://brand.example/a' },
      { kind: 'destination', url: 'https://brand.example/b' },
      { kind: 'opt-out' },
    ],
  });
  const record = await env.KV.get<CampaignRecord>(kvKey.campaign(host, campaign.number), 'json');
  if (record === null) throw new Error('published, and not in KV');
  if (withHashes) {
    const all = hashesOf(...Array.from({ length: recipients }, (_, row) => numberOf(row)));
    const body = { shard: 0, part: 0, hashes: toBase64(all) };
    expect((await owner('POST', `${pathOf(campaign)}/number-hashes`, { body })).status).toBe(204);
  }
  const store = async (...hits: readonly Hit[]) => {
    await counterStub(env, record, 0).store(identityOf(record, 0), batchId(), packedOnce(core, hits));
  };
  const slugOf = async (recipient: number, link: number) => {
    const answer = await owner('GET', `${pathOf(campaign)}/slugs?from=${recipient}&count=1`);
    const text = new TextDecoder().decode(await answer.arrayBuffer());
    return text.slice(link * 8, link * 8 + 8);
  };
  return { host, campaign, record, store, slugOf };
}

const AGENT = 'Nåleøje/9.0 (kun hos den ene)';
/** Past the settle time. */
const before = (ms: number) => Date.now() - 60_000 - ms;
const hit = (recipient: number, link: number, atMs: number, userAgent: string = phones[0].userAgent): Hit => ({
  ...{ atMs, recipient, link, class: 'human', reason: 'person', rules: judge.version },
  ...{ userAgent, country: 'DK', asn: 3292, signals: 8 },
});

/** Counted by nothing but the file of hits, in plain arithmetic. */
async function recount(campaign: Campaign) {
  const text = await (await owner('GET', `${pathOf(campaign)}/hits.csv`)).text();
  const lines = text.trim().split('\r\n').slice(1);
  const rows = lines.map((line) => line.split(',')).filter((row) => row.at(-3) === 'yes');
  const clicks = rows.filter(([, recipient, , link, as]) => as === 'human' && recipient !== 'test' && Number(link) < 2);
  return {
    lines: lines.length,
    recipients: [...new Set(rows.map(([, recipient]) => Number(recipient)))].toSorted((a, b) => a - b),
    clicks: clicks.length,
    clickers: new Set(clicks.map(([, recipient]) => recipient)).size,
    byLink: [0, 1].map((at) => new Set(clicks.filter(([, , , link]) => Number(link) === at).map((row) => row[1])).size),
  };
}

const told = async (campaign: Campaign, confirmed: number) =>
  vi.waitFor(
    async () => {
      await runDurableObjectAlarm(counterOf(campaign));
      const copy = await env.KV.get(kvKey.counts(campaign.host, campaign.number, 0));
      expect(copy).toContain(`"confirmedOptOuts":${confirmed}`);
    },
    { timeout: 10_000, interval: 50 },
  );

test('nothing that is stored tells of an erased recipient, their word stays, and all else is counted anew', async () => {
  const { host, campaign, store, slugOf } = await newCampaign();
  await store(hit(3, 0, before(9_000), AGENT), hit(4, 0, before(8_000)), hit(3, 1, before(7_000), AGENT));
  await store(hit(5, 1, before(6_000)), hit(3, 0, before(5_000), AGENT), hit(4, 1, before(100)));
  await owner('POST', `${pathOf(campaign)}/delivery`, { body: { first: 0, states: 'dddndddddd' } });
  const order = { slug: await slugOf(3, 0), orderId: 'NAAL-1', value: '10', currency: 'DKK' };
  const other = { slug: await slugOf(4, 0), orderId: 'ANDEN-1', value: '20', currency: 'DKK' };
  await shop('POST', '/api/conversions', { body: { host, conversions: [order, other] } });
  expect((await ask(host, `/${await slugOf(3, 2)}`, { method: 'POST' })).status).toBe(303);
  await told(campaign, 1);
  const dumped = await dumpOf(counterOf(campaign));
  for (const needle of ['NAAL-1', inOctets(AGENT), hashInOctets(numberOf(3))]) expect(dumped).toContain(needle);
  const was = await report(campaign);
  expect([was.numbers.clicks, was.totals.clickers, was.delivery?.['no-such-number']]).toEqual([6, 3, 1]);

  expect(await json<Erasure>(await erase(campaign, { recipient: 3 }))).toEqual({
    ...{ recipient: 3, hits: 3, orders: 1, isRecounted: true, optOut: 'told' },
  });
  await told(campaign, 0);
  await evictDurableObject(counterOf(campaign));
  const after = await dumpOf(counterOf(campaign));
  for (const needle of ['NAAL-1', inOctets(AGENT), hashInOctets(numberOf(3))]) expect(after).not.toContain(needle);
  for (const needle of ['ANDEN-1', hashInOctets(numberOf(2)), hashInOctets(numberOf(4))])
    expect(after).toContain(needle);
  const left = await runInDurableObject(counterOf(campaign), (_: ClickCounter, { storage }) => ({
    rows: ['opt_out', 'word', 'to_clear', 'scan', 'conversion'].flatMap((table) =>
      storage.sql.exec(`SELECT '${table}' AS of FROM ${table} WHERE recipient = 3`).toArray(),
    ),
    recipients: new CounterStore(storage).batches
      .raw(0, Number.MAX_SAFE_INTEGER)
      .flatMap(({ bytes }) => hitsIn(core, bytes).map(({ recipient, link }) => `${recipient}/${link}`)),
  }));
  expect(left.rows).toEqual([]);
  expect(left.recipients.filter((one) => one.startsWith('3/'))).toEqual([]);

  // Figures are those of all others, as the file of hits has them.
  const now = await report(campaign);
  const counted = await recount(campaign);
  expect(counted).toEqual({ lines: 3, recipients: [4, 5], clicks: 3, clickers: 2, byLink: [1, 2] });
  expect(now.numbers).toMatchObject({ clicks: counted.clicks, uniqueClicks: 3, optOut: { confirmed: 0 } });
  expect(now.totals.clickers).toBe(counted.clickers);
  expect(now.totals.links.slice(0, 2).map(({ unique }) => unique)).toEqual(counted.byLink);
  expect(now.totals.timeline.reduce((sum, [, clicks]) => sum + clicks, 0)).toBe(3);
  expect(now.delivery).toMatchObject({ 'no-such-number': 0, delivered: 9, open: 1 });
  const who = await json<Recipients>(await owner('GET', `${pathOf(campaign)}/recipients?who=clicked`));
  expect([who.count, atob(who.bitmap).charCodeAt(0)]).toEqual([2, 0b110000]);
  const orders = await json<ConversionReport>(await owner('GET', `${pathOf(campaign)}/conversions`));
  expect([orders.conversions, orders.converters]).toEqual([1, 1]);

  // The suppression set still has them: the hash, and the word.
  const set = await (await owner('GET', '/api/suppressions')).arrayBuffer();
  expect(Array.from(new Uint8Array(set), (octet) => String.fromCharCode(octet)).join('')).toContain(
    hashInOctets(numberOf(3)),
  );
  // Again: there is nothing to erase.
  expect(await json<Erasure>(await erase(campaign, { recipient: 3 }))).toMatchObject({
    hits: 0,
    orders: 0,
    optOut: 'none',
  });
  // An opt-out of theirs from now on is known by its row, and told nobody: no hash of zeros gets into the set.
  await ask(host, `/${await slugOf(3, 2)}`, { method: 'POST' });
  await runDurableObjectAlarm(counterOf(campaign));
  const later = await json<OptOuts>(await owner('GET', `${pathOf(campaign)}/opt-outs`));
  expect(later).toMatchObject({ recipients: [3] });
  expect(later.waiting).toBeUndefined();
  expect((await owner('GET', '/api/suppressions')).status).toBe(200);
  const again = await (await owner('GET', '/api/suppressions')).arrayBuffer();
  expect(again.byteLength).toBe(set.byteLength);
});

test('where raw hits are gone who clicked is one fewer, and sums, which are of nobody, stay', async () => {
  const { campaign, store } = await newCampaign();
  await store(hit(3, 0, before(9_000)), hit(4, 0, before(8_000)), hit(3, 1, before(7_000)));
  await report(campaign);
  await runInDurableObject(counterOf(campaign), (_: ClickCounter, { storage }) => {
    storage.sql.exec('UPDATE batch SET bytes = NULL; UPDATE arrival SET bytes = NULL');
  });
  await store(hit(3, 0, before(500), AGENT), hit(5, 1, before(400)));
  expect((await report(campaign)).numbers).toMatchObject({ clicks: 5 });
  expect(await json<Erasure>(await erase(campaign, { recipient: 3 }))).toMatchObject({ hits: 1, isRecounted: false });
  await evictDurableObject(counterOf(campaign));
  const now = await report(campaign);
  expect([now.numbers.clicks, now.totals.clickers]).toEqual([5, 2]);
  expect(now.totals.links.slice(0, 2).map(({ unique }) => unique)).toEqual([1, 1]);
  const who = await json<Recipients>(await owner('GET', `${pathOf(campaign)}/recipients?who=clicked`));
  expect(atob(who.bitmap).charCodeAt(0)).toBe(0b110000);
  expect((await recount(campaign)).recipients).toEqual([5]);
  expect(await dumpOf(counterOf(campaign))).not.toContain(inOctets(AGENT));
});

test('others keep what the scan rule said of them, and who was cleared stays a person', async () => {
  const { campaign, store, record } = await newCampaign();
  const desktop = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/141.0.0.0 Safari/537.36';
  const all = (recipient: number, atMs: number) => [0, 1].map((link) => hit(recipient, link, atMs + link, desktop));
  await store(...all(3, before(9_000)), ...all(6, before(8_000)), ...all(7, before(7_000)));
  expect((await report(campaign)).numbers.clicks).toBe(0);
  const counter = counterStub(env, record, 0);
  await counter.optOut(identityOf(record, 0), 7, Date.now());
  await counter.optIn(identityOf(record, 0), 7);
  expect((await report(campaign)).numbers.clicks).toBe(2);
  await erase(campaign, { recipient: 3 });
  const now = await report(campaign);
  expect([now.numbers.clicks, now.totals.clickers, now.numbers.machineHits.scanner]).toEqual([2, 1, 2]);
  // Raw hits gone in part: places of the others' hits are where they were.
  await store(hit(9, 0, before(600)), ...all(8, before(500)));
  await report(campaign);
  await runInDurableObject(counterOf(campaign), (_: ClickCounter, { storage }) => {
    storage.sql.exec('UPDATE batch SET bytes = NULL WHERE seq = 1; UPDATE arrival SET bytes = NULL WHERE seq = 1');
  });
  expect(await json<Erasure>(await erase(campaign, { recipient: 9 }))).toMatchObject({ isRecounted: false });
  expect((await report(campaign)).numbers.machineHits.scanner).toBe(4);
  const text = await (await owner('GET', `${pathOf(campaign)}/hits.csv`)).text();
  const lines = text.trim().split('\r\n').slice(1);
  expect(lines).toHaveLength(2);
  for (const line of lines) expect(line).toContain(',8,9,');
  for (const line of lines) expect(line).toContain(',scanner,all-links-at-once,');
});

test('an opt-out that the set cannot know stays, and one that is on its way is waited for', async () => {
  const unknown = await newCampaign(10, false);
  await ask(unknown.host, `/${await unknown.slugOf(3, 2)}`, { method: 'POST' });
  expect(await json<Erasure>(await erase(unknown.campaign, { recipient: 3 }))).toMatchObject({ optOut: 'kept' });
  const kept = await json<OptOuts>(await owner('GET', `${pathOf(unknown.campaign)}/opt-outs`));
  expect(kept).toMatchObject({ recipients: [3], unknown: 1 });

  const { host, campaign, slugOf } = await newCampaign();
  const log = vi.spyOn(console, 'error').mockImplementation(() => {});
  const taking = vi.spyOn(Workspace.prototype, 'takeWords').mockRejectedValue(new Error('not now'));
  await ask(host, `/${await slugOf(3, 2)}`, { method: 'POST' });
  const problem = await problemIn(await erase(campaign, { recipient: 3 }), 503);
  expect(problem.detail).toContain('nothing was erased');
  expect(log.mock.calls.join()).toContain('suppression-untold');
  taking.mockRestore();
  // A silent workspace is asked again some seconds later, or by a new instance.
  await evictDurableObject(counterOf(campaign));
  expect(await json<Erasure>(await erase(campaign, { recipient: 3 }))).toMatchObject({ optOut: 'told' });
});

test('by a link that the recipient was sent, whatever stands around its slug', async () => {
  const { host, campaign, store, slugOf } = await newCampaign();
  await store(hit(3, 0, before(1_000)));
  const slug = await slugOf(3, 1);
  for (const link of [slug, `https://${host}/${slug}?x=1`, ` ${host}/${slug} `]) {
    expect(await json<Erasure>(await erase(campaign, { link }))).toMatchObject({ recipient: 3 });
  }
  expect((await report(campaign)).numbers.clicks).toBe(0);
  const elsewhere = await newCampaign();
  const test = new TextDecoder().decode(
    await (await owner('GET', `${pathOf(campaign)}/slugs?from=test`)).arrayBuffer(),
  );
  for (const link of ['x', `https://${host}/`, await elsewhere.slugOf(3, 1), test.slice(0, 8)]) {
    const problem = await problemIn(await erase(campaign, { link }), 422);
    expect(problem.errors).toMatchObject([{ pointer: '/link', code: 'unknown-link' }]);
  }
  // A link of somebody else's may have the same slug.
  for (const at of ['other.example', `${host}.example`, `x@other.example`, `https://other.example`]) {
    const problem = await problemIn(await erase(campaign, { link: `${at}/${slug}` }), 422);
    expect(problem.errors).toMatchObject([{ pointer: '/link', code: 'other-host' }]);
  }
  const problem = await problemIn(await erase(campaign, { recipient: 10 }), 422);
  expect(problem.errors).toMatchObject([{ pointer: '/recipient', code: 'no-such-recipient' }]);
  for (const body of [{}, { recipient: -1 }, { recipient: 1, link: slug }]) {
    await problemIn(await erase(campaign, body), 422);
  }
  const aggregate = await publish(owner, host, {
    tracking: 'aggregate',
    links: [{ kind: 'destination', url: 'https://brand.example/a' }],
  });
  await problemIn(await erase(aggregate, { recipient: 0 }), 409);
});

test('a campaign of several counters: the one that has the recipient, and no other', async () => {
  const { campaign, record } = await newCampaign(250_000, false);
  for (const recipient of [3, 4, 5]) {
    const shard = shardOf(record, recipient);
    const batch = packedOnce(core, [hit(recipient, 0, before(1_000))]);
    await counterStub(env, record, shard).store(identityOf(record, shard), batchId(), batch);
  }
  expect((await report(campaign)).totals.clickers).toBe(3);
  expect(await json<Erasure>(await erase(campaign, { recipient: 4 }))).toMatchObject({ hits: 1 });
  expect((await report(campaign)).totals.clickers).toBe(2);
  // Of one that was never clicked there is nothing.
  expect(await json<Erasure>(await erase(campaign, { recipient: 199_999 }))).toMatchObject({ hits: 0 });
});

test('how long raw hits live is told, and whether all are there to be judged anew', async () => {
  const { campaign, store } = await newCampaign(10, false);
  const rawHits = async () => json<RawHits>(await owner('GET', `${pathOf(campaign)}/raw-hits`));
  const week = 7 * 24 * 3_600_000;
  expect(await rawHits()).toEqual({
    ...{ lifeMs: week, firstEndsMs: null, lastEndsMs: null, wholeShards: 1, shards: 1, rules: judge.version },
  });
  const fromMs = Date.now();
  await store(hit(3, 0, before(0)));
  await scheduler.wait(5);
  await store(hit(4, 0, before(0)));
  const held = await rawHits();
  expect(held.firstEndsMs).toBeGreaterThanOrEqual(fromMs + week);
  expect(held.lastEndsMs).toBeGreaterThan(held.firstEndsMs ?? 0);
  expect(held.lastEndsMs).toBeLessThanOrEqual(Date.now() + week);
  await report(campaign);
  await runInDurableObject(counterOf(campaign), (_: ClickCounter, { storage }) => {
    storage.sql.exec('UPDATE batch SET bytes = NULL WHERE seq = 1; UPDATE arrival SET bytes = NULL WHERE seq = 1');
  });
  expect(await rawHits()).toMatchObject({ wholeShards: 0, firstEndsMs: held.lastEndsMs, lastEndsMs: held.lastEndsMs });
});
