import { vi } from 'vitest';

/** Time stands still but for `pass`: waits end in their order, so that seconds take none. */
export class StillClock {
  nowMs = 1_000_000_000;
  /** What the clock on the wall is wrong by: waits are not. */
  wrongMs = 0;
  /** Waits that never end: their request was cut off. */
  cut = false;
  #waits: { atMs: number; resolve: () => void }[] = [];

  install() {
    vi.spyOn(Date, 'now').mockImplementation(() => this.nowMs + this.wrongMs);
    const ring = (ms: number, resolve: () => void) => {
      if (!this.cut) this.#waits.push({ atMs: this.nowMs + ms, resolve });
    };
    vi.spyOn(scheduler, 'wait').mockImplementation((ms) => new Promise((resolve) => ring(ms, () => resolve())));
    const setStill = (work: () => void, ms = 0) => void ring(ms, work);
    vi.spyOn(globalThis, 'setTimeout').mockImplementation(setStill as unknown as typeof setTimeout);
  }

  /** Whoever waits now will never wake. */
  cutOff() {
    this.#waits = [];
  }

  /** How many wait. */
  get waiting(): number {
    return this.#waits.length;
  }

  async pass(ms: number) {
    const endMs = this.nowMs + ms;
    for (;;) {
      await settle();
      this.#waits.sort((a, b) => a.atMs - b.atMs);
      const next = this.#waits[0];
      if (next === undefined || next.atMs > endMs) break;
      this.#waits.shift();
      this.nowMs = Math.max(this.nowMs, next.atMs);
      next.resolve();
    }
    this.nowMs = endMs;
    await settle();
  }
}

const settle = async () => {
  for (let i = 0; i < 50; i++) await Promise.resolve();
};
