/**
 * Deletes campaigns. What the workspace has of one goes in one commit, which leaves the dated record; then its counters are
 * told, one by one, and with each the sender of the same shard. Whatever is broken off the alarm goes on with: to tell one
 * twice changes nothing.
 */
import { core } from './core.ts';
import { inGroups } from './in-groups.ts';
import { log } from './log.ts';
import { type CampaignRecord, kvKey, nextEditMs } from './records.ts';
import type { StoredDeletion } from './rpc/catalogue.ts';
import type { ShardDeletion } from './rpc/counter.ts';
import type { WorkspaceRpc } from './rpc/workspace.ts';
import { identityOf } from './shard-identity.ts';
import type { DeletionStore } from './stores/deletion-store.ts';
import type { GatewayStore } from './stores/gateway-store.ts';
import type { LossStore } from './stores/loss-store.ts';
import type { ShareStore } from './stores/share-store.ts';
import { counterStub, senderStub } from './stubs.ts';
import { Turns } from './turns.ts';
import { withNames } from './vanity.ts';
import { within } from './within.ts';
import type { WorkspaceParts } from './workspace-parts.ts';

/** Counters told at the same moment. */
const AT_ONCE = 16;
const ANSWER_MS = 30_000;
/** Of one alarm. */
const CAMPAIGNS_A_TIME = 5;
const AGAIN_MS = 30_000;
const NONE: ShardDeletion = { hits: 0, orders: 0, numberHashes: 0, optOuts: 0, unknownOptOuts: 0 };

interface Others {
  readonly store: DeletionStore;
  readonly shares: ShareStore;
  readonly losses: LossStore;
  readonly gateways: GatewayStore;
}

export class Deletions implements Pick<WorkspaceRpc, 'deleteCampaign' | 'deletion' | 'deletions'> {
  readonly #parts: WorkspaceParts;
  readonly #others: Others;
  readonly #turns = new Turns();
  #nextMs = 0;

  constructor(parts: WorkspaceParts, others: Others) {
    this.#parts = parts;
    this.#others = others;
  }

