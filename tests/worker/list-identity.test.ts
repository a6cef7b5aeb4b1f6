/** What a campaign keeps of its list, the key its fingerprints are made with, and two versions that name each other. */
import { env } from 'cloudflare:workers';
import { afterEach, beforeAll, expect, test } from 'vitest';
import type { Campaign, ListIdentity, ListKey, NewCampaign } from '../../worker/api.ts';
import { type CampaignRecord, kvKey } from '../../worker/src/records.ts';
import { addDomain, type Caller, draft, json, pathOf, problemIn, publish, signIn, withToken } from './caller.ts';

let owner: Caller;
let made = 0;
beforeAll(async () => {
  owner = await signIn();
});
const newHost = async () => (await addDomain(owner, `list${++made}.example`)).host;
const keyOf = async (host: string, query = '') =>
  json<ListKey>(await owner('GET', `/api/domains/${host}/list-key${query}`));

const set = (name: string, value: string | undefined) => {
  if (value === undefined) Reflect.deleteProperty(env, name);
  else Reflect.set(env, name, value);
};
const first = Reflect.get(env, 'SLUG_KEY_1') as string;
const second = btoa('vutsrqponmlkjihgfedcba9876543210');
afterEach(() => {
  set('SLUG_KEY_1', first);
  set('SLUG_KEY_2', undefined);
});

const hex = (digit: string) => digit.repeat(32);
const whole: ListIdentity = {
  rows: 1_000,
  key: 1,
  ordered: hex('a'),
  sorted: hex('b'),
  rewritten: ['ë', '👩‍👧'],
  fileName: 'kunder.csv',
  fileModifiedAtMs: 1_795_000_000_000,
  reading: { country: 'DK', numberColumn: 1, leftOut: 3 },
};
const halves = [
  { rows: 501, ordered: hex('c') },
  { rows: 500, ordered: hex('d') },
];
const seed = [0, 1, 2, 4_294_967_295];
const halfOf = (half: 0 | 1, more: Partial<ListIdentity> = {}): Partial<NewCampaign> => ({
  name: `Weekend ${half === 0 ? 'A' : 'B'}`,
  recipients: halves[half]?.rows ?? 0,
  list: { ...whole, rows: 1_001, rewritten: 'all', split: { seed, half, halves }, ...more },
});

test('a campaign keeps which list it is for and tells it again, through edits; KV does without', async () => {
  const host = await newHost();
  const campaign = await publish(owner, host, { list: whole });
  expect(campaign.list).toEqual(whole);
  expect(await json<Campaign>(await owner('GET', pathOf(campaign)))).toEqual(campaign);
  const edited = await json<Campaign>(await owner('PATCH', pathOf(campaign), { body: { name: 'Nyt' } }));
  expect(edited.list).toEqual(whole);
  const record = await env.KV.get<CampaignRecord>(kvKey.campaign(host, 1), 'json');
  expect(Object.keys(record ?? {})).not.toContain('list');
  // A program that made its rows from no file says less; one that says nothing is served as before.
  const { reading: _, ...bare } = whole;
  const program = { ...bare, fileModifiedAtMs: null, rewritten: [] };
  expect((await publish(owner, host, { list: program })).list).toEqual(program);
  expect(Object.keys(await publish(owner, host))).not.toContain('list');
});

