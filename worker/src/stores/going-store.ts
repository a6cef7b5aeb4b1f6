/** Campaigns whose messages klikspor was told to send, until somebody has seen that they are through. */
import { migrate } from './migrate.ts';

const STEPS = ['CREATE TABLE IF NOT EXISTS going(seq INTEGER PRIMARY KEY, at_ms INTEGER NOT NULL);'];

export class GoingStore {
  readonly #sql: SqlStorage;

  constructor(storage: DurableObjectStorage) {
    this.#sql = storage.sql;
    migrate(storage, 'going', STEPS);
  }

  /** The campaign at this position of the catalogue. */
  note(seq: number, atMs: number): void {
    this.#sql.exec('INSERT OR REPLACE INTO going VALUES (?, ?)', seq, atMs);
  }

  forget(seqs: readonly number[]): void {
    for (const seq of seqs) this.#sql.exec('DELETE FROM going WHERE seq = ?', seq);
  }

  /** Those that were started last first. */
  all(most: number): number[] {
    return this.#sql
      .exec<{ seq: number }>('SELECT seq FROM going ORDER BY at_ms DESC, seq DESC LIMIT ?', most)
      .toArray()
      .map(({ seq }) => seq);
  }
}
