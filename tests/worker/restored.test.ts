/**
 * A catalogue that was restored from a backup: it does not know what was published, changed and spent since. KV and the
 * counters do.
 */
import {
  createExecutionContext,
  createMessageBatch,
  evictDurableObject,
  getQueueResult,
  runInDurableObject,
} from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { Campaign, Domain, OptOuts, Report, Status } from '../../worker/api.ts';
import { forgetRecords } from '../../worker/src/campaigns.ts';
import { consume, deliver } from '../../worker/src/deliver.ts';
import { reconciled } from '../../worker/src/reconcile.ts';
import { type CampaignRecord, type DomainRecord, kvKey } from '../../worker/src/records.ts';
import { identityOf } from '../../worker/src/shard-identity.ts';
import { counterStub, workspaceStub } from '../../worker/src/stubs.ts';
import { addDomain, type Caller, CODE, draft, json, nobody, pathOf, problemIn, publish, signIn } from './caller.ts';
import { ask, batchOf, reportOf } from './support.ts';

let owner: Caller;
let made = 0;
beforeAll(async () => {
  owner = await signIn();
});
afterEach(() => vi.restoreAllMocks());

const newHost = async () => (await addDomain(owner, `b${++made}.example`)).host;
const inCatalogue = <T>(work: (sql: SqlStorage) => T) =>
  runInDurableObject(workspaceStub(env), (_, state) => work(state.storage.sql));
const recordOf = async (campaign: Campaign) =>
  (await env.KV.get<CampaignRecord>(kvKey.campaign(campaign.host, campaign.number), 'json')) as CampaignRecord;
const domainOf = (host: string) => env.KV.get<DomainRecord>(kvKey.domain(host), 'json') as Promise<DomainRecord>;
const statusNow = async () => json<Status>(await owner('GET', '/api/status'));
const slugOf = async (campaign: Campaign, recipient: number, link = 0) => {
  const slugs = await (await owner('GET', `${pathOf(campaign)}/slugs?from=${recipient}&count=1`)).text();
  return slugs.slice(link * campaign.width).slice(0, campaign.width);
};

/** What the catalogue holds of a host now; the function that comes back puts it there again, as a restored backup does. */
async function backup(host: string): Promise<() => Promise<void>> {
  const rows = await inCatalogue((sql) => ({
    domain: sql.exec('SELECT * FROM domain WHERE host = ?', host).toArray(),
    campaign: sql.exec('SELECT * FROM campaign WHERE host = ?', host).toArray(),
    compared: sql.exec('SELECT * FROM compared WHERE host = ?', host).toArray(),
  }));
  return async () => {
    await inCatalogue((sql) => {
      for (const [table, kept] of Object.entries(rows)) {
        sql.exec(`DELETE FROM ${table} WHERE host = ?`, host);
        for (const row of kept) {
          const places = Object.keys(row).map(() => '?');
          sql.exec(`INSERT INTO ${table} VALUES (${places.join(', ')})`, ...Object.values(row));
        }
      }
      sql.exec('DELETE FROM outbox');
    });
    await evictDurableObject(workspaceStub(env));
    forgetRecords();
  };
}

test('a number that was used after the backup is not used again: links that were sent lead where they led', async () => {
  const host = await newHost();
  await publish(owner, host);
  const restore = await backup(host);
  const sent = await publish(owner, host, {
    links: [{ kind: 'destination', url: 'https://sent.dk/' }, { kind: 'opt-out' }],
  });
  const slug = await slugOf(sent, 7);
  expect((await ask(host, `/${slug}`)).headers.get('location')).toBe('https://sent.dk/');
  await reportOf(await recordOf(sent), 1);
  const before = await statusNow();
  await restore();
  vi.spyOn(console, 'error').mockImplementation(() => {});

  const next = await publish(owner, host);
  // Beyond the block that was raised before its numbers were handed out.
  expect(next.number).toBe(65);
  expect((await ask(host, `/${slug}`)).headers.get('location')).toBe('https://sent.dk/');
  const report = await json<Report>(await owner('GET', `${pathOf(next)}/report`));
  expect(report.numbers).toMatchObject({ clicks: 0, optOut: { confirmed: 0 } });
  expect((await ask(host, `/${await slugOf(next, 7)}`)).headers.get('location')).toBe(next.links[0]?.url);
  expect((await domainOf(host)).highest).toBe(128);
  const { copies } = await statusNow();
  expect(copies.numbersSkipped).toBe(before.copies.numbersSkipped + 63);
  // From here on it knows.
  expect((await publish(owner, host)).number).toBe(66);
});

