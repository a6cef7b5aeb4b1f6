/** Texts that come in are told to the marketer's own addresses: signed, each once, again where that failed, and not for ever. */
import { runDurableObjectAlarm } from 'cloudflare:test';
import { env, exports } from 'cloudflare:workers';
import { afterEach, beforeAll, expect, inject, test, vi } from 'vitest';
import type { GatewayDetails, Inbox, Webhook } from '../../worker/api.ts';
import { workspaceStub } from '../../worker/src/stubs.ts';
import { WAITS_MS } from '../../worker/src/webhooks.ts';
import { type Caller, json, problemIn, signIn, withToken } from './caller.ts';
import { dumpOfKv, dumpOfObjects, inOctets } from './dump.ts';
import type { Hooked } from './outside.ts';

let owner: Caller;
let gateway: GatewayDetails;
let key = 0;
beforeAll(async () => {
  // A session would end in the days that go by.
  owner = await withToken(await signIn(), ['admin']);
  gateway = await json<GatewayDetails>(
    await owner('POST', '/api/gateways', {
      body: {
        ...{ kind: 'kannel', name: 'Kannel', secrets: { password: 'x' } },
        settings: { url: 'http://kannel.example:13013/cgi-bin/sendsms', username: 'klikspor' },
      },
    }),
    201,
  );
});
afterEach(async () => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  for (const { id } of await webhooks()) await owner('DELETE', `/api/webhooks/${id}`);
});

const { plain, closed } = inject('hosts');
const webhooks = async () => (await json<{ entries: Webhook[] }>(await owner('GET', '/api/webhooks'))).entries;
const one = async ({ id }: Pick<Webhook, 'id'>) => (await webhooks()).find((webhook) => webhook.id === id);
const add = async (url: string) => json<Webhook>(await owner('POST', '/api/webhooks', { body: { url } }), 201);

/** An address of its own, that answers with these statuses one after the other. */
async function address(...statuses: number[]): Promise<string> {
  const url = `${plain}/hook/${crypto.randomUUID()}`;
  if (statuses.length > 0) await fetch(url, { method: 'PUT', body: JSON.stringify(statuses) });
  return url;
}
const came = async (url: string) => (await fetch(url)).json<Hooked[]>();

/** As Kannel calls. Told twice with the same key. */
async function writes(text: string, from = '+4534000001', as = `w${++key}`): Promise<void> {
  const url = new URL(gateway.callbacks.inbound);
  const said = { from, to: '1245', text, charset: 'UTF-8', coding: '0', at: '2026-11-30 04:00:00', key: as };
  url.search = String(new URLSearchParams(said));
  expect((await exports.default.fetch(new Request(url))).status).toBe(200);
}

/** Now, or so much later; until nothing of it is under way. */
async function ring(laterMs = 0): Promise<void> {
  if (laterMs > 0) vi.useFakeTimers({ now: Date.now() + laterMs, toFake: ['Date'] });
  await runDurableObjectAlarm(workspaceStub(env));
  const busy = async () => (await webhooks()).map(({ answerAtMs, waiting, told }) => [answerAtMs, waiting, told]);
  let before = JSON.stringify(await busy());
  for (let quiet = 0; quiet < 6; ) {
    await scheduler.wait(20);
    const now = JSON.stringify(await busy());
    quiet = now === before ? quiet + 1 : 0;
    before = now;
  }
}

/** Checked as Standard Webhooks says, with nothing of the worker's. */
async function isSigned(secret: string, { headers, body }: Hooked): Promise<boolean> {
  const octets = Uint8Array.from(atob(secret.replace('whsec_', '')), (sign) => sign.charCodeAt(0));
  const hmac = await crypto.subtle.importKey('raw', octets, { name: 'HMAC', hash: 'SHA-256' }, false, ['verify']);
  const [version, base64 = ''] = (headers['webhook-signature'] ?? '').split(',');
  const signature = Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
  return version === 'v1' && crypto.subtle.verify('HMAC', hmac, signature, new TextEncoder().encode(signed));
}

