/** One number of a list written otherwise than the rest, in every country: never another person's without a word. */
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { describe, expect, test } from 'vitest';
import { NumberReader } from '../../lists/number.ts';
import { COUNTRIES, numbersOf, randomSource } from '../support/phone-numbers.ts';

const random = randomSource(19);
const digitsOf = (number: string) => number.slice(1);

describe('a list of which one number is written otherwise', () => {
  const lists = COUNTRIES.map((country) => ({ country, mobiles: numbersOf(country, 'mobile', 60, random) }));
  const codeOf = (number: string) => parsePhoneNumberFromString(number)?.countryCallingCode ?? '';
  const nationalOf = (number: string) => number.slice(1 + codeOf(number).length);

  /** Numbers read as another's without a word, and how many had two readings. */
  function readOther(country: string, shown: readonly string[], others: readonly (readonly [string, string])[]) {
    const reader = new NumberReader(country);
    reader.learn(shown);
    const silent: string[] = [];
    let two = 0;
    for (const [cell, number] of others) {
      const outcome = reader.glance(cell);
      if (!outcome.ok) continue;
      if (outcome.doubt === 'number-two-readings') two++;
      else if (outcome.doubt === null && outcome.number !== Number(number)) silent.push(`${cell} in ${country}`);
    }
    return { silent, two };
  }

  test('none without its country code among those with one is another person’s without a word', () => {
    let two = 0;
    const silent: string[] = [];
    for (const { country, mobiles } of lists) {
      const code = mobiles[0] === undefined ? '' : codeOf(mobiles[0]);
      const others = mobiles.slice(3).map((number) => [nationalOf(number), number] as const);
      // Its own code, as of an exported list, and those of neighbours.
      for (const shown of [mobiles, ...lists.slice(0, 40).map((list) => list.mobiles)]) {
        const found = readOther(country, shown.slice(0, 3).map(digitsOf), others);
        two += found.two;
        silent.push(...found.silent.map((one) => `${one} (+${code}) after ${shown.slice(0, 3)}`));
      }
    }
    expect(two).toBeGreaterThan(10_000);
    expect(silent).toEqual([]);
  }, 120_000);

  test('none abroad among those without a country code is another person’s without a word', () => {
    const abroad = lists.flatMap(({ mobiles }) => mobiles.slice(0, 4));
    let two = 0;
    const silent: string[] = [];
    for (const { country, mobiles } of lists) {
      const [first] = mobiles;
      if (first === undefined) continue;
      const others = abroad.filter((one) => codeOf(one) !== codeOf(first)).map((one) => [digitsOf(one), one] as const);
      const found = readOther(country, mobiles.slice(0, 3).map(nationalOf), others);
      two += found.two;
      silent.push(...found.silent);
    }
    expect(two).toBeGreaterThan(1_000);
    expect(silent).toEqual([]);
  }, 120_000);

  test('those of a long list without country codes are seldom pointed out', () => {
    const doubted = lists.flatMap(({ country }) => {
      const numbers = numbersOf(country, 'mobile', 200, random).map(nationalOf);
      if (numbers.length < 100) return [];
      const reader = new NumberReader(country);
      reader.learn(numbers);
      const two = numbers.filter((cell) => {
        const outcome = reader.read(cell);
        return outcome.ok && outcome.doubt === 'number-two-readings';
      });
      return [[country, two.length / numbers.length] as const];
    });
    expect(doubted.length).toBeGreaterThan(200);
    // Montserrat, Turks and Caicos: all their mobiles are landlines of Thailand and of New Zealand. About one in twenty in Brazil
    // and Italy, and fewer anywhere else: of 200 numbers no sample has 20.
    expect(doubted.filter(([, share]) => share > 0.1).map(([country]) => country)).toEqual(['MS', 'TC']);
    expect(doubted.find(([country]) => country === 'DK')?.[1]).toBeLessThan(0.03);
  }, 120_000);
});