test('with KV emptied as well the counter still knows the number', async () => {
  const host = await newHost();
  const restore = await backup(host);
  const sent = await publish(owner, host);
  await counterStub(env, await recordOf(sent), 0).store(identityOf(await recordOf(sent), 0), 'a', batchOf([1]));
  await restore();
  await env.KV.delete(kvKey.campaign(host, 1));
  await env.KV.delete(kvKey.counts(host, 1, 0));
  await env.KV.delete(kvKey.domain(host));
  vi.spyOn(console, 'error').mockImplementation(() => {});
  expect((await publish(owner, host)).number).toBe(65);
});

test('the copy of its counts alone makes a number a used one', async () => {
  const host = await newHost();
  await env.KV.put(kvKey.counts(host, 1, 3), '{}');
  vi.spyOn(console, 'error').mockImplementation(() => {});
  expect((await publish(owner, host)).number).toBe(65);
});

test('while KV fails the counter alone decides; with nobody to ask nothing is published', async () => {
  const host = await newHost();
  const log = vi.spyOn(console, 'error').mockImplementation(() => {});
  const failing = () => Promise.reject(new Error('KV: 503 Service Unavailable'));
  vi.spyOn(env.KV, 'list').mockImplementation(failing);
  const get = vi.spyOn(env.KV, 'get').mockImplementation(failing as never);
  expect((await publish(owner, host)).number).toBe(1);
  const getByName = env.CLICK_COUNTER.getByName.bind(env.CLICK_COUNTER);
  vi.spyOn(env.CLICK_COUNTER, 'getByName').mockImplementation((name) => {
    if (name === `${host}/2/0`) throw new Error('out of reach');
    return getByName(name);
  });
  const answer = await owner('POST', '/api/campaigns', { body: draft(host) });
  expect((await problemIn(answer, 503)).detail).toContain('Nothing was published');
  expect(await inCatalogue((sql) => sql.exec('SELECT number FROM campaign WHERE host = ?', host).toArray())).toEqual([
    { number: 1 },
  ]);
  expect(log.mock.calls.filter(([line]) => String(line).includes('"number-unasked"')).length).toBeGreaterThan(2);
  // KV alone is enough, too; and the number that nobody could vouch for is not lost.
  vi.mocked(env.KV.list).mockRestore();
  get.mockRestore();
  expect((await publish(owner, host)).number).toBe(2);
});

test('whoever publishes at the same moment as others after a restore gets a number of his own, and none that was used', async () => {
  const host = await newHost();
  const restore = await backup(host);
  const used = await Promise.all([1, 2, 3].map(() => publish(owner, host)));
  await restore();
  vi.spyOn(console, 'error').mockImplementation(() => {});
  const numbers = (await Promise.all([1, 2, 3, 4, 5].map(() => publish(owner, host)))).map(({ number }) => number);
  expect(new Set(numbers).size).toBe(5);
  for (const number of numbers) expect(number).toBeGreaterThan(Math.max(...used.map((campaign) => campaign.number)));
});

test('the same Idempotency-Key at the same moment publishes once', async () => {
  const host = await newHost();
  const once = () =>
    owner('POST', '/api/campaigns', { body: draft(host), headers: { 'idempotency-key': `${host} one` } });
  const answers = await Promise.all(Array.from({ length: 5 }, once));
  const ids = await Promise.all(answers.map(async (answer) => (await json<Campaign>(answer, 201)).id));
  expect(new Set(ids).size).toBe(1);
  expect((await publish(owner, host)).number).toBe(2);
});

test('a block that was raised after the backup is not lowered again, and what stands in KV alone comes back', async () => {
  const host = await newHost();
  const named = await publish(owner, host, {
    tracking: 'aggregate',
    links: [{ kind: 'destination', url: 'https://shop.dk/' }],
  });
  const restore = await backup(host);
  await owner('PATCH', `/api/domains/${host}/vanity`, { body: { slugs: { sommer: { campaign: named.id } } } });
  await owner('PATCH', `/api/domains/${host}`, { body: { senderName: 'Nyt navn' } });
  const later = await domainOf(host);
  await env.KV.put(kvKey.domain(host), JSON.stringify({ ...later, highest: 640 }));
  await restore();
  vi.spyOn(console, 'error').mockImplementation(() => {});
  expect((await publish(owner, host)).number).toBe(641);
  expect(await domainOf(host)).toMatchObject({ highest: 704, vanity: later.vanity, senderName: 'Nyt navn' });
  expect((await ask(host, '/sommer')).headers.get('location')).toBe('https://shop.dk/');
  const { entries } = await json<{ entries: Domain[] }>(await owner('GET', '/api/domains'));
  expect(entries.find((domain) => domain.host === host)).toMatchObject({ senderName: 'Nyt navn', lastNumber: 641 });
});

