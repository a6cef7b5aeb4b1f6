/** Links to reports, for people who have no account, in the workspace's SQLite database. Their secrets are kept as SHA-256. */
import { RateLimit } from '../rate-limit.ts';
import type { NewShare, ShareOutcome, StoredShare } from '../rpc/credentials.ts';
import { migrate } from './migrate.ts';

const STEPS = [
  `CREATE TABLE IF NOT EXISTS share(
     id TEXT PRIMARY KEY, hash TEXT NOT NULL UNIQUE, host TEXT NOT NULL, number INTEGER NOT NULL,
     published_ms INTEGER NOT NULL, name TEXT NOT NULL, created_ms INTEGER NOT NULL, expires_ms INTEGER NOT NULL);
   CREATE INDEX IF NOT EXISTS share_campaign ON share(host, number);`,
];

/** A report asks every counter of its campaign. A page that is open asks twice a minute. */
const MOST_READ = 60;
/** Links that are none, of one crowd of addresses: 256 bits are not guessed, but asking costs a read. */
const MOST_WRONG = 30;
/** Of one campaign at a time. */
const MOST_SHARES = 50;

export class ShareStore {
  readonly #sql: SqlStorage;
  readonly #reads = new RateLimit(MOST_READ);
  readonly #wrong = new RateLimit(MOST_WRONG);

  constructor(storage: DurableObjectStorage) {
    this.#sql = storage.sql;
    migrate(storage, 'share', STEPS);
  }

  /** False: the campaign has as many as it may. */
  add(share: NewShare, nowMs: number): boolean {
    const { id, hash, host, number, campaignPublishedAtMs, name, createdAtMs, expiresAtMs } = share;
    this.#sql.exec('DELETE FROM share WHERE expires_ms <= ?', nowMs);
    if (this.ofCampaign(host, number, nowMs).length >= MOST_SHARES) return false;
    this.#sql.exec(
      'INSERT INTO share VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
      ...[id, hash, host, number, campaignPublishedAtMs, name, createdAtMs, expiresAtMs],
    );
    return true;
  }

  /** Those that open, newest first. */
  ofCampaign(host: string, number: number, nowMs: number): StoredShare[] {
    return this.#sql
      .exec<{ id: string; name: string; createdAtMs: number; expiresAtMs: number }>(
        `SELECT id, name, created_ms AS createdAtMs, expires_ms AS expiresAtMs FROM share
         WHERE host = ? AND number = ? AND expires_ms > ? ORDER BY created_ms DESC, id`,
        host,
        number,
        nowMs,
      )
      .toArray();
  }

  /** False: there was none. */
  revoke(host: string, number: number, id: string): boolean {
    const query = 'DELETE FROM share WHERE host = ? AND number = ? AND id = ?';
    return this.#sql.exec(query, host, number, id).rowsWritten > 0;
  }

  /** Which campaign a link shows, by the SHA-256 of its secret. `crowd`: 0 … 255, of the asker's address. */
  open(hash: string, nowMs: number, crowd: number): ShareOutcome {
    const [row] = this.#sql
      .exec<{ id: string; host: string; number: number; campaignPublishedAtMs: number; expiresAtMs: number }>(
        `SELECT id, host, number, published_ms AS campaignPublishedAtMs, expires_ms AS expiresAtMs FROM share
         WHERE hash = ?`,
        hash,
      )
      .toArray();
    const isGood = row !== undefined && row.expiresAtMs > nowMs;
    const retryAfterMs = isGood ? this.#reads.take(row.id, nowMs) : this.#wrong.take(String(crowd), nowMs);
    if (retryAfterMs > 0) return { outcome: 'too-many', retryAfterMs };
    if (!isGood) return { outcome: 'unknown' };
    const { host, number, campaignPublishedAtMs, expiresAtMs } = row;
    return { outcome: 'open', host, number, campaignPublishedAtMs, expiresAtMs };
  }

  /** All of a campaign's; how many they were. */
  forget(host: string, number: number): number {
    const where = 'FROM share WHERE host = ? AND number = ?';
    const { n } = this.#sql.exec<{ n: number }>(`SELECT count(*) AS n ${where}`, host, number).one();
    this.#sql.exec(`DELETE ${where}`, host, number);
    return n;
  }
}
