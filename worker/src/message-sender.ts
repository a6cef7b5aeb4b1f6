/**
 * The messages of one shard of a campaign until they are sent, and what became of each. An alarm hands them over to the gateway
 * (`sending/dispatch.ts`), tells the counter (`sending/telling.ts`), and erases numbers. Whatever was acknowledged is in SQLite:
 * memory may go at any moment, and nobody gets two messages by it. What a call means stands in `sending/rpc.ts`.
 */
import { DurableObject } from 'cloudflare:workers';
import { Alarm } from './alarm.ts';
import { hasPassed } from './clock.ts';
import { inGroups } from './in-groups.ts';
import { log } from './log.ts';
import { OtherPublishingError } from './refusal.ts';
import { Dispatch } from './sending/dispatch.ts';
import { hoursFrom } from './sending/quiet-hours.ts';
import { Ready } from './sending/ready.ts';
import type {
  AddedMessage,
  AddOutcome,
  MessageResult,
  MessageSenderRpc,
  NewMessage,
  OwnReport,
  PackOutcome,
  Progress,
  RowReport,
  SenderIdentity,
  SendingSettings,
  Stopped,
} from './sending/rpc.ts';
import type { MessageState } from './sending/states.ts';
import { Telling } from './sending/telling.ts';
import { newestKeyNumber } from './slug-keys.ts';
import { type SendingRow, SendingStore } from './stores/sending-store.ts';
import { senderStub } from './stubs.ts';

/** Numbers are erased by then, whatever became of their messages. */
const LONGEST_LIFE_MS = 7 * 86_400_000;
/** Other senders asked at the same moment. */
const OTHERS_AT_ONCE = 16;
/** After an alarm that failed altogether, as on a full disk. */
const ALARM_AGAIN_MS = 10_000;

export class MessageSender extends DurableObject<Env> implements MessageSenderRpc {
  readonly #store: SendingStore;
  readonly #alarm: Alarm;
  readonly #ready: Ready;
  readonly #dispatch: Dispatch;
  readonly #telling: Telling;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#store = new SendingStore(ctx.storage);
    this.#alarm = new Alarm(ctx.storage);
    this.#ready = new Ready(this.#store, env);
    this.#dispatch = new Dispatch(this.#store, ctx, this.#ready, env);
    this.#telling = new Telling(this.#store, env);
    void ctx.blockConcurrencyWhile(async () => {
      await this.#alarm.read();
      if (this.#store.sending() === undefined) return;
      // Whatever is being handed over is so by an instance that is no more.
      this.#store.interrupted(Number.MAX_SAFE_INTEGER, Date.now());
      await this.#tidy();
    });
  }

  // --- what is to be sent -------------------------------------------------------------------------------------------

