/**
 * Batches that reach a counter within moments of one another are one commit and one row: rows are what the platform bills. One
 * that comes when none was written lately is written at once. Nobody is answered before his batch is on disk.
 */
import { ENOUGH_HITS, FAST_SPACING_MS, STRICT_SPACING_MS } from './commit-spacing.ts';
import { core } from './core.ts';
import type { ShardIdentity } from './shard-identity.ts';
import type { NewBatch } from './stores/batch-store.ts';

interface Group {
  /** One commit is of one campaign. */
  readonly campaignPublishedAtMs: number;
  readonly spacingMs: number;
  readonly batches: NewBatch[];
  readonly done: Promise<void>;
  readonly close: () => void;
  hits: number;
}

export class GroupCommit {
  readonly #commit: (identity: ShardIdentity, batches: readonly NewBatch[]) => void;
  #open: Group | undefined;
  #writtenMs = Number.NEGATIVE_INFINITY;

  constructor(commit: (identity: ShardIdentity, batches: readonly NewBatch[]) => void) {
    this.#commit = commit;
  }

  /**
   * Resolves when it is written, with all of its group; rejects with all of them if that failed. `isWaitedFor`: visitors are
   * answered after that.
   */
  add(identity: ShardIdentity, id: string, bytes: Uint8Array, isWaitedFor: boolean): Promise<void> {
    const { publishedAtMs } = identity.shape;
    const header = core.batchHeader(bytes);
    // Whoever brings it out of a queue has others to bring.
    const isQueued = header !== null && header.detours > 0;
    const spacingMs = isWaitedFor || isQueued ? STRICT_SPACING_MS : FAST_SPACING_MS;
    const isJoined = this.#open?.campaignPublishedAtMs === publishedAtMs && this.#open.spacingMs === spacingMs;
    const group = isJoined && this.#open !== undefined ? this.#open : this.#begin(identity, spacingMs, isWaitedFor);
    const hits = header?.hits ?? null;
    group.batches.push({ id, bytes, hits });
    group.hits += hits ?? 1;
    if (group.hits >= ENOUGH_HITS) group.close();
    return group.done;
  }

  #begin(identity: ShardIdentity, spacingMs: number, isWaitedFor: boolean): Group {
    const { promise: closed, resolve: close } = Promise.withResolvers<void>();
    const batches: NewBatch[] = [];
    // What arrives in the same turn of the event loop shares the commit. A timer takes a millisecond and more, whatever it is
    // set to: as long as all the rest, where visitors wait.
    const turn = () => (isWaitedFor ? undefined : scheduler.wait(0));
    const write = async () => {
      const leftMs = this.#leftMs(spacingMs);
      await (leftMs === 0 ? turn() : Promise.race([scheduler.wait(leftMs), closed.then(turn)]));
      if (this.#open === group) this.#open = undefined;
      this.#writtenMs = Date.now();
      this.#commit(identity, batches);
    };
    const group: Group = {
      campaignPublishedAtMs: identity.shape.publishedAtMs,
      ...{ spacingMs, batches, close, hits: 0 },
      done: write(),
    };
    this.#open = group;
    return group;
  }

  /** Of the time between two rows. None, if the clock was set back since the last. */
  #leftMs(spacingMs: number): number {
    const passedMs = Date.now() - this.#writtenMs;
    return passedMs < 0 ? 0 : Math.max(0, spacingMs - passedMs);
  }
}
