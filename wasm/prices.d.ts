/**
 * What segments cost, by the caller's own price for each country: none is known here. Plain arithmetic without the core, for pages
 * that show a price before it is loaded.
 */

export interface Price {
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  /** Of a segment, with six decimals at most. */
  readonly price: number;
  readonly currency: string;
}

export interface Amount {
  readonly currency: string;
  readonly amount: number;
}

/** Null: there is no price for the country. */
export function amountOf(prices: readonly Price[], country: string, segments: number): Amount | null;

/**
 * An amount for each currency, as nobody knows the rates of the day, and the countries with segments and no price; both in the order in
 * which they come. Linear in the messages, and in countries times prices.
 */
export function amountsOf<Known extends Price>(
  prices: readonly Known[],
  messages: readonly { readonly country: string; readonly segments: number }[],
): {
  readonly amounts: { readonly currency: Known['currency']; readonly amount: number }[];
  readonly unpriced: string[];
};
