/**
 * One shard of one campaign's hits and opt-outs. Batches are stored as they come, by id, so that every retry is
 * harmless; the alarm folds them into totals and copies those to KV. Whatever was acknowledged is in SQLite: memory may
 * go at any moment.
 */
import { DurableObject } from 'cloudflare:workers';
import type { Delivery } from 'klikspor/reporting';
import { Alarm } from './alarm.ts';
import { summed } from './counting-sums.ts';
import { CountsCopy } from './counts-copy.ts';
import { Erasing } from './erasing.ts';
import { Folding } from './folding.ts';
import { forgetRecipient } from './forgetting.ts';
import { GroupCommit } from './group-commit.ts';
import { Live } from './live.ts';
import { log } from './log.ts';
import { KV_WRITE_MS } from './publish-interval.ts';
import { rejudge } from './rejudging.ts';
import { RemainsOfCounter } from './remains.ts';
import { reporting } from './reporting.ts';
import type {
  ClickCounterRpc,
  Rejudged,
  ShardDecisions,
  ShardDeletion,
  ShardErasure,
  ShardNews,
  ShardOptOuts,
  ShardRawHits,
  ShardRecipients,
  ShardReport,
  ToldOrder,
} from './rpc/counter.ts';
import { settings } from './settings.ts';
import type { ShardIdentity } from './shard-identity.ts';
import { Soon } from './soon.ts';
import type { NewBatch, RawBatch } from './stores/batch-store.ts';
import { ConversionStore } from './stores/conversion-store.ts';
import { CounterStore, type ShardRow } from './stores/counter-store.ts';
import { DeliveryStore } from './stores/delivery-store.ts';
import { AGAIN_MS } from './stores/remains-store.ts';
import { SoonStore } from './stores/soon-store.ts';
import { Suppressing } from './suppressing.ts';

/** Octets of raw batches in one answer: far below what a call may carry, and few calls for a large export. */
const RAW_AT_ONCE = 1024 * 1024;

const isUnpublished = (row: ShardRow) => row.changes !== row.publishedChanges || row.overviewUntold === true;

export class ClickCounter extends DurableObject<Env> implements ClickCounterRpc {
  readonly #store: CounterStore;
  readonly #delivery: DeliveryStore;
  readonly #conversions: ConversionStore;
  readonly #alarm: Alarm;
  readonly #erasing: Erasing;
  readonly #folding: Folding;
  readonly #copy: CountsCopy;
  readonly #soonStore: SoonStore;
  readonly #soon: Soon;
  readonly #live: Live;
  readonly #suppressing: Suppressing;
  readonly #remains: RemainsOfCounter;
  readonly #groups = new GroupCommit((identity, batches) => this.#commit(identity, batches));

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#store = new CounterStore(ctx.storage);
    this.#delivery = new DeliveryStore(ctx.storage);
    this.#conversions = new ConversionStore(ctx.storage);
    this.#alarm = new Alarm(ctx.storage);
    this.#erasing = new Erasing(this.#store, env);
    this.#folding = new Folding(this.#store, this.#erasing, env, this.#name);
    this.#copy = new CountsCopy(this.#store, this.#delivery, env);
    this.#live = new Live(ctx, env);
    this.#soonStore = new SoonStore(ctx.storage);
    this.#soon = new Soon(this.#store, this.#soonStore, env);
    this.#suppressing = new Suppressing(ctx.storage, this.#store, this.#alarm, env, this.#name);
    this.#remains = new RemainsOfCounter(ctx, this.#store, this.#alarm, env);
    ctx.blockConcurrencyWhile(() => this.#alarm.read());
  }

  // --- hits -------------------------------------------------------------------------------------------------------

  store(identity: ShardIdentity, batchId: string, batch: Uint8Array): Promise<void> {
    return this.#groups.add(identity, batchId, batch, false);
  }

  storeStrict(identity: ShardIdentity, batchId: string, batch: Uint8Array): Promise<void> {
    return this.#groups.add(identity, batchId, batch, true);
  }

