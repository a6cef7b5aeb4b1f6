/** Rows of a list that cannot be recipients, each with its reason. */

export type RowProblem =
  | 'number-missing'
  | 'number-not-digits'
  | 'number-rounded'
  | 'number-decimal'
  | 'number-date'
  | 'number-impossible'
  | 'number-duplicate'
  | 'row-too-long'
  /** It names a list or its columns: nobody is lost. */
  | 'row-title'
  | 'row-broken-quotes'
  | 'row-broken-encoding';

/** A row of the file that was left out. `line` is the row's place in the file, 1 for the first. */
export interface LeftOut {
  readonly line: number;
  readonly problem: RowProblem;
  readonly value: string;
}
