/** Following a campaign's counts over a WebSocket, as a page of the app does. */
import { evictDurableObject, runInDurableObject } from 'cloudflare:test';
import { env, exports } from 'cloudflare:workers';
import { beforeAll, expect, test, vi } from 'vitest';
import type { Campaign, LiveNews } from '../../worker/api.ts';
import { batchId } from '../../worker/src/batch-id.ts';
import { FOLLOWER_HEADER } from '../../worker/src/live.ts';
import { workspaceStub } from '../../worker/src/stubs.ts';
import { Workspace } from '../../worker/src/workspace.ts';
import { APP, addDomain, type Caller, CODE, callerWith, json, nobody, pathOf, problemIn, publish } from './caller.ts';
import { batchOf, campaign, counter, identity, linkHost } from './support.ts';

let cookie = '';
let owner: Caller;
let host = '';
beforeAll(async () => {
  const answer = await nobody('POST', '/api/session', { body: { code: CODE } });
  cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? '';
  owner = callerWith({ cookie });
  ({ host } = await addDomain(owner, 'live.brand.dk'));
});

const upgrade = (path: string, headers: Readonly<Record<string, string>>): Promise<Response> =>
  exports.default.fetch(new Request(APP + path, { headers: { upgrade: 'websocket', ...headers } }));

interface Line {
  readonly socket: WebSocket;
  readonly heard: string[];
  readonly closed: { code: number; reason: string }[];
}

function listen(socket: WebSocket, heard: string[], closed: Line['closed']): void {
  socket.addEventListener('message', ({ data }) => {
    heard.push(String(data));
  });
  socket.addEventListener('close', ({ code, reason }) => {
    closed.push({ code, reason });
  });
  socket.accept();
}

/** As the page opens it. */
async function follow(of: Campaign, shard = 0, headers: Readonly<Record<string, string>> = {}): Promise<Line> {
  const path = `${pathOf(of)}/live?shard=${shard}`;
  const { status, webSocket } = await upgrade(path, { cookie, origin: APP, ...headers });
  if (webSocket === null) throw new Error(`no socket: ${status}`);
  const heard: string[] = [];
  const closed: Line['closed'] = [];
  listen(webSocket, heard, closed);
  return { socket: webSocket, heard, closed };
}

async function until(what: string, isSo: () => boolean): Promise<void> {
  for (let attempt = 0; !isSo(); attempt++) {
    if (attempt === 160) throw new Error(`never came: ${what}`);
    await scheduler.wait(50);
  }
}

const recordOf = async ({ host, number }: Campaign) => {
  const stored = await workspaceStub(env).campaign(host, number);
  if (stored === null) throw new Error('it was published');
  return stored.record;
};

async function click(on: Campaign, recipients: readonly number[], shard = 0): Promise<void> {
  const record = await recordOf(on);
  await counter(record, shard).store({ ...identity(record), shard }, batchId(), batchOf(recipients));
}

test('tells every window that counts have changed, once, and at most once a second', async () => {
  const published = await publish(owner, host);
  const lines = [await follow(published), await follow(published)];
  await click(published, [1]);
  for (const { heard } of lines) await until('the first click', () => heard.length === 1);
  const begunMs = Date.now();
  for (let recipient = 2; recipient < 22; recipient++) {
    await click(published, [recipient]);
    await scheduler.wait(100);
  }
  const { numbers } = await json<{ numbers: { clicks: number } }>(await owner('GET', `${pathOf(published)}/report`));
  expect(numbers.clicks).toBe(21);
  await scheduler.wait(1_500);
  const seconds = (Date.now() - begunMs) / 1_000;
  for (const { heard, closed } of lines) {
    expect(heard.length).toBeGreaterThan(1);
    expect(heard.length).toBeLessThanOrEqual(seconds + 2);
    const told = heard.map((text) => JSON.parse(text) as LiveNews);
    expect(told.map(({ changes }) => changes)).toEqual(
      [...new Set(told.map(({ changes }) => changes))].sort((a, b) => a - b),
    );
    expect(Object.keys(told[0] ?? {})).toEqual(['shard', 'changes', 'asOfMs']);
    expect(closed).toEqual([]);
  }
  // The plain answer is what was told last.
  const last = JSON.parse(lines[0]?.heard.at(-1) ?? '') as LiveNews;
  expect(await json<LiveNews>(await owner('GET', `${pathOf(published)}/live`))).toMatchObject({
    shard: 0,
    changes: last.changes,
  });
  const before = lines.map(({ heard }) => heard.length);
  await scheduler.wait(2_500);
  expect(lines.map(({ heard }) => heard.length)).toEqual(before);
});

test('tells of an opt-out, and each counter of its own hits alone', async () => {
  const published = await publish(owner, host, { recipients: 250_000 });
  expect(published.shards).toBe(3);
  const lines = [await follow(published, 0), await follow(published, 1), await follow(published, 2)];
  await click(published, [1], 1);
  await until('a click', () => lines[1]?.heard.length === 1);
  const record = await recordOf(published);
  await counter(record, 2).optOut({ ...identity(record), shard: 2 }, 2, Date.now());
  await until('an opt-out', () => (lines[2]?.heard.length ?? 0) >= 1);
  expect(lines[0]?.heard).toEqual([]);
  expect(lines[1]?.heard.map((text) => (JSON.parse(text) as LiveNews).shard)).toEqual([1]);
  await problemIn(await owner('GET', `${pathOf(published)}/live?shard=3`), 400);
});

