/** A name and a number on each line, "Bo Holm 20 12 34 57", as people write them in a mail: two cells that nothing separates. */
import type { NumberReader } from './number.ts';
import type { Source, SourceRow } from './opened.ts';

/** The number ends the line, perhaps behind a colon or a dash, or in brackets. */
const NAMED = /^\s*(\p{L}[^\d+]*?)[\s:=<([–—-]+(\+?\d[\d\s().-]{4,}\d)[>)\]]?\s*$/u;

/** More is no name with its number, and would be looked at for long. */
const LONGEST = 300;

const namedIn = (cell: string) => (cell.length > LONGEST ? null : NAMED.exec(cell));

/** The rows in two cells, if all of the sample are so, a heading aside. Null: they are as they stand. */
export function withNamesApart(source: Source, numbers: NumberReader): Source | null {
  const [first, ...others] = source.sample;
  if (source.format !== 'csv' || first === undefined) return null;
  const rows = isHeading(first) ? others : source.sample;
  if (rows.length === 0 || !rows.every((row) => isNamed(row, numbers))) return null;
  return {
    ...source,
    separator: null,
    sample: source.sample.map(apart),
    text: null,
    async *rows() {
      for await (const { rows, done, total } of source.rows()) yield { rows: rows.map(apart), done, total };
    },
  };
}

const isHeading = ({ cells }: SourceRow) => cells.length === 1 && !/\d/.test(cells[0] ?? '');

/** A number with a word for telephones before it is one by itself. */
function isNamed({ cells, broken }: SourceRow, numbers: NumberReader): boolean {
  const [cell = '', ...others] = cells;
  const [, , number] = namedIn(cell) ?? [];
  if (broken !== null || others.length > 0 || number === undefined) return false;
  return numbers.glance(number).ok && !numbers.glance(cell).ok;
}

function apart(row: SourceRow): SourceRow {
  const [, name, number] = (row.cells.length === 1 && namedIn(row.cells[0] ?? '')) || [];
  return name === undefined || number === undefined ? row : { ...row, cells: [name, number] };
}
