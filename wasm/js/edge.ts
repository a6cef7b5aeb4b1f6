import type { Edge } from '../edge.d.ts';
import { faceOf, instantiate } from './door.ts';
import factory from './edge.mjs';
import { appendsHits, type HitLane, quickSlots, takesOctets } from './hit-lane.ts';

export const SLOTS_PER_CAMPAIGN = 16777216;
export const LONGEST_BATCH = 65536;
export const SOON_MS = 5000;
export const FEWEST_RECIPIENTS = 100;

/** What the units of the edge module register (CMakeLists.txt). */
const NAMES: readonly (keyof Edge)[] = [
  'bareToken',
  'batchHeader',
  'checkVanitySlug',
  'createHitBatch',
  'createJudge',
  'createSealer',
  'judgedHeaders',
  'loadShardState',
  'plainOf',
  'readHitBatch',
  'senderForm',
  'shardOf',
  'slotOf',
  'stampBatch',
  'sumTotals',
  'testRecipient',
  'version',
];
const CLASSES = ['HitBatch', 'Judge', 'Sealer', 'ShardState'];

export async function edgeOf(compiled: WebAssembly.Module): Promise<Edge> {
  const raw = (await instantiate(factory, compiled)) as HitLane;
  const face = faceOf<Edge>(raw, NAMES, CLASSES);
  appendsHits(raw.HitBatch);
  takesOctets(raw.ShardState);
  return Object.freeze({ ...face, ...quickSlots(raw, face) });
}
