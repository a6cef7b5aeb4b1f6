/** The language on screen: a signal, so that a switch shows at once everywhere. */
import { computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import { remember } from '../storage.ts';
import type { Dictionary } from './dictionary.ts';
import { firstLanguage, firstWords, wordsIn } from './first.ts';
import { LANGUAGES, type Language } from './languages.ts';

const shown = signal<Language>(firstLanguage);
export const language: ReadonlySignal<Language> = shown;
const locale = computed(() => LANGUAGES[shown.value].locale);

const first = await firstWords;
const loaded = new Map<Language, Dictionary>([[firstLanguage, first]]);

/** The texts of the language on screen. */
export const t = computed(() => loaded.get(shown.value) ?? first);

/** Shows the page in another language once its texts are there; without a network it stays as it is. */
export async function chooseLanguage(wanted: Language): Promise<void> {
  try {
    loaded.set(wanted, loaded.get(wanted) ?? (await wordsIn(wanted)));
    shown.value = wanted;
  } catch {
    // The page says itself that it is offline.
  }
}

/** Made when first used: the first of them takes a slow machine a tenth of a second, and an empty page needs none. */
function inLanguage<F>(make: (locale: string) => F): ReadonlySignal<F> {
  return computed(() => make(locale.value));
}
const oneDecimal: Intl.NumberFormatOptions = { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 };
const integer = inLanguage((locale) => new Intl.NumberFormat(locale));
const decimal = inLanguage((locale) => new Intl.NumberFormat(locale, { maximumFractionDigits: 2 }));
const percent = inLanguage((locale) => new Intl.NumberFormat(locale, oneDecimal));
const wholePercent = inLanguage(
  (locale) => new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }),
);
const day = inLanguage((locale) => new Intl.DateTimeFormat(locale, { dateStyle: 'medium' }));
const moment = inLanguage((locale) => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }));
const time = inLanguage((locale) => new Intl.DateTimeFormat(locale, { timeStyle: 'medium' }));
const country = inLanguage((locale) => new Intl.DisplayNames(locale, { type: 'region' }));
const list = inLanguage((locale) => new Intl.ListFormat(locale, { type: 'conjunction' }));

/** Below a thousand both languages write the digits alone; so an empty page needs no format. */
export const formatInteger = (value: number): string =>
  value >= 0 && value < 1_000 && Number.isInteger(value) ? String(value) : integer.value.format(value);
/** With at most two decimals. */
export const formatDecimal = (value: number): string => decimal.value.format(value);
/** 0.2 as 20.0 % or 20,0 %. */
export const formatPercent = (share: number): string => percent.value.format(share);
export const formatWholePercent = (share: number): string => wholePercent.value.format(share);
export const formatDay = (atMs: number): string => day.value.format(atMs);
export const formatMoment = (atMs: number): string => moment.value.format(atMs);
export const formatTime = (atMs: number): string => time.value.format(atMs);
/** “a, b and c” or “a, b og c”. */
export const formatList = (items: readonly string[]): string => list.value.format(items);
export function countryName(code: string): string {
  const names: Readonly<Record<string, string>> = t.value.countries;
  return names[code] ?? country.value.of(code) ?? code;
}

export function formatPrice(amount: number, currency: string): string {
  return new Intl.NumberFormat(locale.value, { style: 'currency', currency }).format(amount);
}
/** A price as it was written, to the sixth decimal: gateways charge fractions of an øre. */
export function formatUnitPrice(amount: number, currency: string): string {
  const digits = { minimumFractionDigits: 2, maximumFractionDigits: 6 };
  return new Intl.NumberFormat(locale.value, { style: 'currency', currency, ...digits }).format(amount);
}

/** What the core refuses. `suggestedHost`: how it would have the host written, where it can tell. */
export interface Refusal {
  readonly error: string;
  readonly suggestedHost?: string;
}

/** Why it refuses that, in words; an unknown name is shown as it is. */
export function reasonText({ error, suggestedHost }: Refusal): string {
  const { reasons } = t.value;
  const found = (reasons as Readonly<Record<string, unknown>>)[error];
  const text = typeof found === 'string' ? found : reasons.unknown(error);
  return suggestedHost === undefined ? text : `${text} ${reasons.writtenAs(suggestedHost)}`;
}

effect(() => {
  document.documentElement.lang = language.value;
  remember('language', language.value);
});
