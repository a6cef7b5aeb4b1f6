/** Numbers with and without their country code, read in every country: never another person's without a word. */
import { type CountryCode, getExampleNumber, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import examples from 'libphonenumber-js/mobile/examples';
import { describe, expect, test } from 'vitest';
import { NumberReader } from '../../lists/number.ts';
import { COUNTRIES, numbersOf, randomSource } from '../support/phone-numbers.ts';

const random = randomSource(19);
/** Countries with long and short numbers, with a prefix and without, and those whose plans are the most intricate. */
const CHOSEN = ['DK', 'DE', 'US', 'GB', 'IT', 'BR', 'AR', 'MX', 'IN', 'CN', 'FI', 'FO', 'AI', 'KZ'] as const;
/** As klikspor exports them: digits with country code. */
const digitsOf = (number: string) => number.slice(1);
const exampleOf = (country: CountryCode) => getExampleNumber(country, examples)?.number;

describe('digits with country code and no +', () => {
  test.each([
    ['DE', '4915112345678'],
    ['ID', '62812345678'],
    ['XK', '38343201234'],
    ['DK', '4520123456'],
    ['NO', '4740612345'],
    ['SE', '46701234567'],
    ['IT', '393123456789'],
    ['BR', '5511961234567'],
    ['MX', '522221234567'],
    ['AR', '5491123456789'],
    ['FO', '298211234'],
    ['IS', '3546111234'],
    ['US', '12015550123'],
    ['GB', '447400123456'],
  ])('in %s: %s is the number it is', (country, digits) => {
    expect(new NumberReader(country).read(digits)).toMatchObject({ ok: true, number: Number(digits), mobile: true });
  });

  test('keep the nought that Italian landlines begin with', () => {
    for (const [cell, number] of [
      ['390612345678', 390612345678],
      ['0612345678', 390612345678],
      ['+39 (0)6 1234 5678', 390612345678],
    ] as const) {
      expect(new NumberReader('IT').read(cell)).toMatchObject({ ok: true, number, doubt: 'number-no-sms' });
    }
  });

  test('are known by the list they stand in', () => {
    const list = ['4915112345678', '4917612345678', '4916012345678', '4915212345678'];
    const alone = list.map((cell) => new NumberReader('DE').read(cell));
    expect(alone.map((outcome) => outcome.ok && outcome.doubt)).toEqual(list.map(() => 'number-two-readings'));
    expect(alone[0]).toMatchObject({ number: 4915112345678, other: 494915112345678 });
    const reader = new NumberReader('DE');
    reader.learn(list);
    expect(list.map((cell) => reader.read(cell))).toEqual(
      list.map((cell) => ({ ok: true, number: Number(cell), country: 'DE', mobile: true, doubt: null, other: null })),
    );
  });

  test('are told from national ones by a list that has none', () => {
    const reader = new NumberReader('DE');
    const national = ['15112345678', '17612345678', '17412345678'];
    reader.learn(national);
    for (const cell of national) expect(reader.read(cell)).toMatchObject({ number: Number(`49${cell}`), doubt: null });
    // The first with its country code, among numbers without.
    expect(reader.read('4915112345679')).toMatchObject({ number: 4915112345679, doubt: 'number-two-readings' });
  });

  test('of another country are pointed out among numbers without one, while they are few', () => {
    const reader = new NumberReader('DK');
    for (const cell of ['20123456', '30123456', '40123456']) reader.read(cell);
    // Perhaps 29 82 11 23 with a digit too many.
    const read = ['298211234', '298211235', '298211236'].map((cell) => reader.read(cell));
    expect(read).toMatchObject([
      { number: 298211234, country: 'FO', doubt: 'number-abroad' },
      { number: 298211235, doubt: 'number-abroad' },
      { number: 298211236, doubt: null },
    ]);
  });

  test('that are a number abroad of no known series are none', () => {
    expect(new NumberReader('DK').read('2012345678')).toEqual({ ok: false, problem: 'number-impossible' });
  });
});

describe('what klikspor exports, read again', () => {
  test('one number by itself is the same in every country, or both its readings are told', () => {
    const numbers = COUNTRIES.flatMap((country) => {
      const example = exampleOf(country);
      return [...(example === undefined ? [] : [example]), ...numbersOf(country, 'any', 1, random)];
    });
    let doubted = 0;
    const silent: string[] = [];
    for (const country of COUNTRIES) {
      // Nothing is learned by glancing.
      const reader = new NumberReader(country);
      for (const number of numbers) {
        const outcome = reader.glance(digitsOf(number));
        if (!outcome.ok) silent.push(`${number} in ${country}: ${outcome.problem}`);
        else if (outcome.doubt === 'number-two-readings') {
          doubted++;
          expect([outcome.number, outcome.other], `${number} in ${country}`).toContain(Number(number));
        } else if (outcome.number !== Number(number)) silent.push(`${number} in ${country}: ${outcome.number}`);
      }
    }
    expect(numbers.length).toBeGreaterThan(1_300);
    expect(silent).toEqual([]);
    // Few enough to be looked at.
    expect(doubted / (numbers.length * COUNTRIES.length)).toBeLessThan(0.03);
  }, 180_000);

  test('a list of mobiles is the same in every country, and of its own country without a doubt', () => {
    const silent: string[] = [];
    const doubted: string[] = [];
    for (const country of COUNTRIES) {
      const numbers = numbersOf(country, 'mobile', 6, random);
      for (const chosen of [country, ...CHOSEN]) {
        const reader = new NumberReader(chosen);
        reader.learn(numbers.map(digitsOf));
        for (const number of numbers) {
          const outcome = reader.read(digitsOf(number));
          if (!outcome.ok) silent.push(`${number} in ${chosen}: ${outcome.problem}`);
          else if (outcome.doubt === 'number-two-readings') {
            if (chosen === country && numbers.length > 3) doubted.push(`${number} in ${chosen}`);
          } else if (outcome.number !== Number(number)) silent.push(`${number} in ${chosen}: ${outcome.number}`);
        }
      }
    }
    expect(silent).toEqual([]);
    expect(doubted).toEqual([]);
  });
});

test('what is written with a + is what libphonenumber reads, in every country', () => {
  const wrong: string[] = [];
  for (const country of COUNTRIES) {
    const reader = new NumberReader(country);
    for (const number of numbersOf(country, 'any', 3, random)) {
      const outcome = reader.read(number);
      if (!outcome.ok || outcome.number !== Number(number)) wrong.push(number);
    }
  }
  expect(wrong).toEqual([]);
});

test('what is written as within a country is what libphonenumber reads, in every country', () => {
  const wrong: string[] = [];
  let count = 0;
  for (const country of COUNTRIES) {
    for (const number of numbersOf(country, 'mobile', 3, random)) {
      const national = parsePhoneNumberFromString(number)?.formatNational() ?? '';
      const expected = parsePhoneNumberFromString(national, country);
      if (expected?.number !== number || !/[^\d]|^0/.test(national)) continue;
      count++;
      const outcome = new NumberReader(country).read(national);
      const told = outcome.ok && (outcome.number === Number(number) || outcome.other === Number(number));
      if (!told) wrong.push(`${national} in ${country}: ${JSON.stringify(outcome)}`);
    }
  }
  expect(count).toBeGreaterThan(500);
  expect(wrong).toEqual([]);
});

describe('a long list', () => {
  test('gives the same readings as each number by itself, in every country', () => {
    const noise = randomSource(4);
    for (const country of COUNTRIES) {
      const shared = new NumberReader(country);
      const national = numbersOf(country, 'any', 2, noise).flatMap((number) => {
        const text = parsePhoneNumberFromString(number)?.formatNational().replace(/\D/g, '') ?? '';
        return [number, digitsOf(number), text];
      });
      for (let round = 0; round < 120; round++) {
        const start = national[round % national.length] ?? '';
        // As it is, and with the digits behind some place exchanged.
        const kept = start.slice(0, 3 + noise(Math.max(1, start.length - 2)));
        const cell = kept + Array.from({ length: start.length - kept.length }, () => noise(10)).join('');
        // Without a list to learn from: what is asked is the reading, not what a list makes of it.
        expect(shared.glance(cell), `${cell} in ${country}`).toEqual(new NumberReader(country).glance(cell));
      }
    }
  });
});
