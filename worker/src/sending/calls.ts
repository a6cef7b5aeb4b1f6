/**
 * Calls a gateway for a sender, some at a time, and tells it what came of them. Runs in an invocation of its own
 * (`gateway-caller.ts`), outside of the sender's object: there a call costs a tenth to a fifth less.
 */
import { Deadline } from '../gateways/deadline.ts';
import type { Gateway, SendOutcome } from '../gateways/gateway.ts';
import { log, nameOf } from '../log.ts';
import type { ReadyMessage } from './ready.ts';

/** What came of a message, by its row. */
export type Answered = readonly [row: number, outcome: SendOutcome];

/** Messages that are on disk as handed over, and how many calls may be under way. */
export interface Work {
  readonly messages: readonly ReadyMessage[];
  readonly calls: number;
}

/** The end of it: what was not told yet, and the rows that were not called for. */
export interface Rest {
  readonly answered: readonly Answered[];
  readonly left: readonly number[];
}

/** The sender that calls are made for. */
export interface Desk {
  /** Takes what came of calls, and hands out what to call for next, once there is some; null: there is nothing more. */
  next(answered: readonly Answered[]): Promise<Work | null>;
  /** Takes what came of calls. True: no more are to be made. */
  tell(answered: readonly Answered[]): Promise<boolean>;
  /** Resolves when no more calls are to be made. */
  halted(): Promise<void>;
}

/** More is asked for when so small a part is left: it is there by the time it is called for. */
const LOW = 3;
/** What came of a call is told so long after it at most, if nothing else is asked meanwhile; looked at so often. */
const TELL_MS = 100;
const LOOK_MS = 50;

const NO_ANSWER: SendOutcome = { is: 'unknown', reason: 'no-answer' };

export class Calls {
  readonly #gateway: Gateway;
  readonly #desk: Desk;
  /** Those before `#next` are under way, or answered. */
  #queue: readonly ReadyMessage[] = [];
  #next = 0;
  #given = 0;
  #atOnce = 0;
  /** Calls under way, or whose failure is being told. */
  #busy = 0;
  /** Of no call now. */
  readonly #deadlines: Deadline[] = [];
  #answered: Answered[] = [];
  #sinceMs = 0;
  #isAsking = false;
  /** Nothing more comes; no more calls are made. */
  #isAll = false;
  #isHalted = false;
  readonly #over: PromiseWithResolvers<void> = Promise.withResolvers();

  constructor(gateway: Gateway, desk: Desk) {
    this.#gateway = gateway;
    this.#desk = desk;
  }

  /** Until the desk has nothing more, or says that it is enough: then what is under way is heard out. */
  async run(): Promise<Rest> {
    void this.#desk.halted().then(
      () => this.#halt(),
      () => this.#halt(),
    );
    const look = setInterval(() => this.#look(), LOOK_MS);
    try {
      this.#pump();
      await this.#over.promise;
    } finally {
      clearInterval(look);
      for (const deadline of this.#deadlines) deadline.close();
    }
    return { answered: this.#answered, left: this.#queue.slice(this.#next).map(({ row }) => row) };
  }

  #halt(): void {
    this.#isHalted = true;
    this.#pump();
  }

  /** Begins what calls may be begun. */
  #pump(): void {
    while (!this.#isHalted && this.#busy < this.#atOnce && this.#next < this.#queue.length) {
      const handed = this.#queue.slice(this.#next, this.#next + this.#gateway.limits.batch);
      this.#next += handed.length;
      this.#busy += 1;
      void this.#call(handed);
    }
    const isDone = this.#isHalted || (this.#isAll && this.#next === this.#queue.length);
    if (!isDone && !this.#isAsking && !this.#isAll && (this.#queue.length - this.#next) * LOW <= this.#given) {
      void this.#ask();
    }
    if (isDone && this.#busy === 0 && !this.#isAsking) this.#over.resolve();
  }

  async #ask(): Promise<void> {
    this.#isAsking = true;
    const work = await this.#desk.next(this.#taken()).catch((error: unknown) => this.#lost(error));
    this.#isAsking = false;
    if (work === null) this.#isAll = true;
    else {
      this.#queue = [...this.#queue.slice(this.#next), ...work.messages];
      this.#next = 0;
      this.#given = work.messages.length;
      this.#atOnce = work.calls;
    }
    this.#pump();
  }

  async #call(handed: readonly ReadyMessage[]): Promise<void> {
    const deadline = this.#deadlines.pop() ?? new Deadline();
    const outcomes = await this.#asked(handed, deadline);
    this.#deadlines.push(deadline);
    await this.#note(handed, outcomes);
  }

  async #asked(handed: readonly ReadyMessage[], deadline: Deadline): Promise<readonly SendOutcome[]> {
    deadline.begin();
    try {
      return await this.#gateway.send(
        handed.map(({ out }) => out),
        deadline,
      );
    } catch (error) {
      log('gateway-failed', { error: nameOf(error) });
      return [];
    }
  }

  /** Of what failed the sender hears before the next call is made in its place: it may be the last that it can bear. */
  async #note(handed: readonly ReadyMessage[], outcomes: readonly SendOutcome[]): Promise<void> {
    if (this.#answered.length === 0) this.#sinceMs = Date.now();
    let isFine = true;
    for (const [at, { row }] of handed.entries()) {
      const outcome = outcomes[at] ?? NO_ANSWER;
      if (outcome.is !== 'accepted') isFine = false;
      this.#answered.push([row, outcome]);
    }
    if (!isFine) await this.#tell();
    this.#busy -= 1;
    this.#pump();
  }

  #look(): void {
    if (this.#answered.length > 0 && Math.abs(Date.now() - this.#sinceMs) >= TELL_MS) void this.#tell();
  }

  async #tell(): Promise<void> {
    const isEnough = await this.#desk.tell(this.#taken()).catch((error: unknown) => this.#lost(error));
    if (isEnough !== false) this.#isHalted = true;
  }

  #taken(): readonly Answered[] {
    const taken = this.#answered;
    this.#answered = [];
    return taken;
  }

  /** The sender is gone: nobody is to be written to that it could not hear of. */
  #lost(error: unknown): null {
    log('sender-lost', { error: nameOf(error) });
    this.#isHalted = true;
    return null;
  }
}
