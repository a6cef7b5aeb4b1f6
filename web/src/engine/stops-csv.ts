/** Who opted out, as a file for a spreadsheet. */
import type { Texts } from 'klikspor/texts';
import { breathe } from './control.ts';
import { countStops, DAY_MS, type KeptStop, keptStops, readStops, type Stop, type StopScope } from './stops.ts';

export interface StopsCsvWords {
  readonly headings: readonly string[];
  readonly reasons: Readonly<Record<Stop['source'], string>>;
  /** Where others have a link domain. */
  readonly everything: string;
}

/** Lines in one piece of a file. */
const LINES = 20_000;

/** `line`: place in the file that the list was read from. Absent: it is not told, and has no heading. */
export function stopsCsv(
  core: Texts,
  stopped: readonly (Stop & { readonly line?: number; readonly value: string })[],
  words: StopsCsvWords,
): Blob {
  const lines = stopped.map((stop) =>
    lineOf(core, [...(stop.line === undefined ? [] : [String(stop.line)]), stop.value, ...cellsOf(stop, words)]),
  );
  return csvOf([lineOf(core, words.headings), ...lines]);
}

export interface KeptStopsAnswer {
  readonly scopes: readonly (StopScope & { readonly numbers: number })[];
  /** Null: it was not asked for. */
  readonly csv: Blob | null;
}

/** Null: who opted out cannot be read now. */
export async function answerKept(core: Texts, words: StopsCsvWords | null): Promise<KeptStopsAnswer | null> {
  if (!(await readStops())) return null;
  return { scopes: countStops(), csv: words === null ? null : await keptCsv(core, words) };
}

/** All that holds now, by hashes of numbers: whoever has a number and the workspace's key finds it, and nobody else. */
async function keptCsv(core: Texts, words: StopsCsvWords): Promise<Blob> {
  const pieces: BlobPart[] = [lineOf(core, words.headings)];
  let lines: string[] = [];
  const flush = () => {
    pieces.push(new Blob(lines));
    lines = [];
  };
  for (const kept of keptStops()) {
    lines.push(lineOf(core, [kept.hash, ...cellsOf(kept, words)]));
    if (lines.length < LINES) continue;
    flush();
    await breathe();
  }
  flush();
  return csvOf(pieces);
}

const cellsOf = ({ day, source, host, list }: Stop | KeptStop, { reasons, everything }: StopsCsvWords) => [
  new Date(day * DAY_MS).toISOString().slice(0, 10),
  reasons[source],
  host || everything,
  list,
];

const lineOf = (core: Texts, cells: readonly string[]) =>
  `${cells.map((cell) => core.csvField(cell, ';')).join(';')}\r\n`;

const csvOf = (pieces: readonly BlobPart[]) => new Blob(['\ufeff', ...pieces], { type: 'text/csv;charset=utf-8' });
