import { createExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { type Sealer, SLOTS_PER_CAMPAIGN } from 'klikspor/edge';
import { afterEach, expect, test, vi } from 'vitest';
import { campaignOf, forgetRecords, linkHostOf } from '../../worker/src/campaigns.ts';
import { kvKey, NUMBER_BLOCK } from '../../worker/src/records.ts';
import { plainOf, redirect } from '../../worker/src/redirect.ts';
import redirectSource from '../../worker/src/redirect.ts?raw';
import { randomFrom } from '../support/random.ts';
import { ask, campaign, hitsOf, linkHost, reportOf, slugOf } from './support.ts';

afterEach(() => vi.restoreAllMocks());

test('a slug leads to its destination, by GET and by HEAD, with the headers of a redirect and nothing else', async () => {
  const host = await linkHost();
  const record = await campaign(host, 1);
  const slug = slugOf(host, record, 7, 0);
  for (const method of ['GET', 'HEAD']) {
    const answer = await ask(host.host, `/${slug}`, { method });
    expect(answer.status).toBe(302);
    expect(Object.fromEntries(answer.headers)).toEqual({
      location: 'https://shop.example/b%C3%B8rnet%C3%B8j?utm_source=sms',
      'cache-control': 'private, no-store',
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex',
      'strict-transport-security': 'max-age=31536000',
    });
    expect(await answer.text()).toBe('');
  }
});

test('an answer that is given to many is whole for each of them, whoever reads it and however long ago it was made', async () => {
  const host = await linkHost();
  const record = await campaign(host, 1);
  const paths = [`/${slugOf(host, record, 7, 0)}`, '/bcdfghjk'];
  for (let round = 0; round < 3; round++) {
    // Each request has a context of its own, which ends with its answer.
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, i) =>
        ask(host.host, paths[i % 2] ?? '/', {
          method: i % 3 === 0 ? 'HEAD' : 'GET',
          userAgent: `phone ${i}`,
          headers: { accept: '*/*' },
        }),
      ),
    );
    for (const [i, answer] of answers.entries()) {
      expect(answer.status).toBe(i % 2 === 0 ? 302 : 404);
      expect(answer.headers.get('cache-control')).toBe('private, no-store');
      expect(await answer.text()).toBe('');
    }
    await scheduler.wait(50);
  }
});

test('a slug with the end of a sentence, a query or a fragment behind it is the same slug', async () => {
  const host = await linkHost();
  const slug = slugOf(host, await campaign(host, 1), 7, 0);
  const ends = ['/', '.', ',', ')', '!', ';', ':', '?', ').', '!!', '...', '//', '?fbclid=x/y', '/?a=b#c', ').?a=b'];
  for (const end of ends) expect((await ask(host.host, `/${slug}${end}`)).status, end).toBe(302);
  for (const end of ['a', '/x', '.x', '%2Fx', '%61', '/..']) {
    expect((await ask(host.host, `/${slug}${end}`)).status, end).not.toBe(302);
  }
  expect((await ask(host.host, `//${slug}`)).status).toBe(404);
});

test('nothing in a request changes the destination', async () => {
  const host = await linkHost();
  const slug = slugOf(host, await campaign(host, 1), 7, 0);
  const tricks = [
    '?url=https://evil.example',
    '?@evil.example',
    '?//evil.example',
    '?%0d%0alocation:https://evil.example',
  ];
  for (const trick of tricks) {
    const answer = await ask(host.host, `/${slug}${trick}`, { headers: { 'x-forwarded-host': 'evil.example' } });
    expect(answer.headers.get('location')).toBe('https://shop.example/b%C3%B8rnet%C3%B8j?utm_source=sms');
  }
});

