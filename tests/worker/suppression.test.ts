/** Who opted out of one campaign is known in the next: hashes of numbers, and what people said, on their way to one set. */
import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { load } from 'klikspor/reporting';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { Campaign, NumberHashes, OptOuts, SuppressionRemoval } from '../../worker/api.ts';
import type { ClickCounter } from '../../worker/src/click-counter.ts';
import { fromBase64, fromHex, toBase64, toHex } from '../../worker/src/octets.ts';
import { deriveNumberKey } from '../../worker/src/slug-keys.ts';
import { HASHES_A_PART } from '../../worker/src/stores/suppressing-store.ts';
import { workspaceStub } from '../../worker/src/stubs.ts';
import { Workspace } from '../../worker/src/workspace.ts';
import { addDomain, type Caller, json, pathOf, problemIn, publish, signIn, withToken } from './caller.ts';
import { ask } from './support.ts';

const reports = await load();

afterEach(() => vi.restoreAllMocks());

let owner: Caller;
let key: Uint8Array;
beforeAll(async () => {
  owner = await signIn();
  key = await deriveNumberKey(env);
});

let hosts = 0;
async function newHost(): Promise<string> {
  const host = `u${++hosts}.brand.dk`;
  await addDomain(owner, host);
  return host;
}

const hashesOf = (...numbers: number[]) => reports.hashNumbers(key, Float64Array.from(numbers));
const hexOf = (number: number) => toHex(hashesOf(number));
const base64Of = (...numbers: number[]) => toBase64(hashesOf(...numbers));

interface Change {
  readonly hash: string;
  readonly host: string;
  readonly source: number;
  readonly isStart: boolean;
  readonly day: number;
}
interface Page {
  readonly next: string;
  readonly newest: string;
  readonly isFromStart: boolean;
  readonly scopes: readonly { readonly host: string | null; readonly list?: string }[];
  readonly changes: readonly Change[];
}

/** As `docs/api.md` has it. */
async function pageOf(answer: Response): Promise<Page> {
  expect(answer.status).toBe(200);
  const octets = new Uint8Array(await answer.arrayBuffer());
  const view = new DataView(octets.buffer);
  const from = 4 + view.getUint32(0, true);
  const head = JSON.parse(new TextDecoder().decode(octets.subarray(4, from))) as Omit<Page, 'changes'>;
  const changes: Change[] = [];
  for (let at = from; at < octets.length; at += 12) {
    const rest = view.getUint16(at + 10, true);
    changes.push({
      hash: toHex(octets.subarray(at, at + 8)),
      host: head.scopes[rest & 0xfff]?.host ?? '',
      source: (rest >> 12) & 7,
      isStart: rest >> 15 === 1,
      day: view.getUint16(at + 8, true),
    });
  }
  return { ...head, changes };
}

const newest = async () => (await pageOf(await owner('GET', '/api/suppressions'))).newest;
const since = async (cursor: string) => pageOf(await owner('GET', `/api/suppressions?after=${cursor}`));

const theWorkspace = () => env.WORKSPACE.getByName('main');
const counterOf = ({ host, number }: Campaign, shard = 0) => env.CLICK_COUNTER.getByName(`${host}/${number}/${shard}`);

const PATIENCE = { timeout: 10_000, interval: 50 };

/** The counter has told all that it can, by its alarm: the one that rang by itself, or this. */
const told = (campaign: Campaign, shard = 0) =>
  vi.waitFor(async () => {
    await runDurableObjectAlarm(counterOf(campaign, shard));
    await runInDurableObject(counterOf(campaign, shard), async (counter: ClickCounter) => {
      expect((await counter.optOuts()).waiting).toBeUndefined();
    });
  }, PATIENCE);

/** The slug of a recipient's opt-out link. */
async function optOutOf(campaign: Campaign, recipient: number): Promise<string> {
  const slugs = await owner('GET', `${pathOf(campaign)}/slugs?from=${recipient}&count=1`);
  return `/${(await slugs.text()).slice(8, 16)}`;
}

const sendHashes = (campaign: Campaign, shard: number, part: number, numbers: readonly number[]) =>
  owner('POST', `${pathOf(campaign)}/number-hashes`, { body: { shard, part, hashes: base64Of(...numbers) } });

