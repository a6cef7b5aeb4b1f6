/** Erases one recipient from a counter: raw hits, who clicked, delivery, orders, hash. What they said stays said. */
import { core } from './core.ts';
import type { ShardErasure } from './rpc/counter.ts';
import type { ShardIdentity } from './shard-identity.ts';
import type { StoredBatch } from './stores/batch-store.ts';
import type { ConversionStore } from './stores/conversion-store.ts';
import type { CounterStore } from './stores/counter-store.ts';
import type { DeliveryStore } from './stores/delivery-store.ts';
import type { SoonStore } from './stores/soon-store.ts';
import type { SuppressingStore } from './stores/suppressing-store.ts';

/** Rewritten at a time: a strict campaign's clicks wait for as long, not for all of it. */
const AT_ONCE = { batches: 1_000, octets: 128 * 1024 };

export interface Forgetful {
  readonly counter: CounterStore;
  readonly delivery: DeliveryStore;
  readonly conversions: ConversionStore;
  readonly suppressing: SuppressingStore;
  readonly soon: SoonStore;
}

/**
 * Where every hit that was counted is still held, the rest is counted anew, as if this recipient had never clicked; the caller
 * folds. Else sums stay as they are, but for who clicked. What is broken off is done whole by asking again.
 */
export async function forgetRecipient(
  { counter, delivery, conversions, suppressing, soon }: Forgetful,
  identity: ShardIdentity,
  recipient: number,
): Promise<ShardErasure> {
  const { shape } = identity;
  suppressing.open();
  let hits = 0;
  const rewrite = (after: number): number | undefined =>
    counter.transaction(() => {
      const { batches } = counter.batches.after(after, AT_ONCE);
      const changed: StoredBatch[] = [];
      for (const { seq, bytes } of batches) {
        const batch = core.readHitBatch(bytes);
        try {
          const without = batch?.without(recipient) ?? null;
          if (batch === null || without === null) continue;
          hits += batch.hits().filter((hit) => hit.recipient === recipient && hit.link < shape.links.length).length;
          changed.push({ seq, bytes: without });
        } finally {
          batch?.delete();
        }
      }
      counter.batches.replace(changed);
      return batches.at(-1)?.seq;
    });
  let last = 0;
  for (let seq: number | undefined = 0; seq !== undefined; seq = rewrite(last)) {
    last = Math.max(last, seq);
    await scheduler.wait(0);
  }
  await delivery.forget(shape, recipient);
  return counter.transaction(() => {
    const row = counter.begun(identity);
    const isStopped = counter.isOptedOut(recipient);
    const keepsOptOut = isStopped && !suppressing.knows(recipient, shape.shards);
    counter.eraseRecipient(recipient, keepsOptOut);
    suppressing.erase(recipient, shape.shards, keepsOptOut);
    const orders = conversions.forget(recipient);
    const isRecounted = counter.unfold(row) !== undefined;
    const now = counter.begun(identity);
    const state = counter.counted(now);
    state.forget(recipient);
    counter.saveCounted(state);
    if (isRecounted) soon.forget();
    counter.changed(now);
    return { hits, orders, isRecounted, optOut: keepsOptOut ? 'kept' : isStopped ? 'told' : 'none' };
  });
}
