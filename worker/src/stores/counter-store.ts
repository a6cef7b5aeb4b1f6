/** What a ClickCounter keeps in its SQLite database. All writes of one method without an await in it are one commit. */
import type { ScannedHits, ShardState } from 'klikspor/edge';
import { core } from '../core.ts';
import { summed } from '../counting-sums.ts';
import { dropLoaded, keepLoaded, loadedState } from '../loaded-states.ts';
import { OtherPublishingError } from '../refusal.ts';
import type { CountingSums, PublishedCounts, ShardIdentity } from '../rpc.ts';
import { migrate } from './migrate.ts';

const STEPS = [
  // `seq` is given out here and only grows, so that "not folded" is a range and needs no column and no index of its own.
  `CREATE TABLE IF NOT EXISTS shard(one INTEGER PRIMARY KEY CHECK(one = 1), json TEXT NOT NULL);
   CREATE TABLE IF NOT EXISTS batch(seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, received_ms INTEGER NOT NULL, bytes BLOB);
   CREATE TABLE IF NOT EXISTS unreadable(seq INTEGER PRIMARY KEY);
   CREATE TABLE IF NOT EXISTS state(part INTEGER PRIMARY KEY, octets BLOB NOT NULL);
   CREATE TABLE IF NOT EXISTS opt_out(recipient INTEGER PRIMARY KEY, confirmed_ms INTEGER NOT NULL);`,
  // Whom the scan rule took for a scanner: a shard without `keepsScans` is counted anew, where it can be, by `folding.ts`.
  `CREATE TABLE IF NOT EXISTS scan(seq INTEGER NOT NULL, recipient INTEGER NOT NULL, hits BLOB NOT NULL);
   CREATE INDEX IF NOT EXISTS scan_seq ON scan(seq);
   CREATE INDEX IF NOT EXISTS scan_recipient ON scan(recipient);
   CREATE TABLE IF NOT EXISTS to_clear(recipient INTEGER PRIMARY KEY);`,
  'CREATE TABLE IF NOT EXISTS recovered(one INTEGER PRIMARY KEY CHECK(one = 1), json TEXT NOT NULL)',
];

/** Longest value of a row is 2 MB; the folded state is cut into rows of this size. */
const STATE_PART = 1024 * 1024;
/** Ids stay this long after their batch: two queues, one after the other, deliver up to 28 days late. */
export const TOMBSTONE_MS = 30 * 24 * 3600 * 1000;

/** A batch that has been stored and not folded. */
export interface StoredBatch {
  readonly seq: number;
  readonly bytes: Uint8Array;
}

/** A raw batch that is still held, with the places of those of its hits that were taken for part of a scan. */
export interface RawBatch extends StoredBatch {
  readonly id: string;
  readonly scanned: readonly number[];
}

/** A batch with the places of those of its hits that were taken for part of a scan. */
export interface ScannedBatch {
  readonly bytes: Uint8Array;
  readonly hits: readonly number[];
}

/** Some of those that wait to be folded, oldest first. */
export interface BatchList {
  readonly batches: readonly StoredBatch[];
  /** When the last of them came, if more came after it. */
  readonly moreAfterMs: number | undefined;
}

/** The one row about the shard itself. */
export interface ShardRow extends CountingSums {
  readonly identity: ShardIdentity;
  /** Batches up to this number are in the state. */
  readonly foldedSeq: number;
  /** Grows with everything that changes the counts; the second number is that of the copy in KV. */
  readonly changes: number;
  readonly publishedChanges: number;
  readonly publishedAtMs: number;
  readonly publishTriedMs: number;
  /** Publishing failures in a row. */
  readonly failuresInARow: number;
  /** When raw hits or tombstones come to their end; 0: there are none. */
  readonly eraseAtMs: number;
  /** Whom the scan rule took for a scanner is kept beside the batches. Absent: an earlier version began this shard. */
  readonly keepsScans?: true;
  /** KV was asked for a copy from before this row was made. */
  readonly copyChecked?: boolean;
}

