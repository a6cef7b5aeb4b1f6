import { env } from 'cloudflare:workers';
import { afterEach, expect, test, vi } from 'vitest';
import { kvKey } from '../../worker/src/records.ts';
import { ask, campaign, counter, hitsOf, linkHost, report, reportOf, slugOf } from './support.ts';

afterEach(() => vi.restoreAllMocks());

const OPT_OUT = 1;

test('1,000 times GET shows the page, counts that it was opened, and changes nothing', async () => {
  const host = await linkHost();
  const record = await campaign(host, 1);
  for (let lot = 0; lot < 20; lot++) {
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, i) => ask(host.host, `/${slugOf(host, record, lot * 50 + i, OPT_OUT)}`)),
    );
    for (const answer of answers) {
      expect(answer.status).toBe(200);
      expect(await answer.text()).toContain('<form method="post"');
    }
  }
  expect(await counter(record).optOuts()).toEqual({ recipients: [], confirmedAtMs: [] });
  const found = await reportOf(record, 1_000);
  expect(found).toMatchObject({ confirmedOptOuts: 0, totals: { openers: 1_000, clickers: 0 } });
  expect(hitsOf(found, OPT_OUT).hits.human).toBe(1_000);
});

test('POST confirms, is idempotent, and has it on disk when it answers; undo takes it back', async () => {
  const host = await linkHost();
  const record = await campaign(host, 1, { shards: 3 });
  const path = `/${slugOf(host, record, 5, OPT_OUT)}`;
  const first = await ask(host.host, `${path}?lang=da`, { method: 'POST' });
  expect(first.status).toBe(200);
  expect(await first.text()).toContain('Du er afmeldt');
  const stub = counter(record, 5 % 3);
  const { confirmedAtMs } = await stub.optOuts();
  await ask(host.host, path, { method: 'POST' });
  expect(await stub.optOuts()).toEqual({ recipients: [5], confirmedAtMs });
  // Who comes back sees how things stand.
  expect(await (await ask(host.host, path)).text()).toContain('Du er afmeldt');
  const undone = await ask(host.host, `${path}?lang=da&undo`, { method: 'POST' });
  expect(await undone.text()).toContain('fortrudt');
  expect(await stub.optOuts()).toEqual({ recipients: [], confirmedAtMs: [] });
  expect((await report(record)).confirmedOptOuts).toBe(0);
});

test('an opt-out outlives the campaign', async () => {
  const host = await linkHost();
  const record = await campaign(host, 1, { expiresAtMs: Date.now() - 1 });
  const path = `/${slugOf(host, record, 5, OPT_OUT)}`;
  expect((await ask(host.host, path)).status).toBe(200);
  expect((await ask(host.host, path, { method: 'POST' })).status).toBe(200);
  expect((await counter(record).optOuts()).recipients).toEqual([5]);
});

test('an opt-out that cannot be stored says so, and never that it is done', async () => {
  const host = await linkHost();
  const record = await campaign(host, 1);
  vi.spyOn(console, 'error').mockImplementation(() => {});
  vi.spyOn(env.CLICK_COUNTER, 'getByName').mockReturnValue({
    optOut: async () => {
      throw new Error('down');
    },
  } as never);
  const answer = await ask(host.host, `/${slugOf(host, record, 5, OPT_OUT)}`, { method: 'POST' });
  expect(answer.status).toBe(503);
  const text = await answer.text();
  expect(text).toContain('Prøv igen');
  expect(text).not.toContain('Du er afmeldt');
});

test('the composer’s own opt-out is shown and stored nowhere', async () => {
  const host = await linkHost();
  const record = await campaign(host, 1);
  const answer = await ask(host.host, `/${slugOf(host, record, 2 ** 23 - 1, OPT_OUT)}`, { method: 'POST' });
  expect(await answer.text()).toContain('Du er afmeldt');
  expect((await counter(record).optOuts()).recipients).toEqual([]);
});

test('in an aggregate campaign the page is honest: nobody is known, nothing is confirmed', async () => {
  const host = await linkHost();
  const record = await campaign(host, 1, { tracking: 'aggregate', recipients: 1 });
  const path = `/${slugOf(host, record, 0, OPT_OUT)}`;
  for (const method of ['GET', 'POST']) {
    const text = await (await ask(host.host, path, { method })).text();
    expect(text).toContain('Svar STOP');
    expect(text).not.toContain('<form');
  }
  expect((await counter(record).optOuts()).recipients).toEqual([]);
});

