/**
 * Several numbers in one cell, "20123456 / 86123456": the first mobile is taken, and what was passed over is counted.
 * Numbers are never made of pieces: each part is one by itself, or the whole cell is, or the row is left out.
 */
import type { NoNumber, NumberOutcome, ReadNumber } from './number.ts';

interface Reader {
  read(cell: string): NumberOutcome;
  /** The same, but nothing is learned from it. */
  glance(cell: string): NumberOutcome;
}

export interface FirstMobile {
  readonly outcome: NumberOutcome;
  /** Other numbers in the cell. */
  readonly passedOver: number;
}

/** Stands between numbers, and hardly within one. A line may be broken, and blanks doubled, anywhere. */
const BETWEEN = /[,;|&\r\n]+|\s*:::\s*|\s\/\s|\s{2,}|\s(?=\+|00[1-9])|\s+(?:og|eller|and|or|und|oder|och|tai|ja)\s+/i;
/** Stand between numbers and within them: 0151/12345678, 20-12-34-56. */
const WITHIN_TOO = [/\//, /\s+/, /-/, /[/,;|&\r\n]+|\s(?=\+|00[1-9])/];
/** A number by itself has as many digits; what is shorter may be the beginning of one. */
const SHORTEST = 6;

export function readFirstMobile(reader: Reader, cell: string): FirstMobile {
  const { text, passedOver } = firstMobileIn(reader, cell);
  return { outcome: text === null ? NONE : reader.read(text), passedOver };
}

const NONE: NoNumber = { ok: false, problem: 'number-impossible' };

/** What is to be read of a cell. Null: it holds pieces of several numbers, and nobody knows which belong together. */
export function firstMobileIn(
  reader: Reader,
  cell: string,
): { readonly text: string | null; readonly passedOver: number } {
  const whole = { text: cell, passedOver: 0 };
  if (/^\s*\+?\d*\s*$/.test(cell)) return whole;
  const parts = partsOf(cell, BETWEEN);
  const isParted = parts.length !== 1 || parts[0] !== cell.trim();
  const several = isParted ? firstOf(reader, parts) : null;
  if (several !== null) return several;
  const outcome = reader.glance(cell);
  const isAbroad = outcome.ok && isUntold(cell, outcome);
  if (isKnown(outcome) && !isParted && !isAbroad) return whole;
  if (/\p{L}/u.test(cell)) return whole;
  const ways = WITHIN_TOO.map((between) => partsOf(cell, between)).filter(({ length }) => length > 1);
  for (const way of ways) {
    const found = firstOf(reader, way);
    if (found !== null) return found;
  }
  if (!outcome.ok) return whole;
  // A number, and something more: together they may be somebody else's.
  const isMore = [parts, ...ways].some(([first = '']) => {
    const begins = first.replace(/\D/g, '').length >= SHORTEST ? reader.glance(first) : NONE;
    return isKnown(begins) && begins.number !== outcome.number;
  });
  return isMore ? { text: null, passedOver: 0 } : whole;
}

/** Those with digits, words aside. */
const partsOf = (cell: string, between: RegExp): readonly string[] =>
  cell
    .split(between)
    .map((part) => part.trim())
    .filter((part) => /\p{Nd}/u.test(part) && !/\p{L}/u.test(part));

/** Each counted once. Null: not all of them are numbers. */
function firstOf(
  reader: Reader,
  parts: readonly string[],
): { readonly text: string; readonly passedOver: number } | null {
  const found = new Map<number, { text: string; mobile: boolean }>();
  for (const text of parts) {
    const outcome = reader.glance(text);
    if (!isKnown(outcome)) return null;
    if (!found.has(outcome.number)) found.set(outcome.number, { text, mobile: outcome.mobile });
  }
  const numbers = [...found.values()];
  const taken = numbers.find(({ mobile }) => mobile) ?? numbers[0];
  return taken === undefined ? null : { text: taken.text, passedOver: numbers.length - 1 };
}

/** Of a series that there is. */
export const isKnown = (outcome: NumberOutcome): outcome is ReadNumber =>
  outcome.ok && outcome.doubt !== 'number-unknown-series';

/** Whether its first digits were taken for a country code that no + announces. */
const isUntold = (cell: string, { number }: ReadNumber) =>
  !/^\D*\+/.test(cell) && cell.normalize('NFKC').replace(/\D/g, '') === String(number);
