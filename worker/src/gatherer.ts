/**
 * Gathers hits in an isolate and sends them in batches. One request is the leader: after its own answer it waits a moment
 * for more hits, sends them, and goes on while hits arrive; the other requests only add theirs. The platform limits what a
 * request may do after its answer (30 s, 50 calls on the smallest plan), so a leader hands over in time. It may also be cut
 * off at any moment without notice: the next request sees that the leader has fallen silent and takes over everything,
 * including what was on its way. A second request stands by in case no other comes.
 */
import { hasPassed } from './clock.ts';

export interface GathererOptions<G, F> {
  /** How long hits wait for company. */
  readonly gatherMs: number;
  /** What was gathered for one destination becomes batches with ids of their own, never changed again. */
  readonly form: (gathered: G) => F[];
  /** Delivers or gives up; must not throw. The same batch may be handed in twice after a take-over. */
  readonly send: (formed: F) => Promise<void>;
}

/** A leader hands over after this long or this many calls. */
export const LEAD_MS = 5_000;
export const LEAD_CALLS = 40;
/** Calls an isolate makes at once, never two for the same key: a counter that hangs delays only its own hits. */
export const CALLS_AT_ONCE = 6;
/** A leader gives a sign of life at least every BEAT_MS. After this long without one it has been cut off. */
export const SILENT_MS = 3_000;
const BEAT_MS = 1_000;

interface Leader {
  beatMs: number;
  /** Lets the request that stands by see that time has passed, even if the clock was set back. */
  beats: number;
  calls: number;
  readonly underWay: Set<Promise<void>>;
}

interface InHand<F> {
  readonly key: string;
  readonly formed: F;
  leader: Leader;
}

export class Gatherer<G, F> {
  readonly #options: GathererOptions<G, F>;
  readonly #gathered = new Map<string, G>();
  /** Formed and not delivered, with the leader that is at it. */
  readonly #inHand = new Set<InHand<F>>();
  #leader: Leader | undefined;
  #standbySinceMs = Number.NEGATIVE_INFINITY;

  constructor(options: GathererOptions<G, F>) {
    this.#options = options;
  }

  /** What is gathered for `key`, made by `start` if there is nothing; the caller adds its hit in the same turn. */
  gathered(key: string, start: () => G): G {
    let found = this.#gathered.get(key);
    if (found === undefined) {
      found = start();
      this.#gathered.set(key, found);
    }
    return found;
  }

  /** After adding a hit: makes sure somebody sends it. `waitUntil` belongs to the request that calls. */
  attend(waitUntil: (work: Promise<unknown>) => void): void {
    const nowMs = Date.now();
    if (this.#leader === undefined || hasPassed(this.#leader.beatMs, SILENT_MS, nowMs)) {
      waitUntil(this.#lead());
    } else if (hasPassed(this.#standbySinceMs, SILENT_MS, nowMs)) {
      this.#standbySinceMs = nowMs;
      waitUntil(this.#standBy());
    }
  }

  /** Waits as long as a leader may be silent; leads what was left behind, if anything was. */
  async #standBy(): Promise<void> {
    const seen = new Map(this.#leaders().map((leader) => [leader, leader.beats]));
    await scheduler.wait(SILENT_MS + BEAT_MS);
    for (const [leader, beats] of seen) if (leader.beats === beats) leader.beatMs = Number.NEGATIVE_INFINITY;
    const noLeader = this.#leader === undefined || isSilent(this.#leader);
    if (noLeader && (this.#gathered.size > 0 || this.#leftBehind().length > 0)) await this.#lead();
  }

  async #lead(): Promise<void> {
    const me: Leader = { beatMs: Date.now(), beats: 0, calls: 0, underWay: new Set() };
    const beganMs = me.beatMs;
    this.#leader = me;
    do {
      for (const left of this.#leftBehind()) this.#send(left, me);
      await scheduler.wait(this.#options.gatherMs);
      beat(me);
      if (this.#leader !== me && this.#leader !== undefined) break;
      this.#sendGathered(me);
      // From here on the next request leads. Until one comes this leader goes on, so that nothing stays behind.
      if (hasPassed(beganMs, LEAD_MS, me.beatMs) || me.calls >= LEAD_CALLS) this.#leader = undefined;
      if (this.#gathered.size === 0) await this.#progress(me);
    } while (this.#gathered.size > 0 || me.underWay.size > 0);
    if (this.#leader === me) this.#leader = undefined;
    while (me.underWay.size > 0) await this.#progress(me);
  }

  /** Until one of the calls under way has ended, or a beat is due. */
  async #progress(me: Leader): Promise<void> {
    if (me.underWay.size > 0) await Promise.race([...me.underWay, scheduler.wait(BEAT_MS)]);
    beat(me);
  }

  #sendGathered(me: Leader): void {
    const busy = new Set([...this.#inHand].map(({ key }) => key));
    for (const [key, gathered] of this.#gathered) {
      if (this.#inHand.size >= CALLS_AT_ONCE) return;
      if (busy.has(key)) continue;
      this.#gathered.delete(key);
      for (const formed of this.#options.form(gathered)) this.#send({ key, formed, leader: me }, me);
    }
  }

  #send(batch: InHand<F>, me: Leader): void {
    batch.leader = me;
    this.#inHand.add(batch);
    me.calls++;
    const call: Promise<void> = this.#options.send(batch.formed).finally(() => {
      me.underWay.delete(call);
      this.#inHand.delete(batch);
    });
    me.underWay.add(call);
  }

  #leaders(): Leader[] {
    const leaders = [...this.#inHand].map(({ leader }) => leader);
    return this.#leader === undefined ? leaders : [...leaders, this.#leader];
  }

  /** Batches whose leader has fallen silent. One that only handed over still beats until they are delivered. */
  #leftBehind(): InHand<F>[] {
    return [...this.#inHand].filter(({ leader }) => isSilent(leader));
  }
}

function beat(leader: Leader): void {
  leader.beatMs = Date.now();
  leader.beats++;
}

function isSilent(leader: Leader): boolean {
  return hasPassed(leader.beatMs, SILENT_MS);
}