test('the key is the same in the whole workspace, and another than those beside it', async () => {
  const { secret } = await json<{ secret: string }>(await owner('GET', '/api/number-key'));
  expect(fromHex(secret)).toEqual(key);
  const host = await newHost();
  const list = await json<{ secret: string }>(await owner('GET', `/api/domains/${host}/list-key`));
  expect(list.secret).not.toContain(secret);
});

test('a confirmed opt-out reaches the set, once; taking it back does, too, with its moment', async () => {
  const host = await newHost();
  const campaign = await publish(owner, host, { recipients: 3 });
  expect((await sendHashes(campaign, 0, 0, [4520000001, 4520000002, 4520000003])).status).toBe(204);
  const before = await newest();
  const path = await optOutOf(campaign, 1);
  for (let time = 0; time < 2; time++) expect((await ask(host, path, { method: 'POST' })).status).toBe(303);
  await told(campaign);
  const stopped = await since(before);
  const change = { hash: hexOf(4520000002), host, source: 0, day: Math.floor(Date.now() / 86_400_000) };
  expect(stopped.changes).toEqual([{ ...change, isStart: false }]);
  // Both have been acknowledged: nothing is told again.
  await told(campaign);
  expect((await since(stopped.next)).changes).toEqual([]);

  const undoneMs = Date.now();
  expect((await ask(host, `${path}?undo`, { method: 'POST' })).status).toBe(303);
  await told(campaign);
  expect((await since(stopped.next)).changes).toEqual([{ ...change, isStart: true }]);
  const { entries } = await json<{ entries: SuppressionRemoval[] }>(await owner('GET', '/api/suppressions/removals'));
  expect(entries[0]).toMatchObject({ hash: hexOf(4520000002), host, source: 'opt-out-page', campaign: campaign.id });
  expect(entries[0]?.atMs).toBeGreaterThanOrEqual(undoneMs);
});

test('what the workspace does not take is told again, after the object was evicted, too', async () => {
  const host = await newHost();
  const campaign = await publish(owner, host, { recipients: 2 });
  await sendHashes(campaign, 0, 0, [4520000011, 4520000012]);
  const before = await newest();
  const log = vi.spyOn(console, 'error').mockImplementation(() => {});
  const taking = vi.spyOn(Workspace.prototype, 'takeWords').mockRejectedValue(new Error('not now'));
  await ask(host, await optOutOf(campaign, 0), { method: 'POST' });
  await vi.waitFor(() => expect(log.mock.calls.join()).toContain('suppression-untold'), PATIENCE);
  // A number is nowhere in the log, nor its hash.
  expect(log.mock.calls.join()).not.toMatch(/4520000011/);
  expect(log.mock.calls.join()).not.toContain(hexOf(4520000011));
  const optOuts = await json<OptOuts>(await owner('GET', `${pathOf(campaign)}/opt-outs`));
  expect(optOuts).toMatchObject({ recipients: [0], waiting: 1 });
  const ringsMs = await runInDurableObject(counterOf(campaign), (_: ClickCounter, state) => state.storage.getAlarm());
  expect(ringsMs).not.toBeNull();

  taking.mockRestore();
  await evictDurableObject(theWorkspace());
  await evictDurableObject(counterOf(campaign));
  expect((await since(before)).changes).toEqual([]);
  await runDurableObjectAlarm(counterOf(campaign));
  expect((await since(before)).changes.map(({ hash }) => hash)).toEqual([hexOf(4520000011)]);
  const after = await json<OptOuts>(await owner('GET', `${pathOf(campaign)}/opt-outs`));
  expect(after).not.toHaveProperty('waiting');
  expect(after).not.toHaveProperty('unknown');
});

test('an answer that was lost does no harm: the same words change nothing', async () => {
  const host = await newHost();
  const campaign = await publish(owner, host, { recipients: 1 });
  await sendHashes(campaign, 0, 0, [4520000021]);
  const before = await newest();
  const log = vi.spyOn(console, 'error').mockImplementation(() => {});
  const take = Workspace.prototype.takeWords;
  const taking = vi.spyOn(Workspace.prototype, 'takeWords').mockImplementation(async function (this: Workspace, words) {
    await take.call(this, words);
    throw new Error('the answer was lost');
  });
  await ask(host, await optOutOf(campaign, 0), { method: 'POST' });
  await vi.waitFor(() => expect(log.mock.calls.join()).toContain('the answer was lost'), PATIENCE);
  taking.mockRestore();
  await evictDurableObject(theWorkspace());
  await told(campaign);
  expect((await since(before)).changes).toHaveLength(1);
  const rows = await runInDurableObject(theWorkspace(), (_: Workspace, state) =>
    state.storage.sql.exec('SELECT count(*) AS n FROM suppression WHERE hash = ?', hashesOf(4520000021)).one(),
  );
  expect(rows).toEqual({ n: 1 });
});

