/** Which column holds the phone numbers, told by its heading and by what stands in it; asked where two may be meant. */
import { nameColumns } from './columns.ts';
import { isCompactDate, isDate, isShortDate, isUnixTime } from './date-text.ts';
import { type HeadingKind, headingKind } from './heading.ts';
import type { RowProblem } from './left-out.ts';
import type { NumberOutcome, NumberReader } from './number.ts';
import { readFirstMobile } from './several.ts';

export type ColumnReason =
  /** A person or a program named it. */
  | 'chosen'
  /** Its heading says so; what stands in it are hardly numbers. */
  | 'heading'
  /** It is full of phone numbers; its heading says nothing. */
  | 'content'
  | 'heading-and-content';

/** A column that may hold the numbers, over the rows looked at. */
export interface ColumnEvidence {
  readonly index: number;
  readonly name: string;
  /** Rows with something in it. */
  readonly filled: number;
  /** Of these, with a phone number of a known series. */
  readonly numbers: number;
  /** Of these, with one that may be a mobile's. */
  readonly mobiles: number;
  /** The first three, as written. */
  readonly examples: readonly string[];
}

export interface ColumnQuestion {
  readonly kind: 'number-column';
  /** Those that come into question, the likeliest first. Empty: none looks like it. */
  readonly columns: readonly ColumnEvidence[];
  /** Nothing but numbers stands in the rows, without a heading: each may be somebody's by himself. */
  readonly onlyNumbers: boolean;
}

export type ColumnChoice =
  | {
      readonly names: readonly string[];
      readonly hasHeader: boolean;
      readonly column: number;
      readonly reason: ColumnReason;
      /** Columns without a heading that hold numbers too: those are passed over. */
      readonly others: readonly number[];
    }
  | { readonly names: readonly string[]; readonly hasHeader: boolean; readonly question: ColumnQuestion };

/** Rows looked at: more say the same. */
const LOOKED_AT = 1_000;
const EXAMPLES = 3;
/** Of what stands in a column of dates, most are. */
const MOSTLY = 0.8;
const HALF = 0.5;
/** Values that follow each other so closely were counted, not dialled. */
const CLOSE = 20;
/** Of fewer values nothing can be said. */
const FEW = 5;

/** Numbers of a kind, though not to be read any more. */
const SPOILED: ReadonlySet<RowProblem> = new Set(['number-rounded', 'number-decimal']);

const RANK: Readonly<Record<HeadingKind, number>> = {
  mobile: 5,
  phone: 4,
  maybe: 3,
  unknown: 2,
  landline: 1,
  other: 0,
};

interface Column extends ColumnEvidence {
  readonly kind: HeadingKind;
  /** Different mobiles: a salesman's stands in many rows. */
  readonly people: number;
  /** Numbers written as one writes telephone numbers only: with a country code, a 0 or something between the digits. */
  readonly dialled: number;
  /** Cells that hold a number, of whatever series, or what a spreadsheet left of one. */
  readonly traces: number;
  readonly values: readonly (number | null)[];
  readonly isNumbers: boolean;
  readonly isDates: boolean;
}

/** `rows`: the first ones of the list, headings among them. `chosen`: the column named. */
export function chooseNumberColumn(
  rows: readonly (readonly string[])[],
  reader: NumberReader,
  chosen: number | null,
): ColumnChoice {
  const first = rows[0] ?? [];
  if (chosen !== null) {
    const hasHeader = isHeading(first[chosen] ?? '', reader);
    return { names: nameColumns(first, hasHeader), hasHeader, column: chosen, reason: 'chosen', others: [] };
  }
  const headings = { names: nameColumns(first, true), hasHeader: true };
  const headed = look(headings.names, first.map(headingKind), rows.slice(1), reader);
  const found = decide(headed, isRival);
  const candidates = 'column' in found ? [found.column] : found.question.columns.map(({ index }) => index);
  const isHeaded = candidates.every((column) => isHeading(first[column] ?? '', reader));
  if (isHeaded && (candidates.length > 0 || rows.length > 1)) {
    const best = 'column' in found ? headed[found.column] : undefined;
    const isTold = best === undefined || (first[best.index] ?? '').trim() === '' || !isSpeechless(best, headed);
    return { ...headings, ...(isTold ? found : ask([best])) };
  }
  // A first row with a number where the numbers are is a recipient, and what it says is nothing about columns.
  const numbered = { names: nameColumns(first, false), hasHeader: false };
  const columns = look(
    numbered.names,
    first.map((): HeadingKind => 'unknown'),
    rows,
    reader,
  );
  const holding = columns.filter(({ isNumbers }) => isNumbers);
  const onlyNumbers = holding.length === columns.filter(({ filled }) => filled > 0).length;
  const isPersons = (best: Column, other: Column) =>
    isRival(best, other) && (onlyNumbers || best.mobiles < rows.length || other.filled === rows.length);
  const without = decide(columns, isPersons);
  if ('column' in without) {
    const others = holding.filter(({ index }) => index !== without.column).map(({ index }) => index);
    return { ...numbered, ...without, others };
  }
  if (without.question.columns.length > 0) {
    return { ...numbered, question: { ...without.question, onlyNumbers } };
  }
  return 'column' in found ? { ...numbered, ...found, reason: 'content' } : { ...headings, ...found };
}

/** Whether a cell of the first row is no phone number, however bad a one. */
function isHeading(cell: string, reader: NumberReader): boolean {
  const text = cell.trim();
  if (isDate(text)) return true;
  const outcome = glance(text, reader);
  if (outcome.ok || SPOILED.has(outcome.problem)) return false;
  return !/^[^\p{L}\d]*(?:\d[^\p{L}\d]*){5,}$/u.test(text);
}

