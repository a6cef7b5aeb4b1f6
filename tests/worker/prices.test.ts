/** What the API says messages cost against what the composer's price table says of the same segments. */
import { expect, test } from 'vitest';
import { amountsAt, CURRENCIES } from '../../web/src/prices/rows.ts';
import { amountOf, amountsOf } from '../../worker/src/messages/prices.ts';
import { randomFrom } from '../support/random.ts';

test('any prices and segments come to the same as in the composer', () => {
  const random = randomFrom(22);
  const countries = ['DK', 'SE', 'NO', 'DE', 'FR', 'GB', 'US', ''];
  for (let round = 0; round < 200; round++) {
    const priced = countries.filter(() => random(3) > 0);
    const prices = priced.map((country) => ({
      country,
      price: random(1_000_000) / 10 ** random(7),
      currency: CURRENCIES[random(CURRENCIES.length)] ?? 'DKK',
    }));
    const messages = Array.from({ length: random(60) }, () => ({
      country: countries[random(countries.length)] ?? '',
      segments: random(5),
    }));
    const bySegments = Map.groupBy(messages, ({ country }) => country);
    const segments = Array.from(bySegments, ([country, own]) => ({
      country,
      segments: own.reduce((sum, one) => sum + one.segments, 0),
    }));
    const rows = prices.map(({ price, ...row }) => ({ ...row, text: price.toFixed(6), sinceMs: 0 }));
    const wanted = amountsAt(rows, segments);
    const told = amountsOf(prices, messages);
    expect(told.unpriced.toSorted()).toEqual(wanted.without.toSorted());
    expect(told.amounts).toHaveLength(wanted.amounts.length);
    for (const { currency, amount } of told.amounts) {
      const known = wanted.amounts.find((one) => one.currency === currency);
      expect(amount).toBeCloseTo(known?.amount ?? Number.NaN, 5);
    }
  }
});

test('amounts are as one would write them', () => {
  const prices = [{ country: 'DK', price: 0.29, currency: 'DKK' }];
  expect(amountOf(prices, 'DK', 3)).toEqual({ currency: 'DKK', amount: 0.87 });
  expect(amountOf(prices, 'SE', 3)).toBeNull();
});
