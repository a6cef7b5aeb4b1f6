/** Limits of a gateway are of the account: all campaigns and shards of the workspace share them. */
import { beforeAll, expect, test } from 'vitest';
import { GatewayShares } from '../../worker/src/gateway-shares.ts';
import { addDomain, type Caller, signIn } from './caller.ts';
import { handedOver, testGateway } from './sending-support.ts';

let owner: Caller;
beforeAll(async () => {
  owner = await signIn();
});

const limits = { batch: 1, atOnce: 6, perSecond: 40 };
const ask = (sender: string, more: object = {}) => ({
  ...{ gateway: 'g', sender, limits, messages: 1_000, underWay: 0 },
  ...more,
});

test('whoever asks gets what is free, and together no more than the gateway takes in a second', () => {
  const shares = new GatewayShares();
  const nowMs = 1_800_000_000_000;
  let given = 0;
  let lastMs = 0;
  // Two ask as often as they may for ten seconds.
  const again = { a: nowMs, b: nowMs };
  for (let ms = nowMs; ms < nowMs + 10_000; ms += 10) {
    for (const name of ['a', 'b'] as const) {
      if (ms < again[name]) continue;
      const { messages, fromMs } = shares.share(ask(name), ms);
      given += messages;
      lastMs = Math.max(lastMs, fromMs + (messages * 1_000) / limits.perSecond);
      again[name] = messages === 0 ? fromMs : fromMs + 250;
    }
  }
  // What was given out last may begin a second later, and no message twice in the time of one.
  expect(given).toBeGreaterThanOrEqual(390);
  expect(given).toBeLessThanOrEqual(((lastMs - nowMs) / 1_000) * limits.perSecond + 1e-6);
  expect(lastMs - nowMs).toBeLessThanOrEqual(11_300);
  // A message now and then takes no more than its own time.
  expect(shares.share(ask('c', { gateway: 'other', messages: 1 }), nowMs)).toEqual({
    messages: 1,
    calls: 6,
    fromMs: nowMs,
  });
  expect(shares.share(ask('c', { gateway: 'other', messages: 1 }), nowMs).fromMs).toBe(nowMs + 25);
});

test('calls under way are shared as well, whoever is gone leaves his, and where there are too few of them senders take turns', () => {
  const shares = new GatewayShares();
  let nowMs = 1_800_000_000_000;
  const calls = (sender: string, underWay = 0) => shares.share(ask(sender, { underWay }), nowMs).calls;
  expect(calls('a')).toBe(6);
  // The first has six under way: nothing is left until it has heard of the other.
  expect(calls('b')).toBe(0);
  expect(calls('a', 6)).toBe(3);
  expect(calls('b')).toBe(0);
  expect(calls('a', 3)).toBe(3);
  expect(calls('b')).toBe(3);
  shares.giveBack('g', 'a');
  expect(calls('b')).toBe(6);
  nowMs += 30_001;
  expect(calls('c')).toBe(6);
  // Eight senders, six calls: everybody gets a turn, and never more than six at a time.
  const all = Array.from({ length: 8 }, (_, at) => `s${at}`);
  const had = new Map<string, number>();
  shares.giveBack('g', 'c');
  const held = new Map<string, number>();
  for (let round = 0; round < 120; round++, nowMs += 250) {
    for (const name of all) {
      const now = calls(name);
      held.set(name, now);
      if (now > 0) had.set(name, (had.get(name) ?? 0) + 1);
      expect([...held.values()].reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(6);
    }
  }
  expect([...had.keys()].sort()).toEqual(all);
  expect(Math.min(...had.values())).toBeGreaterThan(30);
});

test('two campaigns at once go no faster through one gateway than one would', async () => {
  const gateway = await testGateway(owner, { perSecond: 30 });
  await gateway.answers({ afterMs: 60 });
  const both = await Promise.all(
    ['one.example', 'two.example'].map(async (name) =>
      handedOver(owner, (await addDomain(owner, `share-${name}`)).host, gateway, 60),
    ),
  );
  await Promise.all(both.map((sending) => sending.ask('/start', { messages: 60 })));
  const ends = await Promise.all(both.map((sending) => sending.until(({ state }) => state === 'sent')));
  expect(ends.map(({ messages }) => messages.accepted)).toEqual([60, 60]);
  const times = await gateway.times();
  expect(times).toHaveLength(120);
  const moments = times.map(({ atMs }) => atMs).sort((a, b) => a - b);
  // In each second: those of the second, and a group that may go out together.
  const most = Math.max(...moments.map((from) => moments.filter((ms) => ms >= from && ms < from + 1_000).length));
  expect(most).toBeLessThanOrEqual(45);
  expect((moments.at(-1) ?? 0) - (moments[0] ?? 0)).toBeGreaterThan(3_000);
  // As many calls at a time as one sender may have, not twice as many.
  expect(Math.max(...times.map(({ underWay }) => underWay))).toBeLessThanOrEqual(6);
}, 20_000);
