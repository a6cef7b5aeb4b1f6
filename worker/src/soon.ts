/**
 * Clicks that came right after the messages went out. They prove nothing and are counted as any other (core:
 * `soon.hpp`); how many they are is told beside. Found among the raw hits, and kept once no more can come.
 */
import { SOON_MS } from 'klikspor/edge';
import type { SoonClicks } from './rpc/counter.ts';
import { settings } from './settings.ts';
import type { CounterStore } from './stores/counter-store.ts';
import type { SoonStore } from './stores/soon-store.ts';

/** Hits that take longer to arrive, by a queue, are not looked for: a minute of a campaign's burst is read for these seconds. */
const ARRIVAL_MS = 60_000;
/** Between the clocks of a location and of the counter. */
const CLOCKS_APART_MS = 1_000;

export class Soon {
  readonly #counter: CounterStore;
  readonly #store: SoonStore;
  readonly #settleMs: number;

  constructor(counter: CounterStore, store: SoonStore, env: Env) {
    this.#counter = counter;
    this.#store = store;
    this.#settleMs = settings(env).settleMs;
  }

  /** As far as folded. Undefined: raw hits of then are no longer held, and it was not asked while they were. */
  after(sentAtMs: number): SoonClicks | undefined {
    const row = this.#counter.shard();
    if (row === undefined) return { clicks: 0, clickers: 0 };
    const known = this.#store.of(sentAtMs);
    if (known !== undefined) return known;
    const nowMs = Date.now();
    if (this.#counter.recovered() !== null || this.#counter.batches.hasErasedFrom(sentAtMs, nowMs)) return undefined;
    const endMs = sentAtMs + SOON_MS + ARRIVAL_MS;
    const state = this.#counter.counted(row);
    const recipients = new Set<number>();
    let clicks = 0;
    for (const { seq, bytes, scanned } of this.#counter.batches.rawFrom(
      sentAtMs - CLOCKS_APART_MS,
      endMs,
      row.foldedSeq,
    )) {
      const soon = state.soonClicks(bytes, seq, scanned, sentAtMs) ?? [];
      clicks += soon.length;
      for (const recipient of soon) recipients.add(recipient);
    }
    const isAggregate = row.identity.shape.tracking === 'aggregate';
    const found = { clicks, clickers: isAggregate ? 0 : recipients.size };
    if (nowMs > endMs + this.#settleMs) this.#store.keep(sentAtMs, found);
    return found;
  }
}
