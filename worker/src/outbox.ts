/**
 * Copies of the catalogue that KV is still to get. A key is noted in the same commit as the change, the alarm included,
 * so that a copy that fails, or an object that dies before it is made, is made up for later. `copier.ts` makes them.
 */
import type { Alarm } from './alarm.ts';
import { migrate } from './stores/migrate.ts';

const STEPS = ['CREATE TABLE IF NOT EXISTS outbox (key TEXT PRIMARY KEY)'];

/** First pause before a copy is tried again; doubles up to the longest. */
const RETRY_MS = 5_000;
const LONGEST_RETRY_MS = 600_000;

export class Outbox {
  readonly #sql: SqlStorage;
  readonly #alarm: Alarm;
  #failuresInARow = 0;

  constructor(storage: DurableObjectStorage, alarm: Alarm) {
    this.#sql = storage.sql;
    this.#alarm = alarm;
    migrate(storage, 'outbox', STEPS);
  }

  /** To be called with no await between it and the change. */
  note(key: string): void {
    this.#sql.exec('INSERT OR IGNORE INTO outbox VALUES (?)', key);
    this.ring();
  }

  has(key: string): boolean {
    return this.#sql.exec('SELECT 1 FROM outbox WHERE key = ?', key).toArray().length > 0;
  }

  /** In any order: keys that fail again and again must not stand before those behind them. */
  some(most: number): string[] {
    return this.#sql
      .exec<{ key: string }>('SELECT key FROM outbox ORDER BY random() LIMIT ?', most)
      .toArray()
      .map(({ key }) => key);
  }

  /** Copies that are still to be written. */
  size(): number {
    return this.#sql.exec<{ n: number }>('SELECT count(*) AS n FROM outbox').one().n;
  }

  /** KV has it. */
  forget(key: string): void {
    this.#sql.exec('DELETE FROM outbox WHERE key = ?', key);
  }

  /** How the last try went: failures in a row make the pauses longer. */
  tried(isCopied: boolean): void {
    this.#failuresInARow = isCopied ? 0 : this.#failuresInARow + 1;
  }

  /** Sees to it that what is noted is tried again. */
  ring(pauseMs = Math.min(LONGEST_RETRY_MS, RETRY_MS * 2 ** Math.min(this.#failuresInARow, 10))): void {
    // Not awaited: written in the same commit as what it is for.
    void this.#alarm.ringBy(Date.now() + pauseMs);
  }
}
