/**
 * One shard of one campaign's hits and opt-outs. Batches are stored as they come, by id, so that every retry is
 * harmless; the alarm folds them into totals and copies those to KV. Whatever was acknowledged is in SQLite: memory may
 * go at any moment.
 */
import { DurableObject } from 'cloudflare:workers';
import type { CampaignShape, Totals } from 'klikspor/edge';
import { core } from './core.ts';
import { CounterStore, type RawBatch, type ShardRow, type StoredBatch, TOMBSTONE_MS } from './counter-store.ts';
import { log } from './log.ts';
import { KV_WRITE_MS, publishIntervalMs } from './publish-interval.ts';
import { kvKey } from './records.ts';
import { OtherPublishingError } from './refusal.ts';
import type {
  ClickCounterRpc,
  PublishedCounts,
  Recovered,
  ShardDecisions,
  ShardIdentity,
  ShardOptOuts,
  ShardReport,
} from './rpc.ts';
import { settings } from './settings.ts';
import { KV_PATIENCE_MS, within } from './within.ts';

/** Folded at a time, in some hundredths of a second: a strict campaign's clicks wait for as long, not for all of it. */
const FOLDED_AT_ONCE = { batches: 1_000, octets: 256 * 1024 };
/** Recipients who opted out, taken in at a time. */
const CLEARED_AT_ONCE = 200;
/** Octets of raw batches in one answer: far below what a call may carry, and few calls for a large export. */
const RAW_AT_ONCE = 1024 * 1024;
/** An alarm rings within moments, or after a few failures within two minutes; later than this it never will. */
const OVERDUE_MS = 300_000;
/** After failures the pause doubles up to this. */
const LONGEST_PAUSE_MS = 600_000;
const HOUR_MS = 3_600_000;

/** Erasing waits up to this long more, so that a burst of batches is not followed by a burst of alarms. */
const eraseEveryMs = (rawLifeMs: number) => Math.min(HOUR_MS, rawLifeMs);
const isUnpublished = (row: ShardRow) => row.changes !== row.publishedChanges;
/** A row from before this was kept, that has published, has written over whatever there was. */
const isCopyChecked = (row: ShardRow) => row.copyChecked === true || row.publishedAtMs > 0;
const recoveredOf = ({ asOfMs, confirmedOptOuts }: PublishedCounts): Recovered => ({ asOfMs, confirmedOptOuts });

interface Group {
  /** One commit is of one campaign. */
  readonly campaignPublishedAtMs: number;
  readonly hits: { readonly id: string; readonly batch: Uint8Array }[];
  readonly done: Promise<void>;
}

