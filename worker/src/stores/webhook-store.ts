/**
 * Webhooks, and which texts of the inbox each is still to be told of, in the workspace's SQLite database. What is told stands in
 * the inbox alone: a text that is erased there is told nobody any more.
 */
import type { StoredWebhook } from '../rpc/boxes.ts';
import { migrate } from './migrate.ts';

const STEPS = [
  `CREATE TABLE IF NOT EXISTS webhook(
     id TEXT PRIMARY KEY, url TEXT NOT NULL, created_ms INTEGER NOT NULL, told INTEGER NOT NULL, given_up INTEGER NOT NULL,
     answer TEXT, answer_ms INTEGER, is_off INTEGER NOT NULL);
   CREATE TABLE IF NOT EXISTS webhook_event(
     seq INTEGER PRIMARY KEY AUTOINCREMENT, webhook TEXT NOT NULL, id TEXT NOT NULL, text INTEGER NOT NULL,
     due_ms INTEGER NOT NULL, attempts INTEGER NOT NULL);
   CREATE INDEX IF NOT EXISTS webhook_event_due ON webhook_event(due_ms);`,
];

export const MOST_WEBHOOKS = 5;

/** One text that one webhook is to be told of. */
export interface WebhookEvent {
  readonly seq: number;
  readonly webhook: string;
  readonly url: string;
  /** The same however often it is told. */
  readonly id: string;
  /** Position of the text in the inbox. */
  readonly text: number;
  readonly attempts: number;
}

export class WebhookStore {
  readonly #storage: DurableObjectStorage;
  readonly #sql: SqlStorage;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
    this.#sql = storage.sql;
    migrate(storage, 'webhooks', STEPS);
  }

  /** In the order in which they were added. */
  all(): StoredWebhook[] {
    return this.#sql
      .exec<Omit<StoredWebhook, 'isOff'> & { isOff: number } & Record<string, SqlStorageValue>>(
        `SELECT id, url, created_ms AS createdAtMs, told, given_up AS givenUp, answer, answer_ms AS answerAtMs,
                is_off AS isOff, (SELECT count(*) FROM webhook_event WHERE webhook = webhook.id) AS waiting
         FROM webhook ORDER BY created_ms, id`,
      )
      .toArray()
      .map(({ isOff, ...row }) => ({ ...row, isOff: isOff === 1 }));
  }

  /** False: there are as many as there may be. */
  add(id: string, url: string, nowMs: number): boolean {
    if (this.all().length >= MOST_WEBHOOKS) return false;
    this.#sql.exec('INSERT INTO webhook VALUES (?, ?, ?, 0, 0, NULL, NULL, 0)', id, url, nowMs);
    return true;
  }

  /** False: there was none. */
  remove(id: string): boolean {
    return this.#storage.transactionSync(() => {
      this.#sql.exec('DELETE FROM webhook_event WHERE webhook = ?', id);
      return this.#sql.exec('DELETE FROM webhook WHERE id = ? RETURNING 1', id).toArray().length > 0;
    });
  }

  /** Everyone is to be told of these texts. */
  addEvents(texts: readonly number[], nowMs: number): void {
    for (const { id: webhook, isOff } of this.all()) {
      if (isOff) continue;
      for (const text of texts) {
        this.#sql.exec(
          'INSERT INTO webhook_event(webhook, id, text, due_ms, attempts) VALUES (?, ?, ?, ?, 0)',
          ...[webhook, `event_${crypto.randomUUID()}`, text, nowMs],
        );
      }
    }
  }

  /** Those that are to be told something by now. */
  dueWebhooks(nowMs: number): string[] {
    return this.#sql
      .exec<{ webhook: string }>('SELECT DISTINCT webhook FROM webhook_event WHERE due_ms <= ?', nowMs)
      .toArray()
      .map(({ webhook }) => webhook);
  }

  /** Of one webhook, the oldest first. */
  due(webhook: string, nowMs: number, most: number): WebhookEvent[] {
    return this.#sql
      .exec<Record<keyof WebhookEvent, never>>(
        `SELECT seq, webhook, url, e.id, text, attempts FROM webhook_event AS e JOIN webhook ON webhook.id = e.webhook
         WHERE webhook = ? AND due_ms <= ? ORDER BY seq LIMIT ?`,
        ...[webhook, nowMs, most],
      )
      .toArray();
  }

  /** Of all but these. Undefined: nobody is to be told anything. */
  nextDueMs(but: readonly string[]): number | undefined {
    const query =
      'SELECT min(due_ms) AS dueMs FROM webhook_event WHERE webhook NOT IN (SELECT value FROM json_each(?))';
    return this.#sql.exec<{ dueMs: number | null }>(query, JSON.stringify(but)).one().dueMs ?? undefined;
  }

  /** What was answered: a status, or a word. */
  noteAnswer(webhook: string, answer: string, nowMs: number): void {
    this.#sql.exec('UPDATE webhook SET answer = ?, answer_ms = ? WHERE id = ?', answer, nowMs, webhook);
  }

  /** It was told, given up (it is told nobody any more), or its text is gone. */
  end({ seq, webhook }: WebhookEvent, how: 'told' | 'given-up' | 'gone'): void {
    this.#storage.transactionSync(() => {
      this.#sql.exec('DELETE FROM webhook_event WHERE seq = ?', seq);
      if (how === 'told') this.#sql.exec('UPDATE webhook SET told = told + 1 WHERE id = ?', webhook);
      if (how === 'given-up') this.#sql.exec('UPDATE webhook SET given_up = given_up + 1 WHERE id = ?', webhook);
    });
  }

  again({ seq }: WebhookEvent, dueMs: number): void {
    this.#sql.exec('UPDATE webhook_event SET due_ms = ?, attempts = attempts + 1 WHERE seq = ?', dueMs, seq);
  }

  /** Those of the webhook that are due wait as well: nobody was reached. */
  postpone(webhook: string, dueMs: number): void {
    this.#sql.exec('UPDATE webhook_event SET due_ms = ?1 WHERE webhook = ?2 AND due_ms < ?1', dueMs, webhook);
  }

  /** It asked for no more. */
  switchOff(webhook: string): void {
    this.#storage.transactionSync(() => {
      this.#sql.exec('DELETE FROM webhook_event WHERE webhook = ?', webhook);
      this.#sql.exec('UPDATE webhook SET is_off = 1 WHERE id = ?', webhook);
    });
  }
}
