/**
 * `npm run bench -- scale`: shows that the shard count and the gather window the code uses keep every counter object
 * within the platform's limit through a campaign's burst, and what other choices would do.
 */
import { FAST_SPACING_MS } from '../../worker/src/commit-spacing.ts';
import { shardsFor } from '../../worker/src/shards.ts';
import { simulateBurst } from './burst.ts';
import { GATHER_MS, LOCATIONS } from './scale.ts';

/** Documented soft limit of one object. */
const REQUESTS_PER_SECOND = 1000;
/** The rest is room for a slow disk and for a burst steeper than ours. */
const SHARE = 0.8;

const LARGEST = 8_388_607;
const SIZES = [1_000, 10_000, 100_000, 1_000_000, LARGEST];
const ISOLATES = [1, 20, 100].map((perLocation) => perLocation * LOCATIONS);
const WINDOWS = [10, 50, 100, 250];

const WIDTHS = [10, 7, 9, 7, 8, 11, 8];
const round = (value: number) => Math.round(value * 10) / 10;

interface Outcome {
  readonly figures: Record<string, number>;
  readonly notes: readonly string[];
  readonly failures: readonly string[];
  readonly readme: { readonly block: string; readonly lines: readonly string[] };
}

export async function run(): Promise<Outcome> {
  const figures: Record<string, number> = {};
  const failures: string[] = [];
  const notes = [
    `90 % of reads in three minutes, 36 % click; ${LOCATIONS} locations with 1, 20 and 100 isolates each; gather window ${GATHER_MS} ms; calls a second of the busiest shard`,
    'recipients  shards  isolates  hits/s  calls/s  hits/batch  most held in an isolate',
  ];
  const table = [
    '| recipients | shards | hits a second at the peak | calls a second to one shard: 1 isolate a location | 20 | 100 | most held in an isolate |',
    '|---:|---:|---:|---:|---:|---:|---:|',
  ];
  for (const recipients of SIZES) {
    const shards = shardsFor(recipients);
    const calls: number[] = [];
    let held = 0;
    let hits = 0;
    for (const isolates of ISOLATES) {
      const { callsPerSecond, hitsPerBatch, hitsPerSecond, mostHeld } = simulateBurst({
        recipients,
        isolates,
        shards,
        gatherMs: GATHER_MS,
        spacingMs: FAST_SPACING_MS,
      });
      const columns = [recipients, shards, isolates, Math.round(hitsPerSecond), callsPerSecond, round(hitsPerBatch)];
      notes.push([...columns, mostHeld].map((value, i) => String(value).padStart(WIDTHS[i] ?? 0)).join(' '));
      calls.push(callsPerSecond);
      held = Math.max(held, mostHeld);
      hits = hitsPerSecond * shards;
      figures[`scale.${recipients}x${isolates / LOCATIONS}.callsPerShardSecond`] = callsPerSecond;
      if (callsPerSecond > SHARE * REQUESTS_PER_SECOND) {
        failures.push(`${recipients} recipients, ${isolates} isolates: ${callsPerSecond} calls/s a shard is too many`);
      }
    }
    const counts = [recipients, shards, Math.round(hits), ...calls, held].map((value) => value.toLocaleString('en'));
    table.push(`| ${counts.join(' | ')} |`);
  }

  notes.push('', `calls/s of the busiest shard at ${LARGEST} recipients by window (ms) and shards`);
  notes.push(['isolates', 'window', 'shards 16', '32', '84'].map((name) => name.padStart(9)).join(' '));
  for (const isolates of ISOLATES.slice(1)) {
    for (const window of WINDOWS) {
      const at = (shards: number) =>
        simulateBurst({
          recipients: LARGEST,
          isolates,
          shards,
          gatherMs: window,
          spacingMs: FAST_SPACING_MS,
          seconds: 4,
        }).callsPerSecond;
      notes.push([isolates, window, at(16), at(32), at(84)].map((value) => String(value).padStart(9)).join(' '));
    }
  }
  figures['scale.shards8M'] = shardsFor(LARGEST);
  figures['scale.gatherMs'] = GATHER_MS;
  return { figures, notes, failures, readme: { block: 'scale', lines: table } };
}
