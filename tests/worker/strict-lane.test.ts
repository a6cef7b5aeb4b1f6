import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { BREATH_MS, HOLD_MS, StrictLanes } from '../../worker/src/strict-lane.ts';
import { randomFrom } from '../support/random.ts';
import { StillClock } from './still-clock.ts';

const SILENT_MS = 3_000;

let clock: StillClock;
beforeEach(() => {
  clock = new StillClock();
  clock.install();
});
afterEach(() => vi.restoreAllMocks());

interface Batch {
  readonly id: number;
  readonly key: string;
  readonly hits: readonly number[];
}

/** Lanes with counters behind them that take each id once. Nobody may be told that a hit is safe before it is. */
function harness(send?: (batch: Batch, call: number) => Promise<unknown>) {
  const stored = new Map<number, readonly number[]>();
  const answered: number[] = [];
  const background = new Set<Promise<unknown>>();
  const sent: Batch[] = [];
  let ids = 0;
  let hits = 0;
  const lanes = new StrictLanes<{ readonly key: string; readonly hit: number }, Batch>({
    silentMs: SILENT_MS,
    form: (together) => {
      const [{ key }] = together;
      for (const one of together) expect(one.key).toBe(key);
      return [{ id: ++ids, key, hits: together.map(({ hit }) => hit) }];
    },
    send: async (batch) => {
      const call = sent.push(batch);
      await send?.(batch, call);
      stored.set(batch.id, batch.hits);
    },
  });
  return {
    hit(key = 'counter'): number {
      const hit = ++hits;
      const safe = lanes.add(key, { key, hit }, (work) => {
        background.add(work);
        void work.finally(() => background.delete(work));
      });
      void safe.then(() => {
        expect(
          [...stored.values()].some((batch) => batch.includes(hit)),
          `hit ${hit} is safe`,
        ).toBe(true);
        answered.push(hit);
      });
      return hit;
    },
    sent,
    answered,
    background,
    lanes,
    get hits() {
      return hits;
    },
    stored: () => [...stored.values()].flat(),
  };
}

const ascending = (hits: readonly number[]) => [...hits].sort((a, b) => a - b);
const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1);
const takes = (ms: number) => () => scheduler.wait(ms);
const never = () => new Promise<void>(() => {});

test('a lone hit goes at once, and has no timer', async () => {
  const h = harness();
  h.hit();
  expect(h.sent).toHaveLength(1);
  expect(clock.waiting).toBe(0);
  await clock.pass(0);
  expect(h.answered).toEqual([1]);
  expect([h.background.size, h.lanes.size]).toEqual([0, 0]);
  h.hit();
  expect(h.sent).toHaveLength(2);
});

test('those who come during a call go together in the next one, when it has ended', async () => {
  const h = harness(takes(20));
  h.hit();
  await clock.pass(5);
  for (let i = 0; i < 30; i++) h.hit();
  await clock.pass(14);
  expect([h.sent.length, h.answered.length]).toEqual([1, 0]);
  await clock.pass(1);
  expect(h.answered).toEqual([1]);
  expect(h.sent.map(({ hits }) => hits.length)).toEqual([1, 30]);
  await clock.pass(19);
  expect(h.answered).toEqual([1]);
  await clock.pass(1);
  expect(ascending(h.answered)).toEqual(upTo(31));
  await clock.pass(2 * SILENT_MS);
  expect([h.sent.length, h.background.size, h.lanes.size, clock.waiting]).toEqual([2, 0, 0, 0]);
});

/** Three went together and are over; whoever comes now may expect two more. */
async function afterCompany(h: ReturnType<typeof harness>): Promise<void> {
  for (let i = 0; i < 4; i++) h.hit();
  await clock.pass(40);
  expect(h.sent.map(({ hits }) => hits)).toEqual([[1], [2, 3, 4]]);
  expect(ascending(h.answered)).toEqual(upTo(4));
}

