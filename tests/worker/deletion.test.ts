/** A campaign that is deleted: nothing that is stored tells of it but a dated record, and its opt-out links answer. */
import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { load } from 'klikspor/reporting';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { Campaign, Deletion, NewCampaign, OptOuts, Overview, Report, VanitySlugs } from '../../worker/api.ts';
import { batchId } from '../../worker/src/batch-id.ts';
import { forgetRecords } from '../../worker/src/campaigns.ts';
import { ClickCounter } from '../../worker/src/click-counter.ts';
import { toBase64 } from '../../worker/src/octets.ts';
import { type CampaignRecord, kvKey } from '../../worker/src/records.ts';
import { identityOf } from '../../worker/src/shard-identity.ts';
import { deriveNumberKey, deriveSlugKey } from '../../worker/src/slug-keys.ts';
import { counterStub, workspaceStub } from '../../worker/src/stubs.ts';
import { Workspace } from '../../worker/src/workspace.ts';
import { packedOnce } from '../support/batches.ts';
import { addDomain, type Caller, json, pathOf, problemIn, publish, signIn, withToken } from './caller.ts';
import { dumpOfKv, dumpOfObjects, inOctets } from './dump.ts';
import { ask, batchOf, core } from './support.ts';

const reports = await load();

let owner: Caller;
let key: Uint8Array;
let made = 0;
beforeAll(async () => {
  owner = await signIn();
  key = await deriveNumberKey(env);
});
afterEach(() => vi.restoreAllMocks());

const newHost = async () => (await addDomain(owner, `deleted${++made}.example`)).host;
const counterOf = ({ host, number }: Pick<Campaign, 'host' | 'number'>, shard = 0) =>
  env.CLICK_COUNTER.getByName(`${host}/${number}/${shard}`);
const hashesOf = (...numbers: number[]) => reports.hashNumbers(key, Float64Array.from(numbers));
const remove = async (campaign: Campaign) => json<Deletion>(await owner('DELETE', pathOf(campaign)));
const suppressions = async () => new Uint8Array(await (await owner('GET', '/api/suppressions')).arrayBuffer());
const changesIn = (octets: Uint8Array) => {
  const from = 4 + new DataView(octets.buffer).getUint32(0, true);
  return Array.from({ length: (octets.length - from) / 12 }, (_, i) => octets.slice(from + i * 12, from + i * 12 + 12));
};
/** What the suppression set last heard of a number. */
const standing = async (number: number) => {
  const own = hashesOf(number).join();
  const last = changesIn(await suppressions()).findLast((change) => change.slice(0, 8).join() === own);
  return last === undefined ? 'unknown' : (last[11] ?? 0) >> 7 ? 'start' : 'stop';
};

async function recordOf({ host, number }: Campaign): Promise<CampaignRecord> {
  const record = await env.KV.get<CampaignRecord>(kvKey.campaign(host, number), 'json');
  if (record === null) throw new Error('no record in KV');
  return record;
}

async function slugsOf(campaign: Campaign, recipient: number): Promise<string[]> {
  const text = await (await owner('GET', `${pathOf(campaign)}/slugs?from=${recipient}&count=1`)).text();
  return (text.match(/.{8}/g) ?? []).map((slug) => `/${slug}`);
}

const alarmOf = async (campaign: Campaign, shard = 0) => {
  await vi.waitFor(
    async () => {
      await runDurableObjectAlarm(counterOf(campaign, shard));
      const copy = await env.KV.get(kvKey.counts(campaign.host, campaign.number, shard));
      expect(copy).toBeNull();
    },
    { timeout: 10_000, interval: 50 },
  );
};

