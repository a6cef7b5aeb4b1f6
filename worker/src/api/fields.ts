/** What fields of several shapes are made of. Sentences are for people who call the API: what is wrong, and the fix. */
import * as v from 'valibot';

/** `longest` in UTF-16 code units. */
export const text = (name: string, longest: number) =>
  v.pipe(
    v.string(`${name} must be a text.`),
    v.maxLength(longest, `${name} is longer than ${longest} characters: shorten it.`),
  );

/** No phone, address or file can hold half a character: what was meant would go out as another sign, without a word. */
export const whole = (name: string) =>
  v.check((text: string) => text.isWellFormed(), `${name} holds half a character: write it anew.`);

/** A text that says something. */
export const named = (name: string, longest: number) =>
  v.pipe(text(name, longest), v.trim(), v.minLength(1, `${name} is empty: fill it in.`));

export const wholeNumber = (name: string, most = Number.MAX_SAFE_INTEGER) =>
  v.pipe(
    v.number(`${name} must be a number.`),
    v.safeInteger(`${name} must be whole.`),
    v.minValue(0, `${name} is not below 0.`),
    v.maxValue(most, `${name} is at most ${most}.`),
  );

/** The last moment that calendars of programs have (ECMA-262, 21.4.1.1). */
export const LAST_MOMENT = 8_640_000_000_000_000;

/** Milliseconds since 1970. */
export const moment = v.pipe(
  v.number('A moment is a number of milliseconds since 1970.'),
  v.safeInteger(),
  v.minValue(0),
  v.maxValue(LAST_MOMENT, 'No calendar goes that far: a moment is a number of milliseconds since 1970.'),
);

/** In answers: how many there are, and whatever else is whole and not below 0. */
export const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** ISO 3166-1 alpha-2. */
export const country = v.pipe(
  v.string('A country is two capitals, such as FI.'),
  v.maxLength(2, 'A country is two capitals, such as FI.'),
  v.regex(/^[A-Z]{2}$/, 'A country is two capitals, such as FI.'),
  v.check((code) => isCountry(code), 'No country has this code: see ISO 3166-1 alpha-2.'),
);

/** Made with the first country that is named: no redirect needs it. */
let countries: Intl.DisplayNames | undefined;

function isCountry(code: string): boolean {
  // Asked of anything but two letters, it throws.
  if (!/^[A-Z]{2}$/.test(code)) return false;
  countries ??= new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
  return countries.of(code) !== undefined;
}

/** Such as 2026-11-29. */
export const day = v.pipe(
  v.string('A day is written as 2026-11-29.'),
  v.maxLength(10, 'A day is written as 2026-11-29.'),
  v.regex(/^20\d\d-\d\d-\d\d$/, 'A day is written as 2026-11-29.'),
  v.check((written) => isDay(written), 'The calendar has no such day.'),
);

function isDay(written: string): boolean {
  const at = Date.parse(`${written}T00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(written);
}

/** How many characters the slugs of a domain have. */
export const width = v.picklist([8, 9]);

export const senderName = text('The sender name', 100);
