import { beforeAll, expect, test } from 'vitest';
import { scope } from '../../worker/src/api/scope.ts';
import { table } from '../../worker/src/api/table.ts';
import {
  APP,
  addDomain,
  type Caller,
  callerWith,
  json,
  nobody,
  pathOf,
  problemIn,
  publish,
  signIn,
  withToken,
} from './caller.ts';
import { ask } from './support.ts';

let owner: Caller;
beforeAll(async () => {
  owner = await signIn();
});

/** Each endpoint with a path to things that are not there, and a body that is none. */
const asked = table.map((endpoint) => {
  const [method = '', path = ''] = endpoint.route.split(' ');
  return {
    ...endpoint,
    method,
    path: path.replace('{id}', 'no.such.dk:1').replace('{host}', 'no.such.dk').replace('{share}', '0123456789abcdef'),
    sent: endpoint.body === undefined ? {} : { body: {} },
  };
});

test('every endpoint that is not for anybody refuses strangers', async () => {
  for (const { route, access, method, path, sent } of asked) {
    const answer = await nobody(method, path, sent);
    if (access === 'anybody') expect([route, answer.status]).not.toEqual([route, 401]);
    else {
      expect([route, answer.status]).toEqual([route, 401]);
      expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    }
  }
  expect(asked.filter(({ access }) => access === 'anybody').map(({ route }) => route)).toEqual([
    'POST /api/session',
    'POST /api/shared-report',
    'POST /api/shared-report/figures',
    'POST /api/shared-report/figures.csv',
    'GET /api/openapi.json',
  ]);
});

test('a token does what its scope says and no more', async () => {
  for (const { route, access, method, path, sent } of asked) {
    if (access === 'anybody') continue;
    const all = scope.options.filter((scope) => scope !== 'admin');
    const others = await withToken(
      owner,
      all.filter((scope) => scope !== access),
    );
    const answer = await others(method, path, sent);
    if (access === 'signed-in') expect([route, answer.status]).not.toEqual([route, 403]);
    else expect([route, answer.status]).toEqual([route, 403]);
  }
});

test('what is not there is a documented 404 wherever a path names something', async () => {
  const named = asked.filter(({ route }) => route.includes('{'));
  for (const { route, method, path, examples } of named) {
    const body = examples[0]?.body;
    const { detail } = await problemIn(await owner(method, path, body === undefined ? {} : { body }), 404);
    expect([route, detail]).toEqual([route, expect.stringMatching(/no\.such|There is no/)]);
  }
  expect(named.length).toBeGreaterThan(10);
});

test('a path with a slash behind it is no resource, whoever asks', async () => {
  for (const { route, method, path, sent } of asked) {
    for (const caller of [owner, nobody])
      expect([route, (await caller(method, `${path}/`, sent)).status]).toEqual([route, 404]);
  }
});

test('an expired, revoked or invented token is refused', async () => {
  const invented = callerWith({ authorization: 'Bearer klik_invented' });
  expect((await invented('GET', '/api/domains')).status).toBe(401);
  const token = await withToken(owner, ['campaigns:read']);
  expect((await token('GET', '/api/domains')).status).toBe(200);
  const { entries } = await json<{ entries: { id: string; secret?: string }[] }>(await owner('GET', '/api/tokens'));
  expect(entries.find(({ id }) => id === token.id)?.secret).toBeUndefined();
  expect((await owner('DELETE', `/api/tokens/${token.id}`)).status).toBe(204);
  expect((await token('GET', '/api/domains')).status).toBe(401);
  await problemIn(await owner('DELETE', `/api/tokens/${token.id}`), 404);
});

test('no token is made that opens nothing, or names a scope twice', async () => {
  const refused = async (more: object) => {
    const body = { name: 'forgæves', scopes: ['hits:read'], ...more };
    const { errors = [] } = await problemIn(await owner('POST', '/api/tokens', { body }), 422);
    return errors.map(({ pointer, code }) => `${pointer} ${code}`);
  };
  // Seconds in place of milliseconds.
  expect(await refused({ expiresAtMs: Math.floor(Date.now() / 1_000) + 86_400 })).toEqual(['/expiresAtMs in-the-past']);
  expect(await refused({ scopes: ['hits:read', 'hits:read'] })).toEqual(['/scopes check']);
});

