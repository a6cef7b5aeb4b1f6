/** What people, spreadsheets and programs write around and between the digits of a phone number. */
import { isDate, pairsOf } from './date-text.ts';
import type { RowProblem } from './left-out.ts';

export type WrittenNumber =
  | {
      readonly ok: true;
      /** Its country code is told to be one, by + or 00. */
      readonly international: boolean;
      readonly digits: string;
      /** The digits without the `(0)` of +46 (0)70 …, which some countries' numbers keep; null: none was written. */
      readonly withoutZero: string | null;
      /** The digits before a last hyphen, slash or point with a few behind it, which may be an extension; null: there is none. */
      readonly withoutTail: string | null;
      /** It ends in decimals, which are taken off where they can be nothing else: if it is no number, that is why. */
      readonly hadDecimals: boolean;
      /** Six digits in pairs, as a date of a short year has them, and whether these are one; null: they are not so written. */
      readonly pairs: 'date' | 'number' | null;
    }
  | { readonly ok: false; readonly problem: RowProblem };

/** As most numbers are written: nothing in it can be anything else. */
const PLAIN = /^[+\d(][\d ()]*$/;
/** Without country code, unless the first ones are it: 00 announces one. */
const DIGITS = /^(?!00)\d+$/;
const ASCII = /^[ -~]*$/;
/** Marks of direction, joiners, soft hyphens, controls: nobody sees them, and they come along when a number is copied. */
const INVISIBLE = /[\p{Cf}\p{Cc}\p{Default_Ignorable_Code_Point}\u2800]/gu;
/** Every dash, the minus, quotation marks of all kinds. */
const DASH = /[\p{Pd}\u2212]/gu;
const QUOTE = /[\u2018-\u201f\u2032\u2033\u2039\u203a\u00ab\u00bb\u00b4`]/g;

/** Ways to keep a spreadsheet from calculating: ="4512345678", '4512345678, =4512345678. Quotation marks left over, too. */
const AS_TEXT = /^(?:=?"+(.*?)"+|=?'+(.*?)'*|=(.*))$/;
/** Addresses of numbers, as links, gateways (whatsapp:+45…) and advertisement forms (p:+45…) write them. */
const SCHEME = /^(?:tel|sms|smsto|callto|whatsapp|p):(?:\/\/)?/i;
/** What Excel makes of a long number: 4,51235E+09. Digits are gone for good, unless as many are left as the exponent says. */
const ROUNDED = /^[+-]?(\d+)(?:[.,](\d+))?E([+-]?\d+)$/i;
/** 4.512.345.678 or 4,512,345,678.00: a number to count with. */
const GROUPED = /^(\d{1,3}(?:([.,' ])\d{3})(?:\2\d{3})+)(?:(?!\2)[.,](\d+))?$/;
/** 4512345678.0: a number that went through a floating point. */
const DECIMAL = /^(\+?\d{5,15})[.,](\d+)$/;
/** 07400 123 461.00: where it is no number, nor one without a last group. */
const WITH_NOUGHTS = /^[+(]?\d[ \d()-]{5,}\d[.,]0{1,2}$/;
/** So many digits before the separator that it cannot be one of those written between digits. */
const COUNTED = /^[1-9]\d{7,}$/;
/** 0401234567-1 or 0401234567-123: too long a group to be followed by so short a one, or by any. */
const TAIL = /\d(?:\d{2}\s*[-/.]\s*(?=\d{1,2}$)|\d{5}\s*[-/.]\s*(?=\d{3,4}$))(\d+)$/;
const BETWEEN = /[\s().[\]\-/~·•]+/g;

export function writtenNumber(cell: string): WrittenNumber {
  if (PLAIN.test(cell)) return written(cell, false);
  const trimmed = (ASCII.test(cell) ? cell : plain(cell)).trim();
  const quoted = AS_TEXT.exec(trimmed);
  const text = (quoted === null ? trimmed : (quoted[1] ?? quoted[2] ?? quoted[3] ?? '')).trim().replace(SCHEME, '');
  if (text === '') return { ok: false, problem: 'number-missing' };
  const rounded = ROUNDED.exec(text);
  if (rounded !== null) {
    const [, whole = '', decimals = '', exponent = ''] = rounded;
    if (whole.length !== 1 || decimals.length !== Number(exponent)) return { ok: false, problem: 'number-rounded' };
    return written(whole + decimals, false);
  }
  if (isDate(text)) return { ok: false, problem: 'number-date' };
  if (/\p{L}/u.test(text)) return { ok: false, problem: 'number-not-digits' };
  const [, grouped, , groupedDecimals = ''] = GROUPED.exec(text) ?? [];
  if (grouped !== undefined) {
    if (/[1-9]/.test(groupedDecimals)) return { ok: false, problem: 'number-decimal' };
    return written(grouped.replace(/\D/g, ''), groupedDecimals !== '');
  }
  const [, whole, decimals = ''] = DECIMAL.exec(text) ?? [];
  if (whole !== undefined) {
    if (!/[1-9]/.test(decimals)) return written(whole, true);
    if (COUNTED.test(whole)) return { ok: false, problem: 'number-decimal' };
  }
  return written(text, WITH_NOUGHTS.test(text));
}

function written(text: string, hadDecimals: boolean): WrittenNumber {
  if (DIGITS.test(text))
    return {
      ok: true,
      international: false,
      digits: text,
      withoutZero: null,
      withoutTail: null,
      hadDecimals,
      pairs: null,
    };
  const international = text.replace(/^[\s(]*(?:\+?00|\+)[\s(]*/, '+');
  const bare = international.replace(BETWEEN, '');
  if (!/^\+?\d+$/.test(bare)) return { ok: false, problem: hadDecimals ? 'number-decimal' : 'number-impossible' };
  const isInternational = bare.startsWith('+');
  const digits = isInternational ? bare.slice(1) : bare;
  const zero = isInternational && text.includes('(0)') ? /^([^(]*)\(0\)(.*)$/.exec(international) : null;
  const withoutZero = zero === null ? null : `${zero[1]}${zero[2]}`.replace(/\D/g, '');
  const tail = TAIL.exec(text)?.[1]?.length ?? 0;
  const withoutTail = tail > 0 ? digits.slice(0, -tail) : null;
  return {
    ok: true,
    international: isInternational,
    digits,
    withoutZero,
    withoutTail,
    hadDecimals,
    pairs: pairsOf(text),
  };
}

/** The same with the digits and signs that every keyboard has, and nothing that cannot be seen. */
function plain(text: string): string {
  return text
    .normalize('NFKC')
    .replace(INVISIBLE, (sign) => (/[\t\n\r]/.test(sign) ? ' ' : ''))
    .replace(DASH, '-')
    .replace(QUOTE, "'")
    .replace(/\p{Nd}/gu, (digit) => String(digitOf(digit)));
}

/** Digits of every script stand in runs from nought to nine. */
function digitOf(sign: string): number {
  const code = sign.codePointAt(0) ?? 0;
  let first = code;
  while (/^\p{Nd}$/u.test(String.fromCodePoint(first - 1))) first--;
  return (code - first) % 10;
}
