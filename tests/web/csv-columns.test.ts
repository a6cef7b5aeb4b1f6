import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { describe, expect, test } from 'vitest';
import { findNumberColumn, readColumns } from '../../lists/columns.ts';
import { NumberReader } from '../../lists/number.ts';

describe('headings', () => {
  test('name the columns', () => {
    expect(readColumns(['Navn', ' Mobil '])).toEqual({ names: ['Navn', 'Mobil'], hasHeader: true });
  });

  test('that are missing are made up, so that the first recipient is not lost', () => {
    expect(readColumns(['Åse', '20123456'])).toEqual({ names: ['column1', 'column2'], hasHeader: false });
  });

  test('that are empty, doubled or hold signs of merge fields stay usable', () => {
    expect(readColumns(['Navn', '', 'Navn', 'By|{x}:y']).names).toEqual(['Navn', 'column2', 'Navn 2', 'By x y']);
  });
});

describe('the number column', () => {
  test.each([
    [['navn', 'Mobilnummer'], [['Bo', 'x']], 1],
    [['Phone', 'name'], [['20123456', 'Bo']], 0],
    [
      ['id', 'kontakt'],
      [
        ['17', '+45 20 12 34 56'],
        ['18', '20123457'],
      ],
      1,
    ],
    [
      ['id', 'beløb'],
      [
        ['17', '1.200,00'],
        ['18', '300'],
      ],
      -1,
    ],
  ])('of %j is found', (names, rows, column) => {
    expect(findNumberColumn(names, rows)).toBe(column);
  });
});

describe('a phone number', () => {
  const danish = new NumberReader(parsePhoneNumberFromString, 'DK');

  test.each([
    ['+45 12 34 56 78', 4512345678],
    ['20 12 34 56', 4520123456],
    ['0045 20123456', 4520123456],
    ['4520123456', 4520123456],
    ['+46 70 123 45 67', 46701234567],
    ['="4520123456"', 4520123456],
    ["'20123456", 4520123456],
    ['(+45) 20-12-34-56', 4520123456],
  ])('written as %j is %i', (cell, number) => {
    expect(danish.read(cell)).toMatchObject({ ok: true, number });
  });

  test.each([
    ['', 'number-missing'],
    ['   ', 'number-missing'],
    ['4,51235E+09', 'number-rounded'],
    ['4.51235E+09', 'number-rounded'],
    ['ring først', 'number-not-digits'],
    ['2012345', 'number-impossible'],
    ['+45 2012345678901', 'number-impossible'],
  ])('written as %j is refused: %s', (cell, problem) => {
    expect(danish.read(cell)).toEqual({ ok: false, problem });
  });

  test('without country code belongs to the country chosen', () => {
    const swedish = new NumberReader(parsePhoneNumberFromString, 'SE');
    expect(swedish.read('070-123 45 67')).toMatchObject({ ok: true, number: 46701234567, country: 'SE' });
  });
});

test.each([
  ['+45 20 12 34 56', 'DK', false],
  ['+45 12 34 56 78', 'DK', true],
  ['+1 416 555 0123', 'CA', false],
  ['+1 212 555 0123', 'US', false],
  ['+44 7911 123456', 'GG', false],
  ['+44 7400 123456', 'GB', false],
  ['+298 211234', 'FO', false],
  ['+358 40 1234567', 'FI', false],
])('the number %s belongs to %s', (cell, country, doubtful) => {
  expect(new NumberReader(parsePhoneNumberFromString, 'DK').read(cell)).toMatchObject({ ok: true, country, doubtful });
});

describe('a long list of numbers', () => {
  test('gives the same answers as reading each number alone', () => {
    const together = new NumberReader(parsePhoneNumberFromString, 'DK');
    const starts = [
      '20',
      '+45 31',
      '0046 70',
      '+1 212',
      '+44 7',
      '+44 7911',
      '44 7839',
      '+1 441',
      '45 42',
      '+54 9',
      '0',
      '+49 151',
      '+46 0',
      '+7 8',
      '8 9',
    ];
    let seed = 1;
    const digit = () => {
      seed = (seed * 48_271) % 2_147_483_647;
      // Three digits only: many numbers then begin alike, which is what is tried here.
      return (seed % 3) * 4;
    };
    for (let round = 0; round < 3_000; round++) {
      const start = starts[round % starts.length] ?? '';
      const cell = start + Array.from({ length: 5 + (round % 6) }, digit).join('');
      const alone = new NumberReader(parsePhoneNumberFromString, 'DK').read(cell);
      expect(together.read(cell), cell).toEqual(alone);
    }
  });
});