/** Of several numbers in a cell the one that would be taken. */
function glance(cell: string, reader: NumberReader): NumberOutcome {
  if (cell === '' || isDate(cell)) return { ok: false, problem: 'number-missing' };
  const glance = (part: string) => reader.glance(part);
  return readFirstMobile({ read: glance, glance }, cell).outcome;
}

function look(
  names: readonly string[],
  kinds: readonly HeadingKind[],
  rows: readonly (readonly string[])[],
  reader: NumberReader,
): Column[] {
  const looked = rows.slice(0, LOOKED_AT);
  return names.map((name, index) => {
    const cells = looked.map((row) => row[index]?.trim() ?? '');
    const filled = cells.filter((cell) => cell !== '');
    const read = cells.map((cell) => glance(cell, reader));
    const values = read.map((one) => (one.ok && one.doubt !== 'number-unknown-series' ? one.number : null));
    const numbers = values.filter((value) => value !== null).length;
    const mobiles = read.filter((one) => one.ok && one.mobile).length;
    const people = new Set(read.flatMap((one) => (one.ok && one.mobile ? [one.number] : []))).size;
    const dialled = values.filter((value, row) => value !== null && isDialled(cells[row] ?? '', value)).length;
    const traces = read.filter((one) => one.ok || SPOILED.has(one.problem)).length;
    const kind = kinds[index] ?? 'unknown';
    const distinct = new Set(filled).size;
    const named = RANK[kind] > RANK.unknown;
    const isTelephone = kind === 'mobile' || kind === 'phone';
    const isMostly = (is: (cell: string) => boolean) => filled.filter(is).length >= filled.length * MOSTLY;
    const isDates =
      filled.length > 0 &&
      (isMostly((cell) => isDate(cell) || isCompactDate(cell)) ||
        (!isTelephone && filled.length >= FEW && isMostly(isShortDate)));
    const isNumbers =
      numbers > 0 &&
      numbers >= filled.length * (named ? HALF : MOSTLY) &&
      !isDates &&
      // Everybody has a number of his own, or nearly so.
      (named || filled.length < FEW || distinct >= filled.length * HALF) &&
      (isTelephone || !areCounted(filled)) &&
      (isTelephone || !filled.every(isUnixTime));
    const examples = filled.slice(0, EXAMPLES);
    return {
      index,
      name,
      kind,
      filled: filled.length,
      numbers,
      mobiles,
      people,
      dialled,
      traces,
      values,
      examples,
      isNumbers,
      isDates,
    };
  });
}

/** `number`: what the cell was read as, with country code. Bare digits may as well be an amount, an order or a company. */
const isDialled = (cell: string, number: number): boolean =>
  !/^\d+$/.test(cell) || cell.startsWith('0') || cell === String(number);

function areCounted(filled: readonly string[]): boolean {
  if (filled.length < FEW || !filled.every((cell) => /^\d+$/.test(cell))) return false;
  const values = filled.map(Number);
  return Math.max(...values) - Math.min(...values) < CLOSE * values.length;
}

type Decided =
  | Pick<Extract<ColumnChoice, { column: number }>, 'column' | 'reason' | 'others'>
  | { question: ColumnQuestion };

/** `isRival`: whether the second may be meant as well as the first. */
function decide(columns: readonly Column[], isRival: (best: Column, other: Column) => boolean): Decided {
  const likely = columns
    .filter(({ kind, isNumbers }) => isNumbers && kind !== 'other')
    .sort((a, b) => RANK[b.kind] - RANK[a.kind] || b.people - a.people || b.numbers - a.numbers);
  const [best] = likely;
  if (best === undefined) return byHeading(columns);
  const rivals = likely.filter((other) => other !== best && isRival(best, other));
  if (rivals.length > 0) return ask([best, ...rivals]);
  return { column: best.index, reason: RANK[best.kind] > RANK.unknown ? 'heading-and-content' : 'content', others: [] };
}

/** Whether neither its heading nor how its numbers are written says that they are telephones', and other columns stand beside it. */
const isSpeechless = (best: Column, columns: readonly Column[]): boolean =>
  best.kind === 'unknown' &&
  best.dialled < best.numbers * HALF &&
  columns.some(({ index, filled }) => index !== best.index && filled > 0);

/** Whether `other` may be meant as well as the best column, which is told by a better heading or by more numbers. */
function isRival(best: Column, other: Column): boolean {
  const same = other.values.filter((value, row) => value !== null && value === best.values[row]).length;
  // The same numbers once more.
  if (same >= other.numbers * MOSTLY) return false;
  if (other.kind === best.kind) return other.people >= best.people * HALF;
  return other.people * HALF > best.people;
}

function byHeading(columns: readonly Column[]): Decided {
  const named = columns
    .filter(({ kind }) => kind === 'mobile' || kind === 'phone')
    .sort((a, b) => b.traces - a.traces || RANK[b.kind] - RANK[a.kind] || b.filled - a.filled);
  const [best, next] = named;
  if (best === undefined) {
    return ask(columns.filter(({ isDates, numbers, filled }) => !isDates && numbers >= Math.max(1, filled * MOSTLY)));
  }
  if (
    next !== undefined &&
    next.traces === best.traces &&
    next.kind === best.kind &&
    next.filled > best.filled * HALF
  ) {
    return ask(named.filter(({ kind }) => kind === best.kind));
  }
  return { column: best.index, reason: 'heading', others: [] };
}

const ask = (columns: readonly Column[]): { question: ColumnQuestion } => ({
  question: {
    kind: 'number-column',
    onlyNumbers: false,
    columns: columns.map(({ index, name, filled, numbers, mobiles, examples }) => ({
      index,
      name,
      filled,
      numbers,
      mobiles,
      examples,
    })),
  },
});
