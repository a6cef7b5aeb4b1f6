/** A counter that is away for long: how long its batches are kept, when they arrive, and who is told of those that never do. */
import { env } from 'cloudflare:workers';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { Campaign, Report, Status } from '../../worker/api.ts';
import { BATCHES, DEAD_BATCHES, pauseAfterS, type QueuedBatch } from '../../worker/src/deliver.ts';
import worker from '../../worker/src/index.ts';
import { type CampaignRecord, kvKey } from '../../worker/src/records.ts';
import configuration from '../../wrangler.toml?raw';
import { addDomain, type Caller, json, pathOf, publish, signIn } from './caller.ts';
import { ask, batchOf, hitsOf, identity, report } from './support.ts';

const DAY_S = 24 * 3_600;
/** What scripts/deploy.ts makes the queues keep; tests/e2e/deploy.test.ts holds it to that. */
const RETENTION_S = 14 * DAY_S;

let owner: Caller;
let made = 0;
beforeAll(async () => {
  owner = await signIn();
});
afterEach(() => vi.restoreAllMocks());

async function newCampaign(
  counting: 'fast' | 'strict' = 'fast',
): Promise<{ campaign: Campaign; record: CampaignRecord }> {
  const { host } = await addDomain(owner, `tab${++made}.example`);
  const campaign = await publish(owner, host, { counting });
  const record = await env.KV.get<CampaignRecord>(kvKey.campaign(host, campaign.number), 'json');
  if (record === null) throw new Error('the campaign is not in KV');
  return { campaign, record };
}

const lossesIn = async (campaign: Campaign) =>
  (await json<Status>(await owner('GET', '/api/status'))).losses.filter((loss) => loss.campaign === campaign.id);

