import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { CALLS_AT_ONCE, Gatherer, LEAD_CALLS, LEAD_MS, SILENT_MS } from '../../worker/src/gatherer.ts';
import { StillClock } from './still-clock.ts';

let clock: StillClock;
beforeEach(() => {
  clock = new StillClock();
  clock.install();
});
afterEach(() => vi.restoreAllMocks());

interface Batch {
  readonly id: number;
  readonly hits: readonly number[];
}

/** A gatherer with a counter behind it that takes each id once. `send` may fail to answer. */
function harness(send?: (batch: Batch) => Promise<void>) {
  const stored = new Map<number, readonly number[]>();
  const background = new Set<Promise<unknown>>();
  let ids = 0;
  let sends = 0;
  let hits = 0;
  const gatherer = new Gatherer<number[], Batch>({
    gatherMs: 10,
    form: (gathered) => [{ id: ++ids, hits: gathered }],
    send: async (batch) => {
      sends++;
      await send?.(batch);
      stored.set(batch.id, batch.hits);
    },
  });
  return {
    hit(key = 'shard') {
      gatherer.gathered(key, () => []).push(++hits);
      gatherer.attend((work) => {
        background.add(work);
        void work.finally(() => background.delete(work));
      });
    },
    background,
    get sends() {
      return sends;
    },
    get hits() {
      return hits;
    },
    stored: () => [...stored.values()].flat().sort((a, b) => a - b),
  };
}

const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1);

test('hits of one window are one batch, and afterwards nobody works', async () => {
  const h = harness();
  for (let i = 0; i < 100; i++) h.hit();
  expect(h.sends).toBe(0);
  await clock.pass(10);
  expect(h.sends).toBe(1);
  expect(h.stored()).toEqual(upTo(100));
  await clock.pass(SILENT_MS * 3);
  expect(h.background.size).toBe(0);
});

test('nothing stays behind, at whatever moment traffic stops', async () => {
  for (let stop = 1; stop < 400; stop += 7) {
    const h = harness(() => scheduler.wait(23));
    for (let ms = 0; ms < stop; ms++) {
      h.hit(`shard-${ms % 6}`);
      await clock.pass(1);
    }
    await clock.pass(SILENT_MS * 3);
    expect(h.stored(), `stopped after ${stop} ms`).toEqual(upTo(h.hits));
    expect(h.background.size).toBe(0);
  }
});

test('a leader hands over in time, by the clock and by its calls', async () => {
  const began: number[] = [];
  const ended: number[] = [];
  const calls = new Map<number, number>();
  const h = harness();
  const known = new Set<Promise<unknown>>();
  let before = 0;
  for (let ms = 0; ms < 30_000; ms += 5) {
    h.hit();
    for (const work of h.background) {
      if (known.has(work)) continue;
      known.add(work);
      const n = began.push(clock.nowMs) - 1;
      void work.finally(() => {
        ended[n] = clock.nowMs;
      });
    }
    await clock.pass(5);
    const second = Math.floor(ms / 1_000);
    calls.set(second, (calls.get(second) ?? 0) + h.sends - before);
    before = h.sends;
  }
  await clock.pass(SILENT_MS * 3);
  expect(h.stored()).toEqual(upTo(h.hits));
  // waitUntil ends after 30 s; no one came near it, standing by included.
  for (const [n, atMs] of began.entries())
    expect((ended[n] ?? Number.NaN) - atMs).toBeLessThan(LEAD_MS + 2 * SILENT_MS + 2_000);
  // More than one led: with a call every window the calls run out long before the time.
  expect(began.length).toBeGreaterThan((30_000 / 10 / LEAD_CALLS) * 0.8);
});

test('calls at once are few, and one that hangs does not hold up the others', async () => {
  let underWay = 0;
  let most = 0;
  const h = harness(async (batch) => {
    underWay++;
    most = Math.max(most, underWay);
    await scheduler.wait(batch.id === 1 ? 8_000 : 30);
    underWay--;
  });
  h.hit('slow');
  await clock.pass(20);
  for (let i = 0; i < 500; i++) {
    h.hit(`shard-${i % 20}`);
    await clock.pass(4);
  }
  // All but the one that hangs are there within moments.
  await clock.pass(500);
  expect(h.stored()).toEqual(upTo(h.hits).slice(1));
  await clock.pass(20_000);
  expect(h.stored()).toEqual(upTo(h.hits));
  expect(most).toBeLessThanOrEqual(CALLS_AT_ONCE);
});