const AGENT = 'Nåleøje/7.0 (en telefon som ingen andre har)';
const LIST = {
  ...{ rows: 4, key: 1, ordered: 'ab'.repeat(16), sorted: 'cd'.repeat(16), rewritten: [] },
  ...{ fileName: 'naale-i-hoestak.csv', fileModifiedAtMs: 1_795_000_000_000 },
};
const WHOLE: Partial<NewCampaign> = {
  name: 'Nålens navn',
  recipients: 4,
  template: 'Kære {{navn}}, nålens besked',
  links: [
    { kind: 'destination', url: 'https://shop.example/naalens-vej', label: 'Nålens mærkat' },
    { kind: 'opt-out' },
  ],
  list: LIST,
  senderName: 'Børnenes Verden',
  contact: '70 12 34 56',
  basis: { kind: 'other', reason: 'nålens grund' },
};
/** What a dump has of such a campaign, before, and must not have afterwards. */
const NEEDLES = [
  ...['Nålens navn', 'nålens navn', 'nålens besked', 'naalens-vej', 'Nålens mærkat', 'naale-i-hoestak'],
  ...[LIST.ordered, LIST.sorted, 'nålens grund', 'Bestyrelsens nål', 'ORDRE-4711', AGENT],
].map(inOctets);
const NUMBERS = [4_520_000_101, 4_520_000_102, 4_520_000_103, 4_520_000_104];
const hashInOctets = (number: number) => Array.from(hashesOf(number), (octet) => String.fromCharCode(octet)).join('');

/** A campaign with something of all that is ever stored of one. Recipient 1 has opted out. */
async function played() {
  const host = await newHost();
  const campaign = await publish(owner, host, WHOLE);
  const record = await recordOf(campaign);
  const body = { shard: 0, part: 0, hashes: toBase64(hashesOf(...NUMBERS)) };
  expect((await owner('POST', `${pathOf(campaign)}/number-hashes`, { body })).status).toBe(204);
  const atMs = Date.now() - 30_000;
  const hit = {
    atMs,
    link: 0,
    class: 'human',
    reason: 'person',
    rules: 1,
    country: 'DK',
    asn: 3292,
    signals: 8,
  } as const;
  const hits = [0, 1, 2].map((recipient) => ({ ...hit, recipient, userAgent: AGENT }));
  await counterStub(env, record, 0).store(identityOf(record, 0), batchId(), packedOnce(core, hits));
  await owner('POST', `${pathOf(campaign)}/delivery`, { body: { first: 0, states: 'dddn' } });
  const [slug = ''] = await slugsOf(campaign, 2);
  const shop = await withToken(owner, ['conversions:write']);
  const conversions = [{ slug: slug.slice(1), orderId: 'ORDRE-4711', value: '10', currency: 'DKK' }];
  await shop('POST', '/api/conversions', { body: { host, conversions } });
  await owner('POST', `${pathOf(campaign)}/shares`, { body: { name: 'Bestyrelsens nål', days: 7 } });
  const [, optOut = ''] = await slugsOf(campaign, 1);
  expect((await ask(host, optOut, { method: 'POST' })).status).toBe(303);
  // Told to KV, to the overview and to the suppression set.
  await vi.waitFor(
    async () => {
      await runDurableObjectAlarm(counterOf(campaign));
      expect(await env.KV.get(kvKey.counts(host, campaign.number, 0))).toContain('"confirmedOptOuts":1');
      expect(await standing(NUMBERS[1] ?? 0)).toBe('stop');
    },
    { timeout: 10_000, interval: 50 },
  );
  await owner('GET', '/api/overview?words=nålens');
  return { host, campaign, record };
}

