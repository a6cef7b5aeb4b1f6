/** What a cell of a spreadsheet shows: numbers and dates as their format has them, in the language of the file or country. */

/** The formatter of the reader that is used. It knows the formats' grammar, and English. */
export type Format = (value: number | Date, format: string) => string;

/** How people of a country write. */
export interface Habits {
  /** BCP 47; empty: as ISO 8601 and programs have it. */
  readonly language: string;
  readonly decimal: '.' | ',';
  readonly thousands: string;
}

export function habitsOf(country: string | undefined): Habits {
  if (country === undefined) return { language: '', decimal: '.', thousands: ',' };
  const { language, region } = new Intl.Locale(`und-${country}`).maximize();
  const locale = `${language}-${region}`;
  const parts = new Intl.NumberFormat(locale, { useGrouping: 'always' }).formatToParts(1234567.5);
  const [decimal, thousands] = ['decimal', 'group'].map((type) => parts.find((part) => part.type === type)?.value);
  return { language: locale, decimal: decimal === ',' ? ',' : '.', thousands: thousands ?? '' };
}

/** As it is in the sheet of somebody in the country. */
export function shown(value: unknown, format: string | undefined, habits: Habits, as: Format): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  if (value instanceof Date) return shownDate(value, format, habits, as);
  return typeof value === 'number' ? shownNumber(value, format, habits, as) : '';
}

/** What spreadsheets show of what is too wide, and of days behind the last. */
const HASHES = '########';
const DAY_MS = 86_400_000;
/** 31 December 9999, in either way to count. */
const LAST_DAY = 2_958_465;
/** Day 0 of spreadsheets, by all days from March 1900 on, and of those that count from 1904. */
const DAY_ZERO_1900 = Date.UTC(1899, 11, 30);
const DAY_ZERO_1904 = Date.UTC(1904, 0, 1);

/** A phone number in a column of dates is a day that no calendar has: the number again. Any other value as it is. */
export function undated(value: unknown, is1904: boolean): unknown {
  if (!(value instanceof Date)) return value;
  if (Number.isNaN(value.getTime())) return HASHES;
  if (value.getUTCFullYear() <= 9999) return value;
  return (value.getTime() - (is1904 ? DAY_ZERO_1904 : DAY_ZERO_1900)) / DAY_MS;
}

/** Digits that a number holds exactly. */
const EXACT = 1e15;

function shownNumber(value: number, format: string | undefined, habits: Habits, as: Format): string {
  if (format === undefined) return general(value, habits);
  const { isGeneral, isScientific, isDate, toReader } = known(format);
  if (isGeneral || (isDate && Math.abs(value) > LAST_DAY)) return general(value, habits);
  // A long number that shows as 4.52E+09 is a phone number whose column is too narrow a format: its digits are there.
  if (isScientific && Number.isInteger(value) && Math.abs(value) < EXACT) return String(value);
  return asIs(as(value, toReader).replace(/(?<=\d)[.,](?=\d)/g, (sign) => localized(sign, habits)));
}

/** What is to be known of a format: a sheet has a handful of them, and as many numbers as cells. */
interface KnownFormat {
  readonly isGeneral: boolean;
  readonly isScientific: boolean;
  readonly isDate: boolean;
  /** The format as the reader is handed it. */
  readonly toReader: string;
}

const formats = new Map<string, KnownFormat>();
const MOST_FORMATS = 1_000;

function known(format: string): KnownFormat {
  const found = formats.get(format);
  if (found !== undefined) return found;
  const made = {
    isGeneral: isGeneral(format),
    isScientific: isScientific(format),
    isDate: isDateFormat(format),
    toReader: hidden(format),
  };
  if (formats.size >= MOST_FORMATS) formats.clear();
  formats.set(format, made);
  return made;
}

const isGeneral = (format: string) => /^general$/i.test(format.trim());

/** Without the sixteenth digit and on, which are no part of what was typed. */
const general = (value: number, { decimal }: Habits) =>
  Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(15))).replace('.', decimal);

/** Letters and signs that a format gives as they are: quoted, escaped, or between brackets. */
const AS_IS = /"[^"]*"|\\.|_.|\*.|\[[^\]]*\]/g;

const isDateFormat = (format: string) => /[ymdhs]/i.test(format.replace(AS_IS, ''));

const isScientific = (format: string) => /E[+-]/i.test(format.replace(AS_IS, ''));

