/**
 * Messages that are to be sent, and what became of each, in a MessageSender's SQLite database. All writes of one method are one
 * commit. Numbers and texts stand here sealed, some tens of messages in a block, until nobody needs them any more. What is done
 * with many messages is one statement over a list in JSON: a statement for each would cost several times as much. Such statements
 * say OR FAIL or OR IGNORE, and stand in no transaction of their own where what is written until the next await is one
 * anyway: to be able to take changes back SQLite would copy every page to a temporary file.
 */

import type {
  AddedMessage,
  NewMessage,
  OwnReport,
  SenderIdentity,
  SendingSettings,
  SendingState,
  Stopped,
} from '../sending/rpc.ts';
import { type MessageState, numberOf, type Reason, type SentMessages, signOf, stateAt } from '../sending/states.ts';
import { NOTHING_SENT } from '../sent.ts';
import { migrate } from './migrate.ts';
import { SendingFigures } from './sending-figures.ts';
import { ACCEPTED, FIRST_TOLD, HANDED_OVER, STEPS, UNKNOWN, WAITING } from './sending-tables.ts';

/** Of these the number may be needed again. */
const KEPT: ReadonlySet<MessageState> = new Set(['waiting', 'handed-over', 'unknown']);

/** The one row about the sending itself. */
export interface SendingRow {
  readonly identity: SenderIdentity;
  readonly settings: SendingSettings;
  readonly state: SendingState;
  readonly stopped?: Stopped;
  readonly beganAtMs: number;
  readonly startedAtMs: number | null;
  /** n of the SLUG_KEY_n that messages are sealed under a key of. */
  readonly secret: number;
  /** Sealed as messages are, in base64: if it does not open, the secret is another than it was. */
  readonly check: string;
  /** Messages in a row that were not accepted. */
  readonly failuresInARow: number;
  /** When the oldest of the sealed messages is erased; 0: there is none. */
  readonly eraseAtMs: number;
}

/** A message that is due. */
export interface DueMessage {
  readonly row: number;
  readonly attempts: number;
  readonly country: string;
  readonly encoding: NewMessage['encoding'];
  readonly segments: number;
  readonly block: number;
}

/** Messages that are sealed together. */
export interface NewBlock<M extends NewMessage> {
  readonly messages: readonly M[];
  readonly sealed: Uint8Array;
}

export interface Block {
  readonly id: number;
  readonly sealed: Uint8Array<ArrayBuffer>;
}

/** What came of handing a message over. */
export interface Settled {
  readonly row: number;
  readonly state: MessageState;
  /** Of one that waits again: not before. */
  readonly dueMs?: number;
  readonly reason?: Reason;
  readonly detail?: string | undefined;
  readonly gatewayId?: string | undefined;
  /** As the gateway counts them. */
  readonly segments?: number | undefined;
}

/** A state that a counter is to hear of. */
export interface Untold {
  readonly row: number;
  readonly state: MessageState;
  readonly reason: string | null;
}

export class SendingStore {
  readonly figures: SendingFigures = new SendingFigures(() => this.#sql);
  readonly #storage: DurableObjectStorage;
  #hasTables = false;
  #row: SendingRow | undefined;
  /** Whoever was here before may have changed something. */
  #isSentUntold = true;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
  }

  /** Nothing was ever to be sent here. */
  isEmpty(): boolean {
    return (
      !this.#hasTables &&
      this.#storage.sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'sending'").toArray().length === 0
    );
  }

  /** Tables are made by the first who needs them. */
  get #sql(): SqlStorage {
    if (!this.#hasTables) {
      migrate(this.#storage, 'sending', STEPS);
      this.#hasTables = true;
    }
    return this.#storage.sql;
  }

  transaction<T>(work: () => T): T {
    // Tables first: a transaction may come to nothing, and they with it.
    void this.#sql;
    try {
      return this.#storage.transactionSync(work);
    } catch (error) {
      // What is on disk decides.
      this.#row = undefined;
      throw error;
    }
  }