test('without hashes an opt-out is said not to be known elsewhere, and is told once they come', async () => {
  const host = await newHost();
  const campaign = await publish(owner, host, { recipients: 2 });
  await ask(host, await optOutOf(campaign, 1), { method: 'POST' });
  await runDurableObjectAlarm(counterOf(campaign));
  expect(await json<OptOuts>(await owner('GET', `${pathOf(campaign)}/opt-outs`))).toMatchObject({ unknown: 1 });
  expect(await json<NumberHashes>(await owner('GET', `${pathOf(campaign)}/number-hashes`))).toEqual({
    shards: 1,
    hashesInPart: HASHES_A_PART,
    missing: [{ shard: 0, part: 0 }],
  });
  const before = await newest();
  await sendHashes(campaign, 0, 0, [4520000031, 4520000032]);
  await told(campaign);
  expect((await since(before)).changes.map(({ hash }) => hash)).toEqual([hexOf(4520000032)]);
  expect(await json<OptOuts>(await owner('GET', `${pathOf(campaign)}/opt-outs`))).not.toHaveProperty('unknown');
  expect(await json<NumberHashes>(await owner('GET', `${pathOf(campaign)}/number-hashes`))).toMatchObject({
    missing: [],
  });
});

test('an opt-out from before hashes were kept is told as soon as they come', async () => {
  const host = await newHost();
  const campaign = await publish(owner, host, { recipients: 2 });
  await ask(host, await optOutOf(campaign, 1), { method: 'POST' });
  // As an earlier version left the database.
  await runInDurableObject(counterOf(campaign), (_: ClickCounter, { storage }) => {
    storage.sql.exec("DROP TABLE word; DROP TABLE number_hash; DELETE FROM migrated WHERE store = 'suppressing'");
  });
  await evictDurableObject(counterOf(campaign));
  const before = await newest();
  await sendHashes(campaign, 0, 0, [4520000041, 4520000042]);
  await told(campaign);
  expect((await since(before)).changes.map(({ hash }) => hash)).toEqual([hexOf(4520000042)]);
});

test('hashes that are sent once more tell the set what it lost, and change nothing where it lost nothing', async () => {
  const host = await newHost();
  const campaign = await publish(owner, host, { recipients: 2 });
  const numbers = [4520000045, 4520000046];
  await sendHashes(campaign, 0, 0, numbers);
  await ask(host, await optOutOf(campaign, 1), { method: 'POST' });
  await told(campaign);
  const before = await newest();
  await sendHashes(campaign, 0, 0, numbers);
  await told(campaign);
  expect(await newest()).toBe(before);
  // As after a restore from a backup.
  await runInDurableObject(theWorkspace(), (_: Workspace, { storage }) => {
    storage.sql.exec('DELETE FROM suppression WHERE hash = ?', hashesOf(4520000046));
  });
  const restored = await newest();
  await sendHashes(campaign, 0, 0, numbers);
  await told(campaign);
  expect((await since(restored)).changes.map(({ hash }) => hash)).toEqual([hexOf(4520000046)]);
});

