/** The engine's answers about those who opted out: what the page asks besides reading lists. */

import type { Texts } from 'klikspor/texts';
import type { Half } from '../list-reading/split.ts';
import type { StoppedRow } from '../list-reading/summary.ts';
import { breathe } from './control.ts';
import { HASHES_AT_ONCE } from './hashes-at-once.ts';
import type { Recipients } from './recipients.ts';
import { changesKnown, hashesOf, readStops, stopsFor, type Whose } from './stops.ts';
import { type StopsCsvWords, stopsCsv } from './stops-csv.ts';

export type StopsAsk =
  /** All rows that were left out: place in the file, number as written, day, and why. */
  | ({ readonly about: 'csv' } & StopsCsvWords)
  /** How many of the list's recipients are to be left out by what the server knows now. */
  | ({ readonly about: 'now' } & Whose)
  /**
   * Hashes of a campaign's numbers, of which the list or one half of it has so many: of recipients 0, `shards`, 2 · `shards`, …,
   * then of 1, `shards` + 1, … All at once, because the list may be read for something else right after publishing.
   */
  | {
      readonly about: 'hashes';
      readonly listVersion: number;
      readonly half: Half | null;
      readonly shards: number;
      readonly recipients: number;
    };

export interface StopsAnswer {
  /** Rows of the list that were left out. */
  readonly csv: Blob | null;
  /** Null: who opted out cannot be read now. */
  readonly changes: number | null;
  readonly stopped: number;
  /** Eight octets each, in base64, in lots of 16,384; each shard begins a new one. */
  readonly hashes: readonly string[];
}

const NOTHING: StopsAnswer = {
  csv: null,
  changes: null,
  stopped: 0,
  hashes: [],
};

/** What the engine holds. */
export interface Held {
  readonly core: Texts;
  readonly recipients: Recipients | null;
  readonly stopped: readonly StoppedRow[];
  readonly version: number;
}

export async function answerStops(
  { core, recipients, stopped, version }: Held,
  ask: StopsAsk,
): Promise<StopsAnswer | null> {
  if (ask.about === 'csv') return { ...NOTHING, csv: stopsCsv(core, stopped, ask) };
  if (!(await readStops())) return NOTHING;
  const answer = { ...NOTHING, changes: changesKnown() };
  if (ask.about === 'now') {
    const stops = await stopsFor(ask);
    const found = recipients === null ? undefined : stops?.find(recipients.numbers());
    return { ...answer, stopped: found?.filter((stop) => stop !== 0).length ?? 0 };
  }
  if (recipients === null || version !== ask.listVersion) return null;
  const all = recipients.numbers(ask.half);
  // It is another list than the campaign's.
  if (all.length !== ask.recipients) return null;
  const hashes: string[] = [];
  for (let shard = 0; shard < ask.shards; shard++) {
    hashes.push(...(await hashLots(all.filter((_, recipient) => recipient % ask.shards === shard))));
  }
  return { ...answer, hashes };
}

/** Hashes of numbers, eight octets each, in base64, as many in one as the worker takes. */
export async function hashLots(numbers: Float64Array): Promise<string[]> {
  const hashes: string[] = [];
  for (let at = 0; at < numbers.length; at += HASHES_AT_ONCE) {
    const octets = (await hashesOf(numbers.subarray(at, at + HASHES_AT_ONCE))) ?? new Uint8Array();
    hashes.push(base64Of(octets));
    await breathe();
  }
  return hashes;
}

function base64Of(octets: Uint8Array): string {
  let text = '';
  for (let at = 0; at < octets.length; at += 8_192) text += String.fromCharCode(...octets.subarray(at, at + 8_192));
  return btoa(text);
}
