/**
 * Gateways over the API, in workerd: what is given is used and never told again, neither by the API nor by a dump or the log;
 * callbacks are let in by their secret; outbox and inbox keep what they should, as noise, and no longer.
 */
import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { env, exports } from 'cloudflare:workers';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import type {
  GatewayDetails,
  InboxMessage,
  NewGateway,
  OutboxMessage,
  RequestPreview,
  ShortGateway,
  TestOutcome,
} from '../../worker/api.ts';
import { BOX_LIFE_MS } from '../../worker/src/gateways/boxes.ts';
import { Deadline } from '../../worker/src/gateways/deadline.ts';
import type { OutMessage } from '../../worker/src/gateways/gateway.ts';
import { errorsIn, forgetGateway, GATEWAY_LIFE_MS, noteOutcomes, openGateway } from '../../worker/src/gateways/open.ts';
import { Sealing } from '../../worker/src/gateways/sealing.ts';
import { reporting } from '../../worker/src/reporting.ts';
import { deriveNumberKey } from '../../worker/src/slug-keys.ts';
import { GatewayStore, MOST_KEPT } from '../../worker/src/stores/gateway-store.ts';
import { workspaceStub } from '../../worker/src/stubs.ts';
import { APP, type Caller, json, nobody, problemIn, signIn, withToken } from './caller.ts';
import { dumpOfKv, dumpOfObjects, inOctets } from './dump.ts';

let owner: Caller;
beforeAll(async () => {
  owner = await signIn();
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const PASSWORD = 'needle-of-a-password';
const KANNEL: NewGateway = {
  kind: 'kannel',
  name: 'Kannel i Aarhus',
  settings: { url: 'http://kannel.example:13013/cgi-bin/sendsms', username: 'klikspor', countryCode: '45' },
  secrets: { password: PASSWORD },
};

let named = 0;
/** Each has a name of its own. */
const kannel = (): NewGateway => ({ ...KANNEL, name: `Kannel ${++named}` });
const add = async (body: NewGateway = kannel()) =>
  json<GatewayDetails>(await owner('POST', '/api/gateways', { body }), 201);
const look = async (id: string) => json<GatewayDetails>(await owner('GET', `/api/gateways/${id}`));
const TEST = { to: '+4520123456', from: 'Brand', text: 'Hej med dig', encoding: 'gsm7', segments: 1 };
const tried = async (id: string) => json<TestOutcome>(await owner('POST', `/api/gateways/${id}/test`, { body: TEST }));
/** On a busy machine. */
const PATIENT = { timeout: 10_000, interval: 20 };
/** As a gateway asks. */
const call = (url: string, init: RequestInit = {}) => exports.default.fetch(new Request(url, init));

/** Answers in the gateway's place; what it was asked is in the array. */
function answering(answer: (url: URL) => Response): URL[] {
  const asked: URL[] = [];
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input) => {
    const url = new URL(String(input));
    asked.push(url);
    return answer(url);
  });
  return asked;
}

/** All that is stored. */
const dump = async () => `${await dumpOfObjects()}\n${await dumpOfKv()}`;

test('a gateway is added, shown without its secrets, changed and removed', async () => {
  const made = await add(KANNEL);
  expect(made).toMatchObject({ kind: 'kannel', name: 'Kannel i Aarhus', isReadable: true, errors: [], lastTest: null });
  expect(made).toMatchObject({ secretNames: ['password'], refusesKnownIds: false, acceptedAtMs: null });
  expect(made.settings).toEqual({ ...KANNEL.settings, perSecond: 30 });
  expect(await look(made.id)).toEqual(made);
  const { entries } = await json<{ entries: ShortGateway[] }>(await owner('GET', '/api/gateways'));
  expect(entries[0]).toEqual({ id: 'outbox', kind: 'outbox', name: 'Outbox', isReadable: true });
  expect(entries).toContainEqual({ id: made.id, kind: 'kannel', name: made.name, isReadable: true });
  const edited = await json<GatewayDetails>(
    await owner('PATCH', `/api/gateways/${made.id}`, { body: { kind: 'kannel', name: 'Kannel i Odense' } }),
  );
  expect(edited).toMatchObject({ name: 'Kannel i Odense', settings: made.settings, callbacks: made.callbacks });
  expect(edited.changedAtMs).toBeGreaterThan(made.changedAtMs);
  await problemIn(await owner('PATCH', `/api/gateways/${made.id}`, { body: { kind: 'twilio', name: 'x' } }), 409);
  expect((await owner('DELETE', `/api/gateways/${made.id}`)).status).toBe(204);
  await problemIn(await owner('GET', `/api/gateways/${made.id}`), 404);
  await problemIn(await owner('DELETE', `/api/gateways/${made.id}`), 404);
});

