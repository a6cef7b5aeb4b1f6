import { describe, expect, test } from 'vitest';
import { type NoNumber, NumberReader, type ReadNumber } from '../../lists/number.ts';
import { readFirstMobile } from '../../lists/several.ts';

const read = (cell: string, country = 'DK') => {
  const { outcome, passedOver } = readFirstMobile<ReadNumber, NoNumber>(new NumberReader(country), cell);
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

describe('one number stays one', () => {
  test.each([
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
