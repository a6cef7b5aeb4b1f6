/** So many of a kind in a minute, or another span, counted in memory: an object that starts anew begins at nought. */

const MINUTE_MS = 60_000;

export class RateLimit {
  readonly #most: number;
  readonly #spanMs: number;
  #span = 0;
  readonly #taken = new Map<string, number>();

  constructor(most: number, spanMs = MINUTE_MS) {
    this.#most = most;
    this.#spanMs = spanMs;
  }

  /** Milliseconds until it is worth asking again; 0: it is let through, and counted. */
  take(name: string, nowMs: number): number {
    const span = Math.floor(nowMs / this.#spanMs);
    if (span !== this.#span) {
      this.#span = span;
      this.#taken.clear();
    }
    const taken = this.#taken.get(name) ?? 0;
    if (taken >= this.#most) return (span + 1) * this.#spanMs - nowMs;
    this.#taken.set(name, taken + 1);
    return 0;
  }

  /** What is left in this span, and how long that lasts. */
  left(name: string, nowMs: number): { readonly left: number; readonly resetMs: number } {
    const span = Math.floor(nowMs / this.#spanMs);
    const taken = span === this.#span ? (this.#taken.get(name) ?? 0) : 0;
    return { left: Math.max(0, this.#most - taken), resetMs: (span + 1) * this.#spanMs - nowMs };
  }
}
