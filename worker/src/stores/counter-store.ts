/** What a ClickCounter keeps in its SQLite database. All writes of one method without an await in it are one commit. */
import type { ShardState } from 'klikspor/edge';
import { core } from '../core.ts';
import { summed } from '../counting-sums.ts';
import { dropLoaded, keepLoaded, loadedState } from '../loaded-states.ts';
import { DeletedError, OtherPublishingError } from '../refusal.ts';
import type { CountingSums, PublishedCounts } from '../rpc/counter.ts';
import type { ShardIdentity } from '../shard-identity.ts';
import { BatchStore } from './batch-store.ts';
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
  // Several batches a row, numbered among those of `batch`: `batch-store.ts`.
  `CREATE TABLE IF NOT EXISTS arrival(
     seq INTEGER PRIMARY KEY, received_ms INTEGER NOT NULL, latest_ms INTEGER NOT NULL, heads BLOB NOT NULL, bytes BLOB)`,
];

/** Longest value of a row is 2 MB; the folded state is cut into rows of this size. */
const STATE_PART = 1024 * 1024;
/** The one row about the shard itself. */
export interface ShardRow extends CountingSums {
  readonly identity: ShardIdentity;
  /** Batches up to this number are in the state. */
  readonly foldedSeq: number;
  /** The same, as a version wrote it that knows of rows with several batches: one from before folds on without them. */
  readonly ownFoldedSeq?: number;
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
  /** The overview was not told of the last copy. */
  readonly overviewUntold?: true;
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
  /** Raw batches. */
  readonly batches = new BatchStore(() => this.#sql);
  /** KV was asked while there was no row, and has no copy. */
  hasNoCopy = false;
  /** Its campaign was deleted: `remains.ts` says. */
  isDeleted = (): boolean => false;
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
    if (this.#shard === undefined) {
      const row = this.#one('shard') as ShardRow | undefined;
      this.#shard = row && row.ownFoldedSeq !== row.foldedSeq ? this.#takenOver(row) : row;
    }
    return this.#shard;
  }

  saveShard(row: ShardRow): ShardRow {
    this.#shard = { ...row, ownFoldedSeq: row.foldedSeq };
    this.#sql.exec('INSERT OR REPLACE INTO shard VALUES(1, ?)', JSON.stringify(this.#shard));
    return this.#shard;
  }

  /** From an earlier version: what it did not know of, when it was put back for a while, is still to be folded. */
  #takenOver(row: ShardRow): ShardRow {
    const { ownFoldedSeq, foldedSeq } = row;
    return this.#storage.transactionSync(() => {
      if (ownFoldedSeq !== undefined) this.batches.moveBehind(ownFoldedSeq, foldedSeq);
      return this.saveShard(row);
    });
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
    if (this.isDeleted()) throw new DeletedError();
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

  /** Whether every batch that was folded is still held, so that all can be folded anew. */
  holdsFolded({ foldedSeq, batches }: ShardRow): boolean {
    return this.batches.heldUpTo(foldedSeq) === batches;
  }

  /** Forgets what was folded, if it can be folded anew; who was cleared stays so. Undefined: it cannot. */
  unfold(row: ShardRow): ShardRow | undefined {
    if (!this.holdsFolded(row)) return undefined;
    this.batches.unfold();
    const state = this.counted(row);
    state.restart();
    this.saveCounted(state);
    return this.changed({ ...row, foldedSeq: 0, batches: 0, hits: 0, attempts: 0, detours: 0 });
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
    this.batches.addScans(state.newScans());
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
    return this.optedOutMs(recipient) !== undefined;
  }

  /** When it was confirmed. */
  optedOutMs(recipient: number): number | undefined {
    return this.#sql
      .exec<{ at: number }>('SELECT confirmed_ms AS at FROM opt_out WHERE recipient = ?', recipient)
      .toArray()[0]?.at;
  }

  /**
   * The recipient is in no row beside the batches any more. An opt-out stays where `keepsOptOut`: of a number whose hash nobody
   * has sent this is the one place that knows.
   */
  eraseRecipient(recipient: number, keepsOptOut: boolean): void {
    this.#sql.exec('DELETE FROM scan WHERE recipient = ?', recipient);
    this.#sql.exec('DELETE FROM to_clear WHERE recipient = ?', recipient);
    if (!keepsOptOut) this.#sql.exec('DELETE FROM opt_out WHERE recipient = ?', recipient);
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
      this.forgetAll();
      throw error;
    }
  }

  /** In memory: what is on disk is another. */
  forgetAll(): void {
    this.#hasTables = false;
    this.#shard = undefined;
    this.#recovered = undefined;
    this.batches.forget();
    dropLoaded(this.#loadedAs);
  }
}