test('secrets are in no answer, no dump and no line of the log', async () => {
  const lines: string[] = [];
  vi.spyOn(console, 'error').mockImplementation((line) => lines.push(String(line)));
  const answers: string[] = [];
  const keep = async (answer: Response) => {
    answers.push(await answer.clone().text());
    return answer;
  };
  const made = await json<GatewayDetails>(await keep(await owner('POST', '/api/gateways', { body: kannel() })), 201);
  answering((url) => {
    if (!url.searchParams.has('text')) return new Response('no', { status: 403 });
    return new Response(`wrong: ${url.href} ${PASSWORD} +45 20 12 34 56`, { status: 400 });
  });
  await keep(await owner('POST', `/api/gateways/${made.id}/test`, { body: TEST }));
  answering((url) => {
    if (!url.searchParams.has('text')) return new Response('no', { status: 403 });
    throw new Error(`fetch of ${url.href} failed`);
  });
  forgetGateway(made.id);
  await keep(await owner('POST', `/api/gateways/${made.id}/test`, { body: TEST }));
  vi.mocked(fetch).mockRestore();
  await keep(await owner('GET', '/api/gateways'));
  await keep(await owner('GET', `/api/gateways/${made.id}`));
  await keep(await owner('PATCH', `/api/gateways/${made.id}`, { body: { kind: 'kannel', name: 'x' } }));
  const stored = await dump();
  expect(stored).toContain(made.id);
  expect(lines.join('\n')).toContain('gateway-unanswered');
  for (const text of [...answers, ...lines, stored]) {
    for (const needle of [PASSWORD, '20123456', '20 12 34 56', 'Hej med dig']) {
      expect(text).not.toContain(inOctets(needle));
    }
  }
  expect((await look(made.id)).errors).toMatchObject([
    { outcome: 'unknown', reason: 'no-answer', detail: '', times: 1 },
    { outcome: 'refused', reason: 'refused', words: expect.stringContaining('own words'), times: 1 },
  ]);
});

test('what was sealed opens for its own gateway alone, and with the secret of then', async () => {
  const sealing = new Sealing(env, 'gateway-credentials');
  const sealed = await sealing.seal('a', 'secret');
  expect(await sealing.open('a', sealed)).toBe('secret');
  expect(await sealing.open('b', sealed)).toBeNull();
  expect(await new Sealing(env, 'kept-messages').open('a', sealed)).toBeNull();
  const other = new Sealing({ SLUG_KEY_1: btoa('x'.repeat(32)) }, 'gateway-credentials');
  expect(await other.open('a', sealed)).toBeNull();
  const damaged = { ...sealed, octets: sealed.octets.map((octet, at) => (at === 20 ? octet ^ 1 : octet)) };
  expect(await sealing.open('a', damaged)).toBeNull();
  const rotated = new Sealing({ ...env, SLUG_KEY_2: btoa('y'.repeat(32)) }, 'gateway-credentials');
  expect(await rotated.open('a', sealed)).toBe('secret');
  expect((await rotated.seal('a', 'secret')).key).toBe(2);
  // No two are alike.
  expect((await sealing.seal('a', 'secret')).octets).not.toEqual(sealed.octets);
});

test('credentials that do not open any more are said to, and can be given again', async () => {
  const made = await add();
  await runInDurableObject(workspaceStub(env), (_, { storage }) => {
    storage.sql.exec(
      "UPDATE gateway SET sealed = x'00112233445566778899aabbccddeeff00112233445566778899' WHERE id = ?",
      made.id,
    );
  });
  forgetGateway(made.id);
  vi.spyOn(console, 'error').mockImplementation(() => {});
  expect(await look(made.id)).toMatchObject({ isReadable: false });
  await problemIn(await owner('POST', `/api/gateways/${made.id}/test`, { body: TEST }), 409);
  await problemIn(await owner('PATCH', `/api/gateways/${made.id}`, { body: { kind: 'kannel', name: 'x' } }), 422);
  expect((await call(made.callbacks.report)).status).toBe(404);
  const body = { kind: 'kannel', secrets: { password: 'another' } };
  expect(await json(await owner('PATCH', `/api/gateways/${made.id}`, { body }))).toMatchObject({ isReadable: true });
});