test('the language is the one chosen, else the phone’s, else the campaign’s', async () => {
  const host = await linkHost();
  const record = await campaign(host, 1, { language: 'da' });
  const path = `/${slugOf(host, record, 5, OPT_OUT)}`;
  const rows: [query: string, acceptLanguage: string, lang: string][] = [
    ['', 'de-DE,de;q=0.9', 'da'],
    ['', '', 'da'],
    ['', 'en-GB,en;q=0.9,da;q=0.8', 'en'],
    ['', 'de,da;q=0.4,en;q=0.3', 'da'],
    ['', 'da;q=0,en;q=0.1', 'en'],
    ['?lang=en', 'da-DK', 'en'],
    ['?lang=xx', 'en', 'en'],
  ];
  for (const [query, accept, lang] of rows) {
    const answer = await ask(host.host, `${path}${query}`, { headers: { 'accept-language': accept } });
    const text = await answer.text();
    expect(text, accept).toContain(`<html lang="${lang}">`);
    // The visible way to the other one.
    expect(text).toContain(`?lang=${lang === 'da' ? 'en' : 'da'}`);
  }
});

test('a page loads and runs nothing, keeps nothing, and shows names as names', async () => {
  const host = await linkHost({ senderName: '<b>"x"&\'y\'' });
  const record = await campaign(host, 1, { senderName: '<script>alert(1)</script>"\'&' });
  const pages = [`/${slugOf(host, record, 5, OPT_OUT)}`, '/stop', '/stop?link=%3Cscript%3E', '/'];
  for (const path of pages) {
    const answer = await ask(host.host, path);
    const text = await answer.text();
    expect(text, path).not.toMatch(/<script|<b>|<img|src=|https?:\/\//);
    const policy = answer.headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-[\w+/]{43}='; form-action 'self'/);
    const style = /<style>([\s\S]*)<\/style>/.exec(text)?.[1] ?? '';
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(style));
    expect(policy).toContain(btoa(String.fromCharCode(...new Uint8Array(digest))));
    expect(answer.headers.get('set-cookie')).toBeNull();
    expect(answer.headers.get('cache-control')).toContain('no-store');
    expect(text).toMatch(/<html lang="(da|en)">/);
    expect(text).toContain('width=device-width');
  }
});

test('/stop leads from any link of a message to its opt-out, and changes nothing', async () => {
  const host = await linkHost();
  const record = await campaign(host, 1);
  const optOut = `/${slugOf(host, record, 5, OPT_OUT)}`;
  const slug = slugOf(host, record, 5, 0);
  const pastes = [
    slug,
    ` ${slug}. `,
    `${host.host}/${slug}`,
    `https://${host.host}/${slug}?x=1`,
    `Kære Åse, se (https://${host.host.toUpperCase()}/${slug}) nu`,
    optOut.slice(1),
  ];
  for (const paste of pastes) {
    const answer = await ask(host.host, `/stop?link=${encodeURIComponent(paste)}`);
    expect([answer.status, answer.headers.get('location')], paste).toEqual([303, `${optOut}?lang=da`]);
  }
  for (const paste of ['', 'x', `https://other.example/${slug}`, `${host.host}/`, '"><script>', 'a b c']) {
    const answer = await ask(host.host, `/stop?link=${encodeURIComponent(paste)}`);
    expect(answer.status, paste).toBe(200);
    expect(await answer.text()).toContain('<form method="get" action="/stop">');
  }
  expect((await counter(record).optOuts()).recipients).toEqual([]);
});

test('/stop where the message had no opt-out link says what to do instead', async () => {
  const host = await linkHost();
  const record = await campaign(host, 1, {
    links: [{ kind: 'destination', url: 'https://shop.example/', tracked: true }],
  });
  const answer = await ask(host.host, `/stop?link=${slugOf(host, record, 5, 0)}`);
  expect(await answer.text()).toContain('Svar STOP');
});

test('opt-outs reach the copy in KV', async () => {
  const host = await linkHost();
  const record = await campaign(host, 1);
  await ask(host.host, `/${slugOf(host, record, 5, OPT_OUT)}`, { method: 'POST' });
  await vi.waitFor(
    async () => {
      const copy = await env.KV.get<{ confirmedOptOuts: number }>(kvKey.counts(host.host, 1, 0), 'json');
      expect(copy?.confirmedOptOuts).toBe(1);
    },
    { timeout: 5_000, interval: 100 },
  );
});