test('each shard has its own recipients, in parts; what does not fit is refused with the reason', async () => {
  const host = await newHost();
  const campaign = await publish(owner, host, { recipients: 200_001 });
  const numbers = Array.from({ length: 200_001 }, (_, recipient) => 4530000000 + recipient);
  const { shards, missing } = await json<NumberHashes>(await owner('GET', `${pathOf(campaign)}/number-hashes`));
  expect([shards, missing.length]).toEqual([3, 3 * Math.ceil(66_667 / HASHES_A_PART)]);
  const ofShard = (shard: number) => numbers.filter((_, recipient) => recipient % shards === shard);
  const partOf = (shard: number, part: number) =>
    ofShard(shard).slice(part * HASHES_A_PART, (part + 1) * HASHES_A_PART);
  for (const { shard, part } of missing.slice(1)) {
    expect((await sendHashes(campaign, shard, part, partOf(shard, part))).status).toBe(204);
  }
  const left = await json<NumberHashes>(await owner('GET', `${pathOf(campaign)}/number-hashes`));
  expect(left.missing).toEqual(missing.slice(0, 1));
  const before = await newest();
  // Of the last part of each shard, and of the one that is missing.
  for (const recipient of [200_000, 199_999, 199_998, 0])
    await ask(host, await optOutOf(campaign, recipient), { method: 'POST' });
  for (const shard of [0, 1, 2]) await told(campaign, shard);
  const hashes = (await since(before)).changes.map(({ hash }) => hash).sort();
  expect(hashes).toEqual([hexOf(4530200000), hexOf(4530199999), hexOf(4530199998)].sort());
  expect(await json<OptOuts>(await owner('GET', `${pathOf(campaign)}/opt-outs`))).toMatchObject({ unknown: 1 });

  const refused = async (shard: number, part: number, count: number) => {
    const { errors } = await problemIn(await sendHashes(campaign, shard, part, numbers.slice(0, count)), 422);
    return errors?.[0]?.pointer;
  };
  expect(await refused(3, 0, 1)).toBe('/shard');
  expect(await refused(0, 5, 1)).toBe('/part');
  expect(await refused(0, 4, 1)).toBe('/hashes');
  expect(await refused(0, 0, HASHES_A_PART - 1)).toBe('/hashes');
  for (const hashes of [
    '',
    'AAAA',
    '*'.repeat(12),
    `${base64Of(1)}A`,
    toBase64(new Uint8Array(8 * HASHES_A_PART + 8)),
  ]) {
    const answer = await owner('POST', `${pathOf(campaign)}/number-hashes`, { body: { shard: 0, part: 0, hashes } });
    expect((await problemIn(answer, 422)).errors?.[0]?.pointer).toBe('/hashes');
  }
});

test('a hash of zeros is refused: it would stand for an erased one, and opt-outs of its row be told nobody for good', async () => {
  const campaign = await publish(owner, await newHost(), { recipients: 3 });
  const part = async (hashes: Uint8Array) =>
    owner('POST', `${pathOf(campaign)}/number-hashes`, { body: { shard: 0, part: 0, hashes: toBase64(hashes) } });
  const known = fromBase64(base64Of(4520000061, 4520000062, 4520000063)) ?? new Uint8Array();
  const holed = known.slice().fill(0, 8, 16);
  const { errors } = await problemIn(await part(holed), 422);
  expect(errors).toMatchObject([{ pointer: '/hashes', code: 'zeros' }]);
  expect(errors?.[0]?.detail).toContain('Hash 1 ');
  expect((await part(known)).status).toBe(204);
});

test('a campaign that counts nobody takes no hashes', async () => {
  const campaign = await publish(owner, await newHost(), { tracking: 'aggregate', contact: '70 12 34 56' });
  expect((await sendHashes(campaign, 0, 0, [4520000001])).status).toBe(409);
  expect((await owner('GET', `${pathOf(campaign)}/number-hashes`)).status).toBe(409);
});

test('taking back what was never said is no removal, and what was said is one, in whatever order it is told', async () => {
  const host = await newHost();
  const taken = async (says: 'stop' | 'start', number: number, atMs: number) =>
    theWorkspace().takeWords([{ hash: hashesOf(number), host, says, source: 'keyword', atMs }]);
  const nowMs = Date.now();
  await taken('start', 4520000061, nowMs);
  await taken('start', 4520000062, nowMs);
  await taken('stop', 4520000062, nowMs - 1_000);
  await taken('stop', 4520000063, nowMs - 1_000);
  await taken('start', 4520000063, nowMs);
  await taken('start', 4520000063, nowMs + 1_000);
  const { entries } = await json<{ entries: SuppressionRemoval[] }>(await owner('GET', '/api/suppressions/removals'));
  expect(entries.filter((entry) => entry.host === host).map(({ hash, atMs }) => [hash, atMs])).toEqual([
    [hexOf(4520000063), nowMs],
    [hexOf(4520000062), nowMs],
  ]);
});

