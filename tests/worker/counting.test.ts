import { env } from 'cloudflare:workers';
import { afterEach, expect, test, vi } from 'vitest';
import { deliver, type QueuedBatch } from '../../worker/src/deliver.ts';
import worker from '../../worker/src/index.ts';
import type { CampaignRecord } from '../../worker/src/records.ts';
import { OtherPublishingError } from '../../worker/src/refusal.ts';
import type { ClickCounterRpc } from '../../worker/src/rpc/counter.ts';
import { previewers } from '../support/agents.ts';
import {
  ask,
  batchOf,
  campaign,
  core,
  hitsOf,
  identity,
  linkHost,
  report,
  reportOf,
  slugOf,
  type TestHost,
} from './support.ts';

afterEach(() => vi.restoreAllMocks());

function errorsLogged() {
  const log = vi.spyOn(console, 'error').mockImplementation(() => {});
  return (event: string) => log.mock.calls.filter(([line]) => String(line).includes(`"event":"${event}"`)).length;
}

/** What the platform throws where it asks to be asked again, or not to be. */
function platformError(message: string, flags: { retryable?: boolean; overloaded?: boolean }): Error {
  return Object.assign(new Error(message), flags);
}

test('clicks, repeated clicks and two links are counted exactly, each recipient once', async () => {
  const host = await linkHost();
  const record = await campaign(host, 1, { shards: 4 });
  const asks: Promise<Response>[] = [];
  for (let recipient = 0; recipient < 200; recipient++) {
    asks.push(ask(host.host, `/${slugOf(host, record, recipient, 0)}`));
    if (recipient < 50) asks.push(ask(host.host, `/${slugOf(host, record, recipient, 0)}`));
  }
  for (const answer of await Promise.all(asks)) expect(answer.status).toBe(302);
  const found = await reportOf(record, 250);
  expect(hitsOf(found, 0)).toMatchObject({ hits: { human: 250 }, unique: 200 });
  expect(found.totals.clickers).toBe(200);
  expect(found.counting).toEqual({
    batches: expect.any(Number),
    hits: 250,
    attempts: 0,
    detours: 0,
    publishFailures: 0,
  });
  // Gathered: far fewer rows than hits.
  expect(found.counting.batches).toBeLessThan(60);
});

test('machine hits are counted by class and never as clicks', async () => {
  const host = await linkHost();
  const record = await campaign(host, 1);
  const path = `/${slugOf(host, record, 3, 0)}`;
  await ask(host.host, path, { method: 'HEAD' });
  await ask(host.host, path, { userAgent: previewers.whatsApp });
  await ask(host.host, path, { headers: { 'sec-purpose': 'prefetch' } });
  await ask(host.host, path, { userAgent: '' });
  const found = await reportOf(record, 4);
  expect(hitsOf(found, 0)).toEqual({
    hits: { human: 0, preview: 1, scanner: 1, prefetch: 1, head: 1, test: 0 },
    unique: 0,
  });
  expect(found.totals.clickers).toBe(0);
});

test("the composer's own trial clicks are of class test, in no number", async () => {
  const host = await linkHost();
  const record = await campaign(host, 1);
  await ask(host.host, `/${slugOf(host, record, 2 ** 23 - 1, 0)}`);
  const found = await reportOf(record, 1);
  expect(hitsOf(found, 0)).toMatchObject({ hits: { human: 0, test: 1 }, unique: 0 });
});

test('an aggregate campaign counts clicks and no person', async () => {
  const host = await linkHost();
  const record = await campaign(host, 1, { tracking: 'aggregate', recipients: 1 });
  for (let i = 0; i < 3; i++) await ask(host.host, `/${slugOf(host, record, 0, 0)}`);
  const found = await reportOf(record, 3);
  expect(hitsOf(found, 0)).toMatchObject({ hits: { human: 3 }, unique: 0 });
});