export class CounterStore {
  readonly #storage: DurableObjectStorage;
  #hasTables = false;
  /** What stands in the database, so that a hit in a strict campaign reads nothing. */
  #shard: ShardRow | undefined;
  /** Null: there is none. */
  #recovered: PublishedCounts | null | undefined;
  #nextSeq: number | undefined;
  /** KV was asked while there was no row, and has no copy. */
  hasNoCopy = false;
  /** Stands for this counter among the loaded states. */
  readonly #loadedAs = {};

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
  }

  /** Nothing was ever stored here. */
  isEmpty(): boolean {
    return (
      !this.#hasTables &&
      this.#storage.sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'shard'").toArray().length === 0
    );
  }

  /** Tables are made by the first who needs them. */
  get #sql(): SqlStorage {
    if (!this.#hasTables) {
      migrate(this.#storage, 'counter', STEPS);
      this.#hasTables = true;
    }
    return this.#storage.sql;
  }

  shard(): ShardRow | undefined {
    this.#shard ??= this.#one('shard') as ShardRow | undefined;
    return this.#shard;
  }

  saveShard(row: ShardRow): ShardRow {
    this.#sql.exec('INSERT OR REPLACE INTO shard VALUES(1, ?)', JSON.stringify(row));
    this.#shard = row;
    return row;
  }

  /** Saved as something that changes the counts. */
  changed(row: ShardRow): ShardRow {
    return this.saveShard({ ...row, changes: row.changes + 1 });
  }

  /** The row of a shard that is this one; made, if it is the first to be told. */
  begun(identity: ShardIdentity): ShardRow {
    this.refuseOthers(identity.shape.publishedAtMs);
    return (
      this.shard() ??
      this.saveShard({
        ...{ identity, foldedSeq: 0, changes: 0, publishedChanges: 0, publishedAtMs: 0, publishTriedMs: 0 },
        ...{ failuresInARow: 0, eraseAtMs: 0, keepsScans: true, copyChecked: this.hasNoCopy },
        ...summed([]),
      })
    );
  }

  /** Undefined: asked by a worker of the version before, which did not say. */
  refuseOthers(campaignPublishedAtMs: number | undefined): void {
    const held = this.shard()?.identity.shape.publishedAtMs;
    if (held === undefined || campaignPublishedAtMs === undefined || held === campaignPublishedAtMs) return;
    throw new OtherPublishingError(held);
  }

  /** What a copy in KV said of a counter that was lost here: counted beside the state. */
  recovered(): PublishedCounts | null {
    if (this.#recovered === undefined) this.#recovered = (this.#one('recovered') ?? null) as PublishedCounts | null;
    return this.#recovered;
  }

  saveRecovered(copy: PublishedCounts): void {
    this.#sql.exec('INSERT OR REPLACE INTO recovered VALUES(1, ?)', JSON.stringify(copy));
    this.#recovered = copy;
  }

  /** What stands in the one row of a table. */
  #one(table: 'shard' | 'recovered'): unknown {
    const [row] = this.#sql.exec<{ json: string }>(`SELECT json FROM ${table}`).toArray();
    return row && JSON.parse(row.json);
  }

  /** True if the id is new. */
  addBatch(id: string, bytes: Uint8Array, nowMs: number): boolean {
    this.#nextSeq ??=
      Math.max(
        this.#sql.exec<{ seq: number | null }>('SELECT max(seq) AS seq FROM batch').one().seq ?? 0,
        this.shard()?.foldedSeq ?? 0,
      ) + 1;
    const { rowsWritten } = this.#sql.exec(
      'INSERT OR IGNORE INTO batch VALUES(?, ?, ?, ?)',
      this.#nextSeq,
      id,
      nowMs,
      bytes,
    );
    if (rowsWritten === 0) return false;
    this.#nextSeq++;
    return true;
  }

  /** Until there are so many batches or octets; at least one if there is one. */
  batchesAfter(seq: number, most: { readonly batches: number; readonly octets: number }): BatchList {
    const rows = this.#sql.exec<{ seq: number; receivedMs: number; bytes: ArrayBuffer }>(
      'SELECT seq, received_ms AS receivedMs, bytes FROM batch WHERE seq > ? AND bytes IS NOT NULL ORDER BY seq LIMIT ?',
      seq,
      most.batches,
    );
    const found = upTo(rows, most.octets);
    const last = found.at(-1);
    return {
      batches: found.map(inOctets),
      moreAfterMs: last !== undefined && this.hasBatchesAfter(last.seq) ? last.receivedMs : undefined,
    };
  }

  hasBatchesAfter(seq: number): boolean {
    return this.#sql.exec('SELECT 1 FROM batch WHERE seq > ? LIMIT 1', seq).toArray().length > 0;
  }

  /** Batches that this version could not read, for a later one. */
  unreadable(): StoredBatch[] {
    return this.#sql
      .exec<{ seq: number; bytes: ArrayBuffer }>(
        'SELECT seq, bytes FROM unreadable JOIN batch USING (seq) WHERE bytes IS NOT NULL ORDER BY seq',
      )
      .toArray()
      .map(inOctets);
  }

  markUnreadable(seq: number): void {
    this.#sql.exec('INSERT OR IGNORE INTO unreadable VALUES(?)', seq);
  }

  markReadable(seq: number): void {
    this.#sql.exec('DELETE FROM unreadable WHERE seq = ?', seq);
  }

  /** Oldest first, until `octets` are reached; at least one if there is one. */
  rawBatches(afterSeq: number, octets: number): RawBatch[] {
    const rows = this.#sql.exec<{ seq: number; id: string; bytes: ArrayBuffer }>(
      'SELECT seq, id, bytes FROM batch WHERE seq > ? AND bytes IS NOT NULL ORDER BY seq',
      afterSeq,
    );
    const found = upTo(rows, octets);
    const scanned = new Map<number, number[]>();
    const scans = this.#sql.exec<{ seq: number; hits: ArrayBuffer }>(
      'SELECT seq, hits FROM scan WHERE seq > ? AND seq <= ?',
      afterSeq,
      found.at(-1)?.seq ?? afterSeq,
    );
    for (const { seq, hits } of scans) scanned.set(seq, [...(scanned.get(seq) ?? []), ...new Uint16Array(hits)]);
    return found.map((row) => ({ ...inOctets(row), scanned: scanned.get(row.seq) ?? [] }));
  }

  #addScans(scans: readonly ScannedHits[]): void {
    for (const { seq, recipient, hits } of scans) {
      // Places in a batch: it holds fewer than 65,536 octets.
      this.#sql.exec('INSERT INTO scan VALUES(?, ?, ?)', seq, recipient, Uint16Array.from(hits).buffer);
    }
  }

  /** One batch in memory at a time. */
  *scansOf(recipient: number): Iterable<ScannedBatch> {
    const rows = this.#sql.exec<{ bytes: ArrayBuffer; hits: ArrayBuffer }>(
      'SELECT bytes, hits FROM scan JOIN batch USING (seq) WHERE recipient = ? AND bytes IS NOT NULL',
      recipient,
    );
    for (const { bytes, hits } of rows) yield { bytes: new Uint8Array(bytes), hits: [...new Uint16Array(hits)] };
  }

  /** Recipients who confirmed an opt-out that the state does not know of yet. */
  toClear(most: number): number[] {
    return this.#sql
      .exec<{ recipient: number }>('SELECT recipient FROM to_clear LIMIT ?', most)
      .toArray()
      .map(({ recipient }) => recipient);
  }

  cleared(recipients: readonly number[]): void {
    for (const recipient of recipients) this.#sql.exec('DELETE FROM to_clear WHERE recipient = ?', recipient);
  }

  /** Everybody who has opted out is to be cleared. */
  clearOptedOut(): void {
    this.#sql.exec('INSERT OR IGNORE INTO to_clear SELECT recipient FROM opt_out');
  }

  /** Forgets what was folded, if every one of so many folded batches is still held: they can be folded anew. */
  unfold(foldedSeq: number, batches: number): boolean {
    const { n } = this.#sql
      .exec<{ n: number }>(
        `SELECT count(*) AS n FROM batch
         WHERE seq <= ? AND bytes IS NOT NULL AND seq NOT IN (SELECT seq FROM unreadable)`,
        foldedSeq,
      )
      .one();
    if (n !== batches) return false;
    this.#sql.exec('DELETE FROM unreadable');
    this.#sql.exec('DELETE FROM state');
    dropLoaded(this.#loadedAs);
    return true;
  }

  /**
   * What `row`'s shard has counted, loaded when first asked for. It is changed within `transaction` only, which forgets it
   * when it fails: what is on disk decides.
   */
  counted({ identity }: ShardRow): ShardState {
    const known = loadedState(this.#loadedAs);
    if (known !== undefined) return known;
    const octets = this.state();
    const state = core.loadShardState(octets, identity.shape);
    keepLoaded(this.#loadedAs, state, octets.length);
    return state;
  }

  saveCounted(state: ShardState): void {
    const octets = state.save();
    this.#saveState(octets);
    this.#addScans(state.newScans());
    keepLoaded(this.#loadedAs, state, octets.length);
  }

  /** As it was last saved. */
  state(): Uint8Array {
    const parts = this.#sql.exec<{ octets: ArrayBuffer }>('SELECT octets FROM state ORDER BY part').toArray();
    const octets = new Uint8Array(parts.reduce((sum, part) => sum + part.octets.byteLength, 0));
    let at = 0;
    for (const part of parts) {
      octets.set(new Uint8Array(part.octets), at);
      at += part.octets.byteLength;
    }
    return octets;
  }

  #saveState(octets: Uint8Array): void {
    let part = 0;
    for (let at = 0; at < octets.length; at += STATE_PART) {
      this.#sql.exec('INSERT OR REPLACE INTO state VALUES(?, ?)', part++, octets.slice(at, at + STATE_PART));
    }
    this.#sql.exec('DELETE FROM state WHERE part >= ?', part);
  }

  /** Raw hits past their life go; ids stay as tombstones, then go too. Returns when there is something to erase next. */
  erase(nowMs: number, rawLifeMs: number, foldedSeq: number): number | undefined {
    // What a clock wrote that was ahead is taken to have come now, or it would stay until that day.
    this.#sql.exec('UPDATE batch SET received_ms = ?1 WHERE received_ms > ?1', nowMs);
    this.#sql.exec(
      `UPDATE batch SET bytes = NULL
       WHERE seq <= ?1 AND received_ms <= ?2 AND bytes IS NOT NULL AND seq NOT IN (SELECT seq FROM unreadable)`,
      foldedSeq,
      nowMs - rawLifeMs,
    );
    this.#sql.exec('DELETE FROM scan WHERE seq NOT IN (SELECT seq FROM batch WHERE bytes IS NOT NULL)');
    this.#sql.exec(
      'DELETE FROM batch WHERE seq <= ? AND bytes IS NULL AND received_ms <= ?',
      foldedSeq,
      nowMs - TOMBSTONE_MS,
    );
    const next = this.#sql
      .exec<{ raw: number | null; tombstone: number | null }>(
        `SELECT min(CASE WHEN bytes IS NOT NULL THEN received_ms END) AS raw,
                min(CASE WHEN bytes IS NULL THEN received_ms END) AS tombstone FROM batch WHERE seq <= ?`,
        foldedSeq,
      )
      .one();
    const times = [
      ...(next.raw === null ? [] : [next.raw + rawLifeMs]),
      ...(next.tombstone === null ? [] : [next.tombstone + TOMBSTONE_MS]),
    ];
    return times.length === 0 ? undefined : Math.min(...times);
  }

  /** The moment of the first confirmation. Whoever confirms is a person: the next fold clears the recipient. */
  optOut(recipient: number, nowMs: number): number {
    const { rowsWritten } = this.#sql.exec('INSERT OR IGNORE INTO opt_out VALUES(?, ?)', recipient, nowMs);
    if (rowsWritten > 0) this.#sql.exec('INSERT OR IGNORE INTO to_clear VALUES(?)', recipient);
    return this.#sql.exec<{ at: number }>('SELECT confirmed_ms AS at FROM opt_out WHERE recipient = ?', recipient).one()
      .at;
  }

  optIn(recipient: number): boolean {
    return this.#sql.exec('DELETE FROM opt_out WHERE recipient = ?', recipient).rowsWritten > 0;
  }

  isOptedOut(recipient: number): boolean {
    return this.#sql.exec('SELECT 1 FROM opt_out WHERE recipient = ?', recipient).toArray().length > 0;
  }

  optOutCount(): number {
    return this.#sql.exec<{ n: number }>('SELECT count(*) AS n FROM opt_out').one().n;
  }

  optOuts(): { recipients: number[]; confirmedAtMs: number[] } {
    const rows = this.#sql
      .exec<{ recipient: number; at: number }>(
        'SELECT recipient, confirmed_ms AS at FROM opt_out ORDER BY confirmed_ms, recipient',
      )
      .toArray();
    return { recipients: rows.map(({ recipient }) => recipient), confirmedAtMs: rows.map(({ at }) => at) };
  }

  /** All or nothing, in memory too. */
  transaction<T>(work: () => T): T {
    try {
      return this.#storage.transactionSync(work);
    } catch (error) {
      this.#hasTables = false;
      this.#shard = undefined;
      this.#recovered = undefined;
      this.#nextSeq = undefined;
      dropLoaded(this.#loadedAs);
      throw error;
    }
  }
}

const inOctets = <T extends { readonly bytes: ArrayBuffer }>(row: T) => ({ ...row, bytes: new Uint8Array(row.bytes) });

/** Reads rows until they hold `octets`. The rest is never read. */
function upTo<T extends { readonly bytes: ArrayBuffer }>(rows: Iterable<T>, octets: number): T[] {
  const found: T[] = [];
  let length = 0;
  for (const row of rows) {
    found.push(row);
    length += row.bytes.byteLength;
    if (length >= octets) break;
  }
  return found;
}
