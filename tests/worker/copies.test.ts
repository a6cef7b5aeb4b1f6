/** Copies in KV that are lost, stale or out of reach: links work all the same, and the copies come back. */
import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { SLOTS_PER_CAMPAIGN } from 'klikspor/edge';
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { Campaign, Repair, Status } from '../../worker/api.ts';
import { forgetCampaign, forgetDomain, forgetRecords } from '../../worker/src/campaigns.ts';
import { type CampaignRecord, type DomainRecord, kvKey } from '../../worker/src/records.ts';
import { identityOf } from '../../worker/src/shard-identity.ts';
import { counterStub, workspaceStub } from '../../worker/src/stubs.ts';
import { addDomain, type Caller, json, pathOf, problemIn, publish, signIn } from './caller.ts';
import { ask, batchOf, linkHost } from './support.ts';

let owner: Caller;
let made = 0;
beforeAll(async () => {
  owner = await signIn();
});
beforeEach(() => {
  vi.spyOn(console, 'error').mockImplementation(() => {});
});
afterEach(() => vi.restoreAllMocks());

const newHost = async () => (await addDomain(owner, `k${++made}.example`, { senderName: 'Barnets Verden' })).host;
const copyOf = <T>(key: string) => env.KV.get<T>(key, 'json');
const slugOf = async (campaign: Campaign, recipient: number, link = 0) => {
  const answer = await owner('GET', `${pathOf(campaign)}/slugs?from=${recipient}&count=1`);
  const slugs = String.fromCharCode(...new Uint8Array(await answer.arrayBuffer()));
  return slugs.slice(link * campaign.width).slice(0, campaign.width);
};
const inCatalogue = <T>(work: (sql: SqlStorage) => T) =>
  runInDurableObject(workspaceStub(env), (_, state) => work(state.storage.sql));
const statusNow = async (query = '') => json<Status>(await owner('GET', `/api/status${query}`));

async function emptyKv(): Promise<void> {
  for (const { name } of (await env.KV.list()).keys) await env.KV.delete(name);
  forgetRecords();
}

/** Parts until there is none left, added up. */
async function repairAll(): Promise<Repair> {
  const sum: Repair = {
    checked: 0,
    missing: 0,
    differed: 0,
    unread: 0,
    mended: 0,
    takenOver: 0,
    adopted: [],
    _links: {},
  };
  for (let next: string | undefined = '/api/repair'; next !== undefined; ) {
    const part: Repair = await json<Repair>(await owner('POST', next));
    for (const name of ['checked', 'missing', 'differed', 'unread', 'mended', 'takenOver'] as const)
      sum[name] += part[name];
    sum.adopted.push(...part.adopted);
    next = part._links.next;
  }
  return sum;
}

/** What other tests have left to be written is written. */
async function settle(): Promise<void> {
  await vi.waitFor(async () => {
    await runDurableObjectAlarm(workspaceStub(env));
    expect((await workspaceStub(env).copiesState()).waiting).toBe(0);
  }, 10_000);
  await repairAll();
}

const failing = () => Promise.reject(new Error('KV GET failed: 503 Service Unavailable')) as never;

test('with KV emptied a link, an opt-out page, a name and /stop work at once, and their copies are written again', async () => {
  const host = await newHost();
  const campaign = await publish(owner, host);
  const open = await publish(owner, host, {
    tracking: 'aggregate',
    links: [{ kind: 'destination', url: 'https://shop.dk/' }],
  });
  await owner('PATCH', `/api/domains/${host}/vanity`, { body: { slugs: { sommer: { campaign: open.id } } } });
  const keys = [kvKey.domain(host), kvKey.campaign(host, campaign.number), kvKey.campaign(host, open.number)];
  const before = await Promise.all(keys.map((key) => env.KV.get(key)));
  const [click, optOut] = [await slugOf(campaign, 7), await slugOf(campaign, 7, 1)];
  const { mendedInAll } = (await statusNow()).copies;

  const cases: [path: string, status: number, location: string, copies: number[]][] = [
    [`/${click}`, 302, campaign.links[0]?.url ?? '', [0, 1]],
    [`/${optOut}`, 200, '', [0, 1]],
    ['/sommer', 302, 'https://shop.dk/', [0, 2]],
    [`/stop?link=${host}/${click}`, 200, '', [0, 1]],
  ];
  for (const [path, status, location, copies] of cases) {
    await emptyKv();
    // As another location has it: this one still knows.
    await forgetDomain(env, host);
    for (const { number } of [campaign, open]) await forgetCampaign({ host, number });
    // A copy is looked at once in ten seconds by an object that remembers.
    await evictDurableObject(workspaceStub(env));
    const answer = await ask(host, path);
    expect([path, answer.status, answer.headers.get('location') ?? '']).toEqual([path, status, location]);
    for (const i of copies) {
      await vi.waitFor(async () => expect(await env.KV.get(keys[i] ?? '')).toBe(before[i]), { timeout: 5_000 });
    }
  }
  expect((await statusNow()).copies.mendedInAll).toBe(mendedInAll + 8);
}, 30_000);