test('the API does not answer on a link host', async () => {
  await addDomain(owner, 'access.brand.dk');
  expect((await ask('access.brand.dk', '/api/domains')).status).toBe(404);
});

test('bodies too large, not JSON, not UTF-8 and of the wrong type are told apart', async () => {
  const send = (body: BodyInit, type = 'application/json') =>
    ownerRaw('/api/domains', { method: 'POST', body, headers: { 'content-type': type } });
  await problemIn(await send(`"${'x'.repeat(300_000)}"`), 413);
  const endless = new ReadableStream({
    pull: (controller) => controller.enqueue(new Uint8Array(65_536)),
  });
  await problemIn(await send(endless), 413);
  await problemIn(await send('{'), 400);
  await problemIn(await send(new Uint8Array([0x22, 0xff, 0x22])), 400);
  await problemIn(await send('{}', 'text/plain'), 415);
  await problemIn(await send('null'), 422);
});

test('a list passes for no object, however deep', async () => {
  const campaign = await publish(owner, (await addDomain(owner, 'lists.brand.dk')).host);
  const links = [{ kind: 'destination', url: 'https://a.dk/', devices: [] }, { kind: 'opt-out' }];
  for (const [method, path, body, pointer] of [
    ['PATCH', '/api/domains/lists.brand.dk', [], ''],
    ['PATCH', pathOf(campaign), [], ''],
    // Of a list every field is missing, too: that it is one is told, and once.
    ['POST', '/api/campaigns', [], ''],
    ['POST', '/api/campaigns', { name: 'a', host: 'lists.brand.dk', recipients: 1, links: [[]] }, '/links/0'],
    ['POST', '/api/tokens', [{ name: 'a' }], ''],
    ['POST', '/api/gateways', [], ''],
    ['POST', '/api/campaigns', { name: 'a', host: 'lists.brand.dk', recipients: 1, links }, '/links/0/devices'],
    ['PATCH', '/api/domains/lists.brand.dk/vanity', { slugs: [null] }, '/slugs'],
  ] as const) {
    const { errors, detail } = await problemIn(await owner(method, path, { body }), 422);
    expect(errors).toEqual([{ pointer, code: 'strict-object', detail }]);
    expect(detail).toBe(`${pointer || 'The body'} must be an object, not a list.`);
  }
});

test('a refusal says what a field must be, and of what was sent no more than a person reads', async () => {
  const told = async (body: unknown) => (await problemIn(await owner('POST', '/api/campaigns', { body }), 422)).errors;
  const links = [{ kind: 'destination', url: 'https://a.dk/', parameters: {} }];
  const [error] = (await told({ name: 'a', host: 'a.dk', recipients: 1, links })) ?? [];
  const pointer = '/links/0/parameters';
  expect(error).toEqual({ pointer, code: 'array', detail: `${pointer} must be a list, not an object.` });
  const long = 'x'.repeat(250_000);
  const name = `${'x'.repeat(100)}…`;
  for (const [body, detail] of [
    [JSON.stringify(long), `The body must be an object, not "${'x'.repeat(99)}….`],
    [JSON.stringify({ code: 'a', [long]: 1 }), `There is no field /${name}.`],
    [
      `{"${long.slice(0, 100_000)}":1,"${long.slice(0, 100_000)}":2}`,
      `${name} stands twice in one object: send it once.`,
    ],
  ] as const) {
    const answer = await nobody('POST', '/api/session', { body });
    expect((await answer.clone().text()).length).toBeLessThan(1_000);
    expect((await problemIn(answer, 422)).detail).toBe(detail);
  }
});