test('each text is told once, signed, with what it was taken for', async () => {
  const url = await address();
  const hook = await add(url);
  await writes('Hvornår åbner I? 👋', '+4534000001', 'twice');
  await writes('Hvornår åbner I? 👋', '+4534000001', 'twice');
  await writes('STOP', '+4534000002');
  await vi.waitFor(async () => expect(await one(hook)).toMatchObject({ told: 2, waiting: 0, answer: '204' }));
  const [first, second, ...others] = await came(url);
  expect(others).toEqual([]);
  const { entries } = await json<Inbox>(await owner('GET', '/api/inbox?pageLimit=2'));
  expect(JSON.parse(first?.body ?? '')).toEqual({
    type: 'inbound.received',
    timestamp: new Date(entries[1]?.atMs ?? 0).toISOString(),
    data: {
      ...{ id: entries[1]?.id, gateway: gateway.id, from: '+4534000001', to: '1245' },
      ...{ text: 'Hvornår åbner I? 👋', word: 'neither' },
    },
  });
  expect(JSON.parse(second?.body ?? '')).toMatchObject({ data: { from: '+4534000002', word: 'stop' } });
  for (const asked of [first, second]) {
    if (asked === undefined) throw new Error('nothing came');
    expect(await isSigned(hook.secret, asked)).toBe(true);
    expect(await isSigned(hook.secret, { ...asked, body: `${asked.body} ` })).toBe(false);
    expect(Math.abs(Number(asked.headers['webhook-timestamp']) - Date.now() / 1_000)).toBeLessThan(60);
    expect(asked.headers['content-type']).toBe('application/json');
  }
  expect(first?.headers['webhook-id']).not.toBe(second?.headers['webhook-id']);
});

