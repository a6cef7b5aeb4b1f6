/**
 * Domains and campaigns, and which numbers are handed out: what KV holds copies of. Nothing here waits, so whatever a
 * caller reads and writes without an await in between is of one moment, and one commit.
 */
import { type CampaignRecord, type DomainRecord, NUMBER_BLOCK, nextEditMs } from '../records.ts';
import type { CampaignInfo, StoredCampaign, StoredDomain } from '../rpc/catalogue.ts';
import { hasColumn, migrate, type Step } from './migrate.ts';

const STEPS: readonly Step[] = [
  `CREATE TABLE IF NOT EXISTS domain (host TEXT PRIMARY KEY, record TEXT NOT NULL, last_number INTEGER NOT NULL);
   CREATE TABLE IF NOT EXISTS campaign (
     seq INTEGER PRIMARY KEY AUTOINCREMENT, host TEXT NOT NULL, number INTEGER NOT NULL, record TEXT NOT NULL,
     info TEXT NOT NULL, UNIQUE (host, number));`,
  (sql) => {
    if (!hasColumn(sql, 'domain', 'proved_at_ms')) sql.exec('ALTER TABLE domain ADD COLUMN proved_at_ms INTEGER');
  },
  'CREATE TABLE IF NOT EXISTS removed (host TEXT PRIMARY KEY)',
  // The limit on segments had two names; the version before reads the other.
  `UPDATE campaign SET info = json_set(info, '$.limit', info -> '$.budget')
   WHERE info -> '$.budget' IS NOT NULL`,
];

export class Catalogue {
  readonly #sql: SqlStorage;

  constructor(storage: DurableObjectStorage) {
    this.#sql = storage.sql;
    migrate(storage, 'catalogue', STEPS);
  }

  /** What KV is to hold under the key of a domain or campaign; null: nothing. */
  valueOf(key: string): string | null {
    const [kind, host = '', number] = key.split('/');
    const [row] =
      kind === 'domain'
        ? this.#sql.exec<{ record: string }>('SELECT record FROM domain WHERE host = ?', host).toArray()
        : this.#sql
            .exec<{ record: string }>('SELECT record FROM campaign WHERE host = ? AND number = ?', host, Number(number))
            .toArray();
    return row?.record ?? null;
  }

  // --- domains ----------------------------------------------------------------------------------------------------

  domain(host: string): StoredDomain | null {
    return this.#domains('WHERE host = ?', host)[0] ?? null;
  }

  domains(): StoredDomain[] {
    return this.#domains('ORDER BY host');
  }

  /** In the order of their names, from after this one on. */
  hostsAfter(host: string, most = -1): string[] {
    return this.#hosts('WHERE host > ? ORDER BY host LIMIT ?', host, most);
  }

  /** As chance will have it. */
  someHosts(most: number): string[] {
    return this.#hosts('ORDER BY random() LIMIT ?', most);
  }

