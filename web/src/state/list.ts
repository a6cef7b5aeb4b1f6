/** The list of recipients as the page knows it: a summary. The rows are in the engine. */
import { signal } from '@preact/signals';
import { ask, Cancelled, type Running } from '../engine/client.ts';
import type { ImportAnswer, ImportFailure, ListSummary } from '../engine/protocol.ts';
import { draft } from './draft.ts';

export const list = signal<ListSummary | null>(null);
/** Share of the file read, while reading. */
export const reading = signal<number | null>(null);
export const importFailure = signal<{ readonly failure: ImportFailure; readonly columns: readonly string[] } | null>(
  null,
);

let file: File | null = null;
let plainValues = false;
let running: Running<ImportAnswer> | null = null;

export async function importFile(chosen: File, numberColumn: number | null = null): Promise<void> {
  running?.cancel();
  // What was decided for one file says nothing of another.
  if (file !== chosen) plainValues = false;
  file = chosen;
  reading.value = 0;
  importFailure.value = null;
  const mine = ask(
    'importFile',
    { file: chosen, numberColumn, country: draft.country.value, plainValues },
    (done, total) => {
      if (running === mine) reading.value = total === 0 ? 0 : done / total;
    },
  );
  running = mine;
  try {
    const answer = await mine.answer;
    if (running !== mine) return;
    if (answer.ok) list.value = answer.list;
    else importFailure.value = answer;
  } catch (error) {
    if (running !== mine || error instanceof Cancelled) return;
    importFailure.value = { failure: 'unreadable', columns: [] };
  } finally {
    if (running === mine) {
      running = null;
      reading.value = null;
    }
  }
}

/** Reads the same file again: another column holds the numbers, or they belong to another country. */
export async function importAgain(numberColumn: number | null): Promise<void> {
  if (file !== null) await importFile(file, numberColumn);
}

/** Reads the same file again with every value within GSM-7 where it can be, or as it stands. */
export async function writeValuesPlain(plain: boolean): Promise<void> {
  plainValues = plain;
  await importAgain(list.peek()?.numberColumn ?? null);
}

export function cancelImport(): void {
  running?.cancel();
  running = null;
  reading.value = null;
}

export async function removeList(): Promise<void> {
  cancelImport();
  await ask('forgetList', null).answer;
  file = null;
  list.value = null;
  importFailure.value = null;
  plainValues = false;
}
