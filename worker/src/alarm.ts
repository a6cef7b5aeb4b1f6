/** The one alarm of an object, set to the earliest of what it has to do. */

/** An alarm rings within moments, or after a few failures within two minutes; later than this it never will. */
const OVERDUE_MS = 300_000;

export class Alarm {
  readonly #storage: DurableObjectStorage;
  /** When it rings, as far as this instance knows; undefined: not asked yet or none. */
  #atMs: number | undefined;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
  }

  /** To be awaited before anything else is done. */
  async read(): Promise<void> {
    this.#atMs = (await this.#storage.getAlarm()) ?? undefined;
  }

  rang(): void {
    this.#atMs = undefined;
  }

  /**
   * Sees to it that it rings at `atMs` or before. Written in the same commit as what it is for, and need not be awaited: a
   * failure to store it breaks the object, and with it the answer to whoever relies on it.
   */
  async ringBy(atMs: number): Promise<void> {
    const set = this.#atMs;
    // One that is long overdue has been lost: nobody would ever ring.
    if (set !== undefined && set <= atMs && Date.now() - set < OVERDUE_MS) return;
    this.#atMs = atMs;
    await this.#storage.setAlarm(atMs);
  }
}