test('a leader that is cut off with a batch in hand: the next request takes over, under the same id', async () => {
  let answers = false;
  const h = harness(() => (answers ? Promise.resolve() : new Promise<void>(() => {})));
  h.hit();
  h.hit();
  await clock.pass(15);
  expect(h.sends).toBe(1);
  clock.cutOff();
  answers = true;
  h.hit();
  await clock.pass(SILENT_MS + 1);
  expect(h.stored()).toEqual([]);
  h.hit();
  await clock.pass(20);
  expect(h.stored()).toEqual(upTo(4));
  expect(h.sends).toBe(3);
});

test('a leader that is cut off when no request follows: the one that stood by sends what is left', async () => {
  let answers = false;
  const h = harness(() => (answers ? Promise.resolve() : new Promise<void>(() => {})));
  clock.cut = true;
  h.hit();
  clock.cut = false;
  // This request sees a leader at work, and stands by.
  h.hit();
  answers = true;
  await clock.pass(SILENT_MS * 2 + 2_000);
  expect(h.stored()).toEqual(upTo(2));
});

const HOUR_MS = 3_600_000;
/** Set back by hours and by little, set forward. */
const JUMPS = [-100 * HOUR_MS, -HOUR_MS, -2_900, -1_000, -1, 1_000, HOUR_MS, 100 * HOUR_MS];

test('a clock that jumps under traffic, to and fro: nothing is lost, nothing doubled, nobody works on', async () => {
  for (const jump of JUMPS) {
    const h = harness(() => scheduler.wait(23));
    for (let ms = 0; ms < 600; ms++) {
      if (ms === 200) clock.wrongMs = jump;
      if (ms === 400) clock.wrongMs = 0;
      h.hit(`shard-${ms % 6}`);
      await clock.pass(1);
    }
    await clock.pass(SILENT_MS * 3);
    expect(h.stored(), `${jump} ms`).toEqual(upTo(h.hits));
    expect(h.background.size).toBe(0);
  }
});

test('a leader that is cut off while the clock is set back: whoever stood by still sees that it is silent', async () => {
  for (const jump of JUMPS) {
    clock.wrongMs = 0;
    let answers = false;
    const h = harness(() => (answers ? Promise.resolve() : new Promise<void>(() => {})));
    h.hit();
    await clock.pass(15);
    clock.cutOff();
    // Sees a leader at work, and stands by; no request follows.
    h.hit();
    answers = true;
    await clock.pass(1_000);
    clock.wrongMs = jump;
    await clock.pass(SILENT_MS * 2 + 2_000);
    expect(h.stored(), `${jump} ms`).toEqual(upTo(2));
  }
});

test('a leader that is cut off before the clock is set back: the next request takes over', async () => {
  let answers = false;
  const h = harness(() => (answers ? Promise.resolve() : new Promise<void>(() => {})));
  h.hit();
  await clock.pass(15);
  clock.cutOff();
  clock.wrongMs = -HOUR_MS;
  answers = true;
  h.hit();
  await clock.pass(20);
  expect(h.stored()).toEqual(upTo(2));
});

test('a leader whose clock is set back still hands over in time', async () => {
  const h = harness(() => scheduler.wait(600));
  const works = new Set<Promise<unknown>>();
  const tookMs: number[] = [];
  // So seldom that a leader's time runs out long before its calls.
  for (let ms = 0; ms < 20_000; ms += 400) {
    if (ms === 1_200) clock.wrongMs = -HOUR_MS;
    h.hit();
    for (const work of h.background) {
      if (works.has(work)) continue;
      works.add(work);
      const beganMs = clock.nowMs;
      void work.finally(() => tookMs.push(clock.nowMs - beganMs));
    }
    await clock.pass(400);
  }
  await clock.pass(SILENT_MS * 3);
  expect(h.stored()).toEqual(upTo(h.hits));
  expect(tookMs).toHaveLength(works.size);
  expect(Math.max(...tookMs)).toBeLessThan(LEAD_MS + 2 * SILENT_MS + 2_000);
});