test('the redirect makes one core call and, with its records in memory, reads no storage', async () => {
  const host = await linkHost();
  const record = await campaign(host, 1);
  const slug = slugOf(host, record, 7, 0);
  const url = `https://${host.host}/${slug}`;
  const ctx = createExecutionContext();
  const link = await linkHostOf(env, ctx, host.host);
  if (link === null) throw new Error('the host is there');
  await campaignOf(env, ctx, link, SLOTS_PER_CAMPAIGN);
  let calls = 0;
  const counted: Sealer = {
    open: (token) => {
      calls++;
      return link.sealer.open(token);
    },
    seal: never,
    sealRange: never,
    delete: never,
    [Symbol.dispose]: never,
  };
  const get = vi.spyOn(env.KV, 'get');
  const recorded = vi.fn(() => undefined);
  const counting = { ...link, sealer: counted };
  const answer = await redirect(new Request(url), env, ctx, counting, plainOf(counting, slug), { record: recorded });
  expect([answer.status, calls, get.mock.calls.length, recorded.mock.calls.length]).toEqual([302, 1, 0, 1]);
});

test('the hot path runs before any router and imports none', () => {
  const imports = [...redirectSource.matchAll(/from '([^']+)'/g)].map(([, from]) => from);
  expect(imports.sort()).toEqual([
    './campaigns.ts',
    './core.ts',
    './hits.ts',
    './https.ts',
    './location.ts',
    './pages/answers.ts',
    './pages/opt-out.ts',
    './records.ts',
  ]);
  for (const costly of ['new URL(', 'JSON.', 'RegExp', '.match(', '.replace(', '.split(']) {
    expect(redirectSource).not.toContain(costly);
  }
});

function never(): never {
  throw new Error('the hot path opens one slug and asks the core for nothing else');
}

test('a cold isolate reads the domain record and the campaign record once each, whatever comes at once', async () => {
  const host = await linkHost();
  const record = await campaign(host, 1);
  forgetRecords();
  const get = vi.spyOn(env.KV, 'get');
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, recipient) => ask(host.host, `/${slugOf(host, record, recipient, 0)}`)),
  );
  expect(answers.map(({ status }) => status)).toEqual(Array(50).fill(302));
  expect(get.mock.calls.map(([key]) => key)).toEqual([kvKey.domain(host.host), kvKey.campaign(host.host, 1)]);
});

test('1,000 forged slugs get the same 404, and none above the highest number plus one block reads storage', async () => {
  const host = await linkHost();
  const record = await campaign(host, 1);
  const real = slugOf(host, record, 7, 0);
  const sample = new TextDecoder().decode(host.sealer.sealRange(1, 1, 0, 1_000));
  const signs = [...new Set(sample)].sort();
  expect(signs).toHaveLength(49);
  const random = randomFrom(20_261_123);
  const forged = Array.from({ length: 1_000 }, () =>
    Array.from({ length: 8 }, () => signs[random(signs.length)]).join(''),
  );
  // Also by one sign: what a typing mistake makes of a real slug.
  for (let at = 0; at < real.length; at++) {
    forged.push(`${real.slice(0, at)}${real[at] === signs[0] ? signs[1] : signs[0]}${real.slice(at + 1)}`);
  }
  await ask(host.host, '/warm');
  const get = vi.spyOn(env.KV, 'get');
  const workspace = vi.spyOn(env.WORKSPACE, 'getByName');
  const bodies = new Set<string>();
  const headers = new Set<string>();
  let allowed = 0;
  for (const slug of forged) {
    // What this key opens without a limit: below highest plus one block a guess may cost one read.
    const plain = host.sealer.open(slug);
    if (plain >= 0 && plain < (host.record.highest + NUMBER_BLOCK + 1) * SLOTS_PER_CAMPAIGN) allowed++;
    const answer = await ask(host.host, `/${slug}`);
    expect(answer.status, slug).toBe(404);
    bodies.add(await answer.text());
    headers.add(JSON.stringify([...answer.headers]));
    expect(get.mock.calls.length, slug).toBeLessThanOrEqual(allowed);
    expect(workspace.mock.calls.length, slug).toBeLessThanOrEqual(allowed);
  }
  expect([bodies.size, headers.size]).toEqual([1, 1]);
  expect(allowed).toBeLessThan(3);
});

test('a guess that could be a campaign costs one KV read and one question to the Workspace object', async () => {
  const host = await linkHost();
  await campaign(host, 1);
  await ask(host.host, '/warm');
  const get = vi.spyOn(env.KV, 'get');
  const workspace = vi.spyOn(env.WORKSPACE, 'getByName');
  for (const recipient of [0, 1, 2]) {
    expect((await ask(host.host, `/${host.sealer.seal(2 * SLOTS_PER_CAMPAIGN + recipient)}`)).status).toBe(404);
  }
  expect([get.mock.calls.length, workspace.mock.calls.length]).toEqual([1, 1]);
});

