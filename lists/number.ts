/** Phone numbers as lists have them. What a number may look like is libphonenumber-js's to say. */
import type { CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/min';
import type { RowProblem } from './left-out.ts';

export type NumberOutcome =
  | {
      readonly ok: true;
      readonly number: number;
      /** ISO 3166-1 alpha-2; empty: its country code belongs to none. */
      readonly country: string;
      /** As long as numbers there are, but of no series that the country has given out. It may be newer than the data. */
      readonly doubtful: boolean;
    }
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
/** What is kept of an answer: the digits to put before what was written, and what is true of all such numbers. */
interface Kept {
  readonly before: string;
  readonly country: string;
  readonly doubtful: boolean;
}

/** What of a number stands for the rest when an answer is kept: country code and the digits a number plan goes by. */
const LEADING = 7;
/** Guernsey, Jersey and the Isle of Man have series of their own deep within the United Kingdom's. */
const LEADING_BRITISH = 9;
const BRITISH = /^\+?44/;

export class NumberReader {
  /**
   * Answers for numbers that begin alike and are as long. Whether a number is possible depends on its country and
   * length, its series on how it begins, so one answer serves thousands; a list of a million is read in seconds instead
   * of ten.
   */
  readonly #alike = new Map<string, Kept>();
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
    const leading = BRITISH.test(written) ? LEADING_BRITISH : LEADING;
    const key =
      DIGITS.test(written) && !REWRITTEN.test(written) ? `${written.length}:${written.slice(0, leading)}` : '';
    const digits = written.replace('+', '');
    const known = this.#alike.get(key);
    if (known !== undefined) {
      const { before, country, doubtful } = known;
      return { ok: true, number: Number(before + digits), country, doubtful };
    }
    const parsed = this.#parse(international, { defaultCountry: this.#country, extract: false });
    if (parsed === undefined || !parsed.isPossible()) return { ok: false, problem: 'number-impossible' };
    const full = parsed.number.slice(1);
    const country = parsed.country ?? parsed.getPossibleCountries()[0] ?? '';
    const doubtful = !parsed.isValid();
    if (key !== '' && full.endsWith(digits)) {
      this.#alike.set(key, { before: full.slice(0, -digits.length), country, doubtful });
    }
    return { ok: true, number: Number(full), country, doubtful };
  }
}

/** Whether a cell looks like a phone number, for finding the column that holds them. */
export function looksLikeNumber(cell: string): boolean {
  const digits = cell.replace(/\D/g, '').length;
  return digits >= 8 && digits <= 15 && /^[\s+\d().\-/='"]+$/.test(cell);
}
