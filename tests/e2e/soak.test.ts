/**
 * A long, hard day, shortened, twice. What must have been counted is worked out from what was asked and answered, without
 * the core. KLIKSPOR_SOAK_HITS sets how many hits in all; `npm run soak` asks for a million.
 */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { putCampaign, type TestCampaign } from '../support/campaign.ts';
import { KvStandIn } from '../support/kv-stand-in.ts';
import { pause } from '../support/load.ts';
import { QueueStandIn } from '../support/queue-stand-in.ts';
import { randomFrom } from '../support/random.ts';
import {
  type Asked,
  expected,
  LINKS,
  nothingAsked,
  onDisk,
  published,
  RECIPIENTS,
  SHARDS,
  sorted,
  traffic,
} from '../support/soak.ts';
import { bundleWorker, Workerd } from '../support/workerd.ts';

/** Half of them for each test. */
const HITS = Math.ceil(Number(process.env.KLIKSPOR_SOAK_HITS ?? 12_000) / 2);
const ROUNDS = Math.max(4, Math.ceil(HITS / 25_000));
const TIMEOUT_MS = Math.max(240_000, HITS * 20);

let bundle: string;
let kv: KvStandIn;
let queue: QueueStandIn;
beforeAll(async () => {
  bundle = bundleWorker();
  kv = await KvStandIn.start();
});
afterAll(() => kv.stop());
beforeEach(async () => {
  queue = await QueueStandIn.start();
});
afterEach(() => queue.stop());

interface Day {
  readonly server: Workerd;
  readonly strict: TestCampaign;
  readonly fast: TestCampaign;
  readonly strictly: Asked;
  readonly quickly: Asked;
  kills: number;
}

/** A strict and a fast campaign of one worker, while KV refuses a third of all writes. */
async function aDay(
  name: string,
  vars: Readonly<Record<string, string>>,
  fillable: boolean,
  play: (day: Day) => Promise<void>,
): Promise<string> {
  const shape = { links: LINKS, shards: SHARDS, recipients: RECIPIENTS };
  const strict = await putCampaign(kv, { ...shape, host: `strict.${name}.example`, counting: 'strict' });
  const fast = await putCampaign(kv, { ...shape, host: `fast.${name}.example`, counting: 'fast' }, strict.secrets);
  const server = await Workerd.create({
    bundle,
    kv: kv.address,
    queue: queue.address,
    fillable,
    vars: { ...strict.secrets, SETTLE_MS: '200', PUBLISH_INTERVAL_MS: '1000', ...vars },
  });
  const day: Day = { server, strict, fast, strictly: nothingAsked(), quickly: nothingAsked(), kills: 0 };
  let turns = 0;
  const weather = setInterval(() => {
    const turn = turns++ % 6;
    kv.failWrites = turn === 1 ? 429 : turn === 3 ? 503 : undefined;
  }, 150);
  const clearUp = () => {
    clearInterval(weather);
    kv.failWrites = undefined;
  };
  try {
    await play(day);
    // After a few refusals in a row a counter waits for half a minute and more: longer than is waited for it here.
    clearUp();
    await compare(day);
    const sum = (counts: ReadonlyMap<string, number>) => [...counts.values()].reduce((a, b) => a + b, 0);
    const answered = sum(day.strictly.answered) + sum(day.quickly.answered);
    const refused = day.strictly.refused + day.quickly.refused;
    return `${answered} hits answered and counted, ${sum(day.strictly.cutOff)} cut off, ${refused} opt-outs put off, ${day.kills} kills`;
  } finally {
    clearUp();
    await server.remove();
  }
}