test.each([
  ['a browser', {}],
  ['a program', { accept: '*/*' }],
])('every way of not being there looks the same to %s', async (whose, headers) => {
  const host = await linkHost();
  const record = await campaign(host, 1, { recipients: 10 });
  const beyond = slugOf(host, record, 10, 0);
  const noSuchCampaign = host.sealer.seal(2 * SLOTS_PER_CAMPAIGN);
  const paths = ['/nothing', `/${beyond}`, `/${noSuchCampaign}`, '/../x', '/%00', '/__proto__', '/constructor'];
  const answers = await Promise.all([
    ...[...paths, `/${'x'.repeat(5_000)}`].map((path) => ask(host.host, path, { headers })),
    ask('unknown.example', '/nothing', { headers }),
  ]);
  const looks = await Promise.all(
    answers.map(async (answer) => JSON.stringify([answer.status, [...answer.headers], await answer.text()])),
  );
  expect(new Set(looks).size).toBe(1);
  expect(answers[0]?.status).toBe(404);
  expect(answers[0]?.headers.get('cache-control')).toBe('private, no-store');
  if (whose === 'a program') {
    expect(looks[0]).toMatch(/,""\]$/);
  } else {
    expect(looks[0]).toContain('/stop');
    expect(looks[0]).toContain("default-src 'none'");
  }
});

test('a vanity slug stands for a slot of its campaign', async () => {
  const host = await linkHost({ vanity: { sommer: 3 * SLOTS_PER_CAMPAIGN } });
  await campaign(host, 3, { tracking: 'aggregate', recipients: 1 });
  expect((await ask(host.host, '/sommer')).headers.get('location')).toContain('shop.example');
  for (const end of ['.', '..', ').', '!!', '-', '%E2%80%8E']) {
    expect((await ask(host.host, `/sommer${end}`)).status, end).toBe(302);
  }
  expect((await ask(host.host, '/somme%72')).status).toBe(302);
  for (const path of ['/Sommer', '/sommer.x', '/sommer%2Fx', '/sommerx']) {
    expect((await ask(host.host, path)).status, path).toBe(404);
  }
});

test('an ended campaign leads to the landing page, or to a page that says so', async () => {
  const withPage = await linkHost({ landingPage: 'https://brand.example/' });
  const ended = { expiresAtMs: Date.now() - 1 };
  const there = await ask(withPage.host, `/${slugOf(withPage, await campaign(withPage, 1, ended), 7, 0)}`);
  expect([there.status, there.headers.get('location')]).toEqual([302, 'https://brand.example/']);
  const without = await linkHost();
  const here = await ask(without.host, `/${slugOf(without, await campaign(without, 1, ended), 7, 0)}`);
  expect(here.status).toBe(410);
  expect(await here.text()).toContain('href="/stop?lang=da"');
});

test('an edit is live when the record has come of age', async () => {
  const host = await linkHost();
  const record = await campaign(host, 1);
  const path = `/${slugOf(host, record, 7, 0)}`;
  await ask(host.host, path);
  const edited = {
    ...record,
    links: [{ kind: 'destination', url: 'https://new.example/', tracked: true }, record.links[1]],
  };
  await env.KV.put(kvKey.campaign(host.host, 1), JSON.stringify(edited));
  expect((await ask(host.host, path)).headers.get('location')).toContain('shop.example');
  const now = Date.now();
  vi.spyOn(Date, 'now').mockImplementation(() => now + 10_001);
  expect((await ask(host.host, path)).headers.get('location')).toBe('https://new.example/');
});

