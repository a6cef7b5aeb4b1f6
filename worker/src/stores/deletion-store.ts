/** The dated records of campaigns that were deleted, in the workspace's SQLite database: what their links need, and counts. */
import type { CampaignRecord } from '../records.ts';
import type { StoredDeletion } from '../rpc/catalogue.ts';
import { migrate } from './migrate.ts';

const STEPS = [
  `CREATE TABLE IF NOT EXISTS deletion(
     seq INTEGER PRIMARY KEY AUTOINCREMENT, host TEXT NOT NULL, number INTEGER NOT NULL, record TEXT NOT NULL,
     at_ms INTEGER NOT NULL, rest TEXT NOT NULL, is_done INTEGER NOT NULL DEFAULT 0, UNIQUE (host, number));
   CREATE INDEX IF NOT EXISTS deletion_left ON deletion(seq) WHERE is_done = 0;`,
];

type Row = { seq: number; record: string; atMs: number; rest: string };

const COLUMNS = 'seq, record, at_ms AS atMs, rest';

const read = ({ seq, record, atMs, rest }: Row): StoredDeletion => ({
  ...{ seq, atMs, record: JSON.parse(record) as CampaignRecord },
  ...(JSON.parse(rest) as Pick<StoredDeletion, 'left' | 'counts' | 'sentTo' | 'shares' | 'vanitySlugs'>),
});

export class DeletionStore {
  readonly #sql: SqlStorage;

  constructor(storage: DurableObjectStorage) {
    this.#sql = storage.sql;
    migrate(storage, 'deletion', STEPS);
  }

  of(host: string, number: number): StoredDeletion | null {
    const where = 'WHERE host = ? AND number = ?';
    const [row] = this.#sql.exec<Row>(`SELECT ${COLUMNS} FROM deletion ${where}`, host, number).toArray();
    return row === undefined ? null : read(row);
  }

  newest(before: number | null, most: number): StoredDeletion[] {
    return this.#sql
      .exec<Row>(
        `SELECT ${COLUMNS} FROM deletion WHERE seq < ? ORDER BY seq DESC LIMIT ?`,
        ...[before ?? Number.MAX_SAFE_INTEGER, most],
      )
      .toArray()
      .map(read);
  }

  /** Some that are not through. */
  unfinished(most: number): StoredDeletion[] {
    return this.#sql
      .exec<Row>(`SELECT ${COLUMNS} FROM deletion WHERE is_done = 0 ORDER BY random() LIMIT ?`, most)
      .toArray()
      .map(read);
  }

  hasUnfinished(): boolean {
    return this.#sql.exec('SELECT 1 FROM deletion WHERE is_done = 0 LIMIT 1').toArray().length > 0;
  }

  add({ record, atMs, ...rest }: Omit<StoredDeletion, 'seq'>): void {
    this.#sql.exec(
      'INSERT INTO deletion(host, number, record, at_ms, rest, is_done) VALUES (?, ?, ?, ?, ?, 0)',
      ...[record.host, record.number, JSON.stringify(record), atMs, JSON.stringify(rest)],
    );
  }

  save({ seq, left, counts, sentTo, shares, vanitySlugs }: StoredDeletion): void {
    this.#sql.exec(
      'UPDATE deletion SET rest = ?, is_done = ? WHERE seq = ?',
      ...[JSON.stringify({ left, counts, sentTo, shares, vanitySlugs }), left.length === 0 ? 1 : 0, seq],
    );
  }
}