test.each([
  [
    '/settings/url',
    { settings: { ...KANNEL.settings, url: 'http://name:secret@kannel.example/' } },
    /dropped without a word/,
  ],
  ['/settings/url', { settings: { ...KANNEL.settings, url: 'http://kannel.example/?a=1' } }, /question mark/],
  ['/settings/url', { settings: { ...KANNEL.settings, url: 'kannel.example' } }, /whole address/],
  ['/settings/perSecond', { settings: { ...KANNEL.settings, perSecond: 0 } }, /at least 1/],
  ['/settings/countryCode', { settings: { ...KANNEL.settings, countryCode: '045' } }, /country code/],
  ['/secrets/password', { secrets: { password: '' } }, /empty/],
  ['/secrets/password', { secrets: { password: 'a\n' } }, /control character/],
  ['/secrets/other', { secrets: { password: 'a', other: 'b' } }, /no field/],
])('%s that cannot be is refused with the reason', async (pointer, wrong, reason) => {
  const { errors } = await problemIn(await owner('POST', '/api/gateways', { body: { ...KANNEL, ...wrong } }), 422);
  expect(errors).toMatchObject([{ pointer, detail: expect.stringMatching(reason) }]);
});

test('services on the internet are asked by TLS alone, and a template needs the secrets that it names', async () => {
  const plain = { kind: 'inmobile', name: 'a', settings: { url: 'http://api.inmobile.com' }, secrets: { apiKey: 'x' } };
  expect((await problemIn(await owner('POST', '/api/gateways', { body: plain }), 422)).detail).toContain('https://');
  const template = {
    ...{ kind: 'template', name: 'a', secrets: { values: [] } },
    settings: { method: 'POST', url: 'https://gw.example/{{secret.key}}' },
  };
  expect((await problemIn(await owner('POST', '/api/gateways', { body: template }), 422)).detail).toContain(
    '{{secret.key}}',
  );
});

test('twenty gateways at most', async () => {
  const before = (await workspaceStub(env).gateways()).length;
  const made: string[] = [];
  for (let at = before; at < 20; at++) made.push((await add()).id);
  await problemIn(await owner('POST', '/api/gateways', { body: kannel() }), 409);
  for (const id of made) await owner('DELETE', `/api/gateways/${id}`);
});

test('whoever may read campaigns sees which gateways there are, and nothing of them', async () => {
  const { id } = await add();
  const reader = await withToken(owner, ['campaigns:read']);
  expect(JSON.stringify(await json(await reader('GET', '/api/gateways')))).not.toContain('kannel.example');
  await problemIn(await reader('GET', `/api/gateways/${id}`), 403);
  await problemIn(await reader('GET', '/api/outbox'), 403);
});

test('two gateways cannot be called the same, in whatever letters: who sends chooses by the name', async () => {
  const [one, other] = [await add(), await add()];
  const taken = { pointer: '/name', code: 'same-name' };
  const again = { ...KANNEL, name: ` ${one.name.toUpperCase()} ` };
  expect((await problemIn(await owner('POST', '/api/gateways', { body: again }), 409)).errors).toMatchObject([taken]);
  const renamed = { kind: 'kannel', name: one.name };
  const refused = await owner('PATCH', `/api/gateways/${other.id}`, { body: renamed });
  expect((await problemIn(refused, 409)).errors).toMatchObject([taken]);
  // Its own name is no other's.
  await json(await owner('PATCH', `/api/gateways/${one.id}`, { body: renamed }));
  expect((await look(other.id)).name).toBe(other.name);
});

test('secrets are changed one by one: what is not named stays, and what need not be there can be taken away', async () => {
  const body: NewGateway = {
    ...{ kind: 'gatewayapi', name: 'GatewayAPI', settings: {} },
    secrets: { token: 'first-token', webhookToken: 'first-webhook' },
  };
  const { id } = await add(body);
  const change = async (secrets: object) =>
    json<GatewayDetails>(await owner('PATCH', `/api/gateways/${id}`, { body: { kind: 'gatewayapi', secrets } }));
  const used: string[] = [];
  const answer = vi.spyOn(globalThis, 'fetch').mockImplementation(async (_, init) => {
    used.push(new Headers(init?.headers).get('authorization') ?? '');
    return Response.json({ ids: [1] });
  });
  expect((await change({ webhookToken: 'second' })).secretNames).toEqual(['token', 'webhookToken']);
  await tried(id);
  expect(used.at(-1)).toBe('Token first-token');
  expect((await change({ webhookToken: null })).secretNames).toEqual(['token']);
  await change({ token: 'second-token' });
  await tried(id);
  expect(used.at(-1)).toBe('Token second-token');
  answer.mockRestore();
  // What must be there cannot be taken away.
  const taken = await owner('PATCH', `/api/gateways/${id}`, { body: { kind: 'gatewayapi', secrets: { token: null } } });
  expect((await problemIn(taken, 422)).errors).toMatchObject([{ pointer: '/secrets/token' }]);
});

