/**
 * What a counter knows of its recipients' numbers, keyed hashes of them, and what they said that the workspace's suppression
 * set is still to be told. A word stands here from the commit that made or took back the opt-out until it was taken in there.
 */
import { migrate } from './migrate.ts';

const STEPS = [
  `CREATE TABLE IF NOT EXISTS number_hash(part INTEGER PRIMARY KEY, octets BLOB NOT NULL);
   CREATE TABLE IF NOT EXISTS word(
     seq INTEGER PRIMARY KEY, recipient INTEGER NOT NULL, is_start INTEGER NOT NULL, at_ms INTEGER NOT NULL,
     is_of_all INTEGER NOT NULL DEFAULT 0);
   CREATE TABLE IF NOT EXISTS opt_out_of_all(recipient INTEGER PRIMARY KEY, confirmed_ms INTEGER NOT NULL);
   INSERT INTO word(recipient, is_start, at_ms)
     SELECT recipient, 0, confirmed_ms FROM opt_out ORDER BY confirmed_ms, recipient;`,
  'CREATE TABLE IF NOT EXISTS taken_back(recipient INTEGER PRIMARY KEY, at_ms INTEGER NOT NULL);',
];

/** Hashes in one part of a shard's, the last one aside. */
export const HASHES_A_PART = 16_384;
export const HASH_OCTETS = 8;

/** In SQL, of a word's recipient; the first value that is bound are the shards, which come as a number with a fraction. */
const PART_OF = `part = CAST(recipient / ?1 AS INTEGER) / ${HASHES_A_PART}`;

export interface WaitingWord {
  readonly seq: number;
  readonly recipient: number;
  readonly hash: Uint8Array;
  readonly isStart: boolean;
  /** Of all the domain's lists, not only of the campaign's. */
  readonly isOfAll: boolean;
  readonly atMs: number;
}

/** Where a recipient's hash stands among those of its shard. */
const hashPlace = (recipient: number, shards: number): { readonly part: number; readonly at: number } => {
  const place = Math.floor(recipient / shards);
  return { part: Math.floor(place / HASHES_A_PART), at: place % HASHES_A_PART };
};

/** How many of a campaign's recipients a shard has. */
export const recipientsIn = (shard: number, shards: number, recipients: number): number =>
  Math.ceil((recipients - shard) / shards);

