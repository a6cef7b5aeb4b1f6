/**
 * Hands messages over to the gateway, by a caller outside of the object (`calls.ts`). What a crash could make two of is on disk
 * before it is done: a message is marked as handed over, and only then does the caller hear of it.
 */
import { RpcTarget } from 'cloudflare:workers';
import type { GatewayCaller } from '../gateway-caller.ts';
import type { Gateway } from '../gateways/gateway.ts';
import { gateways } from '../gateways/later.ts';
import { log } from '../log.ts';
import type { SendingRow, SendingStore } from '../stores/sending-store.ts';
import { workspaceStub } from '../stubs.ts';
import type { Answered, Desk, Rest, Work } from './calls.ts';
import { type Judged, judged, MOST_ATTEMPTS, pauseMs, storable } from './outcomes.ts';
import { Pace } from './pace.ts';
import { hashesOf, type Ready, type ReadyMessage } from './ready.ts';
import type { SenderIdentity, SenderName, Stopped } from './rpc.ts';
import { Run } from './run.ts';

/** After so many in a row that are not taken for now, the pause before anything goes out doubles. */
const LATER_A_STEP = 12;
/** An alarm that the platform broke off hears of no answer: what it had handed over by then is given up. */
const OVERDUE_MS = 120_000;
const NOTE_EVERY_MS = 60_000;
/** What came of a call is on disk so long after it at most, if it is not on its way there anyway. */
const COMMIT_WITHIN_MS = 100;

/** Of the bindings of this worker's own that an object has: the class that makes calls. */
export interface Callers {
  readonly GatewayCaller: Pick<GatewayCaller, 'call'>;
}

export class Dispatch {
  readonly #store: SendingStore;
  readonly #storage: DurableObjectStorage;
  readonly #callers: Callers;
  readonly #ready: Ready;
  readonly #env: Env;
  /** Of the gateway and settings that it was made for. */
  #pace: { readonly of: string; readonly pace: Pace } | undefined;
  /** The one that is under way, or was last. */
  #run: Run | undefined;
  #laterInARow = 0;
  #failuresInARow = 0;
  /** Resolves when the workspace knows whom nothing was sent to: whoever is looked up anew is noted after that. */
  #takenBack: Promise<void> = Promise.resolve();
  /** What the workspace was told last of the gateway's being in use. */
  #noted: { readonly gateway: string; readonly isAccepting: boolean; readonly atMs: number } | null = null;

  constructor(store: SendingStore, { storage, exports }: DurableObjectState, ready: Ready, env: Env) {
    this.#store = store;
    this.#storage = storage;
    // As of stubs: the platform's own type loses readonly lists on the way.
    this.#callers = exports as unknown as Callers;
    this.#ready = ready;
    this.#env = env;
  }

