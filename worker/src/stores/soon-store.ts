/** How many clicks came right after a campaign's messages went out, of one shard: known longer than its raw hits are held. */
import type { SoonClicks } from '../rpc/counter.ts';
import { migrate } from './migrate.ts';

const STEPS = [
  `CREATE TABLE IF NOT EXISTS soon (
     one INTEGER PRIMARY KEY CHECK(one = 1), sent_ms INTEGER NOT NULL, clicks INTEGER NOT NULL, clickers INTEGER NOT NULL)`,
];

export class SoonStore {
  readonly #storage: DurableObjectStorage;
  #hasTable = false;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
  }

  /** Undefined: not kept of this moment. */
  of(sentAtMs: number): SoonClicks | undefined {
    return this.#sql
      .exec<{ clicks: number; clickers: number }>('SELECT clicks, clickers FROM soon WHERE sent_ms = ?', sentAtMs)
      .toArray()[0];
  }

  /** In place of those of another moment: when the messages went out has been put right. */
  keep(sentAtMs: number, { clicks, clickers }: SoonClicks): void {
    this.#sql.exec('INSERT OR REPLACE INTO soon VALUES (1, ?, ?, ?)', sentAtMs, clicks, clickers);
  }

  /** The hits have been judged anew. Makes no table: it is called within a transaction, which may come to nothing. */
  forget(): void {
    const { sql } = this.#storage;
    const isThere = sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'soon'").toArray().length > 0;
    if (isThere) sql.exec('DELETE FROM soon');
  }

  /** Made by the first who asks. */
  get #sql(): SqlStorage {
    if (!this.#hasTable) migrate(this.#storage, 'soon', STEPS);
    this.#hasTable = true;
    return this.#storage.sql;
  }
}