test('goes on after the object was out of memory, and answers pings without it', async () => {
  const published = await publish(owner, host);
  const line = await follow(published);
  await click(published, [1]);
  await until('a click', () => line.heard.length === 1);
  const record = await recordOf(published);
  await evictDurableObject(counter(record));
  line.socket.send('ping');
  await until('pong', () => line.heard.includes('pong'));
  await click(published, [2]);
  await until('news from the next instance', () => line.heard.length === 3);
  expect(line.closed).toEqual([]);
});

test('a session that ended is told so in place of the next news, and nothing else', async () => {
  const published = await publish(owner, host);
  const made = await json<{ id: string; secret: string }>(
    await owner('POST', '/api/tokens', { body: { name: 'følger', scopes: ['campaigns:read'] } }),
    201,
  );
  // Programs follow by a token, which no browser can be made to send: they have no Origin.
  const program = await upgrade(`${pathOf(published)}/live`, { authorization: `Bearer ${made.secret}` });
  expect(program.status).toBe(101);
  const closed: Line['closed'] = [];
  const heard: string[] = [];
  if (program.webSocket !== null) listen(program.webSocket, heard, closed);
  const line = await follow(published);
  expect((await owner('DELETE', `/api/tokens/${made.id}`)).status).toBe(204);
  await click(published, [1]);
  await until('the end', () => closed.length === 1);
  expect(closed).toEqual([{ code: 4401, reason: 'session-ended' }]);
  expect(heard).toEqual([]);
  await until('news for whoever is still in', () => line.heard.length === 1);
  expect(line.closed).toEqual([]);
});

test('only a page of the app itself opens one, and nobody without a session', async () => {
  const published = await publish(owner, host);
  const path = `${pathOf(published)}/live`;
  for (const headers of [
    { cookie },
    { cookie, origin: 'https://evil.example' },
    { cookie, origin: 'http://localhost:1' },
  ]) {
    await problemIn(await upgrade(path, headers), 403);
  }
  await problemIn(await upgrade(path, { origin: APP }), 401);
  await problemIn(await upgrade(`${path}?token=klik_x`, { cookie, origin: APP }), 400);
  await problemIn(await upgrade('/api/campaigns/no.such.dk%3A1/live', { cookie, origin: APP }), 404);
  // What is no WebSocket answers as before, with the cookie alone.
  expect((await owner('GET', path)).status).toBe(200);
});

test('takes nothing but pings, and no more followers than it can hold', async () => {
  const published = await publish(owner, host);
  const line = await follow(published);
  line.socket.send('{"changes":7}');
  await until('the end', () => line.closed.length === 1);
  expect(line.closed[0]).toEqual({ code: 1003, reason: 'only-ping-is-taken' });
  const lines: Line[] = [];
  for (let i = 0; i < 100; i++) lines.push(await follow(published));
  const full = await upgrade(`${pathOf(published)}/live`, { cookie, origin: APP });
  expect((await problemIn(full, 503)).detail).toMatch(/follow/);
  for (const { socket } of lines) socket.close();
  await scheduler.wait(200);
  expect((await follow(published)).closed).toEqual([]);
});

test('without a follower the alarm rings when KV is due, as it always did; with one as soon as hits have settled', async () => {
  // Of this age a counter copies to KV every four seconds.
  const record = await campaign(await linkHost(), 1, { publishedAtMs: Date.now() - 2 * 3_600_000 });
  const alarmAfter = async (recipient: number): Promise<number> => {
    const askedMs = Date.now();
    await counter(record).store(identity(record), batchId(), batchOf([recipient], Date.now() - 1));
    const at = await runInDurableObject(counter(record), (_, { storage }) => storage.getAlarm());
    return (at ?? askedMs) - askedMs;
  };
  const published = async () => (await counter(record).report(identity(record))).publishedAtMs;
  await alarmAfter(1);
  while ((await published()) === 0) await scheduler.wait(20);
  expect(await alarmAfter(2)).toBeGreaterThan(2_000);
  vi.spyOn(Workspace.prototype, 'standing').mockImplementation(async (ids) => ids);
  const headers = { upgrade: 'websocket', [FOLLOWER_HEADER]: 'somebody' };
  const { webSocket } = await counter(record).fetch('https://counter/live', { headers });
  webSocket?.accept();
  expect(await alarmAfter(3)).toBeLessThan(1_500);
  webSocket?.close();
});

test('a workspace that does not answer ends the lines, which may come back, and keeps KV from nothing', async () => {
  const published = await publish(owner, host);
  const line = await follow(published);
  const silent = vi.spyOn(Workspace.prototype, 'standing').mockImplementation(() => new Promise(() => {}));
  await click(published, [1]);
  await until('the end', () => line.closed.length === 1);
  expect(line).toMatchObject({ heard: [], closed: [{ code: 1013, reason: 'try-again' }] });
  const { number } = published;
  let copy: string | null = null;
  for (let attempt = 0; copy === null && attempt < 100; attempt++) {
    copy = await env.KV.get(`counts/${host}/${number}/0`);
    await scheduler.wait(100);
  }
  expect(copy).toContain('"clickers":1');
  silent.mockRestore();
  const again = await follow(published);
  await click(published, [2]);
  await until('news', () => again.heard.length === 1);
});
