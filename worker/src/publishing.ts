/** How a campaign gets its number and goes out, and how it is edited then. Whatever the catalogue has forgotten is asked for. */
import { log } from './log.ts';
import { highestInKv, memoryOf } from './numbers.ts';
import { type CampaignRecord, kvKey, nextEditMs } from './records.ts';
import type { CampaignInfo, Once, PublishOutcome, StoredCampaign } from './rpc/catalogue.ts';
import type { WorkspaceRpc } from './rpc/workspace.ts';
import type { WorkspaceParts } from './workspace-parts.ts';

/** Numbers looked at before publishing gives up: after the first that is taken KV says how far to go. */
const MOST_NUMBERS = 100;

export class Publishing implements Pick<WorkspaceRpc, 'publish' | 'editCampaign'> {
  readonly #parts: WorkspaceParts;
  /** Highest number of a host that is being looked at or given out. */
  readonly #inHand = new Map<string, number>();

  constructor(parts: WorkspaceParts) {
    this.#parts = parts;
  }

  async publish(
    host: string,
    draft: Omit<CampaignRecord, 'number'>,
    info: CampaignInfo,
    once: Once | null,
    versionOf: number | null,
  ): Promise<PublishOutcome> {
    const publish = () => this.#publish(host, draft, info, once, versionOf);
    return once === null ? publish() : this.#parts.idempotency.inTurn(once, publish);
  }

  async #publish(
    host: string,
    draft: Omit<CampaignRecord, 'number'>,
    info: CampaignInfo,
    once: Once | null,
    versionOf: number | null,
  ): Promise<PublishOutcome> {
    const { storage, catalogue, idempotency, outbox, copier, later } = this.#parts;
    const nowMs = Date.now();
    const answered = once === null ? undefined : idempotency.answered(once, nowMs);
    if (answered !== undefined) return answered === 'other-body' ? answered : catalogue.campaignAt(answered);
    const keys = JSON.stringify(catalogue.domain(host)?.record.keys);
    await later.reconcileOnce(host);
    const before = catalogue.domain(host);
    if (before === null) return null;
    if (JSON.stringify(before.record.keys) !== keys) return 'keys-changed';
    const number = await this.#freeNumber(host, before.record.jurisdiction);
    if (number === 'unsure') return number;
    // From here to the commit nothing waits: what is read is what is written.
    const domain = catalogue.domain(host);
    if (domain === null) return null;
    const other = versionOf === null ? null : catalogue.campaign(host, versionOf);
    if (other !== null && other.info.otherVersion !== undefined) return 'has-version';
    const record: CampaignRecord = { ...draft, number };
    const linked: CampaignInfo = other === null ? info : { ...info, otherVersion: other.record.number };
    const { seq, isRaised } = storage.transactionSync(() => {
      const isRaised = catalogue.handOut(domain, number);
      const seq = catalogue.addCampaign(record, linked);
      if (other !== null) catalogue.saveCampaign({ ...other, info: { ...other.info, otherVersion: number } });
      if (once !== null) idempotency.note(once, seq, nowMs);
      if (isRaised) outbox.note(kvKey.domain(host));
      outbox.note(kvKey.campaign(host, number));
      return { seq, isRaised };
    });
    // The domain first: its number decides whether the campaign's slugs are looked up at all.
    if (isRaised) await copier.copy(kvKey.domain(host));
    await copier.copy(kvKey.campaign(host, number));
    return { seq, record, info: linked, width: domain.record.width };
  }

  /**
   * The next number that neither the catalogue nor anybody else remembers. Several publications look at the same time, each
   * at a number of its own.
   */
  async #freeNumber(host: string, jurisdiction: 'eu' | null): Promise<number | 'unsure'> {
    const { env, catalogue, copies } = this.#parts;
    for (let attempt = 0; attempt < MOST_NUMBERS; attempt++) {
      const last = Math.max(catalogue.domain(host)?.lastNumber ?? 0, this.#inHand.get(host) ?? 0);
      const number = last + 1;
      this.#inHand.set(host, number);
      const { kv, counter } = await memoryOf(env, host, number, jurisdiction);
      if (kv === undefined && counter === undefined) {
        if (this.#inHand.get(host) === number) this.#inHand.set(host, last);
        return 'unsure';
      }
      if (!kv && !counter) return number;
      // The catalogue has been restored from a backup. Blocks are raised before their numbers are handed out: above what
      // is known of them nothing was ever used.
      const known = kv === undefined ? 0 : await highestInKv(env.KV, host).catch(() => 0);
      const beyond = Math.max(number, known, catalogue.domain(host)?.record.highest ?? 0);
      this.#inHand.set(host, Math.max(beyond, this.#inHand.get(host) ?? 0));
      copies.numbersSkipped(beyond - last);
      log('numbers-skipped', { host, number, found: String(beyond) });
    }
    return 'unsure';
  }

  async editCampaign(
    before: StoredCampaign,
    { record, info }: Pick<StoredCampaign, 'record' | 'info'>,
  ): Promise<StoredCampaign | 'changed'> {
    const { catalogue, outbox, copier, later } = this.#parts;
    const { host, number } = before.record;
    const key = kvKey.campaign(host, number);
    // Name, labels and whether it is archived are the catalogue's own: KV would get what it has.
    const isOfKv = JSON.stringify(record) !== JSON.stringify(before.record);
    if (isOfKv) await later.takeOverOnce(key);
    if (JSON.stringify(catalogue.campaign(host, number)) !== JSON.stringify(before)) return 'changed';
    const edited = isOfKv ? { ...record, editedAtMs: nextEditMs(before.record) } : record;
    catalogue.saveCampaign({ record: edited, info });
    if (isOfKv) {
      outbox.note(key);
      await copier.copy(key);
    }
    return { ...before, record: edited, info };
  }
}