test('nothing that is stored tells of a deleted campaign but its dated record and who opted out', async () => {
  const { host, campaign } = await played();
  const before = (await dumpOfObjects()) + (await dumpOfKv());
  for (const needle of NEEDLES) expect(before).toContain(needle);
  for (const number of NUMBERS) expect(before).toContain(hashInOctets(number));

  const nowMs = Date.now();
  const record = await remove(campaign);
  expect(record).toEqual({
    id: campaign.id,
    deletedAtMs: record.deletedAtMs,
    publishedAtMs: campaign.createdAtMs,
    left: 0,
    deleted: { recipients: 4, links: 2, hits: 3, orders: 1, numberHashes: 4, shares: 1, vanitySlugs: 0 },
    kept: { optOuts: 1, unknown: 0 },
  });
  expect(record.deletedAtMs).toBeGreaterThanOrEqual(nowMs);
  await alarmOf(campaign);
  // What is held in memory is not taken for what is stored.
  await evictDurableObject(counterOf(campaign));
  const objects = await dumpOfObjects();
  const kv = await dumpOfKv();
  for (const needle of NEEDLES) {
    expect(objects).not.toContain(needle);
    expect(kv).not.toContain(needle);
  }
  // Of numbers the hash of the one who opted out alone: the suppression set has it, and so that it can be taken back.
  for (const number of NUMBERS) {
    const isKept = number === NUMBERS[1];
    expect(objects.includes(hashInOctets(number))).toBe(isKept);
    expect(kv).not.toContain(hashInOctets(number));
  }
  expect(kv).not.toContain(`counts/${host}/`);
  const tables = await runInDurableObject(counterOf(campaign), (_: ClickCounter, { storage }) =>
    storage.sql
      .exec<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB '_cf*'")
      .toArray(),
  );
  expect(tables.map(({ name }) => name).sort()).toEqual(['last_word', 'migrated', 'remains', 'stopped']);
  for (const table of ['overview', 'overview_text', 'overview_shard', 'overview_stale', 'overview_unread', 'share']) {
    const rows = await runInDurableObject(workspaceStub(env), (_, { storage }) =>
      storage.sql.exec(`SELECT * FROM ${table}`).toArray(),
    );
    expect([table, rows]).toEqual([table, []]);
  }

  // Asked for, it is no more.
  for (const path of ['', '/report', '/opt-outs', '/hits.csv', '/shares', '/raw-hits']) {
    await problemIn(await owner('GET', pathOf(campaign) + path), 404);
  }
  expect((await json<Overview>(await owner('GET', '/api/overview'))).entries.map(({ id }) => id)).not.toContain(
    campaign.id,
  );
  const { entries } = await json<{ entries: Deletion[] }>(await owner('GET', '/api/deletions'));
  expect(entries[0]).toEqual(record);
  // A second time the same, and a campaign that never was is none.
  expect(await remove(campaign)).toEqual(record);
  await problemIn(await owner('DELETE', `/api/campaigns/${host}:99`), 404);
  await problemIn(await owner('DELETE', '/api/campaigns/x'), 404);
});

test('links of a deleted campaign have ended, its opt-out links answer GET and POST, and undo reaches the set', async () => {
  const { host, campaign } = await played();
  const [link = '', optOut = ''] = await slugsOf(campaign, 0);
  const [, early = ''] = await slugsOf(campaign, 1);
  await remove(campaign);
  await alarmOf(campaign);
  forgetRecords();
  const ended = await ask(host, link);
  expect(ended.status).toBe(410);
  expect(await ended.text()).toContain('udløbet');

  // Who had opted out sees so, and can take it back: the set hears it.
  expect(await (await ask(host, early)).text()).toContain('Du er afmeldt');
  expect((await ask(host, `${early}?undo`, { method: 'POST' })).status).toBe(303);
  await runDurableObjectAlarm(counterOf(campaign));
  await vi.waitFor(async () => expect(await standing(NUMBERS[1] ?? 0)).toBe('start'));
  expect(await (await ask(host, early)).text()).toContain('Afmeld mig');

  // Who opts out now is known by the row alone: the set cannot know the number, and the owner is told.
  const page = await ask(host, optOut);
  expect(page.status).toBe(200);
  expect(await page.text()).toContain('Børnenes Verden');
  for (let time = 0; time < 2; time++) expect((await ask(host, optOut, { method: 'POST' })).status).toBe(303);
  expect(await (await ask(host, `${optOut}?done`)).text()).toContain('Du er afmeldt');
  // By another link of the message, too.
  const bySlug = await ask(host, `/stop?link=${(await lastLink(host, campaign, 3)).slice(1)}`, { method: 'POST' });
  expect(bySlug.status).toBe(200);
  const late = await json<OptOuts>(await owner('GET', `/api/deletions/${encodeURIComponent(campaign.id)}/opt-outs`));
  expect(late.recipients.toSorted()).toEqual([0, 3]);
  expect(late.confirmedAtMs).toHaveLength(2);
  expect(await standing(NUMBERS[0] ?? 0)).toBe('unknown');
  await problemIn(await owner('GET', `/api/deletions/${host}:99/opt-outs`), 404);

  // Nothing is counted of whoever opens the pages.
  await scheduler.wait(300);
  const dump = await runInDurableObject(counterOf(campaign), (_: ClickCounter, { storage }) =>
    storage.sql.exec("SELECT name FROM sqlite_master WHERE name IN ('arrival', 'batch', 'shard')").toArray(),
  );
  expect(dump).toEqual([]);
});

