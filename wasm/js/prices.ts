import type { Amount, Price } from '../prices.d.ts';

/** Prices have six decimals at most: three times 0.29 is 0.87. */
const rounded = (amount: number): number => Number(amount.toFixed(6));

export function amountOf(prices: readonly Price[], country: string, segments: number): Amount | null {
  const found = prices.find((price) => price.country === country);
  return found === undefined ? null : { currency: found.currency, amount: rounded(found.price * segments) };
}

export function amountsOf(
  prices: readonly Price[],
  messages: readonly { readonly country: string; readonly segments: number }[],
): { amounts: Amount[]; unpriced: string[] } {
  const byCountry = new Map<string, number>();
  for (const { country, segments } of messages) {
    if (segments > 0) byCountry.set(country, (byCountry.get(country) ?? 0) + segments);
  }
  const sums = new Map<string, number>();
  const unpriced: string[] = [];
  for (const [country, segments] of byCountry) {
    const each = amountOf(prices, country, segments);
    if (each === null) unpriced.push(country);
    else sums.set(each.currency, (sums.get(each.currency) ?? 0) + each.amount);
  }
  return { amounts: Array.from(sums, ([currency, amount]) => ({ currency, amount: rounded(amount) })), unpriced };
}
