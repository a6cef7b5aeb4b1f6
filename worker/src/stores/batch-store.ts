/**
 * Raw batches as they came, numbered in their order, each with its id, so that a second delivery changes nothing. The platform
 * bills rows, entries of indexes among them. So batches that come when they are made stand several in a row, `arrival`, and
 * are found again by the moments in their ids; one that comes late, or whose id says no moment, has a row and an entry of
 * its own, `batch`, as all had until November 2026.
 */
import type { ScannedHits } from 'klikspor/edge';
import { momentOf } from '../batch-id.ts';
import { fromHex, toHex } from '../octets.ts';

/** Ids stay this long after their batch: two queues, one after the other, deliver up to 28 days late. */
export const TOMBSTONE_MS = 30 * 24 * 3600 * 1000;

/**
 * How much younger the youngest id that is known may be than one that is put in `arrival`, and how far such an id may be
 * ahead of this clock. A row tells the youngest up to it, `latest_ms`, so whoever looks for an id reads the rows from its
 * moment to this much later, whatever clocks said.
 */
const PROMPT_MS = 10_000;
/** Octets of batches in one row, but for the last that is added. A value may have 2 MB. */
const ROW_OCTETS = 256 * 1024;
/** Of ids in one tombstone, as far as one row has not more. */
const TOMBSTONE_OCTETS = 1024 * 1024;
const TABLES = ['batch', 'arrival'];
/** Of each batch in `arrival.heads`: its id, and how many octets of `bytes` are its. */
const HEAD = { id: 16, octets: 20 };

/** A batch and its id. */
interface Identified {
  readonly id: string;
  readonly bytes: Uint8Array;
}

/** A batch that comes. */
export interface NewBatch extends Identified {
  /** Null: this version cannot read it. */
  readonly hits: number | null;
}

/** A batch that has been stored. */
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

/** A row of either table: `id` of `batch`, `heads` of `arrival`; `seq` is that of its last batch. */
interface Row extends Record<string, SqlStorageValue> {
  readonly seq: number;
  readonly receivedMs: number;
  readonly id: string | null;
  readonly heads: ArrayBuffer | null;
  readonly bytes: ArrayBuffer;
}

interface Unpacked extends StoredBatch {
  readonly id: string;
}

/** Rows of both in their order, read as they are asked for. */
const ROWS = (where: string) =>
  `SELECT seq, received_ms AS receivedMs, id, NULL AS heads, bytes FROM batch WHERE bytes IS NOT NULL AND ${where}
   UNION ALL
   SELECT seq, received_ms, NULL, heads, bytes FROM arrival WHERE bytes IS NOT NULL AND ${where} ORDER BY seq`;

/** The row of `arrival` that may have this number. */
const ARRIVAL_OF = `SELECT seq, received_ms AS receivedMs, NULL AS id, heads, bytes FROM arrival WHERE seq >= ? ORDER BY seq LIMIT 1`;

export class BatchStore {
  /** Made with the tables. */
  readonly #open: () => SqlStorage;
  #nextSeq: number | undefined;
  /** Moment of the youngest id in `arrival`; 0: it has no row. */
  #latestMs: number | undefined;

  constructor(open: () => SqlStorage) {
    this.#open = open;
  }

