import { describe, expect, test } from 'vitest';
import { NumberReader } from '../../lists/number.ts';

const danish = new NumberReader('DK');

describe('a phone number', () => {
  test.each([
    ['+45 12 34 56 78', 4512345678],
    ['20 12 34 56', 4520123456],
    ['0045 20123456', 4520123456],
    ['4520123456', 4520123456],
    ['+46 70 123 45 67', 46701234567],
    ['="4520123456"', 4520123456],
    ['=4520123456', 4520123456],
    ["'20123456", 4520123456],
    ['"20123456"', 4520123456],
    ['(+45) 20-12-34-56', 4520123456],
    ['+45 (0)20 12 34 56', 4520123456],
    ['+46 (0)70 123 45 67', 46701234567],
    ['20123456-', 4520123456],
    ['- 20123456', 4520123456],
    ['20–12–34–56', 4520123456],
    ['20.12.34.56', 4520123456],
    ['31-12-20-25', 4531122025],
    ['45 20.123.456', 4520123456],
    ['4.520.123.456', 4520123456],
    ['4,520,123,456', 4520123456],
    ['tel:+45-20-12-34-56', 4520123456],
    ['p:+4520123456', 4520123456],
    ['whatsapp:+4520123456', 4520123456],
    ['２０１２３４５６', 4520123456],
    ['٢٠١٢٣٤٥٦', 4520123456],
  ])('written as %j is %i', (cell, number) => {
    expect(danish.read(cell)).toMatchObject({ ok: true, number });
  });

  test.each([
    ['', 'number-missing'],
    ['   ', 'number-missing'],
    ['=""', 'number-missing'],
    ['4,51235E+09', 'number-rounded'],
    ['4.51235E+09', 'number-rounded'],
    ['4,5E+09', 'number-rounded'],
    ['45E8', 'number-rounded'],
    ['ring først', 'number-not-digits'],
    ['20123456 lok. 12', 'number-not-digits'],
    ['2012345', 'number-impossible'],
    ['+45 2012345678901', 'number-impossible'],
    ['20123456, 30', 'number-impossible'],
    ['2025-12-31', 'number-date'],
    ['31-12-2025', 'number-date'],
    ['31.12.2025 08:30', 'number-date'],
    ['2025-12-31T08:30:00Z', 'number-date'],
    ['31.12.25', 'number-date'],
    ['45+20123456', 'number-impossible'],
  ])('written as %j is refused: %s', (cell, problem) => {
    expect(danish.read(cell)).toEqual({ ok: false, problem });
  });

  test('without country code belongs to the country chosen', () => {
    const swedish = new NumberReader('SE');
    expect(swedish.read('070-123 45 67')).toMatchObject({ ok: true, number: 46701234567, country: 'SE' });
  });
});

describe('a number that went through a floating point', () => {
  test.each([
    ['DE', '4915112345678.0', 4915112345678],
    ['DE', '4915112345678,0', 4915112345678],
    ['DE', '4915112345678.00', 4915112345678],
    ['DE', '+4915112345678.0', 4915112345678],
    ['DE', '4.915.112.345.678,00', 4915112345678],
    ['DK', '20123456.0', 4520123456],
    ['DK', '4520123456,0', 4520123456],
    ['FO', '211234.0', 298211234],
    // Every digit is there, so nothing was rounded: as Java writes it.
    ['DE', '4.915112345678E12', 4915112345678],
  ])('in %s: %s is the number before its decimals', (country, cell, number) => {
    expect(new NumberReader(country).read(cell)).toMatchObject({ ok: true, number });
  });

  test.each([
    ['4520123456.5'],
    ['20123456,25'],
    ['4.520.123.456,5'],
    // Taken off or not, it would be another's: 201234 is nobody's.
    ['201234.00'],
  ])('%s is refused with a reason of its own', (cell) => {
    expect(danish.read(cell)).toEqual({ ok: false, problem: 'number-decimal' });
  });

  test.each([
    ['44 7400 123 460.0'],
    ['+44 7400 123 460.0'],
    ['07400 123 461.00'],
    ['07400 123 461,00'],
    ['(07400) 123-461,0'],
  ])('in GB %s is refused with the same reason, whatever stands between its digits', (cell) => {
    expect(new NumberReader('GB').read(cell)).toEqual({ ok: false, problem: 'number-decimal' });
  });

  test('is told from one whose last digits are noughts', () => {
    expect(danish.read('20 12 34.00')).toMatchObject({ ok: true, number: 4520123400 });
    expect(new NumberReader('GB').read('07400 123 461-5')).toEqual({ ok: false, problem: 'number-impossible' });
  });

  test('is told from one with a full stop between its digits', () => {
    expect(new NumberReader('BE').read('0475.123456')).toMatchObject({ ok: true, number: 32475123456 });
    expect(new NumberReader('NL').read('06.12345678')).toMatchObject({ ok: true, number: 31612345678 });
  });
});