  sending(): SendingRow | undefined {
    if (this.#row !== undefined || this.isEmpty()) return this.#row;
    const [found] = this.#sql.exec<{ json: string }>('SELECT json FROM sending').toArray();
    this.#row = found && (JSON.parse(found.json) as SendingRow);
    return this.#row;
  }

  save(row: SendingRow): SendingRow {
    this.#sql.exec('INSERT OR REPLACE INTO sending VALUES(1, ?)', JSON.stringify(row));
    this.#row = row;
    return row;
  }

  // --- packs ------------------------------------------------------------------------------------------------------

  packHash(pack: number): string | undefined {
    return this.#sql.exec<{ hash: string }>('SELECT hash FROM pack WHERE id = ?', pack).toArray()[0]?.hash;
  }

  /** False, and nothing was added: one of the rows has a message already. */
  addPack(pack: number, hash: string, blocks: readonly NewBlock<NewMessage>[], nowMs: number): boolean {
    const rows = blocks.flatMap(({ messages }) => messages.map(({ row }) => row));
    if (new Set(rows).size < rows.length || this.#marksOf(rows).size > 0) return false;
    this.#sql.exec('INSERT INTO pack VALUES(?, ?)', pack, hash);
    for (const block of blocks) this.#insert(block, nowMs);
    return true;
  }

  /**
   * To a sending that goes on: all or nothing. What was here already stays as it is, and is one too many in its block (`untidy`).
   */
  add(blocks: readonly NewBlock<AddedMessage>[], nowMs: number): 'added' | 'row-twice' | 'known' {
    const messages = blocks.flatMap((block) => block.messages);
    const marks = this.#marksOf(messages.map(({ row }) => row));
    const held = messages.filter(({ row }) => marks.has(row));
    // As it is stored the call comes first.
    if (held.some(({ row, mark }) => marks.get(row)?.replace(/^\S+ /, '') !== mark)) return 'row-twice';
    if (held.some((message) => marks.get(message.row) !== storedMark(message))) return 'known';
    for (const block of blocks) this.#insert(block, nowMs);
    return 'added';
  }

  /** Of those of these rows that have a message. */
  #marksOf(rows: readonly number[]): Map<number, string | null> {
    const query = 'SELECT row, mark FROM message WHERE row IN (SELECT value FROM json_each(?))';
    const found = this.#sql.exec<{ row: number; mark: string | null }>(query, JSON.stringify(rows)).toArray();
    return new Map(found.map(({ row, mark }) => [row, mark]));
  }

  /** Where a row has a message already, that stays as it is. */
  #insert({ messages, sealed }: NewBlock<NewMessage | AddedMessage>, nowMs: number): void {
    const { id } = this.#sql
      .exec<{ id: number }>(
        'INSERT INTO block(taken_ms, held, sealed) VALUES(?, ?, ?) RETURNING id',
        ...[nowMs, messages.length, sealed],
      )
      .one();
    const rows = messages.map((message) => {
      const { row, country, encoding, segments } = message;
      return [row, country, encoding === 'ucs2' ? 1 : 0, segments, 'mark' in message ? storedMark(message) : null];
    });
    this.#sql.exec(
      `INSERT OR IGNORE INTO message(row, state, due_ms, attempts, at_ms, country, is_ucs2, segments, block, untold, mark)
       SELECT value ->> 0, ${WAITING}, 0, 0, ?1, value ->> 1, value ->> 2, value ->> 3, ?2, 0, value ->> 4 FROM json_each(?3)`,
      ...[nowMs, id, JSON.stringify(rows)],
    );
  }

  /** False: it does not wait. */
  cancelRow(row: number, nowMs: number): boolean {
    return this.#end('cancelled', 'cancelled', nowMs, `state = ${WAITING} AND row = ?4`, row) > 0;
  }

  // --- on its way -------------------------------------------------------------------------------------------------

  /** Those that wait and are due, in the order they are. */
  due(nowMs: number, most: number): DueMessage[] {
    return this.#sql
      .exec<DueMessage & Record<string, SqlStorageValue>>(
        `SELECT row, attempts, country, iif(is_ucs2, 'ucs2', 'gsm7') AS encoding, segments, coalesce(block, 0) AS block
         FROM message WHERE state = ${WAITING} AND due_ms <= ? ORDER BY due_ms, row LIMIT ?`,
        ...[nowMs, most],
      )
      .toArray();
  }

  /** When the next of those that wait is due; undefined: none waits. */
  nextDueMs(): number | undefined {
    return this.#least(`SELECT min(due_ms) AS least FROM message WHERE state = ${WAITING}`);
  }

  /** Those of these rows that still waited: they are handed over now, and one attempt older. */
  handOver(rows: readonly number[], nowMs: number): ReadonlySet<number> {
    const list = JSON.stringify(rows);
    const handed = this.#changed(
      `UPDATE OR FAIL message SET state = ${HANDED_OVER}, attempts = attempts + 1, at_ms = ?1, reason = NULL, detail = NULL
       WHERE state = ${WAITING} AND row IN (SELECT value FROM json_each(?2))`,
      ...[nowMs, list],
    );
    if (handed === rows.length) return new Set(rows);
    const query = `SELECT row FROM message WHERE state = ${HANDED_OVER} AND row IN (SELECT value FROM json_each(?))`;
    return new Set(
      this.#sql
        .exec<{ row: number }>(query, list)
        .toArray()
        .map(({ row }) => row),
    );
  }

  /** Of these the gateway was never asked: they wait as before. */
  handBack(rows: readonly number[], nowMs: number): void {
    this.#sql.exec(
      `UPDATE message SET state = ${WAITING}, attempts = attempts - 1, at_ms = ?
       WHERE state = ${HANDED_OVER} AND row IN (SELECT value FROM json_each(?))`,
      ...[nowMs, JSON.stringify(rows)],
    );
  }

  /** What came of those that were handed over. Of one that a report came for meanwhile, that stands. */
  settle(outcomes: readonly Settled[], nowMs: number): void {
    if (outcomes.length > 0) this.sentChanged();
    const accepted = outcomes.filter(({ state }) => state === 'accepted');
    const rows = accepted.map(({ row, gatewayId = null, segments = null }) => [row, gatewayId, segments]);
    this.#sql.exec(
      `UPDATE OR FAIL message SET state = iif(state = ${HANDED_OVER}, ${ACCEPTED}, state),
         at_ms = iif(state = ${HANDED_OVER}, ?1, at_ms), block = iif(state = ${HANDED_OVER}, NULL, block),
         gateway_id = coalesce(told.value ->> 1, gateway_id), segments = coalesce(told.value ->> 2, segments)
       FROM json_each(?2) AS told WHERE message.row = told.value ->> 0`,
      ...[nowMs, JSON.stringify(rows)],
    );
    for (const { row, state, dueMs = 0, reason, detail, gatewayId } of outcomes) {
      if (state === 'accepted') continue;
      this.#sql.exec(
        `UPDATE message SET state = ?1, at_ms = ?2, due_ms = ?3, reason = ?4, detail = ?5, gateway_id = coalesce(?6, gateway_id),
           block = iif(?7, block, NULL), untold = ?8 WHERE row = ?9 AND state = ${HANDED_OVER}`,
        ...[numberOf(state), nowMs, dueMs, reason ?? null, detail ?? null, gatewayId ?? null],
        ...[KEPT.has(state) ? 1 : 0, isTold(state), row],
      );
    }
  }

  /** These are not handed over at all. */
  leaveOut(rows: readonly number[], reason: Reason, nowMs: number): void {
    const which = `state = ${WAITING} AND row IN (SELECT value FROM json_each(?4))`;
    if (rows.length > 0) this.#end('left-out', reason, nowMs, which, JSON.stringify(rows));
  }

  /** Whoever waits in this country waits until then. */
  waitFor(country: string, untilMs: number): void {
    this.#sql.exec(
      `UPDATE message SET due_ms = ?1, reason = 'quiet-hours' WHERE state = ${WAITING} AND country = ?2 AND due_ms < ?1`,
      ...[untilMs, country],
    );
  }

  /** Whoever handed these over, up to this moment, is no more: nobody heard what came of it. */
  interrupted(handedOverByMs: number, nowMs: number): void {
    const given = this.#changed(
      `UPDATE message SET state = ?, at_ms = ?, reason = 'interrupted' WHERE state = ${HANDED_OVER} AND at_ms <= ?`,
      ...[UNKNOWN, nowMs, handedOverByMs],
    );
    if (given > 0) this.sentChanged();
  }

  /** Whoever called for these is no more: nobody heard what came of it. */
  lost(rows: readonly number[], nowMs: number): void {
    if (rows.length === 0) return;
    this.sentChanged();
    this.#sql.exec(
      `UPDATE message SET state = ${UNKNOWN}, at_ms = ?1, reason = 'interrupted'
       WHERE state = ${HANDED_OVER} AND row IN (SELECT value FROM json_each(?2))`,
      ...[nowMs, JSON.stringify(rows)],
    );
  }

  /** When the first of those that are handed over was; undefined: none is. */
  handedOverSinceMs(): number | undefined {
    return this.#least(`SELECT min(at_ms) AS least FROM message WHERE state = ${HANDED_OVER}`);
  }

  /** Nobody knows of these, and the gateway refuses what it has: they may be handed over again. */
  unknownAgain(nowMs: number, mostAttempts: number): void {
    const again = this.#changed(
      `UPDATE message SET state = ?, at_ms = ?, due_ms = 0 WHERE state = ${UNKNOWN} AND block IS NOT NULL AND attempts < ?`,
      ...[WAITING, nowMs, mostAttempts],
    );
    if (again > 0) this.sentChanged();
  }

  hasUnknown(): boolean {
    return this.#sql.exec(`SELECT 1 FROM message WHERE state = ${UNKNOWN} LIMIT 1`).toArray().length > 0;
  }

  /** How many of those nobody knows of are handed over again; one whose number is erased cannot be. */
  sendAgain(rows: readonly number[] | null, nowMs: number): number {
    return this.#eachUnknown(rows, (which, ...values) =>
      this.#changed(
        `UPDATE message SET state = ?, at_ms = ?, due_ms = 0 WHERE state = ${UNKNOWN} AND block IS NOT NULL ${which}`,
        ...[WAITING, nowMs, ...values],
      ),
    );
  }

  /** How many of those nobody knows of are let be. */
  letBe(rows: readonly number[] | null, nowMs: number): number {
    return this.#eachUnknown(rows, (which, ...values) =>
      this.#changed(
        `UPDATE message SET state = ?, at_ms = ?, block = NULL WHERE state = ${UNKNOWN} ${which}`,
        ...[numberOf('let-be'), nowMs, ...values],
      ),
    );
  }

  #eachUnknown(rows: readonly number[] | null, change: (which: string, ...values: number[]) => number): number {
    this.sentChanged();
    if (rows === null) return change('');
    return this.transaction(() => rows.reduce((sum, row) => sum + change('AND row = ?', row), 0));
  }

  /** What waits is never sent. */
  cancelWaiting(reason: Reason, nowMs: number): void {
    this.#end('cancelled', reason, nowMs, `state = ${WAITING}`);
  }

  /**
   * Numbers of before this moment go. Whoever waits still is not sent anything; of whom nobody knows, nobody will. Returns when
   * there is something to erase next; 0: nothing is left.
   */
  eraseBefore(ms: number, nowMs: number): number {
    return this.transaction(() => {
      // What a clock wrote that was ahead is taken to have come now, or it would stay until that day.
      this.#sql.exec('UPDATE block SET taken_ms = ?1 WHERE taken_ms > ?1', nowMs);
      const which = `state = ${WAITING} AND block IN (SELECT id FROM block WHERE taken_ms <= ?4)`;
      this.#end('cancelled', 'too-old', nowMs, which, ms);
      this.#sql.exec(
        `UPDATE message SET block = NULL
         WHERE state <> ${HANDED_OVER} AND block IN (SELECT id FROM block WHERE taken_ms <= ?)`,
        ms,
      );
      this.dropEmptied();
      return this.#least('SELECT min(taken_ms) AS least FROM block') ?? 0;
    });
  }

  // --- blocks -----------------------------------------------------------------------------------------------------

  blocks(ids: readonly number[]): Block[] {
    return this.#blocks('id IN (SELECT value FROM json_each(?))', JSON.stringify(ids));
  }

  /** Blocks of which nobody needs any message. */
  dropEmptied(): void {
    this.#sql.exec('DELETE FROM block WHERE NOT EXISTS (SELECT 1 FROM message WHERE block = block.id)');
  }

  /** Blocks that hold messages which nobody needs any more, beside others. */
  untidy(): Block[] {
    return this.#blocks('held > (SELECT count(*) FROM message WHERE block = block.id)');
  }

  /** Of the messages in a block those that may be needed. */
  rowsIn(block: number): Set<number> {
    const query = 'SELECT row FROM message WHERE block = ?';
    return new Set(
      this.#sql
        .exec<{ row: number }>(query, block)
        .toArray()
        .map(({ row }) => row),
    );
  }

  /** The block holds so many now. */
  reseal({ id, sealed }: Block, held: number): void {
    this.#sql.exec('UPDATE block SET sealed = ?, held = ? WHERE id = ?', sealed, held, id);
  }

  #blocks(which: string, ...values: SqlStorageValue[]): Block[] {
    return this.#sql
      .exec<{ id: number; sealed: ArrayBuffer }>(`SELECT id, sealed FROM block WHERE ${which}`, ...values)
      .toArray()
      .map(({ id, sealed }) => ({ id, sealed: new Uint8Array(sealed) }));
  }

  // --- what goes --------------------------------------------------------------------------------------------------

  /** What is known of one message. */
  eraseRow(row: number): void {
    this.sentChanged();
    this.#sql.exec('DELETE FROM message WHERE row = ?', row);
  }

  /** All of it; what the object is is forgotten with it. */
  eraseAll(): void {
    this.transaction(() => {
      for (const table of ['message', 'block', 'pack', 'sending', 'sent_told']) this.#sql.exec(`DELETE FROM ${table}`);
    });
    this.#row = undefined;
  }

  // --- reports ----------------------------------------------------------------------------------------------------

  /** What a gateway reports of a row: the end of it, or (`open`) that the gateway has it. False: there is no such row. */
  report(
    row: number,
    told: MessageState | 'open',
    gatewayId: string | undefined,
    detail: string | undefined,
    nowMs: number,
  ): boolean {
    const [found] = this.#sql
      .exec<{ state: number; attempts: number }>('SELECT state, attempts FROM message WHERE row = ?', row)
      .toArray();
    if (found === undefined) return false;
    // Never handed over: it is about something else.
    if (found.attempts === 0) return true;
    const isOver = found.state >= FIRST_TOLD;
    if (told === 'open') {
      const isNews = !isOver && found.state !== HANDED_OVER && found.state !== ACCEPTED;
      if (isNews) this.#reported(row, 'accepted', gatewayId, undefined, nowMs);
      return true;
    }
    if (!isOver || numberOf(told) > found.state) this.#reported(row, told, gatewayId, detail, nowMs);
    return true;
  }

  /** Reports by the gateway's own ids: those of messages that are here. One that several messages have names none. */
  reportOwn(reports: readonly OwnReport[], nowMs: number): string[] {
    // Most gateways name messages by our ids: with the others an index is made, which each message costs something.
    this.#sql.exec('CREATE INDEX IF NOT EXISTS message_gateway_id ON message(gateway_id) WHERE gateway_id IS NOT NULL');
    return reports.flatMap(({ gatewayId, state, reason }) => {
      const query = 'SELECT row FROM message WHERE gateway_id = ? LIMIT 2';
      const [found, another] = this.#sql.exec<{ row: number }>(query, gatewayId).toArray();
      if (found === undefined || another !== undefined) return [];
      return this.report(found.row, state, gatewayId, reason, nowMs) ? [gatewayId] : [];
    });
  }

  #reported(
    row: number,
    state: MessageState,
    gatewayId: string | undefined,
    detail: string | undefined,
    nowMs: number,
  ): void {
    this.sentChanged();
    this.#sql.exec(
      `UPDATE message SET state = ?, at_ms = ?, reason = NULL, detail = ?, gateway_id = coalesce(?, gateway_id), block = NULL,
         untold = ? WHERE row = ?`,
      ...[numberOf(state), nowMs, detail ?? null, gatewayId ?? null, isTold(state), row],
    );
  }

  /** By row; as many as a counter takes in one call, by how far they are apart. */
  untold(most: number): Untold[] {
    return this.#sql
      .exec<{ row: number; state: number; reason: string | null }>(
        'SELECT row, state, reason FROM message INDEXED BY message_untold WHERE untold = 1 ORDER BY row LIMIT ?',
        most,
      )
      .toArray()
      .map((one) => ({ ...one, state: stateAt(one.state) }));
  }

  hasUntold(): boolean {
    return this.#sql.exec('SELECT 1 FROM message WHERE untold = 1 LIMIT 1').toArray().length > 0;
  }

  /** Those that are in the same state still. */
  told(rows: readonly Untold[]): void {
    this.transaction(() => {
      for (const { row, state } of rows) {
        this.#sql.exec('UPDATE message SET untold = 0 WHERE row = ? AND state = ?', row, numberOf(state));
      }
    });
  }

  // --- what the workspace is told -----------------------------------------------------------------------------------

  /** What was sent is another than the workspace was told, or may be. */
  get isSentUntold(): boolean {
    return this.#isSentUntold;
  }

  /** What the workspace is to be told; null: it knows. Until something changes it is not asked for again. */
  takeSentUntold(): SentMessages | null {
    this.#isSentUntold = false;
    const sent = this.figures.sent();
    const [known] = this.#sql.exec<{ json: string }>('SELECT json FROM sent_told').toArray();
    return (known?.json ?? JSON.stringify(NOTHING_SENT)) === JSON.stringify(sent) ? null : sent;
  }

  sentTold(sent: SentMessages): void {
    this.#sql.exec('INSERT OR REPLACE INTO sent_told VALUES(1, ?)', JSON.stringify(sent));
  }

  /** After a change, or where telling it failed. */
  sentChanged(): void {
    this.#isSentUntold = true;
  }

  // --- rows -------------------------------------------------------------------------------------------------------

  #end(state: MessageState, reason: Reason, nowMs: number, which: string, ...values: SqlStorageValue[]): number {
    this.sentChanged();
    return this.#changed(
      `UPDATE message SET state = ?1, reason = ?2, at_ms = ?3, block = NULL, untold = 1 WHERE ${which}`,
      ...[numberOf(state), reason, nowMs, ...values],
    );
  }

  /** How many rows a change has changed. */
  #changed(change: string, ...values: SqlStorageValue[]): number {
    this.#sql.exec(change, ...values);
    return this.#sql.exec<{ n: number }>('SELECT changes() AS n').one().n;
  }

  #least(query: string): number | undefined {
    return this.#sql.exec<{ least: number | null }>(query).one().least ?? undefined;
  }
}

const storedMark = ({ call, mark }: AddedMessage): string => `${call} ${mark}`;

const isTold = (state: MessageState): number => (signOf(state) === 'o' ? 0 : 1);
