import { expect, test } from 'vitest';
import { NumberSet } from '../../lists/number-set.ts';
import { randomSource } from '../support/phone-numbers.ts';

test('a set of numbers holds what a Set holds: in a row, far apart, up to fifteen digits', () => {
  const random = randomSource(20);
  const numbers = Array.from({ length: 30_000 }, (_, at) =>
    at % 3 === 0 ? 4_520_000_000 + at : at % 3 === 1 ? 1 + random(5_000) : 1 + random(1e15),
  );
  const [own, set] = [new NumberSet(), new Set<number>()];
  for (const number of numbers) {
    expect(own.add(number)).toBe(!set.has(number));
    set.add(number);
  }
  expect(own.size).toBe(set.size);
  expect(own.add(999_999_999_999_999)).toBe(true);
  expect(own.add(999_999_999_999_999)).toBe(false);
});