/** Sealed without the API, which knows no slugs of it any more. */
async function lastLink(host: string, campaign: Campaign, recipient: number): Promise<string> {
  const { key: slugKey } = await deriveSlugKey(env, 1, host);
  const sealer = core.createSealer({ width: 8, keys: [{ key: slugKey, from: 1, to: null }], highest: 64 });
  return `/${sealer.seal(core.plainOf(campaign.number, recipient, 0, 2))}`;
}

test('an opt-out whose number nobody knows, or that the set has not heard, survives the deletion', async () => {
  const host = await newHost();
  const campaign = await publish(owner, host, { recipients: 3 });
  const other = await publish(owner, host, { recipients: 3 });
  const numbers = [4_520_000_201, 4_520_000_202, 4_520_000_203];
  const body = { shard: 0, part: 0, hashes: toBase64(hashesOf(...numbers)) };
  await owner('POST', `${pathOf(other)}/number-hashes`, { body });
  vi.spyOn(console, 'error').mockImplementation(() => {});
  const taking = vi.spyOn(Workspace.prototype, 'takeWords').mockRejectedValue(new Error('not now'));
  for (const one of [campaign, other]) {
    const [, optOut = ''] = await slugsOf(one, 2);
    await ask(host, optOut, { method: 'POST' });
  }
  expect((await remove(campaign)).kept).toEqual({ optOuts: 1, unknown: 1 });
  expect((await remove(other)).kept).toEqual({ optOuts: 1, unknown: 0 });
  expect(await standing(numbers[2] ?? 0)).toBe('unknown');
  const unknown = await json<OptOuts>(await owner('GET', `/api/deletions/${encodeURIComponent(campaign.id)}/opt-outs`));
  expect(unknown.recipients).toEqual([2]);

  taking.mockRestore();
  await evictDurableObject(counterOf(other));
  await vi.waitFor(
    async () => {
      await runDurableObjectAlarm(counterOf(other));
      expect(await standing(numbers[2] ?? 0)).toBe('stop');
    },
    { timeout: 10_000, interval: 50 },
  );
});