// One after the other: many at once wait for each other, which this pool of tests has switched off in its runtime
// (`no_handle_cross_request_promise_resolution`). `tests/e2e/strict.test.ts` asks many at once.
test('a strict campaign answers when its hit is on disk: nothing waits, nothing is in memory', async () => {
  const host = await linkHost();
  const record = await campaign(host, 1, { counting: 'strict' });
  const send = vi.spyOn(env.BATCHES, 'send');
  for (let recipient = 0; recipient < 20; recipient++) {
    await ask(host.host, `/${slugOf(host, record, recipient, 0)}`);
    // No waiting here: what is answered is counted.
    expect(hitsOf(await report(record), 0).unique).toBe(recipient + 1);
  }
  expect(send).not.toHaveBeenCalled();
});

test('a strict hit that cannot be packed: the visitor is redirected, the loss is logged, and the next hit counts', async () => {
  const host = await linkHost();
  const record = await campaign(host, 1, { counting: 'strict' });
  const logged = errorsLogged();
  // Of which a batch's id is made.
  const chance = vi.spyOn(crypto, 'randomUUID').mockImplementation(() => {
    throw new Error('no entropy');
  });
  expect((await ask(host.host, `/${slugOf(host, record, 1, 0)}`)).status).toBe(302);
  chance.mockRestore();
  expect(logged('uncounted')).toBe(1);
  await ask(host.host, `/${slugOf(host, record, 2, 0)}`);
  expect(hitsOf(await report(record), 0)).toMatchObject({ hits: { human: 1 }, unique: 1 });
});

test('a broken connection: the same batch goes again under the same id, on a fresh stub', async () => {
  const host = await linkHost();
  const record = await campaign(host, 1);
  const original = env.CLICK_COUNTER.getByName.bind(env.CLICK_COUNTER);
  const ids: string[] = [];
  const getByName = vi.spyOn(env.CLICK_COUNTER, 'getByName').mockImplementation(
    (name) =>
      ({
        store: async (...call: Parameters<ClickCounterRpc['store']>) => {
          ids.push(call[1]);
          // Stored, but the answer is lost: the worst kind of failure.
          await original(name).store(...call);
          if (ids.length < 3) throw platformError('Network connection lost.', { retryable: true });
        },
      }) as never,
  );
  await ask(host.host, `/${slugOf(host, record, 1, 0)}`);
  await vi.waitFor(() => expect(ids).toHaveLength(3));
  expect(new Set(ids).size).toBe(1);
  expect(getByName).toHaveBeenCalledTimes(3);
  getByName.mockRestore();
  expect((await reportOf(record, 1)).counting).toMatchObject({ batches: 1, hits: 1 });
});

test('an overloaded counter is asked once; the batch takes the queue and is counted', async () => {
  const host = await linkHost();
  const record = await campaign(host, 1);
  const send = vi.spyOn(env.BATCHES, 'send');
  const store = vi.fn(async () => {
    throw platformError('Durable Object is overloaded.', { retryable: true, overloaded: true });
  });
  vi.spyOn(env.CLICK_COUNTER, 'getByName').mockReturnValueOnce({ store } as never);
  await ask(host.host, `/${slugOf(host, record, 1, 0)}`);
  await vi.waitFor(() => expect(send).toHaveBeenCalledTimes(1), { timeout: 5_000 });
  expect(store).toHaveBeenCalledTimes(1);
  const found = await reportOf(record, 1);
  expect(found.counting).toEqual({ batches: 1, hits: 1, attempts: 1, detours: 1, publishFailures: 0 });
});

test('a silent counter: a strict answer waits for its deadline, then for the queue, and no longer', async () => {
  const host = await linkHost();
  const record = await campaign(host, 1, { counting: 'strict' });
  const send = vi.spyOn(env.BATCHES, 'send').mockResolvedValue(undefined as never);
  const getByName = vi
    .spyOn(env.CLICK_COUNTER, 'getByName')
    .mockReturnValue({ storeStrict: () => new Promise(() => {}) } as never);
  const beganMs = Date.now();
  const answer = await ask(host.host, `/${slugOf(host, record, 1, 0)}`);
  const tookMs = Date.now() - beganMs;
  expect(answer.status).toBe(302);
  // That it came at all shows that it did not wait for the counter, which never answers.
  expect(tookMs).toBeGreaterThanOrEqual(1_950);
  expect(send).toHaveBeenCalledTimes(1);
  getByName.mockRestore();
});