/** A consumer as wrangler.toml sets it up. */
function consumerOf(queue: string) {
  const tables = configuration.split(/^\[/m).filter((table) => table.startsWith('[queues.consumers]]'));
  const table = tables.find((one) => one.includes(`\nqueue = "${queue}"\n`)) ?? '';
  const number = (name: string) => Number(new RegExp(`^${name} = (\\d+)$`, 'm').exec(table)?.[1] ?? Number.NaN);
  return {
    retries: number('max_retries'),
    retryDelayS: number('retry_delay'),
    deadLetters: /^dead_letter_queue = "(.+)"$/m.exec(table)?.[1],
  };
}

test.each([BATCHES, DEAD_BATCHES])(
  'the retries of $queue last almost as long as it keeps a message, and not longer',
  (queue) => {
    const { retries, retryDelayS } = consumerOf(queue.queue);
    expect(queue.retries).toBe(retries);
    let triedForS = 0;
    for (let attempt = 1; attempt <= retries; attempt++) {
      const pauseS = pauseAfterS(queue.queue, attempt);
      // The platform's longest.
      expect(pauseS).toBeLessThanOrEqual(DAY_S);
      triedForS += pauseS;
    }
    // Also where the consumer itself fails, and says nothing of a pause.
    for (const wholeS of [triedForS, retries * retryDelayS]) {
      expect(wholeS).toBeGreaterThan(RETENTION_S - DAY_S);
      expect(wholeS).toBeLessThan(RETENTION_S - 6 * 3_600);
    }
    // The platform takes no more.
    expect(retries).toBeLessThanOrEqual(100);
  },
);

test('what the first queue gives up goes to the second, which has a consumer and gives to nobody', () => {
  expect(consumerOf(BATCHES.queue).deadLetters).toBe(DEAD_BATCHES.queue);
  expect(consumerOf(DEAD_BATCHES.queue).deadLetters).toBeUndefined();
});

interface Fate {
  readonly fate: 'taken' | 'expired' | 'deleted';
  readonly afterS: number;
  readonly deliveries: number;
}

/** The platform's queues with a clock that is turned by hand: one message, from its first delivery to its end. */
async function live(body: QueuedBatch, isAway: (nowS: number) => boolean): Promise<Fate> {
  const clock = vi.spyOn(Date, 'now');
  const beganMs = Date.now();
  const getByName = env.CLICK_COUNTER.getByName.bind(env.CLICK_COUNTER);
  let nowS = 1;
  vi.spyOn(env.CLICK_COUNTER, 'getByName').mockImplementation((name) => {
    if (isAway(nowS)) throw new Error('Network connection lost.');
    return getByName(name);
  });
  let queue: string | undefined = BATCHES.queue;
  let deliveries = 0;
  while (queue !== undefined) {
    const { retries, deadLetters } = consumerOf(queue);
    const arrivedS = nowS;
    for (let attempts = 1; attempts <= retries + 1; attempts++) {
      if (nowS - arrivedS > RETENTION_S) return { fate: 'expired', afterS: nowS, deliveries };
      clock.mockReturnValue(beganMs + nowS * 1_000);
      deliveries++;
      let fate: 'none' | 'ack' | number = 'none';
      const message = {
        id: 'm',
        timestamp: new Date(),
        attempts,
        body,
        ack: () => {
          fate = 'ack';
        },
        retry: ({ delaySeconds = Number.NaN }: { delaySeconds?: number }) => {
          fate = delaySeconds;
        },
      };
      await worker.queue({ queue, messages: [message], ackAll() {}, retryAll() {} } as never, env);
      const outcome = fate as 'none' | 'ack' | number;
      if (typeof outcome === 'string') {
        clock.mockRestore();
        return { fate: outcome === 'ack' ? 'taken' : 'deleted', afterS: nowS, deliveries };
      }
      if (attempts <= retries) nowS += outcome;
    }
    queue = deadLetters;
  }
  clock.mockRestore();
  return { fate: 'deleted', afterS: nowS, deliveries };
}

function queuedOf(record: CampaignRecord, recipients: readonly number[]): QueuedBatch {
  const batch = batchOf(recipients, Date.now() - 5_000, 1);
  return {
    identity: identity(record),
    jurisdiction: null,
    id: crypto.randomUUID(),
    batch: btoa(String.fromCharCode(...batch)),
  };
}

test.each([
  ['half a minute', 30, 35],
  ['half an hour', 1_800, 2 * 1_800],
  ['a day', DAY_S, DAY_S + 4 * 3_600],
  ['thirteen days', 13 * DAY_S, 13 * DAY_S + 4 * 3_600],
  ['twenty-six days', 26 * DAY_S, 26 * DAY_S + 4 * 3_600],
])('after %s away the counter has every hit, soon after it is back', async (_, awayS, byS) => {
  const { campaign, record } = await newCampaign('strict');
  vi.spyOn(console, 'error').mockImplementation(() => {});
  const { fate, afterS, deliveries } = await live(queuedOf(record, [1, 2, 3]), (nowS) => nowS < awayS);
  vi.restoreAllMocks();
  expect(fate).toBe('taken');
  expect(afterS).toBeGreaterThanOrEqual(awayS);
  expect(afterS).toBeLessThanOrEqual(byS);
  const found = await report(record);
  expect(hitsOf(found, 0)).toMatchObject({ hits: { human: 3 }, unique: 3 });
  // Of attempts and detours as many as an octet holds: the one before the queue, and each delivery.
  expect(found.counting).toMatchObject({
    hits: 3,
    attempts: Math.min(255, deliveries),
    detours: Math.min(255, deliveries),
  });
  expect(await lossesIn(campaign)).toEqual([]);
});

test('away for good: nothing runs out in silence, and what is given up stands in log, status and report', async () => {
  const { campaign, record } = await newCampaign('strict');
  const log = vi.spyOn(console, 'error').mockImplementation(() => {});
  const { fate, afterS } = await live(queuedOf(record, [1, 2, 3]), () => true);
  expect(fate).toBe('taken');
  expect(afterS).toBeGreaterThan(26 * DAY_S);
  const lines = log.mock.calls.map(([line]) => JSON.parse(String(line)) as { event: string; hits?: number });
  expect(lines.filter(({ event }) => event === 'dropped')).toMatchObject([
    { host: record.host, campaign: 1, shard: 0, hits: 3 },
  ]);
  vi.restoreAllMocks();
  const [loss, ...others] = await lossesIn(campaign);
  expect(others).toEqual([]);
  expect(loss).toEqual({ campaign: campaign.id, kind: 'dropped', hits: 3, lastMs: expect.any(Number) });
  const { losses } = await json<Report>(await owner('GET', `${pathOf(campaign)}/report`));
  expect(losses).toEqual([{ kind: 'dropped', hits: 3, lastMs: loss?.lastMs }]);
});

test('a counter that hangs does not hold up the others of a delivery', async () => {
  const { record } = await newCampaign();
  const { record: other } = await newCampaign();
  const getByName = env.CLICK_COUNTER.getByName.bind(env.CLICK_COUNTER);
  vi.spyOn(console, 'error').mockImplementation(() => {});
  vi.spyOn(env.CLICK_COUNTER, 'getByName').mockImplementation((name) =>
    name.startsWith(`${record.host}/`) ? ({ store: () => new Promise(() => {}) } as never) : getByName(name),
  );
  const fates: string[] = [];
  const messages = [queuedOf(record, [1]), queuedOf(other, [2])].map((body, i) => ({
    id: String(i),
    timestamp: new Date(),
    attempts: 1,
    body,
    ack: () => fates.push(`ack ${i}`),
    retry: () => fates.push(`retry ${i}`),
  }));
  await worker.queue({ queue: BATCHES.queue, messages, ackAll() {}, retryAll() {} } as never, env);
  expect(fates).toEqual(['ack 1', 'retry 0']);
});

/** Neither counter nor queue takes anything; the Workspace object is as it is. */
function nothingTakes() {
  const log = vi.spyOn(console, 'error').mockImplementation(() => {});
  vi.spyOn(env.BATCHES, 'send').mockRejectedValue(new Error('queue is down'));
  const away = async () => {
    throw new Error('Network connection lost.');
  };
  vi.spyOn(env.CLICK_COUNTER, 'getByName').mockReturnValue({ store: away } as never);
  return log;
}

/** How often the Workspace object has been told of losses since. */
function countLossCalls(): () => number {
  const getByName = env.WORKSPACE.getByName.bind(env.WORKSPACE);
  let calls = 0;
  vi.spyOn(env.WORKSPACE, 'getByName').mockImplementation((name) => {
    const stub = getByName(name);
    return new Proxy(stub, {
      get: (_, method) => {
        if (method === 'then') return undefined;
        if (method === 'noteLosses') calls++;
        return (...given: never[]) =>
          (stub as unknown as Record<string | symbol, (...given: never[]) => unknown>)[method]?.(...given);
      },
    });
  });
  return () => calls;
}

/** Where the first link of each recipient is. */
async function pathsOf(campaign: Campaign): Promise<(recipient: number) => string> {
  const octets = await (await owner('GET', `${pathOf(campaign)}/slugs`)).arrayBuffer();
  const slugs = new TextDecoder().decode(octets);
  return (recipient) => `/${slugs.slice(recipient * 2 * campaign.width).slice(0, campaign.width)}`;
}

test.each(['strict', 'fast'] as const)(
  '%s: hits that neither counter nor queue took stand in status and report, told in few calls',
  async (counting) => {
    const { campaign } = await newCampaign(counting);
    nothingTakes();
    const paths = await pathsOf(campaign);
    const calls = countLossCalls();
    const beganMs = Date.now();
    for (let recipient = 0; recipient < 20; recipient++) {
      expect((await ask(campaign.host, paths(recipient))).status).toBe(302);
    }
    // No answer waited for what is told of it.
    expect(Date.now() - beganMs).toBeLessThan(2_000);
    await vi.waitFor(async () => expect((await lossesIn(campaign))[0]?.hits).toBe(20), {
      timeout: 12_000,
      interval: 300,
    });
    expect(await lossesIn(campaign)).toEqual([
      { campaign: campaign.id, kind: 'uncounted', hits: 20, lastMs: expect.any(Number) },
    ]);
    expect(calls()).toBeLessThanOrEqual(3);
    vi.restoreAllMocks();
    const { losses, numbers } = await json<Report>(await owner('GET', `${pathOf(campaign)}/report`));
    expect(losses).toMatchObject([{ kind: 'uncounted', hits: 20 }]);
    expect(numbers.clicks).toBe(0);
  },
  30_000,
);

test('with the Workspace away too, whoever comes when it is back tells what was lost', async () => {
  const { campaign } = await newCampaign('strict');
  const log = nothingTakes();
  const paths = await pathsOf(campaign);
  const away = vi.spyOn(env.WORKSPACE, 'getByName').mockImplementation(() => {
    throw new Error('Network connection lost.');
  });
  expect((await ask(campaign.host, paths(1))).status).toBe(302);
  await vi.waitFor(() => expect(log.mock.calls.flat().join()).toContain('"losses-untold"'), { timeout: 8_000 });
  away.mockRestore();
  expect(await lossesIn(campaign)).toEqual([]);
  vi.restoreAllMocks();
  // Counted, and brings the news.
  expect((await ask(campaign.host, paths(1))).status).toBe(302);
  await vi.waitFor(async () => expect((await lossesIn(campaign))[0]?.hits).toBe(1), { timeout: 8_000, interval: 300 });
}, 30_000);