test('an import adds whom the set lacks, and a removal keeps its reason', async () => {
  const host = await newHost();
  const before = await newest();
  const add = async (body: object) =>
    (await json<{ added: number }>(await owner('POST', '/api/suppressions', { body }))).added;
  expect(await add({ host, hashes: base64Of(4520000051, 4520000052), source: 'import', atMs: 86_400_000 })).toBe(2);
  expect(await add({ host, hashes: base64Of(4520000051, 4520000053), source: 'import' })).toBe(1);
  expect(await add({ host: null, hashes: base64Of(4520000051), source: 'marketer' })).toBe(1);
  const { changes, next } = await since(before);
  expect(changes.map(({ hash, host, source, isStart }) => [hash, host, source, isStart])).toEqual([
    [hexOf(4520000051), host, 2, false],
    [hexOf(4520000052), host, 2, false],
    [hexOf(4520000053), host, 2, false],
    [hexOf(4520000051), '', 3, false],
  ]);
  expect(changes[0]?.day).toBe(1);

  const body = { host, hashes: base64Of(4520000051, 4520000099), reason: ' Bad om beskeder igen ' };
  expect(await json(await owner('POST', '/api/suppressions/removals', { body }))).toEqual({ removed: 1 });
  // In the other scope she is still stopped.
  expect((await since(next)).changes).toMatchObject([{ hash: hexOf(4520000051), host, source: 3, isStart: true }]);
  const { entries } = await json<{ entries: SuppressionRemoval[] }>(await owner('GET', '/api/suppressions/removals'));
  expect(entries[0]).toMatchObject({ hash: hexOf(4520000051), source: 'marketer', reason: 'Bad om beskeder igen' });
  // Who: whoever was signed in. A person's own word is nobody else's.
  expect(entries[0]?.by).toEqual({ kind: 'session' });
  expect(entries.filter(({ source }) => source === 'opt-out-page').map(({ by }) => by)).toEqual([undefined]);
  const older = await json<{ entries: SuppressionRemoval[] }>(
    await owner('GET', `/api/suppressions/removals?before=${entries[0]?.id}`),
  );
  expect(older.entries.map(({ id }) => id)).toEqual(entries.slice(1).map(({ id }) => id));

  for (const path of ['/api/suppressions', '/api/suppressions/removals']) {
    const rest = path.endsWith('s/removals') ? { reason: 'x' } : { source: 'import' };
    const answer = await owner('POST', path, { body: { host: 'no.such.host', hashes: base64Of(1), ...rest } });
    await problemIn(answer, 404);
  }
});

test('whoever has all changes gets none, and one of another history gets all', async () => {
  const page = await pageOf(await owner('GET', '/api/suppressions'));
  expect(page.isFromStart).toBe(true);
  const answer = await owner('GET', `/api/suppressions?after=${page.newest}`);
  expect(await pageOf(answer)).toMatchObject({ changes: [], next: page.newest, isFromStart: false });
  for (const cursor of [
    'x',
    `${page.changes.length}-00000000`,
    `${page.changes.length + 1}-${page.newest.slice(-8)}`,
  ]) {
    const again = await since(cursor);
    expect(again.isFromStart).toBe(true);
    expect(again.changes).toEqual(page.changes);
  }
});

test('the later word holds, whichever is told first', async () => {
  const hash = hashesOf(4520000061);
  const word = { hash, host: null, source: 'keyword' } as const;
  const stub = workspaceStub(env);
  expect(await stub.takeWords([{ ...word, says: 'start', atMs: 2_000 }])).toEqual([{ hasChanged: false, stopped: [] }]);
  // On its way for long, and older than what she said since.
  expect(await stub.takeWords([{ ...word, says: 'stop', atMs: 1_000 }])).toEqual([{ hasChanged: false, stopped: [] }]);
  expect(await stub.takeWords([{ ...word, says: 'stop', atMs: 3_000 }])).toEqual([
    { hasChanged: true, stopped: [{ host: null }] },
  ]);
  expect(await stub.takeWords([{ ...word, says: 'start', atMs: 2_500 }])).toEqual([
    { hasChanged: false, stopped: [{ host: null }] },
  ]);
  expect(await stub.takeWords([{ ...word, says: 'start', atMs: 4_000 }])).toEqual([{ hasChanged: true, stopped: [] }]);
});

