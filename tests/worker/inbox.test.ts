/** The inbox as a person goes through it: what each text did, which campaign it may answer, what is unread, found, and gone. */
import { runInDurableObject } from 'cloudflare:test';
import { env, exports } from 'cloudflare:workers';
import { beforeAll, expect, test } from 'vitest';
import type { GatewayDetails, Inbox, InboxMessage, MessagesTold } from '../../worker/api.ts';
import { GatewayStore } from '../../worker/src/stores/gateway-store.ts';
import { workspaceStub } from '../../worker/src/stubs.ts';
import { addDomain, type Caller, json, nobody, problemIn, signIn, withToken } from './caller.ts';

let owner: Caller;
let gateway: GatewayDetails;
let key = 0;

function writes(from: string, text: string): Promise<Response> {
  const url = new URL(gateway.callbacks.inbound);
  const said = { from, to: '1245', text, charset: 'UTF-8', coding: '0', at: '2026-11-30 04:00:00', key: `k${++key}` };
  url.search = String(new URLSearchParams(said));
  return exports.default.fetch(new Request(url));
}
const look = async (query = '') => json<Inbox>(await owner('GET', `/api/inbox${query}`));
const textsOf = ({ entries }: Inbox) => entries.map(({ text }) => text);
const named = async (text: string): Promise<InboxMessage> => {
  const found = (await look('?pageLimit=250')).entries.find((entry) => entry.text === text);
  if (found === undefined) throw new Error(`there is no ${text}`);
  return found;
};

beforeAll(async () => {
  owner = await signIn();
  gateway = await json<GatewayDetails>(
    await owner('POST', '/api/gateways', {
      body: {
        ...{ kind: 'kannel', name: 'Kannel', secrets: { password: 'x' } },
        settings: { url: 'http://kannel.example:13013/cgi-bin/sendsms', username: 'klikspor' },
      },
    }),
    201,
  );
  const { host } = await addDomain(owner, 'svar.example');
  const body = {
    ...{ text: 'Nyt: www.shop.example/nyt {{afmeld}}', host, from: 'Brand', name: 'Efterår', quietHours: false },
    recipients: [{ to: '+4533000001' }],
  };
  const told = await json<MessagesTold>(await owner('POST', '/api/messages', { body }));
  for (let attempt = 0; attempt < 200; attempt++) {
    const one = await json<{ state: string }>(await owner('GET', `/api/messages/${told.messages[0]?.id}`));
    if (one.state === 'accepted') break;
    await scheduler.wait(50);
  }
  for (const [from, text] of [
    ['+4533000001', 'Hvornår åbner I?'],
    ['+4533000002', 'STOP'],
    ['+4533000003', 'Tak for sidst'],
    ['+4533000002', 'Ring til mig'],
    ['Brand', 'Kvittering'],
  ] as const) {
    expect((await writes(from, text)).status).toBe(200);
  }
});

test('each text says what it did, and which campaign its sender was sent last', async () => {
  const { entries, unread, keptDays } = await look();
  expect(entries.map(({ text, word, isUnread }) => [text, word, isUnread])).toEqual([
    ['Kvittering', 'neither', true],
    ['Ring til mig', 'neither', true],
    ['Tak for sidst', 'neither', true],
    ['STOP', 'stop', false],
    ['Hvornår åbner I?', 'neither', true],
  ]);
  expect({ unread, keptDays }).toEqual({ unread: 4, keptDays: 30 });
  expect(await named('Hvornår åbner I?')).toMatchObject({ campaign: 'svar.example:1', campaignName: 'Efterår' });
  expect((await named('STOP')).campaign).toBeUndefined();
  // A name has no hash, and is not stopped.
  const { hash, stopped } = await named('Kvittering');
  expect([hash, stopped]).toEqual([undefined, []]);
});

test('who is stopped is told of all that the number wrote, until it is taken back', async () => {
  expect((await named('Ring til mig')).stopped).toEqual([{ host: null }]);
  expect((await named('Tak for sidst')).stopped).toEqual([]);
  const { hash } = await named('STOP');
  const body = { host: null, hashes: hash, reason: 'Skrev det ved en fejl' };
  expect(await json(await owner('POST', '/api/suppressions/removals', { body }))).toEqual({ removed: 1 });
  for (const text of ['STOP', 'Ring til mig']) expect((await named(text)).stopped).toEqual([]);
});