test('a record in memory outlives a storage failure; without one the answer says to try again', async () => {
  const host = await linkHost();
  const path = `/${slugOf(host, await campaign(host, 1), 7, 0)}`;
  await ask(host.host, path);
  vi.spyOn(console, 'error').mockImplementation(() => {});
  vi.spyOn(env.KV, 'get').mockRejectedValue(new Error('KV GET failed: 503 Service Unavailable'));
  const now = Date.now();
  vi.spyOn(Date, 'now').mockImplementation(() => now + 10_001);
  expect((await ask(host.host, path)).status).toBe(302);
  forgetRecords();
  const answer = await ask(host.host, path);
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
});

test('requests that share a read are all answered, also once the engine has compiled what they run', async () => {
  const host = await linkHost();
  const records = [await campaign(host, 1), await campaign(host, 2)];
  // The engine compiles after some two hundred rounds.
  for (let round = 0; round < 300; round++) {
    forgetRecords();
    const asked = [...records, ...records].map((record) => ask(host.host, `/${slugOf(host, record, round, 0)}`));
    const guess = ask(host.host, `/${host.sealer.seal(5_000 * SLOTS_PER_CAMPAIGN + round)}`);
    const answers = await Promise.all([...asked, guess]);
    expect(answers.map(({ status }) => status)).toEqual([302, 302, 302, 302, 404]);
  }
}, 60_000);

test('KV that does not show a campaign yet: the Workspace object is asked, once for all who wait', async () => {
  const host = await linkHost();
  const record = await campaign(host, 1);
  await env.KV.delete(kvKey.campaign(host.host, 1));
  forgetRecords();
  const campaignRecord = vi.fn(async () => record);
  vi.spyOn(env.WORKSPACE, 'getByName').mockReturnValue({ campaignRecord } as never);
  const answers = await Promise.all([1, 2, 3].map((r) => ask(host.host, `/${slugOf(host, record, r, 0)}`)));
  expect(answers.map(({ status }) => status)).toEqual([302, 302, 302]);
  expect(campaignRecord).toHaveBeenCalledTimes(1);
});

test('a link that is not tracked redirects and is not counted', async () => {
  const host = await linkHost();
  const record = await campaign(host, 1, {
    links: [
      { kind: 'destination', url: 'https://a.example/', tracked: false },
      { kind: 'destination', url: 'https://b.example/', tracked: true },
    ],
  });
  await ask(host.host, `/${slugOf(host, record, 7, 0)}`);
  await ask(host.host, `/${slugOf(host, record, 7, 1)}`);
  const found = await reportOf(record, 1);
  expect(hitsOf(found, 0).hits.human).toBe(0);
  expect(hitsOf(found, 1).hits.human).toBe(1);
  expect(found.counting.hits).toBe(1);
});

test('addresses browsers and crawlers ask for on their own are answered and not counted', async () => {
  const host = await linkHost();
  await campaign(host, 1);
  const getByName = vi.spyOn(env.CLICK_COUNTER, 'getByName');
  const answers = await Promise.all(
    ['/', '/robots.txt', '/favicon.ico', '/stop', '/style.css'].map((path) => ask(host.host, path)),
  );
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 204, 200, 200]);
  await scheduler.wait(50);
  expect(getByName).not.toHaveBeenCalled();
});

test('a counter that throws, and a queue that throws, leave the redirect alone', async () => {
  const host = await linkHost();
  const log = vi.spyOn(console, 'error').mockImplementation(() => {});
  vi.spyOn(env.CLICK_COUNTER, 'getByName').mockImplementation(() => {
    throw new Error('broken');
  });
  vi.spyOn(env.BATCHES, 'send').mockRejectedValue(new Error('queue is down'));
  for (const counting of ['fast', 'strict'] as const) {
    const record = await campaign(host, counting === 'fast' ? 1 : 2, { counting });
    expect((await ask(host.host, `/${slugOf(host, record, 7, 0)}`)).status).toBe(302);
  }
  await vi.waitFor(() =>
    expect(log.mock.calls.filter(([line]) => String(line).includes('"uncounted"'))).toHaveLength(2),
  );
});

test('other methods than GET and HEAD do not follow a link', async () => {
  const host = await linkHost();
  const path = `/${slugOf(host, await campaign(host, 1), 7, 0)}`;
  for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
    const answer = await ask(host.host, path, { method });
    expect([answer.status, answer.headers.get('allow')], method).toEqual([405, 'GET, HEAD']);
  }
});