const TEMPLATE = {
  method: 'POST' as const,
  url: 'https://gw.example/{{secret.account}}/send',
  headers: [{ name: 'Authorization', value: 'Bearer {{secret.key}}' }],
  body: '{"to": "{{to}}", "text": "{{text}}", "callback": "{{reportUrl}}"}',
};

test('a change says of which kind the gateway is, and is told the kinds where it does not', async () => {
  const { id } = await add({ kind: 'gatewayapi', name: 'Uden ord', settings: {}, secrets: { token: 'ord' } });
  const { errors } = await problemIn(await owner('PATCH', `/api/gateways/${id}`, { body: { name: 'Nyt navn' } }), 422);
  const kinds = '"kannel", "inmobile", "gatewayapi", "twilio", "template"';
  expect(errors).toEqual([{ pointer: '/kind', code: 'variant', detail: `/kind must be given: one of ${kinds}.` }]);
});

test('of the secrets of a template some stay, some are new, and one that was never given is missing', async () => {
  const values = [
    { name: 'key', value: 'old-key' },
    { name: 'account', value: 'old account' },
  ];
  const { id } = await add({ kind: 'template', name: 'Skabelon', settings: TEMPLATE, secrets: { values } });
  const change = (values: object[]) =>
    owner('PATCH', `/api/gateways/${id}`, { body: { kind: 'template', secrets: { values } } });
  const asked: Request[] = [];
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    asked.push(new Request(input, init));
    return new Response('');
  });
  const changed = await json<GatewayDetails>(await change([{ name: 'key', value: 'new-key' }, { name: 'account' }]));
  expect(changed.secretNames).toEqual(['key', 'account']);
  await tried(id);
  const sent = asked.at(-1);
  expect(sent?.url).toBe('https://gw.example/old%20account/send');
  expect(sent?.headers.get('authorization')).toBe('Bearer new-key');
  const { errors } = await problemIn(await change([{ name: 'account' }, { name: 'key' }, { name: 'other' }]), 422);
  expect(errors).toMatchObject([{ pointer: '/secrets/values/2/value', code: 'missing' }]);
  expect((await problemIn(await change([{ name: 'key' }]), 422)).errors).toMatchObject([
    { pointer: '/secrets/values', code: 'missing-secret', detail: expect.stringContaining('{{secret.account}}') },
  ]);
});

test('the request that a template would make is shown without a secret, and what is wrong with it', async () => {
  const preview = async (settings: object, secretNames: string[]) =>
    json<RequestPreview>(
      await owner('POST', '/api/gateways/preview', { body: { kind: 'template', settings, secretNames } }),
    );
  const asked = answering(() => new Response(''));
  const shown = await preview(TEMPLATE, ['key', 'account']);
  expect(shown).toMatchObject({ method: 'POST', url: 'https://gw.example/***/send', faults: [] });
  expect(shown.headers).toEqual([
    { name: 'content-type', value: 'application/json' },
    { name: 'authorization', value: 'Bearer ***' },
  ]);
  expect(JSON.parse(shown.body ?? '')).toMatchObject({
    to: '+4520123456',
    text: 'Hej "Åse" & co: s.brand.dk/Xk7Rm2Pq',
    callback: expect.stringMatching(/^http:\/\/localhost:8787\/api\/callbacks\/.*\/report$/),
  });
  const form = { ...TEMPLATE, bodyType: 'form', body: 'to={{number}}&text={{text}}' };
  expect((await preview(form, ['key', 'account'])).body).toBe(
    'to=4520123456&text=Hej%20%22%C3%85se%22%20%26%20co%3A%20s.brand.dk%2FXk7Rm2Pq',
  );
  expect((await preview({ ...TEMPLATE, method: 'GET' }, ['key', 'account'])).body).toBeNull();
  const wrong = { ...TEMPLATE, body: '{"to": {{to}}, "text": "{{text}}",}' };
  expect((await preview(wrong, ['key'])).faults).toMatchObject([
    { pointer: '/secrets/values', code: 'missing-secret', detail: expect.stringContaining('{{secret.account}}') },
    { pointer: '/settings/body', code: 'not-json' },
  ]);
  expect(asked).toEqual([]);
  // Nor is it stored.
  const secrets = { values: ['key', 'account'].map((name) => ({ name, value: 'x' })) };
  const refused = await owner('POST', '/api/gateways', {
    body: { kind: 'template', name: 'x', settings: wrong, secrets },
  });
  expect((await problemIn(refused, 422)).errors).toMatchObject([{ pointer: '/settings/body', code: 'not-json' }]);
});