test.each([
  ['?word=stop', ['STOP']],
  ['?word=start', []],
  ['?unread=true', ['Kvittering', 'Ring til mig', 'Tak for sidst', 'Hvornår åbner I?']],
  ['?word=stop&unread=true', []],
  ['?search=HVORN%C3%85R', ['Hvornår åbner I?']],
  ['?search=til%20ring', ['Ring til mig']],
  ['?search=til%20stop', []],
  ['?search=33%2000%2000%2002', ['Ring til mig', 'STOP']],
  ['?search=%2B45%2033-000-003', ['Tak for sidst']],
  ['?search=1245', ['Kvittering', 'Ring til mig', 'Tak for sidst', 'STOP', 'Hvornår åbner I?']],
  ['?search=brand', ['Kvittering']],
  ['?search=%20', ['Kvittering', 'Ring til mig', 'Tak for sidst', 'STOP', 'Hvornår åbner I?']],
])('%s tells %j', async (query, texts) => {
  expect(textsOf(await look(query))).toEqual(texts);
});

test.each(['?', '?search=33&', '?unread=true&'])('pages of %s hold each text once', async (query) => {
  const all = textsOf(await look(query));
  for (const pageLimit of [1, 2, 4]) {
    const found: string[] = [];
    for (let next: string | undefined = `/api/inbox${query}pageLimit=${pageLimit}`; next !== undefined; ) {
      const page: Inbox = await json<Inbox>(await owner('GET', next));
      found.push(...textsOf(page));
      next = page._links.next;
    }
    expect(found).toEqual(all);
  }
});

test('a page goes on where one of the same box ended, and of no other', async () => {
  const { _links } = await look('?pageLimit=1');
  const cursor = new URLSearchParams(_links.next?.split('?')[1]).get('cursor');
  expect(cursor).toMatch(/^\w+$/);
  await problemIn(await owner('GET', `/api/outbox?cursor=${cursor}`), 400);
});

test('one is read and unread again, and all are up to one that was seen', async () => {
  const { id } = await named('Tak for sidst');
  const mark = (isUnread: boolean) => owner('PATCH', `/api/inbox/${id}`, { body: { isUnread } });
  expect(await json(await mark(false))).toEqual({ unread: 3 });
  expect(await json(await mark(false))).toEqual({ unread: 3 });
  expect((await named('Tak for sidst')).isUnread).toBe(false);
  expect(await json(await mark(true))).toEqual({ unread: 4 });
  const upTo = (await named('Ring til mig')).id;
  expect(await json(await owner('POST', '/api/inbox/read', { body: { upTo } }))).toEqual({ unread: 1 });
  expect(textsOf(await look('?unread=true'))).toEqual(['Kvittering']);
  expect(await json(await owner('GET', '/api/inbox/unread'))).toEqual({ unread: 1 });
  for (const isUnread of [true, false]) {
    await problemIn(await owner('PATCH', '/api/inbox/999999', { body: { isUnread } }), 404);
  }
  await problemIn(await owner('PATCH', '/api/inbox/x', { body: { isUnread: false } }), 404);
  await problemIn(await owner('POST', '/api/inbox/read', { body: { upTo: '-1' } }), 404);
  const kvittering = await named('Kvittering');
  expect((await owner('DELETE', `/api/inbox/${kvittering.id}`)).status).toBe(204);
  expect((await look()).unread).toBe(0);
});

test('texts that an earlier version kept are found by what they were taken for: a reply', async () => {
  await runInDurableObject(workspaceStub(env), (_, { storage }) => {
    storage.sql.exec("UPDATE kept_message SET word = NULL WHERE word = 'neither'");
  });
  expect(textsOf(await look('?word=neither&search=tak'))).toEqual(['Tak for sidst']);
  expect(textsOf(await look('?word=stop'))).toEqual(['STOP']);
});

test('a search goes on where one page has opened as many texts as it may', async () => {
  const rare = 'Sjældent ord';
  await writes('+4533000009', rare);
  await runInDurableObject(workspaceStub(env), (_, { storage }) => {
    const store = new GatewayStore(storage);
    // What does not open any more is passed over.
    const octets = new Uint8Array(40);
    const many = Array.from({ length: 2_500 }, (__, at) => ({ id: `fyld ${at}`, atMs: Date.now(), key: 1, octets }));
    store.keep('inbox', many);
  });
  const first = await look('?search=sj%C3%A6ldent');
  expect([first.entries.length, first._links.next === undefined]).toEqual([0, false]);
  const second = await json<Inbox>(await owner('GET', first._links.next ?? ''));
  expect(textsOf(second)).toEqual([rare]);
  expect(second._links).toEqual({});
});

test('nobody reads it but whoever may see all', async () => {
  const reader = await withToken(owner, ['campaigns:read', 'opt-outs:read', 'messages:send']);
  for (const [method, path, body] of [
    ['GET', '/api/inbox'],
    ['GET', '/api/inbox/unread'],
    ['PATCH', '/api/inbox/1', { isUnread: true }],
    ['POST', '/api/inbox/read', { upTo: '1' }],
    ['DELETE', '/api/inbox/1'],
  ] as const) {
    await problemIn(await reader(method, path, { body }), 403);
    expect((await nobody(method, path, { body })).status).toBe(401);
  }
});
