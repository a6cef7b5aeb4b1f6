/**
 * What a segment costs: the user's own prices, one for each country, with the day each was written down. None is known
 * beforehand. They stay in this browser.
 */
import { effect, signal } from '@preact/signals';
import { type Amounts, amountsAt, keptPrices, type PriceRow, withPrice } from '../prices/rows.ts';
import { remember, rememberedJson } from '../storage.ts';
import { draft } from './draft.ts';

export const prices = signal(keptPrices(rememberedJson('prices'), rememberedJson('price'), draft.country.peek()));
effect(() => {
  remember('prices', prices.value.length === 0 ? null : JSON.stringify(prices.value));
  remember('price', null);
});

export function rowOf(country: string): PriceRow | null {
  return prices.value.find((row) => row.country === country) ?? null;
}

export function setPrice(country: string, change: Partial<Omit<PriceRow, 'country'>>): void {
  prices.value = withPrice(prices.peek(), country, change, Date.now());
}

export function removePrice(country: string): void {
  prices.value = prices.peek().filter((row) => row.country !== country);
}

/** What segments cost by country, at the prices as they stand. */
export function amountsOf(segments: readonly { readonly country: string; readonly segments: number }[]): Amounts {
  return amountsAt(prices.value, segments);
}
