/**
 * What is left of a counter whose campaign was deleted: which one it was, so that nothing is counted in its place, and those
 * who opted out, so that their links answer and nobody forgets their word. A hash is kept of theirs alone, and where nobody
 * had sent it there is none.
 */
import type { ShardIdentity } from '../shard-identity.ts';
import { migrate } from './migrate.ts';

const STEPS = [
  `CREATE TABLE IF NOT EXISTS remains(one INTEGER PRIMARY KEY CHECK(one = 1), json TEXT NOT NULL);
   CREATE TABLE IF NOT EXISTS stopped(
     recipient INTEGER PRIMARY KEY, at_ms INTEGER NOT NULL, hash BLOB, is_of_all INTEGER NOT NULL);
   CREATE TABLE IF NOT EXISTS last_word(
     seq INTEGER PRIMARY KEY, hash BLOB NOT NULL, is_start INTEGER NOT NULL, at_ms INTEGER NOT NULL,
     is_of_all INTEGER NOT NULL);`,
];

export interface Remains extends Pick<ShardIdentity, 'host' | 'number' | 'shard' | 'listName'> {
  readonly publishedAtMs: number;
  /** The copy of its counts in KV is gone as well. */
  readonly isCopyGone: boolean;
  /** How many had opted out when it was deleted. */
  readonly stopped: number;
}

export interface Stopped {
  readonly recipient: number;
  readonly atMs: number;
  /** Null: nobody has sent it. */
  readonly hash: Uint8Array | null;
  /** Of all the domain's lists, not only of the campaign's. */
  readonly isOfAll: boolean;
}

export interface LastWord {
  readonly seq: number;
  readonly hash: Uint8Array;
  readonly isStart: boolean;
  readonly atMs: number;
  readonly isOfAll: boolean;
}

/** Whoever confirms an opt-out again after so long is told on once more. */
export const AGAIN_MS = 60_000;

type Kept = { recipient: number; atMs: number; hash: ArrayBuffer | null; isOfAll: number };

