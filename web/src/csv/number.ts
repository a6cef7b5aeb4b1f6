/** Phone numbers as lists have them. What a number may look like is libphonenumber-js's to say. */
import type { CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/min';
import type { RowProblem } from '../engine/protocol.ts';

export type NumberOutcome =
  | { readonly ok: true; readonly number: number }
  | { readonly ok: false; readonly problem: RowProblem };

/** What Excel makes of a long number: 4,51235E+09. The digits are gone for good. */
const ROUNDED = /^[+-]?\d+(?:[.,]\d+)?E[+-]?\d+$/i;
/** Ways to keep Excel from doing so: ="4512345678" and '4512345678. */
const EXCEL_TEXT = /^(?:="(.*)"|'(.*))$/;

/** Signs that may be written between the digits of a number. */
const BETWEEN = /[\s().\-/]+/g;
const DIGITS = /^\+?\d{7,15}$/;
/** Numbers of Argentina, Brazil and Mexico are rewritten by digits far from their beginning. */
const REWRITTEN = /^\+?5[245]/;
/** What of a number stands for the rest when an answer is kept: country code and the digits a number plan goes by. */
const LEADING = 7;

export class NumberReader {
  /**
   * Answers for numbers that begin alike and are as long: the digits to put before what was written. Whether a number
   * is possible depends on its country and length, so one answer serves thousands; a list of a million is read in
   * seconds instead of ten.
   */
  readonly #alike = new Map<string, string>();
  readonly #parse: typeof parsePhoneNumberFromString;
  readonly #country: CountryCode;

  constructor(parse: typeof parsePhoneNumberFromString, country: string) {
    this.#parse = parse;
    this.#country = country as CountryCode;
  }

  /** A number's digits with country code (E.164 has fifteen at most, so a double holds them exactly). */
  read(cell: string): NumberOutcome {
    const trimmed = cell.trim();
    const inner = EXCEL_TEXT.exec(trimmed);
    const text = inner === null ? trimmed : (inner[1] ?? inner[2] ?? '');
    if (text === '') return { ok: false, problem: 'number-missing' };
    if (ROUNDED.test(text)) return { ok: false, problem: 'number-rounded' };
    if (/\p{L}/u.test(text)) return { ok: false, problem: 'number-not-digits' };
    const international = text.replace(/^\(\+(\d+)\)/, '+$1 ').replace(/^00/, '+');
    const written = international.replace(BETWEEN, '');
    const key =
      DIGITS.test(written) && !REWRITTEN.test(written) ? `${written.length}:${written.slice(0, LEADING)}` : '';
    const digits = written.replace('+', '');
    const before = this.#alike.get(key);
    if (before !== undefined) return { ok: true, number: Number(before + digits) };
    const parsed = this.#parse(international, { defaultCountry: this.#country, extract: false });
    if (parsed === undefined || !parsed.isPossible()) return { ok: false, problem: 'number-impossible' };
    const full = parsed.number.slice(1);
    if (key !== '' && full.endsWith(digits)) this.#alike.set(key, full.slice(0, -digits.length));
    return { ok: true, number: Number(full) };
  }
}

/** Whether a cell looks like a phone number, for finding the column that holds them. */
export function looksLikeNumber(cell: string): boolean {
  const digits = cell.replace(/\D/g, '').length;
  return digits >= 8 && digits <= 15 && /^[\s+\d().\-/='"]+$/.test(cell);
}
