/** The language on screen: a signal, so that a switch shows at once everywhere. */
import { computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import { remember, remembered } from '../state/storage.ts';
import type { Dictionary } from './dictionary.ts';

export type Language = 'da' | 'en';

/** A person reads one language: the other is loaded when it is asked for. */
const loaders: Record<Language, () => Promise<Dictionary>> = {
  da: () => import('./da/index.ts').then(({ da }) => da),
  en: () => import('./en/index.ts').then(({ en }) => en),
};
const locales: Record<Language, string> = { da: 'da-DK', en: 'en-GB' };

function initialLanguage(): Language {
  const kept = remembered('language');
  if (kept === 'da' || kept === 'en') return kept;
  return navigator.language.toLowerCase().startsWith('da') ? 'da' : 'en';
}

const shown = signal<Language>(initialLanguage());
export const language: ReadonlySignal<Language> = shown;

const first = await loaders[shown.peek()]();
const loaded = new Map<Language, Dictionary>([[shown.peek(), first]]);

/** The texts of the language on screen. */
export const t = computed(() => loaded.get(shown.value) ?? first);

/** Shows the page in another language once its texts are there; without a network it stays as it is. */
export async function chooseLanguage(wanted: Language): Promise<void> {
  try {
    loaded.set(wanted, loaded.get(wanted) ?? (await loaders[wanted]()));
    shown.value = wanted;
  } catch {
    // The page says itself that it is offline.
  }
}

const formats = computed(() => {
  const locale = locales[language.value];
  return {
    integer: new Intl.NumberFormat(locale),
    decimal: new Intl.NumberFormat(locale, { maximumFractionDigits: 2 }),
    percent: new Intl.NumberFormat(locale, { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 }),
    wholePercent: new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }),
    day: new Intl.DateTimeFormat(locale, { dateStyle: 'medium' }),
    moment: new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }),
    time: new Intl.DateTimeFormat(locale, { timeStyle: 'medium' }),
    country: new Intl.DisplayNames(locale, { type: 'region' }),
    list: new Intl.ListFormat(locale, { type: 'conjunction' }),
  };
});

export const formatInteger = (value: number): string => formats.value.integer.format(value);
/** With at most two decimals. */
export const formatDecimal = (value: number): string => formats.value.decimal.format(value);
/** 0.2 as 20.0 % or 20,0 %. */
export const formatPercent = (share: number): string => formats.value.percent.format(share);
export const formatWholePercent = (share: number): string => formats.value.wholePercent.format(share);
export const formatDay = (atMs: number): string => formats.value.day.format(atMs);
export const formatMoment = (atMs: number): string => formats.value.moment.format(atMs);
export const formatTime = (atMs: number): string => formats.value.time.format(atMs);
/** “a, b and c” or “a, b og c”. */
export const formatList = (items: readonly string[]): string => formats.value.list.format(items);
export const countryName = (code: string): string => formats.value.country.of(code) ?? code;

export function formatPrice(amount: number, currency: string): string {
  return new Intl.NumberFormat(locales[language.value], { style: 'currency', currency }).format(amount);
}
/** A price as it was written, to the sixth decimal: gateways charge fractions of an øre. */
export function formatUnitPrice(amount: number, currency: string): string {
  const digits = { minimumFractionDigits: 2, maximumFractionDigits: 6 };
  return new Intl.NumberFormat(locales[language.value], { style: 'currency', currency, ...digits }).format(amount);
}

/** Why the core refuses something, in words; an unknown name is shown as it is. */
export function reasonText(name: string): string {
  const { reasons } = t.value;
  const text = (reasons as Readonly<Record<string, unknown>>)[name];
  return typeof text === 'string' ? text : reasons.unknown(name);
}

effect(() => {
  document.documentElement.lang = language.value;
  remember('language', language.value);
});