test('clicks, orders and opt-outs that come late find a counter that counts nothing', async () => {
  const host = await newHost();
  const campaign = await publish(owner, host, { recipients: 3 });
  const record = await recordOf(campaign);
  const counter = counterStub(env, record, 0);
  await counter.store(identityOf(record, 0), batchId(), batchOf([0]));
  expect((await json<Report>(await owner('GET', `${pathOf(campaign)}/report`))).numbers.clicks).toBe(1);
  await remove(campaign);
  // By the queue, and of locations that still know the campaign.
  await counter.store(identityOf(record, 0), batchId(), batchOf([1]));
  await counter.storeStrict(identityOf(record, 0), batchId(), batchOf([2]));
  const asked = identityOf(record, 0);
  await runInDurableObject(counterOf(campaign), async (instance: ClickCounter) => {
    const said = 'was deleted';
    await expect(instance.report(asked)).rejects.toThrow(said);
    await expect(instance.clickers(asked, null)).rejects.toThrow(said);
    await expect(instance.takeDelivery(asked, 0, 'ddd')).rejects.toThrow(said);
    await expect(instance.storeHashes(asked, 0, hashesOf(1, 2, 3))).rejects.toThrow(said);
    await expect(instance.tellOrders(asked, [], Date.now())).rejects.toThrow(said);
    await expect(instance.rejudge(record.publishedAtMs)).rejects.toThrow(said);
    await expect(instance.eraseRecipient(asked, 0)).rejects.toThrow(said);
    expect(await instance.publishAgain(record.publishedAtMs)).toBe(false);
  });
  const other = { ...asked, shape: { ...asked.shape, publishedAtMs: asked.shape.publishedAtMs + 1 } };
  await runInDurableObject(counterOf(campaign), async (instance: ClickCounter) => {
    const said = 'is of a campaign that was published';
    await expect(instance.store(other, batchId(), batchOf([1]))).rejects.toThrow(said);
    await expect(instance.optOut(other, 1, Date.now())).rejects.toThrow(said);
    await expect(instance.deleteCampaign(other)).rejects.toThrow(said);
  });
  // Its number is never another's.
  expect(await counter.publishing()).toBe(record.publishedAtMs);
  const tables = await runInDurableObject(counterOf(campaign), (_: ClickCounter, { storage }) =>
    storage.sql
      .exec("SELECT name FROM sqlite_master WHERE name IN ('arrival', 'batch', 'shard', 'number_hash')")
      .toArray(),
  );
  expect(tables).toEqual([]);
  const shop = await withToken(owner, ['conversions:write']);
  const slug = (await lastLink(host, campaign, 0)).slice(1);
  forgetRecords();
  const told = await json<{ results: { error?: { code: string } }[] }>(
    await shop('POST', '/api/conversions', { body: { host, conversions: [{ slug, orderId: '1' }] } }),
  );
  expect(told.results[0]?.error?.code).toBe('unknown-slug');
});

test('a deletion that is broken off goes on, by asking again and by the alarm, and counts nothing twice', async () => {
  const host = await newHost();
  const campaign = await publish(owner, host, { recipients: 250_000 });
  expect(campaign.shards).toBe(3);
  const record = await recordOf(campaign);
  for (const shard of [0, 1, 2]) {
    await counterStub(env, record, shard).store(identityOf(record, shard), batchId(), batchOf([shard]));
  }
  await owner('GET', `${pathOf(campaign)}/report`);
  vi.spyOn(console, 'error').mockImplementation(() => {});
  const original = ClickCounter.prototype.deleteCampaign;
  const silent = vi.spyOn(ClickCounter.prototype, 'deleteCampaign').mockImplementation(function (
    this: ClickCounter,
    identity,
  ) {
    if (identity.shard > 0) throw new Error('broken off');
    return original.call(this, identity);
  });
  expect(await remove(campaign)).toMatchObject({ left: 2, deleted: { hits: 1 } });
  expect(await remove(campaign)).toMatchObject({ left: 2, deleted: { hits: 1 } });
  // It is gone for everybody at once, whatever counters are left.
  await problemIn(await owner('GET', pathOf(campaign)), 404);
  const ringsMs = await runInDurableObject(workspaceStub(env), (_, { storage }) => storage.getAlarm());
  expect(ringsMs).not.toBeNull();
  silent.mockRestore();
  await evictDurableObject(workspaceStub(env));
  await vi.waitFor(
    async () => {
      await runDurableObjectAlarm(workspaceStub(env));
      const { entries } = await json<{ entries: Deletion[] }>(await owner('GET', '/api/deletions'));
      expect(entries[0]).toMatchObject({ id: campaign.id, left: 0, deleted: { hits: 3 } });
    },
    { timeout: 10_000, interval: 50 },
  );
  for (const shard of [0, 1, 2]) await alarmOf(campaign, shard);

  // A counter that was restored from a backup is told again, and nothing is counted twice.
  await runInDurableObject(counterOf(campaign, 1), async (_: ClickCounter, { storage }) => {
    for (const table of ['remains', 'stopped', 'last_word', 'migrated']) storage.sql.exec(`DROP TABLE ${table}`);
  });
  await evictDurableObject(counterOf(campaign, 1));
  await counterStub(env, record, 1).store(identityOf(record, 1), batchId(), batchOf([1]));
  expect(await remove(campaign)).toMatchObject({ left: 0, deleted: { hits: 3 } });
  expect(await counterStub(env, record, 1).isOptedOut(1, record.publishedAtMs)).toBe(false);
  const left = await runInDurableObject(counterOf(campaign, 1), (_: ClickCounter, { storage }) =>
    storage.sql.exec("SELECT name FROM sqlite_master WHERE name IN ('arrival', 'batch')").toArray(),
  );
  expect(left).toEqual([]);
});

