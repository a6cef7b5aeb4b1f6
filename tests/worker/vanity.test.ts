import { env } from 'cloudflare:workers';
import { beforeAll, expect, test } from 'vitest';
import type { Campaign, Report, VanitySlugs } from '../../worker/api.ts';
import { type DomainRecord, kvKey } from '../../worker/src/records.ts';
import { addDomain, type Caller, json, pathOf, problemIn, publish, signIn, withToken } from './caller.ts';
import { ask } from './support.ts';

let owner: Caller;
let made = 0;
beforeAll(async () => {
  owner = await signIn();
});

const newHost = async () => (await addDomain(owner, `v${++made}.example`)).host;
const forEverybody = (host: string, urls = ['https://shop.example/sommer']) =>
  publish(owner, host, { tracking: 'aggregate', links: urls.map((url) => ({ kind: 'destination', url })) });
const name = (host: string, slugs: unknown) => owner('PATCH', `/api/domains/${host}/vanity`, { body: { slugs } });
const named = async (host: string) =>
  (await json<VanitySlugs>(await owner('GET', `/api/domains/${host}/vanity`))).entries;

async function clicksOf(campaign: Campaign, clicks: number): Promise<Report> {
  for (let attempt = 0; ; attempt++) {
    const report = await json<Report>(await owner('GET', `${pathOf(campaign)}/report`));
    if (report.numbers.clicks === clicks && report.pending === 0) return report;
    if (attempt === 100) throw new Error(`${clicks} clicks expected: ${JSON.stringify(report)}`);
    await scheduler.wait(50);
  }
}

test('a vanity slug leads where its campaign link leads, at once, and is counted there', async () => {
  const host = await newHost();
  const campaign = await forEverybody(host, ['https://shop.example/a', 'https://shop.example/b']);
  expect((await ask(host, '/sommer')).status).toBe(404);
  const slugs = { sommer: { campaign: campaign.id, link: 1 }, 'black-friday': { campaign: campaign.id } };
  expect(await json<VanitySlugs>(await name(host, slugs))).toEqual({
    entries: [
      { slug: 'black-friday', campaign: campaign.id, link: 0 },
      { slug: 'sommer', campaign: campaign.id, link: 1 },
    ],
  });
  for (const [path, location] of [
    ['/sommer', 'https://shop.example/b'],
    ['/sommer.', 'https://shop.example/b'],
    ['/black-friday?x=1', 'https://shop.example/a'],
  ] as const) {
    const answer = await ask(host, path);
    expect([path, answer.status, answer.headers.get('location')]).toEqual([path, 302, location]);
  }
  const { numbers, totals } = await clicksOf(campaign, 3);
  expect(numbers.links.map(({ clicks }) => clicks)).toEqual([1, 2]);
  expect([numbers.uniqueClicks, totals.clickers]).toEqual([0, 0]);
});

test('a name moves to a later campaign and is taken away; others stay', async () => {
  const host = await newHost();
  const [spring, summer] = [await forEverybody(host), await forEverybody(host, ['https://shop.example/ny'])];
  await name(host, { salg: { campaign: spring.id }, butik: { campaign: spring.id } });
  await name(host, { salg: { campaign: summer.id } });
  expect((await ask(host, '/salg')).headers.get('location')).toBe('https://shop.example/ny');
  expect(await json<VanitySlugs>(await name(host, { salg: null, ukendt: null }))).toEqual({
    entries: [{ slug: 'butik', campaign: spring.id, link: 0 }],
  });
  expect((await ask(host, '/salg')).status).toBe(404);
  const record = await env.KV.get<DomainRecord>(kvKey.domain(host), 'json');
  expect(Object.keys(record?.vanity ?? {})).toEqual(['butik']);
});

