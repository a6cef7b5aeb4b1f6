/** What segments cost, as composer and API both say it, against whole numbers of millionths. */
import { amountOf, amountsOf } from 'klikspor/prices';
import { expect, test } from 'vitest';
import { randomFrom } from '../support/random.ts';

const MILLION = 1_000_000;

test('any prices and segments come to what whole numbers come to, by currency', () => {
  const random = randomFrom(22);
  const countries = ['DK', 'SE', 'NO', 'DE', 'FR', 'GB', 'US', ''];
  for (let round = 0; round < 200; round++) {
    const millionths = new Map(
      countries.filter(() => random(3) > 0).map((country) => [country, random(MILLION)] as const),
    );
    const currencyOf = (country: string) => (country === 'DK' || country === 'SE' ? 'DKK' : 'EUR');
    const prices = Array.from(millionths, ([country, price]) => ({
      ...{ country, price: price / MILLION, currency: currencyOf(country) },
    }));
    const messages = Array.from({ length: random(60) }, () => ({
      ...{ country: countries[random(countries.length)] ?? '', segments: random(5) },
    }));
    const wanted = new Map<string, number>();
    const unpriced = new Set<string>();
    for (const { country, segments } of messages) {
      const price = millionths.get(country);
      const currency = currencyOf(country);
      if (segments === 0) continue;
      if (price === undefined) unpriced.add(country);
      else wanted.set(currency, (wanted.get(currency) ?? 0) + price * segments);
    }
    const told = amountsOf(prices, messages);
    expect(new Map(told.amounts.map(({ currency, amount }) => [currency, Math.round(amount * MILLION)]))).toEqual(
      wanted,
    );
    expect(told.unpriced).toEqual([...unpriced]);
  }
});

test('amounts are as one would write them', () => {
  const prices = [{ country: 'DK', price: 0.29, currency: 'DKK' }];
  expect(amountOf(prices, 'DK', 3)).toEqual({ currency: 'DKK', amount: 0.87 });
  expect(amountOf(prices, 'SE', 3)).toBeNull();
});
