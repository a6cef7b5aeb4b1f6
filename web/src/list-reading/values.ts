/** What the values of a list hold, told while they are read: how many are filled, the longest, what costs messages their GSM-7. */
import type { PlainRows } from '../../../lists/plain-rows.ts';
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

/** What of a recipient is kept beside the values. */
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
}

/** Rows kept as written, for working out what rewriting them saves. */
const MOST_KEPT = 100_000;
/** Offending characters told to the page, those of most recipients first. */
const SHOWN = 100;
/** Characters of the longest value that are shown. */
const SHOWN_LENGTH = 80;
const NOBODY = -1;

/** Of the signs that stand in most values none is white space. */
const mayBeTrimmed = (unit: number) => unit <= 0x20 || unit >= 0x80;

export class ValueWatch {
  /** Rows with something to rewrite, as written; at most MOST_KEPT of `plainable`. */
  readonly rewritable: RewritableRow[] = [];
  plainable = 0;
  readonly #columns: readonly Column[];
  readonly #offending = new Map<string, Offending>();
  readonly #rewriter: Rewriter;
  readonly #rewriting: Rewriting;

  constructor(rewriter: Rewriter, width: number, rewriting: Rewriting) {
    this.#rewriter = rewriter;
    this.#rewriting = rewriting;
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
      if (this.#put(column, value, 0, value.length, recipient, into)) plainable = true;
    }
    if (plainable) this.#keep(() => cells, recipient);
  }

  /** The same of a plain row. `numberColumn` holds the number, whatever stands there. */
  takePlain({ text, places, width }: PlainRows, row: number, numberColumn: number, kept: Kept, into: RowBuffer): void {
    let plainable = false;
    const first = row * width * 2;
    for (const [index, column] of this.#columns.entries()) {
      if (index === numberColumn) {
        const length = into.putNumber(kept.number);
        column.filled++;
        if (length > column.longest.length) this.#longest(column, String(kept.number), kept);
        continue;
      }
      let from = places[first + index * 2] ?? 0;
      let to = places[first + index * 2 + 1] ?? 0;
      while (from < to && mayBeTrimmed(text.charCodeAt(from)) && text.slice(from, from + 1).trim() === '') from++;
      while (from < to && mayBeTrimmed(text.charCodeAt(to - 1)) && text.slice(to - 1, to).trim() === '') to--;
      if (this.#put(column, text, from, to, kept, into)) plainable = true;
    }
    if (!plainable) return;
    this.#keep(
      () =>
        this.#columns.map((_, index) => {
          const [from, to] = [places[first + index * 2], places[first + index * 2 + 1]];
          return index === numberColumn ? String(kept.number) : text.slice(from, to);
        }),
      kept,
    );
  }

  /** Notes a value, and puts it as it goes into messages. Returns whether it could be written within GSM-7. */
  #put(column: Column, text: string, from: number, to: number, recipient: Kept, into: RowBuffer): boolean {
    const isUsual = into.put(text, from, to);
    let plainable = false;
    let length = to - from;
    let value: string | null = null;
    if (!isUsual) {
      const written = text.slice(from, to);
      const offences = this.#rewriter.offences(written);
      for (const offence of offences) {
        this.#count(column.index, offence.text, offence.replacement, recipient.number);
        if (offence.replacement !== null) plainable = true;
      }
      if (offences.length > 0) {
        value = this.#rewriter.rewrite(written, this.#rewriting);
        length = value.length;
        if (value !== written) into.putInstead(value);
      }
    }
    if (length === 0) {
      if (column.firstEmpty === NOBODY) column.firstEmpty = recipient.number;
      return plainable;
    }
    column.filled++;
    if (length > column.longest.length) this.#longest(column, value ?? text.slice(from, to), recipient);
    return plainable;
  }

  #longest(column: Column, value: string, { number }: Kept): void {
    column.longest = value;
    column.longestOf = number;
  }

  #keep(cells: () => readonly string[], { country, half }: Kept): void {
    this.plainable++;
    if (this.rewritable.length >= MOST_KEPT) return;
    const written = cells();
    this.rewritable.push({ cells: this.#columns.map((_, index) => written[index]?.trim() ?? ''), country, half });
  }

  #count(column: number, text: string, replacement: string | null, number: number): void {
    const key = `${column} ${text}`;
    const known = this.#offending.get(key);
    if (known !== undefined) known.recipients++;
    else this.#offending.set(key, { column, text, replacement, recipients: 1, first: number });
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
    const all = [...this.#offending.values()].sort((a, b) => b.recipients - a.recipients);
    return {
      total: all.length,
      shown: all.slice(0, SHOWN).map((entry) => ({ ...entry, first: rowOf(entry.first) })),
    };
  }
}

function shortened(value: string): string {
  return value.length <= SHOWN_LENGTH ? value : `${value.slice(0, SHOWN_LENGTH)}…`;
}