// --- sending and callbacks ----------------------------------------------------------------------------------------------

test('a test message goes out, and what is told of it shows', async () => {
  const made = await add();
  const asked = answering((url) =>
    url.searchParams.has('text')
      ? new Response('0: Accepted for delivery', { status: 202 })
      : new Response('', { status: 403 }),
  );
  expect(await tried(made.id)).toEqual({ outcome: 'accepted', test: expect.stringMatching(/^test_/) });
  expect(Date.now() - ((await look(made.id)).acceptedAtMs ?? 0)).toBeLessThan(60_000);
  const sent = asked.find((url) => url.searchParams.has('text'));
  expect(sent?.searchParams.get('password')).toBe(PASSWORD);
  expect(sent?.searchParams.get('to')).toBe('+4520123456');
  const dlr = sent?.searchParams.get('dlr-url') ?? '';
  expect(dlr.startsWith(`${made.callbacks.report}?id=test_`)).toBe(true);
  expect((await look(made.id)).lastTest).toMatchObject({ outcome: 'accepted', state: null });
  const told = (state: string) =>
    call(
      dlr
        .replace('%d', state)
        .replace('%I', `k${state}`)
        .replace('%t', '2026-11-30+02:00:00')
        .replace('%F', 'f')
        .replace('%A', ''),
    );
  const answer = await told('8');
  // Kannel would send on whatever stands here.
  expect([answer.status, await answer.text()]).toEqual([200, '']);
  expect((await look(made.id)).lastTest).toMatchObject({ state: 'open', stateAtMs: Date.UTC(2026, 10, 30, 2) });
  await told('1');
  await told('8');
  expect((await look(made.id)).lastTest).toMatchObject({ state: 'delivered' });
});

test('a callback is let in by its secret alone, and changes nothing without', async () => {
  const made = await add();
  const other = await add();
  const { report, inbound } = made.callbacks;
  const query = '?id=a-1-2&d=1&key=k';
  expect((await call(report + query)).status).toBe(200);
  expect((await call(report + query, { method: 'POST' })).status).toBe(200);
  const secret = report.split('/').at(-2) ?? '';
  const otherSecret = other.callbacks.report.split('/').at(-2) ?? '';
  expect(secret).toMatch(/^[\w-]{24}$/);
  expect(otherSecret).not.toBe(secret);
  for (const url of [
    ...[report.replace(secret, otherSecret), report.replace(secret, ''), report.replace(secret, secret.slice(1))],
    ...[report.replace(made.id, '0'.repeat(16)), report.replace(made.id, 'x'), report.replace('/report', '/other')],
  ]) {
    expect([url, (await call(url + query)).status]).toEqual([url, 404]);
  }
  expect((await call(`${report}?id=a`)).status).toBe(400);
  expect((await call(report + query, { method: 'PUT' })).status).toBe(404);
  expect((await call(inbound.replace(/\?.*$/, ''))).status).toBe(400);
  await owner('DELETE', `/api/gateways/${made.id}`);
  expect((await call(report + query)).status).toBe(404);
});

const inboundOf = ({ callbacks }: GatewayDetails, from: string, text: string, key: string) =>
  callbacks.inbound
    .replace('%p', encodeURIComponent(from))
    .replace('%P', '1245')
    .replace('%b', encodeURIComponent(text))
    .replace('%C', 'UTF-8')
    .replace('%c', '0')
    .replace('%t', '2026-11-30+02:00:00')
    .replace('%I', key);