test('an edit while KV cannot be read drops nothing of what KV knows, once it can be', async () => {
  const host = await newHost();
  const named = await publish(owner, host, {
    tracking: 'aggregate',
    links: [{ kind: 'destination', url: 'https://shop.dk/' }],
  });
  const restore = await backup(host);
  await owner('PATCH', `/api/domains/${host}/vanity`, { body: { slugs: { sommer: { campaign: named.id } } } });
  const { vanity } = await domainOf(host);
  await restore();
  vi.spyOn(console, 'error').mockImplementation(() => {});
  const get = vi.spyOn(env.KV, 'get').mockRejectedValue(new Error('KV: 503') as never);
  expect((await owner('PATCH', `/api/domains/${host}`, { body: { senderName: 'Nyt navn' } })).status).toBe(200);
  get.mockRestore();
  expect(await domainOf(host)).toMatchObject({ vanity, senderName: '' });
  await owner('POST', '/api/repair');
  expect(await domainOf(host)).toMatchObject({ vanity, senderName: 'Nyt navn' });
});

const record = (changes: Partial<DomainRecord> = {}): DomainRecord => ({
  workspace: 'main',
  width: 8,
  keys: [{ key: 1, fingerprint: 'a', from: 1, to: null }],
  highest: 64,
  vanity: {},
  jurisdiction: null,
  landingPage: null,
  senderName: '',
  ...changes,
});
const rotated = [
  { key: 2, fingerprint: 'b', from: 130, to: null },
  { key: 1, fingerprint: 'a', from: 1, to: 129 },
];

test('two records of one domain: what links depend on is never dropped, and what was taken away stays away', () => {
  // The copy is the catalogue's own past: a name that was taken away does not come back.
  const own = record({ editedAtMs: 20 });
  expect(reconciled(own, record({ vanity: { sommer: 1 }, editedAtMs: 10 }), 10)).toBe(own);
  expect(reconciled(own, record({ vanity: { sommer: 1 }, editedAtMs: 10, highest: 128 }), 10)).toEqual({
    ...own,
    highest: 128,
  });
  // A later copy, and nothing changed here since: the copy as it is.
  const later = record({ vanity: { vinter: 2 }, keys: rotated, senderName: 'B', editedAtMs: 30, highest: 192 });
  expect(reconciled(record({ vanity: { sommer: 1 }, editedAtMs: 10 }), later, 10)).toEqual(later);
  // A later copy, and a change here since: both.
  const both = reconciled(record({ vanity: { sommer: 1, vinter: 3 }, senderName: 'C', editedAtMs: 40 }), later, 10);
  expect(both).toMatchObject({
    vanity: { sommer: 1, vinter: 3 },
    keys: rotated,
    senderName: 'C',
    highest: 192,
  });
  expect(both.editedAtMs).toBeGreaterThan(40);
  // From before changes were told apart: nothing is dropped.
  expect(reconciled(record(), record({ vanity: { sommer: 1 }, keys: rotated, highest: 640 }), -1)).toMatchObject({
    vanity: { sommer: 1 },
    keys: rotated,
    highest: 640,
  });
  const same = record();
  expect(reconciled(same, record(), -1)).toBe(same);
});

test('a domain that KV knows goes on where it stood when it is added anew', async () => {
  const host = await newHost();
  const campaign = await publish(owner, host);
  const slug = await slugOf(campaign, 7);
  const known = await domainOf(host);
  await env.KV.put(
    kvKey.domain(host),
    JSON.stringify({ ...known, highest: 256, senderName: 'Før', vanity: { sommer: 1 } }),
  );
  await inCatalogue((sql) => {
    for (const table of ['domain', 'campaign', 'compared']) sql.exec(`DELETE FROM ${table} WHERE host = ?`, host);
  });
  await evictDurableObject(workspaceStub(env));
  vi.spyOn(console, 'error').mockImplementation(() => {});
  expect((await statusNow()).copies.unknownDomains).not.toContain(host);
  expect((await json<Status>(await owner('GET', '/api/status?copies=all'))).copies.unknownDomains).toContain(host);

  const list = vi.spyOn(env.KV, 'list').mockRejectedValue(new Error('KV: 503'));
  await problemIn(await owner('POST', '/api/domains', { body: { host } }), 503);
  list.mockRestore();
  const added = await addDomain(owner, host, { landingPage: 'https://b.dk/' });
  expect(added).toMatchObject({ lastNumber: 256, senderName: 'Før', landingPage: 'https://b.dk/', width: 8 });
  expect(await domainOf(host)).toMatchObject({ keys: known.keys, highest: 256, vanity: { sommer: 1 } });
  expect((await publish(owner, host)).number).toBe(257);
  expect((await ask(host, `/${slug}`)).headers.get('location')).toBe(campaign.links[0]?.url);
});

