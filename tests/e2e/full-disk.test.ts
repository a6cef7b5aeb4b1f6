/**
 * A disk that fills up under live load, and has room again: every write of every counter fails with ENOSPC meanwhile, in
 * the real runtime with its real SQLite. What is acknowledged must be stored; what is not stored must have said so.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { phones } from '../support/agents.ts';
import { putCampaign, type TestCampaign } from '../support/campaign.ts';
import { KvStandIn } from '../support/kv-stand-in.ts';
import { askLinkHost } from '../support/link-host.ts';
import { clickFrom, type Load, pause, underLoad } from '../support/load.ts';
import { optOutsOnDisk, recipientsOnDisk } from '../support/on-disk.ts';
import { QueueStandIn } from '../support/queue-stand-in.ts';
import { randomFrom } from '../support/random.ts';
import { bundleWorker, Workerd } from '../support/workerd.ts';

const LANES = 12;

let bundle: string;
let kv: KvStandIn;
let queue: QueueStandIn;
beforeAll(async () => {
  bundle = bundleWorker();
  kv = await KvStandIn.start();
  queue = await QueueStandIn.start();
});
afterAll(async () => {
  await kv.stop();
  await queue.stop();
});

const start = async (campaign: TestCampaign, vars: Readonly<Record<string, string>>): Promise<Workerd> => {
  const server = await Workerd.create({
    bundle,
    kv: kv.address,
    queue: queue.address,
    fillable: true,
    vars: { ...campaign.secrets, SETTLE_MS: '200', PUBLISH_INTERVAL_MS: '1000', ...vars },
  });
  await server.start();
  return server;
};

/** Room, none, room again; in the middle somebody opts out. Returns who was told that the opt-out is kept. */
async function throughAFullDisk(server: Workerd, campaign: TestCampaign, load: Load): Promise<Set<number>> {
  const confirmed = new Set<number>();
  const optOut = async (recipient: number) => {
    const path = `/${campaign.slug(recipient, 1)}`;
    const ask = { ...phones[0], method: 'POST', form: '' };
    const { status, text } = await askLinkHost(server.port, campaign.record.host, path, ask);
    if (status === 200) confirmed.add(recipient);
    return { status, text };
  };
  await underLoad(load, 400);
  expect((await optOut(900_001)).status).toBe(200);
  server.fillDisk(true);
  await underLoad(load, 1_000);
  for (const recipient of [900_002, 900_003]) expect((await optOut(recipient)).status).toBe(503);
  server.fillDisk(false);
  await underLoad(load, 400);
  expect((await optOut(900_004)).status).toBe(200);
  await load.stop();
  return confirmed;
}

const uncounted = (server: Workerd) => server.output.split('\n').filter((line) => line.includes('"uncounted"'));

const ascending = (numbers: Iterable<number>) => [...numbers].sort((a, b) => a - b);

for (const counting of ['strict', 'fast'] as const) {
  test(`${counting}: clicks while the disk is full go through the queue, and all that were answered are counted once`, async () => {
    const campaign = await putCampaign(kv, { host: `${counting}.full.example`, counting });
    const server = await start(campaign, { STRICT_DEADLINE_MS: '2000' });
    try {
      const load = clickFrom(0, server.port, campaign, LANES);
      const confirmed = await throughAFullDisk(server, campaign, load);
      await pause(1_000);
      expect(queue.waiting).toBeGreaterThan(0);
      await queue.deliver(server, randomFrom(1));
      await server.kill();
      const stored = await recipientsOnDisk(server);
      expect(ascending(stored)).toEqual(ascending(load.answered));
      expect(ascending(optOutsOnDisk(server))).toEqual(ascending(confirmed));
      expect(load.answered.size).toBe(load.sent.size);
      expect(uncounted(server)).toEqual([]);
    } finally {
      await server.remove();
    }
  });
}

test('with the queue out of reach too every click that is not stored is in the log, and no other', async () => {
  const campaign = await putCampaign(kv, { host: 'alone.full.example', counting: 'strict' });
  const server = await start(campaign, { STRICT_DEADLINE_MS: '2000' });
  queue.refuse = 500;
  try {
    const load = clickFrom(0, server.port, campaign, LANES);
    const confirmed = await throughAFullDisk(server, campaign, load);
    await server.kill();
    const stored = await recipientsOnDisk(server);
    expect(new Set(stored).size).toBe(stored.length);
    // A strict campaign sends every hit by itself.
    const lost = uncounted(server);
    expect(lost.length).toBeGreaterThan(0);
    expect(stored.length + lost.length).toBe(load.answered.size);
    for (const recipient of stored) expect(load.answered.has(recipient)).toBe(true);
    expect(ascending(optOutsOnDisk(server))).toEqual(ascending(confirmed));
  } finally {
    queue.refuse = undefined;
    await server.remove();
  }
});