test('STOP suppresses, START takes it back, all of it is kept to be read, and told twice it is there once', async () => {
  const made = await add();
  const { hashNumbers } = await reporting();
  const key = await deriveNumberKey(env);
  const hashOf = (number: number) => Array.from(hashNumbers(key, Float64Array.of(number)));
  const changes = async () => {
    const page = await workspaceStub(env).suppression(null, 1_000);
    return Array.from({ length: page.changes.length / 12 }, (_, at) =>
      Array.from(page.changes.slice(at * 12, at * 12 + 12)),
    );
  };
  const holds = (all: number[][], number: number) =>
    all.filter((change) => hashOf(number).every((octet) => change.includes(octet)));
  await call(inboundOf(made, '+4520999901', ' stop. ', 'a'));
  await call(inboundOf(made, '+4520999901', ' stop. ', 'a'));
  await call(inboundOf(made, '+4520999902', 'Stopforbud ved skolen?', 'b'));
  // Without a plus sign it may be Danish.
  await call(inboundOf(made, '20999903', 'AFMELD', 'c'));
  const after = await changes();
  expect(holds(after, 4520999901)).toHaveLength(1);
  expect(holds(after, 4520999902)).toHaveLength(0);
  expect(holds(after, 4520999903)).toHaveLength(1);
  const { entries } = await json<{ entries: InboxMessage[] }>(await owner('GET', '/api/inbox?pageLimit=3'));
  expect(entries).toMatchObject([
    { from: '+20999903', text: 'AFMELD', word: 'stop', gateway: made.id, to: '1245' },
    { from: '+4520999902', text: 'Stopforbud ved skolen?', word: 'neither', atMs: Date.UTC(2026, 10, 30, 2) },
    { from: '+4520999901', text: ' stop. ', word: 'stop' },
  ]);
  await call(inboundOf(made, '+4520999901', 'START', 'd'));
  expect(holds(await changes(), 4520999901)).toHaveLength(2);
  const stored = await dump();
  for (const needle of ['20999901', '20999902', '20999903', 'Stopforbud'])
    expect(stored).not.toContain(inOctets(needle));
});

test('what was changed is used at once here, and elsewhere when what is known of it is old', async () => {
  const made = await add();
  const first = await openGateway(env, made.id);
  expect(await openGateway(env, made.id)).toBe(first);
  vi.useFakeTimers({ now: Date.now() + GATEWAY_LIFE_MS + 1, toFake: ['Date'] });
  const second = await openGateway(env, made.id);
  expect(second).not.toBe(first);
  vi.setSystemTime(Date.now() - 10 * GATEWAY_LIFE_MS);
  expect(await openGateway(env, made.id)).not.toBe(second);
  await owner('PATCH', `/api/gateways/${made.id}`, {
    body: { kind: 'kannel', settings: { ...KANNEL.settings, perSecond: 7 } },
  });
  expect((await openGateway(env, made.id))?.limits.perSecond).toBe(7);
});

test('what was not accepted is noted, each once with how often, the last twenty', async () => {
  const made = await add();
  const busy = { is: 'later', reason: 'busy', detail: '429' } as const;
  const noted = errorsIn([busy, { is: 'accepted' }, busy, { is: 'unknown', reason: 'no-answer' }], 5);
  expect(noted).toEqual([
    { outcome: 'later', reason: 'busy', detail: '429', atMs: 5, times: 2 },
    { outcome: 'unknown', reason: 'no-answer', detail: '', atMs: 5, times: 1 },
  ]);
  await noteOutcomes(env, made.id, [{ is: 'accepted' }]);
  expect((await look(made.id)).errors).toEqual([]);
  await noteOutcomes(env, made.id, [busy]);
  await noteOutcomes(env, made.id, [busy, busy]);
  expect((await look(made.id)).errors).toMatchObject([
    { reason: 'busy', times: 3, words: expect.stringContaining('later') },
  ]);
  for (let at = 0; at < 25; at++) await noteOutcomes(env, made.id, [{ ...busy, detail: `429 ${at}` }]);
  const { errors } = await look(made.id);
  expect(errors).toHaveLength(20);
  expect(errors[0]?.detail).toBe('429 24');
});

