/** Where in a file its table is: columns that its headings leave out. */
import type { Source } from './source.ts';

export interface Table {
  /** The first rows, headings among them if there are any, which are as wide as the table. */
  readonly sample: readonly (readonly string[])[];
  readonly width: number;
  /** Of the table's first row. */
  readonly line: number;
}

export function tableOf(source: Source): Table {
  // Where only a letter is lost the cells are told, and a heading may be one.
  const rows = source.sample.filter(({ broken }) => broken !== 'row-broken-quotes');
  const [first, ...others] = rows;
  if (first === undefined) return { sample: [], width: 0, line: 0 };
  // People forget the last column's heading.
  const width = Math.max(first.cells.length, usualWidth(others.map(({ cells }) => cells)));
  const padding = Array.from({ length: width - first.cells.length }, () => '');
  return { sample: [[...first.cells, ...padding], ...others.map(({ cells }) => cells)], width, line: first.line };
}

/** So wide are most rows at least, empty cells at their ends aside. */
function usualWidth(rows: readonly (readonly string[])[]): number {
  const widths = rows.map(filledWidth).sort((a, b) => b - a);
  return widths[Math.floor(rows.length / 2)] ?? 0;
}

const filledWidth = (cells: readonly string[]) => cells.findLastIndex((cell) => cell.trim() !== '') + 1;
