import { describe, expect, test } from 'vitest';
import { NumberReader } from '../../lists/number.ts';
import { readFirstMobile } from '../../lists/several.ts';

const read = (cell: string, country = 'DK') => {
  const { outcome, passedOver } = readFirstMobile(new NumberReader(country), cell);
  return [outcome.ok ? outcome.number : outcome.problem, passedOver];
};

describe('of several numbers in a cell the first mobile is taken', () => {
  test.each([
    ['20123456 / 31123456', 4520123456],
    ['20123456/31123456', 4520123456],
    ['20123456, 31123456', 4520123456],
    ['20123456; 31123456', 4520123456],
    ['20123456 og 31123456', 4520123456],
    ['20 12 34 56  31 12 34 56', 4520123456],
    ['20123456\n31123456', 4520123456],
    ['+4520123456 +4531123456', 4520123456],
    ['20123456 0046701234567', 4520123456],
    ['20123456 / nej / 31123456', 4520123456],
    ['20123456 ::: 31123456', 4520123456],
    ['20123456 31123456', 4520123456],
    ['20123456-31123456', 4520123456],
    ['20123456,31123456', 4520123456],
  ])('%j', (cell, number) => {
    expect(read(cell)).toEqual([number, 1]);
  });

  test.each([
    ['08-123 456 78 / 070-123 45 67', 'SE', 46701234567],
    ['Tel. 030/1234567, 0151/12345678', 'DE', 4915112345678],
    ['030/1234567 / 0151/12345678', 'DE', 4915112345678],
  ])('also where one of a landline comes first: %j in %s', (cell, country, number) => {
    expect(read(cell, country)[0]).toBe(number);
  });

  test('and all others are counted, each once', () => {
    expect(read('20123456, 31123456, 41123456')).toEqual([4520123456, 2]);
    expect(read('20123456, +45 20 12 34 56')).toEqual([4520123456, 0]);
    expect(read('20123456, hjemme')).toEqual([4520123456, 0]);
    expect(read('08-123 456 78 / 08-123 456 79', 'SE')).toEqual([46812345678, 1]);
  });
});

describe('a number is never made of pieces of two', () => {
  test.each([
    ['615/633280 615/275989', 'ES', 34615633280],
    ['513/790526 514/418719', 'PL', 48513790526],
    ['0664/692699 0668/916213', 'AT', 43664692699],
    ['0664/1234567 0664/7654321', 'AT', 436641234567],
    ['0664 1234567/0664 7654321', 'AT', 436641234567],
    ['0151/12345678 0171/7654321', 'DE', 4915112345678],
    // Together they were a number in Algeria.
    ['213638 215222', 'FO', 298213638],
    ['213638-215222', 'FO', 298213638],
    ['213638/215222', 'FO', 298213638],
    ['213638\n215222', 'FO', 298213638],
  ])('both are numbers: %j in %s', (cell, country, number) => {
    expect(read(cell, country)).toEqual([number, 1]);
  });

  test.each([
    ['608  602  789 604505525', 'CZ', 'number-impossible'],
    ['20123456,57', 'DK', 'number-decimal'],
    ['20123456.57', 'DK', 'number-decimal'],
    ['20123456 / 57', 'DK', 'number-impossible'],
    ['0664/692699 / 12', 'AT', 'number-impossible'],
    ['213638 21522', 'FO', 'number-impossible'],
    ['608602789 123', 'CZ', 'number-impossible'],
    ['0151,12345678', 'DE', 'number-impossible'],
  ])('one of them is none: %j in %s', (cell, country, problem) => {
    expect(read(cell, country)).toEqual([problem, 0]);
  });

  test('nor is a list told by what two would make together', () => {
    const reader = new NumberReader('FO');
    for (let row = 0; row < 9; row++) readFirstMobile(reader, `21363${row} 21522${row}`);
    expect(reader.read('213638215222')).toMatchObject({ number: 213638215222, doubt: 'number-abroad' });
  });
});

describe('one number stays one', () => {
  test.each([
    ['041\n4236338', 'FI', 358414236338],
    ['20  12  34  56', 'DK', 4520123456],
    ['45 20123456', 'DK', 4520123456],
    ['45  20123456', 'DK', 4520123456],
    ['20123456,0', 'DK', 4520123456],
    ['298 211234', 'DK', 298211234],
    ['49 151 12345678', 'DE', 4915112345678],
    ['49151 12345678', 'DE', 4915112345678],
    ['+298 211234', 'FO', 298211234],
    ['01 2345678-12', 'AT', 431234567812],
    ['20123456', 'DK', 4520123456],
    ['20-12-34-56', 'DK', 4520123456],
    ['0151/12345678', 'DE', 4915112345678],
    ['0151 / 12345678', 'DE', 4915112345678],
    ['(0151) 12345678', 'DE', 4915112345678],
    ['0151/12345678 / 030/123456', 'DE', 4915112345678],
    ['+44 7911 123456', 'GB', 447911123456],
  ])('%j in %s', (cell, country, number) => {
    expect(read(cell, country)[0]).toBe(number);
  });

  test.each([
    ['', 'number-missing'],
    ['\n', 'number-missing'],
    ['ring / skriv', 'number-not-digits'],
  ])('and what is none keeps its reason: %j', (cell, problem) => {
    expect(read(cell)).toEqual([problem, 0]);
  });
});
