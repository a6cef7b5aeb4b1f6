/** Lists with a column of countries: numbers without a country code belong where their row says. */
import { describe, expect, test } from 'vitest';
import { countryColumnOf } from '../../lists/country-column.ts';
import { isLeftOut, openList } from '../../lists/list.ts';
import { openSource } from '../../lists/source.ts';

async function numbersOf(country: string, text: string) {
  const opened = await openSource(new Blob([text]));
  if (!opened.ok) throw new Error(JSON.stringify(opened));
  const outcome = openList(opened.source, country, null);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome));
  const rows = [];
  for await (const piece of outcome.list.rows()) rows.push(...piece.rows);
  return rows.map((row) => (isLeftOut(row) ? row.problem : [row.number, row.country, row.doubt, row.other]));
}

describe('a number', () => {
  test('belongs to the calling code that stands in a column of its own', async () => {
    const list = 'navn;landekode;mobil\nBo;45;20123456\nSven;+46;0701740605\nUwe;0049;15112345678\nOla;47;40612345\n';
    expect(await numbersOf('DK', list)).toEqual([
      [4520123456, 'DK', null, null],
      [46701740605, 'SE', null, null],
      [4915112345678, 'DE', null, null],
      [4740612345, 'NO', null, null],
    ]);
  });

  test('belongs to the country of its row, and is pointed out where the list’s has it too', async () => {
    const list =
      'Name,Country,Phone\nBo,Denmark,20123456\nSven,SE,0701740605\nOla,Norge,40612345\nEva,no,4740612346\nIda,,30123457\n';
    expect(await numbersOf('DK', list)).toEqual([
      [4520123456, 'DK', null, null],
      [46701740605, 'SE', null, null],
      [4740612345, 'NO', 'number-two-readings', 4540612345],
      [4740612346, 'NO', null, null],
      [4530123457, 'DK', null, null],
    ]);
  });

  test.each([
    ['D', 4915112345678],
    ['DEU', 4915112345678],
    ['Deutschland', 4915112345678],
    ['Tyskland', 4915112345678],
    ['Saksa', 4915112345678],
    ['germany', 4915112345678],
    ['+49', 4915112345678],
    ['Holland', 31612345678],
    ['A', 436641234567],
  ])('is known to be from %s', async (cell, number) => {
    const written = { 436641234567: '0664 1234567', 31612345678: '06 12345678' }[number] ?? '0151 12345678';
    const rows = await numbersOf('DK', `name;land;mobil\nUwe;${cell};${written}\n`);
    expect(rows.map(([found, , doubt]) => [found, doubt])).toEqual([[number, null]]);
  });

  test('that is a mobile where its row says, and a landline in the list’s country, is in no doubt', async () => {
    expect(await numbersOf('DE', 'Name;Land;Handy\nUwe;D;0151 12345678\nHans;A;0664 1234567\n')).toEqual([
      [4915112345678, 'DE', null, null],
      [436641234567, 'AT', null, null],
    ]);
  });

  test('that carries its code already is in no doubt where its row says so', async () => {
    const list =
      'navn;land;mobil\nBo;DK;20123456\nIda;DK;30123456\nEva;DK;40123456\nUwe;DE;4915112345678\nÅsa;SE;+46 8 123 456\n';
    expect((await numbersOf('DK', list)).slice(3)).toEqual([
      [4915112345678, 'DE', null, null],
      [468123456, 'SE', 'number-no-sms', null],
    ]);
  });

  test('of somebody who took it along stays what it is, and a mobile wins over a landline', async () => {
    const list = 'navn;land;mobil\nBo;USA;20123456\nIda;SE;20123457\nPer;Sverige;+45 20123458\nUwe;DE;x\n';
    expect(await numbersOf('DK', list)).toEqual([
      [4520123456, 'DK', null, null],
      [4520123457, 'DK', 'number-two-readings', 4620123457],
      [4520123458, 'DK', null, null],
      'number-not-digits',
    ]);
  });
});

describe('the column of countries', () => {
  const column = (headings: readonly string[], ...rows: readonly string[]) =>
    countryColumnOf(
      headings,
      rows.map((row) => row.split(';')),
      headings.length - 1,
    )?.index;

  test.each([
    'Land',
    'Country',
    'Default Address Country Code',
    'billing_country',
    'countryCode',
    'Landekode mobil',
    'Ländervorwahl',
    'Dial code',
    'Kraj',
    'Ülke',
    'País',
  ])('may be called %s', (heading) => {
    expect(column(['navn', heading, 'mobil'], 'Bo;DK;20123456', 'Ida;NO;40612345')).toBe(1);
  });

  test('is that of calling codes, or of the same address, or the first', () => {
    const rows = ['DK;NO;20123456', 'SE;NO;20123457'] as const;
    expect(column(['shipping_country', 'billing_country', 'billing_phone'], ...rows)).toBe(1);
    expect(column(['Country', 'Land', 'Phone'], ...rows)).toBe(0);
    expect(column(['Country', 'Landekode', 'Phone'], 'DK;47;20123456', 'DK;47;20123457')).toBe(1);
  });

  test('is none that hardly holds any, or whose heading says something else', () => {
    expect(column(['Land', 'Phone'], 'Ry;20123456', 'DK;20123457')).toBeUndefined();
    expect(column(['Language', 'Phone'], 'da;20123456', 'NO;20123457')).toBeUndefined();
    expect(column(['Land', 'Phone'], ';20123456', ';20123457')).toBeUndefined();
    expect(column(['Country of birth', 'Phone'], 'NO;20123456', 'SE;20123457')).toBeUndefined();
  });
});
