/** Some rows of the list as CSV, with all columns of the list. */
import type { Cell, Texts } from 'klikspor/texts';
import type { Half } from '../list-reading/split.ts';
import { breathe, CANCELLED, type Control } from './control.ts';
import type { Draft } from './draft.ts';
import { listPrints } from './list-prints.ts';
import type { Recipients } from './recipients.ts';

/** Rows, and what a column of its own says of them; null: there is no such column. */
export interface RowsOf {
  /** A bit for each row of the list, or of the half: the lowest of the first octet is row 0. */
  readonly rows: Uint8Array;
  readonly reason: string | null;
}

export interface RowsAsk {
  readonly listVersion: number;
  readonly half: Half | null;
  /** One after the other. */
  readonly sets: readonly RowsOf[];
  /** Of the column with the reasons. */
  readonly reasonHeading: string | null;
  /** To the letter, to be read as a list again; otherwise safe to be opened in a spreadsheet. */
  readonly exact: boolean;
}

/** Null: another list is loaded. */
export type RowsAnswer = {
  readonly file: Blob;
  readonly rows: number;
  /** What the numbers of the first set are known by, as `listPrints` makes it without a key. */
  readonly print: string;
} | null;

const SEPARATOR = ';';
/** A message of nothing: the columns are all that is written. */
const NOTHING: Draft = { template: '', options: { linkPrefix: '', width: 8 }, parameters: {} };
const NO_SLUGS = new Uint8Array();

const isIn = (rows: Uint8Array, row: number) => (((rows[row >> 3] ?? 0) >> (row & 7)) & 1) === 1;

export async function rowsCsv(
  core: Texts,
  recipients: Recipients,
  { half, sets, reasonHeading, exact }: RowsAsk,
  control: Control,
): Promise<RowsAnswer | typeof CANCELLED> {
  const columns = recipients.exportColumns(true);
  const headings = [
    ...columns.map((column) => recipients.columns[column] ?? ''),
    ...(reasonHeading === null ? [] : [reasonHeading]),
  ];
  const heading = headings.map((name) => core.csvField(name, SEPARATOR, exact)).join(SEPARATOR);
  // Excel reads UTF-8 only when the file says so.
  const pieces: BlobPart[] = [`\ufeff${heading}\r\n`];
  const size = recipients.rowsOf(half).count * sets.length;
  let done = 0;
  let written = 0;
  for (const { rows, reason } of sets) {
    const cells: Cell[] = [...columns, ...(reason === null ? [] : [{ constant: reason }])];
    for (const part of recipients.parts(half)) {
      const run = { draft: NOTHING, first: 0, count: part.count };
      const lines: BlobPart[] = [];
      for (const [row, line] of linesOf(part.csv(run, NO_SLUGS, { separator: SEPARATOR, cells, exact })).entries()) {
        if (!isIn(rows, part.first + row)) continue;
        lines.push(line);
        written++;
      }
      // One piece a part: single lines would make hundreds of thousands of them.
      pieces.push(new Blob(lines));
      done += part.count;
      control.progress(done, size);
      await breathe();
      if (control.cancelled()) return CANCELLED;
    }
  }
  const [first] = sets;
  const numbers = recipients.numbers(half).filter((_, row) => first !== undefined && isIn(first.rows, row));
  const prints = await listPrints(numbers, null, null, control);
  if (prints === CANCELLED) return CANCELLED;
  return { file: new Blob(pieces, { type: 'text/csv;charset=utf-8' }), rows: written, print: prints.ordered };
}

const QUOTE = 0x22;
const LINE_FEED = 0x0a;

/** A piece for each row: the core writes all of them at once in the time that it takes to ask it for a few by themselves. */
function linesOf(csv: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer>[] {
  const lines: Uint8Array<ArrayBuffer>[] = [];
  let begin = 0;
  let isQuoted = false;
  for (let at = 0; at < csv.length; at++) {
    if (csv[at] === QUOTE) isQuoted = !isQuoted;
    // Within quotation marks it is part of a value (RFC 4180).
    else if (csv[at] === LINE_FEED && !isQuoted) {
      lines.push(csv.subarray(begin, at + 1));
      begin = at + 1;
    }
  }
  return lines;
}
