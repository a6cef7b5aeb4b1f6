/** A row of a list: somebody, or why it is nobody. */
import type { LeftOut } from './left-out.ts';
import type { ReadNumber } from './number.ts';
import type { PlainRows } from './plain-rows.ts';

export interface Recipient extends Omit<ReadNumber, 'ok'> {
  readonly line: number;
  /** One a column, trimmed by nobody; instead of the number as written its digits with country code. */
  readonly cells: readonly string[];
  /** The number as written. */
  readonly written: string;
  /** Other numbers in the same cell, or in columns without a heading. */
  readonly passedOver: number;
}

export type ListRow = Recipient | LeftOut;

export const isLeftOut = (row: ListRow): row is LeftOut => 'problem' in row;

/** Rows that follow each other. Plain ones are recipients. */
export type ListPart = { readonly rows: readonly ListRow[] } | { readonly plain: PlainRows };