test('chosen names go with the campaign, other campaigns and their names stay, and the other version knows it no more', async () => {
  const host = await newHost();
  const poster: Partial<NewCampaign> = {
    tracking: 'aggregate',
    links: [{ kind: 'destination', url: 'https://shop.example/a' }],
  };
  const one = await publish(owner, host, poster);
  const two = await publish(owner, host, poster);
  const slugs = { sommer: { campaign: one.id }, efteraar: { campaign: two.id } };
  await owner('PATCH', `/api/domains/${host}/vanity`, { body: { slugs } });
  expect((await remove(one)).deleted.vanitySlugs).toBe(1);
  const names = await json<VanitySlugs>(await owner('GET', `/api/domains/${host}/vanity`));
  expect(names.entries.map(({ slug }) => slug)).toEqual(['efteraar']);
  expect(await env.KV.get(kvKey.domain(host))).not.toContain('sommer');
  forgetRecords();
  expect((await ask(host, '/sommer', { headers: { accept: 'text/html' } })).status).toBe(404);
  expect((await ask(host, '/efteraar')).status).toBe(302);
  // A campaign without an opt-out link leaves nothing of its sender.
  expect((await recordOf(one)).senderName).toBe('');

  const list = {
    ...LIST,
    rows: 4,
    split: { seed: [1, 2, 3, 4], half: 0 as const, halves: [0, 1].map(() => ({ rows: 2, ordered: 'ef'.repeat(16) })) },
  };
  const a = await publish(owner, host, { recipients: 2, list } as Partial<NewCampaign>);
  const b = await publish(owner, host, {
    ...{ recipients: 2, versionOf: a.id },
    list: { ...list, split: { ...list.split, half: 1 as const } },
  } as Partial<NewCampaign>);
  expect((await json<Campaign>(await owner('GET', pathOf(a)))).otherVersion).toBe(b.id);
  await remove(b);
  expect((await json<Campaign>(await owner('GET', pathOf(a)))).otherVersion).toBeUndefined();
});

test('KV that was emptied gets the record of a deleted campaign again, and a repair takes nothing up', async () => {
  const host = await newHost();
  const campaign = await publish(owner, host, { recipients: 3 });
  const [link = ''] = await slugsOf(campaign, 0);
  await remove(campaign);
  const kept = await env.KV.get(kvKey.campaign(host, campaign.number));
  expect(kept).toContain('deletedAtMs');
  await env.KV.delete(kvKey.campaign(host, campaign.number));
  forgetRecords();
  expect((await ask(host, link)).status).toBe(410);
  await vi.waitFor(async () => expect(await env.KV.get(kvKey.campaign(host, campaign.number))).toBe(kept));
  expect((await owner('POST', '/api/repair')).status).toBe(200);
  await problemIn(await owner('GET', pathOf(campaign)), 404);
});

test('who may publish may delete, and nobody else', async () => {
  const campaign = await publish(owner, await newHost(), { recipients: 3 });
  const reader = await withToken(owner, ['campaigns:read', 'hits:read', 'opt-outs:read']);
  await problemIn(await reader('DELETE', pathOf(campaign)), 403);
  const writer = await withToken(owner, ['campaigns:write']);
  expect((await writer('DELETE', pathOf(campaign))).status).toBe(200);
});
