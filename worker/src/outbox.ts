/**
 * Copies of the catalogue that KV is still to get. A key is noted in the same commit as the change, the alarm included,
 * so that a copy that fails, or an object that dies before it is made, is made up for later.
 */
import { log } from './log.ts';

/** First pause before a copy is tried again; doubles up to the longest. */
const RETRY_MS = 5_000;
const LONGEST_RETRY_MS = 600_000;

export class Outbox {
  readonly #storage: DurableObjectStorage;
  readonly #kv: KVNamespace;
  readonly #current: (key: string) => string | null;
  /** One copy of a key at a time: KV keeps whichever of two writes lands last. */
  readonly #lastOf = new Map<string, Promise<void>>();
  #failuresInARow = 0;
  /** 0: not known to this instance, or none. */
  #alarmAtMs = 0;

  /** `current`: what the catalogue says of a key now; null: nothing any more. */
  constructor(storage: DurableObjectStorage, kv: KVNamespace, current: (key: string) => string | null) {
    this.#storage = storage;
    this.#kv = kv;
    this.#current = current;
    storage.sql.exec('CREATE TABLE IF NOT EXISTS outbox (key TEXT PRIMARY KEY)');
  }

  /** To be called with no await between it and the change. */
  note(key: string): void {
    this.#storage.sql.exec('INSERT OR IGNORE INTO outbox VALUES (?)', key);
    this.#arm();
  }

  /** Tries to copy now. Never rejects: what fails stays noted. */
  async copy(key: string): Promise<void> {
    const mine = (this.#lastOf.get(key) ?? Promise.resolve()).then(() => this.#copy(key));
    this.#lastOf.set(key, mine);
    await mine;
    if (this.#lastOf.get(key) === mine) this.#lastOf.delete(key);
  }

  /** For the alarm. Never rejects: after six failures the platform would not ring again. */
  async copyAll(): Promise<void> {
    this.#alarmAtMs = 0;
    const keys = this.#storage.sql.exec<{ key: string }>('SELECT key FROM outbox').toArray();
    await Promise.all(keys.map(({ key }) => this.copy(key)));
    if (this.#storage.sql.exec('SELECT 1 FROM outbox LIMIT 1').toArray().length > 0) this.#arm();
  }

  async #copy(key: string): Promise<void> {
    if (this.#storage.sql.exec('SELECT 1 FROM outbox WHERE key = ?', key).toArray().length === 0) return;
    const value = this.#current(key);
    try {
      if (value === null) await this.#kv.delete(key);
      else await this.#kv.put(key, value);
      this.#failuresInARow = 0;
      // What changed while it was being written stays noted.
      if (this.#current(key) === value) this.#storage.sql.exec('DELETE FROM outbox WHERE key = ?', key);
    } catch (error) {
      this.#failuresInARow++;
      log({ event: 'kv-copy-failed', key, error });
    }
  }

  #arm(): void {
    // Never put off: one publication after the other would keep a failed copy waiting for ever.
    const pauseMs = Math.min(LONGEST_RETRY_MS, RETRY_MS * 2 ** Math.min(this.#failuresInARow, 10));
    const leftMs = this.#alarmAtMs - Date.now();
    // Longer than any pause: the clock has been set back.
    if (leftMs > 0 && leftMs <= LONGEST_RETRY_MS) return;
    // Not awaited: written in the same commit as what it is for.
    this.#alarmAtMs = Date.now() + pauseMs;
    void this.#storage.setAlarm(this.#alarmAtMs);
  }
}
