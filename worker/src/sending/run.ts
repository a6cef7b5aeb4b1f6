/** What one alarm hands over: messages that are marked and wait for a call, what came of the calls, and whether to go on. */
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
/** The next group is marked when so small a part of one is left: a commit is done by the time it is called for. */
const LOW = 3;
/** How much the newest group says of the speed. */
const NEWEST = 0.5;

export class Run {
  readonly gateway: Gateway;
  readonly pace: Pace;
  /** On disk they are handed over; nobody has asked the gateway yet. Those before `#next` are under way, or answered. */
  #queue: ReadyMessage[] = [];
  #next = 0;
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
  lanes = 0;
  underWay = 0;
  /** It is others' turn. */
  isYielding = false;
  stopped: Stopped | undefined;
  /** Nothing more comes into the queue. */
  isFilled = false;
  calls = 0;
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
    return this.calls + this.#left >= MOST_CALLS || leftMs <= 0 || leftMs > LONGEST_RUN_MS;
  }

  /** Messages of the next group. */
  get group(): number {
    return Math.min(this.#group, this.pace.atOnce, this.granted);
  }

  /** Whether the next group is to be marked, while the calls of the last one go on. */
  isLow(): boolean {
    return this.#left * LOW < this.#group;
  }

  get #left(): number {
    return this.#queue.length - this.#next;
  }

  add(handed: readonly ReadyMessage[]): void {
    this.#queue = [...this.#queue.slice(this.#next), ...handed];
    this.#next = 0;
  }

  /** Those of one call; none: the queue is empty. */
  take(): readonly ReadyMessage[] {
    const { batch } = this.gateway.limits;
    const taken = this.#queue.slice(this.#next, this.#next + batch);
    this.#next += taken.length;
    return taken;
  }

  /** Those nobody called for. */
  rest(): readonly ReadyMessage[] {
    const left = this.#queue.slice(this.#next);
    this.#queue = [];
    this.#next = 0;
    return left;
  }

  answered(messages: number): void {
    this.#answered += messages;
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
