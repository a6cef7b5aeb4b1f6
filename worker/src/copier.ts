/** Writes to KV what stands in the outbox. */
import { log } from './log.ts';
import type { Outbox } from './outbox.ts';
import { Turns } from './turns.ts';

/** Copies of one alarm: an invocation may make 1,000 calls, and a domain takes two. */
const MOST_A_TIME = 400;
/** Copies under way at once. */
const AT_ONCE = 20;
/** The pause while all goes well and there is more to copy than one alarm takes. */
const NEXT_MS = 1_000;

/** What is copied. */
export interface Originals {
  /** What KV is to hold under this key now; null: nothing. */
  valueOf(key: string): string | null;
  /** Before a copy is written. False: KV has it. Whatever it rejects with keeps the copy from being written now. */
  prepare(key: string): Promise<boolean>;
  /** KV has this value now. */
  copied(key: string): void;
}

export class Copier {
  readonly #outbox: Outbox;
  readonly #kv: KVNamespace;
  readonly #originals: Originals;
  readonly #turns = new Turns();

  constructor(outbox: Outbox, kv: KVNamespace, originals: Originals) {
    this.#outbox = outbox;
    this.#kv = kv;
    this.#originals = originals;
  }

  /** Tries to copy now what is noted. Never rejects: what fails stays noted, and the answer is false. */
  async copy(key: string): Promise<boolean> {
    const isCopied = await this.#inTurn(key);
    this.#outbox.tried(isCopied);
    return isCopied;
  }

  /** For the alarm. Never rejects: after six failures the platform would not ring again. */
  async copyAll(): Promise<void> {
    const keys = this.#outbox.some(MOST_A_TIME);
    let copied = 0;
    for (let first = 0; first < keys.length; first += AT_ONCE) {
      const some = keys.slice(first, first + AT_ONCE);
      const now = (await Promise.all(some.map((key) => this.#inTurn(key)))).filter(Boolean).length;
      copied += now;
      // KV takes none: the rest would only be refused as well.
      if (now === 0) break;
    }
    if (keys.length > 0) this.#outbox.tried(copied > 0);
    if (this.#outbox.size() > 0) this.#outbox.ring(copied === keys.length ? NEXT_MS : undefined);
  }

  /** One copy of a key at a time: KV keeps whichever of two writes lands last. */
  #inTurn(key: string): Promise<boolean> {
    return this.#turns.take(key, () => this.#copy(key));
  }

  async #copy(key: string): Promise<boolean> {
    if (!this.#outbox.has(key)) return true;
    const originals = this.#originals;
    try {
      const isWanted = await originals.prepare(key);
      const value = originals.valueOf(key);
      if (isWanted) {
        if (value === null) await this.#kv.delete(key);
        else await this.#kv.put(key, value);
        originals.copied(key);
      }
      // What changed while it was being written stays noted.
      if (originals.valueOf(key) === value) this.#outbox.forget(key);
      return true;
    } catch (error) {
      log('kv-copy-failed', { key, error });
      return false;
    }
  }
}
