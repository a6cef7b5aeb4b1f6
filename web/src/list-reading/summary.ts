/** What the page knows of a list, and how it has one read: the rows themselves stay in the engine. */
import type { LeftOut, RowProblem } from '../../../lists/left-out.ts';
import type { NumberDoubt } from '../../../lists/number.ts';
import type { ColumnQuestion, ColumnReason } from '../../../lists/number-column.ts';
import type { Choice, Found, SourceFailure, SourceQuestion } from '../../../lists/source.ts';
import type { Stop } from '../engine/stops.ts';
import type { Seed } from './split.ts';
import type { ColumnSummary, OffendingValue } from './values.ts';

export interface ImportAsk {
  readonly file: File;
  /** What was said of how the file is written, and what of it is meant. */
  readonly choice?: Choice;
  /** Null: found by heading and content. */
  readonly numberColumn: number | null;
  /** ISO 3166-1 alpha-2: where numbers without a country code belong. */
  readonly country: string;
  /** Write every value within GSM-7 where it can be: Zoë as Zoe. */
  readonly plainValues: boolean;
  /** Else write these characters within GSM-7. */
  readonly plainTexts?: readonly string[];
  /** Split the list into two random halves. */
  readonly split?: Seed | null;
  /** Whose messages they are to be: who opted out of those is left out. Absent or empty: only who opted out of everything. */
  readonly host?: string;
  /** To which of the domain's lists; absent or empty: none is named. */
  readonly listName?: string;
  /** How many changes of the suppression set are taken into account; absent: all. */
  readonly changes?: number | null;
}

export type ImportAnswer =
  | { readonly ok: true; readonly list: ListSummary }
  | ({ readonly ok: false; readonly columns: readonly string[] } & (
      | { readonly failure: ImportFailure; readonly question: null }
      | { readonly failure: null; readonly question: SourceQuestion | ColumnQuestion }
    ));

export type ImportFailure = SourceFailure | 'no-number-column';

export interface ListSummary {
  /** Counts imports, so that an answer about an older list can be told apart. */
  readonly version: number;
  readonly fileName: string;
  readonly fileModifiedAtMs: number;
  /** Where numbers without a country code were taken to belong. */
  readonly country: string;
  readonly found: Found;
  readonly columns: readonly string[];
  readonly numberColumn: number;
  readonly numberReason: ColumnReason;
  readonly hasHeader: boolean;
  readonly size: number;
  /** Recipients with a value that was rewritten, or could be, to stay within GSM-7. */
  readonly plainable: number;
  readonly plainValues: boolean;
  /** Characters that were rewritten in values, where not all were. */
  readonly plainTexts: readonly string[];
  /** One a column. */
  readonly columnSummaries: readonly ColumnSummary[];
  /** Those of most recipients first, at most 100 of `offendingValuesTotal`. */
  readonly offendingValues: readonly OffendingValue[];
  readonly offendingValuesTotal: number;
  /** How the list was split into two halves; the first half's recipients come first then. Null: it was not. */
  readonly split: Seed | null;
  /** Both halves of a list that was split. */
  readonly halves: readonly { readonly size: number }[];
  readonly leftOutTotal: number;
  /** The first of those left out; the rest are in the engine, for the download. */
  readonly leftOut: readonly LeftOut[];
  readonly leftOutByProblem: Readonly<Partial<Record<RowProblem, number>>>;
  readonly stops: ListStops;
  /** Where the numbers belong, most recipients first. */
  readonly countries: readonly { readonly country: string; readonly recipients: number }[];
  /** Recipients whose number is pointed out, by reason: all are kept. `first`: at most three. */
  readonly doubts: Readonly<
    Partial<Record<NumberDoubt, { readonly total: number; readonly first: readonly DoubtfulRow[] }>>
  >;
  /** Numbers passed over in cells that hold several. */
  readonly passedOver: number;
}

/** Rows left out because somebody opted out. */
export interface ListStops {
  /** How many changes of the suppression set were known; null: it could not be read, and nobody was left out. */
  readonly changes: number | null;
  /** They were not to be all. */
  readonly isAsThen: boolean;
  readonly host: string;
  readonly listName: string;
  readonly total: number;
  /** The first of them. */
  readonly rows: readonly StoppedRow[];
  readonly bySource: Readonly<Partial<Record<Stop['source'], number>>>;
}

export interface StoppedRow extends Stop {
  readonly line: number;
  /** As written. */
  readonly value: string;
}

export interface DoubtfulRow {
  readonly line: number;
  /** As written. */
  readonly value: string;
  /** Digits with country code. */
  readonly number: number;
  /** The other reading of a number with two. */
  readonly other: number | null;
}
