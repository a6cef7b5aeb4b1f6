/** Numbers as klikspor exports them, read again in every country: the same ones, or a doubt that a person is told. */
import { type CountryCode, getExampleNumber } from 'libphonenumber-js/max';
import examples from 'libphonenumber-js/mobile/examples';
import { describe, expect, test } from 'vitest';
import { NumberReader } from '../../lists/number.ts';
import { COUNTRIES, numbersOf, randomSource } from '../support/phone-numbers.ts';

const random = randomSource(19);
/** Countries with long and short numbers, with a prefix and without, and those whose plans are the most intricate. */
const CHOSEN = ['DK', 'DE', 'US', 'GB', 'IT', 'BR', 'AR', 'MX', 'IN', 'CN', 'FI', 'FO', 'AI', 'KZ'] as const;
const digitsOf = (number: string) => number.slice(1);
const exampleOf = (country: CountryCode) => getExampleNumber(country, examples)?.number;

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