const localized = (sign: string, { decimal, thousands }: Habits) => (sign === '.' ? decimal : thousands);

/** [$kr.-406] stands for "kr.", and [$-406] for a language alone. */
const withSymbols = (format: string) =>
  format.replace(/\[\$([^\]-]*)(?:-[^\]]*)?\]/g, (_, symbol: string) => (symbol === '' ? '' : `"${symbol}"`));

/** Where signs go that would be taken for the format's own: the reader sees a point in quotes as a decimal point. */
const HIDDEN = 0xe000;
const HIDDEN_SIGNS = /[\ue000-\uefff]/g;

const hidden = (format: string) =>
  withSymbols(format).replace(/"([^"]*)"|\\(.)/g, (_, quoted?: string, escaped?: string) => {
    const text = quoted ?? escaped ?? '';
    return text === ''
      ? ''
      : `"${text.replace(/[\0-\u0fff]/g, (sign) => String.fromCharCode(HIDDEN + sign.charCodeAt(0)))}"`;
  });

const asIs = (text: string) => text.replace(HIDDEN_SIGNS, (sign) => String.fromCharCode(sign.charCodeAt(0) - HIDDEN));

/** The format that a spreadsheet keeps for "a date as people of the country write it", 14 and 22 of the standard. */
const USUAL_DATE = /^m\/d\/yyyy(?: h:mm)?$/;

function shownDate(value: Date, format: string | undefined, habits: Habits, as: Format): string {
  if (format === undefined || isGeneral(format) || USUAL_DATE.test(format)) {
    return usualDate(value, format?.endsWith('h:mm') ?? hasTime(value), habits);
  }
  if (/^\[\$-(?:F800|x-sysdate)\]/i.test(format)) return withNames(value, 'long', habits);
  const language = languageOf(format) ?? habits.language;
  return asIs(as(value, hidden(named(value, format, language))));
}

const hasTime = (value: Date) => value.getUTCHours() + value.getUTCMinutes() + value.getUTCSeconds() > 0;

function usualDate(value: Date, withTime: boolean, { language }: Habits): string {
  const iso = value.toISOString();
  const time = withTime ? ` ${iso.slice(11, 16)}` : '';
  if (language === '') return iso.slice(0, 10) + time;
  const date = { day: '2-digit', month: '2-digit', year: 'numeric', timeZone: 'UTC' } as const;
  return new Intl.DateTimeFormat(language, date).format(value) + time;
}

const withNames = (value: Date, dateStyle: 'long', { language }: Habits) =>
  new Intl.DateTimeFormat(language === '' ? 'en' : language, { dateStyle, timeZone: 'UTC' }).format(value);

/** Names of months and days in the format's language, as text. */
function named(value: Date, format: string, language: string): string {
  const name = (options: Intl.DateTimeFormatOptions) =>
    `"${new Intl.DateTimeFormat(language === '' ? 'en' : language, { ...options, timeZone: 'UTC' }).format(value)}"`;
  return format.replace(new RegExp(`${AS_IS.source}|m{3,5}|d{3,4}`, 'gi'), (part) => {
    switch (part.toLowerCase()) {
      case 'mmmmm':
        return name({ month: 'narrow' });
      case 'mmmm':
        return name({ month: 'long' });
      case 'mmm':
        return name({ month: 'short' });
      case 'dddd':
        return name({ weekday: 'long' });
      case 'ddd':
        return name({ weekday: 'short' });
      default:
        return part;
    }
  });
}

/** Microsoft's numbers of languages (MS-LCID), as formats have them: [$-406] is Danish. */
const LANGUAGES: Readonly<Record<string, string>> = {
  '406': 'da',
  '438': 'fo',
  '40f': 'is',
  '414': 'nb',
  '814': 'nn',
  '41d': 'sv',
  '40b': 'fi',
  '407': 'de',
  '413': 'nl',
  '40c': 'fr',
  '40a': 'es',
  c0a: 'es',
  '410': 'it',
  '415': 'pl',
  '416': 'pt-BR',
  '816': 'pt',
  '409': 'en-US',
  '809': 'en-GB',
};

function languageOf(format: string): string | undefined {
  const told = /\[\$[^\]-]*-([^\],]+)/.exec(format)?.[1]?.toLowerCase();
  return told === undefined
    ? undefined
    : (LANGUAGES[told.replace(/^0+/, '')] ?? (/^[a-z]{2}(?:-|$)/.test(told) ? told : undefined));
}
