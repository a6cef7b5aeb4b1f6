/** What every kind of list file comes down to, rows in order, and what has to be asked of a person before. */
import type { Reading } from './encoding.ts';
import type { Format, Unreadable } from './kind.ts';
import type { RowProblem } from './left-out.ts';
import type { FileEncoding } from './text.ts';

export interface SourceRow {
  /** `="Bo"` is Bo already; nothing else is taken off. */
  readonly cells: string[];
  /** The row's place in the file, 1 for the first: of a spreadsheet its row, of an address book its card. */
  readonly line: number;
  /** Why it cannot be read; of 'row-broken-quotes' the first cell is the whole line. Null: it can. */
  readonly broken: Extract<RowProblem, 'row-broken-quotes' | 'row-broken-encoding'> | null;
}

export interface Sheet {
  readonly name: string;
  readonly rows: number;
}

/** What a file turned out to be, and what of it is read. */
export interface Found {
  readonly format: Format;
  /** Null: it is no text. */
  readonly encoding: FileEncoding | null;
  /** Null: nothing separates cells. */
  readonly separator: string | null;
  /** Null: it has none. */
  readonly sheet: string | null;
  /** Those that can be chosen: with rows, and not hidden. */
  readonly sheets: readonly Sheet[];
  /** Rows that the sheet hides, and whether they are read. */
  readonly hiddenRows: { readonly count: number; readonly read: boolean };
}

export interface Source extends Found {
  /** The first rows, enough to tell headings and the number column. */
  readonly sample: readonly SourceRow[];
  /** All rows in order, those of the sample among them. Empty ones are passed over. */
  rows(): AsyncGenerator<{ readonly rows: readonly SourceRow[]; readonly done: number; readonly total: number }>;
  /** The text that rows are read from, for whoever reads most of them by himself. Null: they come otherwise. */
  readonly text: SourceText | null;
}

export interface SourceText {
  /** One character of ASCII; rows end at a line feed. */
  readonly separator: string;
  /** As UTF-8 that is well formed, in pieces that may end within a letter. */
  pieces(): AsyncGenerator<{ readonly octets: Uint8Array; readonly done: number; readonly total: number }>;
  reader(): TextRows;
}

/** Reads rows one by one, those left out by others aside. */
export interface TextRows {
  /** Whether all that was handed over has come out. */
  readonly isThrough: boolean;
  /** Of the last row, those passed over among them. */
  readonly line: number;
  /** Complete rows of the text so far, without those that are empty. */
  read(text: string, last: boolean): SourceRow[];
  /** So many rows were read by others. */
  pass(rows: number): void;
}

/** What a person said of the file. What is absent is found, or asked. */
export interface Choice {
  readonly encoding?: FileEncoding;
  readonly separator?: string;
  readonly sheet?: string;
  readonly hiddenRows?: 'in' | 'out' | undefined;
  /** Each cell is somebody's number, a row by itself. */
  readonly everyNumber?: boolean;
  /**
   * ISO 3166-1 alpha-2: as its people write dates and decimals, a spreadsheet is read, and text as its programs write letters.
   * Absent: dates as ISO 8601 has them, letters as in Western Europe.
   */
  readonly country?: string;
}

/** What only a person knows: which reading is right, which sheet is meant, whether rows hidden in it are. */
export type SourceQuestion =
  | { readonly kind: 'encoding'; readonly readings: readonly Reading[] }
  | { readonly kind: 'sheet'; readonly sheets: readonly Sheet[] }
  | { readonly kind: 'hidden-rows'; readonly hidden: number; readonly shown: number };

/** 'unreadable': it begins as what it should be, and breaks off or is damaged. */
export type SourceFailure = 'empty-file' | 'unreadable' | Unreadable;

export type SourceOutcome =
  | { readonly ok: true; readonly source: Source }
  | { readonly ok: false; readonly failure: SourceFailure; readonly question: null }
  | { readonly ok: false; readonly failure: null; readonly question: SourceQuestion };

export const failed = (failure: SourceFailure): SourceOutcome => ({ ok: false, failure, question: null });
export const asked = (question: SourceQuestion): SourceOutcome => ({ ok: false, failure: null, question });

/** What a file of text has of `Found`. */
export const TEXT = { sheet: null, sheets: [], hiddenRows: { count: 0, read: false } } as const;
