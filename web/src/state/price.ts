/** What a segment costs: the user's own price, with the day it was written down. No price is known beforehand. */
import { computed, effect, signal } from '@preact/signals';
import { remember, remembered } from './storage.ts';

export const CURRENCIES = ['DKK', 'EUR', 'SEK', 'NOK', 'GBP', 'USD'] as const;
export type Currency = (typeof CURRENCIES)[number];

interface Kept {
  readonly text: string;
  readonly currency: Currency;
  readonly sinceMs: number;
}

function read(): Kept {
  const none: Kept = { text: '', currency: 'DKK', sinceMs: 0 };
  try {
    const kept: unknown = JSON.parse(remembered('price') ?? 'null');
    if (kept === null || typeof kept !== 'object') return none;
    const { text, currency, sinceMs } = kept as Record<string, unknown>;
    const known = CURRENCIES.find((code) => code === currency);
    if (typeof text !== 'string' || known === undefined || typeof sinceMs !== 'number') return none;
    return { text, currency: known, sinceMs };
  } catch {
    return none;
  }
}

export const price = signal<Kept>(read());
effect(() => remember('price', JSON.stringify(price.value)));

/** Price of one segment, or null: none given, or not a number. Decimal comma and decimal point are both read. */
export const perSegment = computed<number | null>(() => {
  const text = price.value.text.trim();
  if (!/^\d{1,6}(?:[.,]\d{1,6})?$/.test(text)) return null;
  return Number(text.replace(',', '.'));
});

export const priceIsWrong = computed(() => price.value.text.trim() !== '' && perSegment.value === null);

export function setPrice(text: string): void {
  price.value = { ...price.value, text, sinceMs: Date.now() };
}

export function setCurrency(currency: Currency): void {
  price.value = { ...price.value, currency, sinceMs: Date.now() };
}
