/** What the values of a list hold, told while they are read: how many are filled, the longest, what costs messages their GSM-7. */
import { cellOf, type PlainRows } from '../../../lists/plain-rows.ts';
import type { RowBuffer } from '../engine/row-buffer.ts';
import type { Rewriter, Rewriting } from './rewriter.ts';
import type { Half } from './split.ts';

/** What a column holds, over the recipients kept. Rows are counted from 0; -1: none. */
export interface ColumnSummary {
  readonly filled: number;
  readonly firstEmpty: number;
  /** Length in code units, as merge fields count it; the value is cut where it is very long. Null: all are empty. */
  readonly longest: {
    readonly row: number;
    readonly number: string;
    readonly length: number;
    readonly value: string;
  } | null;
}

/** Something in values of one column, as they stand in the file, that GSM-7 does not have. */
export interface OffendingValue {
  readonly column: number;
  readonly text: string;
  /** As in `OffendingText`. */
  readonly replacement: string | null;
  readonly recipients: number;
  /** Row of the first. */
  readonly first: number;
}

/** A recipient's cells as they stand in the file, and the half of the list it is in; 0 where that was not split. */
export interface RewritableRow {
  readonly cells: readonly string[];
  readonly country: string;
  readonly half: Half;
}

/** What of a recipient is kept beside the values. The object itself is not. */
export interface Kept {
  readonly number: number;
  readonly country: string;
  readonly half: Half;
}

interface Column {
  readonly index: number;
  filled: number;
  firstEmpty: number;
  longest: string;
  longestOf: number;
}

interface Offending {
  readonly column: number;
  readonly text: string;
  readonly replacement: string | null;
  recipients: number;
  readonly first: number;
  /** In the order they were found. */
  readonly place: number;
}

/** Rows kept as written, for working out what rewriting them saves. */
const MOST_KEPT = 100_000;
/** Offending characters told to the page, those of most recipients first. */
const SHOWN = 100;
/** Characters of the longest value that are shown. */
const SHOWN_LENGTH = 80;
const NOBODY = -1;

const isVisibleAscii = (octet: number) => octet > 0x20 && octet < 0x80;
/** Of letters of two octets, which begin with C2 to DF, white space is but one: C2 A0. */
const isLetterOfTwo = (lead: number) => lead > 0xc2 && lead < 0xe0;

/** Whether a value, a part of UTF-8, neither begins nor ends with white space: what of the first and last octets can tell. */
function isTrimmedUtf8(octets: Uint8Array, from: number, to: number): boolean {
  const first = octets[from] as number;
  if (!isVisibleAscii(first) && !isLetterOfTwo(first)) return false;
  return isVisibleAscii(octets[to - 1] as number) || (to - from > 1 && isLetterOfTwo(octets[to - 2] as number));
}

export class ValueWatch {
  /** Rows with something to rewrite, as written; at most MOST_KEPT of `plainable`. */
  readonly rewritable: RewritableRow[] = [];
  plainable = 0;
  readonly #columns: readonly Column[];
  #found = 0;
  /** Of each column by what offends. */
  readonly #offending: readonly Map<string, Offending>[];
  readonly #rewriter: Rewriter;
  readonly #rewriting: Rewriting;