test('what was not taken is told again, later and later, under the same id, and at last given up', async () => {
  const url = await address(500);
  const hook = await add(url);
  await writes('Bliver aldrig taget');
  await vi.waitFor(async () => expect(await one(hook)).toMatchObject({ waiting: 1, answer: '500' }));
  for (const [at, wait] of WAITS_MS.entries()) {
    await ring(wait - 2_000);
    expect(await came(url)).toHaveLength(at + 1);
    await ring(2_500);
    expect(await came(url)).toHaveLength(at + 2);
  }
  expect(await one(hook)).toMatchObject({ told: 0, waiting: 0, givenUp: 1 });
  expect(new Set((await came(url)).map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  await ring(100 * 3_600_000);
  expect(await came(url)).toHaveLength(WAITS_MS.length + 1);
}, 60_000);

test('one that is away is left alone for all that waits, and gets it all when it is back', async () => {
  const url = await address(503, 204);
  const hook = await add(url);
  await writes('et');
  await vi.waitFor(async () => expect(await one(hook)).toMatchObject({ waiting: 1, answer: '503' }));
  for (const text of ['to', 'tre']) await writes(text);
  await ring(6_000);
  await ring(6_000);
  expect(await one(hook)).toMatchObject({ told: 3, waiting: 0 });
  const told = (await came(url)).map(({ body }) => (JSON.parse(body) as { data: { text: string } }).data.text);
  expect(told.filter((text) => text === 'et')).toHaveLength(2);
  expect(new Set(told)).toEqual(new Set(['et', 'to', 'tre']));
});

test('a text that one address cannot read holds up no other text, and no other address', async () => {
  const [odd, fine] = [await address(422, 204), await address()];
  const [oddHook, fineHook] = [await add(odd), await add(fine)];
  for (const text of ['a', 'b']) await writes(text);
  await vi.waitFor(async () => {
    expect(await one(oddHook)).toMatchObject({ told: 1, waiting: 1 });
    expect(await one(fineHook)).toMatchObject({ told: 2, waiting: 0 });
  });
  const unreached = await add(`${closed.replace('https', 'http')}/`);
  await writes('c');
  await vi.waitFor(async () => expect(await one(unreached)).toMatchObject({ waiting: 1, answer: 'unreached' }));
  await vi.waitFor(async () => expect(await one(fineHook)).toMatchObject({ told: 3 }));
});

test('one that is slow holds up no other', async () => {
  const [slow, fast] = [await add(`${plain}/never`), await add(await address())];
  const another = await add(`${plain}/never`);
  for (const text of ['d', 'e']) {
    await writes(text);
    await vi.waitFor(async () => expect(await one(fast)).toMatchObject({ told: text === 'd' ? 1 : 2 }), 3_000);
  }
  for (const hook of [slow, another]) expect(await one(hook)).toMatchObject({ waiting: 2, answer: null });
});

test('410 ends it: nothing is told any more', async () => {
  const url = await address(410);
  const hook = await add(url);
  await writes('farvel');
  await vi.waitFor(async () => expect(await one(hook)).toMatchObject({ isOff: true, waiting: 0, answer: '410' }));
  await writes('er du der?');
  await ring(6_000);
  expect(await came(url)).toHaveLength(1);
});

test('what is erased from the inbox is told nobody any more, and nothing of a text is stored beside it', async () => {
  const url = await address(500, 204);
  const hook = await add(url);
  await writes('nål i en høstak', '+4534999999');
  await vi.waitFor(async () => expect(await one(hook)).toMatchObject({ waiting: 1 }));
  const stored = `${await dumpOfObjects()}\n${await dumpOfKv()}`;
  expect(stored).toContain(hook.id);
  for (const needle of ['34999999', 'høstak', hook.secret.slice(6)]) expect(stored).not.toContain(inOctets(needle));
  await owner('DELETE', '/api/inbox');
  await ring(6_000);
  expect(await one(hook)).toMatchObject({ waiting: 0, told: 0, givenUp: 0 });
  expect(await came(url)).toHaveLength(1);
});

test('an address is tried with something that says nothing', async () => {
  const url = await address(200, 404);
  const hook = await add(url);
  const tried = async () => json(await owner('POST', `/api/webhooks/${hook.id}/test`));
  expect(await tried()).toEqual({ isTaken: true, answer: '200' });
  expect(await tried()).toEqual({ isTaken: false, answer: '404' });
  const [first] = await came(url);
  if (first === undefined) throw new Error('nothing came');
  expect(JSON.parse(first.body)).toMatchObject({ type: 'test', data: {} });
  expect(await isSigned(hook.secret, first)).toBe(true);
  await problemIn(await owner('POST', '/api/webhooks/0000000000000000/test'), 404);
});

test('five at most, by https, for whoever may see all; each has a secret of its own, which stays', async () => {
  for (const url of ['http://www.brand.dk/hook', 'brand.dk', 'https://name:secret@brand.dk/', 'ftp://brand.dk', '']) {
    const { errors } = await problemIn(await owner('POST', '/api/webhooks', { body: { url } }), 422);
    expect([url, errors?.[0]?.pointer]).toEqual([url, '/url']);
  }
  const made: Webhook[] = [];
  for (let at = 0; at < 5; at++) made.push(await add(`https://www.brand.dk/hook/${at}`));
  await problemIn(await owner('POST', '/api/webhooks', { body: { url: 'https://www.brand.dk/6' } }), 409);
  expect(new Set(made.map(({ secret }) => secret)).size).toBe(5);
  for (const { secret } of made) expect(secret).toMatch(/^whsec_[\w+/]{43}=$/);
  expect((await webhooks()).map(({ secret }) => secret)).toEqual(made.map(({ secret }) => secret));
  const reader = await withToken(owner, ['campaigns:read', 'inbound:write', 'messages:send']);
  await problemIn(await reader('GET', '/api/webhooks'), 403);
  await problemIn(await owner('DELETE', '/api/webhooks/0000000000000000'), 404);
});
