/** Links to a report for whoever has them: that report and nothing else, until they expire or are revoked. */
import { runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { Campaign, Report, Share } from '../../worker/api.ts';
import { workspaceStub } from '../../worker/src/stubs.ts';
import { addDomain, type Caller, json, nobody, pathOf, problemIn, publish, signIn, withToken } from './caller.ts';

let owner: Caller;
let made = 0;
beforeAll(async () => {
  owner = await signIn();
});
afterEach(() => vi.useRealTimers());

const DAY_MS = 86_400_000;
const newHost = async () => (await addDomain(owner, `share${++made}.example`)).host;
const share = async (campaign: Campaign, days = 7, name = 'Bestyrelsen') =>
  json<Share & { secret: string }>(await owner('POST', `${pathOf(campaign)}/shares`, { body: { name, days } }), 201);
const open = (secret: string, headers = {}) => nobody('POST', '/api/shared-report', { body: { secret }, headers });

const LIST = {
  ...{ rows: 3, key: 1, ordered: 'a'.repeat(32), sorted: 'b'.repeat(32), rewritten: [] },
  ...{ fileName: 'hemmelige-kunder.csv', fileModifiedAtMs: 1_795_000_000_000 },
  reading: { country: 'DK', numberColumn: 1, leftOut: 0 },
};

test('whoever has the link sees the report without an account, and nothing of the list', async () => {
  const campaign = await publish(owner, await newHost(), {
    recipients: 3,
    list: LIST,
    template: 'Kære {{navn}}, se shop.example',
    basis: { kind: 'other', reason: 'kundeforhold' },
    contact: '70 12 34 56',
    registrations: [{ country: 'FI', of: 'sender', state: 'not-asked' }],
  });
  const { secret, ...told } = await share(campaign);
  expect(secret).toMatch(/^share_[\w-]{43}$/);
  const answer = await open(secret);
  expect(answer.headers.get('x-robots-tag')).toBe('noindex');
  expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
  const seen = await json<Report>(answer);
  const own = await json<Report>(await owner('GET', `${pathOf(campaign)}/report`));
  expect(seen.numbers).toEqual(own.numbers);
  expect(seen.campaign).toMatchObject({ name: campaign.name, template: campaign.template, recipients: 3 });
  // Whose hours are drawn: the list's, as its owner sees them.
  expect([seen.country, own.country, seen.campaign.list]).toEqual(['DK', 'DK', undefined]);
  const text = JSON.stringify(seen);
  expect(JSON.stringify(own)).toContain('hemmelige-kunder.csv');
  for (const secretOfList of ['hemmelige-kunder', LIST.ordered, LIST.sorted, 'kundeforhold', '70 12 34 56', 'FI']) {
    expect(text).not.toContain(secretOfList);
  }
  // Kept as a hash: neither the list of links nor the database holds the secret.
  const { entries } = await json<{ entries: Share[] }>(await owner('GET', `${pathOf(campaign)}/shares`));
  expect(entries).toEqual([told]);
  const rows = await runInDurableObject(workspaceStub(env), (_, { storage }) =>
    JSON.stringify(storage.sql.exec('SELECT * FROM share').toArray()),
  );
  expect(rows).toContain(told.id);
  expect(rows).not.toContain(secret.slice(6));
});

test('a link opens its report and nothing else of the API', async () => {
  const campaign = await publish(owner, await newHost());
  const { secret } = await share(campaign);
  for (const path of ['/report', '', '/recipients', '/opt-outs', '/hits.csv', '/shares', '/slugs']) {
    const answer = await nobody('GET', pathOf(campaign) + path, { headers: { authorization: `Bearer ${secret}` } });
    expect([path, answer.status]).toEqual([path, 401]);
  }
});

test('an expired, revoked or invented link shows nothing, and all alike', async () => {
  const campaign = await publish(owner, await newHost());
  const [soon, long] = [await share(campaign, 1), await share(campaign, 30)];
  const invented = await problemIn(await open('share_invented'), 404);
  vi.useFakeTimers({ now: Date.now() + 2 * DAY_MS, toFake: ['Date'] });
  expect(await problemIn(await open(soon.secret), 404)).toEqual(invented);
  expect((await open(long.secret)).status).toBe(200);
  vi.useRealTimers();
  expect((await owner('DELETE', `${pathOf(campaign)}/shares/${long.id}`)).status).toBe(204);
  expect(await problemIn(await open(long.secret), 404)).toEqual(invented);
  await problemIn(await owner('DELETE', `${pathOf(campaign)}/shares/${long.id}`), 404);
  // Of another campaign: no link of its own, and not to be revoked from there.
  const other = await publish(owner, await newHost());
  await problemIn(await owner('DELETE', `${pathOf(other)}/shares/${soon.id}`), 404);
  expect((await open(soon.secret)).status).toBe(200);
});

test('asking too often is told, for each link and each crowd of guesses by itself', async () => {
  const campaign = await publish(owner, await newHost());
  const [one, other] = [await share(campaign), await share(campaign)];
  vi.useFakeTimers({ now: Math.ceil(Date.now() / 60_000) * 60_000 + 1_000, toFake: ['Date'] });
  for (let i = 0; i < 60; i++) expect((await open(one.secret)).status).toBe(200);
  const tooMany = await open(one.secret);
  expect(Number(tooMany.headers.get('retry-after'))).toBe(59);
  await problemIn(tooMany, 429);
  expect((await open(other.secret)).status).toBe(200);
  vi.setSystemTime(Date.now() + 60_000);
  expect((await open(one.secret)).status).toBe(200);
  const guess = () => open('share_guess', { 'cf-connecting-ip': '192.0.2.7' });
  for (let i = 0; i < 30; i++) expect((await guess()).status).toBe(404);
  expect((await guess()).status).toBe(429);
  expect((await open('share_guess', { 'cf-connecting-ip': '203.0.113.9' })).status).toBe(404);
  // Whoever has the link gets through.
  expect((await open(one.secret, { 'cf-connecting-ip': '192.0.2.7' })).status).toBe(200);
});

test('a link ends by itself, and a campaign has fifty at most', async () => {
  const campaign = await publish(owner, await newHost());
  const ask = (days: number) => owner('POST', `${pathOf(campaign)}/shares`, { body: { name: 'Bestyrelsen', days } });
  for (const days of [0, 367, 1.5]) {
    const { errors } = await problemIn(await ask(days), 422);
    expect(errors?.[0]).toMatchObject({ pointer: '/days' });
  }
  const { createdAtMs, expiresAtMs } = await json<Share>(await ask(366), 201);
  expect(expiresAtMs - createdAtMs).toBe(366 * DAY_MS);
  for (let i = 1; i < 50; i++) expect((await ask(1)).status).toBe(201);
  await problemIn(await ask(1), 409);
  const reader = await withToken(owner, ['campaigns:read']);
  await problemIn(await reader('POST', `${pathOf(campaign)}/shares`, { body: { name: 'x', days: 1 } }), 403);
});

test('figures are a table with either decimal mark, safe to be opened in a spreadsheet', async () => {
  const campaign = await publish(owner, await newHost(), {
    links: [{ kind: 'destination', url: 'https://shop.example/', label: '=1+1;"a"' }, { kind: 'opt-out' }],
  });
  const { secret } = await share(campaign);
  const file = async (answer: Response) => {
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-disposition')).toContain(`figures-${campaign.host}-${campaign.number}.csv`);
    // `text()` would eat the mark that tells Excel the encoding.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await answer.arrayBuffer());
  };
  const points = await file(await owner('GET', `${pathOf(campaign)}/figures.csv`));
  const commas = await file(await owner('GET', `${pathOf(campaign)}/figures.csv?decimal=comma`));
  const shared = await file(await nobody('POST', '/api/shared-report/figures.csv?decimal=comma', { body: { secret } }));
  // The link shows no conversions, so its file has none.
  const conversions = commas.indexOf('conversions;');
  expect(conversions).toBeGreaterThan(0);
  expect(shared).toBe(commas.slice(0, conversions));
  expect(shared).not.toContain('order');
  expect(commas).toContain('\r\nconverters;;;0;sent;1000;0,000000;0,000000;0,003827\r\n');
  expect(points.split('\r\n').slice(0, 2)).toEqual([
    'figure,link,label,count,of,denominator,rate,low,high',
    'sent,,,1000,,,,,',
  ]);
  expect(commas.startsWith('\ufefffigure;link;')).toBe(true);
  expect(points).toContain('\r\nclickers,,,0,sent,1000,0.000000,0.000000,0.003827\r\n');
  expect(commas).toContain('\r\nclickers;;;0;sent;1000;0,000000;0,000000;0,003827\r\n');
  // Defused, quoted.
  expect(points).toContain(`\r\nlink-clicks,0,"'=1+1;""a""",0,,,,,\r\n`);
  expect(commas).toContain(`\r\nlink-clicks;0;"'=1+1;""a""";0;;;;;\r\n`);
  for (const line of points.trimEnd().split('\r\n')) expect(line.match(/,/g)?.length).toBeGreaterThanOrEqual(8);
});
