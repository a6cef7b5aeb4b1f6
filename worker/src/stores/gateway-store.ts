/**
 * Gateways, what went wrong with them last, how their last test went, and the messages that outbox and inbox keep, in the
 * workspace's SQLite database. Credentials and messages come and go as they were sealed (`gateways/sealing.ts`).
 */
import { BOX_LIFE_MS, type Box, type InboxFilter, type KeptMessage } from '../gateways/boxes.ts';
import type { GatewayError, GatewayNews, GatewayTest, StoredGateway } from '../rpc/gateways.ts';
import { type MessagePlace, messageId, messageIdsOf } from '../sending/message-id.ts';
import { hasColumn, migrate, type Step } from './migrate.ts';

const STEPS: readonly Step[] = [
  `CREATE TABLE IF NOT EXISTS gateway(
     id TEXT PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, settings TEXT NOT NULL, key INTEGER NOT NULL,
     sealed BLOB NOT NULL, created_ms INTEGER NOT NULL, changed_ms INTEGER NOT NULL);
   CREATE TABLE IF NOT EXISTS gateway_error(
     seq INTEGER PRIMARY KEY AUTOINCREMENT, gateway TEXT NOT NULL, outcome TEXT NOT NULL, reason TEXT NOT NULL,
     detail TEXT NOT NULL, at_ms INTEGER NOT NULL, times INTEGER NOT NULL);
   CREATE INDEX IF NOT EXISTS gateway_error_of ON gateway_error(gateway, seq);
   CREATE TABLE IF NOT EXISTS gateway_test(
     seq INTEGER PRIMARY KEY AUTOINCREMENT, gateway TEXT NOT NULL, id TEXT NOT NULL, at_ms INTEGER NOT NULL,
     outcome TEXT NOT NULL, state TEXT, state_ms INTEGER, UNIQUE (gateway, id));
   CREATE TABLE IF NOT EXISTS kept_message(
     seq INTEGER PRIMARY KEY AUTOINCREMENT, box TEXT NOT NULL, id TEXT NOT NULL, at_ms INTEGER NOT NULL,
     key INTEGER NOT NULL, sealed BLOB NOT NULL, UNIQUE (box, id));
   CREATE INDEX IF NOT EXISTS kept_message_of ON kept_message(box, seq);`,
  `CREATE TABLE IF NOT EXISTS gateway_accepted(gateway TEXT PRIMARY KEY, at_ms INTEGER NOT NULL);
   CREATE TABLE IF NOT EXISTS gateway_use(
     gateway TEXT NOT NULL, seq INTEGER NOT NULL, at_ms INTEGER NOT NULL, PRIMARY KEY (gateway, seq));
   CREATE TRIGGER IF NOT EXISTS gateway_use_removed AFTER DELETE ON campaign BEGIN
     DELETE FROM gateway_use WHERE seq = old.seq;
   END;`,
  // `word`: of a text that came in, null where none was noted.
  (sql) => {
    if (hasColumn(sql, 'kept_message', 'word')) return;
    sql.exec(`ALTER TABLE kept_message ADD COLUMN word TEXT;
              ALTER TABLE kept_message ADD COLUMN is_unread INTEGER NOT NULL DEFAULT 0;
              CREATE INDEX kept_message_unread ON kept_message(seq) WHERE is_unread = 1;`);
  },
];

export const MOST_GATEWAYS = 20;
/** Of each gateway; one that comes again is counted. */
const MOST_ERRORS = 20;
/** Of each gateway: as many as somebody sends to the phones at hand. */
const MOST_TESTS = 20;
/** In outbox and inbox each. */
export const MOST_KEPT = 100_000;
/** Messages wait for a week at most (`sending-store.ts`): what was not used for longer sends nothing any more. */
const USE_LIFE_MS = 8 * 86_400_000;
const MOST_USES = 50;
/** Erased in one go: the object has others to serve. */
const ERASED_AT_ONCE = 5_000;
const ERASE_EVERY_MS = 3_600_000;
const BOXES: readonly Box[] = ['outbox', 'inbox'];

