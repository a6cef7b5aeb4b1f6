/** Folds the batches that a counter has stored into its totals, in their order and each once. */

import { core } from './core.ts';
import { summed } from './counting-sums.ts';
import type { Erasing } from './erasing.ts';
import { log } from './log.ts';
import { settings } from './settings.ts';
import type { StoredBatch } from './stores/batch-store.ts';
import type { CounterStore, ShardRow } from './stores/counter-store.ts';

/** Folded at a time, in some hundredths of a second: a strict campaign's clicks wait for as long, not for all of it. */
const FOLDED_AT_ONCE = { batches: 1_000, octets: 256 * 1024 };
/** Recipients who opted out, taken in at a time. */
const CLEARED_AT_ONCE = 200;

export class Folding {
  readonly #store: CounterStore;
  readonly #erasing: Erasing;
  readonly #settleMs: number;
  /** The counter's name, for the log. */
  readonly #object: string;
  #triedUnreadable = false;

  constructor(store: CounterStore, erasing: Erasing, env: Env, object: string) {
    this.#store = store;
    this.#erasing = erasing;
    this.#settleMs = settings(env).settleMs;
    this.#object = object;
  }

  /** Hits up to this moment are settled: the other half of a scan, or an earlier click, has come as well. */
  settledMs(): number {
    return Date.now() - this.#settleMs;
  }

  /** When the first of those that wait has settled; 0: none waits. */
  settlesMs(row: ShardRow): number {
    const { firstMs, hits } = this.#store.counted(row).pending;
    return hits > 0 ? firstMs + this.#settleMs + 1 : 0;
  }

  /** Takes in what has arrived and settles what is old enough. Between two parts others have their turn. */
  async fold(): Promise<void> {
    while (this.#foldPart()) await scheduler.wait(0);
  }

  /** No await: one commit, or none. True: there is more to take in. */
  #foldPart(): boolean {
    let row = this.#store.shard();
    if (row === undefined) return false;
    if (row.keepsScans === undefined) row = this.#adopt(row);
    if (this.#clear(row)) return true;
    const settledMs = this.settledMs();
    if (!this.#triedUnreadable) {
      this.#triedUnreadable = true;
      row = this.#retryUnreadable(row, settledMs);
    }
    const { batches, moreAfterMs } = this.#store.batches.after(row.foldedSeq, FOLDED_AT_ONCE);
    if (batches.length === 0) {
      this.#settle(row, settledMs);
    } else if (moreAfterMs === undefined) {
      this.#take(row, batches, settledMs);
    } else {
      // The rest may hold the other half of a scan, or an earlier click, as late as it would be had it just come.
      this.#take(row, batches, Math.max(0, Math.min(settledMs, moreAfterMs - this.#settleMs)));
      return true;
    }
    return false;
  }

  /**
   * A shard that an earlier version began. That took the opt-out for one of the links, and forgot whom it had taken for a
   * scanner: where every batch is still held it is counted anew; who has opted out is cleared in any case.
   */
  #adopt(row: ShardRow): ShardRow {
    return this.#store.transaction(() => {
      const adopted = this.#store.unfold(row) ?? row;
      this.#store.clearOptedOut();
      return this.#store.saveShard({ ...adopted, keepsScans: true });
    });
  }

  /** Takes in whom a confirmed opt-out has shown to be a person. False: there was nobody. */
  #clear(row: ShardRow): boolean {
    const recipients = this.#store.toClear(CLEARED_AT_ONCE);
    if (recipients.length === 0) return false;
    this.#store.transaction(() => {
      const state = this.#store.counted(row);
      for (const recipient of recipients) {
        if (!state.clear(recipient)) continue;
        for (const { bytes, hits } of this.#store.batches.scansOf(recipient)) {
          if (!state.restore(bytes, hits)) throw new TypeError(`a batch of recipient ${recipient} cannot be read`);
        }
      }
      this.#store.saveCounted(state);
      this.#store.cleared(recipients);
      this.#store.changed(row);
    });
    return true;
  }

  #settle(row: ShardRow, settledMs: number): void {
    const waiting = this.#store.counted(row).pending.hits;
    if (waiting === 0) return;
    this.#store.transaction(() => {
      const state = this.#store.counted(row);
      // The core knows what has settled: what is old enough, and what no clock in order can have written.
      state.settle(settledMs);
      if (state.pending.hits === waiting) return;
      this.#store.saveCounted(state);
      this.#store.changed(row);
    });
  }

  #take(row: ShardRow, batches: readonly StoredBatch[], settledMs: number): ShardRow {
    return this.#store.transaction(() => {
      const state = this.#store.counted(row);
      for (const batch of batches) if (!state.take(batch.bytes, batch.seq)) this.#leave(batch);
      const taken = state.newlyTaken();
      state.settle(settledMs);
      this.#store.saveCounted(state);
      return this.#store.changed({
        ...row,
        ...summed([row, taken]),
        foldedSeq: Math.max(row.foldedSeq, ...batches.map(({ seq }) => seq)),
        eraseAtMs: row.eraseAtMs > 0 ? row.eraseAtMs : this.#erasing.nextMs(),
      });
    });
  }

  /** Kept, raw as it is, until a version comes that can read it. */
  #leave({ seq, bytes }: StoredBatch): void {
    this.#store.batches.markUnreadable(seq);
    log('unreadable-batch', { object: this.#object, seq, octets: bytes.length });
  }

  #retryUnreadable(row: ShardRow, settledMs: number): ShardRow {
    const readable = this.#store.batches.unreadable().filter(({ bytes }) => core.batchHeader(bytes) !== null);
    if (readable.length === 0) return row;
    return this.#store.transaction(() => {
      for (const { seq } of readable) this.#store.batches.markReadable(seq);
      return this.#take(row, readable, settledMs);
    });
  }
}