  get #sql(): SqlStorage {
    return this.#open();
  }

  // --- what comes -------------------------------------------------------------------------------------------------

  /** Those whose ids are new; true if there are any. `foldedSeq`: rows up to it may have gone. */
  add(batches: readonly NewBatch[], nowMs: number, foldedSeq: number): boolean {
    this.#nextSeq ??= Math.max(this.#highestSeq(), foldedSeq) + 1;
    this.#latestMs ??=
      this.#sql.exec<{ at: number }>('SELECT latest_ms AS at FROM arrival ORDER BY seq DESC LIMIT 1').toArray().at(0)
        ?.at ?? 0;
    const before = this.#nextSeq;
    const aheadMs = nowMs + PROMPT_MS;
    const told = batches.map((batch) => ({ batch, atMs: momentOf(batch.id) ?? Number.POSITIVE_INFINITY }));
    const latestMs = told.reduce((most, { atMs }) => (atMs <= aheadMs ? Math.max(most, atMs) : most), this.#latestMs);
    const [prompt, others]: [typeof told, typeof told] = [[], []];
    for (const one of told) {
      const isPrompt = one.atMs <= aheadMs && one.atMs >= latestMs - PROMPT_MS;
      // What this version cannot read stays by itself: it is kept longer.
      (isPrompt && one.batch.hits !== null ? prompt : others).push(one);
    }
    for (const { batch, atMs } of others) if (!this.#hasArrived(batch.id, atMs)) this.#addAlone(batch, nowMs);
    const known = this.#arrivedSince(Math.min(...prompt.map(({ atMs }) => atMs)));
    const fresh = new Map(prompt.map(({ batch }) => [hexOf(batch.id), batch]));
    for (const [hex, { id }] of fresh) if (known.has(hex) || this.#isAlone(id)) fresh.delete(hex);
    this.#addTogether([...fresh.values()], nowMs, latestMs);
    return this.#nextSeq > before;
  }

  #highestSeq(): number {
    const { seq } = this.#sql
      .exec<{ seq: number | null }>(
        'SELECT max(seq) AS seq FROM (SELECT max(seq) AS seq FROM batch UNION ALL SELECT max(seq) FROM arrival)',
      )
      .one();
    return seq ?? 0;
  }

  #addAlone({ id, bytes }: NewBatch, nowMs: number): void {
    const seq = this.#nextSeq ?? 1;
    const { rowsWritten } = this.#sql.exec('INSERT OR IGNORE INTO batch VALUES(?, ?, ?, ?)', seq, id, nowMs, bytes);
    if (rowsWritten > 0) this.#nextSeq = seq + 1;
  }

  #addTogether(batches: readonly NewBatch[], nowMs: number, latestMs: number): void {
    let row: NewBatch[] = [];
    let octets = 0;
    for (const [at, batch] of batches.entries()) {
      row.push(batch);
      octets += batch.bytes.length;
      if (octets < ROW_OCTETS && at + 1 < batches.length) continue;
      const seq = (this.#nextSeq ?? 1) + row.length - 1;
      this.#sql.exec('INSERT INTO arrival VALUES(?, ?, ?, ?, ?)', ...[seq, nowMs, latestMs], ...packed(row));
      this.#nextSeq = seq + 1;
      this.#latestMs = latestMs;
      row = [];
      octets = 0;
    }
  }

  /** Rows after `ownSeq` get numbers after all that are given out: an earlier version gave theirs to others, and folded those. */
  moveBehind(ownSeq: number, foldedSeq: number): void {
    const by = Math.max(this.#highestSeq(), foldedSeq) - ownSeq;
    this.#sql.exec('UPDATE arrival SET seq = seq + ? WHERE seq > ?', by, ownSeq);
    this.forget();
  }

  #isAlone(id: string): boolean {
    return this.#sql.exec('SELECT 1 FROM batch WHERE id = ?', id).toArray().length > 0;
  }

  /** Ids, in hex digits, of all rows that may have one of this moment or a later one: the last ones, mostly. */
  #arrivedSince(fromMs: number): Set<string> {
    const found = new Set<string>();
    if (fromMs > (this.#latestMs ?? 0)) return found;
    const rows = this.#sql.exec<{ latestMs: number; heads: ArrayBuffer }>(
      'SELECT latest_ms AS latestMs, heads FROM arrival ORDER BY seq DESC',
    );
    for (const { latestMs, heads } of rows) {
      if (latestMs < fromMs) break;
      for (const id of idsIn(heads)) found.add(id);
    }
    return found;
  }

  /** `atMs`: infinite if the id says none. */
  #hasArrived(id: string, atMs: number): boolean {
    if (atMs > (this.#latestMs ?? 0)) return false;
    const rows = this.#sql.exec<{ latestMs: number; heads: ArrayBuffer }>(
      'SELECT latest_ms AS latestMs, heads FROM arrival WHERE seq >= ? ORDER BY seq',
      this.#firstFrom(atMs),
    );
    for (const { latestMs, heads } of rows) {
      if (idsIn(heads).includes(hexOf(id))) return true;
      // Not before it is read: a tombstone has ids of many rows, up to this one.
      if (latestMs > atMs + PROMPT_MS) return false;
    }
    return false;
  }

  /** The first number whose row, or the next one's, tells of an id as young as this: `latest_ms` never falls. */
  #firstFrom(atMs: number): number {
    let low = 0;
    let high = this.#nextSeq ?? 0;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      const [row] = this.#sql
        .exec<{ seq: number; latestMs: number }>(
          'SELECT seq, latest_ms AS latestMs FROM arrival WHERE seq >= ? ORDER BY seq LIMIT 1',
          middle,
        )
        .toArray();
      if (row === undefined || row.latestMs >= atMs) high = middle;
      else low = row.seq + 1;
    }
    return low;
  }

  // --- reading ----------------------------------------------------------------------------------------------------

  /** Until there are so many batches or octets; at least one if there is one. Those of a row come together. */
  after(seq: number, most: { readonly batches: number; readonly octets: number }): BatchList {
    const batches: StoredBatch[] = [];
    let receivedMs = 0;
    let octets = 0;
    for (const row of this.#sql.exec<Row>(ROWS('seq > ?1'), seq)) {
      batches.push(...unpacked(row).map(({ seq, bytes }) => ({ seq, bytes })));
      receivedMs = row.receivedMs;
      octets += row.bytes.byteLength;
      if (batches.length >= most.batches || octets >= most.octets) break;
    }
    const last = batches.at(-1);
    return { batches, moreAfterMs: last !== undefined && this.hasAfter(last.seq) ? receivedMs : undefined };
  }

  hasAfter(seq: number): boolean {
    const query = 'SELECT 1 FROM batch WHERE seq > ?1 UNION ALL SELECT 1 FROM arrival WHERE seq > ?1 LIMIT 1';
    return this.#sql.exec(query, seq).toArray().length > 0;
  }

  /** Oldest first, until `octets` are reached; at least one if there is one. */
  raw(afterSeq: number, octets: number): RawBatch[] {
    const found: Unpacked[] = [];
    let length = 0;
    for (const row of this.#sql.exec<Row>(ROWS('seq > ?1'), afterSeq)) {
      found.push(...unpacked(row));
      length += row.bytes.byteLength;
      if (length >= octets) break;
    }
    return this.#withScans(found);
  }

  /** Folded batches that came within these moments, the first included, with what `raw` tells of them. */
  rawFrom(firstMs: number, endMs: number, foldedSeq: number): RawBatch[] {
    const within = 'received_ms >= ?1 AND received_ms < ?2 AND seq <= ?3';
    const rows = this.#sql.exec<Row>(ROWS(within), firstMs, endMs, foldedSeq).toArray();
    return this.#withScans(rows.flatMap(unpacked));
  }

  #withScans(batches: readonly Unpacked[]): RawBatch[] {
    const scanned = new Map<number, number[]>();
    const scans = this.#sql.exec<{ seq: number; hits: ArrayBuffer }>(
      'SELECT seq, hits FROM scan WHERE seq >= ? AND seq <= ?',
      batches[0]?.seq ?? 0,
      batches.at(-1)?.seq ?? -1,
    );
    for (const { seq, hits } of scans) scanned.set(seq, [...(scanned.get(seq) ?? []), ...new Uint16Array(hits)]);
    return batches.map((batch) => ({ ...batch, scanned: scanned.get(batch.seq) ?? [] }));
  }

  /** Of this number, if its octets are held. */
  #batch(seq: number): StoredBatch | undefined {
    const row = this.#arrivalOf(seq);
    const [alone] = this.#sql
      .exec<Row>(ROWS('seq = ?1'), seq)
      .toArray()
      .filter(({ heads }) => heads === null);
    return [row, alone].flatMap((one) => (one === undefined ? [] : unpacked(one))).find((one) => one.seq === seq);
  }

  #arrivalOf(seq: number): Row | undefined {
    const [row] = this.#sql.exec<Row & { bytes: ArrayBuffer | null }>(ARRIVAL_OF, seq).toArray();
    return row?.bytes && row.seq - countIn(row.heads) < seq ? row : undefined;
  }

  /** How many batches up to this number are held; those that could not be read are left out. */
  heldUpTo(seq: number): number {
    const { n } = this.#sql
      .exec<{ n: number }>(
        `SELECT (SELECT count(*) FROM batch WHERE seq <= ?1 AND bytes IS NOT NULL)
              + (SELECT coalesce(sum(length(heads)), 0) / ${HEAD.octets} FROM arrival WHERE seq <= ?1 AND bytes IS NOT NULL) AS n`,
        seq,
      )
      .one();
    return n - this.unreadable().filter((one) => one.seq <= seq).length;
  }

  /** When the first and the last of the batches came whose hits are held; null: there are none. */
  heldMs(): { firstMs: number; lastMs: number } | null {
    const { firstMs, lastMs } = this.#sql
      .exec<{ firstMs: number | null; lastMs: number | null }>(
        `SELECT min(at) AS firstMs, max(at) AS lastMs FROM (
           SELECT received_ms AS at FROM batch WHERE bytes IS NOT NULL
           UNION ALL SELECT received_ms FROM arrival WHERE bytes IS NOT NULL)`,
      )
      .one();
    return firstMs === null || lastMs === null ? null : { firstMs, lastMs };
  }

  /** Raw hits that came from this moment on have been erased, or may have been. */
  hasErasedFrom(ms: number, nowMs: number): boolean {
    if (ms <= nowMs - TOMBSTONE_MS) return true;
    const query = `SELECT 1 FROM batch WHERE bytes IS NULL AND received_ms >= ?1
                   UNION ALL SELECT 1 FROM arrival WHERE bytes IS NULL AND received_ms >= ?1 LIMIT 1`;
    return this.#sql.exec(query, ms).toArray().length > 0;
  }

  // --- what this version cannot read, and what was taken for a scanner's ------------------------------------------

  /** Batches that this version could not read, for a later one. */
  unreadable(): StoredBatch[] {
    return this.#sql
      .exec<{ seq: number }>('SELECT seq FROM unreadable ORDER BY seq')
      .toArray()
      .flatMap(({ seq }) => this.#batch(seq) ?? []);
  }

  markUnreadable(seq: number): void {
    this.#sql.exec('INSERT OR IGNORE INTO unreadable VALUES(?)', seq);
  }

  markReadable(seq: number): void {
    this.#sql.exec('DELETE FROM unreadable WHERE seq = ?', seq);
  }

  addScans(scans: readonly ScannedHits[]): void {
    for (const { seq, recipient, hits } of scans) {
      // Places in a batch: it holds fewer than 65,536 octets.
      this.#sql.exec('INSERT INTO scan VALUES(?, ?, ?)', seq, recipient, Uint16Array.from(hits).buffer);
    }
  }

  /** One batch in memory at a time. */
  *scansOf(recipient: number): Iterable<ScannedBatch> {
    const rows = this.#sql.exec<{ seq: number; hits: ArrayBuffer }>(
      'SELECT seq, hits FROM scan WHERE recipient = ?',
      recipient,
    );
    for (const { seq, hits } of rows) {
      const batch = this.#batch(seq);
      if (batch !== undefined) yield { bytes: batch.bytes, hits: [...new Uint16Array(hits)] };
    }
  }

  // --- changing and erasing ---------------------------------------------------------------------------------------

  /** What is to be forgotten before everything is folded anew. */
  unfold(): void {
    this.#sql.exec('DELETE FROM unreadable');
    this.#sql.exec('DELETE FROM scan');
  }

  /** Other octets of the same hits. */
  replace(changed: readonly StoredBatch[]): void {
    const left = new Map(changed.map(({ seq, bytes }) => [seq, bytes]));
    for (const [seq, bytes] of left) {
      const row = this.#arrivalOf(seq);
      if (row === undefined) {
        this.#sql.exec('UPDATE batch SET bytes = ? WHERE seq = ?', bytes, seq);
        continue;
      }
      const batches = unpacked(row).map((one) => ({ id: one.id, bytes: left.get(one.seq) ?? one.bytes }));
      this.#sql.exec('UPDATE arrival SET heads = ?, bytes = ? WHERE seq = ?', ...packed(batches), row.seq);
      for (const one of unpacked(row)) left.delete(one.seq);
    }
  }

  /** Raw hits past their life go; ids stay as tombstones, then go too. Returns when there is something to erase next. */
  erase(nowMs: number, rawLifeMs: number, foldedSeq: number): number | undefined {
    const pastMs = nowMs - rawLifeMs;
    // What a clock wrote that was ahead is taken to have come now, or it would stay until that day.
    for (const table of TABLES) this.#sql.exec(`UPDATE ${table} SET received_ms = ?1 WHERE received_ms > ?1`, nowMs);
    this.#sql.exec(
      `UPDATE batch SET bytes = NULL
       WHERE seq <= ?1 AND received_ms <= ?2 AND bytes IS NOT NULL AND seq NOT IN (SELECT seq FROM unreadable)`,
      foldedSeq,
      pastMs,
    );
    this.#eraseArrivals(pastMs, foldedSeq);
    this.#sql.exec(
      `DELETE FROM scan WHERE seq NOT IN (SELECT seq FROM batch WHERE bytes IS NOT NULL) AND NOT EXISTS (
         SELECT 1 FROM arrival WHERE seq = (SELECT min(later.seq) FROM arrival AS later WHERE later.seq >= scan.seq)
           AND bytes IS NOT NULL AND seq - length(heads) / ${HEAD.octets} < scan.seq)`,
    );
    const times = TABLES.flatMap((table) => {
      this.#sql.exec(
        `DELETE FROM ${table} WHERE seq <= ? AND bytes IS NULL AND received_ms <= ?`,
        foldedSeq,
        nowMs - TOMBSTONE_MS,
      );
      const next = this.#sql
        .exec<{ raw: number | null; tombstone: number | null }>(
          `SELECT min(CASE WHEN bytes IS NOT NULL THEN received_ms END) AS raw,
                  min(CASE WHEN bytes IS NULL THEN received_ms END) AS tombstone FROM ${table} WHERE seq <= ?`,
          foldedSeq,
        )
        .one();
      return [
        ...(next.raw === null ? [] : [next.raw + rawLifeMs]),
        ...(next.tombstone === null ? [] : [next.tombstone + TOMBSTONE_MS]),
      ];
    });
    return times.length === 0 ? undefined : Math.min(...times);
  }

  /** Neighbours become one tombstone: to change each and delete it later would be twice as many rows. */
  #eraseArrivals(pastMs: number, foldedSeq: number): void {
    const rows = this.#sql
      .exec<{ seq: number; receivedMs: number; latestMs: number; octets: number; isPast: number }>(
        `SELECT seq, received_ms AS receivedMs, latest_ms AS latestMs, length(heads) AS octets,
                bytes IS NOT NULL AND received_ms <= ?2 AS isPast FROM arrival WHERE seq <= ?1 ORDER BY seq`,
        foldedSeq,
        pastMs,
      )
      .toArray();
    for (let first = 0; first < rows.length; first++) {
      let end = first;
      let octets = 0;
      while (rows[end]?.isPast && octets + (rows[end]?.octets ?? 0) <= TOMBSTONE_OCTETS)
        octets += rows[end++]?.octets ?? 0;
      const run = rows.slice(first, end);
      const [from, last] = [run[0], run.at(-1)];
      if (from === undefined || last === undefined) continue;
      const heads = new Uint8Array(octets);
      let at = 0;
      const found = this.#sql.exec<{ heads: ArrayBuffer }>(
        'SELECT heads FROM arrival WHERE seq >= ? AND seq <= ? ORDER BY seq',
        ...[from.seq, last.seq],
      );
      for (const row of found) {
        heads.set(new Uint8Array(row.heads), at);
        at += row.heads.byteLength;
      }
      const receivedMs = Math.max(...run.map((row) => row.receivedMs));
      this.#sql.exec('DELETE FROM arrival WHERE seq >= ? AND seq <= ?', from.seq, last.seq);
      this.#sql.exec(
        'INSERT INTO arrival VALUES(?, ?, ?, ?, NULL)',
        ...[last.seq, receivedMs, last.latestMs],
        heads.buffer,
      );
      first = end - 1;
    }
  }

  /** In memory: what is on disk is another. */
  forget(): void {
    this.#nextSeq = undefined;
    this.#latestMs = undefined;
  }
}