const split = { seed, half: 0 as const, halves };
test.each<[string, object, string, string]>([
  ['no rows', { rows: 0 }, '/list/rows', 'min-value'],
  ['other rows than recipients', { rows: 999 }, '/list/rows', 'other-rows'],
  ['a key the domain never had', { key: 2 }, '/list/key', 'no-such-key'],
  ['key 0', { key: 0 }, '/list/key', 'min-value'],
  ['a short fingerprint', { ordered: 'abc' }, '/list/ordered', 'regex'],
  ['a fingerprint that is a number', { sorted: '4512345678' }, '/list/sorted', 'regex'],
  ['a list of numbers', { numbers: ['4512345678'] }, '/list/numbers', 'unknown-field'],
  ['no file name', { fileName: ' ' }, '/list/fileName', 'min-length'],
  ['a long file name', { fileName: 'x'.repeat(256) }, '/list/fileName', 'max-length'],
  ['too many rewritten', { rewritten: Array(1_001).fill('ë') }, '/list/rewritten', 'max-length'],
  ['some of it rewritten', { rewritten: 'some' }, '/list/rewritten', 'union'],
  ['a country in words', { reading: { ...whole.reading, country: 'DKK' } }, '/list/reading/country', 'regex'],
  ['a country that is none', { reading: { ...whole.reading, country: 'XQ' } }, '/list/reading/country', 'check'],
  ['half a reading', { reading: { country: 'DK' } }, '/list/reading/numberColumn', 'missing'],
  ['half a seed', { split: { ...split, seed: [1, 2] } }, '/list/split/seed', 'min-length'],
  ['a seed too large', { split: { ...split, seed: [1, 2, 3, 2 ** 32] } }, '/list/split/seed/3', 'max-value'],
  ['a third half', { split: { ...split, half: 2 } }, '/list/split/half', 'picklist'],
  ['one half alone', { split: { ...split, halves: halves.slice(1) } }, '/list/split/halves', 'min-length'],
  ['halves of another list', { rows: 1_002, split }, '/list/rows', 'other-rows'],
  ['the other half', { rows: 1_001, split: { ...split, half: 1 } }, '/list/split/halves/1/rows', 'other-rows'],
])('%s is refused at its field', async (_, changes, pointer, code) => {
  const host = await newHost();
  const recipients = 'split' in changes ? 501 : 1_000;
  const body = { ...draft(host, { recipients }), list: { ...whole, ...changes } };
  const { errors } = await problemIn(await owner('POST', '/api/campaigns', { body }), 422);
  expect(errors).toContainEqual(expect.objectContaining({ pointer, code }));
  expect(await env.KV.get(kvKey.campaign(host, 1))).toBeNull();
});

