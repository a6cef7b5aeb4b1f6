/**
 * Takes a strict campaign's hits from an isolate to their counters. Each visitor waits until the hit is safe, and a call and a
 * commit for each would be more than a counter can take. So a hit that finds nothing of its counter under way goes at once;
 * those that come meanwhile go in company, in one call, when that one has ended. The first of a company leads it, by its own
 * request; whoever joined is told when it is over.
 *
 * Where many come, a call ends with most of the next ones still unread, or about to come. So a company waits until it is as
 * large as the one before, BREATH_MS at most. A call that takes longer than HOLD_MS holds up nobody: the next one goes beside.
 *
 * A request may be cut off at any moment and without notice, and the runtime takes one for hung that has nothing of its own
 * to wait for. So everybody who waits has a timer. By it whoever joined sees that the leader has fallen silent, and sends the
 * same batches again: a counter knows their ids.
 */
import { hasPassed } from './clock.ts';

/** Belongs to one request: keeps it alive until the work is done, though its visitor has left. */
export type WaitUntil = (work: Promise<unknown>) => void;

export interface StrictLaneOptions<H, F> {
  /** Hits of one key become batches with ids of their own, never changed again. Must not throw. */
  readonly form: (hits: readonly [H, ...H[]]) => F[];
  /** Delivers or gives up; must not throw. `sinceMs`: when the first of its hits came. The same batch may be handed in again. */
  readonly send: (formed: F, sinceMs: number, waitUntil: WaitUntil) => Promise<unknown>;
  /** A leader that has not come to an end after this long has been cut off. */
  readonly silentMs: number;
}

/** Longest wait for the call before. */
export const HOLD_MS = 50;
/** Longest wait for a company as large as the one before. */
export const BREATH_MS = 2;

/** Hits that go together. */
interface Company<H, F> {
  readonly hits: [H, ...H[]];
  readonly sinceMs: number;
  /** Since when its leader, the first or whoever took over, is responsible for it. */
  ledSinceMs: number;
  formed: F[] | undefined;
  isOver: boolean;
  /** Tells the leader that what it waits for has come. */
  go: () => void;
  /** Tell those who joined that it is over. */
  readonly tell: (() => void)[];
}

/** The way to one counter, while it is in use. */
interface Lane<H, F> {
  readonly key: string;
  /** Was sent last. */
  latest: Company<H, F>;
  /** Waits for its turn; whoever comes joins it. */
  next: Company<H, F> | undefined;
}

export class StrictLanes<H, F> {
  readonly #options: StrictLaneOptions<H, F>;
  readonly #lanes = new Map<string, Lane<H, F>>();

  constructor(options: StrictLaneOptions<H, F>) {
    this.#options = options;
  }

  /** Counters with hits on their way, or with company a moment ago. */
  get size(): number {
    return this.#lanes.size;
  }

  /** Resolves when the hit is safe, or nobody could save it; never rejects. */
  add(key: string, hit: H, waitUntil: WaitUntil): Promise<void> {
    const lane = this.#lanes.get(key);
    if (lane === undefined) {
      const alone = companyOf<H, F>(hit);
      const opened: Lane<H, F> = { key, latest: alone, next: undefined };
      this.#lanes.set(key, opened);
      return this.#lead(opened, alone, waitUntil);
    }
    const { latest, next } = lane;
    if (next === undefined) {
      const company = companyOf<H, F>(hit);
      lane.next = company;
      const led = turnOf(lane, company).then(() => this.#lead(lane, company, waitUntil));
      waitUntil(led);
      return led;
    }
    next.hits.push(hit);
    if (this.#isSilent(next)) return this.#takeOver(lane, next, waitUntil);
    if (latest.isOver && next.hits.length === latest.hits.length) next.go();
    return this.#join(lane, next, waitUntil);
  }

  #isSilent({ ledSinceMs }: Company<H, F>): boolean {
    return hasPassed(ledSinceMs, this.#options.silentMs);
  }

  #takeOver(lane: Lane<H, F>, company: Company<H, F>, waitUntil: WaitUntil): Promise<void> {
    company.ledSinceMs = Date.now();
    return this.#lead(lane, company, waitUntil);
  }

  #lead(lane: Lane<H, F>, company: Company<H, F>, waitUntil: WaitUntil): Promise<void> {
    if (lane.next === company) lane.next = undefined;
    lane.latest = company;
    const sent = this.#send(lane, company, waitUntil);
    waitUntil(sent.then(() => this.#close(lane, company)));
    return sent;
  }

  async #send(lane: Lane<H, F>, company: Company<H, F>, waitUntil: WaitUntil): Promise<void> {
    company.formed ??= this.#options.form(company.hits);
    await Promise.all(company.formed.map((formed) => this.#options.send(formed, company.sinceMs, waitUntil)));
    company.isOver = true;
    for (const tell of company.tell.splice(0)) tell();
    if (lane.latest === company) lane.next?.go();
  }

  /** More is to be expected where there was company, and nothing after a lone hit. */
  async #close(lane: Lane<H, F>, company: Company<H, F>): Promise<void> {
    if (company.hits.length > 1) await scheduler.wait(HOLD_MS);
    const isIdle = lane.latest === company && lane.next === undefined;
    if (isIdle && this.#lanes.get(lane.key) === lane) this.#lanes.delete(lane.key);
  }

  #join(lane: Lane<H, F>, company: Company<H, F>, waitUntil: WaitUntil): Promise<void> {
    // Each a promise of its own: one of the leader's would always go on in the leader's request.
    const told = new Promise<void>((resolve) => company.tell.push(resolve));
    // Whoever is told is answered, and the timer goes with its request. A promise of a wait would cost twice as much.
    setTimeout(() => void this.#watch(lane, company, waitUntil), this.#options.silentMs);
    return told;
  }

  /** Until it is over. */
  async #watch(lane: Lane<H, F>, company: Company<H, F>, waitUntil: WaitUntil): Promise<void> {
    while (!company.isOver) {
      if (this.#isSilent(company)) await this.#takeOver(lane, company, waitUntil);
      else await scheduler.wait(this.#options.silentMs);
    }
  }
}

function companyOf<H, F>(hit: H): Company<H, F> {
  const nowMs = Date.now();
  return { hits: [hit], sinceMs: nowMs, ledSinceMs: nowMs, formed: undefined, isOver: false, go: () => {}, tell: [] };
}

/** The call before has ended and this company is as large as that one, or one of the two takes too long. */
async function turnOf<H, F>({ latest }: Lane<H, F>, company: Company<H, F>): Promise<void> {
  if (!latest.isOver) await toldWithin(company, HOLD_MS);
  if (latest.isOver && company.hits.length < latest.hits.length) await toldWithin(company, BREATH_MS);
}

/** Resolves when `go` is called, or so many milliseconds have passed. */
async function toldWithin<H, F>(company: Company<H, F>, ms: number): Promise<void> {
  let isTold = false;
  await new Promise<void>((resolve) => {
    company.go = resolve;
    // Goes on after it has rung: what another request says takes a moment to arrive, and something has to be pending then.
    const ring = async () => {
      while (!isTold) {
        await scheduler.wait(ms);
        resolve();
      }
    };
    void ring();
  });
  isTold = true;
}