export class SuppressingStore {
  readonly #storage: DurableObjectStorage;
  #isOpen = false;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
  }

  /** Before anything else, and before a transaction: the counter's own tables are there. */
  open(): void {
    if (!this.#isOpen) migrate(this.#storage, 'suppressing', STEPS);
    this.#isOpen = true;
  }

  /**
   * Whoever of them is opted out is told once more: the set may have been restored from a backup that lacks it. Hashes that
   * were erased stay so.
   */
  savePart(part: number, given: Uint8Array, shards: number): void {
    const octets = given.slice();
    this.#storage.transactionSync(() => {
      const known = this.parts().includes(part) ? this.#part(part) : new Uint8Array();
      for (let at = 0; at < known.length; at += HASH_OCTETS) {
        if (isErased(known.subarray(at, at + HASH_OCTETS))) octets.fill(0, at, at + HASH_OCTETS);
      }
      this.#storage.sql.exec('INSERT OR REPLACE INTO number_hash VALUES(?, ?)', part, octets);
      for (const [isOfAll, table] of ['opt_out', 'opt_out_of_all'].entries()) {
        this.#storage.sql.exec(
          `INSERT INTO word(recipient, is_start, at_ms, is_of_all) SELECT recipient, 0, confirmed_ms, ?3
           FROM ${table} JOIN number_hash ON ${PART_OF}
           WHERE part = ?2 AND recipient NOT IN (SELECT recipient FROM word WHERE is_of_all = ?3)`,
          ...[shards, part, isOfAll],
        );
      }
    });
  }

  /** Of a campaign that goes on: hashes of some recipients. False, and nothing was kept: one has another already. */
  noteHashes(recipients: readonly number[], hashes: Uint8Array, shards: number): boolean {
    const parts = new Map<number, Uint8Array>();
    for (const [i, recipient] of recipients.entries()) {
      const { part, at } = hashPlace(recipient, shards);
      const from = at * HASH_OCTETS;
      const hash = hashes.subarray(i * HASH_OCTETS, (i + 1) * HASH_OCTETS);
      let octets = parts.get(part) ?? (this.parts().includes(part) ? this.#part(part) : new Uint8Array());
      if (octets.length < from + HASH_OCTETS) {
        const grown = new Uint8Array(from + HASH_OCTETS);
        grown.set(octets);
        octets = grown;
      }
      const known = octets.subarray(from, from + HASH_OCTETS);
      if (!isErased(known) && known.some((octet, n) => octet !== hash[n])) return false;
      octets.set(hash, from);
      parts.set(part, octets);
    }
    this.#storage.transactionSync(() => {
      for (const [part, octets] of parts) {
        this.#storage.sql.exec('INSERT OR REPLACE INTO number_hash VALUES(?, ?)', part, octets);
      }
    });
    return true;
  }

  parts(): number[] {
    return this.#storage.sql
      .exec<{ part: number }>('SELECT part FROM number_hash ORDER BY part')
      .toArray()
      .map(({ part }) => part);
  }

  note(recipient: number, isStart: boolean, atMs: number, isOfAll = false): void {
    this.#storage.sql.exec(
      'INSERT INTO word(recipient, is_start, at_ms, is_of_all) VALUES(?, ?, ?, ?)',
      ...[recipient, isStart ? 1 : 0, atMs, isOfAll ? 1 : 0],
    );
  }

  /** As it is told. Whoever opts out again after that says so later, whatever the clocks say. */
  takeBack(recipient: number, atMs: number): void {
    this.#storage.sql.exec('INSERT OR REPLACE INTO taken_back VALUES(?, ?)', recipient, atMs);
  }

  /** When the recipient last took an opt-out back; undefined: never. */
  takenBackMs(recipient: number): number | undefined {
    return this.#storage.sql
      .exec<{ at: number }>('SELECT at_ms AS at FROM taken_back WHERE recipient = ?', recipient)
      .toArray()[0]?.at;
  }

  isOutOfAll(recipient: number): boolean {
    return this.#storage.sql.exec('SELECT 1 FROM opt_out_of_all WHERE recipient = ?', recipient).toArray().length > 0;
  }

  /** Noted as a word, too, unless there is no hash to tell it by. */
  optOutOfAll(recipient: number, nowMs: number, isTellable: boolean): void {
    this.#storage.sql.exec('INSERT INTO opt_out_of_all VALUES(?, ?)', recipient, nowMs);
    if (isTellable) this.note(recipient, false, nowMs, true);
  }

  optInToAll(recipient: number, nowMs: number, isTellable: boolean): void {
    this.#storage.sql.exec('DELETE FROM opt_out_of_all WHERE recipient = ?', recipient);
    if (isTellable) this.note(recipient, true, nowMs, true);
  }

  /** The first of those whose hash is known, in the order they were said. Those whose hash was erased go: nobody can tell them. */
  next(shards: number, most: number): WaitingWord[] {
    for (;;) {
      const words = this.#first(shards, most);
      const tellable = words.filter(({ hash }) => !isErased(hash));
      if (tellable.length === words.length) return words;
      this.delivered(words.filter(({ hash }) => isErased(hash)));
    }
  }

  #first(shards: number, most: number): WaitingWord[] {
    const rows = this.#storage.sql
      .exec<{ seq: number; recipient: number; isStart: number; isOfAll: number; atMs: number; part: number }>(
        `SELECT seq, recipient, is_start AS isStart, is_of_all AS isOfAll, at_ms AS atMs, part
         FROM word JOIN number_hash ON ${PART_OF} ORDER BY seq LIMIT ?2`,
        ...[shards, most],
      )
      .toArray();
    const parts = new Map<number, Uint8Array>();
    return rows.map(({ seq, recipient, isStart, isOfAll, atMs, part }) => {
      const octets = parts.get(part) ?? this.#part(part);
      parts.set(part, octets);
      const from = hashPlace(recipient, shards).at * HASH_OCTETS;
      const hash = octets.slice(from, from + HASH_OCTETS);
      return { seq, recipient, hash, isStart: isStart === 1, isOfAll: isOfAll === 1, atMs };
    });
  }

  #part(part: number): Uint8Array {
    const { octets } = this.#storage.sql
      .exec<{ octets: ArrayBuffer }>('SELECT octets FROM number_hash WHERE part = ?', part)
      .one();
    return new Uint8Array(octets);
  }

  /** Who is opted out, with the hash of the number where somebody has sent it. */
  optedOut(shards: number): { recipient: number; atMs: number; isOfAll: boolean; hash: Uint8Array | null }[] {
    const rows = this.#storage.sql
      .exec<{ recipient: number; atMs: number }>(
        'SELECT recipient, confirmed_ms AS atMs FROM opt_out ORDER BY recipient',
      )
      .toArray();
    const parts = new Map(this.parts().map((part) => [part, this.#part(part)]));
    return rows.map((row) => {
      const { part, at } = hashPlace(row.recipient, shards);
      const hash = parts.get(part)?.slice(at * HASH_OCTETS, (at + 1) * HASH_OCTETS);
      const isOfAll = this.isOutOfAll(row.recipient);
      return { ...row, isOfAll, hash: hash === undefined || isErased(hash) ? null : hash };
    });
  }

  /** Whether the hash of this recipient's number is known. */
  knows(recipient: number, shards: number): boolean {
    return this.#hashOf(recipient, shards) === 'known';
  }

  /** There is no hash to tell what they say by, and none comes. */
  isErased(recipient: number, shards: number): boolean {
    return this.#hashOf(recipient, shards) === 'erased';
  }

  #hashOf(recipient: number, shards: number): 'known' | 'unknown' | 'erased' {
    const { part, at } = hashPlace(recipient, shards);
    if (!this.parts().includes(part)) return 'unknown';
    return isErased(this.#part(part).slice(at * HASH_OCTETS, (at + 1) * HASH_OCTETS)) ? 'erased' : 'known';
  }

  /** The hash of this recipient's number is not known any more. `keepsWord`: what they said waits for it all the same. */
  erase(recipient: number, shards: number, keepsWord: boolean): void {
    const { part, at } = hashPlace(recipient, shards);
    if (this.parts().includes(part)) {
      const octets = this.#part(part).fill(0, at * HASH_OCTETS, (at + 1) * HASH_OCTETS);
      this.#storage.sql.exec('INSERT OR REPLACE INTO number_hash VALUES(?, ?)', part, octets);
    }
    for (const table of keepsWord ? ['taken_back'] : ['taken_back', 'word', 'opt_out_of_all']) {
      this.#storage.sql.exec(`DELETE FROM ${table} WHERE recipient = ?`, recipient);
    }
  }

  /** Whether something that this recipient said is still to be told, and can be. */
  isWaiting(recipient: number, shards: number): boolean {
    if (!this.knows(recipient, shards)) return false;
    return this.#storage.sql.exec('SELECT 1 FROM word WHERE recipient = ? LIMIT 1', recipient).toArray().length > 0;
  }

  /** These very words: the number of one that was removed meanwhile may have been given to another. */
  delivered(words: readonly WaitingWord[]): void {
    this.#storage.transactionSync(() => {
      for (const { seq, recipient, atMs } of words) {
        this.#storage.sql.exec(
          'DELETE FROM word WHERE seq = ? AND recipient = ? AND at_ms = ?',
          ...[seq, recipient, atMs],
        );
      }
    });
  }

  /** `unknown`: people who are opted out and whose hash nobody has sent. `waiting`: words on their way to the set. */
  undelivered(shards: number): { readonly unknown: number; readonly waiting: number } {
    const counted = (table: string, join: string, where: string) =>
      this.#storage.sql
        .exec<{ n: number }>(`SELECT count(*) AS n FROM ${table} ${join} number_hash ON ${PART_OF} ${where}`, shards)
        .one().n;
    return { unknown: counted('opt_out', 'LEFT JOIN', 'WHERE part IS NULL'), waiting: counted('word', 'JOIN', '') };
  }

  hasWaiting(shards: number): boolean {
    return (
      this.#storage.sql.exec(`SELECT 1 FROM word JOIN number_hash ON ${PART_OF} LIMIT 1`, shards).toArray().length > 0
    );
  }
}

/** Where a hash stood that was erased: no number hashes to it but once in 2^64. */
const isErased = (hash: Uint8Array): boolean => hash.every((octet) => octet === 0);

/** Place of the first such hash; -1: there is none. Nobody may send one, as it could not be replaced any more. */
export function erasedIn(octets: Uint8Array): number {
  for (let at = 0; at < octets.length; at += HASH_OCTETS) {
    if (isErased(octets.subarray(at, at + HASH_OCTETS))) return at / HASH_OCTETS;
  }
  return -1;
}