test('a message that comes back stops or starts by what the core says of it, and its number is stored nowhere', async () => {
  const host = await newHost();
  const gateway = await withToken(owner, ['inbound:write']);
  const log = vi.spyOn(console, 'error').mockImplementation(() => {});
  const send = async (...messages: object[]) =>
    (await json<{ understood: object[] }>(await gateway('POST', '/api/inbound', { body: { messages } }))).understood;
  const before = await newest();
  expect(
    await send(
      { from: '+4520987654', text: 'Stop tak', host },
      { from: '4520987655', text: 'AFMELD' },
      { from: '+4520987656', text: 'Hvornår åbner I?' },
      { from: '+4520987657', text: 'START' },
    ),
  ).toEqual([
    { word: 'stop', hasChanged: true, stopped: [{ host }] },
    { word: 'stop', hasChanged: true, stopped: [{ host: null }] },
    { word: 'neither', hasChanged: false, stopped: [] },
    { word: 'start', hasChanged: false, stopped: [] },
  ]);
  const stopped = await since(before);
  expect(stopped.changes).toMatchObject([
    { hash: hexOf(4520987654), host, source: 1, isStart: false },
    { hash: hexOf(4520987655), host: '', source: 1, isStart: false },
  ]);
  // Passed on twice, it is one.
  const twice = { from: '+4520987654', text: 'START', host, atMs: Date.now() };
  expect(await send(twice)).toEqual([{ word: 'start', hasChanged: true, stopped: [] }]);
  expect(await send(twice)).toEqual([{ word: 'start', hasChanged: false, stopped: [] }]);
  // START takes back what STOP to the same said, and tells what is left.
  expect(await send({ from: '4520987655', text: 'tilmeld mig', host })).toEqual([
    { word: 'start', hasChanged: false, stopped: [{ host: null }] },
  ]);
  expect((await since(stopped.next)).changes).toMatchObject([{ hash: hexOf(4520987654), isStart: true }]);

  const dump = await runInDurableObject(theWorkspace(), (_: Workspace, { storage }) =>
    storage.sql
      .exec<{ name: string }>(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_cf%' ESCAPE '\\'",
      )
      .toArray()
      .map(({ name }) => JSON.stringify(storage.sql.exec(`SELECT * FROM "${name}"`).toArray()))
      .join('\n'),
  );
  expect(dump).toContain(campaignMark);
  expect(dump).not.toMatch(/209876|Hvornår/);
  expect(log).not.toHaveBeenCalled();
});

/** Something that the dump surely holds. */
const campaignMark = 'u1.brand.dk';

test('whoever sends under no number holds up nobody, and is told without the sender', async () => {
  const senders = ['BRAND', '+45 20 98 76 91', '004520987692', '12345', ''];
  const messages = [...senders, '+4520987693'].map((from) => ({ from, text: 'STOP' }));
  const answer = await json<{ understood: unknown[] }>(await owner('POST', '/api/inbound', { body: { messages } }));
  expect(answer.understood).toEqual([
    ...senders.map((_, at) => ({
      ...{ word: 'stop', hasChanged: false, stopped: [] },
      error: { pointer: `/messages/${at}/from`, code: 'no-number', detail: expect.stringContaining('country code') },
    })),
    { word: 'stop', hasChanged: true, stopped: [{ host: null }] },
  ]);
  expect(JSON.stringify(answer)).not.toMatch(/20987|98 76|BRAND/);
});

test('inbound messages are refused whole where one is not as documented, and no answer repeats a number', async () => {
  const rows: [body: object, pointer: string][] = [
    [{ messages: [] }, '/messages'],
    [{ messages: [{ from: 4520987654, text: 'stop' }] }, '/messages/0/from'],
    [{ messages: [{ from: '+4520987654', text: 'stop', host: 'no.such.host' }] }, '/messages/0/host'],
    [{ messages: [{ from: '+4520987654', text: 'stop' }, { from: '+4520987654' }] }, '/messages/1/text'],
  ];
  const before = await newest();
  for (const [body, pointer] of rows) {
    const problem = await problemIn(await owner('POST', '/api/inbound', { body }), 422);
    expect(problem.errors?.[0]?.pointer).toBe(pointer);
    expect(JSON.stringify(problem)).not.toMatch(/2098|98 76/);
  }
  expect(await newest()).toBe(before);
  // As long as a message of 255 parts is, beside others: no batch is held up by it.
  const long = { from: '+4520987654', text: 'x'.repeat(255 * 153) };
  const body = { messages: [long, { from: '+4520987654', text: 'Hej' }] };
  expect((await owner('POST', '/api/inbound', { body })).status).toBe(200);
});
