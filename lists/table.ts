/** Where in a file its table is: below a title, and wider than its headings may be. */
import { headingKind } from './heading.ts';
import type { NumberReader } from './number.ts';
import type { Source, SourceRow } from './opened.ts';

export interface Table {
  /** The first rows, headings among them if there are any, which are as wide as the table. */
  readonly sample: readonly (readonly string[])[];
  readonly width: number;
  /** Of the table's first row. */
  readonly line: number;
}

/** `numbers`: tells a title from a number that stands alone. */
export function tableOf(source: Source, numbers: NumberReader): Table {
  // Where only a letter is lost the cells are told, and a heading may be one.
  const rows = source.sample.filter(({ broken }) => broken !== 'row-broken-quotes');
  const usual = usualWidth(rows.slice(1).map(({ cells }) => cells));
  const start = headingsAt(rows, usual, numbers);
  const [first, ...others] = rows.slice(start);
  if (first === undefined) return { sample: [], width: 0, line: 0 };
  // People forget the last column's heading.
  const width = Math.max(first.cells.length, usual);
  const padding = Array.from({ length: width - first.cells.length }, () => '');
  return { sample: [[...first.cells, ...padding], ...others.map(({ cells }) => cells)], width, line: first.line };
}

/**
 * Of the rows above the first number the one that names a column of telephones. Else the first, or, if that is a title, the
 * widest; a title or the only heading is the widest itself if nothing else is there. A number that is labelled may stand in
 * a title.
 */
function headingsAt(rows: readonly SourceRow[], usual: number, numbers: NumberReader): number {
  const isNumber = (cell: string | undefined) => cell !== undefined && numbers.glance(cell).ok;
  const labelled = belowLabelled(rows, isNumber);
  if (labelled !== null) return labelled;
  const first = rows.findIndex(({ cells }) => cells.some(isNumber));
  const widths = rows.slice(0, first < 0 ? rows.length : first).map(({ cells }) => Math.min(filledWidth(cells), usual));
  const naming = rows.slice(0, Math.max(0, first)).flatMap(({ cells }, at) => (cells.some(isTelephone) ? [at] : []));
  // A title has fewer cells than the headings below it.
  const isBelowTitle = (at: number) => rows.slice(0, at).every((row) => filled(row) < filled(rows[at]));
  const named = usual > 1 ? naming.find((at) => (widths[at] ?? 0) > 1 && isBelowTitle(at)) : naming.at(-1);
  if (named !== undefined) return named;
  return filled(rows[0]) === 1 ? Math.max(0, widths.indexOf(Math.max(...widths))) : 0;
}

/** Headings with a number below that of telephones, and above them a title with one of its own: Tlf.: 86121212. */
function belowLabelled(rows: readonly SourceRow[], isNumber: (cell: string | undefined) => boolean): number | null {
  const numbered = rows.slice(0, MOST_OF_A_TITLE).flatMap(({ cells }, at) => (cells.some(isNumber) ? [at] : []));
  const first = numbered.find((at) => !isLabelled(rows[at]?.cells ?? [], isNumber));
  const last = numbered.findLast((at) => first === undefined || at < first);
  if (first === undefined || last === undefined) return null;
  const below = rows.slice(last + 1, first);
  const named = below.findIndex(({ cells }) =>
    cells.some((cell, column) => isTelephone(cell) && isNumber(rows[first]?.cells[column])),
  );
  return named < 0 ? null : last + 1 + named;
}

const MOST_OF_A_TITLE = 20;

/** Whether before each of its numbers a word for telephones stands. */
const isLabelled = (cells: readonly string[], isNumber: (cell: string) => boolean) =>
  cells.every((cell, at) => {
    const label = cells.slice(0, at).findLast((other) => other.trim() !== '');
    return !isNumber(cell) || (label !== undefined && isTelephone(label));
  });

/** A heading, and not somebody's number with a word before it. */
const isTelephone = (cell: string) =>
  /^(?:mobile|phone)$/.test(headingKind(cell)) && !/(?:\d[^\d\p{L}]*){5}/u.test(cell);

/** So wide are most rows at least, empty cells at their ends aside. */
function usualWidth(rows: readonly (readonly string[])[]): number {
  const widths = rows.map(filledWidth).sort((a, b) => b - a);
  return widths[Math.floor(rows.length / 2)] ?? 0;
}

const filledWidth = (cells: readonly string[]) => cells.findLastIndex((cell) => cell.trim() !== '') + 1;

const filled = (row: SourceRow | undefined) => row?.cells.filter((cell) => cell.trim() !== '').length ?? 0;
