/**
 * Copies of the catalogue that KV is still to get. A key is noted in the same commit as the change, the alarm included,
 * so that a copy that fails, or an object that dies before it is made, is made up for later.
 */
import type { Alarm } from './alarm.ts';
import { log } from './log.ts';
import { migrate } from './stores/migrate.ts';
import { Turns } from './turns.ts';

const STEPS = ['CREATE TABLE IF NOT EXISTS outbox (key TEXT PRIMARY KEY)'];

/** First pause before a copy is tried again; doubles up to the longest. */
const RETRY_MS = 5_000;
const LONGEST_RETRY_MS = 600_000;
/** Copies of one alarm: an invocation may make 1,000 calls, and a domain takes two. */
const MOST_A_TIME = 400;
/** Copies under way at once. */
const AT_ONCE = 20;
/** The pause while all goes well and there is more to copy than one alarm takes. */
const NEXT_MS = 1_000;

export interface OutboxHooks {
  /** Before a copy is written. False: KV has it. Whatever it rejects with keeps the copy from being written now. */
  prepare?(key: string): Promise<boolean>;
  /** KV has this value now. */
  copied?(key: string): void;
}

export class Outbox {
  readonly #storage: DurableObjectStorage;
  readonly #alarm: Alarm;
  readonly #kv: KVNamespace;
  readonly #current: (key: string) => string | null;
  readonly #hooks: OutboxHooks;
  readonly #turns = new Turns();
  #failuresInARow = 0;

  /** `current`: what the catalogue says of a key now; null: nothing any more. */
  constructor(
    storage: DurableObjectStorage,
    alarm: Alarm,
    kv: KVNamespace,
    current: (key: string) => string | null,
    hooks: OutboxHooks = {},
  ) {
    this.#storage = storage;
    this.#alarm = alarm;
    this.#kv = kv;
    this.#current = current;
    this.#hooks = hooks;
    migrate(storage, 'outbox', STEPS);
  }

  /** To be called with no await between it and the change. */
  note(key: string): void {
    this.#storage.sql.exec('INSERT OR IGNORE INTO outbox VALUES (?)', key);
    this.#arm();
  }

  /** Tries to copy now. Never rejects: what fails stays noted, and the answer is false. */
  async copy(key: string): Promise<boolean> {
    const isCopied = await this.#inTurn(key);
    this.#failuresInARow = isCopied ? 0 : this.#failuresInARow + 1;
    return isCopied;
  }

  /** For the alarm. Never rejects: after six failures the platform would not ring again. */
  async copyAll(): Promise<void> {
    // In any order: keys that fail again and again must not stand before those behind them.
    const keys = this.#storage.sql
      .exec<{ key: string }>('SELECT key FROM outbox ORDER BY random() LIMIT ?', MOST_A_TIME)
      .toArray()
      .map(({ key }) => key);
    let copied = 0;
    for (let first = 0; first < keys.length; first += AT_ONCE) {
      const some = keys.slice(first, first + AT_ONCE);
      const now = (await Promise.all(some.map((key) => this.#inTurn(key)))).filter(Boolean).length;
      copied += now;
      // KV takes none: the rest would only be refused as well.
      if (now === 0) break;
    }
    if (copied > 0) this.#failuresInARow = 0;
    else if (keys.length > 0) this.#failuresInARow++;
    if (this.size() > 0) this.#arm(copied === keys.length ? NEXT_MS : undefined);
  }

  /** Copies that are still to be written. */
  size(): number {
    return this.#storage.sql.exec<{ n: number }>('SELECT count(*) AS n FROM outbox').one().n;
  }

  has(key: string): boolean {
    return this.#storage.sql.exec('SELECT 1 FROM outbox WHERE key = ?', key).toArray().length > 0;
  }

  /** One copy of a key at a time: KV keeps whichever of two writes lands last. */
  #inTurn(key: string): Promise<boolean> {
    return this.#turns.take(key, () => this.#copy(key));
  }

  async #copy(key: string): Promise<boolean> {
    if (!this.has(key)) return true;
    try {
      const isWanted = (await this.#hooks.prepare?.(key)) ?? true;
      const value = this.#current(key);
      if (isWanted) {
        if (value === null) await this.#kv.delete(key);
        else await this.#kv.put(key, value);
        this.#hooks.copied?.(key);
      }
      // What changed while it was being written stays noted.
      if (this.#current(key) === value) this.#storage.sql.exec('DELETE FROM outbox WHERE key = ?', key);
      return true;
    } catch (error) {
      log('kv-copy-failed', { key, error });
      return false;
    }
  }

  #arm(pauseMs = Math.min(LONGEST_RETRY_MS, RETRY_MS * 2 ** Math.min(this.#failuresInARow, 10))): void {
    // Not awaited: written in the same commit as what it is for.
    void this.#alarm.ringBy(Date.now() + pauseMs);
  }
}
