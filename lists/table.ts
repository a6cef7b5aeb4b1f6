/** Where in a file its table is: below a title, and wider than its headings may be. */
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
  const start = filled(rows[0]) === 1 ? headingsBelow(rows, usual, numbers) : 0;
  const [first, ...others] = rows.slice(start);
  if (first === undefined) return { sample: [], width: 0, line: 0 };
  // People forget the last column's heading.
  const width = Math.max(first.cells.length, usual);
  const padding = Array.from({ length: width - first.cells.length }, () => '');
  return { sample: [[...first.cells, ...padding], ...others.map(({ cells }) => cells)], width, line: first.line };
}

/** The widest of the rows above the first number, which a title or the only heading is itself if nothing else is there. */
function headingsBelow(rows: readonly SourceRow[], usual: number, numbers: NumberReader): number {
  const first = rows.findIndex(({ cells }) => cells.some((cell) => numbers.glance(cell).ok));
  const widths = rows.slice(0, first < 0 ? rows.length : first).map(({ cells }) => Math.min(filledWidth(cells), usual));
  return Math.max(0, widths.indexOf(Math.max(...widths)));
}

/** So wide are most rows at least, empty cells at their ends aside. */
function usualWidth(rows: readonly (readonly string[])[]): number {
  const widths = rows.map(filledWidth).sort((a, b) => b - a);
  return widths[Math.floor(rows.length / 2)] ?? 0;
}

const filledWidth = (cells: readonly string[]) => cells.findLastIndex((cell) => cell.trim() !== '') + 1;

const filled = (row: SourceRow | undefined) => row?.cells.filter((cell) => cell.trim() !== '').length;
