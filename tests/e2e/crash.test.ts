/**
 * Kills workerd in the middle of live load and compares what was answered with what is counted, in the object's own
 * rows and in the copy the alarm writes to KV. The worker is the bundle that would be deployed. KLIKSPOR_CRASHES sets
 * how often it dies.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { kvKey } from '../../worker/src/records.ts';
import type { PublishedCounts } from '../../worker/src/rpc/counter.ts';
import { putCampaign, type TestCampaign } from '../support/campaign.ts';
import { KvStandIn } from '../support/kv-stand-in.ts';
import { clickFrom, pause, underLoad } from '../support/load.ts';
import { recipientsOnDisk } from '../support/on-disk.ts';
import { QueueStandIn } from '../support/queue-stand-in.ts';
import { bundleWorker, Workerd } from '../support/workerd.ts';

const CRASHES = Number(process.env.KLIKSPOR_CRASHES ?? 3);
const LANES = 24;

let bundle: string;
let kv: KvStandIn;
let queue: QueueStandIn;
beforeAll(async () => {
  bundle = bundleWorker();
  kv = await KvStandIn.start();
  queue = await QueueStandIn.start();
  queue.refuse = 500;
});
afterAll(async () => {
  await kv.stop();
  await queue.stop();
});

async function worker(campaign: TestCampaign, vars: Readonly<Record<string, string>>): Promise<Workerd> {
  return Workerd.create({
    bundle,
    kv: kv.address,
    queue: queue.address,
    vars: { ...campaign.secrets, SETTLE_MS: '200', PUBLISH_INTERVAL_MS: '1000', ...vars },
  });
}

/** The counts in KV, once they have stood still for as long as two publish intervals. */
async function publishedCounts(campaign: TestCampaign): Promise<PublishedCounts> {
  const key = kvKey.counts(campaign.record.host, campaign.record.number, 0);
  const total = (text: string | undefined) =>
    text === undefined ? undefined : JSON.stringify((JSON.parse(text) as PublishedCounts).totals);
  let last = kv.text(key);
  for (let still = 0; still < 25; ) {
    await pause(100);
    const now = kv.text(key);
    still = now !== undefined && total(now) === total(last) ? still + 1 : 0;
    last = now;
  }
  return JSON.parse(last ?? '') as PublishedCounts;
}

test(`strict: every click answered before one of ${CRASHES} kill -9 is counted, and counted once`, async () => {
  const campaign = await putCampaign(kv, { host: 'strict.example', counting: 'strict' });
  const server = await worker(campaign, { STRICT_DEADLINE_MS: '0' });
  const answered = new Set<number>();
  const sent = new Set<number>();
  try {
    await server.start();
    for (let crash = 0; crash < CRASHES; crash++) {
      const load = clickFrom(sent.size, server.port, campaign, LANES);
      await underLoad(load, 700 + 137 * crash);
      await server.kill();
      await load.stop();
      for (const recipient of load.answered) answered.add(recipient);
      for (const recipient of load.sent) sent.add(recipient);
      if (crash + 1 < CRASHES) await server.start();
    }
    const stored = await recipientsOnDisk(server);
    const once = new Set(stored);
    expect(answered.size).toBeGreaterThan(CRASHES * 100);
    expect([...answered].filter((recipient) => !once.has(recipient))).toEqual([]);
    expect(stored.length).toBe(once.size);
    // Stored without an answer: only what was on its way when the process died.
    expect(once.size - answered.size).toBeLessThanOrEqual(CRASHES * LANES);
    for (const recipient of once) expect(sent.has(recipient)).toBe(true);

    // The restarted process goes on counting, and its alarm says the same as the rows.
    await server.start();
    const more = clickFrom(sent.size, server.port, campaign, LANES);
    await pause(300);
    await more.stop();
    const counts = await publishedCounts(campaign);
    expect(counts.totals.links[0]).toMatchObject({
      hits: { human: once.size + more.answered.size },
      unique: once.size + more.answered.size,
    });
    expect(counts.totals.clickers).toBe(once.size + more.answered.size);
    expect(queue.messages).toHaveLength(0);
    expect(server.output).not.toContain('"uncounted"');
    console.log(`strict: ${answered.size} answered, ${once.size} stored, ${CRASHES} kills, 0 through the queue`);
  } finally {
    await server.remove();
  }
});

test('fast: a kill loses at most what the isolate held, and nothing once traffic has been quiet for a moment', async () => {
  const campaign = await putCampaign(kv, { host: 'fast.example', counting: 'fast' });
  const server = await worker(campaign, {});
  try {
    await server.start();
    const quiet = clickFrom(0, server.port, campaign, LANES);
    await underLoad(quiet, 700);
    await quiet.stop();
    await pause(300);
    await server.kill();
    const afterQuiet = new Set(await recipientsOnDisk(server));
    expect([...quiet.answered].filter((recipient) => !afterQuiet.has(recipient))).toEqual([]);
    expect(afterQuiet.size).toBe(quiet.answered.size);

    await server.start();
    const busy = clickFrom(quiet.sent.size, server.port, campaign, LANES);
    await underLoad(busy, 700);
    await server.kill();
    await busy.stop();
    const stored = await recipientsOnDisk(server);
    expect(stored.length).toBe(new Set(stored).size);
    const lost = quiet.answered.size + busy.answered.size - stored.length;
    // One gather window and one batch on its way: a small part of a second's clicks, more where the machine is busy.
    expect(lost).toBeLessThan(busy.answered.size / 2);

    await server.start();
    const counts = await publishedCounts(campaign);
    expect(counts.totals.links[0]?.hits.human).toBe(stored.length);
    expect(queue.messages).toHaveLength(0);
    console.log(
      `fast: ${quiet.answered.size + busy.answered.size} answered, ${lost} of them lost in the killed isolate`,
    );
  } finally {
    await server.remove();
  }
});
