/** Lists of many kinds read both ways: plain rows as places in the text, and every row by itself. */
import { expect, test } from 'vitest';
import { isLeftOut, type List, type ListPart, openList } from '../../lists/list.ts';
import { cellOf } from '../../lists/plain-rows.ts';
import { openSource } from '../../lists/source.ts';
import { type CorpusFile, listCorpus } from '../support/list-corpus.ts';

/** What is true of a row, whichever way it was read. */
type Told = readonly unknown[];

async function listOf({ octets, country }: CorpusFile): Promise<List | null> {
  const opened = await openSource(new Blob([octets]), { country });
  const outcome = opened.ok ? openList(opened.source, country, null) : null;
  return outcome?.ok === true ? outcome.list : null;
}

function toldOf(part: ListPart, numberColumn: number): Told[] {
  if (!('plain' in part)) {
    return part.rows.map((row) =>
      isLeftOut(row)
        ? [row.line, row.problem, row.value]
        : [row.line, row.number, row.country, row.doubt, row.other, row.passedOver, row.written, ...row.cells],
    );
  }
  const { width, count, numbers, alike, line } = part.plain;
  return Array.from({ length: count }, (_, row) => {
    const written = Array.from({ length: width }, (_, cell) => cellOf(part.plain, row, cell));
    const cells = written.map((cell, column) => (column === numberColumn ? String(numbers[row]) : cell));
    const { country, doubt } = alike[row] ?? {};
    return [line + row, numbers[row], country, doubt, null, 0, written[numberColumn], ...cells];
  });
}

/** Lists of plain rows: all but the first, and those whose numbers begin as none did before. */
const PLAIN = [
  'danish-bare',
  'danish-with-code',
  'danish-in-pairs',
  'swedish-bare',
  'european',
  'all-quoted',
  'utf-16',
];

for (const file of listCorpus()) {
  test(`${file.name}: the same rows both ways`, async () => {
    const list = await listOf(file);
    if (list === null) return;
    const each: Told[] = [];
    for await (const { rows } of list.rows()) each.push(...toldOf({ rows }, list.numberColumn));
    const mixed: Told[] = [];
    let plain = 0;
    for await (const { parts } of list.pieces()) {
      for (const part of parts) {
        if ('plain' in part) plain += part.plain.count;
        mixed.push(...toldOf(part, list.numberColumn));
      }
    }
    expect(mixed.length).toBe(each.length);
    for (const [at, row] of each.entries()) if (String(row) !== String(mixed[at])) expect(mixed[at]).toEqual(row);
    expect(each.length).toBeGreaterThan(1_000);
    if (PLAIN.includes(file.name)) expect(plain).toBeGreaterThan(500);
  });
}