test('while KV fails links work, and a location asks the Workspace object once for all its isolates', async () => {
  const host = await newHost();
  const campaign = await publish(owner, host);
  const slugs = await Promise.all([1, 2, 3].map((recipient) => slugOf(campaign, recipient)));
  vi.spyOn(env.KV, 'get').mockImplementation(failing);
  const workspace = vi.spyOn(env.WORKSPACE, 'getByName');
  for (let isolate = 0; isolate < 20; isolate++) {
    // An isolate begins without memory; the cache is its location's.
    forgetRecords();
    const answers = await Promise.all(slugs.map((slug) => ask(host, `/${slug}`)));
    expect(answers.map(({ status }) => status)).toEqual([302, 302, 302]);
  }
  // The names of all hosts are trusted a second, the two records longer.
  expect(workspace.mock.calls.length).toBeGreaterThanOrEqual(3);
  expect(workspace.mock.calls.length).toBeLessThanOrEqual(8);
});

test('KV that does not answer at all is not waited for longer than a moment', async () => {
  const host = await newHost();
  const campaign = await publish(owner, host);
  const slug = await slugOf(campaign, 1);
  forgetRecords();
  vi.spyOn(env.KV, 'get').mockImplementation((() => new Promise(() => {})) as never);
  const beganMs = Date.now();
  expect((await ask(host, `/${slug}`)).status).toBe(302);
  expect(Date.now() - beganMs).toBeLessThan(8_000);
});

test('a campaign that is published, edited and named while KV fails works at once here', async () => {
  const host = await newHost();
  vi.spyOn(env.KV, 'get').mockImplementation(failing);
  vi.spyOn(env.KV, 'put').mockImplementation(failing);
  const campaign = await publish(owner, host);
  const path = `/${await slugOf(campaign, 1)}`;
  expect((await ask(host, path)).headers.get('location')).toBe(campaign.links[0]?.url);
  await owner('PATCH', pathOf(campaign), { body: { links: [{ link: 0, url: 'https://ny.dk/' }] } });
  expect((await ask(host, path)).headers.get('location')).toBe('https://ny.dk/');
  const open = await publish(owner, host, { tracking: 'aggregate', takesAnswers: true });
  await owner('PATCH', `/api/domains/${host}/vanity`, { body: { slugs: { sommer: { campaign: open.id } } } });
  expect((await ask(host, '/sommer')).status).toBe(302);
  const other = await newHost();
  expect((await ask(other, '/')).status).toBe(200);
});

test('a link that stands in KV alone is no 404 while KV fails', async () => {
  const host = await linkHost();
  forgetRecords();
  vi.spyOn(env.KV, 'get').mockImplementation(failing);
  expect((await ask(host.host, '/sommer')).status).toBe(503);
});

test('invented hosts cost a question a second, however many they are, and no known host suffers', async () => {
  const host = await newHost();
  const campaign = await publish(owner, host);
  const slug = await slugOf(campaign, 1);
  await scheduler.wait(1_100);
  const workspace = vi.spyOn(env.WORKSPACE, 'getByName');
  const beganMs = Date.now();
  for (let lot = 0; lot < 20; lot++) {
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) => ask(`invented-${lot}-${i}.example`, `/${slug}`)),
    );
    for (const { status } of answers) expect(status).toBe(404);
  }
  const seconds = Math.ceil((Date.now() - beganMs) / 1_000);
  expect(workspace.mock.calls.length).toBeGreaterThan(0);
  expect(workspace.mock.calls.length).toBeLessThanOrEqual(2 * seconds + 1);
  await env.KV.delete(kvKey.domain(host));
  forgetRecords();
  expect((await ask(host, `/${slug}`)).status).toBe(302);
});

