/**
 * Destinations meant to fool somebody: where klikspor takes one, every browser must understand by it what klikspor did. The
 * same list goes through the package and the command line. Refusals by name: tests/data/destinations.tsv.
 */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { load } from 'klikspor';
import { expect, test } from 'vitest';

const core = await load();

/** These must be refused. */
const REFUSED = [
  ...[
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)//https://shop.example',
    'data:text/html,x',
    'vbscript:x',
    'blob:https://shop.example/x',
  ],
  ...[
    'file:///etc/passwd',
    'ftp://shop.example/',
    'intent://shop.example/#Intent;end',
    'view-source:https://shop.example',
  ],
  ...[
    'java\tscript:alert(1)',
    'java\nscript:alert(1)',
    '\u0001javascript:alert(1)',
    'https\u0001://shop.example',
    'https:\u0000//shop.example',
  ],
  // Who is the host?
  ...[
    'https://shop.example@evil.example/',
    'https://shop.example:x@evil.example/',
    'https://@evil.example/',
    'https://:@evil.example/',
  ],
  ...[
    'https://shop.example\\@evil.example/',
    'https://shop.example%40evil.example/',
    'https://shop.example%2f@evil.example/',
  ],
  ...[
    'https://shop.example%00.evil.example/',
    'https://shop.example%0d%0a.evil.example/',
    'https://%65vil.example/',
    'https://%2565vil.example/',
  ],
  ...[
    'https:\\\\evil.example',
    'https:/\\evil.example',
    'https://evil.example\\@shop.example',
    'https://shop.example\\.evil.example',
  ],
  ...[
    '//evil.example',
    '///evil.example',
    '\\\\evil.example',
    '/\\evil.example',
    'https://',
    'https:///evil.example',
    'https://#shop.example',
  ],
  ...[
    'https://shop.example:65536/',
    'https://shop.example:-1/',
    'https://shop.example:8 0/',
    'https://shop.example:٨٠/',
  ],
  // Numbers that are addresses to some.
  ...[
    'https://2130706433/',
    'https://0x7f000001/',
    'https://0x7f.1/',
    'https://017700000001/',
    'https://127.1/',
    'https://127.0.0.0x1/',
  ],
  // Look-alikes: Cyrillic in Latin, invisible signs, full stops that are none.
  ...[
    'https://shоp.example/',
    'https://аpple.example/',
    'https://shop\u200b.example/',
    'https://shop\u00ad.example/',
    'https://sh\u2060op.example/',
  ],
  ...[
    'https://shop\u2044x.evil.example/',
    'https://shop.example\u2215.evil.example/',
    'https://shop.example\uff0f.evil.example/',
  ],
  ...['https://shop.example\u202e/elpmaxe.live', 'https://\ufeffshop.example/'],
];

/** In every place of an address. */
const CONTROLS = [
  ...Array.from({ length: 33 }, (_, code) => code),
  0x7f,
  0x80,
  0x85,
  0x9f,
  0x2028,
  0x2029,
  0xfeff,
  0xd800,
  0xdfff,
];
const placed = CONTROLS.flatMap((code) => {
  const sign = String.fromCharCode(code);
  return ['https://shop', '.example/a', '?b=', '#c'].map((_, at, parts) =>
    parts.map((part, i) => (i === at ? part + sign : part)).join('x'),
  );
});
/** Header injection, encoded once and again: legal in a path, and must stay encoded. */
const ENCODED = [
  '%0d%0a',
  '%250d%250a',
  '%0D%0ALocation:%20https://evil.example',
  '%E5%98%8A%E5%98%8D',
  '%00',
  '%2e%2e/',
  '..%2f',
  '%5c',
  '%2f%2fevil.example',
  '//evil.example',
  '@evil.example',
  '\\evil.example',
  '?@evil.example',
  '#@evil.example',
  ';@evil',
  '"><script>',
  "'",
  '`',
  '\u00e6\r\nx',
  '嘊嘍Location:x',
];
const encoded = ENCODED.flatMap((trick) => [
  `https://shop.example/${trick}`,
  `https://shop.example/a?b=${trick}`,
  `https://shop.example/a#${trick}`,
]);

/** What is taken is one thing to everybody: printable ASCII, http or https, a host in letters, and the way it parses. */
function expectPlain(url: string, from: string) {
  const said = JSON.stringify(from);
  expect(url, said).toMatch(/^https?:\/\/[a-z0-9._-]+(:\d{1,5})?\/[\x21-\x7e]*$/);
  expect(url, said).not.toContain('\\');
  const parsed = new URL(url);
  // Dot segments are the browser's to resolve, within the same host.
  expect(parsed.origin, said).toBe(url.split('/').slice(0, 3).join('/'));
  expect([parsed.username, parsed.password], said).toEqual(['', '']);
  return parsed;
}

test('what would lead elsewhere than it seems is refused', () => {
  const taken = REFUSED.filter((url) => core.buildDestination(url).ok);
  expect(taken).toEqual([]);
});

test('what browsers drop of an address is dropped as they do', () => {
  for (const url of ['https\t://shop.example', ' \u0000https://shop.example', 'https://shop\n.example/a\r\nb\u001f ']) {
    const made = core.buildDestination(url);
    expect(made.ok && made.url, JSON.stringify(url)).toBe(new URL(url).href);
  }
});

test('control characters in any place are refused or encoded, and never change the host', () => {
  for (const url of placed) {
    const made = core.buildDestination(url);
    if (made.ok) expect(expectPlain(made.url, url).hostname, JSON.stringify(url)).toBe('shopx.example');
  }
});

test('encoded once, twice or not at all, a path stays a path of its host', () => {
  let taken = 0;
  for (const url of encoded) {
    const made = core.buildDestination(url, [
      ['utm_source', 'sms&x=y#z@evil.example'],
      ['@//evil', '#?&=%0d'],
    ]);
    if (!made.ok) continue;
    taken++;
    const { hostname, search } = expectPlain(made.url, url);
    expect(hostname).toBe('shop.example');
    expect(search).not.toMatch(/[\r\n]/);
  }
  expect(taken).toBeGreaterThan(encoded.length / 2);
});

test('the command line says the same of each', () => {
  const cli = fileURLToPath(new URL('../../wasm/bin/klikspor.mjs', import.meta.url));
  const all = [...REFUSED, ...placed, ...encoded];
  const input = all.map((url) => JSON.stringify({ url, parameters: {} })).join('\n');
  const lines = execFileSync(process.execPath, [cli, 'destination', '--jsonl'], { input, encoding: 'utf8' });
  const answers = lines
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { ok: boolean; url: string });
  expect(answers).toHaveLength(all.length);
  for (const [i, { ok, url }] of answers.entries()) {
    const made = core.buildDestination(all[i] ?? '');
    expect([all[i], ok, ok ? url : '']).toEqual([all[i], made.ok, made.ok ? made.url : '']);
  }
});
