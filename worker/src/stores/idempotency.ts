/** Idempotency keys: what was published under each, so that a request that is sent again is answered and not done again. */
import type { Once } from '../rpc/catalogue.ts';
import { Turns } from '../turns.ts';
import { migrate } from './migrate.ts';

const STEPS = [
  `CREATE TABLE IF NOT EXISTS answered (
     key TEXT PRIMARY KEY, body_hash TEXT NOT NULL, seq INTEGER NOT NULL, at_ms INTEGER NOT NULL)`,
];

/** Keys are kept this long. */
const LIFE_MS = 24 * 3_600_000;

export class Idempotency {
  readonly #sql: SqlStorage;
  readonly #turns = new Turns();

  constructor(storage: DurableObjectStorage) {
    this.#sql = storage.sql;
    migrate(storage, 'idempotency', STEPS);
  }

  /** The position of the campaign that was published under this key; undefined: none was. Keys that have ended go. */
  answered({ key, bodyHash }: Once, nowMs: number): number | 'other-body' | undefined {
    this.#sql.exec('DELETE FROM answered WHERE at_ms <= ?', nowMs - LIFE_MS);
    const [row] = this.#sql
      .exec<{ body_hash: string; seq: number }>('SELECT body_hash, seq FROM answered WHERE key = ?', key)
      .toArray();
    return row && (row.body_hash === bodyHash ? row.seq : 'other-body');
  }

  /** To be called in the commit that stores the campaign. */
  note({ key, bodyHash }: Once, seq: number, nowMs: number): void {
    this.#sql.exec('INSERT INTO answered VALUES (?, ?, ?, ?)', key, bodyHash, seq, nowMs);
  }

  /** Of a campaign that is deleted. */
  forget(seq: number): void {
    this.#sql.exec('DELETE FROM answered WHERE seq = ?', seq);
  }

  /** The same key twice at the same moment: the second finds what the first has noted. */
  inTurn<T>({ key }: Once, work: () => Promise<T>): Promise<T> {
    return this.#turns.take(key, work);
  }
}