test('guessed numbers cost the Workspace object one question each and second, and write nothing', async () => {
  const host = await newHost();
  await publish(owner, host);
  const record = await copyOf<DomainRecord>(kvKey.domain(host));
  expect(record?.highest).toBe(64);
  // Copies that are on their way would be taken for what the guesses cost.
  await settle();
  await ask(host, '/warm');
  const [{ createSealer }, { deriveSlugKey }] = await Promise.all([
    import('./support.ts').then(({ core }) => core),
    import('../../worker/src/slug-keys.ts'),
  ]);
  const { key } = await deriveSlugKey(env, 1, host);
  const sealer = createSealer({ width: 8, keys: [{ key, from: 1, to: null }], highest: 10_000 });
  const workspace = vi.spyOn(env.WORKSPACE, 'getByName');
  const put = vi.spyOn(env.KV, 'put');
  const beganMs = Date.now();
  for (let round = 0; round < 30; round++) {
    forgetRecords();
    // Two that might be, and one far above all that was handed out.
    const guesses = [50, 51, 5_000].map((number) => sealer.seal(number * SLOTS_PER_CAMPAIGN + round));
    const answers = await Promise.all(guesses.map((guess) => ask(host, `/${guess}`)));
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404]);
  }
  sealer.delete();
  const seconds = Math.ceil((Date.now() - beganMs) / 1_000);
  expect(workspace.mock.calls.length).toBeGreaterThanOrEqual(2);
  expect(workspace.mock.calls.length).toBeLessThanOrEqual(2 * (seconds + 1));
  expect(put.mock.calls.map(([name]) => name).filter((name) => !name.startsWith('counts/'))).toEqual([]);
});

test('status compares all on demand and writes nothing; a repair writes what is missing or wrong, and says what it did', async () => {
  const host = await newHost();
  const campaigns = await Promise.all([1, 2, 3].map(() => publish(owner, host)));
  await settle();
  const [one, two] = campaigns.map(({ number }) => kvKey.campaign(host, number));
  const truth = await Promise.all([one, two].map((key) => env.KV.get(key ?? '')));
  await env.KV.delete(one ?? '');
  await env.KV.put(two ?? '', JSON.stringify({ ...JSON.parse(truth[1] ?? ''), expiresAtMs: 1 }));
  const put = vi.spyOn(env.KV, 'put');
  const { copies } = await statusNow('?copies=all');
  expect(copies).toMatchObject({ all: true, missing: 1, differed: 1, mended: 0, unread: 0 });
  expect(copies.checked).toBeGreaterThanOrEqual(5);
  expect(Math.abs(Date.now() - copies.checkedAtMs)).toBeLessThan(5_000);
  expect(put).not.toHaveBeenCalled();

  expect(await repairAll()).toMatchObject({ missing: 1, differed: 1, mended: 2, unread: 0, takenOver: 0, adopted: [] });
  expect(put).toHaveBeenCalledTimes(2);
  expect(await Promise.all([one, two].map((key) => env.KV.get(key ?? '')))).toEqual(truth);
  expect(await repairAll()).toMatchObject({ missing: 0, differed: 0, mended: 0 });
  const after = (await statusNow()).copies;
  expect(after).toMatchObject({ all: true, missing: 0, differed: 0, waiting: 0, mendedInAll: copies.mendedInAll + 2 });
  expect(after.mendedAtMs).toBeGreaterThan(0);
  await problemIn(await owner('GET', '/api/status?copies=some'), 400);
});

test('KV that fails during a repair: what cannot be read is said, what cannot be written waits and comes later', async () => {
  const host = await newHost();
  const campaign = await publish(owner, host);
  const key = kvKey.campaign(host, campaign.number);
  await settle();
  await env.KV.delete(key);
  const get = vi.spyOn(env.KV, 'get').mockImplementation(failing);
  const list = vi.spyOn(env.KV, 'list').mockImplementation(failing);
  const unread = await repairAll();
  expect(unread).toMatchObject({ missing: 0, mended: 0 });
  expect(unread.unread).toBeGreaterThan(2);
  get.mockRestore();
  list.mockRestore();
  const put = vi.spyOn(env.KV, 'put').mockImplementation(failing);
  expect(await repairAll()).toMatchObject({ missing: 1, mended: 0 });
  expect((await statusNow()).copies.waiting).toBe(1);
  put.mockRestore();
  await runDurableObjectAlarm(workspaceStub(env));
  expect(await copyOf<CampaignRecord>(key)).toMatchObject({ number: campaign.number });
  expect((await statusNow()).copies.waiting).toBe(0);
});

