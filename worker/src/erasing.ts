/** When a counter's raw hits, and later the ids of their batches, come to their end. */
import { settings } from './settings.ts';
import { TOMBSTONE_MS } from './stores/batch-store.ts';
import type { CounterStore, ShardRow } from './stores/counter-store.ts';

const HOUR_MS = 3_600_000;

export class Erasing {
  readonly #store: CounterStore;
  readonly #lifeMs: number;
  /** Erasing waits up to this long more, so that a burst of batches is not followed by a burst of alarms. */
  readonly #everyMs: number;

  constructor(store: CounterStore, env: Env) {
    this.#store = store;
    this.#lifeMs = settings(env).rawLifeMs;
    this.#everyMs = Math.min(HOUR_MS, this.#lifeMs);
  }

  /** When hits are erased that are folded now. */
  nextMs(): number {
    return Date.now() + this.#lifeMs + this.#everyMs;
  }

  /** Undefined: there is nothing to erase. No moment is as far ahead as this: the clock has been set back, and it is now. */
  leftMs({ eraseAtMs }: ShardRow): number | undefined {
    const leftMs = eraseAtMs - Date.now();
    if (eraseAtMs === 0) return undefined;
    return leftMs > Math.max(this.#lifeMs, TOMBSTONE_MS) + 2 * HOUR_MS ? 0 : Math.max(0, leftMs);
  }

  erase(row: ShardRow): ShardRow {
    return this.#store.transaction(() => {
      const nextMs = this.#store.batches.erase(Date.now(), this.#lifeMs, row.foldedSeq);
      return this.#store.saveShard({ ...row, eraseAtMs: nextMs === undefined ? 0 : nextMs + this.#everyMs });
    });
  }
}
