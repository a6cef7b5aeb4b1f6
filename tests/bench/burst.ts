/**
 * A campaign's burst, simulated: how many calls each counter object gets a second, and how many hits travel in each. The
 * isolates gather as worker/src/gatherer.ts does: a leader waits for company, sends what has come for every shard it is
 * not already sending to, at most CALLS_AT_ONCE at a time, and goes round again when a call has ended. The objects write
 * what has come as worker/src/group-commit.ts does.
 */
import { ENOUGH_HITS } from '../../worker/src/commit-spacing.ts';

const CALLS_AT_ONCE = 6;
/** 90 % of all reads fall in the first three minutes: an exponential decline from the first second on. */
const DECLINE = Math.log(10) / 180;
/** 36 % click, 1.25 times each. */
export const CLICKS_A_RECIPIENT = 0.36 * 1.25;
/** Hits a recipient causes: every seventh message is looked at by a machine, too. */
export const HITS_A_RECIPIENT = CLICKS_A_RECIPIENT + 0.15;
/** A call to an object in the same part of the world, in milliseconds. */
const CALL_MS = { least: 10, most: 40 };

/** The same random numbers for the same seed (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export interface Burst {
  readonly recipients: number;
  readonly isolates: number;
  readonly shards: number;
  /** 0: every hit is sent by itself, at once, as strict campaigns do at their dearest. */
  readonly gatherMs: number;
  /** From one commit of an object to the next, at least; 0, as until November 2026: every call is a commit. */
  readonly spacingMs: number;
  /** How much of the beginning is played. */
  readonly seconds?: number;
  readonly seed?: number;
  /** Evenly and without an end; else they decline from the first second on. */
  readonly hitsASecond?: number;
}

export interface BurstFigures {
  /** Of the busiest shard in its busiest second. */
  readonly callsPerSecond: number;
  readonly hitsPerBatch: number;
  readonly commitsPerCall: number;
  /** Of one shard in its busiest second. */
  readonly commitsPerSecond: number;
  /** Of one shard at the peak. */
  readonly hitsPerSecond: number;
  /** The most that any isolate held at once: what is lost in `fast` campaigns when it dies just then. */
  readonly mostHeld: number;
}

interface Call {
  readonly shard: number;
  readonly hits: number;
  readonly endMs: number;
}

interface Arrival {
  readonly atMs: number;
  readonly hits: number;
}

/** When an object writes that these come to. */
function commitsOf(arrivals: Arrival[], spacingMs: number): number[] {
  if (spacingMs === 0) return arrivals.map(({ atMs }) => atMs);
  arrivals.sort((a, b) => a.atMs - b.atMs);
  const commits: number[] = [];
  let dueMs = Number.POSITIVE_INFINITY;
  let waiting = 0;
  const write = (atMs: number) => {
    commits.push(atMs);
    dueMs = Number.POSITIVE_INFINITY;
    waiting = 0;
  };
  for (const { atMs, hits } of arrivals) {
    if (dueMs <= atMs) write(dueMs);
    if (waiting === 0) dueMs = Math.max(atMs, (commits.at(-1) ?? Number.NEGATIVE_INFINITY) + spacingMs);
    waiting += hits;
    if (waiting >= ENOUGH_HITS) write(atMs);
  }
  if (waiting > 0) write(dueMs);
  return commits;
}

function mostInASecond(moments: readonly number[], seconds: number): number {
  const perSecond = new Float64Array(seconds + 2);
  for (const atMs of moments) {
    const second = Math.floor(atMs / 1000);
    perSecond[second] = (perSecond[second] ?? 0) + 1;
  }
  return Math.max(...perSecond.subarray(1, seconds));
}

export function simulateBurst(burst: Burst): BurstFigures {
  const { recipients, isolates, shards, gatherMs, spacingMs, seconds = 12, seed = 1, hitsASecond } = burst;
  const random = randomOf(seed);
  const calls = Array.from({ length: shards }, () => new Float64Array(seconds + 1));
  const arrivals = Array.from({ length: shards }, (): Arrival[] => []);
  const decline = hitsASecond === undefined ? DECLINE : 0;
  const peakPerMs = (hitsASecond ?? recipients * HITS_A_RECIPIENT * DECLINE) / isolates / 1000;
  const endMs = seconds * 1000;
  let hits = 0;
  let batches = 0;
  let mostHeld = 0;

  for (let isolate = 0; isolate < isolates; isolate++) {
    // Thinned: drawn at the peak's rate, kept with the share that is left of it.
    let arrivalMs = 0;
    const draw = () => {
      do arrivalMs -= Math.log(1 - random()) / peakPerMs;
      while (arrivalMs < endMs && random() > Math.exp((-decline * arrivalMs) / 1000));
    };
    const gathered = new Map<number, number>();
    let held = 0;
    const takeUntil = (ms: number) => {
      for (; arrivalMs <= ms && arrivalMs < endMs; draw()) {
        const shard = Math.floor(random() * shards);
        gathered.set(shard, (gathered.get(shard) ?? 0) + 1);
        hits++;
        held++;
      }
      mostHeld = Math.max(mostHeld, held);
    };

    let underWay: Call[] = [];
    const endBy = (ms: number) => {
      for (const call of underWay) if (call.endMs <= ms) held -= call.hits;
      underWay = underWay.filter((call) => call.endMs > ms);
    };
    draw();
    let nowMs = arrivalMs;
    while (arrivalMs < endMs || gathered.size > 0 || underWay.length > 0) {
      if (gatherMs === 0) {
        for (; arrivalMs < endMs; draw()) {
          arrivals[Math.floor(random() * shards)]?.push({ atMs: arrivalMs, hits: 1 });
          hits++;
          batches++;
        }
        break;
      }
      if (gathered.size === 0 && underWay.length === 0) nowMs = arrivalMs; // a new leader
      nowMs += gatherMs;
      takeUntil(nowMs);
      endBy(nowMs);
      for (const [shard, count] of gathered) {
        if (underWay.length >= CALLS_AT_ONCE) break;
        if (underWay.some((call) => call.shard === shard)) continue;
        gathered.delete(shard);
        const wayMs = CALL_MS.least + random() * (CALL_MS.most - CALL_MS.least);
        arrivals[shard]?.push({ atMs: nowMs + wayMs / 2, hits: count });
        // In a busy object it comes anywhere between two commits.
        underWay.push({ shard, hits: count, endMs: nowMs + wayMs + random() * spacingMs });
        const second = Math.floor(nowMs / 1000);
        const perSecond = calls[shard];
        if (perSecond !== undefined && second <= seconds) perSecond[second] = (perSecond[second] ?? 0) + 1;
        batches++;
      }
      if (gathered.size === 0 && underWay.length > 0) {
        nowMs = Math.min(...underWay.map((call) => call.endMs));
        takeUntil(nowMs);
        endBy(nowMs);
      }
    }
  }

  const callsPerSecond = Math.max(...calls.map((perSecond) => Math.max(...perSecond.subarray(1, seconds))));
  const commits = arrivals.map((some) => commitsOf(some, spacingMs));
  return {
    callsPerSecond,
    hitsPerBatch: hits / batches,
    commitsPerCall: commits.reduce((sum, moments) => sum + moments.length, 0) / batches,
    commitsPerSecond: Math.max(...commits.map((moments) => mostInASecond(moments, seconds))),
    hitsPerSecond: (peakPerMs * 1000 * isolates) / shards,
    mostHeld,
  };
}
