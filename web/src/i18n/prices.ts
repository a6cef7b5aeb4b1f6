/** The words of prices, which come with the first list. */
import type { SameShape } from './dictionary.ts';
import type { prices as english } from './en/prices.ts';
import { countryName, formatPrice } from './index.ts';
import { wordsOf } from './words.ts';

export const priceWords = wordsOf(
  import.meta.glob<SameShape<typeof english>>('./*/prices.ts', { eager: true, import: 'prices' }),
);

/** Sums of several currencies one behind the other: nobody knows the rates of the day they are paid. */
export function amountsText(amounts: readonly { readonly amount: number; readonly currency: string }[]): string {
  return amounts
    .map(({ amount, currency }) => formatPrice(amount, currency))
    .reduce((all, last) => (all === '' ? last : priceWords.value.and(all, last)), '');
}

export function priceCountry(code: string): string {
  return code === '' ? priceWords.value.unknownCountry : countryName(code);
}