test('what does not exist, and ranges and pages that cannot be, are refused with what can', async () => {
  await problemIn(await owner('GET', '/api/nothing'), 404);
  await problemIn(await owner('GET', '/api/campaigns/s.brand.dk:x'), 404);
  const { host } = await addDomain(owner, 'ranges.brand.dk');
  const campaign = await publish(owner, host, { recipients: 10 });
  for (const bad of ['from=-1', 'from=10', 'from=x', 'count=0', 'from=9&count=2', 'count=x']) {
    const problem = await problemIn(await owner('GET', `${pathOf(campaign)}/slugs?${bad}`), 400);
    expect(problem.detail).toMatch(/\d/);
  }
  for (const bad of ['pageLimit=0', 'pageLimit=251', 'pageLimit=x', 'cursor=x']) {
    await problemIn(await owner('GET', `/api/campaigns?${bad}`), 400);
  }
});

test('a query that an endpoint does not know, or twice, is refused with those it knows', async () => {
  await addDomain(owner, 'queries.brand.dk');
  for (const { query = {}, method, path, sent } of asked) {
    const { detail } = await problemIn(await owner(method, `${path}?fresh=1`, sent), 400);
    expect(detail).toContain('"fresh"');
    for (const known of Object.keys(query)) expect(detail).toContain(known);
  }
  await problemIn(await owner('GET', '/api/campaigns?archive=true'), 400);
  await problemIn(await owner('GET', '/api/campaigns?pageLimit=1&pageLimit=2'), 400);
  expect((await owner('HEAD', '/api/campaigns?archive=true')).status).toBe(400);
  // Names that every object has are no exception.
  for (const name of ['constructor', '__proto__']) await problemIn(await owner('GET', `/api/campaigns?${name}=1`), 400);
  expect((await owner('GET', '/api/campaigns?pageLimit=1&archived=false')).status).toBe(200);
  expect((await owner('GET', '/api/campaigns?')).status).toBe(200);
});

test('a name that stands twice in an object is refused, at its place and however it is written', async () => {
  const { host } = await addDomain(owner, 'twice.brand.dk');
  const links = '[{"kind":"opt-out"},{"kind":"destination","url":"https://a.dk/","label":"a"}]';
  const whole = `{"name":"a","host":"${host}","recipients":3,"links":${links}}`;
  for (const [body, pointer] of [
    [whole.replace('"recipients":3', '"recipients":3,"recipients":4'), '/recipients'],
    [whole.replace('"name":"a"', '"name":"a","n\\u0061me":"b"'), '/name'],
    [whole.replace('"label":"a"', '"label":"a" , "label" : "b"'), '/links/1/label'],
    ['{"a/~":{"b":[{},[{"c":1,"c":2}]]}}', '/a~1~0/b/1/0/c'],
    // What a text says, and names of different objects, are none.
    [`${'['.repeat(50_000)}{"a":1,"a":2}${']'.repeat(50_000)}`, `${'/0'.repeat(50_000)}/a`],
  ] as const) {
    const { errors } = await problemIn(await owner('POST', '/api/campaigns', { body }), 422);
    expect(errors?.map(({ pointer, code }) => [pointer, code])).toEqual([[pointer, 'duplicate-name']]);
  }
  const fine = whole.replace('"name":"a"', '"name":"{\\"name\\":1,\\"name\\":2} \\\\"').replace(',"label":"a"', '');
  expect((await owner('POST', '/api/campaigns', { body: fine })).status).toBe(201);
});

/** As the owner, with a body as it is. */
async function ownerRaw(path: string, init: RequestInit): Promise<Response> {
  const made = await json<{ secret: string }>(
    await owner('POST', '/api/tokens', { body: { name: 'raw', scopes: ['admin'] } }),
    201,
  );
  const { exports } = await import('cloudflare:workers');
  const headers = new Headers(init.headers);
  headers.set('authorization', `Bearer ${made.secret}`);
  return exports.default.fetch(new Request(`${APP}${path}`, { ...init, headers }));
}