test('every refusal is told at its name, and nothing is changed', async () => {
  const host = await newHost();
  const other = await forEverybody(await newHost());
  const campaign = await forEverybody(host);
  const each = await publish(owner, host, {});
  const target = { campaign: campaign.id };
  const { errors } = await problemIn(
    await name(host, {
      godt: target,
      'a/b~c': target,
      BCDFGHJK: target,
      stop: target,
      navn: { campaign: each.id },
      fremmed: { campaign: other.id },
      ingen: { campaign: `${host}:99` },
      langt: { campaign: campaign.id, link: 1 },
    }),
    422,
  );
  expect(errors?.map(({ pointer, code }) => [pointer, code])).toEqual([
    ['/slugs/a~1b~0c', 'vanity-bad-character'],
    ['/slugs/BCDFGHJK', expect.stringMatching(/^vanity-(shape|bad-character)$/)],
    ['/slugs/stop', 'vanity-reserved'],
    ['/slugs/navn/campaign', 'not-aggregate'],
    ['/slugs/fremmed/campaign', 'other-domain'],
    ['/slugs/ingen/campaign', 'no-such-campaign'],
    ['/slugs/langt/link', 'no-such-link'],
  ]);
  expect(await named(host)).toEqual([]);
});

test.each(['constructor', 'prototype', '__proto__'])(
  'the name %s is refused at its place, never left out',
  async (slug) => {
    const host = await newHost();
    const campaign = await forEverybody(host);
    // As text: in an object literal one of them is no field.
    const body = `{"slugs":{"butik":{"campaign":"${campaign.id}"},"${slug}":{"campaign":"${campaign.id}"}}}`;
    const { errors } = await problemIn(await owner('PATCH', `/api/domains/${host}/vanity`, { body }), 422);
    expect(errors).toEqual([
      { pointer: `/slugs/${slug}`, code: 'reserved-name', detail: expect.stringContaining(slug) },
    ]);
    expect(await named(host)).toEqual([]);
  },
);

test.each(['tostring', 'valueof', 'hasownproperty', 'watch'])('the name %s is a name like any other', async (slug) => {
  const host = await newHost();
  const campaign = await forEverybody(host);
  await name(host, { [slug]: { campaign: campaign.id } });
  expect((await named(host)).map((entry) => entry.slug)).toEqual([slug]);
  expect((await ask(host, `/${slug}`)).status).toBe(302);
});

test('a domain takes 1,000 names and no more, and an opt-out link has none', async () => {
  const host = await newHost();
  const campaign = await publish(owner, host, {
    tracking: 'aggregate',
    takesAnswers: true,
    links: [{ kind: 'opt-out' }, { kind: 'destination', url: 'https://shop.example/' }],
  });
  const many = Object.fromEntries(
    Array.from({ length: 1_000 }, (_, i) => [`tilbud-nr-${i}`, { campaign: campaign.id, link: 1 }]),
  );
  expect((await json<VanitySlugs>(await name(host, many))).entries).toHaveLength(1_000);
  await problemIn(await name(host, { ekstra: { campaign: campaign.id, link: 1 } }), 409);
  expect((await name(host, { 'tilbud-nr-0': null, ekstra: { campaign: campaign.id, link: 1 } })).status).toBe(200);
  expect(await named(host)).toHaveLength(1_000);
  const { errors } = await problemIn(await name(host, { ekstra: { campaign: campaign.id, link: 0 } }), 422);
  expect(errors?.[0]).toMatchObject({ pointer: '/slugs/ekstra/link', code: 'no-such-link' });
});

test('names need the scopes of campaigns, and a domain that is there', async () => {
  const host = await newHost();
  const reader = await withToken(owner, ['campaigns:read']);
  expect((await reader('GET', `/api/domains/${host}/vanity`)).status).toBe(200);
  await problemIn(await reader('PATCH', `/api/domains/${host}/vanity`, { body: { slugs: {} } }), 403);
  await problemIn(await owner('GET', '/api/domains/nowhere.example/vanity'), 404);
  await problemIn(await name('nowhere.example', {}), 404);
});