  /** Until nothing is due, or for some seconds. Resolves when nothing is under way any more; stopped: why. */
  async run(): Promise<Stopped | undefined> {
    const nowMs = Date.now();
    if (this.#store.sending() !== undefined) this.#store.interrupted(nowMs - OVERDUE_MS, nowMs);
    const row = this.#sendable();
    if (row === undefined) return undefined;
    const gateway = await (await gateways()).openGateway(this.#env, row.settings.gateway);
    if (gateway === null) return this.#stopAtOnce(row, { reason: 'no-gateway', inARow: 0 });
    if (!(await this.#ready.isSecretRight(row))) return this.#stopAtOnce(row, { reason: 'secret', inARow: 0 });
    if (gateway.refusesKnownIds) this.#store.unknownAgain(nowMs, MOST_ATTEMPTS);
    const run = new Run(gateway, this.#paceOf(row, gateway));
    this.#run = run;
    this.#failuresInARow = row.failuresInARow;
    // Whatever becomes of one, the other is heard out.
    const [filled, called] = await Promise.allSettled([this.#fill(run), this.#called(run, row.settings.gateway)]);
    const failed = [filled, called].find(({ status }) => status === 'rejected');
    this.#end(run, called.status === 'fulfilled' ? called.value : { answered: [], left: [] });
    // What was looked up when it was paused, too.
    if (this.#store.sending()?.state !== 'sending') void this.drop(row);
    await Promise.all([this.#giveBack(row, run), this.takeBack(row, run.unsent), this.#noteOutcomes(row, run)]);
    if (failed?.status === 'rejected') throw failed.reason;
    return run.stopped;
  }

  /** When what is handed over now is given up; undefined: nothing is. */
  overdueMs(): number | undefined {
    const sinceMs = this.#store.handedOverSinceMs();
    return sinceMs === undefined ? undefined : sinceMs + OVERDUE_MS;
  }

  /** When a message may go out that is due; 0: now. */
  notBeforeMs(): number {
    const waitMs = this.#pace?.pace.waitMs(Date.now()) ?? 0;
    return waitMs === 0 ? 0 : Date.now() + waitMs;
  }

  /** Somebody has looked at what was wrong. */
  release(): void {
    this.#laterInARow = 0;
    this.#failuresInARow = 0;
    this.#pace?.pace.release();
  }

  /** Undefined: nothing is to go out now. */
  #sendable(nowMs = Date.now()): SendingRow | undefined {
    const row = this.#store.sending();
    const isDue = row?.state === 'sending' && (row.settings.atMs ?? 0) <= nowMs;
    return isDue ? row : undefined;
  }

  #paceOf({ identity, settings }: SendingRow, { limits }: Gateway): Pace {
    // What the gateway takes is shared by the workspace, what the campaign may send by its shards.
    const own = settings.perSecond === null ? limits.perSecond : settings.perSecond / identity.shards;
    const perSecond = Math.min(limits.perSecond, own);
    const of = `${settings.gateway} ${perSecond}`;
    if (this.#pace?.of !== of) this.#pace = { of, pace: new Pace(perSecond) };
    return this.#pace.pace;
  }

  /** Marks messages, a group at a time, so that there are always some to be called for. */
  async #fill(run: Run): Promise<void> {
    try {
      for (;;) {
        const row = this.#sendable();
        if (row === undefined || run.isOver() || this.#isHalted(run)) return;
        if (!run.isLow()) {
          await run.change();
          continue;
        }
        const waitMs = run.pace.waitMs(Date.now());
        if (waitMs > 0) {
          // A short one the next commit is worth waiting for.
          if (waitMs > COMMIT_WITHIN_MS) this.#commit(run);
          if (waitMs > run.leftMs()) return;
          await scheduler.wait(waitMs);
          continue;
        }
        if (this.#ready.isEmpty()) {
          await this.#takenBack;
          if (!(await this.#ready.look(row, run.pace.perSecond))) return;
        }
        if (run.granted === 0) {
          await this.#askFor(row, run);
          continue;
        }
        const taken = this.#ready.take(run.group);
        run.granted -= taken.length;
        run.pace.spend(taken.length, Date.now());
        const marked = this.#commit(run, taken);
        const committedMs = Date.now();
        await this.#storage.sync();
        run.committed(Date.now() - committedMs);
        // A report may have come for one that waited for another attempt.
        run.add(taken.filter(({ row }) => marked.has(row)));
        run.wake();
      }
    } finally {
      run.isFilled = true;
      run.wake();
    }
  }

  /** What other senders leave of the gateway. */
  async #askFor({ identity, settings }: SendingRow, run: Run): Promise<void> {
    const { messages, calls, fromMs } = await workspaceStub(this.#env).shareOfGateway({
      ...{ gateway: settings.gateway, sender: senderName(identity), limits: run.gateway.limits },
      ...{ messages: this.#ready.waiting, underWay: run.underWay },
    });
    run.granted = messages;
    run.atOnce = calls;
    run.isYielding = calls === 0;
    run.pace.notBefore(fromMs);
    run.wake();
  }

  /** Never rejects: what is not given back is taken for gone after a while. */
  async #giveBack({ identity, settings }: SendingRow, run: Run): Promise<void> {
    // Else nobody would know that it waits for its turn.
    if (run.isYielding) return;
    const { gateway } = settings;
    try {
      const hasReports = await workspaceStub(this.#env).giveBackShare(gateway, senderName(identity));
      if (hasReports && run.acceptedAtMs !== null) await this.#takeKept(gateway);
    } catch (error) {
      log('share-kept', { host: identity.host, campaign: identity.number, error });
    }
  }

  /** Reports that came before it was known of which message they are: the answers with the gateway's ids are on disk now. */
  async #takeKept(gateway: string): Promise<void> {
    const reports = await workspaceStub(this.#env).ownReports(gateway);
    const known = this.#store.reportOwn(reports, Date.now());
    await this.#storage.sync();
    if (known.length > 0) await workspaceStub(this.#env).dropOwnReports(gateway, known);
  }

  /** Resolves when no call is under way any more. */
  async #called(run: Run, gateway: string): Promise<Rest> {
    try {
      return await this.#callers.GatewayCaller.call(gateway, new CallersDesk(this, run));
    } finally {
      run.isLeft = true;
      run.halted.resolve();
      run.wake();
    }
  }

  /** See `Desk`. */
  async next(run: Run, answered: readonly Answered[]): Promise<Work | null> {
    this.#judge(run, answered);
    run.isAsked = true;
    run.wake();
    for (;;) {
      if (this.#isHalted(run)) return null;
      const messages = run.give();
      if (messages.length > 0) {
        run.isAsked = false;
        return { messages, calls: run.atOnce };
      }
      if (run.isFilled) return null;
      await run.change();
    }
  }

  /** See `Desk`. */
  tell(run: Run, answered: readonly Answered[]): boolean {
    this.#judge(run, answered);
    this.#commit(run);
    const isHalted = this.#isHalted(run);
    if (isHalted) this.changed();
    return isHalted;
  }

  /** What is to be sent, and how, may be another than it was: no call is made that is not to be. */
  changed(): void {
    const run = this.#run;
    if (run === undefined) return;
    if (this.#isHalted(run)) run.halted.resolve();
    run.wake();
  }

  /** What is handed over and was not called for then is handed back. */
  #isHalted(run: Run): boolean {
    const nowMs = Date.now();
    if (run.isLeft || run.isYielding || run.stopped !== undefined) return true;
    return run.pace.isHeld(nowMs) || this.#sendable(nowMs) === undefined;
  }

  #judge(run: Run, answered: readonly Answered[]): void {
    const nowMs = Date.now();
    for (const [row, told] of answered) {
      const message = run.answer(row);
      if (message === undefined) continue;
      const outcome = storable(told, message.out);
      const one = judged(row, message.attempts + 1, outcome, run.gateway, nowMs);
      run.done.push(one);
      if (outcome.is === 'accepted') run.acceptedAtMs = nowMs;
      else run.outcomes.push(outcome);
      if (one.isUnsent) run.unsent.push(message);
      this.#hold(run.pace, one, nowMs);
      this.#countFailure(run, one);
    }
  }

  /** In one commit: what came of calls, and which messages are handed over next. Which of those waited still. */
  #commit(run: Run, taken: readonly ReadyMessage[] = []): ReadonlySet<number> {
    run.measure();
    const nowMs = Date.now();
    const done = [...run.done];
    if (done.length + taken.length === 0) return new Set();
    // Until the next await: what is written is one commit.
    this.#store.settle(
      done.map(({ settled }) => settled),
      nowMs,
    );
    run.done.splice(0, done.length);
    const row = this.#store.sending();
    if (row !== undefined && row.failuresInARow !== this.#failuresInARow) {
      this.#store.save({ ...row, failuresInARow: this.#failuresInARow });
    }
    return this.#store.handOver(rowsOf(taken), nowMs);
  }

  #end(run: Run, rest: Rest): void {
    this.#run = undefined;
    this.#judge(run, rest.answered);
    const left = run.rest(rest.left);
    const lost = run.lost();
    this.#store.transaction(() => {
      this.#commit(run);
      this.#store.lost(rowsOf(lost), Date.now());
      if (run.stopped !== undefined) this.#stop(run.stopped);
      const nowMs = Date.now();
      if (left.length > 0) this.#store.handBack(rowsOf(left), nowMs);
      // They were noted as sent, and are not: whether they ever will be is not known.
      run.unsent.push(...left.filter(isFirstAttempt));
      if (this.#store.sending()?.state === 'cancelled') this.#store.cancelWaiting('cancelled', nowMs);
    });
  }

  /** What is not taken for now keeps the others waiting, the longer the more of them there are. */
  #hold(pace: Pace, { later, settled }: Judged, nowMs: number): void {
    if (settled.state === 'accepted') this.#laterInARow = 0;
    if (later === undefined) return;
    const times = Math.ceil(++this.#laterInARow / LATER_A_STEP);
    if (!later.holdsAll && times === 1) return;
    // A gateway that says how long is taken at its word, until it has said so often.
    const isSaid = later.retryAfterMs > 0 && times === 1;
    pace.holdUntil(nowMs + (isSaid ? later.retryAfterMs : Math.max(later.retryAfterMs, pauseMs(times))));
  }

  /** Everything stops after so many failures in a row, or one that is of no message. */
  #countFailure(run: Run, { isFailure, stops, settled }: Judged): void {
    if (run.stopped !== undefined) return;
    if (isFailure) this.#failuresInARow += 1;
    else if (settled.state === 'accepted') this.#failuresInARow = 0;
    const most = this.#store.sending()?.settings.stopAfter ?? Number.POSITIVE_INFINITY;
    if (!stops && (!isFailure || this.#failuresInARow < most)) return;
    const { reason = 'failed', detail } = settled;
    run.stopped = { reason, ...(detail !== undefined && { detail }), inARow: this.#failuresInARow };
  }

  #stop(stopped: Stopped): Stopped | undefined {
    const row = this.#store.sending();
    if (row?.state !== 'sending') return undefined;
    this.#store.save({ ...row, state: 'stopped', stopped });
    return stopped;
  }

  async #stopAtOnce(row: SendingRow, stopped: Stopped): Promise<Stopped | undefined> {
    const stop = this.#stop(stopped);
    await this.drop(row);
    return stop;
  }

  /**
   * What was looked up is not handed over: if it goes on, it is looked up anew. Until then its people were not written to, and
   * another campaign may. Never rejects.
   */
  drop(row: SendingRow): Promise<void> {
    return this.takeBack(row, this.#ready.clear().filter(isFirstAttempt));
  }

  /** Tells the workspace that nobody was sent these. Never rejects: else their people are left alone for a while. */
  takeBack(row: SendingRow, unsent: readonly ReadyMessage[]): Promise<void> {
    if (unsent.length === 0) return this.#takenBack;
    this.#takenBack = Promise.all([this.#takenBack, this.#tellUnsent(row, unsent)]).then(() => {});
    return this.#takenBack;
  }

  async #tellUnsent({ identity }: SendingRow, unsent: readonly ReadyMessage[]): Promise<void> {
    try {
      const hashes = await hashesOf(
        this.#env,
        unsent.map(({ out }) => out),
      );
      await workspaceStub(this.#env).takeBack(hashes, identity.seq, rowsOf(unsent));
    } catch (error) {
      log('not-taken-back', { host: identity.host, campaign: identity.number, error });
    }
  }

  /** For whoever looks after the gateway. What went wrong is told at once, and that it is in use once a minute. */
  async #noteOutcomes({ identity, settings }: SendingRow, run: Run): Promise<void> {
    const { gateway } = settings;
    try {
      await (await gateways()).noteOutcomes(this.#env, gateway, run.outcomes);
      const isAccepting = run.acceptedAtMs !== null;
      const known = this.#noted?.gateway === gateway && this.#noted.isAccepting === isAccepting ? this.#noted : null;
      const nowMs = Date.now();
      if (known !== null && Math.abs(nowMs - known.atMs) < NOTE_EVERY_MS) return;
      await workspaceStub(this.#env).noteGatewayUse(gateway, identity.seq, run.acceptedAtMs);
      this.#noted = { gateway, isAccepting, atMs: nowMs };
    } catch (error) {
      log('gateway-unnoted', { host: identity.host, campaign: identity.number, error });
    }
  }
}

/** What a caller sees of the sender. */
class CallersDesk extends RpcTarget implements Desk {
  readonly #dispatch: Dispatch;
  readonly #run: Run;

  constructor(dispatch: Dispatch, run: Run) {
    super();
    this.#dispatch = dispatch;
    this.#run = run;
  }

  next(answered: readonly Answered[]): Promise<Work | null> {
    return this.#dispatch.next(this.#run, answered);
  }

  async tell(answered: readonly Answered[]): Promise<boolean> {
    return this.#dispatch.tell(this.#run, answered);
  }

  halted(): Promise<void> {
    return this.#run.halted.promise;
  }
}

const senderName = ({ host, number, shard, jurisdiction, publishedAtMs }: SenderIdentity): SenderName => ({
  ...{ host, number, shard, jurisdiction, publishedAtMs },
});

const rowsOf = (messages: readonly ReadyMessage[]): number[] => messages.map(({ row }) => row);

/** Of an earlier one nobody may know what came of it: its person stays noted. */
const isFirstAttempt = ({ attempts }: ReadyMessage): boolean => attempts === 0;
