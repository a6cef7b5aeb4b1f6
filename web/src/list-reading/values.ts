/** What the values of a list hold, told while they are read: how many are filled, the longest, what costs messages their GSM-7. */
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

interface Column {
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
    this.#columns = Array.from({ length: width }, () => ({
      filled: 0,
      firstEmpty: NOBODY,
      longest: '',
      longestOf: NOBODY,
    }));
  }

  /** A recipient's cells, with the number that stands for the row; returns them as they go into messages. */
  take(cells: readonly string[], { number, country }: { number: number; country: string }, half: Half): string[] {
    const written = this.#columns.map((_, index) => cells[index]?.trim() ?? '');
    let plainable = false;
    const values = written.map((value, index) => {
      const offences = this.#rewriter.offences(value);
      for (const offence of offences) {
        this.#count(index, offence.text, offence.replacement, number);
        if (offence.replacement !== null) plainable = true;
      }
      return offences.length === 0 ? value : this.#rewriter.rewrite(value, this.#rewriting);
    });
    this.#columns.forEach((column, index) => {
      const value = values[index] ?? '';
      if (value === '') {
        if (column.firstEmpty === NOBODY) column.firstEmpty = number;
        return;
      }
      column.filled++;
      if (value.length > column.longest.length) {
        column.longest = value;
        column.longestOf = number;
      }
    });
    if (plainable) {
      this.plainable++;
      if (this.rewritable.length < MOST_KEPT) this.rewritable.push({ cells: written, country, half });
    }
    return values;
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
