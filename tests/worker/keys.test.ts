/** Rotation of slug keys: links of all ages open, and no location is asked for a link whose key it has not heard of. */
import { env } from 'cloudflare:workers';
import { afterEach, beforeAll, expect, test } from 'vitest';
import type { Campaign, Status } from '../../worker/api.ts';
import { forgetRecords } from '../../worker/src/campaigns.ts';
import { type DomainRecord, kvKey } from '../../worker/src/records.ts';
import { addDomain, type Caller, json, pathOf, problemIn, publish, signIn } from './caller.ts';
import { ask } from './support.ts';

let owner: Caller;
beforeAll(async () => {
  owner = await signIn();
});
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

const slugOf = async (campaign: Campaign) =>
  (await (await owner('GET', `${pathOf(campaign)}/slugs?from=0&count=1`)).arrayBuffer()).slice(0, 8);
const opens = async (campaign: Campaign, slug: ArrayBuffer) => {
  forgetRecords();
  return (await ask(campaign.host, `/${new TextDecoder().decode(slug)}`)).status === 302;
};
const recordOf = async (host: string) => (await env.KV.get<DomainRecord>(kvKey.domain(host), 'json')) as DomainRecord;

test('a newer key is taken up some campaigns ahead; links of both keys open', async () => {
  const { host } = await addDomain(owner, 'rotate.example');
  const old = await publish(owner, host);
  const oldSlug = await slugOf(old);
  set('SLUG_KEY_2', second);
  await publish(owner, host);
  const record = await recordOf(host);
  expect(record.keys.map(({ key, from, to }) => ({ key, from, to }))).toEqual([
    { key: 2, from: 65, to: null },
    { key: 1, from: 1, to: 64 },
  ]);
  let last = old;
  while (last.number < 65) last = await publish(owner, host);
  expect(await recordOf(host)).toMatchObject({ highest: 128, keys: record.keys });
  const newSlug = await slugOf(last);
  expect(await opens(last, newSlug)).toBe(true);
  expect(await opens(old, oldSlug)).toBe(true);

  // The first secret is needed for what it sealed; what comes is sealed with the second alone.
  set('SLUG_KEY_1', btoa('x'.repeat(32)));
  expect((await publish(owner, host)).number).toBe(66);
  await problemIn(await owner('GET', `${pathOf(old)}/slugs`), 503);
  const { domains } = await json<Status>(await owner('GET', '/api/status'));
  expect(domains).toContainEqual({ host, fingerprintMatches: false });
}, 60_000);

test('a domain without campaigns takes up a newer key ahead too: its first campaigns are sealed with the first', async () => {
  const { host } = await addDomain(owner, 'young.example');
  set('SLUG_KEY_2', second);
  const campaign = await publish(owner, host);
  expect((await recordOf(host)).keys.map(({ key, from, to }) => ({ key, from, to }))).toEqual([
    { key: 2, from: 65, to: null },
    { key: 1, from: 1, to: 64 },
  ]);
  expect(await opens(campaign, await slugOf(campaign))).toBe(true);
});

test('a domain that is added under a newer key is sealed with it from its first campaign on', async () => {
  set('SLUG_KEY_2', second);
  const { host } = await addDomain(owner, 'later.example');
  expect((await recordOf(host)).keys).toMatchObject([{ key: 2, from: 1, to: null }]);
  const campaign = await publish(owner, host);
  set('SLUG_KEY_1', btoa('x'.repeat(32)));
  expect(await opens(campaign, await slugOf(campaign))).toBe(true);
});

test('a key that is wrong or gone publishes nothing, and the answer names the secret', async () => {
  const { host } = await addDomain(owner, 'wrong.example');
  const body = { name: 'x', host, recipients: 1, links: [{ kind: 'destination', url: 'https://b.dk/' }] };
  for (const value of [btoa('x'.repeat(32)), 'no base64!', btoa('short'), '']) {
    set('SLUG_KEY_1', value);
    const { detail } = await problemIn(await owner('POST', '/api/campaigns', { body }), 503);
    expect(detail).toContain('SLUG_KEY_1');
    if (value !== '') expect(detail).not.toContain(value);
  }
  set('SLUG_KEY_1', first);
  expect((await publish(owner, host)).number).toBe(1);
});