test('a text is erased alone, and the inbox as a whole; what STOP did stays done', async () => {
  const made = await add();
  await owner('DELETE', '/api/inbox');
  for (const [text, key] of [
    ['STOP', 'e1'],
    ['hej', 'e2'],
    ['hvad', 'e3'],
  ] as const) {
    await call(inboundOf(made, '+4520999907', text, key));
  }
  const inbox = async () => (await json<{ entries: InboxMessage[] }>(await owner('GET', '/api/inbox'))).entries;
  const [, second] = await inbox();
  expect((await owner('DELETE', `/api/inbox/${second?.id}`)).status).toBe(204);
  expect((await inbox()).map(({ text }) => text)).toEqual(['hvad', 'STOP']);
  await problemIn(await owner('DELETE', `/api/inbox/${second?.id}`), 404);
  expect((await owner('DELETE', '/api/inbox')).status).toBe(204);
  expect(await inbox()).toEqual([]);
  const body = { messages: [{ from: '+4520999907', text: 'STOP' }] };
  expect(await json(await owner('POST', '/api/inbound', { body }))).toMatchObject({
    understood: [{ hasChanged: false }],
  });
});

test('a gateway that is asked instead of calling back is, and what it tells is taken in', async () => {
  const made = await add({ kind: 'inmobile', name: 'inMobile', settings: {}, secrets: { apiKey: 'needle-of-a-key' } });
  const text = {
    from: { countryCode: '45', phoneNumber: '20999908', isValidMsisdn: true },
    to: { msisdn: '451245' },
    ...{ text: 'afmeld', receivedAt: '2026-11-30T01:00:00Z' },
  };
  let asked = answering((url) =>
    Response.json(url.pathname.endsWith('/messages') ? { messages: [text] } : { reports: [] }),
  );
  expect(await json(await owner('POST', `/api/gateways/${made.id}/poll`))).toEqual({
    reports: 0,
    texts: 1,
    more: false,
  });
  expect(asked.map(({ href }) => href)).toContain('https://api.inmobile.com/v4/sms/incoming/messages?limit=250');
  const { entries } = await json<{ entries: InboxMessage[] }>(await owner('GET', '/api/inbox?pageLimit=1'));
  expect(entries).toMatchObject([{ from: '+4520999908', word: 'stop', gateway: made.id }]);
  asked = answering(() => new Response('no', { status: 401 }));
  await problemIn(await owner('POST', `/api/gateways/${made.id}/poll`), 503);
  await problemIn(await owner('POST', '/api/gateways/0000000000000000/poll'), 404);
});

test('one that is to be asked is, once a minute, and a failure is told where its errors are', async () => {
  const body = {
    kind: 'inmobile',
    name: 'inMobile, polled',
    settings: { poll: true },
    secrets: { apiKey: 'needle' },
  } as const;
  let answer = () => Response.json({ reports: [], messages: [] });
  const asked = answering(() => answer());
  const polls = () => asked.filter(({ pathname }) => pathname.endsWith('/reports')).length;
  const made = await add(body);
  const ring = () => runDurableObjectAlarm(workspaceStub(env));
  expect(await ring()).toBe(true);
  await vi.waitFor(() => expect(polls()).toBe(1), PATIENT);
  expect(await ring()).toBe(true);
  expect(polls()).toBe(1);
  answer = () => new Response('no', { status: 500 });
  vi.useFakeTimers({ now: Date.now() + 61_000, toFake: ['Date'] });
  await ring();
  const errors = async () => (await look(made.id)).errors;
  await vi.waitFor(
    async () => expect(await errors()).toMatchObject([{ outcome: 'later', reason: 'unavailable', times: 1 }]),
    PATIENT,
  );
  expect(polls()).toBe(2);
  await owner('DELETE', `/api/gateways/${made.id}`);
  vi.setSystemTime(Date.now() + 61_000);
  await ring();
  expect(polls()).toBe(2);
});

// --- outbox -------------------------------------------------------------------------------------------------------------

const out = (id: string, text = 'Kære Åse, https://s.brand.dk/x'): OutMessage => ({
  ...{ id, to: '+4528765432', from: 'Brand', text, encoding: 'gsm7', segments: 1 },
});

async function outboxGateway() {
  const gateway = await openGateway(env, 'outbox');
  if (gateway === null) throw new Error('there is no outbox');
  return gateway;
}

