/** What one alarm hands over: messages that are marked, what came of the calls for them, and whether to go on. */
import type { Gateway, SendOutcome } from '../gateways/gateway.ts';
import type { Judged } from './outcomes.ts';
import type { Pace } from './pace.ts';
import type { ReadyMessage } from './ready.ts';
import type { Stopped } from './rpc.ts';

/** An alarm goes on for so long, so that what else there is to do is not kept waiting. */
const LONGEST_RUN_MS = 10_000;
/** An invocation may make 10,000 calls (Workers Paid); the next alarm goes on. */
const MOST_CALLS = 9_000;
/**
 * Marked in one commit is what goes out in this time: so many times what a commit takes, so that commits cost a small part of it.
 * Of what was marked and not answered when the process ends nobody knows whether it went out: never longer than the second.
 */
const COMMITS = 20;
const SHORTEST_GROUP_MS = 40;
const LONGEST_GROUP_MS = 120;
const LARGEST_GROUP = 500;
/** Some gateways take a batch apart, into so many calls at most (`gateways/halving.ts`). */
const CALLS_A_BATCH = 24;
/** How much the newest group says of the speed. */
const NEWEST = 0.5;

export class Run {
  readonly gateway: Gateway;
  readonly pace: Pace;
  /** On disk they are handed over, and the caller does not have them yet. */
  #queue: readonly ReadyMessage[] = [];
  /** Those that the caller has, by row, and has told nothing of. */
  readonly #given = new Map<number, ReadyMessage>();
  /** The caller waits for more; it is there no more. */
  isAsked = false;
  isLeft = false;
  /** What came of calls, and is not on disk yet. */
  readonly done: Judged[] = [];
  /** Those that were not accepted. */
  readonly outcomes: SendOutcome[] = [];
  /** When it last accepted one; null: none yet. */
  acceptedAtMs: number | null = null;
  /** Messages that reached no gateway, which nobody was sent. */
  readonly unsent: ReadyMessage[] = [];
  /** Messages that may go out before the workspace is asked again, and calls that may be under way. */
  granted = 0;
  atOnce = 0;
  /** It is others' turn. */
  isYielding = false;
  stopped: Stopped | undefined;
  /** Nothing more comes into the queue. */
  isFilled = false;
  /** No more calls are to be made. */
  readonly halted: PromiseWithResolvers<void> = Promise.withResolvers();
  #calls = 0;
  readonly #least: number;
  readonly #untilMs = Date.now() + LONGEST_RUN_MS;
  #group: number;
  #answered = 0;
  #commitMs = 0;
  #measuredMs = Date.now();
  #changed: PromiseWithResolvers<void> = Promise.withResolvers();

  constructor(gateway: Gateway, pace: Pace) {
    this.gateway = gateway;
    this.pace = pace;
    this.#least = gateway.limits.batch * gateway.limits.atOnce;
    this.#group = this.#least;
  }

  leftMs(): number {
    return this.#untilMs - Date.now();
  }

  isOver(): boolean {
    const leftMs = this.leftMs();
    return this.#calls >= MOST_CALLS || leftMs <= 0 || leftMs > LONGEST_RUN_MS;
  }

  /** Messages of the next group. */
  get group(): number {
    return Math.min(this.#group, this.pace.atOnce, this.granted);
  }

  /** Whether the next group is to be marked: the calls of the last one go on meanwhile. */
  isLow(): boolean {
    return this.isAsked && this.#queue.length === 0;
  }

  /** Calls that are under way, at most. */
  get underWay(): number {
    return Math.min(this.atOnce, this.#given.size);
  }

  add(handed: readonly ReadyMessage[]): void {
    const { batch } = this.gateway.limits;
    this.#queue = [...this.#queue, ...handed];
    this.#calls += Math.ceil(handed.length / batch) * Math.min(batch, CALLS_A_BATCH);
  }

  /** All that is marked, for the caller. */
  give(): readonly ReadyMessage[] {
    const given = this.#queue;
    this.#queue = [];
    for (const message of given) this.#given.set(message.row, message);
    return given;
  }

  /** Undefined: it is answered already. */
  answer(row: number): ReadyMessage | undefined {
    const message = this.#given.get(row);
    if (this.#given.delete(row)) this.#answered += 1;
    return message;
  }

  /** Those that nobody called for; `left`: rows that the caller has still. */
  rest(left: readonly number[]): readonly ReadyMessage[] {
    const rest = [...this.#queue, ...left.map((row) => this.#given.get(row)).filter((one) => one !== undefined)];
    this.#queue = [];
    for (const row of left) this.#given.delete(row);
    return rest;
  }

  /** Those of which nobody knows what came of them: the caller is no more. */
  lost(): readonly ReadyMessage[] {
    const lost = [...this.#given.values()];
    this.#given.clear();
    return lost;
  }

  /** A commit took so long. */
  committed(ms: number): void {
    this.#commitMs += (ms - this.#commitMs) * NEWEST;
  }

  /** At each commit: how fast it goes says how large the next group is. */
  measure(): void {
    const nowMs = Date.now();
    const tookMs = nowMs - this.#measuredMs;
    if (this.#answered < this.#least || tookMs <= 0) return;
    const groupMs = Math.min(LONGEST_GROUP_MS, Math.max(SHORTEST_GROUP_MS, this.#commitMs * COMMITS));
    const wanted = (this.#answered / tookMs) * groupMs;
    const group = this.#group + (wanted - this.#group) * NEWEST;
    this.#group = Math.round(Math.min(LARGEST_GROUP, Math.max(this.#least, group)));
    [this.#answered, this.#measuredMs] = [0, nowMs];
  }

  /** Once something has changed. */
  change(): Promise<void> {
    return this.#changed.promise;
  }

  /** Whoever waits looks again. */
  wake(): void {
    this.#changed.resolve();
    this.#changed = Promise.withResolvers();
  }
}
