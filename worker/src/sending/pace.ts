/** How fast messages may go out: so many a second, and not at all while the gateway asks to be left alone. */
export class Pace {
  readonly perSecond: number;
  /** Nothing goes out before: what went out has used up the time until then. */
  #freeMs = 0;
  /** Nor before this, whoever asked for it. */
  #heldMs = 0;

  constructor(perSecond: number) {
    this.perSecond = perSecond;
  }

  /** Messages that may go out together: those of half a second, and one at least. */
  get atOnce(): number {
    return Math.max(1, Math.floor(this.perSecond / 2));
  }

  waitMs(nowMs: number): number {
    return Math.max(0, this.#freeMs - nowMs, this.#heldMs - nowMs);
  }

  isHeld(nowMs: number): boolean {
    return this.#heldMs > nowMs;
  }

  /** So many go out now. */
  spend(messages: number, nowMs: number): void {
    this.#freeMs = Math.max(this.#freeMs, nowMs) + (messages * 1_000) / this.perSecond;
  }

  /** Others use the time until then. */
  notBefore(ms: number): void {
    this.#freeMs = Math.max(this.#freeMs, ms);
  }

  holdUntil(ms: number): void {
    this.#heldMs = Math.max(this.#heldMs, ms);
  }

  /** Whoever resumes wants to see it go on. */
  release(): void {
    this.#freeMs = 0;
    this.#heldMs = 0;
  }
}
