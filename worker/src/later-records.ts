/**
 * Records of KV that are later than the catalogue's: it was restored from a backup then. They are taken over before anything
 * is built on what it has, and never written over. `reconcile.ts` says how two records of one domain become one.
 */
import { log } from './log.ts';
import type { Outbox } from './outbox.ts';
import { reconciled } from './reconcile.ts';
import { type CampaignRecord, type DomainRecord, kvKey } from './records.ts';
import type { CampaignInfo } from './rpc/catalogue.ts';
import type { Catalogue } from './stores/catalogue.ts';
import type { CopiesStore } from './stores/copies-store.ts';
import { migrate } from './stores/migrate.ts';
import { KV_PATIENCE_MS, within } from './within.ts';

const STEPS = ['CREATE TABLE IF NOT EXISTS compared (host TEXT PRIMARY KEY, at_ms INTEGER NOT NULL)'];

export class LaterRecords {
  readonly #storage: DurableObjectStorage;
  readonly #kv: KVNamespace;
  readonly #catalogue: Catalogue;
  readonly #outbox: Outbox;
  readonly #copies: CopiesStore;
  /** Domains whose record was compared with KV's since this instance began: a restored catalogue is a new instance. */
  readonly #reconciled = new Set<string>();
  readonly #reconciling = new Map<string, Promise<void>>();
  /** Campaigns, by their keys, of which the same is true. */
  readonly #takenOver = new Set<string>();

  constructor(
    storage: DurableObjectStorage,
    kv: KVNamespace,
    catalogue: Catalogue,
    outbox: Outbox,
    copies: CopiesStore,
  ) {
    this.#storage = storage;
    this.#kv = kv;
    this.#catalogue = catalogue;
    this.#outbox = outbox;
    this.#copies = copies;
    migrate(storage, 'later-records', STEPS);
  }

  // --- domains ----------------------------------------------------------------------------------------------------

  /** Once an instance. False: KV does not answer, and the catalogue may be older than it. */
  async reconcileOnce(host: string): Promise<boolean> {
    if (this.#reconciled.has(host) || this.#catalogue.domain(host) === null) return true;
    let reconciling = this.#reconciling.get(host);
    if (reconciling === undefined) {
      reconciling = this.reconcile(host).finally(() => this.#reconciling.delete(host));
      this.#reconciling.set(host, reconciling);
    }
    return reconciling.then(
      () => true,
      (error) => {
        log('domain-unasked', { host, error });
        return false;
      },
    );
  }

  /** Takes over what KV's record of the domain has and the catalogue's has not. Rejects where KV does not answer. */
  async reconcile(host: string): Promise<void> {
    const copy = await this.copyOf(host);
    this.#reconciled.add(host);
    const own = this.#catalogue.domain(host);
    if (own === null || copy === null) return;
    const [compared] = this.#storage.sql
      .exec<{ at_ms: number }>('SELECT at_ms FROM compared WHERE host = ?', host)
      .toArray();
    const comparedMs = compared?.at_ms ?? -1;
    const record = reconciled(own.record, copy, comparedMs);
    this.#storage.transactionSync(() => {
      this.noteCompared(host, Math.max(comparedMs, copy.editedAtMs ?? 0));
      if (record === own.record) return;
      const isRaised = record.highest > own.record.highest;
      // Blocks are raised by who hands out their numbers: it was not this catalogue.
      this.#catalogue.saveDomain(host, record, isRaised ? record.highest : 0);
      this.#copies.tookOver();
      if (isRaised) this.#copies.numbersSkipped(record.highest - own.lastNumber);
      this.#outbox.note(kvKey.domain(host));
    });
    if (record !== own.record) log('domain-taken-over', { host, number: record.highest });
  }

  /** KV's record of the domain. Rejects where KV does not answer; null: it has none that is one. */
  async copyOf(host: string): Promise<DomainRecord | null> {
    const text = await within(this.#kv.get(kvKey.domain(host), 'text'), KV_PATIENCE_MS);
    if (text === null) return null;
    try {
      return JSON.parse(text) as DomainRecord;
    } catch {
      // Written by nobody of ours: the catalogue's goes over it.
      log('copy-unreadable', { key: kvKey.domain(host) });
      return null;
    }
  }

  /** The catalogue knows all changes of the domain up to this moment, those in KV included. */
  noteCompared(host: string, atMs: number): void {
    this.#storage.sql.exec('INSERT OR REPLACE INTO compared VALUES (?, ?)', host, atMs);
  }

  /** Of a domain that was just added, with what KV had of it. */
  noteNew(host: string, atMs: number): void {
    this.noteCompared(host, atMs);
    this.#reconciled.add(host);
  }

  // --- campaigns --------------------------------------------------------------------------------------------------

  /**
   * Before a campaign is first edited: an edit that a restored catalogue has forgotten must not be undone by the next.
   * While KV does not answer edits go on without.
   */
  async takeOverOnce(key: string): Promise<void> {
    if (this.#takenOver.has(key)) return;
    try {
      const copy = await within(this.#kv.get(key, 'text'), KV_PATIENCE_MS);
      this.#takenOver.add(key);
      if (copy !== null) this.takeOver(key, copy);
    } catch (error) {
      log('copy-unread', { key, error });
    }
  }

  /** True: KV's record of this campaign was the later one, and is the catalogue's now. */
  takeOver(key: string, copy: string): boolean {
    const record = campaignIn(copy, key);
    const own = record && this.#catalogue.campaign(record.host, record.number);
    if (record === null || own === null || record.publishedAtMs !== own.record.publishedAtMs) return false;
    if ((record.editedAtMs ?? 0) <= (own.record.editedAtMs ?? 0)) return false;
    this.#catalogue.saveCampaign({ record, info: own.info });
    this.#copies.tookOver();
    log('campaign-taken-over', { key });
    return true;
  }

  /** True: the campaign, unknown until now, is in the catalogue. */
  adopt(key: string, copy: string): boolean {
    const record = campaignIn(copy, key);
    const domain = record && this.#catalogue.domain(record.host);
    if (record === null || domain === null || this.#catalogue.campaign(record.host, record.number) !== null)
      return false;
    const { host, number } = record;
    // Name, message and labels were the catalogue's own.
    const info: CampaignInfo = {
      name: `${host}:${number}`,
      template: '',
      labels: record.links.map(() => ''),
      sentTo: record.recipients,
    };
    this.#storage.transactionSync(() => {
      if (this.#catalogue.handOut(domain, number)) this.#outbox.note(kvKey.domain(host));
      this.#catalogue.addCampaign(record, info);
    });
    log('campaign-adopted', { key });
    return true;
  }
}

/** The campaign's record, if it is one and stands under its own key. */
function campaignIn(copy: string, key: string): CampaignRecord | null {
  try {
    const record = JSON.parse(copy) as Partial<CampaignRecord> | null;
    const { host = '', number = 0, links, recipients, shards, publishedAtMs } = record ?? {};
    const isWhole = Array.isArray(links) && [number, recipients, shards, publishedAtMs].every(Number.isSafeInteger);
    return isWhole && kvKey.campaign(host, number) === key ? (record as CampaignRecord) : null;
  } catch {
    return null;
  }
}