test('the outbox keeps messages to be read and exported, as noise, and each once', async () => {
  await owner('DELETE', '/api/outbox');
  const gateway = await outboxGateway();
  const never = new Deadline();
  const messages = [out('a-1'), out('a-2', 'Hej; "du"\n'), out('a-3')];
  expect(await gateway.send(messages, never)).toEqual(messages.map(() => ({ is: 'accepted', segments: 1 })));
  expect(await gateway.send([out('a-1', 'andet'), out('a-4')], never)).toHaveLength(2);
  type Page = { entries: OutboxMessage[]; _links: { next?: string } };
  const first = await json<Page>(await owner('GET', '/api/outbox?pageLimit=3'));
  expect(first.entries.map(({ id }) => id)).toEqual(['a-4', 'a-3', 'a-2']);
  const second = await json<Page>(await owner('GET', first._links.next ?? ''));
  expect(second).toMatchObject({ entries: [{ ...out('a-1') }], _links: {} });
  await problemIn(await owner('GET', '/api/outbox?cursor=x'), 400);
  const file = await (await owner('GET', '/api/outbox.csv')).text();
  const lines = file.split('\r\n');
  expect(lines[0]).toBe('time,id,to,from,text,encoding,segments');
  expect(lines).toHaveLength(6);
  expect(file).toContain(',a-2,+4528765432,Brand,"Hej; ""du""\n",gsm7,1\r\n');
  const stored = await dump();
  expect(stored).toContain('a-4');
  for (const needle of ['28765432', 'Kære', 's.brand.dk/x']) expect(stored).not.toContain(inOctets(needle));
  expect((await owner('DELETE', '/api/outbox')).status).toBe(204);
  expect((await json<Page>(await owner('GET', '/api/outbox'))).entries).toEqual([]);
});

test('what the boxes keep is erased in time, by the alarm', async () => {
  await owner('DELETE', '/api/outbox');
  const never = new Deadline();
  await (await outboxGateway()).send([out('b-1')], never);
  const left = () => workspaceStub(env).keptMessages('outbox', null, 10);
  const ids = async () => (await left()).map(({ id }) => id);
  const dueMs = await runInDurableObject(workspaceStub(env), (_, { storage }) =>
    new GatewayStore(storage).dueMs(Date.now()),
  );
  expect(dueMs - Date.now()).toBeGreaterThan(BOX_LIFE_MS.outbox - 1_000);
  expect(dueMs - Date.now()).toBeLessThanOrEqual(BOX_LIFE_MS.outbox + 3_600_000);
  expect(await runDurableObjectAlarm(workspaceStub(env))).toBe(true);
  expect(await ids()).toEqual(['b-1']);
  vi.useFakeTimers({ now: dueMs + 1, toFake: ['Date'] });
  await (await outboxGateway()).send([out('b-2')], never);
  expect(await runDurableObjectAlarm(workspaceStub(env))).toBe(true);
  expect(await ids()).toEqual(['b-2']);
});

test('a full outbox refuses, and a full inbox loses its oldest', async () => {
  const boxes = ['outbox', 'inbox'] as const;
  for (const box of boxes) await workspaceStub(env).emptyBox(box);
  await runInDurableObject(workspaceStub(env), (_, { storage }) => {
    for (const box of boxes) {
      storage.sql.exec(
        `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${MOST_KEPT - 1})
         INSERT INTO kept_message(box, id, at_ms, key, sealed) SELECT ?, 'full ' || i, 1e15, 1, x'00' FROM n`,
        box,
      );
    }
  });
  const count = (box: string) =>
    runInDurableObject(workspaceStub(env), (_, { storage }) =>
      Number(storage.sql.exec('SELECT count(*) AS n FROM kept_message WHERE box = ?', box).one().n),
    );
  const gateway = await outboxGateway();
  const never = new Deadline();
  expect(await gateway.send([out('c-1'), out('c-2')], never)).toEqual([
    { is: 'refused', reason: 'full' },
    { is: 'refused', reason: 'full' },
  ]);
  expect(await gateway.send([out('c-1')], never)).toEqual([{ is: 'accepted', segments: 1 }]);
  // One that is there already takes no place.
  expect(await gateway.send([out('c-1')], never)).toEqual([{ is: 'accepted', segments: 1 }]);
  expect(await count('outbox')).toBe(MOST_KEPT);
  const made = await add();
  for (const key of ['x', 'y', 'z']) await call(inboundOf(made, '+4520999905', 'hej', key));
  expect(await count('inbox')).toBe(MOST_KEPT);
  for (const box of boxes) await workspaceStub(env).emptyBox(box);
});

test('nobody but whoever is signed in asks for any of it', async () => {
  for (const path of ['/api/gateways', '/api/outbox', '/api/outbox.csv', '/api/inbox']) {
    expect([path, (await nobody('GET', path)).status]).toEqual([path, 401]);
  }
  expect(APP).toContain('localhost');
});