/** Clicks of these recipients, all answered before anything is known of their counter. */
async function click(host: TestHost, record: CampaignRecord, from: number, count: number): Promise<void> {
  const asks = Array.from({ length: count }, (_, i) => ask(host.host, `/${slugOf(host, record, from + i, 0)}`));
  for (const answer of await Promise.all(asks)) expect(answer.status).toBe(302);
}

test('fast, a counter that hangs: answers do not wait, its batches take the queue, what it took all the same counts once', async () => {
  const host = await linkHost();
  const record = await campaign(host, 1);
  const neighbour = await linkHost();
  const other = await campaign(neighbour, 1);
  const send = vi.spyOn(env.BATCHES, 'send');
  const original = env.CLICK_COUNTER.getByName.bind(env.CLICK_COUNTER);
  let asked = 0;
  const getByName = vi.spyOn(env.CLICK_COUNTER, 'getByName').mockImplementation((name) =>
    name.startsWith(`${record.host}/`)
      ? ({
          store: async (...call: Parameters<ClickCounterRpc['store']>) => {
            // Every second one is stored, and never says so.
            if (asked++ % 2 === 0) await original(name).store(...call);
            return new Promise(() => {});
          },
        } as never)
      : original(name),
  );
  await click(host, record, 0, 40);
  await vi.waitFor(() => expect(asked).toBe(1), { timeout: 5_000 });
  // Hits that come while the first batch hangs wait for their turn, those of other counters do not.
  await click(host, record, 40, 40);
  await click(neighbour, other, 0, 40);
  expect(hitsOf(await reportOf(other, 40), 0)).toMatchObject({ hits: { human: 40 }, unique: 40 });
  expect(send).not.toHaveBeenCalled();
  await vi.waitFor(() => expect(send).toHaveBeenCalledTimes(2), { timeout: 15_000 });
  getByName.mockRestore();
  const found = await reportOf(record, 80);
  expect(hitsOf(found, 0)).toMatchObject({ hits: { human: 80 }, unique: 80 });
  expect(found.counting).toMatchObject({ batches: 2, hits: 80 });
}, 30_000);

test('fast, a counter that is overloaded for a while: every batch of that time takes the queue once, none is lost', async () => {
  const host = await linkHost();
  const record = await campaign(host, 1);
  // Held back, or the consumer would ask the overloaded counter too.
  const held: QueuedBatch[] = [];
  vi.spyOn(env.BATCHES, 'send').mockImplementation(async (body) => {
    held.push(body as QueuedBatch);
    return undefined as never;
  });
  let refused = 0;
  const getByName = vi.spyOn(env.CLICK_COUNTER, 'getByName').mockReturnValue({
    store: async () => {
      refused++;
      throw platformError('Durable Object is overloaded.', { retryable: true, overloaded: true });
    },
  } as never);
  for (let wave = 0; wave < 5; wave++) {
    await click(host, record, wave * 20, 20);
    await vi.waitFor(() => expect(hitsIn(held)).toBe((wave + 1) * 20), { timeout: 10_000 });
  }
  // Asked once a batch: an overloaded object is not asked again.
  expect(refused).toBe(held.length);
  getByName.mockRestore();
  expect(new Set(await consume(held))).toEqual(new Set(['ack']));
  await click(host, record, 100, 20);
  const found = await reportOf(record, 120);
  expect(hitsOf(found, 0)).toMatchObject({ hits: { human: 120 }, unique: 120 });
  expect(found.counting).toMatchObject({ hits: 120, attempts: held.length, detours: held.length });
}, 30_000);

test('if counter and queue both fail the redirect is sent and the loss is logged once, with its size', async () => {
  const host = await linkHost();
  const record = await campaign(host, 1, { counting: 'strict' });
  const logged = errorsLogged();
  vi.spyOn(env.BATCHES, 'send').mockRejectedValue(new Error('queue is down'));
  vi.spyOn(env.CLICK_COUNTER, 'getByName').mockReturnValue({
    store: async () => {
      throw new Error('SQLITE_FULL: database or disk is full');
    },
  } as never);
  expect((await ask(host.host, `/${slugOf(host, record, 1, 0)}`)).status).toBe(302);
  expect(logged('uncounted')).toBe(1);
});

