/** Links of texts, through the command line; the table is read natively too (tests/core/links.test.cpp). */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { load } from 'klikspor';
import { describe, expect, test } from 'vitest';
import { readTsv } from '../support/tsv.ts';

const program = fileURLToPath(new URL('../../wasm/bin/klikspor.mjs', import.meta.url));
const core = await load();

/** As tests/data writes texts: \uXXXX and \\. */
const unescaped = (text: string): string =>
  text.replace(/\\u(.{4})|\\\\/g, (_, unit) =>
    unit === undefined ? '\\' : String.fromCharCode(Number.parseInt(unit, 16)),
  );

interface Answer {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly url: string | null;
  readonly error?: string;
  readonly warnings: readonly string[];
}

function linksOf(...texts: readonly string[]): Answer[][] {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, 'links', '--jsonl'], {
    input: texts.map((text) => `${JSON.stringify({ text })}\n`).join(''),
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  expect([status, stderr]).toEqual([0, '']);
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line).links);
}

describe('klikspor links', () => {
  test('answers the links of the table, where they stand and with what they lead to', () => {
    const rows = readTsv('links.tsv').map(([marked = '']) => unescaped(marked));
    const answers = linksOf(...rows.map((marked) => marked.replaceAll(/[⟦⟧]/g, '')));
    expect(answers.length).toBe(rows.length);
    for (const [row, marked] of rows.entries()) {
      const text = marked.replaceAll(/[⟦⟧]/g, '');
      let shown = '';
      let at = 0;
      for (const link of answers[row] ?? []) {
        expect(link.text).toBe(text.slice(link.start, link.end));
        const outcome = core.buildDestination(link.text);
        expect([link.url, link.error]).toEqual(outcome.ok ? [outcome.url, undefined] : [null, outcome.error]);
        shown += `${text.slice(at, link.start)}⟦${link.text}⟧`;
        at = link.end;
      }
      expect(shown + text.slice(at)).toBe(marked);
    }
  });

  test.each<[string, Partial<Answer>[]]>([
    ['Se brand.dk/nyt.', [{ start: 3, end: 15, url: 'https://brand.dk/nyt', warnings: [] }]],
    ['Se https://instagram.com/butik_ 🎉', [{ url: 'https://instagram.com/butik_', warnings: [] }]],
    ['➡️www.shop.dk/x🎉', [{ start: 2, end: 15, url: 'https://www.shop.dk/x', warnings: [] }]],
    ['www.shop.dk.Vi ses', [{ text: 'www.shop.dk', url: 'https://www.shop.dk/', warnings: ['joined-behind'] }]],
    ['www.shop.dk.vi ses', [{ url: 'https://www.shop.dk.vi/', warnings: ['second-ending'] }]],
    ['shop.dk/sommer.Kun i dag', [{ url: 'https://shop.dk/sommer.Kun', warnings: ['second-ending'] }]],
    ['Kom forbi.se mere', [{ text: 'forbi.se', url: 'https://forbi.se/', warnings: ['plain-words'] }]],
    ['Kom til shop.dk og', [{ text: 'shop.dk', warnings: [] }]],
    ['www.a.dk/www.b.dk', [{ text: 'www.a.dk/www.b.dk', warnings: ['second-link'] }]],
    [
      'https://a.dkhttps://b.dk',
      [
        { url: 'https://a.dk/', warnings: ['joined-behind'] },
        { url: 'https://b.dk/', warnings: ['joined-before'] },
      ],
    ],
    ['hts://shop.dk', [{ text: 'hts://shop.dk', url: null, warnings: ['misspelled-scheme'] }]],
    ['Se www.shop.dkk nu', [{ url: 'https://www.shop.dkk/', warnings: ['unknown-ending'] }]],
    ['Afmeld{{navn}}brand.dk/x', [{ url: null, error: 'merge-field-in-link', warnings: [] }]],
    ['brand.dk/100%', [{ url: 'https://brand.dk/100%25', warnings: ['stray-percent'] }]],
    [
      '😀 htps://shop.dk/x. Og',
      [{ start: 3, end: 19, url: null, error: 'bad-scheme', warnings: ['misspelled-scheme'] }],
    ],
    ['https//www.shop.dk', [{ text: 'https//www.shop.dk', url: null, warnings: ['misspelled-scheme'] }]],
    ['http:shop.dk', [{ text: 'shop.dk', url: 'https://shop.dk/', warnings: ['misspelled-scheme'] }]],
    ['https:// shop.dk', [{ text: 'shop.dk', url: 'https://shop.dk/', warnings: ['misspelled-scheme'] }]],
    ['https://bit.ly/x', [{ url: null, error: 'public-shortener', warnings: [] }]],
    ['Tilbud (www.shop.dk/x).Kun i dag', [{ url: 'https://www.shop.dk/x', warnings: ['joined-behind'] }]],
    ['Husk det.www.shop.dk/x', [{ url: 'https://www.shop.dk/x', warnings: ['joined-before'] }]],
    ['shop.dk/soldes!STOP au 36111', [{ url: 'https://shop.dk/soldes', warnings: ['joined-behind'] }]],
    [
      'https://shop.dk/x,https://andet.dk/y',
      [
        { url: 'https://shop.dk/x', warnings: ['joined-behind'] },
        { url: 'https://andet.dk/y', warnings: [] },
      ],
    ],
    ['https://shop.dk/?u=http:/a.dk', [{ url: 'https://shop.dk/?u=http:/a.dk', warnings: [] }]],
    ['https: //shop.dk/x', [{ text: 'https: //shop.dk/x', url: null, warnings: ['misspelled-scheme'] }]],
    [
      'htps://a.dk/x og http:b.dk og htps://c.dk/y (d.dk)',
      [
        { text: 'htps://a.dk/x', url: null, warnings: ['misspelled-scheme'] },
        { text: 'b.dk', url: 'https://b.dk/', warnings: ['misspelled-scheme'] },
        { text: 'htps://c.dk/y', url: null, warnings: ['misspelled-scheme'] },
        { text: 'd.dk', url: 'https://d.dk/', warnings: [] },
      ],
    ],
    ['nyt.dk+sms@gmail.com og 3.5', []],
  ])('tells of %j', (text, expected) => {
    const [found = []] = linksOf(text);
    expect(found).toMatchObject(expected);
    expect(found.length).toBe(expected.length);
  });

  test('is linear in a line: thousands of misspelled schemes, with and without links, take no minutes', () => {
    const [found = []] = linksOf('htps://a.dk/x http:b.dk '.repeat(20_000));
    expect(found.length).toBe(40_000);
  });
});