  constructor(rewriter: Rewriter, width: number, rewriting: Rewriting) {
    this.#rewriter = rewriter;
    this.#rewriting = rewriting;
    this.#offending = Array.from({ length: width }, () => new Map());
    this.#columns = Array.from({ length: width }, (_, index) => ({
      index,
      filled: 0,
      firstEmpty: NOBODY,
      longest: '',
      longestOf: NOBODY,
    }));
  }

  /** A recipient's cells, with the number that stands for the row; puts them into `into` as they go into messages. */
  take(cells: readonly string[], recipient: Kept, into: RowBuffer): void {
    let plainable = false;
    for (const column of this.#columns) {
      const value = cells[column.index]?.trim() ?? '';
      into.put(value);
      if (this.#note(column, value, recipient, into)) plainable = true;
    }
    if (plainable) this.#keep(cells, recipient);
  }

  /** The same of a plain row. `numberColumn` holds the number, whatever stands there. */
  takePlain(rows: PlainRows, row: number, numberColumn: number, recipient: Kept, into: RowBuffer): void {
    const { octets, places, width } = rows;
    const first = row * width * 2;
    let plainable = false;
    for (let index = 0; index < this.#columns.length; index++) {
      const column = this.#columns[index] as Column;
      if (index === numberColumn) {
        const length = into.putNumber(recipient.number);
        column.filled++;
        if (length > column.longest.length) this.#longest(column, String(recipient.number), recipient);
        continue;
      }
      const from = places[first + index * 2] as number;
      const to = places[first + index * 2 + 1] as number;
      const isTrimmed = from === to || isTrimmedUtf8(octets, from, to);
      const length = isTrimmed ? into.putUtf8(octets, from, to) : 0;
      // Most values say nothing new: no string is made of them, or a list of a million would make millions.
      if (isTrimmed && into.isUsual && length > 0 && length <= column.longest.length) {
        column.filled++;
        continue;
      }
      const value = cellOf(rows, row, index).trim();
      if (!isTrimmed) into.put(value);
      if (this.#note(column, value, recipient, into)) plainable = true;
    }
    if (!plainable) return;
    const cells = this.#columns.map((_, index) =>
      index === numberColumn ? String(recipient.number) : cellOf(rows, row, index),
    );
    this.#keep(cells, recipient);
  }

  /** Notes a value that was put, and rewrites it where it is to be. Returns whether it could be written within GSM-7. */
  #note(column: Column, value: string, recipient: Kept, into: RowBuffer): boolean {
    let plainable = false;
    let kept = value;
    if (!into.isUsual) {
      const offences = this.#rewriter.offences(value);
      for (const offence of offences) {
        this.#count(column.index, offence.text, offence.replacement, recipient.number);
        if (offence.replacement !== null) plainable = true;
      }
      if (offences.length > 0) kept = this.#rewriter.rewrite(value, this.#rewriting);
      if (kept !== value) into.putInstead(kept);
    }
    if (kept === '') {
      if (column.firstEmpty === NOBODY) column.firstEmpty = recipient.number;
      return plainable;
    }
    column.filled++;
    if (kept.length > column.longest.length) this.#longest(column, kept, recipient);
    return plainable;
  }

  #longest(column: Column, value: string, { number }: Kept): void {
    column.longest = value;
    column.longestOf = number;
  }

  #keep(cells: readonly string[], { country, half }: Kept): void {
    this.plainable++;
    if (this.rewritable.length >= MOST_KEPT) return;
    this.rewritable.push({ cells: this.#columns.map((_, index) => cells[index]?.trim() ?? ''), country, half });
  }

  #count(column: number, text: string, replacement: string | null, number: number): void {
    const known = this.#offending[column]?.get(text);
    if (known !== undefined) known.recipients++;
    else
      this.#offending[column]?.set(text, {
        column,
        text,
        replacement,
        recipients: 1,
        first: number,
        place: this.#found++,
      });
  }

  /** `rowOf`: the row of a number, when all have been taken. */
  columns(rowOf: (number: number) => number): ColumnSummary[] {
    return this.#columns.map(({ filled, firstEmpty, longest, longestOf }) => ({
      filled,
      firstEmpty: firstEmpty === NOBODY ? -1 : rowOf(firstEmpty),
      longest:
        longestOf === NOBODY
          ? null
          : { row: rowOf(longestOf), number: `+${longestOf}`, length: longest.length, value: shortened(longest) },
    }));
  }

  offending(rowOf: (number: number) => number): { shown: OffendingValue[]; total: number } {
    const all = this.#offending
      .flatMap((ofColumn) => [...ofColumn.values()])
      .sort((a, b) => b.recipients - a.recipients || a.place - b.place);
    return {
      total: all.length,
      shown: all.slice(0, SHOWN).map(({ place: _, ...entry }) => ({ ...entry, first: rowOf(entry.first) })),
    };
  }
}

function shortened(value: string): string {
  return value.length <= SHOWN_LENGTH ? value : `${value.slice(0, SHOWN_LENGTH)}…`;
}
