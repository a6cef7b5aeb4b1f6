import { describe, expect, test } from 'vitest';
import { readPrices } from '../../web/src/prices/paste.ts';
import { amountsAt, keptPrices, type PriceRow, priceOf, withPrice } from '../../web/src/prices/rows.ts';

const NOW = Date.parse('2026-11-26T12:00Z');
const row = (country: string, text: string, currency: PriceRow['currency'] = 'DKK'): PriceRow => ({
  country,
  text,
  currency,
  sinceMs: NOW,
});

test.each([
  ['0,35', 0.35],
  ['0.35', 0.35],
  [' 12 ', 12],
  ['0,000001', 0.000001],
  ['', null],
  ['en krone', null],
  ['-1', null],
  ['1.000,50', null],
  ['0,0000001', null],
])('a price written %j is %s', (text, price) => {
  expect(priceOf(text)).toBe(price);
});

describe('what a list costs', () => {
  const list = [
    { country: 'DK', segments: 1_000 },
    { country: 'SE', segments: 10 },
    { country: 'DE', segments: 20 },
    { country: 'GL', segments: 0 },
  ];

  test('is a sum for each currency, without the countries that have no price', () => {
    const rows = [row('DK', '0,35'), row('DE', '0.08', 'EUR'), row('NO', '0,5', 'NOK')];
    const { amounts, without } = amountsAt(rows, list);
    expect(amounts.map(({ currency, amount }) => [currency, amount.toFixed(2)])).toEqual([
      ['DKK', '350.00'],
      ['EUR', '1.60'],
    ]);
    expect(without).toEqual(['SE']);
  });

  test('is nothing where no price is written, or none that is a number', () => {
    const danish = [{ country: 'DK', segments: 3 }];
    expect(amountsAt([row('DK', '0,29')], danish).amounts).toEqual([{ currency: 'DKK', amount: 0.87 }]);
    expect(amountsAt([], list)).toEqual({ amounts: [], without: ['DK', 'SE', 'DE'] });
    expect(amountsAt([row('DK', 'dyrt')], list).without).toContain('DK');
  });
});

describe('what was kept', () => {
  test('is read again, and what is no price left out', () => {
    const rows = [row('DK', '0,35'), { country: 'SE' }, null, { ...row('NO', '1'), currency: 'BTC' }];
    expect(keptPrices(rows, null, 'DK')).toEqual([row('DK', '0,35')]);
    expect(keptPrices('nonsense', null, 'DK')).toEqual([]);
  });

  test('from before there were countries becomes the price of the campaign’s', () => {
    const single = { text: '0,35', currency: 'DKK', sinceMs: NOW };
    expect(keptPrices(null, single, 'NO')).toEqual([row('NO', '0,35')]);
    expect(keptPrices([], single, 'NO')).toEqual([]);
    expect(keptPrices(null, { ...single, text: '' }, 'NO')).toEqual([]);
    expect(keptPrices(null, null, 'NO')).toEqual([]);
  });
});

test('a new row takes the others’ currency, a changed one its day', () => {
  const rows = [{ ...row('DE', '0.08', 'EUR'), sinceMs: 1 }];
  expect(withPrice(rows, 'FR', { text: '0.05' }, NOW)[1]).toEqual(row('FR', '0.05', 'EUR'));
  expect(withPrice(rows, 'DE', { currency: 'GBP' }, NOW)).toEqual([row('DE', '0.08', 'GBP')]);
});

describe('a pasted table', () => {
  const read = (text: string) => readPrices(text, 'DKK', NOW);

  test('from a spreadsheet, with names in either language or codes, is read', () => {
    const { rows, problems } = read(
      'Land\tPris\tValuta\tDato\r\nDanmark\t0,35\r\nSweden\t0,42\tsek\t2026-11-01\r\nde\t0.08\tEUR\r\n\r\n',
    );
    expect(problems).toEqual([]);
    expect(rows).toEqual([
      row('DK', '0,35'),
      { ...row('SE', '0,42', 'SEK'), sinceMs: Date.parse('2026-11-01') },
      row('DE', '0.08', 'EUR'),
    ]);
  });

  test('with semicolons or commas is read, and the last word on a country counts', () => {
    expect(read('DK;0,35;DKK\nDK;0,30').rows).toEqual([row('DK', '0,30')]);
    expect(read('GB,0.03,GBP').rows).toEqual([row('GB', '0.03', 'GBP')]);
  });

  test('keeps its good lines and names what is wrong with the others', () => {
    const { rows, problems } = read('Atlantis;1\nDK;dyrt\nNO;0,4;XYZ\nSE;0,4;SEK;i går\nFI;0,05;EUR');
    expect(rows).toEqual([row('FI', '0,05', 'EUR')]);
    expect(problems.map(({ line, problem }) => [line, problem])).toEqual([
      [1, 'country'],
      [2, 'price'],
      [3, 'currency'],
      [4, 'date'],
    ]);
  });
});