  addDomain({ host, record, lastNumber, provedAtMs }: StoredDomain): void {
    this.#sql.exec(
      'INSERT INTO domain (host, record, last_number, proved_at_ms) VALUES (?, ?, ?, ?)',
      ...[host, JSON.stringify(record), lastNumber, provedAtMs],
    );
    this.#sql.exec('DELETE FROM removed WHERE host = ?', host);
  }

  proveDomain(host: string, nowMs: number): void {
    this.#sql.exec('UPDATE domain SET proved_at_ms = ? WHERE host = ?', nowMs, host);
  }

  /** `usedUpTo`: numbers up to this one count as handed out. */
  saveDomain(host: string, record: DomainRecord, usedUpTo = 0): void {
    this.#sql.exec(
      'UPDATE domain SET record = ?, last_number = max(last_number, ?) WHERE host = ?',
      ...[JSON.stringify(record), usedUpTo, host],
    );
  }

  /** As `found`, edited. */
  editDomain(found: StoredDomain, edit: Partial<DomainRecord>): StoredDomain {
    const record = { ...found.record, ...edit, editedAtMs: nextEditMs(found.record) };
    this.saveDomain(found.host, record);
    return { ...found, record };
  }

  /** Noted is that it was there: should it be added again, what KV still shows of it for a while is not taken over. */
  removeDomain(host: string): void {
    this.#sql.exec('DELETE FROM domain WHERE host = ?', host);
    this.#sql.exec('INSERT OR REPLACE INTO removed VALUES (?)', host);
  }

  wasRemoved(host: string): boolean {
    return this.#sql.exec('SELECT 1 FROM removed WHERE host = ?', host).toArray().length > 0;
  }

  /**
   * The number is used from now on. What KV has is raised by blocks, ahead of it: `record.highest` of the domain that is
   * given. True: it was raised, and KV is to hear of it.
   */
  handOut({ host, record }: StoredDomain, number: number): boolean {
    const isRaised = number > record.highest;
    while (number > record.highest) record.highest += NUMBER_BLOCK;
    this.saveDomain(host, record, number);
    return isRaised;
  }

  // --- campaigns --------------------------------------------------------------------------------------------------

  campaign(host: string, number: number): StoredCampaign | null {
    return this.#campaigns('WHERE campaign.host = ? AND number = ?', host, number)[0] ?? null;
  }

  /** By its position. */
  campaignAt(seq: number): StoredCampaign | null {
    return this.#campaigns('WHERE seq = ?', seq)[0] ?? null;
  }

  /** Newest first, from before this position on; `archived`: those that are, or are not, alone; null: all. */
  campaignsBefore(seq: number, most: number, archived: boolean | null = null): StoredCampaign[] {
    return this.#campaigns(
      "WHERE seq < ? AND coalesce(info ->> '$.archived', 0) IN (?, ?) ORDER BY seq DESC LIMIT ?",
      ...[seq, Number(archived ?? false), Number(archived ?? true), most],
    );
  }

  /** Newest first: those that take messages by the API. */
  runningBefore(seq: number, most: number): StoredCampaign[] {
    return this.#campaigns("WHERE seq < ? AND info ->> '$.isRunning' = 1 ORDER BY seq DESC LIMIT ?", seq, most);
  }

  /** Newest first: those before it of the same kind that count recipients, were sent to so many and are not its other version. */
  earlierOfKind({ seq, record, info }: StoredCampaign, leastSentTo: number, most: number): StoredCampaign[] {
    return this.#campaigns(
      `WHERE seq < ? AND campaign.record ->> '$.tracking' = 'recipient' AND coalesce(info ->> '$.kind', '') = ?
         AND coalesce((SELECT sum(value ->> '$.messages') FROM json_each(info, '$.sent')), info ->> '$.sentTo') >= ?
         AND NOT (campaign.host = ? AND number = ?) ORDER BY seq DESC LIMIT ?`,
      ...[seq, info.kind ?? '', leastSentTo, record.host, info.otherVersion ?? 0, most],
    );
  }

  /** Oldest first. */
  campaignsAfter(seq: number, most: number): StoredCampaign[] {
    return this.#campaigns('WHERE seq > ? ORDER BY seq LIMIT ?', seq, most);
  }

  /** Its position. */
  addCampaign(record: CampaignRecord, info: CampaignInfo): number {
    return this.#sql
      .exec<{ seq: number }>(
        'INSERT INTO campaign (host, number, record, info) VALUES (?, ?, ?, ?) RETURNING seq',
        ...[record.host, record.number, JSON.stringify(record), JSON.stringify(info)],
      )
      .one().seq;
  }

  saveCampaign({ record, info }: Pick<StoredCampaign, 'record' | 'info'>): void {
    this.#sql.exec(
      'UPDATE campaign SET record = ?, info = ? WHERE host = ? AND number = ?',
      ...[JSON.stringify(record), JSON.stringify(info), record.host, record.number],
    );
  }

  /** What the overview has of it goes by triggers. */
  removeCampaign(seq: number): void {
    this.#sql.exec('DELETE FROM campaign WHERE seq = ?', seq);
  }

  // --- rows -------------------------------------------------------------------------------------------------------

  #domains(which: string, ...values: SqlStorageValue[]): StoredDomain[] {
    return this.#sql
      .exec<InJson<StoredDomain>>(
        `SELECT host, record, last_number AS lastNumber, proved_at_ms AS provedAtMs FROM domain ${which}`,
        ...values,
      )
      .toArray()
      .map((row) => ({ ...row, record: JSON.parse(row.record) as DomainRecord }));
  }

  #hosts(which: string, ...values: SqlStorageValue[]): string[] {
    return this.#sql
      .exec<{ host: string }>(`SELECT host FROM domain ${which}`, ...values)
      .toArray()
      .map(({ host }) => host);
  }

  #campaigns(which: string, ...values: SqlStorageValue[]): StoredCampaign[] {
    return this.#sql
      .exec<InJson<StoredCampaign>>(
        `SELECT seq, campaign.record, info, domain.record ->> '$.width' AS width
         FROM campaign JOIN domain ON domain.host = campaign.host ${which}`,
        ...values,
      )
      .toArray()
      .map((row) => ({
        ...row,
        record: JSON.parse(row.record) as CampaignRecord,
        info: JSON.parse(row.info) as CampaignInfo,
      }));
  }
}

/** A row: what is no number or text stands in it as JSON. */
type InJson<T> = { [K in keyof T]: T[K] extends SqlStorageValue ? T[K] : string };
