/** Links that people at `/stop` were sent to their number, in the workspace's SQLite database: how often, so that nobody is written to again and again. */
import { RateLimit } from '../rate-limit.ts';
import type { StopAsked, StopTextVerdict } from '../rpc/suppression.ts';
import { migrate } from './migrate.ts';

const STEPS = [
  `CREATE TABLE IF NOT EXISTS stop_text(
     hash BLOB NOT NULL, host TEXT NOT NULL, at_ms INTEGER NOT NULL, is_abroad INTEGER NOT NULL
   );
   CREATE INDEX IF NOT EXISTS stop_text_hash ON stop_text(hash);`,
];

const DAY_MS = 86_400_000;
/** To one number: whoever writes somebody else's makes no nuisance of it. */
const BETWEEN_MS = 600_000;
const A_DAY = 3;
/** On one domain, as each is paid for. */
const A_DAY_ON_DOMAIN = 200;
/** Of those to other countries: some are dear, and there are people who share in what messages to their numbers cost. */
const A_DAY_ABROAD = 20;
/** From one crowd of addresses, a minute and a day: what a domain sends in a day is not one asker's to use up. */
const FROM_CROWD = 5;
const A_DAY_FROM_CROWD = 20;

export class StopTextStore {
  readonly #sql: SqlStorage;
  readonly #crowds = new RateLimit(FROM_CROWD);
  readonly #crowdsOfDay = new RateLimit(A_DAY_FROM_CROWD, DAY_MS);

  constructor(storage: DurableObjectStorage) {
    this.#sql = storage.sql;
    migrate(storage, 'stop-text', STEPS);
  }

  /** 'send': it is noted as sent. */
  admit(host: string, hash: Uint8Array, { crowd, isAbroad }: StopAsked, nowMs: number): StopTextVerdict {
    this.#sql.exec('DELETE FROM stop_text WHERE at_ms <= ?', nowMs - DAY_MS);
    const asker = String(crowd);
    if (this.#crowds.take(asker, nowMs) > 0) return 'too-many';
    const toNumber = this.#sql
      .exec<{ sent: number; lastMs: number | null }>(
        'SELECT count(*) AS sent, max(at_ms) AS lastMs FROM stop_text WHERE hash = ?',
        hash,
      )
      .one();
    if (toNumber.sent >= A_DAY || nowMs - (toNumber.lastMs ?? -BETWEEN_MS) < BETWEEN_MS) return 'sent-before';
    const onDomain = this.#sql
      .exec<{ sent: number; abroad: number }>(
        'SELECT count(*) AS sent, total(is_abroad) AS abroad FROM stop_text WHERE host = ?',
        host,
      )
      .one();
    if (onDomain.sent >= A_DAY_ON_DOMAIN || (isAbroad && onDomain.abroad >= A_DAY_ABROAD)) return 'too-many';
    if (this.#crowdsOfDay.take(asker, nowMs) > 0) return 'too-many';
    this.#sql.exec(
      'INSERT INTO stop_text(hash, host, at_ms, is_abroad) VALUES (?, ?, ?, ?)',
      ...[hash, host, nowMs, isAbroad ? 1 : 0],
    );
    return 'send';
  }

  /** It reached no gateway. */
  takeBack(hash: Uint8Array, atMs: number): void {
    this.#sql.exec('DELETE FROM stop_text WHERE hash = ? AND at_ms = ?', hash, atMs);
  }
}