test('a domain of which the catalogue has forgotten the campaigns is not removed: their links go on', async () => {
  for (const knownBy of ['KV', 'the counter'] as const) {
    const host = await newHost();
    const restore = await backup(host);
    const sent = await publish(owner, host);
    const slug = await slugOf(sent, 7);
    const record = await recordOf(sent);
    const remove = () => owner('DELETE', `/api/domains/${host}`);
    if (knownBy === 'the counter') await counterStub(env, record, 0).store(identityOf(record, 0), 'a', batchOf([1]));
    await restore();
    vi.spyOn(console, 'error').mockImplementation(() => {});
    if (knownBy === 'the counter') {
      await env.KV.delete(kvKey.campaign(host, sent.number));
      await env.KV.delete(kvKey.counts(host, sent.number, 0));
    }
    const list = vi.spyOn(env.KV, 'list').mockRejectedValue(new Error('KV: 503'));
    if (knownBy === 'KV') expect((await problemIn(await remove(), 503)).detail).toContain('It stays');
    list.mockRestore();
    expect((await problemIn(await remove(), 409)).detail, knownBy).toContain('links that were sent would be dead');
    expect(await domainOf(host)).not.toBeNull();
    await env.KV.put(kvKey.campaign(host, sent.number), JSON.stringify(record));
    forgetRecords();
    expect((await ask(host, `/${slug}`)).headers.get('location')).toBe(sent.links[0]?.url);
  }
});

test('a first campaign need not have the first number: its domain is not removed either', async () => {
  const host = await newHost();
  const record = await recordOf(await publish(owner, await newHost()));
  await env.KV.put(kvKey.campaign(host, 2), JSON.stringify({ ...record, host, number: 2 }));
  await problemIn(await owner('DELETE', `/api/domains/${host}`), 409);
});

test('a domain that was removed before the backup, and added again and used after it, goes on where it stood', async () => {
  const host = await newHost();
  expect((await owner('DELETE', `/api/domains/${host}`)).status).toBe(204);
  const restore = await backup(host);
  await addDomain(owner, host, { senderName: 'Før' });
  const sent = await publish(owner, host);
  const slug = await slugOf(sent, 7);
  await restore();
  await inCatalogue((sql) => sql.exec('INSERT INTO removed VALUES (?)', host));
  vi.spyOn(console, 'error').mockImplementation(() => {});
  const list = vi.spyOn(env.KV, 'list').mockRejectedValue(new Error('KV: 503'));
  await problemIn(await owner('POST', '/api/domains', { body: { host } }), 503);
  list.mockRestore();
  expect(await addDomain(owner, host)).toMatchObject({ lastNumber: 64, senderName: 'Før' });
  expect((await ask(host, `/${slug}`)).headers.get('location')).toBe(sent.links[0]?.url);
  expect((await publish(owner, host)).number).toBe(65);
});

