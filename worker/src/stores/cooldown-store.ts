/**
 * Who was sent a message lately, by any campaign: keyed hashes of numbers, never a number. A message is noted when it is let
 * out, before it is handed over: two campaigns that send at the same moment do not both reach the same person.
 */
import type { Letting } from '../rpc/suppression.ts';
import { migrate } from './migrate.ts';

const STEPS = [
  `CREATE TABLE IF NOT EXISTS lately(
     hash BLOB NOT NULL, campaign INTEGER NOT NULL, row INTEGER NOT NULL, at_ms INTEGER NOT NULL,
     PRIMARY KEY(hash, campaign, row)) WITHOUT ROWID;
   CREATE INDEX IF NOT EXISTS lately_at ON lately(at_ms);`,
];

const DAY_MS = 86_400_000;
/** Longest cooldown there is: what is older is erased. */
export const MOST_COOLDOWN_DAYS = 31;

export class CooldownStore {
  readonly #storage: DurableObjectStorage;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
    migrate(storage, 'cooldown', STEPS);
  }

  get #sql(): SqlStorage {
    return this.#storage.sql;
  }

  /**
   * Notes whom messages go out to: hashes of their numbers, one behind the other, and their rows; those at the places in
   * `stopped` are passed over. Returns the places of those who may not be sent the message. The same message may be let out
   * again, and counts from the first time. One statement for all: one for each message would cost three times as much. In the
   * order of the table: each page is looked for and written once.
   */
  letOut(
    hashes: Uint8Array,
    rows: readonly number[],
    stopped: ReadonlySet<number>,
    { campaign, cooldownDays, nowMs }: Letting,
  ): Set<number> {
    const list = (places: readonly number[]) => JSON.stringify(places.map((at) => [at, rows[at]]));
    const asked = rows.map((_, at) => at).filter((at) => !stopped.has(at));
    const lately = cooldownDays > 0 ? this.#lately(hashes, list(asked), campaign, nowMs - cooldownDays * DAY_MS) : [];
    const refused = new Set(lately);
    if (cooldownDays > 0) {
      const first = new Set<string>();
      for (const at of asked.filter((at) => !refused.has(at))) {
        const number = hashes.subarray(at * 8, at * 8 + 8).join();
        if (first.has(number)) refused.add(at);
        first.add(number);
      }
    }
    this.#sql.exec(
      `INSERT OR IGNORE INTO lately
       SELECT substr(?1, (value ->> 0) * 8 + 1, 8) AS hash, ?2, value ->> 1, ?3 FROM json_each(?4) ORDER BY hash`,
      ...[hashes, campaign, nowMs, list(asked.filter((at) => !refused.has(at)))],
    );
    return refused;
  }

  #lately(hashes: Uint8Array, list: string, campaign: number, sinceMs: number): number[] {
    return this.#sql
      .exec<{ at: number }>(
        `SELECT value ->> 0 AS at FROM json_each(?4) WHERE EXISTS (
           SELECT 1 FROM lately WHERE hash = substr(?1, (value ->> 0) * 8 + 1, 8) AND at_ms > ?2
             AND NOT (campaign = ?3 AND row = value ->> 1))`,
        ...[hashes, sinceMs, campaign, list],
      )
      .toArray()
      .map(({ at }) => at);
  }

  /** Position of the campaign whose message went to this number last; null: none did lately. */
  lastCampaign(hash: Uint8Array): number | null {
    const query = 'SELECT campaign FROM lately WHERE hash = ? ORDER BY at_ms DESC LIMIT 1';
    return this.#sql.exec<{ campaign: number }>(query, hash).toArray()[0]?.campaign ?? null;
  }

  /** These messages never reached a gateway. */
  takeBack(hashes: Uint8Array, campaign: number, rows: readonly number[]): void {
    this.#storage.transactionSync(() => {
      for (const [at, row] of rows.entries()) {
        const hash = hashes.slice(at * 8, at * 8 + 8);
        this.#sql.exec('DELETE FROM lately WHERE hash = ? AND campaign = ? AND row = ?', hash, campaign, row);
      }
    });
  }

  /** Its recipient was erased: nobody knows any more whom the message went to. */
  forget(campaign: number, row: number): void {
    this.#sql.exec('DELETE FROM lately WHERE campaign = ? AND row = ?', campaign, row);
  }

  /** What no cooldown asks about any more goes: the workspace's alarm sees to it every hour. */
  erase(nowMs: number): void {
    // What a clock wrote that was ahead is taken to have come now, or it would stay until that day.
    this.#sql.exec('UPDATE lately SET at_ms = ?1 WHERE at_ms > ?1', nowMs);
    this.#sql.exec('DELETE FROM lately WHERE at_ms <= ?', nowMs - MOST_COOLDOWN_DAYS * DAY_MS);
  }
}
