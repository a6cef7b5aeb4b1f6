/**
 * Campaigns that go on: which one takes messages of which kind now, and how many of its rows are given out. With it stand the
 * callers' own ids of messages, and what was given out under an idempotency key.
 */
import type { MessagePlace } from '../sending/message-id.ts';
import { migrate } from './migrate.ts';

const STEPS = [
  `CREATE TABLE IF NOT EXISTS running(
     key TEXT PRIMARY KEY, generation INTEGER NOT NULL, seq INTEGER NOT NULL, taken INTEGER NOT NULL);
   CREATE TABLE IF NOT EXISTS own_id(
     id TEXT PRIMARY KEY, seq INTEGER NOT NULL, published_ms INTEGER NOT NULL, row INTEGER NOT NULL,
     at_ms INTEGER NOT NULL);
   CREATE INDEX IF NOT EXISTS own_id_at ON own_id(at_ms);
   CREATE INDEX IF NOT EXISTS own_id_place ON own_id(seq, row);
   CREATE TABLE IF NOT EXISTS placed(
     key TEXT PRIMARY KEY, body_hash TEXT NOT NULL, places TEXT NOT NULL, at_ms INTEGER NOT NULL);`,
];

/** Idempotency keys are kept this long. */
const KEY_LIFE_MS = 24 * 3_600_000;
/** A message may be sent again under its own id for so long, and is not sent twice. */
const OWN_ID_LIFE_MS = 30 * 86_400_000;

/** In the place of a row. */
export const ERASED = -1;

export interface RunningRow {
  /** How many campaigns there have been of this key. */
  readonly generation: number;
  /** Position in the catalogue. */
  readonly seq: number;
  /** Rows given out: 0 to this one less. */
  readonly taken: number;
}

export class RunningStore {
  readonly #sql: SqlStorage;

  constructor(storage: DurableObjectStorage) {
    this.#sql = storage.sql;
    migrate(storage, 'running', STEPS);
  }

  /** What has ended goes. */
  expire(nowMs: number): void {
    this.#sql.exec('DELETE FROM placed WHERE at_ms <= ?', nowMs - KEY_LIFE_MS);
    this.#sql.exec('DELETE FROM own_id WHERE at_ms <= ?', nowMs - OWN_ID_LIFE_MS);
  }

  of(key: string): RunningRow | undefined {
    return this.#sql
      .exec<Record<keyof RunningRow, number>>('SELECT generation, seq, taken FROM running WHERE key = ?', key)
      .toArray()[0];
  }

  save(key: string, { generation, seq, taken }: RunningRow): void {
    this.#sql.exec('INSERT OR REPLACE INTO running VALUES(?, ?, ?, ?)', key, generation, seq, taken);
  }

  /** Undefined: no message was given this id, or it is long ago. */
  placeOf(id: string): MessagePlace | undefined {
    return this.#sql
      .exec<{ seq: number; publishedAtMs: number; row: number }>(
        'SELECT seq, published_ms AS publishedAtMs, row FROM own_id WHERE id = ?',
        id,
      )
      .toArray()[0];
  }

  savePlace(id: string, { seq, publishedAtMs, row }: MessagePlace, nowMs: number): void {
    this.#sql.exec('INSERT OR REPLACE INTO own_id VALUES(?, ?, ?, ?, ?)', id, seq, publishedAtMs, row, nowMs);
  }

  /** What its caller called the message at this place. */
  idAt(seq: number, row: number): string | undefined {
    const query = 'SELECT id FROM own_id WHERE seq = ? AND row = ?';
    return this.#sql.exec<{ id: string }>(query, seq, row).toArray()[0]?.id;
  }

  /** No message was handed over for them. */
  takeBack(places: readonly MessagePlace[]): void {
    for (const { seq, row } of places) this.#sql.exec('DELETE FROM own_id WHERE seq = ? AND row = ?', seq, row);
  }

  /** Its recipient was erased: sent again under its id or key, it goes to nobody. */
  erase(seq: number, row: number): void {
    this.#sql.exec('UPDATE own_id SET row = ? WHERE seq = ? AND row = ?', ERASED, seq, row);
    for (const { key, places } of this.#sql
      .exec<{ key: string; places: string }>('SELECT key, places FROM placed')
      .toArray()) {
      const all = JSON.parse(places) as (MessagePlace | null)[];
      const left = all.map((place) => (place?.seq === seq && place.row === row ? { ...place, row: ERASED } : place));
      this.#sql.exec('UPDATE placed SET places = ? WHERE key = ?', JSON.stringify(left), key);
    }
  }

  forget(key: string): void {
    this.#sql.exec('DELETE FROM placed WHERE key = ?', key);
  }

  /** What was given out under an idempotency key. */
  placed(key: string): { readonly bodyHash: string; readonly places: string } | undefined {
    return this.#sql
      .exec<{ bodyHash: string; places: string }>('SELECT body_hash AS bodyHash, places FROM placed WHERE key = ?', key)
      .toArray()[0];
  }

  savePlaced(key: string, bodyHash: string, places: string, nowMs: number): void {
    this.#sql.exec('INSERT OR REPLACE INTO placed VALUES(?, ?, ?, ?)', key, bodyHash, places, nowMs);
  }
}
