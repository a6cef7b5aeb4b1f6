/**
 * What gateways told, until whom it concerns has it: answers to polls, which are told nobody a second time, and reports that
 * name a message by the gateway's own id, of which the sender may not have heard yet. And which senders may have.
 */
import type { Delivery } from 'klikspor/reporting';
import type { Sealed } from '../gateways/sealing.ts';
import type { OwnReport, SenderName } from '../sending/rpc.ts';
import { migrate } from './migrate.ts';

const STEPS = [
  `CREATE TABLE IF NOT EXISTS told(
     seq INTEGER PRIMARY KEY AUTOINCREMENT, gateway TEXT NOT NULL, at_ms INTEGER NOT NULL, key INTEGER NOT NULL,
     sealed BLOB NOT NULL);
   CREATE TABLE IF NOT EXISTS own_report(
     seq INTEGER PRIMARY KEY AUTOINCREMENT, gateway TEXT NOT NULL, gateway_id TEXT NOT NULL, state TEXT NOT NULL,
     reason TEXT, at_ms INTEGER NOT NULL, UNIQUE(gateway, gateway_id, state));
   CREATE TABLE IF NOT EXISTS gateway_sender(
     gateway TEXT NOT NULL, host TEXT NOT NULL, number INTEGER NOT NULL, shard INTEGER NOT NULL, jurisdiction TEXT,
     published_ms INTEGER NOT NULL, used_ms INTEGER NOT NULL, PRIMARY KEY(gateway, host, number, shard)) WITHOUT ROWID;`,
];

const DAY_MS = 86_400_000;
/** As long as a message may be sent again: later nobody hears of an id any more. */
const LIFE_MS = 7 * DAY_MS;
/** Networks try for some days, and report when they give up. */
const SENDER_LIFE_MS = 31 * DAY_MS;
/** Where others use the account as well, theirs come, too. */
const MOST_REPORTS = 10_000;

export interface KeptTold extends Sealed {
  readonly seq: number;
  readonly gateway: string;
}

export class ToldStore {
  readonly #sql: SqlStorage;
  /** Of those noted today. */
  readonly #noted = new Map<string, number>();

  constructor(storage: DurableObjectStorage) {
    this.#sql = storage.sql;
    migrate(storage, 'told', STEPS);
  }

  // --- answers to polls ---------------------------------------------------------------------------------------------

  /** By what it is dropped. */
  keep(gateway: string, { key, octets }: Sealed, nowMs: number): number {
    return this.#sql
      .exec<{ seq: number }>(
        'INSERT INTO told(gateway, at_ms, key, sealed) VALUES(?, ?, ?, ?) RETURNING seq',
        ...[gateway, nowMs, key, octets],
      )
      .one().seq;
  }

  drop(seq: number): void {
    this.#sql.exec('DELETE FROM told WHERE seq = ?', seq);
  }

  /** Those that came before, and are here still. */
  left(beforeMs: number): KeptTold[] {
    return this.#sql
      .exec<{ seq: number; gateway: string; key: number; sealed: ArrayBuffer }>(
        'SELECT seq, gateway, key, sealed FROM told WHERE at_ms < ? ORDER BY seq',
        beforeMs,
      )
      .toArray()
      .map(({ sealed, ...rest }) => ({ ...rest, octets: new Uint8Array(sealed) }));
  }

  hasLeft(): boolean {
    return this.#sql.exec('SELECT 1 FROM told LIMIT 1').toArray().length > 0;
  }

  // --- reports by a gateway's own ids ---------------------------------------------------------------------------------

  keepReports(gateway: string, reports: readonly OwnReport[], nowMs: number): void {
    for (const { gatewayId, state, reason } of reports) {
      // That it has a message says nothing that its answer does not say.
      if (state === 'open') continue;
      this.#sql.exec(
        'INSERT OR IGNORE INTO own_report(gateway, gateway_id, state, reason, at_ms) VALUES(?, ?, ?, ?, ?)',
        ...[gateway, gatewayId, state, reason ?? null, nowMs],
      );
    }
    this.#sql.exec(
      `DELETE FROM own_report WHERE gateway = ?1 AND seq <=
         (SELECT seq FROM own_report WHERE gateway = ?1 ORDER BY seq DESC LIMIT 1 OFFSET ${MOST_REPORTS})`,
      gateway,
    );
  }

  hasReports(gateway: string): boolean {
    return this.#sql.exec('SELECT 1 FROM own_report WHERE gateway = ? LIMIT 1', gateway).toArray().length > 0;
  }

  reports(gateway: string): OwnReport[] {
    return this.#sql
      .exec<{ gatewayId: string; state: string; reason: string | null }>(
        'SELECT gateway_id AS gatewayId, state, reason FROM own_report WHERE gateway = ? ORDER BY seq',
        gateway,
      )
      .toArray()
      .map(({ gatewayId, state, reason }) => ({
        ...{ gatewayId, state: state as Delivery },
        ...(reason !== null && { reason }),
      }));
  }

  dropReports(gateway: string, gatewayIds: readonly string[]): void {
    this.#sql.exec(
      'DELETE FROM own_report WHERE gateway = ? AND gateway_id IN (SELECT value FROM json_each(?))',
      ...[gateway, JSON.stringify(gatewayIds)],
    );
  }

  // --- who sends through a gateway ------------------------------------------------------------------------------------

  noteSender(gateway: string, sender: SenderName, nowMs: number): void {
    const { host, number, shard, jurisdiction, publishedAtMs } = sender;
    const name = JSON.stringify([gateway, host, number, shard, publishedAtMs]);
    if (Math.abs(nowMs - (this.#noted.get(name) ?? 0)) < DAY_MS) return;
    this.#noted.set(name, nowMs);
    this.#sql.exec(
      'INSERT OR REPLACE INTO gateway_sender VALUES(?, ?, ?, ?, ?, ?, ?)',
      ...[gateway, host, number, shard, jurisdiction, publishedAtMs, nowMs],
    );
  }

  /** Whoever sent last first. */
  senders(gateway: string): SenderName[] {
    return this.#sql
      .exec<Omit<SenderName, 'jurisdiction'> & { jurisdiction: string | null }>(
        `SELECT host, number, shard, jurisdiction, published_ms AS publishedAtMs FROM gateway_sender WHERE gateway = ?
         ORDER BY used_ms DESC, host, number, shard`,
        gateway,
      )
      .toArray()
      .map((sender) => ({ ...sender, jurisdiction: sender.jurisdiction === 'eu' ? 'eu' : null }));
  }

  /** The workspace's alarm sees to it. */
  erase(nowMs: number): void {
    this.#sql.exec('DELETE FROM told WHERE at_ms <= ?', nowMs - LIFE_MS);
    this.#sql.exec('DELETE FROM own_report WHERE at_ms <= ?', nowMs - LIFE_MS);
    this.#sql.exec('DELETE FROM gateway_sender WHERE used_ms <= ?', nowMs - SENDER_LIFE_MS);
  }
}