export class ClickCounter extends DurableObject<Env> implements ClickCounterRpc {
  readonly #store: CounterStore;
  /** When the alarm rings, as far as this instance knows; undefined: not asked yet or none. */
  #alarmAtMs: number | undefined;
  #open: Group | undefined;
  #triedUnreadable = false;
  /** KV was asked while there was no row, and has no copy. */
  #hasNoCopy = false;
  #looking: Promise<boolean> | undefined;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#store = new CounterStore(ctx.storage);
    ctx.blockConcurrencyWhile(async () => {
      this.#alarmAtMs = (await ctx.storage.getAlarm()) ?? undefined;
    });
  }

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

  async optOut(identity: ShardIdentity, recipient: number, nowMs: number): Promise<number> {
    const row = this.#shard(identity);
    const known = this.#store.isOptedOut(recipient);
    const atMs = this.#store.transaction(() => this.#store.optOut(recipient, nowMs));
    if (!known) this.#changed(row);
    return atMs;
  }

  async optIn(identity: ShardIdentity, recipient: number): Promise<void> {
    this.#refuseOthers(identity.shape.publishedAtMs);
    if (this.#store.optIn(recipient)) this.#changed(this.#shard(identity));
  }

  async isOptedOut(recipient: number, campaignPublishedAtMs?: number): Promise<boolean> {
    this.#refuseOthers(campaignPublishedAtMs);
    return this.#store.isOptedOut(recipient);
  }

  async optOuts(campaignPublishedAtMs?: number, identity?: ShardIdentity): Promise<ShardOptOuts> {
    this.#refuseOthers(campaignPublishedAtMs);
    // Without one: asked by a worker of the version before.
    const isCopyRead = identity === undefined || (await this.#lookForCopy(identity));
    const unnamed = this.#store.recovered()?.confirmedOptOuts ?? 0;
    return { ...this.#store.optOuts(), ...(unnamed > 0 && { unnamed }), ...(!isCopyRead && { copyUnread: true }) };
  }

  async decisions(identity: ShardIdentity): Promise<ShardDecisions> {
    this.#refuseOthers(identity.shape.publishedAtMs);
    await this.#fold();
    const row = this.#store.shard();
    return {
      state: this.#store.state(),
      shape: row?.identity.shape ?? identity.shape,
      foldedSeq: row?.foldedSeq ?? 0,
    };
  }

  async batches(afterSeq: number, campaignPublishedAtMs?: number): Promise<RawBatch[]> {
    this.#refuseOthers(campaignPublishedAtMs);
    return this.#store.rawBatches(afterSeq, RAW_AT_ONCE);
  }

  async publishing(): Promise<number | null> {
    // Asked before a number is used: a counter that is not one yet stays so.
    return this.#store.isEmpty() ? null : (this.#store.shard()?.identity.shape.publishedAtMs ?? null);
  }

  async publishAgain(campaignPublishedAtMs: number): Promise<boolean> {
    if (this.#store.isEmpty()) return false;
    this.#refuseOthers(campaignPublishedAtMs);
    const row = this.#store.shard();
    // Who has not published yet will, and who has nothing has nothing to lose.
    if (row === undefined || row.publishedAtMs === 0) return false;
    this.#changed(row);
    return true;
  }

  async report(identity: ShardIdentity): Promise<ShardReport> {
    this.#refuseOthers(identity.shape.publishedAtMs);
    await this.#fold();
    let isCopyRead = this.#isCopyChecked();
    if (!isCopyRead) {
      isCopyRead = await this.#lookForCopy(identity);
      // What has come meanwhile.
      await this.#fold();
    }
    const row = this.#store.shard();
    // An alarm may be lost, or set for a day that is not near: by a clock that jumped, or a disk that was full.
    if (row !== undefined) this.#ringFor(row);
    const recovered = this.#store.recovered();
    return {
      ...this.#counts(row ?? identity),
      ...(recovered !== null && { recovered: recoveredOf(recovered) }),
      ...(!isCopyRead && { copyUnread: true }),
      asOfMs: this.#settledMs(),
      pending: row === undefined ? 0 : this.#store.counted(row).pending.hits,
      publishedAtMs: row?.publishedAtMs ?? 0,
      counting: {
        batches: row?.batches ?? 0,
        hits: row?.hits ?? 0,
        attempts: row?.attempts ?? 0,
        detours: row?.detours ?? 0,
        publishFailures: row?.publishFailures ?? 0,
      },
    };
  }

  /** Never fails for what can wait: after six failures the platform would not ring again. */
  override async alarm(): Promise<void> {
    this.#alarmAtMs = undefined;
    try {
      await this.#fold();
      let row = this.#store.shard();
      if (row === undefined) return;
      if (isUnpublished(row) && Date.now() >= this.#publishFromMs(row)) row = await this.#publish(row);
      if (row.eraseAtMs > 0 && this.#leftMs(row.eraseAtMs) === 0) row = this.#erase(row);
      this.#ringFor(row);
    } catch (error) {
      log({ event: 'alarm-failed', object: this.ctx.id.name ?? '', error });
      await this.ctx.storage.setAlarm(Date.now() + Math.max(KV_WRITE_MS, settings(this.env).publishIntervalMs));
    }
  }

  /** Until a moment of erasing. None is as far ahead as this: the clock has been set back, and it is looked at now. */
  #leftMs(atMs: number): number {
    const leftMs = atMs - Date.now();
    return leftMs > Math.max(settings(this.env).rawLifeMs, TOMBSTONE_MS) + 2 * HOUR_MS ? 0 : Math.max(0, leftMs);
  }

  #ringFor(row: ShardRow): void {
    const next = this.#nextAlarmMs(row);
    if (next !== undefined) this.#ringBy(Math.max(Date.now(), next));
  }

  /** Undefined: nothing is left to do until somebody calls. */
  #nextAlarmMs(row: ShardRow): number | undefined {
    const times: number[] = [];
    const { firstMs, hits } = this.#store.counted(row).pending;
    const settlesMs = hits > 0 ? firstMs + settings(this.env).settleMs + 1 : 0;
    if (hits > 0 || isUnpublished(row) || this.#store.hasBatchesAfter(row.foldedSeq)) {
      times.push(Math.max(settlesMs, this.#publishFromMs(row)));
    }
    if (row.eraseAtMs > 0) times.push(Date.now() + this.#leftMs(row.eraseAtMs));
    return times.length === 0 ? undefined : Math.min(...times);
  }

  #erase(row: ShardRow): ShardRow {
    const { rawLifeMs } = settings(this.env);
    return this.#store.transaction(() => {
      const nextMs = this.#store.erase(Date.now(), rawLifeMs, row.foldedSeq);
      const next = { ...row, eraseAtMs: nextMs === undefined ? 0 : nextMs + eraseEveryMs(rawLifeMs) };
      this.#store.saveShard(next);
      return next;
    });
  }

  #commit(identity: ShardIdentity, hits: Group['hits']): void {
    const nowMs = Date.now();
    let added = false;
    const row = this.#shard(identity);
    this.#store.transaction(() => {
      for (const { id, batch } of hits) added = this.#store.addBatch(id, batch, nowMs) || added;
    });
    if (added) this.#ringBy(Math.max(nowMs + settings(this.env).settleMs + 1, this.#publishFromMs(row)));
  }

  #refuseOthers(campaignPublishedAtMs: number | undefined): void {
    const held = this.#store.shard()?.identity.shape.publishedAtMs;
    // Undefined: asked by a worker of the version before.
    if (held === undefined || campaignPublishedAtMs === undefined || held === campaignPublishedAtMs) return;
    throw new OtherPublishingError(held);
  }

  #shard(identity: ShardIdentity): ShardRow {
    this.#refuseOthers(identity.shape.publishedAtMs);
    const known = this.#store.shard();
    if (known !== undefined) return known;
    const row = this.#newRow(identity);
    this.#store.saveShard(row);
    return row;
  }

  #newRow(identity: ShardIdentity): ShardRow {
    return {
      identity,
      foldedSeq: 0,
      changes: 0,
      publishedChanges: 0,
      publishedAtMs: 0,
      publishTriedMs: 0,
      failuresInARow: 0,
      eraseAtMs: 0,
      batches: 0,
      hits: 0,
      attempts: 0,
      detours: 0,
      publishFailures: 0,
      keepsScans: true,
      copyChecked: this.#hasNoCopy,
    };
  }

  /**
   * A counter without a history may have lost it: then its last copy stands in KV, and is the only one. Looked for before
   * anything is reported or copied, never while a hit waits. False: KV does not answer, and nothing may be written over.
   */
  async #lookForCopy(identity: ShardIdentity): Promise<boolean> {
    if (this.#isCopyChecked()) return true;
    this.#looking ??= this.#look(identity).finally(() => {
      this.#looking = undefined;
    });
    return this.#looking;
  }

  #isCopyChecked(): boolean {
    const row = this.#store.shard();
    return row === undefined ? this.#hasNoCopy : isCopyChecked(row);
  }

  async #look(identity: ShardIdentity): Promise<boolean> {
    const key = kvKey.counts(identity.host, identity.number, identity.shard);
    let copy: PublishedCounts | null;
    try {
      copy = await within(this.env.KV.get<PublishedCounts>(key, 'json'), KV_PATIENCE_MS);
    } catch (error) {
      log({ event: 'copy-unread', key, error });
      return false;
    }
    // Read now: hits came while KV was answering.
    const row = this.#store.shard();
    if (copy !== null && this.#isOfCampaign(copy, identity)) {
      const found = copy;
      this.#store.transaction(() => {
        this.#store.saveRecovered(found);
        this.#store.saveShard({ ...(row ?? this.#newRow(identity)), copyChecked: true });
      });
      log({ event: 'counter-recovered', key });
    } else {
      if (copy !== null) log({ event: 'copy-of-another-campaign', key });
      if (row === undefined) this.#hasNoCopy = true;
      else this.#store.saveShard({ ...row, copyChecked: true });
    }
    return true;
  }

  /** Copies from before the moment of publishing stood in them are told by their own. */
  #isOfCampaign({ campaignPublishedAtMs, asOfMs, totals }: PublishedCounts, { shape }: ShardIdentity): boolean {
    if (totals.links.length !== shape.links.length) return false;
    return campaignPublishedAtMs === undefined
      ? asOfMs >= shape.publishedAtMs - settings(this.env).settleMs
      : campaignPublishedAtMs === shape.publishedAtMs;
  }

  /** With what a lost counter had published. Who clicked before the loss and again counts as two: nobody knows better. */
  #counts(of: ShardRow | ShardIdentity): Pick<PublishedCounts, 'totals' | 'confirmedOptOuts'> {
    const own = 'identity' in of ? this.#store.counted(of).totals() : totalsOfNothing(of.shape);
    const confirmedOptOuts = this.#store.optOutCount();
    const recovered = this.#store.recovered();
    if (recovered === null) return { totals: own, confirmedOptOuts };
    return {
      totals: core.sumTotals([recovered.totals, own]),
      confirmedOptOuts: recovered.confirmedOptOuts + confirmedOptOuts,
    };
  }

  #changed(row: ShardRow): void {
    this.#store.saveShard({ ...row, changes: row.changes + 1 });
    this.#ringBy(Math.max(Date.now(), this.#publishFromMs(row)));
  }

  /** Takes in what has arrived and settles what is old enough. Between two parts others have their turn. */
  async #fold(): Promise<void> {
    while (this.#foldPart()) await scheduler.wait(0);
  }

  /** No await: one commit, or none. True: there is more to take in. */
  #foldPart(): boolean {
    let row = this.#store.shard();
    if (row === undefined) return false;
    if (row.keepsScans === undefined) row = this.#adopt(row);
    if (this.#clear(row)) return true;
    const settledMs = this.#settledMs();
    if (!this.#triedUnreadable) {
      this.#triedUnreadable = true;
      row = this.#retryUnreadable(row, settledMs);
    }
    const { batches, moreAfterMs } = this.#store.batchesAfter(row.foldedSeq, FOLDED_AT_ONCE);
    if (batches.length === 0) {
      this.#settle(row, settledMs);
    } else if (moreAfterMs === undefined) {
      this.#take(row, batches, settledMs);
    } else {
      // The rest may hold the other half of a scan, or an earlier click, as late as it would be had it just come.
      this.#take(row, batches, Math.max(0, Math.min(settledMs, moreAfterMs - settings(this.env).settleMs)));
      return true;
    }
    return false;
  }

  /**
   * A shard that an earlier version began. That took the opt-out for one of the links, and forgot whom it had taken for a
   * scanner: where every batch is still held it is counted anew; who has opted out is cleared in any case.
   */
  #adopt(row: ShardRow): ShardRow {
    return this.#store.transaction(() => {
      const isUnfolded = this.#store.unfold(row.foldedSeq, row.batches);
      this.#store.clearOptedOut();
      const next: ShardRow = {
        ...row,
        ...(isUnfolded && { foldedSeq: 0, batches: 0, hits: 0, attempts: 0, detours: 0, changes: row.changes + 1 }),
        keepsScans: true,
      };
      this.#store.saveShard(next);
      return next;
    });
  }

  /** Takes in whom a confirmed opt-out has shown to be a person. False: there was nobody. */
  #clear(row: ShardRow): boolean {
    const recipients = this.#store.toClear(CLEARED_AT_ONCE);
    if (recipients.length === 0) return false;
    this.#store.transaction(() => {
      const state = this.#store.counted(row);
      for (const recipient of recipients) {
        if (!state.clear(recipient)) continue;
        for (const { bytes, hits } of this.#store.scansOf(recipient)) {
          if (!state.restore(bytes, hits)) throw new TypeError(`a batch of recipient ${recipient} cannot be read`);
        }
      }
      this.#store.saveCounted(state);
      this.#store.cleared(recipients);
      this.#store.saveShard({ ...row, changes: row.changes + 1 });
    });
    return true;
  }

  #settle(row: ShardRow, settledMs: number): void {
    const waiting = this.#store.counted(row).pending.hits;
    if (waiting === 0) return;
    this.#store.transaction(() => {
      const state = this.#store.counted(row);
      // The core knows what has settled: what is old enough, and what no clock in order can have written.
      state.settle(settledMs);
      if (state.pending.hits === waiting) return;
      this.#store.saveCounted(state);
      this.#store.saveShard({ ...row, changes: row.changes + 1 });
    });
  }

  #take(row: ShardRow, batches: readonly StoredBatch[], settledMs: number): ShardRow {
    const { rawLifeMs } = settings(this.env);
    return this.#store.transaction(() => {
      const state = this.#store.counted(row);
      for (const batch of batches) if (!state.take(batch.bytes, batch.seq)) this.#leave(batch);
      const taken = state.newlyTaken();
      state.settle(settledMs);
      this.#store.saveCounted(state);
      const next: ShardRow = {
        ...row,
        foldedSeq: Math.max(row.foldedSeq, ...batches.map(({ seq }) => seq)),
        changes: row.changes + 1,
        eraseAtMs: row.eraseAtMs > 0 ? row.eraseAtMs : Date.now() + rawLifeMs + eraseEveryMs(rawLifeMs),
        batches: row.batches + taken.batches,
        hits: row.hits + taken.hits,
        attempts: row.attempts + taken.attempts,
        detours: row.detours + taken.detours,
      };
      this.#store.saveShard(next);
      return next;
    });
  }

  /** Kept, raw as it is, until a version comes that can read it. */
  #leave({ seq, bytes }: StoredBatch): void {
    this.#store.markUnreadable(seq);
    log({ event: 'unreadable-batch', object: this.ctx.id.name ?? '', seq, octets: bytes.length });
  }

  #retryUnreadable(row: ShardRow, settledMs: number): ShardRow {
    const readable = this.#store.unreadable().filter(({ bytes }) => core.batchHeader(bytes) !== null);
    if (readable.length === 0) return row;
    return this.#store.transaction(() => {
      for (const { seq } of readable) this.#store.markReadable(seq);
      return this.#take(row, readable, settledMs);
    });
  }

  /** Absolute totals: writing them twice changes nothing. */
  async #publish({ identity }: ShardRow): Promise<ShardRow> {
    const key = kvKey.counts(identity.host, identity.number, identity.shard);
    let changes = 0;
    let failure: unknown;
    try {
      if (!(await this.#lookForCopy(identity))) throw new Error('what stands there cannot be read');
      changes = this.#shard(identity).changes;
      const recovered = this.#store.recovered();
      const counts: PublishedCounts = {
        ...this.#counts(this.#shard(identity)),
        asOfMs: this.#settledMs(),
        campaignPublishedAtMs: identity.shape.publishedAtMs,
        ...(recovered !== null && { recovered: recoveredOf(recovered) }),
      };
      await this.env.KV.put(key, JSON.stringify(counts));
    } catch (error) {
      failure = error;
      log({ event: 'publish-failed', key, error });
    }
    // Read anew: batches, opt-outs and reports came while KV was writing.
    const row = this.#shard(identity);
    const nowMs = Date.now();
    const next: ShardRow =
      failure === undefined
        ? { ...row, publishedAtMs: nowMs, publishTriedMs: nowMs, publishedChanges: changes, failuresInARow: 0 }
        : {
            ...row,
            publishTriedMs: nowMs,
            failuresInARow: row.failuresInARow + 1,
            publishFailures: row.publishFailures + 1,
          };
    this.#store.saveShard(next);
    return next;
  }

  /** From when on the copy in KV may be written again. */
  #publishFromMs(row: ShardRow): number {
    // The clock has been set back since: what it said then tells nothing any more.
    if (row.publishTriedMs === 0 || row.publishTriedMs > Date.now() + KV_WRITE_MS) return 0;
    const interval = publishIntervalMs(
      settings(this.env).publishIntervalMs,
      Date.now() - row.identity.shape.publishedAtMs,
    );
    const pause = Math.min(LONGEST_PAUSE_MS, KV_WRITE_MS * 2 ** Math.min(row.failuresInARow, 20));
    return row.publishTriedMs + (row.failuresInARow > 0 ? pause : interval);
  }

  #settledMs(): number {
    return Date.now() - settings(this.env).settleMs;
  }

  /** Sees to it that the alarm rings at `atMs` or before. Written in the same commit as what it is for. */
  #ringBy(atMs: number): void {
    const set = this.#alarmAtMs;
    // One that is long overdue has been lost: nobody would ever ring.
    if (set !== undefined && set <= atMs && Date.now() - set < OVERDUE_MS) return;
    this.#alarmAtMs = atMs;
    // A failure to store it breaks the object, and with it the answer to whoever relies on it.
    void this.ctx.storage.setAlarm(atMs);
  }
}

/** Zeros of a shape, for a shard that never got a hit. */
function totalsOfNothing(shape: CampaignShape): Totals {
  const state = core.loadShardState(new Uint8Array(), shape);
  try {
    return state.totals();
  } finally {
    state.delete();
  }
}