/** A batch as it stands in the queue. */
function queued(record: Awaited<ReturnType<typeof campaign>>, id: string, recipients: readonly number[]): QueuedBatch {
  const batch = batchOf(recipients, Date.now() - 5_000, 1);
  const { host, number, recipients: size, links, shards, tracking, publishedAtMs } = record;
  return {
    identity: {
      host,
      number,
      shard: 0,
      shape: { recipients: size, links: links.map(({ kind }) => kind), shards, shard: 0, tracking, publishedAtMs },
    },
    jurisdiction: null,
    id,
    batch: btoa(String.fromCharCode(...batch)),
  };
}

function hitsIn(batches: readonly QueuedBatch[]): number {
  const hits = batches.map(({ batch }) => {
    const octets = Uint8Array.from(atob(batch), (sign) => sign.charCodeAt(0));
    return core.batchHeader(octets)?.hits ?? 0;
  });
  return hits.reduce((sum, one) => sum + one, 0);
}

/** Hands messages to the consumer, as the platform does; tells what became of each. */
async function consume(bodies: readonly unknown[], attempts = 1): Promise<string[]> {
  const fates: string[] = bodies.map(() => 'none');
  const messages = bodies.map((body, i) => ({
    id: String(i),
    timestamp: new Date(),
    attempts,
    body,
    ack: () => {
      fates[i] = 'ack';
    },
    retry: () => {
      fates[i] = 'retry';
    },
  }));
  await worker.queue({ queue: 'klikspor-batches', messages, ackAll() {}, retryAll() {} } as never, env);
  return fates;
}

test('the queue may deliver twice and out of order', async () => {
  const host = await linkHost();
  const record = await campaign(host, 1);
  const [a, b, c] = [queued(record, 'a', [1, 2]), queued(record, 'b', [2, 3]), queued(record, 'c', [1])];
  expect(await consume([c, a])).toEqual(['ack', 'ack']);
  expect(await consume([b, a, c], 2)).toEqual(['ack', 'ack', 'ack']);
  expect(await consume([c, b, a], 3)).toEqual(['ack', 'ack', 'ack']);
  const found = await report(record);
  expect(hitsOf(found, 0)).toMatchObject({ hits: { human: 5 }, unique: 3 });
  expect(found.counting).toMatchObject({ batches: 3, hits: 5 });
});

test('what cannot be delivered now comes again; what is no batch is dropped and logged', async () => {
  const host = await linkHost();
  const record = await campaign(host, 1);
  const logged = errorsLogged();
  const good = queued(record, 'good', [1]);
  const getByName = vi.spyOn(env.CLICK_COUNTER, 'getByName').mockReturnValue({
    store: async () => {
      throw new Error('down');
    },
  } as never);
  expect(await consume([good, null, { ...good, batch: '%' }, { ...good, identity: null }, 'x'])).toEqual([
    'retry',
    'ack',
    'ack',
    'ack',
    'ack',
  ]);
  expect(logged('unreadable-message')).toBe(4);
  getByName.mockRestore();
  expect(await consume([good], 2)).toEqual(['ack']);
  expect((await report(record)).counting).toMatchObject({ hits: 1, attempts: 2, detours: 2 });
});

test('a batch that goes out for the first time is handed over as it was packed: the core is not asked again', async () => {
  const record = await campaign(await linkHost(), 1);
  // The core could neither read it nor write on it.
  const bytes = new Uint8Array([255]);
  const delivery = { identity: identity(record), jurisdiction: null, id: 'unread', bytes, hits: 7 };
  const given: unknown[] = [];
  const store = vi.fn<ClickCounterRpc['store']>(async (_identity, _id, batch) => void given.push(batch));
  vi.spyOn(env.CLICK_COUNTER, 'getByName').mockReturnValue({ store } as never);
  expect(await deliver(env, delivery, 0)).toBe(true);
  expect(given[0]).toBe(bytes);
  const log = vi.spyOn(console, 'error').mockImplementation(() => {});
  store.mockRejectedValueOnce(new OtherPublishingError(1));
  expect(await deliver(env, delivery, 0)).toBe(false);
  expect(JSON.parse(String(log.mock.lastCall?.[0]))).toMatchObject({ event: 'dropped', batch: 'unread', hits: 7 });
});