test('the list key is of its domain and secret, the same each time, and nothing of a slug key', async () => {
  const [host, otherHost] = [await newHost(), await newHost()];
  const key = await keyOf(host);
  expect(key).toEqual({ key: 1, secret: expect.stringMatching(/^[0-9a-f]{64}$/) });
  expect(await keyOf(host)).toEqual(key);
  expect(await keyOf(host, '?key=1')).toEqual(key);
  expect((await keyOf(otherHost)).secret).not.toBe(key.secret);
  // HKDF-SHA256 as RFC 5869 has it, from its two steps: what a second implementation would derive.
  const sign = async (secret: BufferSource, data: BufferSource) => {
    const hmac = await crypto.subtle.importKey('raw', secret, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
    return new Uint8Array(await crypto.subtle.sign('HMAC', hmac, data));
  };
  const master = Uint8Array.from(atob(first), (sign) => sign.charCodeAt(0));
  const info = new TextEncoder().encode(`klikspor list-fingerprint ${host}\u0001`);
  const expected = await sign(await sign(new Uint8Array(32), master), info);
  expect(key.secret).toBe(Array.from(expected, (octet) => octet.toString(16).padStart(2, '0')).join(''));
});

test('the list key is for who may publish', async () => {
  const host = await newHost();
  const path = `/api/domains/${host}/list-key`;
  const writer = await withToken(owner, ['campaigns:write']);
  expect((await writer('GET', path)).status).toBe(200);
  const reader = await withToken(owner, ['campaigns:read', 'opt-outs:read', 'hits:read']);
  await problemIn(await reader('GET', path), 403);
});

test('a domain or key that is not there, or a key that is none, is told', async () => {
  const host = await newHost();
  await problemIn(await owner('GET', '/api/domains/no.such.dk/list-key'), 404);
  await problemIn(await owner('GET', `/api/domains/${host}/list-key?key=7`), 404);
  await problemIn(await owner('GET', `/api/domains/${host}/list-key?key=x`), 400);
});

test('an earlier key stays at hand after a rotation; gone or wrong, the answer names the secret', async () => {
  const host = await newHost();
  const old = await keyOf(host);
  set('SLUG_KEY_2', second);
  let last = await publish(owner, host, { list: whole });
  // Noted ahead, in use when its first campaign is next.
  expect(await keyOf(host)).toEqual(old);
  while (last.number < 64) last = await publish(owner, host);
  const young = await keyOf(host);
  expect(young.key).toBe(2);
  expect(young.secret).not.toBe(old.secret);
  expect(await keyOf(host, '?key=1')).toEqual(old);
  // Both are of use: the second version of a campaign from before is published with the first one's key.
  expect((await publish(owner, host, { list: whole })).list?.key).toBe(1);
  for (const value of [undefined, btoa('x'.repeat(32))]) {
    set('SLUG_KEY_1', value);
    if (value === undefined) set('SLUG_KEY_2', second);
    const { detail } = await problemIn(await owner('GET', `/api/domains/${host}/list-key?key=1`), 503);
    expect(detail).toContain('SLUG_KEY_1');
  }
}, 60_000);

test('two versions name each other from the moment the second is published', async () => {
  const host = await newHost();
  const a = await publish(owner, host, halfOf(0));
  expect(a).not.toHaveProperty('otherVersion');
  const b = await publish(owner, host, { ...halfOf(1), versionOf: a.id });
  expect(b.otherVersion).toBe(a.id);
  expect(await json<Campaign>(await owner('GET', pathOf(b)))).toEqual(b);
  expect(await json<Campaign>(await owner('GET', pathOf(a)))).toEqual({ ...a, otherVersion: b.id });
  // An edit of one leaves the tie alone.
  await owner('PATCH', pathOf(a), { body: { name: 'Nyt', archived: true } });
  expect((await json<Campaign>(await owner('GET', pathOf(a)))).otherVersion).toBe(b.id);
});

test('a second version is published once: asked again it is the same, another one is refused', async () => {
  const host = await newHost();
  const a = await publish(owner, host, halfOf(0));
  const ask = (body: object, key: string) =>
    owner('POST', '/api/campaigns', {
      body: { ...draft(host, { ...halfOf(1), versionOf: a.id }), ...body },
      headers: { 'idempotency-key': key },
    });
  const b = await json<Campaign>(await ask({}, 'b'), 201);
  expect(await json<Campaign>(await ask({}, 'b'), 201)).toEqual(b);
  const { errors } = await problemIn(await ask({ name: 'Weekend C' }, 'c'), 409);
  expect(errors).toEqual([expect.objectContaining({ pointer: '/versionOf', code: 'has-version' })]);
  expect(await env.KV.get(kvKey.campaign(host, 3))).toBeNull();
});

test('two second versions at the same moment: one is published', async () => {
  const host = await newHost();
  const a = await publish(owner, host, halfOf(0));
  const body = draft(host, { ...halfOf(1), versionOf: a.id });
  const answers = await Promise.all([1, 2].map(() => owner('POST', '/api/campaigns', { body })));
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
});

test('what is no second version of a campaign is refused, and leaves it alone', async () => {
  const host = await newHost();
  const a = await publish(owner, host, halfOf(0));
  const elsewhere = await publish(owner, await newHost(), halfOf(0));
  const plain = await publish(owner, host, { list: whole });
  const refused = async (changes: Partial<NewCampaign>) => {
    const body = draft(host, { ...halfOf(1), versionOf: a.id, ...changes });
    const { errors } = await problemIn(await owner('POST', '/api/campaigns', { body }), 422);
    expect(errors?.[0]?.pointer).toBe('/versionOf');
    return errors?.[0]?.code;
  };
  expect(await refused({ versionOf: `${host}:99` })).toBe('no-such-campaign');
  expect(await refused({ versionOf: 'x' })).toBe('no-such-campaign');
  expect(await refused({ versionOf: elsewhere.id })).toBe('other-domain');
  expect(await refused({ versionOf: plain.id })).toBe('no-halves');
  expect(await refused({ list: whole, recipients: 1_000 })).toBe('no-halves');
  expect(await refused(halfOf(0))).toBe('same-half');
  expect(await refused(halfOf(1, { ordered: hex('e') }))).toBe('other-list');
  expect(await refused(halfOf(1, { split: { seed: [9, 1, 2, 3], half: 1, halves } }))).toBe('other-list');
  expect(await json<Campaign>(await owner('GET', pathOf(a)))).toEqual(a);
});
