/** Hits of a campaign that no number counts, added up by what became of them. */
import type { Loss, StoredLoss } from '../rpc/copies.ts';
import { migrate } from './migrate.ts';

const STEPS = [
  `CREATE TABLE IF NOT EXISTS loss (
     host TEXT NOT NULL, number INTEGER NOT NULL, kind TEXT NOT NULL, hits INTEGER NOT NULL, last_ms INTEGER NOT NULL,
     PRIMARY KEY (host, number, kind))`,
];

export class LossStore {
  readonly #storage: DurableObjectStorage;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
    migrate(storage, 'losses', STEPS);
  }

  /** All of them or none. */
  add(losses: readonly Loss[], nowMs: number): void {
    this.#storage.transactionSync(() => {
      for (const { host, number, kind, hits } of losses) {
        this.#storage.sql.exec(
          `INSERT INTO loss VALUES (?, ?, ?, ?, ?)
           ON CONFLICT DO UPDATE SET hits = hits + excluded.hits, last_ms = max(last_ms, excluded.last_ms)`,
          ...[host, number, kind, hits, nowMs],
        );
      }
    });
  }

  /** All of a campaign's. */
  forget(host: string, number: number): void {
    this.#storage.sql.exec('DELETE FROM loss WHERE host = ? AND number = ?', host, number);
  }

  /** Newest first; of one campaign, or of all. */
  newest(campaign: { host: string; number: number } | null, most: number): StoredLoss[] {
    return this.#storage.sql
      .exec<StoredLoss & Record<string, SqlStorageValue>>(
        `SELECT host, number, kind, hits, last_ms AS lastMs FROM loss
         WHERE ?1 IS NULL OR (host = ?1 AND number = ?2) ORDER BY last_ms DESC, host, number, kind LIMIT ?3`,
        ...[campaign?.host ?? null, campaign?.number ?? null, most],
      )
      .toArray();
  }
}