test('after company the next ones wait until they are as many, and no longer than BREATH_MS', async () => {
  const h = harness(takes(20));
  await afterCompany(h);
  h.hit();
  h.hit();
  await clock.pass(BREATH_MS - 1);
  expect(h.sent).toHaveLength(2);
  h.hit();
  await clock.pass(0);
  expect(h.sent.map(({ hits }) => hits).slice(2)).toEqual([[5, 6, 7]]);
  // Two of the next three come during the call.
  h.hit();
  h.hit();
  await clock.pass(20 + BREATH_MS - 1);
  expect(h.sent).toHaveLength(3);
  await clock.pass(1);
  expect(h.sent.map(({ hits }) => hits).slice(3)).toEqual([[8, 9]]);
});

test('a lone hit soon after company waits for BREATH_MS, and later for nothing', async () => {
  const h = harness(takes(20));
  await afterCompany(h);
  await clock.pass(HOLD_MS - 1);
  h.hit();
  await clock.pass(BREATH_MS);
  expect(h.sent.map(({ hits }) => hits).slice(2)).toEqual([[5]]);
  await clock.pass(20);
  expect(ascending(h.answered)).toEqual(upTo(5));
  h.hit();
  expect(h.sent).toHaveLength(4);
  await clock.pass(20);
  expect(ascending(h.answered)).toEqual(upTo(6));
  await clock.pass(HOLD_MS);
  expect([h.background.size, h.lanes.size]).toEqual([0, 0]);
});

test('nobody keeps a lane open for longer than HOLD_MS after company', async () => {
  const h = harness(takes(20));
  await afterCompany(h);
  expect(h.lanes.size).toBe(1);
  await clock.pass(HOLD_MS);
  expect(h.lanes.size).toBe(0);
  h.hit();
  expect(h.sent).toHaveLength(3);
});

test('many, at every pace: each is stored once and answered after that, in the order in which they came', async () => {
  const random = randomFrom(23);
  const h = harness(() => scheduler.wait(1 + random(HOLD_MS - 1)));
  for (let ms = 0; ms < 4_000; ms++) {
    const pace = ms % 1_000 < 500 ? 4 : 60;
    for (let n = random(pace) === 0 ? random(5) : 0; n > 0; n--) h.hit();
    await clock.pass(1);
  }
  await clock.pass(2 * SILENT_MS);
  expect(h.hits).toBeGreaterThan(1_000);
  expect(h.stored()).toEqual(upTo(h.hits));
  expect(ascending(h.answered)).toEqual(upTo(h.hits));
  expect(h.sent.length).toBeLessThan(h.hits / 4);
  expect([h.background.size, h.lanes.size, clock.waiting]).toEqual([0, 0, 0]);
});

test('nobody stays behind, at whatever moment traffic stops', async () => {
  for (let stop = 1; stop < 200; stop += 3) {
    const h = harness(takes(23));
    for (let ms = 0; ms < stop; ms++) {
      h.hit(`counter-${ms % 3}`);
      await clock.pass(1);
    }
    await clock.pass(200);
    expect(ascending(h.answered), `stopped after ${stop} ms`).toEqual(upTo(h.hits));
    expect([h.background.size, h.lanes.size]).toEqual([0, 0]);
  }
});

test('a counter that hangs holds up no other, and its own hits for HOLD_MS: then the next call goes beside', async () => {
  const h = harness((batch) => (batch.key === 'ill' ? never() : scheduler.wait(5)));
  h.hit('ill');
  h.hit('ill');
  for (let i = 0; i < 10; i++) h.hit('well');
  await clock.pass(5);
  expect(h.answered).toEqual([3]);
  await clock.pass(5);
  expect(ascending(h.answered)).toEqual(upTo(12).slice(2));
  expect(h.sent.filter(({ key }) => key === 'ill')).toHaveLength(1);
  await clock.pass(HOLD_MS);
  expect(h.sent.filter(({ key }) => key === 'ill').map(({ hits }) => hits)).toEqual([[1], [2]]);
});

test('a slow counter: nobody waits longer than for HOLD_MS and for the own call', async () => {
  const TOOK_MS = 180;
  const h = harness(takes(TOOK_MS));
  const cameMs = new Map<number, number>();
  const waitedMs: number[] = [];
  for (let ms = 0; ms < 2_000; ms += 5) {
    cameMs.set(h.hit(), clock.nowMs);
    const before = h.answered.length;
    await clock.pass(5);
    for (const hit of h.answered.slice(before)) waitedMs.push(clock.nowMs - (cameMs.get(hit) ?? 0));
  }
  expect(waitedMs.length).toBeGreaterThan(300);
  expect(Math.max(...waitedMs)).toBeLessThanOrEqual(HOLD_MS + BREATH_MS + TOOK_MS + 5);
});