test('a repair goes on where it ended: hundreds of copies in several parts, each once', async () => {
  const host = await newHost();
  const first = await publish(owner, host);
  await settle();
  const text = (await env.KV.get(kvKey.campaign(host, first.number))) ?? '';
  await inCatalogue((sql) => {
    for (let number = 2; number <= 200; number++) {
      const record = JSON.stringify({ ...(JSON.parse(text) as CampaignRecord), number });
      sql.exec(
        'INSERT INTO campaign (host, number, record, info) SELECT ?, ?, ?, info FROM campaign LIMIT 1',
        host,
        number,
        record,
      );
    }
    sql.exec(
      'UPDATE domain SET last_number = 200, record = json_set(record, ?, 256) WHERE host = ?',
      '$.highest',
      host,
    );
  });
  await evictDurableObject(workspaceStub(env));
  const part = await json<Repair>(await owner('POST', '/api/repair'));
  expect(part._links.next).toMatch(/^\/api\/repair\?cursor=/);
  const put = vi.spyOn(env.KV, 'put');
  const rest = await repairAll();
  expect(part.mended + rest.mended).toBe(200);
  const names = put.mock.calls.map(([key]) => key);
  expect(new Set(names).size).toBe(names.length);
  expect(await copyOf<CampaignRecord>(kvKey.campaign(host, 200))).toMatchObject({ number: 200 });
  expect(await copyOf<DomainRecord>(kvKey.domain(host))).toMatchObject({ highest: 256 });
  for (const cursor of ['x', '%00', btoa('campaigns x'), btoa('drop 1'), '']) {
    await problemIn(await owner('POST', `/api/repair?cursor=${encodeURIComponent(cursor)}`), 400);
  }
  await inCatalogue((sql) => sql.exec('DELETE FROM campaign WHERE host = ? AND number > 1', host));
  for (let number = 2; number <= 200; number++) await env.KV.delete(kvKey.campaign(host, number));
}, 60_000);

test('the outbox takes hundreds of copies in several alarms, and stops asking a KV that refuses all', async () => {
  const host = await newHost();
  await publish(owner, host);
  await settle();
  await inCatalogue((sql) => {
    for (let i = 0; i < 900; i++) sql.exec('INSERT INTO outbox VALUES (?)', `campaign/${host}/${1_000 + i}`);
  });
  const remove = vi.spyOn(env.KV, 'delete').mockImplementation(failing);
  await runDurableObjectAlarm(workspaceStub(env));
  expect(remove.mock.calls.length).toBeLessThanOrEqual(20);
  remove.mockReset();
  remove.mockResolvedValue(undefined as never);
  for (let alarm = 0; alarm < 3; alarm++) {
    remove.mockClear();
    await runDurableObjectAlarm(workspaceStub(env));
    expect(remove.mock.calls.length).toBeGreaterThan(0);
    expect(remove.mock.calls.length).toBeLessThanOrEqual(400);
  }
  expect((await statusNow()).copies.waiting).toBe(0);
});

test('campaigns that only KV knows are told, and a repair takes them up: links, report and opt-outs are reachable again', async () => {
  const host = await newHost();
  const campaign = await publish(owner, host, { recipients: 500 });
  const key = kvKey.campaign(host, campaign.number);
  const record = (await copyOf<CampaignRecord>(key)) as CampaignRecord;
  await counterStub(env, record, 0).optOut(identityOf(record, 0), 5, 1_000);
  await inCatalogue((sql) => sql.exec('DELETE FROM campaign WHERE host = ?', host));
  await problemIn(await owner('GET', `${pathOf(campaign)}/opt-outs`), 404);
  // What is no record of its own key is not taken up.
  await env.KV.put(kvKey.campaign(host, 7), 'no JSON');
  await env.KV.put(kvKey.campaign(host, 8), JSON.stringify(record));
  expect((await statusNow('?copies=all')).copies.unknownCampaigns).toEqual(
    expect.arrayContaining([campaign.id, `${host}:7`, `${host}:8`]),
  );
  expect((await repairAll()).adopted).toEqual([campaign.id]);
  expect(await json<Campaign>(await owner('GET', pathOf(campaign)))).toMatchObject({
    name: campaign.id,
    recipients: 500,
    links: campaign.links,
  });
  expect(await json(await owner('GET', `${pathOf(campaign)}/opt-outs`))).toEqual({
    recipients: [5],
    confirmedAtMs: [1_000],
    // Nobody has sent hashes of this campaign's numbers.
    unknown: 1,
  });
  expect((await statusNow()).copies.unknownCampaigns).not.toContain(campaign.id);
  await env.KV.delete(kvKey.campaign(host, 7));
  await env.KV.delete(kvKey.campaign(host, 8));
});

