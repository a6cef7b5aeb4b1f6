import { type Hit, load, type Visit } from 'klikspor/edge';
import { expect, test } from 'vitest';
import { phones, previewers } from '../support/agents.ts';
import { packedOnce } from '../support/batches.ts';
import { visitorRules } from '../support/visitor-rules.ts';

const core = await load();
const judge = core.createJudge(visitorRules());
const visit = (userAgent: string, more: Partial<Visit> = {}) =>
  judge.judge({ method: 'GET', userAgent, headers: {}, ...more });
const iphone = phones[0].userAgent;

test('phones that people hold are people', () => {
  for (const { userAgent, headers } of phones) {
    expect(visit(userAgent, { headers })).toMatchObject({ class: 'human', reason: 'person' });
    expect(visit(userAgent)).toMatchObject({ class: 'human' });
  }
  expect(phones.map(({ userAgent }) => visit(userAgent).device)).toEqual(['ios', 'android', 'android', 'android']);
});

test('browsers inside apps are people', () => {
  const ios = 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)';
  const android =
    'Mozilla/5.0 (Linux; Android 13; SM-A536B Build/TP1A.220624.014; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/125.0.0.0 Mobile Safari/537.36';
  for (const agent of [
    `${ios} Mobile/15E148 [FBAN/FBIOS;FBAV/463.1.0.29.109;FBBV/605;FBDV/iPhone14,5;FBMD/iPhone]`,
    `${ios} Mobile/15E148 Instagram 333.0.4.34.92 (iPhone14,5; iOS 17_5; da_DK; da; scale=3.00; 1170x2532)`,
    `${ios} Mobile/15E148 Viber/22.5.0.2`,
    `${ios} Mobile/15E148 Snapchat/12.85.0.40 (like Safari/8617.2.4.10.8, panda)`,
    `${ios} Mobile/15E148 [LinkedInApp]/9.29.3`,
    `${ios} Mobile/15E148 Slack/24.05.10`,
    `${ios} Mobile/15E148`,
    `${android} [FB_IAB/FB4A;FBAV/463.0.0.53.84;]`,
    `${android} Instagram 332.0.0.38.90 Android`,
    `${android} Viber/22.6.1.0`,
    `${android} Line/14.8.0/IAB`,
    'Mozilla/5.0 (Linux; Android 13; SAMSUNG SM-A536B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/25.0 Chrome/121.0.0.0 Mobile Safari/537.36',
    'Mozilla/5.0 (Linux; Android 11; CUBOT X30) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/99.0.4844.88 Mobile Safari/537.36',
    'Nokia6100/1.0 (04.01) Profile/MIDP-1.0 Configuration/CLDC-1.0',
    'Opera/9.80 (J2ME/MIDP; Opera Mini/9.80 (S60; SymbOS; Opera Mobi/23.348; U; en) Presto/2.5.25 Version/10.54',
    // An add-on that writes what it knows of the request behind the browser's agent.
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/127.0.0.0 Safari/537.36 ||| ReqID: 472 | TabID: 643408467 | FrameID: 0 | ParentFrameID: -1 | Type: xmlhttprequest | Time: 1722598417470 | Initiator: https://www.butik.com',
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0 https://www.butik.dk/',
    'Mozilla/4.0 (compatible; MSIE 8.0; Windows NT 6.1; Trident/4.0; User-agent: Mozilla/4.0 (compatible; MSIE 6.0; Windows NT 5.1; SV1; http://bsalsa.com) ; SLCC2)',
  ]) {
    expect.soft(visit(agent), agent).toMatchObject({ class: 'human' });
  }
});

test('apps that name no system, or in small letters, are people with an Android phone', () => {
  for (const agent of [
    '[FBAN/FB4A;FBAV/567.1.0.52.74;FBBV/1003893689;FBDM/{density=3.0,width=1080,height=2340};FBLC/nl_NL;FBRV/1012267334;FBCR/NL KPN;FBMF/samsung;FBBD/samsung;FBPN/com.facebook.katana;FBDV/SM-S921B;FBSV/16;FBOP/1;FBCA/arm64-v8a:;]',
    'Safari/600.2.5 MobileRicardo (Google Pixel 6; android 13) ricardo.ch/8.28.2-82802 (debug) deviceId/dfa51331',
  ]) {
    expect.soft(visit(agent), agent).toMatchObject({ class: 'human', device: 'android' });
  }
});

test('fetchers of preview cards are previews', () => {
  for (const agent of [
    ...Object.values(previewers),
    'TelegramBot (like TwitterBot)',
    'Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)',
    'LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)',
    'facebookexternalhit/1.1;line-poker/1.0',
    'Viber/13.4.0.4 CFNetwork/1390 Darwin/22.0.0',
    'WhatsApp/2',
  ]) {
    expect.soft(visit(agent), agent).toMatchObject({ class: 'preview' });
  }
});