// --- ids and rows ---------------------------------------------------------------------------------------------------

const hexOf = (id: string): string => id.replaceAll('-', '');

const countIn = (heads: ArrayBuffer | null): number => (heads?.byteLength ?? 0) / HEAD.octets;

function* headsIn(heads: ArrayBuffer): Iterable<{ id: string; octets: number }> {
  const view = new DataView(heads);
  for (let at = 0; at < heads.byteLength; at += HEAD.octets) {
    yield { id: toHex(new Uint8Array(heads, at, HEAD.id)), octets: view.getUint32(at + HEAD.id) };
  }
}

const idsIn = (heads: ArrayBuffer): string[] => Array.from(headsIn(heads), ({ id }) => id);

/** `heads` and `bytes` of a row of `arrival`. */
function packed(batches: readonly Identified[]): [ArrayBuffer, ArrayBuffer] {
  const heads = new Uint8Array(batches.length * HEAD.octets);
  const bytes = new Uint8Array(batches.reduce((sum, batch) => sum + batch.bytes.length, 0));
  let end = 0;
  for (const [at, batch] of batches.entries()) {
    heads.set(fromHex(hexOf(batch.id)), at * HEAD.octets);
    new DataView(heads.buffer).setUint32(at * HEAD.octets + HEAD.id, batch.bytes.length);
    bytes.set(batch.bytes, end);
    end += batch.bytes.length;
  }
  return [heads.buffer, bytes.buffer];
}

function unpacked({ seq: last, id, heads, bytes }: Row): Unpacked[] {
  if (heads === null) return [{ seq: last, id: id ?? '', bytes: new Uint8Array(bytes) }];
  let seq = last - countIn(heads);
  let end = 0;
  return Array.from(headsIn(heads), ({ id: digits, octets }) => {
    const begin = end;
    end += octets;
    seq++;
    // A copy: who sends a part of a buffer to another object sends all of it.
    return {
      seq,
      id: digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'),
      bytes: new Uint8Array(bytes.slice(begin, end)),
    };
  });
}