test('an edit that the catalogue has forgotten is taken over from KV, not undone there', async () => {
  const host = await newHost();
  const campaign = await publish(owner, host);
  const before = await inCatalogue(
    (sql) => sql.exec<{ record: string }>('SELECT record FROM campaign WHERE host = ?', host).one().record,
  );
  await owner('PATCH', pathOf(campaign), { body: { links: [{ link: 0, url: 'https://ny.dk/' }] } });
  await inCatalogue((sql) => sql.exec('UPDATE campaign SET record = ? WHERE host = ?', before, host));
  expect(await repairAll()).toMatchObject({ takenOver: 1, mended: 0 });
  expect((await json<Campaign>(await owner('GET', pathOf(campaign)))).links[0]?.url).toBe('https://ny.dk/');
  expect((await copyOf<CampaignRecord>(kvKey.campaign(host, 1)))?.links[0]?.url).toBe('https://ny.dk/');
});

test('nor is it undone by the next edit, which is made on top of it', async () => {
  const host = await newHost();
  const campaign = await publish(owner, host);
  const before = await inCatalogue(
    (sql) => sql.exec<{ record: string }>('SELECT record FROM campaign WHERE host = ?', host).one().record,
  );
  await owner('PATCH', pathOf(campaign), { body: { links: [{ link: 0, url: 'https://ny.dk/' }] } });
  await inCatalogue((sql) => sql.exec('UPDATE campaign SET record = ? WHERE host = ?', before, host));
  await evictDurableObject(workspaceStub(env));
  vi.spyOn(console, 'error').mockImplementation(() => {});
  const expiresAtMs = Date.now() + 86_400_000;
  const edited = await json<Campaign>(await owner('PATCH', pathOf(campaign), { body: { expiresAtMs } }));
  expect([edited.links[0]?.url, edited.expiresAtMs]).toEqual(['https://ny.dk/', expiresAtMs]);
  const copy = await copyOf<CampaignRecord>(kvKey.campaign(host, 1));
  expect([copy?.links[0]?.url, copy?.expiresAtMs]).toEqual(['https://ny.dk/', expiresAtMs]);
});

test('a sample is compared and mended every hour without anybody asking, counts included', async () => {
  const host = await newHost();
  const campaign = await publish(owner, host);
  const record = (await copyOf<CampaignRecord>(kvKey.campaign(host, 1))) as CampaignRecord;
  await counterStub(env, record, 0).store(identityOf(record, 0), 'a', batchOf([1, 2]));
  const counts = kvKey.counts(host, 1, 0);
  await vi.waitFor(async () => expect(await env.KV.get(counts)).not.toBeNull(), { timeout: 10_000, interval: 100 });
  await settle();
  for (const key of [kvKey.domain(host), kvKey.campaign(host, 1), counts]) await env.KV.delete(key);
  await runDurableObjectAlarm(workspaceStub(env));
  // Not due yet.
  expect(await env.KV.get(kvKey.domain(host))).toBeNull();
  const alarm = () => runInDurableObject(workspaceStub(env), (_, state) => state.storage.getAlarm());
  expect(((await alarm()) ?? 0) - Date.now()).toBeLessThanOrEqual(3_600_000);
  const nowMs = Date.now() + 3_600_001;
  vi.spyOn(Date, 'now').mockImplementation(() => nowMs);
  await runDurableObjectAlarm(workspaceStub(env));
  vi.mocked(Date.now).mockRestore();
  expect(await copyOf(kvKey.domain(host))).not.toBeNull();
  expect(await copyOf(kvKey.campaign(host, 1))).toEqual(record);
  expect(await alarm()).toBeGreaterThan(nowMs);
  await vi.waitFor(
    async () => {
      // Its alarm is set by the clock that was ahead.
      await runDurableObjectAlarm(env.CLICK_COUNTER.getByName(`${host}/1/0`));
      expect(await env.KV.get(counts)).not.toBeNull();
    },
    { timeout: 10_000, interval: 300 },
  );
  const { copies } = await statusNow();
  expect(copies).toMatchObject({ all: false, missing: 3, mended: 3, unread: 0 });
  expect(campaign.number).toBe(1);
}, 30_000);
