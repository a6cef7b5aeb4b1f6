/** Prices of segments by country, and what they come to. Pure. */
import { amountsOf, type Price } from 'klikspor/prices';

export const CURRENCIES = ['DKK', 'EUR', 'SEK', 'NOK', 'ISK', 'GBP', 'USD', 'CAD', 'CHF', 'PLN'] as const;
export type Currency = (typeof CURRENCIES)[number];

export interface PriceRow {
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  /** As it was written: decimal comma and decimal point are both read. */
  readonly text: string;
  readonly currency: Currency;
  readonly sinceMs: number;
}

export function isCurrency(code: unknown): code is Currency {
  return CURRENCIES.some((known) => known === code);
}

function isRow(row: unknown): row is PriceRow {
  if (row === null || typeof row !== 'object') return false;
  const { country, text, currency, sinceMs } = row as Record<string, unknown>;
  return typeof country === 'string' && typeof text === 'string' && isCurrency(currency) && typeof sinceMs === 'number';
}

/**
 * What was kept of them; what is no row is left out. `single` is the one price from before there were countries: it
 * becomes that of the country given, unless there are rows already.
 */
export function keptPrices(rows: unknown, single: unknown, country: string): readonly PriceRow[] {
  if (Array.isArray(rows)) return rows.filter(isRow);
  const row: unknown = single !== null && typeof single === 'object' ? { ...single, country } : null;
  return isRow(row) && row.text.trim() !== '' ? [row] : [];
}

/** A price as a number, or null: none written, or not one. */
export function priceOf(text: string): number | null {
  const trimmed = text.trim();
  return /^\d{1,6}(?:[.,]\d{1,6})?$/.test(trimmed) ? Number(trimmed.replace(',', '.')) : null;
}

export interface Amounts {
  /** One for each currency, as nobody knows the rates of the day. */
  readonly amounts: readonly { readonly currency: Currency; readonly amount: number }[];
  /** Countries with segments and no price. */
  readonly without: readonly string[];
}

/** What segments cost by country. */
export function amountsAt(
  rows: readonly PriceRow[],
  segments: readonly { readonly country: string; readonly segments: number }[],
): Amounts {
  const prices = rows.flatMap(({ country, text, currency }): (Price & { currency: Currency })[] => {
    const price = priceOf(text);
    return price === null ? [] : [{ country, price, currency }];
  });
  const { amounts, unpriced } = amountsOf(prices, segments);
  return { amounts, without: unpriced };
}

/** The rows with what changed of a country's price; a new row has the currency of the others. */
export function withPrice(
  rows: readonly PriceRow[],
  country: string,
  change: Partial<Omit<PriceRow, 'country'>>,
  nowMs: number,
): readonly PriceRow[] {
  const known = rows.find((row) => row.country === country);
  const usual = { text: '', currency: rows[0]?.currency ?? 'DKK' };
  const row: PriceRow = { ...usual, ...known, sinceMs: nowMs, ...change, country };
  return known === undefined ? [...rows, row] : rows.map((other) => (other === known ? row : other));
}