  async begin(identity: SenderIdentity, settings: SendingSettings, nowMs: number): Promise<'begun' | 'started'> {
    const secret = newestKeyNumber(this.env);
    const check = await this.#ready.checkOf(identity, secret);
    const row = this.#of(identity.publishedAtMs);
    if (row !== undefined && row.state !== 'collecting') return 'started';
    this.#store.save(
      row === undefined
        ? {
            ...{ identity, settings, state: 'collecting', beganAtMs: nowMs, startedAtMs: null },
            ...{ secret, check, failuresInARow: 0, eraseAtMs: 0 },
          }
        : { ...row, settings },
    );
    return 'begun';
  }

  async take(campaignPublishedAtMs: number, pack: number, hash: string, messages: NewMessage[]): Promise<PackOutcome> {
    const begun = this.#of(campaignPublishedAtMs);
    if (begun === undefined) return 'not-begun';
    const blocks = await this.#ready.seal(begun, messages);
    // From here to the commit nothing waits: what is read is what is written.
    const row = this.#of(campaignPublishedAtMs);
    const known = this.#store.packHash(pack);
    if (known !== undefined) return known === hash ? 'known' : 'other-pack';
    if (row === undefined) return 'not-begun';
    const isOpen = row.settings.isOpen && row.state !== 'cancelled';
    if (row.state !== 'collecting' && !isOpen) return 'not-taking';
    const nowMs = Date.now();
    const added = this.#store.transaction(() => {
      if (!this.#store.addPack(pack, hash, blocks, nowMs)) return false;
      if (row.eraseAtMs === 0 && messages.length > 0) this.#store.save({ ...row, eraseAtMs: nowMs + LONGEST_LIFE_MS });
      return true;
    });
    if (!added) return 'row-twice';
    this.#ring();
    return 'taken';
  }

  async add(
    identity: SenderIdentity,
    settings: SendingSettings,
    messages: AddedMessage[],
    nowMs: number,
  ): Promise<AddOutcome> {
    if (this.#of(identity.publishedAtMs) === undefined) await this.begin(identity, settings, nowMs);
    await this.start(identity.publishedAtMs, nowMs);
    const begun = this.#of(identity.publishedAtMs);
    if (begun === undefined) return 'not-taking';
    const blocks = await this.#ready.seal(begun, messages);
    const row = this.#of(identity.publishedAtMs);
    if (row === undefined || row.state === 'cancelled') return 'not-taking';
    const outcome = this.#store.add(blocks, nowMs);
    if (outcome !== 'added') return outcome;
    if (row.eraseAtMs === 0 && messages.length > 0) this.#store.save({ ...row, eraseAtMs: nowMs + LONGEST_LIFE_MS });
    this.#ring();
    return 'added';
  }

  async resultsOf(campaignPublishedAtMs: number, rows: number[]): Promise<(MessageResult | null)[]> {
    const isBegun = this.#of(campaignPublishedAtMs) !== undefined;
    return rows.map((row) => (isBegun ? this.#store.figures.resultOf(row) : null));
  }

  async cancelRow(campaignPublishedAtMs: number, row: number): Promise<boolean> {
    const sending = this.#of(campaignPublishedAtMs);
    if (sending === undefined) return false;
    this.ctx.waitUntil(this.#dispatch.drop(sending));
    const isCancelled = this.#store.cancelRow(row, Date.now());
    await this.#tidy();
    return isCancelled;
  }

  // --- start, pause, cancel -----------------------------------------------------------------------------------------

  async start(campaignPublishedAtMs: number, nowMs: number): Promise<boolean> {
    const row = this.#of(campaignPublishedAtMs);
    if (row === undefined || row.state === 'cancelled') return false;
    if (row.state === 'collecting') this.#to({ ...row, state: 'sending', startedAtMs: nowMs });
    return true;
  }

  async pause(campaignPublishedAtMs: number): Promise<boolean> {
    const row = this.#of(campaignPublishedAtMs);
    if (row?.state === 'sending') this.#to({ ...row, state: 'paused' });
    return row?.state === 'sending' || row?.state === 'paused';
  }

  async stop(campaignPublishedAtMs: number, stopped: Stopped): Promise<void> {
    const row = this.#of(campaignPublishedAtMs);
    if (row?.state === 'sending') this.#to({ ...row, state: 'stopped', stopped });
  }

  async gatewayGone(campaignPublishedAtMs: number, gateway: string): Promise<void> {
    if (this.#of(campaignPublishedAtMs)?.settings.gateway !== gateway) return;
    await this.stop(campaignPublishedAtMs, { reason: 'no-gateway', inARow: 0 });
  }

  async resume(campaignPublishedAtMs: number): Promise<boolean> {
    const row = this.#of(campaignPublishedAtMs);
    if (row?.state === 'sending') return true;
    if (row?.state !== 'paused' && row?.state !== 'stopped') return false;
    const { stopped: _, ...rest } = row;
    this.#dispatch.release();
    this.#to({ ...rest, state: 'sending', failuresInARow: 0 });
    return true;
  }

  async cancel(campaignPublishedAtMs: number): Promise<boolean> {
    const row = this.#of(campaignPublishedAtMs);
    if (row === undefined) return false;
    this.#store.transaction(() => {
      this.#store.cancelWaiting('cancelled', Date.now());
      this.#to({ ...row, state: 'cancelled' });
    });
    return true;
  }

  async forget(campaignPublishedAtMs: number): Promise<boolean> {
    const row = this.#of(campaignPublishedAtMs);
    if (row === undefined) return true;
    if (row.state !== 'collecting') return false;
    this.#ready.clear();
    this.#store.eraseAll();
    return true;
  }

  #to(row: SendingRow): void {
    this.ctx.waitUntil(this.#dispatch.drop(row));
    this.#store.save(row);
    this.#dispatch.changed();
    this.#ring();
  }

  // --- what became of it --------------------------------------------------------------------------------------------

  async progress(campaignPublishedAtMs: number): Promise<Progress | null> {
    const row = this.#of(campaignPublishedAtMs);
    if (row === undefined) return null;
    const { settings, state, stopped, beganAtMs, startedAtMs } = row;
    const nextMs = this.#nextMs(row);
    // An alarm may be lost, or set for a day that is not near: by a clock that jumped, or a disk that was full.
    this.#ring();
    return {
      ...{ settings, state, beganAtMs, startedAtMs },
      ...(stopped && { stopped }),
      messages: this.#store.figures.counts(),
      segments: this.#store.figures.segments(),
      nextAtMs: nextMs === undefined ? null : Math.max(nextMs, Date.now()),
      quiet: (settings.atMs ?? 0) > Date.now() ? await this.#quietAhead(settings) : this.#store.figures.quiet(),
      reasons: this.#store.figures.reasons(),
    };
  }

  /** Whose hours have not begun when it is to begin: nobody was held back yet. */
  async #quietAhead({ quietHours, atMs, timeZone }: SendingSettings): Promise<Progress['quiet']> {
    if (!quietHours || atMs === null) return [];
    const found = this.#store.figures.waitingBy().map(async ({ country, messages }) => {
      const untilMs = await hoursFrom(country, atMs, timeZone);
      return untilMs === undefined || untilMs === atMs ? [] : [{ country, untilMs, messages }];
    });
    return (await Promise.all(found)).flat();
  }

  async sent(campaignPublishedAtMs: number) {
    return this.#of(campaignPublishedAtMs) === undefined ? null : this.#store.figures.sent();
  }

  async results(campaignPublishedAtMs: number, afterRow: number, state: MessageState | null, most: number) {
    return this.#of(campaignPublishedAtMs) === undefined ? [] : this.#store.figures.results(afterRow, state, most);
  }

  async decide(campaignPublishedAtMs: number, decision: 'send-again' | 'let-be', rows: number[] | null) {
    const row = this.#of(campaignPublishedAtMs);
    // What is cancelled sends nothing any more.
    if (row === undefined || (row.state === 'cancelled' && decision === 'send-again')) return 0;
    const nowMs = Date.now();
    const decided = decision === 'let-be' ? this.#store.letBe(rows, nowMs) : this.#store.sendAgain(rows, nowMs);
    await this.#tidy();
    return decided;
  }

  async eraseRow(campaignPublishedAtMs: number, row: number): Promise<boolean> {
    if (this.#of(campaignPublishedAtMs) === undefined) return false;
    this.#ready.clear();
    this.#store.eraseRow(row);
    await this.#tidy();
    return true;
  }

  async deleteCampaign(campaignPublishedAtMs: number): Promise<void> {
    const row = this.#of(campaignPublishedAtMs);
    if (row === undefined) return;
    const { host, number, jurisdiction, shard, shards, counter } = row.identity;
    // Of a campaign that counts nobody by himself only the first is known of, when the campaign is gone.
    const others = counter === null && shard === 0 ? Array.from({ length: shards - 1 }, (_, at) => at + 1) : [];
    await inGroups(others, OTHERS_AT_ONCE, (other) =>
      senderStub(this.env, { host, number, jurisdiction }, other).deleteCampaign(campaignPublishedAtMs),
    );
    this.#ready.clear();
    this.#store.eraseAll();
  }

  async takeReports(campaignPublishedAtMs: number, reports: RowReport[]): Promise<number> {
    if (this.#of(campaignPublishedAtMs) === undefined) return 0;
    const nowMs = Date.now();
    const known = this.#store.transaction(
      () =>
        reports.filter(({ row, state, gatewayId, reason }) => this.#store.report(row, state, gatewayId, reason, nowMs))
          .length,
    );
    await this.#tidy();
    return known;
  }

  async takeOwnReports(campaignPublishedAtMs: number, reports: OwnReport[]): Promise<string[]> {
    if (this.#of(campaignPublishedAtMs) === undefined) return [];
    const known = this.#store.reportOwn(reports, Date.now());
    await this.#tidy();
    return known;
  }

  // --- the alarm ----------------------------------------------------------------------------------------------------

  /**
   * Never rejects: after six failures the platform would not ring again, and one that had set the next alarm before it failed
   * would not be rung again at all.
   */
  override async alarm(): Promise<void> {
    this.#alarm.rang();
    try {
      const stopped = await this.#dispatch.run();
      if (stopped !== undefined) this.#tellOthers(stopped);
      await this.#ready.tidy();
      await this.#telling.tell();
      this.#erase();
      this.#ring();
    } catch (error) {
      log('alarm-failed', { object: this.ctx.id.name ?? '', error });
      await this.ctx.storage.setAlarm(Date.now() + ALARM_AGAIN_MS);
    }
  }

  /** After messages came to their end some other way than by being sent: with them goes what is sealed of them. */
  async #tidy(): Promise<void> {
    this.#ring();
    await this.#ready.tidy().catch((error: unknown) => log('untidy', { object: this.ctx.id.name ?? '', error }));
  }

  #erase(): void {
    const row = this.#store.sending();
    if (row === undefined || row.eraseAtMs === 0) return;
    const nowMs = Date.now();
    if (!hasPassed(row.eraseAtMs - LONGEST_LIFE_MS, LONGEST_LIFE_MS, nowMs)) return;
    this.#store.transaction(() => {
      const oldestMs = this.#store.eraseBefore(nowMs - LONGEST_LIFE_MS, nowMs);
      this.#store.save({ ...row, eraseAtMs: oldestMs === 0 ? 0 : oldestMs + LONGEST_LIFE_MS });
    });
  }

  /** Senders of the other shards: what is wrong with one is mostly wrong with all. Each would find out by itself. */
  #tellOthers(stopped: Stopped): void {
    const row = this.#store.sending();
    if (row === undefined) return;
    const { host, number, jurisdiction, shard, shards, publishedAtMs } = row.identity;
    for (let other = 0; other < shards; other++) {
      if (other === shard) continue;
      const told = senderStub(this.env, { host, number, jurisdiction }, other).stop(publishedAtMs, stopped);
      this.ctx.waitUntil(told.catch((error: unknown) => log('stop-untold', { host, campaign: number, shard, error })));
    }
  }

  /** Of those that wait, when the next may go out; undefined: none waits, or none may. */
  #nextMs({ state, settings }: SendingRow): number | undefined {
    const dueMs = state === 'sending' ? this.#store.nextDueMs() : undefined;
    return dueMs === undefined ? undefined : Math.max(dueMs, settings.atMs ?? 0, this.#dispatch.notBeforeMs());
  }

  /** By the first of what is left to do; not at all, if nothing is until somebody calls. */
  #ring(): void {
    const row = this.#store.sending();
    if (row === undefined) return;
    const times = [
      this.#nextMs(row),
      this.#dispatch.overdueMs(),
      this.#telling.dueMs(),
      row.eraseAtMs || undefined,
    ].filter((time) => time !== undefined);
    if (times.length > 0) void this.#alarm.ringBy(Math.max(Date.now(), Math.min(...times)));
  }

  /** Undefined: nothing has begun. Of another campaign that had the number it is refused. */
  #of(campaignPublishedAtMs: number): SendingRow | undefined {
    const row = this.#store.sending();
    if (row !== undefined && row.identity.publishedAtMs !== campaignPublishedAtMs) {
      throw new OtherPublishingError(row.identity.publishedAtMs);
    }
    return row;
  }
}