export class GatewayStore {
  readonly #storage: DurableObjectStorage;
  readonly #sql: SqlStorage;
  /** How many each box holds, as long as nothing was taken out: to count them for each batch would read them all. */
  readonly #held = new Map<Box, number>();

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
    this.#sql = storage.sql;
    migrate(storage, 'gateways', STEPS);
  }

  /** In the order in which they were added. */
  all(): StoredGateway[] {
    return this.#rows('ORDER BY created_ms, id');
  }

  one(id: string): StoredGateway | null {
    return this.#rows('WHERE id = ?', id)[0] ?? null;
  }

  /** 'full': there are as many as there may be. Who sends chooses by the name, so each has one of its own. */
  add(gateway: StoredGateway): 'added' | 'full' | 'same-name' {
    const { id, kind, name, settings, key, sealed, createdAtMs, changedAtMs } = gateway;
    if (this.all().length >= MOST_GATEWAYS) return 'full';
    if (this.#isTaken(gateway)) return 'same-name';
    this.#sql.exec(
      'INSERT INTO gateway VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
      ...[id, kind, name, settings, key, sealed, createdAtMs, changedAtMs],
    );
    return 'added';
  }

  /** 'changed': it is not there, or is no more as it was seen. */
  change(gateway: StoredGateway, seenAtMs: number): 'done' | 'changed' | 'same-name' {
    const { id, name, settings, key, sealed, changedAtMs } = gateway;
    if (this.#isTaken(gateway)) return 'same-name';
    const query = `UPDATE gateway SET name = ?, settings = ?, key = ?, sealed = ?, changed_ms = ?
                   WHERE id = ? AND changed_ms = ? RETURNING 1`;
    const isChanged =
      this.#sql.exec(query, name, settings, key, sealed, changedAtMs, id, seenAtMs).toArray().length > 0;
    return isChanged ? 'done' : 'changed';
  }

  #isTaken({ id, name }: StoredGateway): boolean {
    const own = name.toLowerCase();
    return this.all().some((other) => other.id !== id && other.name.toLowerCase() === own);
  }

  /** False: there was none. */
  remove(id: string): boolean {
    return this.#storage.transactionSync(() => {
      this.#sql.exec('DELETE FROM gateway_error WHERE gateway = ?', id);
      this.#sql.exec('DELETE FROM gateway_test WHERE gateway = ?', id);
      this.#sql.exec('DELETE FROM gateway_accepted WHERE gateway = ?', id);
      this.#sql.exec('DELETE FROM gateway_use WHERE gateway = ?', id);
      return this.#sql.exec('DELETE FROM gateway WHERE id = ? RETURNING 1', id).toArray().length > 0;
    });
  }

  // --- what it is used for ---------------------------------------------------------------------------------------

  /** `campaign`: position in the catalogue. The outbox is used, too. */
  noteUse(gateway: string, campaign: number | null, acceptedAtMs: number | null, nowMs: number): void {
    if (acceptedAtMs !== null) {
      const query = `INSERT INTO gateway_accepted VALUES (?1, ?2)
                     ON CONFLICT (gateway) DO UPDATE SET at_ms = max(at_ms, ?2)`;
      this.#sql.exec(query, gateway, acceptedAtMs);
    }
    if (campaign !== null) {
      this.#sql.exec('INSERT OR REPLACE INTO gateway_use VALUES (?, ?, ?)', gateway, campaign, nowMs);
    }
  }

  /** Positions of campaigns that may have messages to send through it, the last used first. */
  uses(gateway: string, nowMs: number): number[] {
    const query = `SELECT seq FROM gateway_use WHERE gateway = ? AND at_ms > ? ORDER BY at_ms DESC LIMIT ${MOST_USES}`;
    return this.#sql
      .exec<{ seq: number }>(query, gateway, nowMs - USE_LIFE_MS)
      .toArray()
      .map(({ seq }) => seq);
  }

  news(gateway: string): GatewayNews {
    const query = 'SELECT at_ms AS atMs FROM gateway_accepted WHERE gateway = ?';
    const [accepted] = this.#sql.exec<{ atMs: number }>(query, gateway).toArray();
    return { errors: this.errors(gateway), tests: this.tests(gateway), acceptedAtMs: accepted?.atMs ?? null };
  }

  // --- what went wrong -------------------------------------------------------------------------------------------

  /** The same as the last one counts it up. */
  noteErrors(gateway: string, errors: readonly GatewayError[]): void {
    for (const { outcome, reason, detail, atMs, times } of errors) {
      const [last] = this.#sql
        .exec<{ seq: number; outcome: string; reason: string; detail: string }>(
          'SELECT seq, outcome, reason, detail FROM gateway_error WHERE gateway = ? ORDER BY seq DESC LIMIT 1',
          gateway,
        )
        .toArray();
      if (last?.outcome === outcome && last.reason === reason && last.detail === detail) {
        this.#sql.exec('UPDATE gateway_error SET times = times + ?, at_ms = ? WHERE seq = ?', times, atMs, last.seq);
      } else {
        this.#sql.exec(
          'INSERT INTO gateway_error(gateway, outcome, reason, detail, at_ms, times) VALUES (?, ?, ?, ?, ?, ?)',
          ...[gateway, outcome, reason, detail, atMs, times],
        );
      }
    }
    this.#sql.exec(
      `DELETE FROM gateway_error WHERE gateway = ?1 AND seq NOT IN
         (SELECT seq FROM gateway_error WHERE gateway = ?1 ORDER BY seq DESC LIMIT ${MOST_ERRORS})`,
      gateway,
    );
  }

  /** The last one first. */
  errors(gateway: string): GatewayError[] {
    return this.#sql
      .exec<Record<keyof GatewayError, never>>(
        `SELECT outcome, reason, detail, at_ms AS atMs, times FROM gateway_error WHERE gateway = ? ORDER BY seq DESC`,
        gateway,
      )
      .toArray();
  }

  // --- tests -----------------------------------------------------------------------------------------------------

  /** Of a gateway the last ones are kept. */
  noteTest(gateway: string, { id, atMs, outcome }: Pick<GatewayTest, 'id' | 'atMs' | 'outcome'>): void {
    const query = 'INSERT OR REPLACE INTO gateway_test(gateway, id, at_ms, outcome) VALUES (?, ?, ?, ?)';
    this.#sql.exec(query, gateway, id, atMs, outcome);
    this.#sql.exec(
      `DELETE FROM gateway_test WHERE gateway = ?1 AND seq NOT IN
         (SELECT seq FROM gateway_test WHERE gateway = ?1 ORDER BY seq DESC LIMIT ${MOST_TESTS})`,
      gateway,
    );
  }

  noteTestOutcome(gateway: string, id: string, outcome: GatewayTest['outcome']): void {
    this.#sql.exec('UPDATE gateway_test SET outcome = ? WHERE gateway = ? AND id = ?', outcome, gateway, id);
  }

  /** What was told of it. */
  noteTestState(gateway: string, id: string, state: string, atMs: number): void {
    this.#sql.exec(
      `UPDATE gateway_test SET state = ?, state_ms = ?
       WHERE gateway = ? AND id = ? AND (state IS NULL OR state = 'open' OR ? = 'delivered')`,
      ...[state, atMs, gateway, id, state],
    );
  }

  /** The last one first. */
  tests(gateway: string): GatewayTest[] {
    return this.#sql
      .exec<Record<keyof GatewayTest, never>>(
        `SELECT id, at_ms AS atMs, outcome, state, state_ms AS stateAtMs FROM gateway_test
         WHERE gateway = ? ORDER BY seq DESC`,
        gateway,
      )
      .toArray();
  }

  // --- outbox and inbox ------------------------------------------------------------------------------------------

  /**
   * All or none; an id that is there stays as it was. The positions of those that are new. Where there would be more than there
   * may be, the inbox loses its oldest; the outbox takes none of them: null.
   */
  keep(box: Box, messages: readonly KeptMessage[]): readonly number[] | null {
    return this.#storage.transactionSync(() => {
      const ids = JSON.stringify(messages.map(({ id }) => id));
      const known = this.#count('WHERE box = ? AND id IN (SELECT value FROM json_each(?))', box, ids);
      const held = this.#held.get(box) ?? this.#count('WHERE box = ?', box);
      const more = messages.length - known;
      const tooMany = held + more - MOST_KEPT;
      if (tooMany > 0 && box === 'outbox') {
        this.#held.set(box, held);
        return null;
      }
      const added = messages.flatMap(({ id, atMs, key, octets, word = null, isUnread = false }) =>
        this.#sql
          .exec<{ seq: number }>(
            `INSERT OR IGNORE INTO kept_message(box, id, at_ms, key, sealed, word, is_unread)
             VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING seq`,
            ...[box, id, atMs, key, octets, word, Number(isUnread)],
          )
          .toArray()
          .map(({ seq }) => seq),
      );
      if (tooMany > 0) this.#eraseSome(box, '', tooMany);
      this.#held.set(box, Math.min(held + more, MOST_KEPT));
      return added;
    });
  }

  /** The last one first, from before `before` on; null: from the last. */
  kept(box: Box, before: number | null, most: number, filter?: InboxFilter): (KeptMessage & { seq: number })[] {
    return this.#sql
      .exec<KeptRow>(
        `SELECT seq, id, at_ms AS atMs, key, sealed, is_unread AS isUnread FROM kept_message
         WHERE box = ?1 AND seq < ?2 AND coalesce(word, 'neither') = coalesce(?4, word, 'neither') AND is_unread >= ?5
         ORDER BY seq DESC LIMIT ?3`,
        ...[box, before ?? Number.MAX_SAFE_INTEGER, most, filter?.word ?? null, Number(filter?.isUnread ?? false)],
      )
      .toArray()
      .map(({ sealed, isUnread, ...row }) => ({
        ...row,
        octets: new Uint8Array(sealed),
        isUnread: isUnread === 1,
      }));
  }

  /** Null: there is none at this position. */
  keptAt(box: Box, seq: number): KeptMessage | null {
    const [found] = this.kept(box, seq + 1, 1);
    return found?.seq === seq ? found : null;
  }

  /** Of the inbox. */
  unread(): number {
    return this.#sql.exec<{ n: number }>('SELECT count(*) AS n FROM kept_message WHERE is_unread = 1').one().n;
  }

  /** One text, or all up to this position. How many changed. */
  markRead(seq: number, which: 'this' | 'up-to'): number {
    const those = which === 'this' ? "box = 'inbox' AND seq = ?" : 'is_unread = 1 AND seq <= ?';
    const query = `UPDATE kept_message SET is_unread = 0 WHERE ${those} RETURNING 1`;
    return this.#sql.exec(query, seq).toArray().length;
  }

  /** False: there is no such text. */
  markUnread(seq: number): boolean {
    const query = "UPDATE kept_message SET is_unread = 1 WHERE box = 'inbox' AND seq = ? RETURNING 1";
    return this.#sql.exec(query, seq).toArray().length > 0;
  }

  empty(box: Box): void {
    this.#held.delete(box);
    this.#sql.exec('DELETE FROM kept_message WHERE box = ?', box);
  }

  /** False: there was none. */
  removeKept(box: Box, seq: number): boolean {
    this.#held.delete(box);
    const query = 'DELETE FROM kept_message WHERE box = ? AND seq = ? RETURNING 1';
    return this.#sql.exec(query, box, seq).toArray().length > 0;
  }

  /** What the outbox has of a campaign. */
  eraseCampaign(campaign: Omit<MessagePlace, 'row'>): void {
    const first = messageIdsOf(campaign);
    this.#held.delete('outbox');
    // The dash that each of them goes on after is followed by the full stop.
    const query = "DELETE FROM kept_message WHERE box = 'outbox' AND id >= ? AND id < ?";
    this.#sql.exec(query, first, `${first.slice(0, -1)}.`);
  }

  /** What the outbox has of one message. */
  eraseMessage(place: MessagePlace): void {
    this.#held.delete('outbox');
    this.#sql.exec("DELETE FROM kept_message WHERE box = 'outbox' AND id = ?", messageId(place));
  }

  /** Some of what is older than its box keeps it. */
  erase(nowMs: number): void {
    this.#sql.exec('DELETE FROM gateway_use WHERE at_ms <= ?', nowMs - USE_LIFE_MS);
    for (const box of BOXES) this.#eraseSome(box, 'AND at_ms <= ?', ERASED_AT_ONCE, nowMs - BOX_LIFE_MS[box]);
  }

  /** When there is something to erase; Infinity: nothing is kept. */
  dueMs(nowMs: number): number {
    return Math.min(...BOXES.map((box) => this.#dueMs(box, nowMs)));
  }

  #dueMs(box: Box, nowMs: number): number {
    const query = 'SELECT at_ms AS atMs FROM kept_message WHERE box = ? ORDER BY seq LIMIT 1';
    const [row] = this.#sql.exec<{ atMs: number }>(query, box).toArray();
    if (row === undefined) return Number.POSITIVE_INFINITY;
    const dueMs = row.atMs + BOX_LIFE_MS[box];
    // An hour's messages go together; what is left over goes at once.
    return dueMs <= nowMs ? nowMs + 1_000 : Math.min(dueMs, nowMs + BOX_LIFE_MS[box]) + ERASE_EVERY_MS;
  }

  /** The oldest first. */
  #eraseSome(box: Box, which: string, most: number, ...values: SqlStorageValue[]): void {
    this.#held.delete(box);
    const query = `DELETE FROM kept_message WHERE seq IN
                   (SELECT seq FROM kept_message WHERE box = ? ${which} ORDER BY seq LIMIT CAST(? AS INTEGER))`;
    this.#sql.exec(query, box, ...values, most);
  }

  #count(which: string, ...values: SqlStorageValue[]): number {
    const query = `SELECT count(*) AS n FROM kept_message ${which}`;
    return this.#sql.exec<{ n: number }>(query, ...values).one().n;
  }

  #rows(which: string, ...values: SqlStorageValue[]): StoredGateway[] {
    return this.#sql
      .exec<Omit<StoredGateway, 'sealed'> & { sealed: ArrayBuffer } & Record<string, SqlStorageValue>>(
        `SELECT id, kind, name, settings, key, sealed, created_ms AS createdAtMs, changed_ms AS changedAtMs
         FROM gateway ${which}`,
        ...values,
      )
      .toArray()
      .map((row) => ({ ...row, sealed: new Uint8Array(row.sealed) }));
  }
}

interface KeptRow extends Record<string, SqlStorageValue> {
  seq: number;
  id: string;
  atMs: number;
  key: number;
  sealed: ArrayBuffer;
  isUnread: number;
}