/** The rows on disk, and then the copies in KV, against what was answered. The process is down at first. */
async function compare({ server, strict, fast, strictly, quickly }: Day): Promise<void> {
  const disk = await onDisk(server);
  const [strictRows, fastRows] = [strict, fast].map(({ record }) => disk.get(record.host));
  if (strictRows === undefined || fastRows === undefined) throw new Error('a campaign has no rows');
  // Strict: every answered hit is there; what is there beside was under way when the process died.
  for (const [key, times] of strictly.answered) {
    const stored = strictRows.hits.get(key) ?? 0;
    expect(stored, key).toBeGreaterThanOrEqual(times);
    expect(stored, key).toBeLessThanOrEqual(times + (strictly.cutOff.get(key) ?? 0));
  }
  for (const [key, stored] of strictRows.hits) {
    expect((strictly.answered.get(key) ?? 0) + (strictly.cutOff.get(key) ?? 0), key).toBeGreaterThanOrEqual(stored);
  }
  // Confirmed opt-outs are there; what is there beside had no answer, or one that promised nothing.
  for (const [{ optedOut, optOutCutOff }, { optOuts }] of [
    [strictly, strictRows],
    [quickly, fastRows],
  ] as const) {
    for (const recipient of optedOut) expect(optOuts.has(recipient)).toBe(true);
    for (const recipient of optOuts) expect(optedOut.has(recipient) || optOutCutOff.has(recipient)).toBe(true);
  }
  // Fast, never killed with hits in hand: exactly what was answered.
  expect(quickly.cutOff.size).toBe(0);
  expect(sorted(fastRows.hits)).toEqual(sorted(quickly.answered));

  // And the copies in KV come to say the same, whatever KV refused before.
  await server.start();
  for (const [{ record }, rows] of [
    [strict, strictRows],
    [fast, fastRows],
  ] as const) {
    const want = expected(rows.hits, rows.optOuts);
    // A counter that was killed wakes with its next caller.
    const alarmed = await published(kv, record, want.hits);
    expect({ ...alarmed, byClass: sorted(alarmed.byClass) }).toEqual({ ...want, byClass: sorted(want.byClass) });
  }
  expect(server.output.split('\n').filter((line) => line.includes('"uncounted"'))).toEqual([]);
}

const share = Math.ceil(HITS / ROUNDS);
const both = (day: Day): [TestCampaign, Asked][] => [
  [day.strict, day.strictly],
  [day.fast, day.quickly],
];

test(
  `${HITS} hits through ${ROUNDS} rounds, half of them ending in kill -9, are counted as they were answered`,
  async () => {
    queue.refuse = 500;
    const vars = { STRICT_DEADLINE_MS: '0', FAST_DEADLINE_MS: '0' };
    const said = await aDay('soak', vars, false, async (day) => {
      const { server } = day;
      for (let round = 0; round < ROUNDS; round++) {
        await server.start();
        if (round % 2 === 0) {
          await traffic(server, both(day), share, round + 1).done;
          // A killed isolate may take what a fast campaign has not sent yet: here it has had the time.
          await pause(500);
        } else {
          const load = traffic(server, [[day.strict, day.strictly]], share, round + 1);
          await Promise.race([load.done, pause(400 + 211 * (round % 9))]);
          await server.kill();
          day.kills++;
          await server.start();
          await load.done;
        }
        await server.kill();
        day.kills++;
      }
      // Nothing but kills stood in the way here.
      expect(day.strictly.refused + day.quickly.refused).toBe(0);
    });
    expect(queue.messages).toHaveLength(0);
    console.log(`soak: ${said}, queue unused`);
  },
  TIMEOUT_MS,
);

test(
  `${HITS} hits past counters that are late, throw and are killed, through a queue that delivers twice and in no order`,
  async () => {
    const random = randomFrom(20_261_126);
    // So short that many a batch takes both ways: the counter had it, only its answer was late. A busy counter writes fast
    // ones every 50 ms.
    const vars = { STRICT_DEADLINE_MS: '12', FAST_DEADLINE_MS: '75' };
    const said = await aDay('queue', vars, true, async (day) => {
      const { server } = day;
      for (let round = 0; round < ROUNDS; round++) {
        await server.start();
        const kill = round % 2 === 1;
        const load = traffic(server, kill ? [[day.strict, day.strictly]] : both(day), share, 1_000 + round);
        let over = false;
        void load.done.then(() => {
          over = true;
        });
        for (let window = 0; !over; window++) {
          await Promise.race([load.done, pause(150 + random(200))]);
          // No room on the disk for a moment: every counter throws.
          server.fillDisk(true);
          await Promise.race([load.done, pause(100 + random(150))]);
          server.fillDisk(false);
          await queue.deliver(server, random);
          if (kill && window === 0) {
            await server.kill();
            day.kills++;
            await server.start();
          }
        }
        await load.done;
        await pause(500);
        await queue.deliver(server, random);
        await server.kill();
        day.kills++;
      }
    });
    expect(queue.waiting).toBe(0);
    expect(queue.messages.length).toBeGreaterThan(ROUNDS);
    console.log(`soak: ${said}, ${queue.messages.length} batches through the queue, each delivered at least twice`);
  },
  TIMEOUT_MS,
);
