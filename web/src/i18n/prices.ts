/** The words of prices, which come with the first list. */
import { computed } from '@preact/signals';
import { prices as da } from './da/prices.ts';
import type { SameShape } from './dictionary.ts';
import { prices as en } from './en/prices.ts';
import { countryName, formatPrice, language } from './index.ts';

export const priceWords = computed<SameShape<typeof en>>(() => (language.value === 'da' ? da : en));

/** Sums of several currencies one behind the other: nobody knows the rates of the day they are paid. */
export function amountsText(amounts: readonly { readonly amount: number; readonly currency: string }[]): string {
  return amounts
    .map(({ amount, currency }) => formatPrice(amount, currency))
    .reduce((all, last) => (all === '' ? last : priceWords.value.and(all, last)), '');
}

export function priceCountry(code: string): string {
  return code === '' ? priceWords.value.unknownCountry : countryName(code);
}