test('scanners, libraries and headless browsers are machines', () => {
  const reasons: Record<string, string> = {
    'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)': 'agent-search-engine',
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/141.0.0.0 Safari/537.36':
      'agent-browser-automation',
    'curl/8.5.0': 'agent-http-library',
    'python-requests/2.32.3': 'agent-http-library',
    'Go-http-client/2.0': 'agent-http-library',
    'Mozilla/5.0 (compatible; SomethingNew/1.0; +https://example.com/why)': 'agent-word',
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/78.0.3904.97 Safari/537.36 +https://example.com':
      'agent-word',
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/134.0.0.0 Safari/537.36 Info: https://example.com':
      'agent-word',
    'never-seen/3': 'agent-unknown',
    'Mozilla/5.0': 'agent-unknown',
    '': 'agent-empty',
    '-': 'agent-empty',
  };
  for (const [agent, reason] of Object.entries(reasons)) {
    expect.soft(visit(agent), agent).toMatchObject({ class: 'scanner', reason });
  }
});

test('method, prefetch and shape come from the request', () => {
  const page = { accept: 'text/html,*/*;q=0.8', 'accept-language': 'da' };
  expect(visit(iphone, { method: 'HEAD' })).toMatchObject({ class: 'head', reason: 'method-head' });
  expect(visit(iphone, { method: 'OPTIONS' })).toMatchObject({ class: 'scanner', reason: 'method-other' });
  expect(visit(iphone, { headers: { ...page, 'sec-purpose': 'prefetch;prerender' } }).class).toBe('prefetch');
  expect(visit(iphone, { headers: { ...page, 'x-moz': 'prefetch' } }).reason).toBe('header-prefetch');
  expect(visit(iphone, { headers: { ...page, 'sec-fetch-mode': 'navigate' } }).class).toBe('human');
  expect(visit(iphone, { headers: { ...page, 'sec-fetch-mode': 'no-cors' } }).reason).toBe('shape-no-navigation');
  expect(visit(iphone, { headers: { accept: '*/*' } }).reason).toBe('shape-bare');
  expect(visit(iphone, { headers: { accept: '*/*', 'accept-language': 'da' } }).class).toBe('human');
  expect(visit(iphone, { headers: { cookie: 'x'.repeat(100000) } }).class).toBe('human');
});

test('a data centre is no phone, a carrier is', () => {
  expect(visit(iphone, { asn: 14061 })).toMatchObject({ class: 'scanner', reason: 'network-data-centre' });
  expect(visit(iphone, { asn: 3292 }).class).toBe('human');
  expect(() => visit(iphone, { asn: -1 })).toThrow(/asn is -1/);
});

test('what was judged once is judged the same from its stored hit', () => {
  const visits: Visit[] = [
    { method: 'GET', userAgent: iphone, headers: phones[0].headers },
    { method: 'HEAD', userAgent: iphone, headers: {} },
    { method: 'GET', userAgent: iphone, headers: { purpose: 'prefetch' } },
    { method: 'GET', userAgent: iphone, headers: { accept: '*/*' } },
    { method: 'GET', userAgent: previewers.iMessage, headers: { accept: '*/*' } },
    { method: 'GET', userAgent: '', headers: {} },
    { method: 'GET', userAgent: `Mozilla/5.0 AppleWebKit/1 ${'x'.repeat(2000)} bot`, headers: {} },
    { method: 'GET', userAgent: iphone, headers: {}, asn: 16509 },
  ];
  const verdicts = visits.map((one) => judge.judge(one));
  const hits = visits.map(
    (one, agent): Hit => ({
      atMs: 1795800000000 + agent,
      recipient: agent,
      link: 0,
      class: 'human',
      reason: 'as-judged-long-ago',
      rules: 20200101,
      userAgent: one.userAgent,
      country: 'DK',
      asn: one.asn ?? 0,
      signals: verdicts[agent]?.signals ?? 0,
    }),
  );
  hits.push({ ...hits[0], class: 'test', reason: 'test-recipient' } as Hit);
  const batch = core.stampBatch(packedOnce(core, hits), 1, 1) ?? new Uint8Array();
  const anew = core.readHitBatch(judge.rejudge(batch) ?? new Uint8Array());
  const judged = anew?.hits() ?? [];
  expect(judged.slice(0, -1).map((hit) => [hit.class, hit.reason, hit.rules])).toEqual(
    verdicts.map((verdict) => [verdict.class, verdict.reason, judge.version]),
  );
  expect(judged.at(-1)).toMatchObject({ class: 'test', reason: 'test-recipient', rules: judge.version });
  expect(anew).toMatchObject({ attempts: 1, detours: 1 });
  expect(judge.rejudge(batch.slice(1))).toBeNull();
});

test('the rules say their date, and what is no rules file is refused', () => {
  expect(judge.version).toBeGreaterThanOrEqual(20261123);
  expect(() => core.createJudge(new Uint8Array(10))).toThrow(/not a visitor rules file/);
  const gone = core.createJudge(visitorRules());
  gone.delete();
  gone.delete();
  expect(() => gone.judge({ method: 'GET', userAgent: iphone, headers: {} })).toThrow(/deleted/);
});

test('the headers that the rules look at are told, and no other changes a verdict', () => {
  expect(core.judgedHeaders()).toEqual([
    ...['accept', 'accept-language', 'purpose', 'sec-fetch-mode', 'sec-purpose', 'x-moz', 'x-purpose'],
  ]);
  const others = Object.fromEntries(['referer', 'x-purposes', 'cookie', 'Accept'].map((name) => [name, 'prefetch']));
  expect(visit(iphone, { headers: others })).toEqual(visit(iphone));
  expect(visit(iphone, { asn: 0 })).toEqual(visit(iphone));
  expect(() => visit(iphone, { asn: -1 })).toThrow(/asn is -1/);
});
