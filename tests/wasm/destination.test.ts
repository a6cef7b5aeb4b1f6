import { readFileSync } from 'node:fs';
import { load } from 'klikspor';
import { expect, test } from 'vitest';
import { readTsv } from '../support/tsv.ts';

const core = await load();
const unescaped = (text: string) =>
  text.replace(/\\u([0-9A-F]{4})|\\\\/g, (_, hex: string | undefined) =>
    hex === undefined ? '\\' : String.fromCharCode(Number.parseInt(hex, 16)),
  );

test('destinations are finished or refused as natively', () => {
  const rows = readTsv('destinations.tsv');
  expect(rows.length).toBeGreaterThan(60);
  for (const [url = '', list = '', expected] of rows) {
    const parameters = list
      .split(' ')
      .filter(Boolean)
      .map((pair): [string, string] => {
        const equals = pair.indexOf('=');
        return [unescaped(pair.slice(0, equals)), unescaped(pair.slice(equals + 1))];
      });
    const outcome = core.buildDestination(unescaped(url), parameters);
    expect([url, outcome.ok ? outcome.url : `error ${outcome.error}`]).toEqual([url, expected]);
    // A browser follows it to the same place.
    if (outcome.ok) expect(new URL(outcome.url).host).toBe(/^https?:\/\/([^/]*)/.exec(outcome.url)?.[1]);
  }
});

test('links are found by string index', () => {
  const text = '😀 se brand.dk/ø, og https://www.shop.com.';
  expect(core.findLinks(text).map(({ start, end }) => text.slice(start, end))).toEqual([
    'brand.dk/ø',
    'https://www.shop.com',
  ]);
  expect(core.findLinks('\uD800')).toEqual([]);
});

test('the shown host comes out as people read it', () => {
  expect(core.buildDestination('https://BØRNETØJ.dk')).toEqual({
    ok: true,
    url: 'https://xn--brnetj-byae.dk/',
    displayHost: 'børnetøj.dk',
  });
});

test('a percent sign that begins no escape is told by string index, and only then', () => {
  const text = ' brand.dk/😀/100%?a=%20';
  expect(core.buildDestination(text)).toEqual({
    ok: true,
    url: 'https://brand.dk/%F0%9F%98%80/100%25?a=%20',
    displayHost: 'brand.dk',
    strayPercent: text.indexOf('%'),
  });
  expect(core.buildDestination('brand.dk/100%25', [['rabat', '10%']])).not.toHaveProperty('strayPercent');
});

test('a host alone is finished or refused, and told where it leads', () => {
  expect(core.finishHost('BØRNETØJ.dk')).toEqual({
    ok: true,
    host: 'xn--brnetj-byae.dk',
    displayHost: 'børnetøj.dk',
    isAddress: false,
    reach: 'open',
  });
  expect(core.finishHost('192.168.1.10')).toMatchObject({ ok: true, isAddress: true, reach: 'nowhere' });
  expect(core.finishHost('s.localhost')).toMatchObject({ ok: true, isAddress: false, reach: 'nowhere' });
  expect(core.finishHost('s.brand.example')).toMatchObject({ ok: true, reach: 'documentation' });
  expect(core.finishHost('')).toEqual({ ok: false, error: 'no-host' });
  expect(core.finishHost('s.dk/x')).toEqual({ ok: false, error: 'host-syntax' });
});

test('every public shortener of the data file is refused, with and without www, and no host below it', () => {
  const hosts = readFileSync(new URL('../../core/data/public-shorteners.tsv', import.meta.url), 'utf8')
    .split('\n')
    .filter((row) => row !== '' && !row.startsWith('#'))
    .map((row) => row.split('\t')[0] ?? '');
  expect(hosts.length).toBeGreaterThan(20);
  for (const host of hosts) {
    const refused = { ok: false, error: 'public-shortener' };
    expect([host, core.buildDestination(`https://${host}/x`)]).toEqual([host, refused]);
    expect([host, core.buildDestination(`WWW.${host.toUpperCase()}`)]).toEqual([host, refused]);
    expect([host, core.buildDestination(`https://kort.${host}/x`).ok]).toEqual([host, true]);
  }
});

test('the link card follows from the links of the finished text', () => {
  expect(core.linkCard('Hej')).toBe('no-link');
  expect(core.linkCard('Se s.brand.dk/Xk7Rm2Pq')).toBe('edge');
  expect(core.linkCard('Se s.brand.dk/Xk7Rm2Pq.')).toBe('inside');
  expect(core.linkCard('s.brand.dk/Xk7Rm2Pq s.brand.dk/Yk7Rm2Pq')).toBe('several');
  expect(core.findLinks('a.dk b.dk c.dk d.dk e.dk')).toHaveLength(5);
});