/** Two hits wait; the first of them, who leads, is cut off. */
async function cutOffAtItsTurn(h: ReturnType<typeof harness>): Promise<void> {
  await afterCompany(h);
  clock.cut = true;
  h.hit();
  clock.cut = false;
  h.hit();
}

test('a leader that is cut off before its turn: who joined sends for all', async () => {
  const h = harness(takes(20));
  await cutOffAtItsTurn(h);
  await clock.pass(SILENT_MS - 1);
  expect([h.sent.length, h.answered.length]).toEqual([2, 4]);
  await clock.pass(21);
  expect(h.sent.map(({ hits }) => hits).slice(2)).toEqual([[5, 6]]);
  // The leader's own promise is its request's; the other one is answered.
  expect(ascending(h.answered)).toEqual([1, 2, 3, 4, 6]);
});

test('a leader that is cut off with its batch on the way: one of those who joined sends it again under its id', async () => {
  const h = harness((_, call) => (call === 2 ? never() : scheduler.wait(20)));
  h.hit();
  for (let i = 0; i < 9; i++) h.hit();
  await clock.pass(SILENT_MS - 1);
  expect([h.sent.length, h.answered.length]).toEqual([2, 1]);
  await clock.pass(30);
  expect(h.sent.map(({ id }) => id)).toEqual([1, 2, 2]);
  expect(ascending(h.answered)).toEqual([1, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(ascending(h.stored())).toEqual(upTo(10));
  await clock.pass(3 * SILENT_MS);
  expect([h.sent.length, h.lanes.size]).toEqual([3, 0]);
});

test('the second to lead is cut off as well: a third one sends', async () => {
  const h = harness((_, call) => (call === 2 || call === 3 ? never() : scheduler.wait(20)));
  h.hit();
  for (let i = 0; i < 9; i++) h.hit();
  await clock.pass(3 * SILENT_MS + 100);
  expect(h.sent.map(({ id }) => id)).toEqual([1, 2, 2, 2]);
  expect(ascending(h.answered)).toEqual([1, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(ascending(h.stored())).toEqual(upTo(10));
});

test('who comes to a company whose leader has fallen silent leads it at once', async () => {
  const h = harness(takes(20));
  await afterCompany(h);
  clock.cut = true;
  h.hit();
  clock.cut = false;
  await clock.pass(SILENT_MS);
  h.hit();
  expect(h.sent.map(({ hits }) => hits).slice(2)).toEqual([[5, 6]]);
  await clock.pass(20 + HOLD_MS);
  expect(ascending(h.answered)).toEqual([1, 2, 3, 4, 6]);
  expect(h.lanes.size).toBe(0);
});

test('after a lone leader was cut off the next ones are held up for HOLD_MS, and by and by for nothing', async () => {
  const h = harness((_, call) => (call === 1 ? never() : Promise.resolve()));
  h.hit();
  await clock.pass(100);
  h.hit();
  await clock.pass(HOLD_MS);
  expect(h.answered).toEqual([2]);
  await clock.pass(SILENT_MS);
  h.hit();
  expect(h.sent).toHaveLength(3);
  await clock.pass(0);
  expect(h.answered).toEqual([2, 3]);
  expect(h.lanes.size).toBe(0);
});

test('a clock that jumps under traffic, to and fro: nothing is lost, nothing doubled, nobody is left waiting', async () => {
  for (const jump of [-360_000_000, -3_600_000, -2_900, -1, 1, 1_000, 3_600_000]) {
    const h = harness(takes(23));
    for (let ms = 0; ms < 600; ms++) {
      if (ms === 200) clock.wrongMs = jump;
      if (ms === 400) clock.wrongMs = 0;
      h.hit(`counter-${ms % 3}`);
      await clock.pass(1);
    }
    await clock.pass(2 * SILENT_MS);
    expect(ascending(h.stored()), `${jump} ms`).toEqual(upTo(h.hits));
    expect(ascending(h.answered), `${jump} ms`).toEqual(upTo(h.hits));
    expect([h.background.size, h.lanes.size]).toEqual([0, 0]);
  }
});
