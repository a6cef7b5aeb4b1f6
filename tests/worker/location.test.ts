import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { withQuery } from '../../worker/src/location.ts';
import { kvKey } from '../../worker/src/records.ts';
import { phones } from '../support/agents.ts';
import { ask, campaign, linkHost, reportOf, slugOf } from './support.ts';

const [iphone, android] = phones;
const desktop = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:143.0) Gecko/20100101 Firefox/143.0';
const SHOP = 'https://shop.example/app';
const STORES = { ios: 'https://apps.apple.example/id1', android: 'https://play.google.example/?id=a' };

async function location(devices: Partial<typeof STORES>, userAgent: string, forwardQuery?: true, query = '') {
  const host = await linkHost();
  const link = {
    kind: 'destination' as const,
    url: SHOP,
    tracked: true,
    devices,
    ...(forwardQuery && { forwardQuery }),
  };
  const record = await campaign(host, 1, { links: [link] });
  const answer = await ask(host.host, `/${slugOf(host, record, 7, 0)}${query}`, { userAgent });
  expect(answer.status).toBe(302);
  return { location: answer.headers.get('location'), record, headers: answer.headers };
}

test.each([
  ['an iPhone', iphone.userAgent, STORES, STORES.ios],
  ['an Android phone', android.userAgent, STORES, STORES.android],
  ['a desktop', desktop, STORES, SHOP],
  ['no user agent', '', STORES, SHOP],
  ['an Android phone where only iPhones have a place of their own', android.userAgent, { ios: STORES.ios }, SHOP],
])('a link with device destinations leads %s to its place', async (_, userAgent, devices, expected) => {
  expect((await location(devices, userAgent)).location).toBe(expected);
});

test('a device redirect has the headers of every redirect, and is counted like one', async () => {
  const { headers, record } = await location(STORES, iphone.userAgent);
  expect(Object.fromEntries(headers)).toEqual({
    location: STORES.ios,
    'cache-control': 'private, no-store',
    'referrer-policy': 'no-referrer',
    'x-robots-tag': 'noindex',
    'strict-transport-security': 'max-age=31536000',
  });
  expect((await reportOf(record, 1)).totals.clickers).toBe(1);
});

test('the query goes on only where the link says so, to device destinations too', async () => {
  expect((await location({}, desktop, undefined, '?gclid=1')).location).toBe(SHOP);
  expect((await location({}, desktop, true, '?gclid=1')).location).toBe(`${SHOP}?gclid=1`);
  expect((await location(STORES, android.userAgent, true, '?gclid=1')).location).toBe(`${STORES.android}&gclid=1`);
});

const at = (query: string) => `https://s.example/Xk7Rm2Pq${query}`;
test.each([
  ['no query', 'https://a.dk/', '', 'https://a.dk/'],
  ['an empty one', 'https://a.dk/', '?', 'https://a.dk/'],
  ['onto no query', 'https://a.dk/p', '?x=1', 'https://a.dk/p?x=1'],
  ['behind a query', 'https://a.dk/p?b=2', '?x=1', 'https://a.dk/p?b=2&x=1'],
  ['behind a query that ends open', 'https://a.dk/p?b=2&', '?x=1', 'https://a.dk/p?b=2&x=1'],
  ['behind a lone question mark', 'https://a.dk/p?', '?x=1', 'https://a.dk/p?x=1'],
  ['before a fragment', 'https://a.dk/p#top', '?x=1', 'https://a.dk/p?x=1#top'],
  ['a question mark in the fragment is no query', 'https://a.dk/p#a?b', '?x=1', 'https://a.dk/p?x=1#a?b'],
  ['octet for octet', 'https://a.dk/', '?a=%2F+%20&a=%2f&&=&%zz', 'https://a.dk/?a=%2F+%20&a=%2f&&=&%zz'],
  ['a name that both have stands twice', 'https://a.dk/?u=sms', '?u=x', 'https://a.dk/?u=sms&u=x'],
  ['not the fragment of the request', 'https://a.dk/', '?x=1#@evil.example', 'https://a.dk/?x=1'],
  ['an address in it stays a value', 'https://a.dk/', '?//evil.example/@b', 'https://a.dk/?//evil.example/@b'],
])('a forwarded query: %s', (_, destination, query, expected) => {
  expect(withQuery(destination, at(query))).toBe(expected);
  // Wherever it leads, it is the host that the marketer wrote.
  expect(new URL(withQuery(destination, at(query))).origin).toBe('https://a.dk');
});

test('a forwarded query of 2,048 characters in all goes on, of one more it is dropped as a whole', () => {
  const longest = `?${'x'.repeat(2_048 - 'https://a.dk/?'.length)}`;
  expect(withQuery('https://a.dk/', at(longest))).toHaveLength(2_048);
  expect(withQuery('https://a.dk/', at(`${longest}x`))).toBe('https://a.dk/');
});

test('records written before these fields existed go on working', async () => {
  const host = await linkHost();
  const record = await campaign(host, 1);
  expect(await env.KV.get(kvKey.campaign(host.host, 1))).not.toContain('devices');
  expect((await ask(host.host, `/${slugOf(host, record, 7, 0)}?x=1`)).headers.get('location')).not.toContain('x=1');
});
