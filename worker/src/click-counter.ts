/**
 * One shard of one campaign's hits and opt-outs. Batches are stored as they come, by id, so that every retry is
 * harmless; the alarm folds them into totals and copies those to KV. Whatever was acknowledged is in SQLite: memory may
 * go at any moment.
 */
import { DurableObject } from 'cloudflare:workers';
import { Alarm } from './alarm.ts';
import { summed } from './counting-sums.ts';
import { CountsCopy } from './counts-copy.ts';
import { Erasing } from './erasing.ts';
import { Folding } from './folding.ts';
import { log } from './log.ts';
import { KV_WRITE_MS } from './publish-interval.ts';
import type { ClickCounterRpc, ShardDecisions, ShardIdentity, ShardOptOuts, ShardReport } from './rpc.ts';
import { settings } from './settings.ts';
import { CounterStore, type RawBatch, type ShardRow } from './stores/counter-store.ts';

/** Octets of raw batches in one answer: far below what a call may carry, and few calls for a large export. */
const RAW_AT_ONCE = 1024 * 1024;

const isUnpublished = (row: ShardRow) => row.changes !== row.publishedChanges;

interface Group {
  /** One commit is of one campaign. */
  readonly campaignPublishedAtMs: number;
  readonly hits: { readonly id: string; readonly batch: Uint8Array }[];
  readonly done: Promise<void>;
}

export class ClickCounter extends DurableObject<Env> implements ClickCounterRpc {
  readonly #store: CounterStore;
  readonly #alarm: Alarm;
  readonly #erasing: Erasing;
  readonly #folding: Folding;
  readonly #copy: CountsCopy;
  #open: Group | undefined;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#store = new CounterStore(ctx.storage);
    this.#alarm = new Alarm(ctx.storage);
    this.#erasing = new Erasing(this.#store, env);
    this.#folding = new Folding(this.#store, this.#erasing, env, this.#name);
    this.#copy = new CountsCopy(this.#store, env);
    ctx.blockConcurrencyWhile(() => this.#alarm.read());
  }

  // --- hits -------------------------------------------------------------------------------------------------------

  async store(identity: ShardIdentity, batchId: string, batch: Uint8Array): Promise<void> {
    this.#commit(identity, [{ id: batchId, batch }]);
  }

  storeStrict(identity: ShardIdentity, batchId: string, batch: Uint8Array): Promise<void> {
    const hit = { id: batchId, batch };
    const campaignPublishedAtMs = identity.shape.publishedAtMs;
    if (this.#open?.campaignPublishedAtMs === campaignPublishedAtMs) {
      this.#open.hits.push(hit);
      return this.#open.done;
    }
    const hits = [hit];
    this.#open = {
      campaignPublishedAtMs,
      hits,
      // One turn of the event loop: whatever arrives in it shares the commit. The reply waits for the disk all the same.
      done: scheduler.wait(0).then(() => {
        this.#open = undefined;
        this.#commit(identity, hits);
      }),
    };
    return this.#open.done;
  }

  #commit(identity: ShardIdentity, hits: Group['hits']): void {
    const nowMs = Date.now();
    let added = false;
    const row = this.#store.begun(identity);
    this.#store.transaction(() => {
      for (const { id, batch } of hits) added = this.#store.addBatch(id, batch, nowMs) || added;
    });
    if (added) void this.#alarm.ringBy(Math.max(nowMs + settings(this.env).settleMs + 1, this.#copy.fromMs(row)));
  }

  // --- opt-outs ---------------------------------------------------------------------------------------------------

  async optOut(identity: ShardIdentity, recipient: number, nowMs: number): Promise<number> {
    const row = this.#store.begun(identity);
    const known = this.#store.isOptedOut(recipient);
    const atMs = this.#store.transaction(() => this.#store.optOut(recipient, nowMs));
    if (!known) this.#changed(row);
    return atMs;
  }

  async optIn(identity: ShardIdentity, recipient: number): Promise<void> {
    this.#store.refuseOthers(identity.shape.publishedAtMs);
    if (this.#store.optIn(recipient)) this.#changed(this.#store.begun(identity));
  }

  async isOptedOut(recipient: number, campaignPublishedAtMs?: number): Promise<boolean> {
    this.#store.refuseOthers(campaignPublishedAtMs);
    return this.#store.isOptedOut(recipient);
  }

  async optOuts(campaignPublishedAtMs?: number, identity?: ShardIdentity): Promise<ShardOptOuts> {
    this.#store.refuseOthers(campaignPublishedAtMs);
    // Without one: asked by a worker of the version before.
    const isCopyRead = identity === undefined || (await this.#copy.lookFor(identity, this.env.KV));
    const unnamed = this.#store.recovered()?.confirmedOptOuts ?? 0;
    return { ...this.#store.optOuts(), ...(unnamed > 0 && { unnamed }), ...(!isCopyRead && { copyUnread: true }) };
  }

  // --- counts -----------------------------------------------------------------------------------------------------

  async report(identity: ShardIdentity): Promise<ShardReport> {
    this.#store.refuseOthers(identity.shape.publishedAtMs);
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
    return {
      ...this.#copy.counts(identity),
      ...(!isCopyRead && { copyUnread: true }),
      asOfMs: this.#folding.settledMs(),
      pending: row === undefined ? 0 : this.#store.counted(row).pending.hits,
      publishedAtMs: row?.publishedAtMs ?? 0,
      counting: summed(row === undefined ? [] : [row]),
    };
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

  async batches(afterSeq: number, campaignPublishedAtMs?: number): Promise<RawBatch[]> {
    this.#store.refuseOthers(campaignPublishedAtMs);
    return this.#store.rawBatches(afterSeq, RAW_AT_ONCE);
  }

  // --- what others remember of it ---------------------------------------------------------------------------------

  async publishing(): Promise<number | null> {
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
      await this.#folding.fold();
      let row = this.#store.shard();
      if (row === undefined) return;
      if (isUnpublished(row) && Date.now() >= this.#copy.fromMs(row)) {
        row = await this.#copy.publish(row.identity, () => this.#folding.settledMs(), this.env.KV);
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
    void this.#alarm.ringBy(Math.max(Date.now(), this.#copy.fromMs(row)));
  }

  /** By the first of what is left to do; not at all, if nothing is until somebody calls. */
  #ringFor(row: ShardRow): void {
    const times: number[] = [];
    const settlesMs = this.#folding.settlesMs(row);
    if (settlesMs > 0 || isUnpublished(row) || this.#store.hasBatchesAfter(row.foldedSeq)) {
      times.push(Math.max(settlesMs, this.#copy.fromMs(row)));
    }
    const leftMs = this.#erasing.leftMs(row);
    if (leftMs !== undefined) times.push(Date.now() + leftMs);
    if (times.length > 0) void this.#alarm.ringBy(Math.max(Date.now(), Math.min(...times)));
  }
}