test.each([
  ['a mark of direction in front', '\u200e20123456'],
  ['marks of direction around it', '\u202a+45 20 12 34 56\u202c'],
  ['isolates around it', '\u2066+4520123456\u2069'],
  ['a joiner within', '2012\u200b3456'],
  ['a word joiner behind', '20123456\u2060'],
  ['a byte order mark in front', '\ufeff20123456'],
  ['soft hyphens within', '20\u00ad12\u00ad34\u00ad56'],
  ['a control in front', '\u000020123456'],
  ['a C1 control behind', '20123456\u009f'],
  ['a variation selector behind', '20123456\ufe0f'],
  ['a Hangul filler behind', '20123456\u3164'],
  ['blanks that do not break', '20\u00a012\u202f34\u200956'],
  ['a line feed behind', '20123456\n'],
  ['them around the text that Excel keeps', '\u200e="20123456"\u200e'],
])('a number with %s is read', (_, cell) => {
  expect(danish.read(cell)).toMatchObject({ ok: true, number: 4520123456 });
});

test.each([
  ['+45 20 12 34 56', 'DK', null],
  ['+45 12 34 56 78', 'DK', 'number-unknown-series'],
  ['+1 416 555 0123', 'CA', null],
  ['+1 212 555 0123', 'US', null],
  ['+44 7911 123456', 'GG', null],
  ['+44 7400 123456', 'GB', null],
  ['+298 211234', 'FO', null],
  ['+358 40 1234567', 'FI', null],
])('the number %s belongs to %s', (cell, country, doubt) => {
  expect(danish.read(cell)).toMatchObject({ ok: true, country, doubt });
});

describe('a series that takes no SMS', () => {
  test.each([
    ['NO', '02800'],
    ['NO', '21 23 45 67'],
    ['NO', '80012345'],
    ['DK', '70 12 34 56'],
    ['DK', '80 12 34 56'],
    ['DK', '90 12 34 56'],
    ['SE', '08-123 456 78'],
    ['DE', '030 123456'],
    ['GB', '020 7946 0018'],
    ['US', '(800) 234-5678'],
    ['FO', '+298 201234'],
  ])('in %s: %s is pointed out, and kept', (country, cell) => {
    expect(new NumberReader(country).read(cell)).toMatchObject({ ok: true, mobile: false, doubt: 'number-no-sms' });
  });

  test.each([
    ['NO', '40 61 23 45'],
    ['NO', '95 12 34 56'],
    ['DK', '20 12 34 56'],
    // Where landlines and mobiles share their series nobody can tell.
    ['DK', '33 12 34 56'],
    ['US', '(212) 234-5678'],
    ['CA', '(416) 234-5678'],
    ['MX', '55 1234 5678'],
  ])('in %s: %s is none', (country, cell) => {
    expect(new NumberReader(country).read(cell)).toMatchObject({ ok: true, mobile: true, doubt: null });
  });
});

describe('a nought in brackets', () => {
  test.each([
    // A landline of Como with it.
    ['+39 (0)312 3991758', 393123991758, 3903123991758],
    ['+39 (0)331 2345678', 393312345678, 3903312345678],
  ])('that a mobile has not: %s is the mobile, and the landline is told', (cell, number, other) => {
    expect(new NumberReader('IT').read(cell)).toMatchObject({
      number,
      mobile: true,
      doubt: 'number-two-readings',
      other,
    });
  });
});

describe('an extension behind a mobile', () => {
  test.each([
    ['AT', '0664 1234567-1'],
    ['AT', '0664 1234567-12'],
    ['AT', '+43 664 1234567-123'],
    ['FI', '0401234567-1'],
    ['FI', '+358 40 1234567 - 1'],
    ['FI', '040 1234567/1'],
    ['DE', '0171 1234567-8'],
  ])('in %s: %s is refused, not made a digit', (country, cell) => {
    expect(new NumberReader(country).read(cell)).toEqual({ ok: false, problem: 'number-impossible' });
  });

  test.each([
    ['FI', '040-123-45-67', 358401234567],
    ['FI', '040-123 4567', 358401234567],
    ['FI', '040-1234567', 358401234567],
    ['AT', '0664/1234567', 436641234567],
    ['AT', '0664-123-4567', 436641234567],
    ['DE', '0171-1234567', 491711234567],
    ['DE', '0171/12345-67', 491711234567],
    // Behind a landline it is dialled along.
    ['DE', '089 123456-0', 49891234560],
    ['FR', '06-12-34-56-78', 33612345678],
    ['DK', '2012-34-56', 4520123456],
  ])('in %s: %s has none', (country, cell, number) => {
    expect(new NumberReader(country).read(cell)).toMatchObject({ ok: true, number });
  });
});