export class RemainsStore {
  readonly #storage: DurableObjectStorage;
  /** Null: the campaign is there. Every hit asks. */
  #remains: Remains | null | undefined;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
  }

  get #sql(): SqlStorage {
    return this.#storage.sql;
  }

  /** Null: the campaign was not deleted. */
  of(): Remains | null {
    if (this.#remains === undefined) {
      const isThere = this.#sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'remains'").toArray().length > 0;
      const [row] = isThere ? this.#sql.exec<{ json: string }>('SELECT json FROM remains').toArray() : [];
      this.#remains = row === undefined ? null : (JSON.parse(row.json) as Remains);
    }
    return this.#remains;
  }

  /** In memory: what is on disk may be another. */
  forget(): void {
    this.#remains = undefined;
  }

  /** All that the counter had goes, in the commit that keeps this. */
  takePlace(remains: Remains, stopped: readonly Stopped[], words: readonly Omit<LastWord, 'seq'>[]): void {
    const tables = this.#sql
      .exec<{ name: string }>(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT LIKE '\\_cf\\_%' ESCAPE '\\'",
      )
      .toArray();
    for (const { name } of tables) this.#sql.exec(`DROP TABLE "${name}"`);
    migrate(this.#storage, 'remains', STEPS);
    for (const { recipient, atMs, hash, isOfAll } of stopped) {
      this.#sql.exec('INSERT INTO stopped VALUES(?, ?, ?, ?)', recipient, atMs, hash, isOfAll ? 1 : 0);
    }
    for (const word of words) this.#noteWord(word);
    this.#save(remains);
  }

  #save(remains: Remains): void {
    this.#sql.exec('INSERT OR REPLACE INTO remains VALUES(1, ?)', JSON.stringify(remains));
    this.#remains = remains;
  }

  copyGone(): void {
    const remains = this.of();
    if (remains !== null) this.#save({ ...remains, isCopyGone: true });
  }

  isStopped(recipient: number): boolean {
    return (this.#find(recipient)?.atMs ?? -1) >= 0;
  }

  /** `atMs` below 0: taken back at that many milliseconds after 1970. */
  #find(recipient: number): Kept | undefined {
    return this.#sql
      .exec<Kept>(
        'SELECT recipient, at_ms AS atMs, hash, is_of_all AS isOfAll FROM stopped WHERE recipient = ?',
        recipient,
      )
      .toArray()[0];
  }

  isOfAll(recipient: number): boolean {
    return this.#find(recipient)?.isOfAll === 1;
  }

  /**
   * The moment of the first confirmation since it was last taken back. Of whom no hash is kept, the row is all that tells; of
   * others the suppression set is to be told.
   */
  stop(recipient: number, nowMs: number, isOfAll: boolean): number {
    return this.#storage.transactionSync(() => {
      const found = this.#find(recipient);
      if (found === undefined) {
        this.#sql.exec('INSERT INTO stopped VALUES(?, ?, NULL, ?)', recipient, nowMs, isOfAll ? 1 : 0);
        return nowMs;
      }
      const isTakenBack = found.atMs < 0;
      // Later than the word that took it back, whatever the clocks say: the later one holds.
      const saidMs = Math.max(nowMs, isTakenBack ? 1 - found.atMs : found.atMs);
      // As in the counter: it may have been taken back elsewhere since.
      const isSaidAgain = isTakenBack || saidMs - found.atMs >= AGAIN_MS;
      if (isSaidAgain) this.#say(found, { isStart: false, isOfAll: false, atMs: saidMs });
      if (isOfAll && (isSaidAgain || found.isOfAll !== 1)) this.#say(found, { isStart: false, isOfAll, atMs: saidMs });
      const atMs = isTakenBack ? saidMs : found.atMs;
      this.#sql.exec(
        'UPDATE stopped SET at_ms = ?, is_of_all = max(is_of_all, ?) WHERE recipient = ?',
        ...[atMs, isOfAll ? 1 : 0, recipient],
      );
      return atMs;
    });
  }

  /** Taken back: with the hash, the suppression set is to be told. It stays, for those who change their mind once more. */
  start(recipient: number, nowMs: number): void {
    const found = this.#find(recipient);
    if (found === undefined || found.atMs < 0) return;
    this.#storage.transactionSync(() => {
      // Another clock may have told the moment of the opt-out, and the later word holds.
      const atMs = Math.max(nowMs, found.atMs);
      for (const isOfAll of found.isOfAll === 1 ? [false, true] : [false]) {
        this.#say(found, { isStart: true, isOfAll, atMs });
      }
      if (found.hash === null) this.#sql.exec('DELETE FROM stopped WHERE recipient = ?', recipient);
      else this.#sql.exec('UPDATE stopped SET at_ms = ?, is_of_all = 0 WHERE recipient = ?', -atMs, recipient);
    });
  }

  #say({ hash }: Kept, word: Omit<LastWord, 'seq' | 'hash'>): void {
    if (hash !== null) this.#noteWord({ ...word, hash: new Uint8Array(hash) });
  }

  #noteWord({ hash, isStart, atMs, isOfAll }: Omit<LastWord, 'seq'>): void {
    this.#sql.exec(
      'INSERT INTO last_word(hash, is_start, at_ms, is_of_all) VALUES(?, ?, ?, ?)',
      ...[hash, isStart ? 1 : 0, atMs, isOfAll ? 1 : 0],
    );
  }

  /** Who opted out and whom the suppression set cannot know, oldest first. */
  unknown(): { recipients: number[]; confirmedAtMs: number[] } {
    const rows = this.#sql
      .exec<Kept>(
        'SELECT recipient, at_ms AS atMs, hash, is_of_all AS isOfAll FROM stopped WHERE hash IS NULL ORDER BY at_ms, recipient',
      )
      .toArray();
    return { recipients: rows.map(({ recipient }) => recipient), confirmedAtMs: rows.map(({ atMs }) => atMs) };
  }

  words(most: number): LastWord[] {
    return this.#sql
      .exec<{ seq: number; hash: ArrayBuffer; isStart: number; atMs: number; isOfAll: number }>(
        'SELECT seq, hash, is_start AS isStart, at_ms AS atMs, is_of_all AS isOfAll FROM last_word ORDER BY seq LIMIT ?',
        most,
      )
      .toArray()
      .map((row) => ({
        ...row,
        hash: new Uint8Array(row.hash),
        isStart: row.isStart === 1,
        isOfAll: row.isOfAll === 1,
      }));
  }

  told(seqs: readonly number[]): void {
    this.#storage.transactionSync(() => {
      for (const seq of seqs) this.#sql.exec('DELETE FROM last_word WHERE seq = ?', seq);
    });
  }
}
