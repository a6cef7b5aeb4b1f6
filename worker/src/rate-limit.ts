/** So many of a kind in a minute, counted in memory: an object that starts anew begins at nought. */

const MINUTE_MS = 60_000;

export class RateLimit {
  readonly #most: number;
  #minute = 0;
  readonly #taken = new Map<string, number>();

  constructor(most: number) {
    this.#most = most;
  }

  /** Milliseconds until it is worth asking again; 0: it is let through, and counted. */
  take(name: string, nowMs: number): number {
    const minute = Math.floor(nowMs / MINUTE_MS);
    if (minute !== this.#minute) {
      this.#minute = minute;
      this.#taken.clear();
    }
    const taken = this.#taken.get(name) ?? 0;
    if (taken >= this.#most) return (minute + 1) * MINUTE_MS - nowMs;
    this.#taken.set(name, taken + 1);
    return 0;
  }

  /** What is left in this minute, and how long that lasts. */
  left(name: string, nowMs: number): { readonly left: number; readonly resetMs: number } {
    const minute = Math.floor(nowMs / MINUTE_MS);
    const taken = minute === this.#minute ? (this.#taken.get(name) ?? 0) : 0;
    return { left: Math.max(0, this.#most - taken), resetMs: (minute + 1) * MINUTE_MS - nowMs };
  }
}
