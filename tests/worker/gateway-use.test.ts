/** What a gateway is used for: when it accepted a message last, and which campaigns have messages on their way through it. */
import { runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { GatewayDetails, SendingUnderWay } from '../../worker/api.ts';
import { GatewayStore } from '../../worker/src/stores/gateway-store.ts';
import { workspaceStub } from '../../worker/src/stubs.ts';
import { addDomain, type Caller, json, pathOf, problemIn, signIn, withToken } from './caller.ts';
import { handedOver, type TestGateway, testGateway } from './sending-support.ts';

let owner: Caller;
let made = 0;
beforeAll(async () => {
  owner = await signIn();
});
afterEach(() => vi.restoreAllMocks());

const newHost = async () => (await addDomain(owner, `use${++made}.example`)).host;
const sendings = async ({ id }: Pick<TestGateway, 'id'>) =>
  (await json<{ entries: SendingUnderWay[] }>(await owner('GET', `/api/gateways/${id}/sendings`))).entries;
const look = async ({ id }: TestGateway) => json<GatewayDetails>(await owner('GET', `/api/gateways/${id}`));
const DAY_MS = 86_400_000;

test('a campaign is under way from its start until nothing of it is open, or it is cancelled', async () => {
  const gateway = await testGateway(owner, { perSecond: 1 });
  const other = await testGateway(owner);
  const sending = await handedOver(owner, await newHost(), gateway, 3, { atMs: Date.now() + DAY_MS });
  expect(await sendings(gateway)).toEqual([]);
  await sending.ask('/start', { messages: 3 });
  const { id, name } = sending.campaign;
  expect(await sendings(gateway)).toEqual([{ id, name, state: 'scheduled', waiting: 3, open: 0 }]);
  expect(await sendings(other)).toEqual([]);
  await sending.ask('/cancel');
  expect(await sendings(gateway)).toEqual([]);

  const second = await handedOver(owner, await newHost(), gateway, 2);
  await second.ask('/start', { messages: 2 });
  await second.until(({ messages }) => messages.accepted === 2);
  expect(await sendings(gateway)).toEqual([{ id: second.campaign.id, name, state: 'sent', waiting: 0, open: 2 }]);
  for (const message of await gateway.came()) await gateway.report(message, { id: message.id, state: 'delivered' });
  expect(await sendings(gateway)).toEqual([]);
});

test('that it accepted a message is known, and for another that refused them why', async () => {
  const [good, bad] = [await testGateway(owner), await testGateway(owner)];
  await bad.answers({ status: 401, body: '{"reason": "wrong key"}' });
  expect((await look(good)).acceptedAtMs).toBeNull();
  for (const gateway of [good, bad]) {
    const sending = await handedOver(owner, await newHost(), gateway, 1);
    await sending.ask('/start', { messages: 1 });
    await sending.until(({ state }) => state === 'sent' || state === 'stopped');
  }
  await expect.poll(async () => (await look(good)).acceptedAtMs, { timeout: 5_000 }).not.toBeNull();
  expect(Date.now() - ((await look(good)).acceptedAtMs ?? 0)).toBeLessThan(60_000);
  await expect
    .poll(async () => (await look(bad)).errors, { timeout: 5_000 })
    .toMatchObject([{ outcome: 'refused', reason: 'credentials', detail: '401 wrong key' }]);
  expect((await look(bad)).acceptedAtMs).toBeNull();
  expect(await sendings(bad)).toMatchObject([{ state: 'stopped', waiting: 1 }]);
});

test('what is used for nothing any more, was deleted, or is of a gateway that was removed is forgotten', async () => {
  const gateway = await testGateway(owner);
  const sending = await handedOver(owner, await newHost(), gateway, 1, { atMs: Date.now() + DAY_MS });
  await sending.ask('/start', { messages: 1 });
  const uses = () =>
    runInDurableObject(workspaceStub(env), (_, { storage }) =>
      storage.sql.exec('SELECT * FROM gateway_use WHERE gateway = ?', gateway.id).toArray(),
    );
  expect(await uses()).toHaveLength(1);
  const erase = (atMs: number) =>
    runInDurableObject(workspaceStub(env), (_, { storage }) => new GatewayStore(storage).erase(atMs));
  await erase(Date.now() + 7 * DAY_MS);
  expect(await uses()).toHaveLength(1);
  await erase(Date.now() + 8 * DAY_MS + 60_000);
  expect(await uses()).toEqual([]);
  await workspaceStub(env).noteGatewayUse(gateway.id, 1, Date.now());
  const again = await handedOver(owner, await newHost(), gateway, 1, { atMs: Date.now() + DAY_MS });
  await again.ask('/start', { messages: 1 });
  const before = await uses();
  expect((await owner('DELETE', pathOf(again.campaign))).status).toBeLessThan(300);
  expect(await uses()).toHaveLength(before.length - 1);
  await owner('DELETE', `/api/gateways/${gateway.id}`);
  expect(await uses()).toEqual([]);
  await problemIn(await owner('GET', `/api/gateways/${gateway.id}/sendings`), 404);
});

test('whoever may read campaigns sees what is under way', async () => {
  const reader = await withToken(owner, ['campaigns:read']);
  expect((await reader('GET', '/api/gateways/outbox/sendings')).status).toBe(200);
});