  /** Tells every counter, also those that have answered: one may have been restored from a backup. */
  async deleteCampaign(host: string, number: number, nowMs: number): Promise<StoredDeletion | null> {
    return this.#turns.take(`${host}/${number}`, async () => {
      if (this.#parts.catalogue.campaign(host, number) !== null) await this.#begin(host, number, nowMs);
      const begun = this.#others.store.of(host, number);
      return begun && this.#goOn(begun, shardsOf(begun.record));
    });
  }

  async deletion(host: string, number: number): Promise<StoredDeletion | null> {
    return this.#others.store.of(host, number);
  }

  async deletions(before: number | null, limit: number): Promise<StoredDeletion[]> {
    return this.#others.store.newest(before, limit);
  }

  async #begin(host: string, number: number, nowMs: number): Promise<void> {
    const { storage, catalogue, idempotency, outbox, copier, later } = this.#parts;
    const { store, shares, losses, gateways } = this.#others;
    // The names of the domain are about to change: what KV knows of them is taken over first.
    await later.reconcileOnce(host);
    const domainKey = kvKey.domain(host);
    const campaignKey = kvKey.campaign(host, number);
    const isBegun = storage.transactionSync(() => {
      const found = catalogue.campaign(host, number);
      const domain = catalogue.domain(host);
      if (found === null || domain === null) return false;
      const { seq, record, info } = found;
      const names = Object.entries(domain.record.vanity).filter(
        ([, plain]) => core.slotOf(plain, 1).campaign === number,
      );
      if (names.length > 0) {
        const gone = Object.fromEntries(names.map(([name]) => [name, null]));
        const vanity = withNames(domain.record, gone, Number.MAX_SAFE_INTEGER);
        if (vanity !== 'too-many') catalogue.editDomain(domain, { vanity });
        outbox.note(domainKey);
      }
      const other = info.otherVersion === undefined ? null : catalogue.campaign(host, info.otherVersion);
      if (other !== null) {
        const { otherVersion: _, ...alone } = other.info;
        catalogue.saveCampaign({ record: other.record, info: alone });
      }
      const shared = shares.forget(host, number);
      losses.forget(host, number);
      gateways.eraseCampaign({ seq, publishedAtMs: record.publishedAtMs });
      idempotency.forget(seq);
      catalogue.removeCampaign(seq);
      store.add({
        record: whatLinksNeed(record, nowMs),
        atMs: nowMs,
        left: shardsOf(record),
        counts: NONE,
        sentTo: info.sentTo,
        shares: shared,
        vanitySlugs: names.length,
      });
      outbox.note(campaignKey);
      this.#nextMs = 0;
      return true;
    });
    if (!isBegun) return;
    await copier.copy(campaignKey);
    if (outbox.has(domainKey)) await copier.copy(domainKey);
  }

  /** Tells counters. Never rejects: those that do not answer are told later. */
  async #goOn({ record, ...begun }: StoredDeletion, shards: readonly number[]): Promise<StoredDeletion> {
    const { host, number } = record;
    await inGroups(shards, AT_ONCE, async (shard) => {
      try {
        const counter = counterStub(this.#parts.env, record, shard);
        const deleted = await within(counter.deleteCampaign(identityOf(record, shard)), ANSWER_MS);
        const sender = senderStub(this.#parts.env, record, shard);
        await within(sender.deleteCampaign(record.publishedAtMs), ANSWER_MS);
        // Others have told theirs while this one was waited for.
        const now = this.#others.store.of(host, number);
        if (now?.left.includes(shard)) {
          const left = now.left.filter((one) => one !== shard);
          this.#others.store.save({ ...now, left, counts: sum(now.counts, deleted) });
        }
      } catch (error) {
        log('counter-silent', { host, campaign: number, shard, error });
      }
    });
    return this.#others.store.of(host, number) ?? { record, ...begun };
  }

  /** When there is something to go on with; never, if there is not. */
  dueMs(): number {
    return this.#others.store.hasUnfinished() ? Math.max(this.#nextMs, Date.now()) : Number.POSITIVE_INFINITY;
  }

  /** For the alarm. Never rejects. */
  async goOnWithSome(): Promise<void> {
    if (this.dueMs() > Date.now()) return;
    this.#nextMs = Date.now() + AGAIN_MS;
    for (const begun of this.#others.store.unfinished(CAMPAIGNS_A_TIME)) await this.#goOn(begun, begun.left);
  }
}

const shardsOf = ({ shards }: CampaignRecord): number[] => Array.from({ length: shards }, (_, shard) => shard);

const sum = (a: ShardDeletion, b: ShardDeletion): ShardDeletion => ({
  hits: a.hits + b.hits,
  orders: a.orders + b.orders,
  numberHashes: a.numberHashes + b.numberHashes,
  optOuts: a.optOuts + b.optOuts,
  unknownOptOuts: a.unknownOptOuts + b.unknownOptOuts,
});

/**
 * Of a deleted campaign: where a slug lies in it, and what its opt-out page says of the sender, if it has one. Its links lead
 * nowhere, and have ended by every clock.
 */
function whatLinksNeed(record: CampaignRecord, nowMs: number): CampaignRecord {
  const { host, number, workspace, links, recipients, tracking, counting, shards, jurisdiction, publishedAtMs } =
    record;
  const { senderName, language, contact, takesAnswers, listName } = record;
  const hasPage = links.some(({ kind }) => kind === 'opt-out');
  return {
    ...{ host, number, workspace, recipients, tracking, counting, shards, jurisdiction, publishedAtMs, language },
    links: links.map(({ kind }) => ({ kind, url: null, tracked: false })),
    expiresAtMs: 0,
    senderName: hasPage ? senderName : '',
    ...(hasPage && contact && { contact }),
    ...(hasPage && listName !== undefined && { listName }),
    ...(takesAnswers !== undefined && { takesAnswers }),
    deletedAtMs: nowMs,
    editedAtMs: nextEditMs(record),
  };
}
