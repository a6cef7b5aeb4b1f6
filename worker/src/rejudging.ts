/** Judges the hits that a counter still holds by the rules of this version; then all can be counted anew. */
import { core, judge } from './core.ts';
import type { Rejudged } from './rpc/counter.ts';
import type { StoredBatch } from './stores/batch-store.ts';
import type { CounterStore } from './stores/counter-store.ts';
import type { SoonStore } from './stores/soon-store.ts';

/** Judged at a time: a strict campaign's clicks wait for as long, not for all of it. */
const JUDGED_AT_ONCE = { batches: 1_000, octets: 128 * 1024 };

/** `no_link` of the core. */
const NO_LINK = 127;

/**
 * Null, and no number has changed: some raw hits are no longer held, or cannot be read, so that what was counted of them
 * could not be counted again. What is broken off is done from the start the next time: a batch may be judged twice.
 */
export async function rejudge(store: CounterStore, soon: SoonStore): Promise<Rejudged | null> {
  const rejudged = { hits: 0, changed: 0 };
  const first = store.isEmpty() ? undefined : store.shard();
  if (first === undefined) return rejudged;
  if (!store.holdsFolded(first)) return null;
  for (let seq: number | undefined = 0; seq !== undefined; await scheduler.wait(0))
    seq = judgeAfter(store, seq, rejudged);
  // Time has passed: raw hits may have come to their end.
  const isUnfolded = store.transaction(() => {
    const row = store.shard();
    if (row === undefined || store.unfold(row) === undefined) return false;
    soon.forget();
    return true;
  });
  return isUnfolded ? rejudged : null;
}

/** Some batches behind this one; returns the last of them, undefined if there is none. */
function judgeAfter(store: CounterStore, after: number, rejudged: Rejudged): number | undefined {
  return store.transaction(() => {
    const { batches } = store.batches.after(after, JUDGED_AT_ONCE);
    const changed: StoredBatch[] = [];
    for (const { seq, bytes } of batches) {
      const judged = judge.rejudge(bytes);
      if (judged === null) continue;
      const before = classesIn(bytes);
      rejudged.hits += before.length;
      rejudged.changed += classesIn(judged).filter((hitClass, at) => hitClass !== before[at]).length;
      changed.push({ seq, bytes: judged });
    }
    store.batches.replace(changed);
    return batches.at(-1)?.seq;
  });
}

function classesIn(bytes: Uint8Array): string[] {
  const batch = core.readHitBatch(bytes);
  try {
    // Of a recipient who was erased a place is left, which is no hit.
    return batch?.hits().flatMap((hit) => (hit.link === NO_LINK ? [] : hit.class)) ?? [];
  } finally {
    batch?.delete();
  }
}
