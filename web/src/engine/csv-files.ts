/** Files for spreadsheets that are no messages. Loaded with the first of them. */
import type { Texts } from 'klikspor/texts';
import type { LeftOut } from '../../../lists/left-out.ts';
import { CANCELLED, type Control } from './control.ts';
import type { Calls } from './protocol.ts';
import type { Recipients } from './recipients.ts';

/** Excel reads UTF-8 only when the file says so. */
const fileOf = (lines: readonly string[]) => new Blob(['\ufeff', ...lines], { type: 'text/csv;charset=utf-8' });

const lineOf = (core: Texts, cells: readonly string[], separator: ',' | ';' = ';') =>
  `${cells.map((cell) => core.csvField(cell, separator)).join(separator)}\r\n`;

const digitsOf = (list: Recipients, row: number) => list.numberOf(row).slice(1);

export async function aboveCsv(
  core: Texts,
  list: Recipients,
  { listVersion: _, headings, ...draft }: Calls['aboveCsv']['ask'],
  control: Control,
): Promise<Blob | typeof CANCELLED> {
  const lines = [lineOf(core, headings)];
  for await (const { row, asked, sent } of list.rowsAbove(draft, control)) {
    lines.push(`${digitsOf(list, row)};${asked};${Math.max(sent, 0)}\r\n`);
  }
  return control.cancelled() ? CANCELLED : fileOf(lines);
}

export function numbersCsv(
  core: Texts,
  list: Recipients,
  { rows, half, atMs, headings }: Calls['numbersCsv']['ask'],
): Blob {
  const { first } = list.rowsOf(half);
  const lines = rows.map((row, position) => {
    const moment = new Date(atMs[position] ?? 0).toISOString();
    return `${digitsOf(list, first + row)};${moment}\r\n`;
  });
  return fileOf([lineOf(core, headings), ...lines]);
}

export function leftOutCsv(
  core: Texts,
  leftOut: readonly LeftOut[],
  { separator, headings }: Calls['leftOutCsv']['ask'],
): Blob {
  const lines = leftOut.map((row) => lineOf(core, [String(row.line), row.problem, row.value], separator));
  return fileOf([lineOf(core, headings, separator), ...lines]);
}