  #commit(identity: ShardIdentity, batches: readonly NewBatch[]): void {
    const nowMs = Date.now();
    // Followed in the last minute before it was deleted, or long on its way.
    if (this.#remains.areOf(identity.shape.publishedAtMs)) return;
    const row = this.#store.begun(identity);
    const added = this.#store.transaction(() => this.#store.batches.add(batches, nowMs, row.foldedSeq));
    if (added) void this.#alarm.ringBy(Math.max(nowMs + settings(this.env).settleMs + 1, this.#toldFromMs(row)));
  }

  // --- opt-outs ---------------------------------------------------------------------------------------------------

  async optOut(identity: ShardIdentity, recipient: number, nowMs: number, isOfAll = false): Promise<number> {
    if (this.#remains.areOf(identity.shape.publishedAtMs)) return this.#remains.optOut(recipient, nowMs, isOfAll);
    const row = this.#store.begun(identity);
    const words = this.#suppressing.store;
    words.open();
    const confirmedMs = this.#store.optedOutMs(recipient);
    const known = confirmedMs !== undefined;
    const isNewOfAll = isOfAll && !words.isOutOfAll(recipient);
    // `nowMs` is of another clock, and of when the request came in: it may be before an undo that was quicker.
    const saidMs = Math.max(nowMs, (words.takenBackMs(recipient) ?? -1) + 1);
    // START, or the marketer, may have taken it back since: that the set alone knows, and this word is later.
    const isSaidAgain = known && saidMs - confirmedMs >= AGAIN_MS && words.knows(recipient, identity.shape.shards);
    const atMs = this.#store.transaction(() => {
      const isTellable = !words.isErased(recipient, identity.shape.shards);
      if (isSaidAgain || (!known && isTellable)) words.note(recipient, false, saidMs);
      if (isNewOfAll) words.optOutOfAll(recipient, saidMs, isTellable);
      else if (isSaidAgain && isOfAll) words.note(recipient, false, saidMs, true);
      return this.#store.optOut(recipient, saidMs);
    });
    if (!known) this.#changed(row);
    if (!known || isNewOfAll || isSaidAgain) this.#suppressing.ring();
    return atMs;
  }

  async optIn(identity: ShardIdentity, recipient: number): Promise<void> {
    if (this.#remains.areOf(identity.shape.publishedAtMs)) return this.#remains.optIn(recipient);
    this.#store.refuseOthers(identity.shape.publishedAtMs);
    const confirmedMs = this.#store.optedOutMs(recipient);
    if (confirmedMs === undefined) return;
    const words = this.#suppressing.store;
    words.open();
    this.#store.transaction(() => {
      // Another clock told the moment of the opt-out, and the later word holds.
      const isTellable = !words.isErased(recipient, identity.shape.shards);
      const nowMs = Math.max(Date.now(), confirmedMs);
      words.takeBack(recipient, nowMs);
      if (isTellable) words.note(recipient, true, nowMs);
      if (words.isOutOfAll(recipient)) words.optInToAll(recipient, nowMs, isTellable);
      this.#store.optIn(recipient);
    });
    this.#changed(this.#store.begun(identity));
    this.#suppressing.ring();
  }

  async isOptedOut(recipient: number, campaignPublishedAtMs?: number): Promise<boolean> {
    if (this.#remains.areOf(campaignPublishedAtMs)) return this.#remains.store.isStopped(recipient);
    this.#store.refuseOthers(campaignPublishedAtMs);
    return this.#store.isOptedOut(recipient);
  }

  async optedOutOf(recipient: number, campaignPublishedAtMs: number) {
    if (!(await this.isOptedOut(recipient, campaignPublishedAtMs))) return 'nothing';
    if (this.#remains.areOf(campaignPublishedAtMs)) return this.#remains.store.isOfAll(recipient) ? 'all' : 'list';
    this.#suppressing.store.open();
    return this.#suppressing.store.isOutOfAll(recipient) ? 'all' : 'list';
  }

  async optOuts(campaignPublishedAtMs?: number, identity?: ShardIdentity): Promise<ShardOptOuts> {
    if (this.#remains.areOf(campaignPublishedAtMs)) return this.#remains.store.unknown();
    this.#store.refuseOthers(campaignPublishedAtMs);
    // Without one: asked by a worker of the version before.
    const isCopyRead = identity === undefined || (await this.#copy.lookFor(identity, this.env.KV));
    const unnamed = this.#store.recovered()?.confirmedOptOuts ?? 0;
    const optOuts = this.#store.optOuts();
    this.#suppressing.store.open();
    const { unknown, waiting } = this.#suppressing.store.undelivered(this.#store.shard()?.identity.shape.shards ?? 1);
    return {
      ...optOuts,
      ...(unnamed > 0 && { unnamed }),
      ...(!isCopyRead && { copyUnread: true }),
      ...(unknown > 0 && { unknown }),
      ...(waiting > 0 && { waiting }),
    };
  }

  // --- numbers: `suppressing.ts` ----------------------------------------------------------------------------------

  async storeHashes(identity: ShardIdentity, part: number, hashes: Uint8Array): Promise<void> {
    this.#store.begun(identity);
    const { store } = this.#suppressing;
    store.open();
    store.savePart(part, hashes, identity.shape.shards);
    if (this.#suppressing.dueMs(identity.shape.shards) !== undefined) this.#suppressing.ring();
  }

  async noteHashes(identity: ShardIdentity, recipients: number[], hashes: Uint8Array): Promise<boolean> {
    this.#store.begun(identity);
    const { store } = this.#suppressing;
    store.open();
    if (!store.noteHashes(recipients, hashes, identity.shape.shards)) return false;
    if (this.#suppressing.dueMs(identity.shape.shards) !== undefined) this.#suppressing.ring();
    return true;
  }

  async hashParts(identity: ShardIdentity): Promise<number[]> {
    this.#store.refuseOthers(identity.shape.publishedAtMs);
    if (this.#store.shard() === undefined) return [];
    this.#suppressing.store.open();
    return this.#suppressing.store.parts();
  }

  // --- delivery and who clicked -----------------------------------------------------------------------------------

  async takeDelivery(identity: ShardIdentity, first: number, signs: string): Promise<void> {
    const reports = await reporting();
    // Nothing is awaited between this and writing: its campaign may be deleted meanwhile.
    const row = this.#store.begun(identity);
    if (this.#delivery.take(reports, identity.shape, first, signs)) this.#changed(row);
  }

  async recipientsIn(identity: ShardIdentity, states: readonly Delivery[]): Promise<ShardRecipients> {
    this.#store.refuseOthers(identity.shape.publishedAtMs);
    return { bitmap: await this.#delivery.recipientsIn(states) };
  }

  async clickers(identity: ShardIdentity, link: number | null): Promise<ShardRecipients> {
    this.#store.refuseOthers(identity.shape.publishedAtMs);
    const isCopyRead = await this.#copy.lookFor(identity, this.env.KV);
    // Last, as in every answer about counts: nothing is awaited between this and reading them.
    await this.#folding.fold();
    const row = this.#store.shard();
    const state = row && this.#store.counted(row);
    const lost = this.#store.recovered()?.totals;
    const unnamed = link === null ? lost?.clickers : lost?.links[link]?.unique;
    return {
      bitmap: (link === null ? state?.clickers() : state?.clickers(link)) ?? new Uint8Array(),
      ...(unnamed && { unnamed }),
      ...(!isCopyRead && { copyUnread: true }),
    };
  }

  // --- conversions ------------------------------------------------------------------------------------------------

  async tellOrders(identity: ShardIdentity, orders: ToldOrder[], nowMs: number) {
    this.#store.begun(identity);
    return this.#conversions.add(orders, nowMs);
  }

  async orders(identity: ShardIdentity, afterSeq: number) {
    this.#store.refuseOthers(identity.shape.publishedAtMs);
    await this.#folding.fold();
    const row = this.#store.shard();
    return this.#conversions.page(afterSeq, (recipients) =>
      row === undefined ? new Uint8Array(recipients.length) : this.#store.counted(row).clicked(recipients),
    );
  }

  // --- counts -----------------------------------------------------------------------------------------------------

  async report(identity: ShardIdentity, sentAtMs?: number): Promise<ShardReport> {
    this.#store.refuseOthers(identity.shape.publishedAtMs);
    const delivery = await this.#delivery.counts();
    await this.#folding.fold();
    let isCopyRead = this.#copy.isLookedFor();
    if (!isCopyRead) {
      isCopyRead = await this.#copy.lookFor(identity, this.env.KV);
      // What has come meanwhile.
      await this.#folding.fold();
    }
    const row = this.#store.shard();
    // An alarm may be lost, or set for a day that is not near: by a clock that jumped, or a disk that was full.
    if (row !== undefined) this.#ringFor(row);
    const soon = sentAtMs === undefined ? undefined : this.#soon.after(sentAtMs);
    return {
      ...this.#copy.counts(identity, delivery),
      ...(!isCopyRead && { copyUnread: true }),
      ...(soon && { soon }),
      asOfMs: this.#folding.settledMs(),
      pending: row === undefined ? 0 : this.#store.counted(row).pending.hits,
      publishedAtMs: row?.publishedAtMs ?? 0,
      counting: summed(row === undefined ? [] : [row]),
    };
  }

  async news(identity: ShardIdentity): Promise<ShardNews> {
    this.#store.refuseOthers(identity.shape.publishedAtMs);
    await this.#folding.fold();
    const row = this.#store.shard();
    return { shard: identity.shard, changes: row?.changes ?? 0, asOfMs: this.#folding.settledMs() };
  }

  async decisions(identity: ShardIdentity): Promise<ShardDecisions> {
    this.#store.refuseOthers(identity.shape.publishedAtMs);
    await this.#folding.fold();
    const row = this.#store.shard();
    return {
      state: this.#store.state(),
      shape: row?.identity.shape ?? identity.shape,
      foldedSeq: row?.foldedSeq ?? 0,
    };
  }

  async rejudge(campaignPublishedAtMs: number): Promise<Rejudged | null> {
    this.#store.refuseOthers(campaignPublishedAtMs);
    const rejudged = await rejudge(this.#store, this.#soonStore);
    if (rejudged !== null) await this.#folding.fold();
    const row = this.#store.isEmpty() ? undefined : this.#store.shard();
    if (row !== undefined) this.#ringFor(row);
    return rejudged;
  }

  async batches(afterSeq: number, campaignPublishedAtMs?: number): Promise<RawBatch[]> {
    this.#store.refuseOthers(campaignPublishedAtMs);
    return this.#store.batches.raw(afterSeq, RAW_AT_ONCE);
  }

  async rawHits(identity: ShardIdentity): Promise<ShardRawHits> {
    this.#store.refuseOthers(identity.shape.publishedAtMs);
    const row = this.#store.isEmpty() ? undefined : this.#store.shard();
    if (row === undefined) return { held: null, isWhole: true };
    return { held: this.#store.batches.heldMs(), isWhole: this.#store.holdsFolded(row) };
  }

  // --- what goes: `forgetting.ts`, `remains.ts` -------------------------------------------------------------------

  async eraseRecipient(identity: ShardIdentity, recipient: number): Promise<ShardErasure | 'word-waits'> {
    this.#store.refuseOthers(identity.shape.publishedAtMs);
    if (this.#store.isEmpty()) return { hits: 0, orders: 0, isRecounted: true, optOut: 'none' };
    await this.#folding.fold();
    await this.#suppressing.deliver();
    const { shards } = identity.shape;
    this.#suppressing.store.open();
    if (this.#suppressing.store.isWaiting(recipient, shards)) return 'word-waits';
    const [counter, delivery, conversions] = [this.#store, this.#delivery, this.#conversions];
    const stores = { counter, delivery, conversions, suppressing: this.#suppressing.store, soon: this.#soonStore };
    const erased = await forgetRecipient(stores, identity, recipient);
    await this.#folding.fold();
    const row = this.#store.shard();
    if (row !== undefined) this.#ringFor(row);
    return erased;
  }

  async deleteCampaign(identity: ShardIdentity): Promise<ShardDeletion> {
    return this.#remains.delete(identity);
  }

  // --- who follows them: `live.ts` --------------------------------------------------------------------------------

  /** Called for a WebSocket, and for nothing else. */
  override async fetch(request: Request): Promise<Response> {
    const row = this.#store.isEmpty() ? undefined : this.#store.shard();
    const answer = this.#live.accept(request, row?.changes ?? 0);
    // What waits to be counted would be told no sooner than KV is.
    if (row !== undefined) this.#ringFor(row);
    return answer;
  }

  override async webSocketMessage(socket: WebSocket): Promise<void> {
    this.#live.refuse(socket);
  }

  override async webSocketClose(): Promise<void> {
    this.#live.gone();
  }

  override async webSocketError(): Promise<void> {
    this.#live.gone();
  }

  // --- what others remember of it ---------------------------------------------------------------------------------

  async publishing(): Promise<number | null> {
    const remains = this.#remains.store.of();
    if (remains !== null) return remains.publishedAtMs;
    // Asked before a number is used: a counter that is not one yet stays so.
    return this.#store.isEmpty() ? null : (this.#store.shard()?.identity.shape.publishedAtMs ?? null);
  }

  async publishAgain(campaignPublishedAtMs: number): Promise<boolean> {
    if (this.#store.isEmpty()) return false;
    this.#store.refuseOthers(campaignPublishedAtMs);
    const row = this.#store.shard();
    // Who has not published yet will, and who has nothing has nothing to lose.
    if (row === undefined || row.publishedAtMs === 0) return false;
    this.#changed(row);
    return true;
  }

  // --- the alarm --------------------------------------------------------------------------------------------------

  /** Never fails for what can wait: after six failures the platform would not ring again. */
  override async alarm(): Promise<void> {
    this.#alarm.rang();
    try {
      if (this.#remains.store.of() !== null) return await this.#remains.settle();
      await this.#suppressing.deliver();
      await this.#folding.fold();
      let row = await this.#told(this.#store.shard());
      if (row === undefined) return;
      if (isUnpublished(row) && Date.now() >= this.#copy.fromMs(row)) {
        row = await this.#copy.publish(row.identity, () => this.#folding.settledMs(), this.env);
      }
      if (this.#erasing.leftMs(row) === 0) row = this.#erasing.erase(row);
      this.#ringFor(row);
    } catch (error) {
      log('alarm-failed', { object: this.#name, error });
      await this.ctx.storage.setAlarm(Date.now() + Math.max(KV_WRITE_MS, settings(this.env).publishIntervalMs));
    }
  }

  get #name(): string {
    return this.ctx.id.name ?? '';
  }

  #changed(row: ShardRow): void {
    this.#store.changed(row);
    void this.#alarm.ringBy(Math.max(Date.now(), this.#toldFromMs(row)));
  }

  /** From when on somebody may be told of changes: KV, or who follows. */
  #toldFromMs(row: ShardRow): number {
    return Math.min(this.#copy.fromMs(row), this.#live.fromMs());
  }

  async #told(row: ShardRow | undefined): Promise<ShardRow | undefined> {
    if (row === undefined || !this.#live.isUntold(row.changes)) return row;
    const { identity, changes } = row;
    await this.#live.tell({ shard: identity.shard, changes, asOfMs: this.#folding.settledMs() });
    // Read anew: opt-outs came while the workspace was asked who may hear it.
    return this.#store.shard();
  }

  /** By the first of what is left to do; not at all, if nothing is until somebody calls. */
  #ringFor(row: ShardRow): void {
    const times: number[] = [];
    const settlesMs = this.#folding.settlesMs(row);
    const waits = settlesMs > 0 || this.#store.batches.hasAfter(row.foldedSeq);
    if (waits || isUnpublished(row)) times.push(Math.max(settlesMs, this.#copy.fromMs(row)));
    if (this.#live.isFollowed && (waits || this.#live.isUntold(row.changes))) {
      times.push(Math.max(settlesMs, this.#live.fromMs()));
    }
    const toTellMs = this.#suppressing.dueMs(row.identity.shape.shards);
    if (toTellMs !== undefined) times.push(toTellMs);
    const leftMs = this.#erasing.leftMs(row);
    if (leftMs !== undefined) times.push(Date.now() + leftMs);
    if (times.length > 0) void this.#alarm.ringBy(Math.max(Date.now(), Math.min(...times)));
  }
}
