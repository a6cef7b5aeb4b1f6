/** The numbers of a file that does not become the list: to be added to those who opted out, taken back, or looked up. */
import type { Texts } from 'klikspor/texts';
import type { LeftOut } from '../../../lists/left-out.ts';
import { isLeftOut, openList, type Recipient } from '../../../lists/list.ts';
import { openSource } from '../../../lists/source.ts';
import type { ImportAnswer, ImportAsk } from '../list-reading/summary.ts';
import { breathe, type Control } from './control.ts';
import { hashLots } from './stop-calls.ts';
import { allStops, readStops, type StopScope, stopsOf } from './stops.ts';
import { type StopsCsvWords, stopsCsv } from './stops-csv.ts';

export interface StopsFileAsk extends Pick<ImportAsk, 'file' | 'choice' | 'numberColumn' | 'country'> {
  readonly wanted:
    | { readonly kind: 'all' }
    /** Those who opted out of just this, and nobody else. */
    | { readonly kind: 'stopped'; readonly of: StopScope }
    /** Those who opted out of anything, as a file. */
    | { readonly kind: 'found'; readonly words: StopsCsvWords };
}

export type StopsFileAnswer =
  | {
      readonly ok: true;
      /** Different numbers in the file. */
      readonly numbers: number;
      /** How many of them are wanted. */
      readonly wanted: number;
      /** Of those: eight octets each, in base64, in lots of 16,384. */
      readonly hashes: readonly string[];
      readonly csv: Blob | null;
      readonly leftOutTotal: number;
      /** The first of them. */
      readonly leftOut: readonly LeftOut[];
    }
  | Extract<ImportAnswer, { ok: false }>
  /** Who opted out cannot be read now. */
  | { readonly ok: false; readonly failure: 'stops-unread' };

const SHOWN = 100;

export async function readStopsFile(
  core: Texts,
  { file, choice, numberColumn, country, wanted }: StopsFileAsk,
  control: Control,
): Promise<StopsFileAnswer> {
  if (!(await readStops())) return { ok: false, failure: 'stops-unread' };
  const opened = await openSource(file, { ...choice, country });
  if (!opened.ok) return { ...opened, columns: [] };
  const outcome = openList(opened.source, country, numberColumn);
  if (!outcome.ok) {
    const { columns, question } = outcome;
    return question.columns.length === 0
      ? { ok: false, failure: 'no-number-column', question: null, columns }
      : { ok: false, failure: null, question, columns };
  }
  const people: Pick<Recipient, 'number' | 'line' | 'written'>[] = [];
  const leftOut: LeftOut[] = [];
  for await (const { rows, done, total } of outcome.list.rows()) {
    for (const row of rows) {
      if (!isLeftOut(row)) people.push({ number: row.number, line: row.line, written: row.written.slice(0, 200) });
      else if (row.problem !== 'number-duplicate' && row.problem !== 'row-title') leftOut.push(row);
    }
    control.progress(done, total);
    await breathe();
  }
  const told = {
    ok: true,
    numbers: people.length,
    leftOutTotal: leftOut.length,
    leftOut: leftOut.slice(0, SHOWN),
  } as const;
  const all = Float64Array.from(people, ({ number }) => number);
  if (wanted.kind === 'all') return { ...told, wanted: all.length, hashes: await hashLots(all), csv: null };
  const stops = await (wanted.kind === 'found' ? allStops() : stopsOf(wanted.of));
  const found = stops?.find(all) ?? new Uint32Array(all.length);
  if (wanted.kind === 'stopped') {
    const own = all.filter((_, row) => found[row] !== 0);
    return { ...told, wanted: own.length, hashes: await hashLots(own), csv: null };
  }
  const rows = people.flatMap(({ line, written }, row) => {
    const stop = found[row] ?? 0;
    return stop === 0 || stops === null ? [] : { ...stops.why(stop), line, value: written };
  });
  return { ...told, wanted: rows.length, hashes: [], csv: stopsCsv(core, rows, wanted.words) };
}