test('a counter of another publishing refuses hits, opt-outs and reports, and says so; what comes by the queue is final', async () => {
  const host = await newHost();
  const campaign = await publish(owner, host, { counting: 'strict' });
  const before = await recordOf(campaign);
  await counterStub(env, before, 0).store(identityOf(before, 0), 'strangers', batchOf([1, 2, 3]));
  await counterStub(env, before, 0).optOut(identityOf(before, 0), 5, 1_000);
  // As a version that did not look would have left it: the number is another campaign's now.
  const now = { ...before, publishedAtMs: before.publishedAtMs + 1 };
  await env.KV.put(kvKey.campaign(host, 1), JSON.stringify(now));
  await inCatalogue((sql) => sql.exec('UPDATE campaign SET record = ? WHERE host = ?', JSON.stringify(now), host));
  forgetRecords();
  const log = vi.spyOn(console, 'error').mockImplementation(() => {});
  const send = vi.spyOn(env.BATCHES, 'send');

  const click = await ask(host, `/${await slugOf(campaign, 9)}`);
  expect([click.status, click.headers.get('location')]).toEqual([302, campaign.links[0]?.url]);
  const beganMs = Date.now();
  const optOut = await ask(host, `/${await slugOf(campaign, 9, 1)}`, { method: 'POST' });
  expect([optOut.status, Date.now() - beganMs < 1_000]).toEqual([503, true]);
  // The button, not the receipt of a stranger.
  expect(await (await ask(host, `/${await slugOf(campaign, 5, 1)}`)).text()).toContain('<form method="post"');
  const delivery = { identity: identityOf(now, 0), jurisdiction: null, id: 'late', bytes: batchOf([9]), hits: 1 };
  expect(await deliver(env, delivery, 1_000)).toBe(false);
  expect(send).not.toHaveBeenCalled();
  const body = { ...delivery, batch: btoa(String.fromCharCode(...delivery.bytes)) };
  const batch = createMessageBatch('klikspor-batches', [{ id: 'm', timestamp: new Date(), attempts: 1, body }]);
  const context = createExecutionContext();
  await consume(batch, env);
  const { explicitAcks, retryMessages } = await getQueueResult(batch, context);
  expect([explicitAcks, retryMessages]).toEqual([['m'], []]);
  const dropped = log.mock.calls.map(([line]) => String(line)).filter((line) => line.includes('"event":"dropped"'));
  expect(dropped.length).toBeGreaterThanOrEqual(3);
  expect(JSON.parse(dropped.at(-1) ?? '')).toMatchObject({ host, campaign: 1, shard: 0, batch: 'late', hits: 1 });

  for (const what of ['report', 'opt-outs']) {
    expect((await problemIn(await owner('GET', `${pathOf(campaign)}/${what}`), 409)).detail).toContain(
      'another campaign',
    );
  }
  const status = await statusNow();
  expect(status.copies.otherPublishing).toContainEqual({ campaign: campaign.id, shard: 0 });
  expect(status.unreachable).not.toContainEqual({ campaign: campaign.id, shard: 0 });
  // What it holds is as it was.
  expect((await counterStub(env, before, 0).report(identityOf(before, 0))).totals.clickers).toBe(3);
  expect(await counterStub(env, before, 0).optOuts()).toEqual({
    recipients: [5],
    confirmedAtMs: [1_000],
    unknown: 1,
  } satisfies OptOuts);
});

test('a sign-in code stays spent though the catalogue has forgotten it, and while nobody can say it is not taken', async () => {
  await inCatalogue((sql) => sql.exec('DELETE FROM spent_code'));
  await evictDurableObject(workspaceStub(env));
  const again = () => nobody('POST', '/api/session', { body: { code: CODE } });
  vi.spyOn(console, 'error').mockImplementation(() => {});
  const list = vi.spyOn(env.KV, 'list').mockRejectedValue(new Error('KV: 503'));
  expect((await problemIn(await again(), 503)).detail).toContain('try again');
  list.mockRestore();
  expect((await problemIn(await again(), 401)).detail).toContain('has been used');
  // Known here again: KV is not asked any more.
  const asked = vi.spyOn(env.KV, 'list');
  await problemIn(await again(), 401);
  expect(asked).not.toHaveBeenCalled();
});

test('a code that is tried twice at the same moment signs in once', async () => {
  await inCatalogue((sql) => sql.exec('DELETE FROM spent_code'));
  const { keys } = await env.KV.list({ prefix: 'spent-code/' });
  expect(keys).toHaveLength(1);
  for (const { name } of keys) await env.KV.delete(name);
  const answers = await Promise.all([1, 2, 3].map(() => nobody('POST', '/api/session', { body: { code: CODE } })));
  expect(answers.map(({ status }) => status).sort()).toEqual([204, 401, 401]);
});

test('a catalogue of the version before opens, and publishes on', async () => {
  const host = await newHost();
  await publish(owner, host);
  await inCatalogue((sql) => {
    sql.exec('DROP TABLE compared');
    sql.exec('DROP TABLE copies');
    sql.exec('DROP TABLE migrated');
  });
  await inCatalogue((sql) => sql.exec('DELETE FROM outbox'));
  await evictDurableObject(workspaceStub(env));
  expect((await publish(owner, host)).number).toBe(2);
  const { copies } = await statusNow();
  expect(copies).toMatchObject({ checkedAtMs: 0, numbersSkipped: 0, waiting: 0 });
});
