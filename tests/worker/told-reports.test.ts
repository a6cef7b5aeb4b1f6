/**
 * Reports that could be lost: those that name a message by an id of the gateway's that nobody here knows yet, and those that a
 * gateway tells nobody a second time.
 */
import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { ToldStore } from '../../worker/src/stores/told-store.ts';
import { workspaceStub } from '../../worker/src/stubs.ts';
import { addDomain, type Caller, json, problemIn, signIn } from './caller.ts';
import { dumpOfObjects } from './dump.ts';
import { handedOver, type TestGateway, type TestSending, testGateway } from './sending-support.ts';

let owner: Caller;
let made = 0;
beforeAll(async () => {
  owner = await signIn();
});
afterEach(() => {
  vi.restoreAllMocks();
});

async function started(gateway: TestGateway, rows: number): Promise<TestSending> {
  const { host } = await addDomain(owner, `told${++made}.example`);
  const sending = await handedOver(owner, host, gateway, rows);
  expect((await sending.ask('/start', { messages: rows })).status).toBe(200);
  return sending;
}

/** The one message that came. */
async function onlyOne(gateway: TestGateway) {
  await expect.poll(async () => (await gateway.came()).length).toBeGreaterThan(0);
  const [one] = await gateway.came();
  if (one === undefined) throw new Error('nothing came');
  return one;
}

/** Reports in the workspace that wait for somebody to know their message. */
const waiting = (gateway: TestGateway) => workspaceStub(env).ownReports(gateway.id);

const deliveredOf = async (sending: TestSending) => (await sending.state()).messages.delivered;

// --- by the gateway's own ids -------------------------------------------------------------------------------------------

test('a report by the gateway’s own id finds its message among those of several campaigns', async () => {
  const gateway = await testGateway(owner);
  await gateway.answers({ body: '{"id":"own-1"}', times: 1 }, { body: '{"id":"own-2"}' });
  const first = await started(gateway, 1);
  await first.until(({ messages }) => messages.accepted === 1);
  const second = await started(gateway, 1);
  await second.until(({ messages }) => messages.accepted === 1);
  const any = await onlyOne(gateway);
  const tell = async (gatewayId: string, state: string) =>
    expect((await gateway.report(any, { gatewayId, state, reason: 'to +45 20 00 00 00' })).status).toBe(200);
  await tell('own-1', 'failed');
  expect((await first.results()).entries[0]).toMatchObject({ state: 'failed', detail: 'to …', gatewayId: 'own-1' });
  await tell('own-1', 'delivered');
  await tell('own-1', 'failed');
  expect([await deliveredOf(first), await deliveredOf(second)]).toEqual([1, 0]);
  await tell('own-2', 'open');
  await tell('own-2', 'delivered');
  expect(await deliveredOf(second)).toBe(1);
  expect(await waiting(gateway)).toEqual([]);
  // Of nobody's message: it is kept, in case.
  await tell('own-3', 'failed');
  await tell('own-3', 'failed');
  expect(await waiting(gateway)).toEqual([{ gatewayId: 'own-3', state: 'failed', reason: 'to …' }]);
});

test('an id that several messages have names none of them', async () => {
  const gateway = await testGateway(owner);
  await gateway.answers({ body: '{"id":"the same"}' });
  const sending = await started(gateway, 2);
  await sending.until(({ messages }) => messages.accepted === 2);
  await gateway.report(await onlyOne(gateway), { gatewayId: 'the same', state: 'delivered' });
  expect((await sending.state()).messages).toMatchObject({ accepted: 2, delivered: 0 });
});

test('one that overtakes the answer with the id waits for it', async () => {
  const gateway = await testGateway(owner);
  await gateway.answers({ afterMs: 800, body: '{"id":"late-1"}' });
  const sending = await started(gateway, 1);
  const one = await onlyOne(gateway);
  expect((await gateway.report(one, { gatewayId: 'late-1', state: 'delivered' })).status).toBe(200);
  expect(await waiting(gateway)).toHaveLength(1);
  expect((await sending.state()).messages).toMatchObject({ 'handed-over': 1, delivered: 0 });
  await sending.until(({ messages }) => messages.delivered === 1);
  await expect.poll(() => waiting(gateway)).toEqual([]);
});

test('one that comes after a crash between the call and its answer is kept until the id is known', async () => {
  const gateway = await testGateway(owner, { knownId: true });
  await gateway.answers(
    { afterMs: 2_500, body: '{"id":"crash-1"}', times: 1 },
    { status: 409, body: '{"id":"crash-1"}' },
  );
  const sending = await started(gateway, 1);
  const one = await onlyOne(gateway);
  await runInDurableObject(sending.stub, (_, state) => state.abort()).catch(() => {});
  expect((await gateway.report(one, { gatewayId: 'crash-1', state: 'delivered' })).status).toBe(200);
  const { messages } = await sending.until(({ messages }) => messages.delivered === 1);
  expect(messages).toMatchObject({ unknown: 0, accepted: 0 });
  expect((await sending.results()).entries).toMatchObject([{ state: 'delivered', gatewayId: 'crash-1', attempts: 2 }]);
  expect(await gateway.came()).toHaveLength(2);
  await expect.poll(() => waiting(gateway)).toEqual([]);
}, 20_000);

test('what nobody asks for is erased, and never more is kept than there may be', async () => {
  const DAY_MS = 86_400_000;
  const nowMs = Date.now();
  await runInDurableObject(workspaceStub(env), (_, { storage }) => {
    const store = new ToldStore(storage);
    const report = (at: number) => ({ gatewayId: `g${at}`, state: 'delivered' as const });
    store.keepReports(
      'full',
      Array.from({ length: 10_003 }, (_, at) => report(at)),
      nowMs,
    );
    const kept = store.reports('full');
    expect([kept.length, kept[0]?.gatewayId, kept.at(-1)?.gatewayId]).toEqual([10_000, 'g3', 'g10002']);
    store.erase(nowMs + 7 * DAY_MS - 1);
    expect(store.hasReports('full')).toBe(true);
    store.erase(nowMs + 7 * DAY_MS);
    expect(store.hasReports('full')).toBe(false);
  });
});

// --- what is told once ------------------------------------------------------------------------------------------------------

const KEY = { apiKey: 'needle-of-a-key' };
/** inMobile's part, in its place: the rest of the internet stays as it is. */
function inMobile(answer: (path: string) => Response): void {
  const real = globalThis.fetch;
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : String(input));
    return url.hostname === 'api.inmobile.com' ? answer(url.pathname) : real(input, init);
  });
}
const polled = async () => {
  const body = { kind: 'inmobile', name: `inMobile ${++made}`, settings: {}, secrets: KEY } as const;
  return json<{ id: string }>(await owner('POST', '/api/gateways', { body }), 201);
};
const reportOf = (id: string) => ({ messageId: id, deliveryInfo: { stateCode: 1, doneTime: '2026-11-30T01:00:00Z' } });

test('reports are taken in before texts are asked for: that the second question fails costs none of them', async () => {
  const gateway = await testGateway(owner);
  const sending = await started(gateway, 1);
  await sending.until(({ messages }) => messages.accepted === 1);
  const { id } = await onlyOne(gateway);
  const asked = await polled();
  inMobile((path) =>
    path.endsWith('/reports') ? Response.json({ reports: [reportOf(id)] }) : new Response('no', { status: 500 }),
  );
  await problemIn(await owner('POST', `/api/gateways/${asked.id}/poll`), 503);
  expect(await deliveredOf(sending)).toBe(1);
});

test('what could not be taken in is on disk, as noise, and is taken in later', async () => {
  const gateway = await testGateway(owner);
  const sending = await started(gateway, 1);
  await sending.until(({ messages }) => messages.accepted === 1);
  const { id } = await onlyOne(gateway);
  const asked = await polled();
  const text = {
    from: { countryCode: '45', phoneNumber: '20999911', isValidMsisdn: true },
    to: { msisdn: '451245' },
    ...{ text: 'nål i høstak', receivedAt: '2026-11-30T01:00:00Z' },
  };
  let told = 0;
  inMobile((path) => {
    // It tells each once.
    if (told++ >= 4) return Response.json({ reports: [], messages: [] });
    return Response.json(path.endsWith('/reports') ? { reports: [reportOf(id)] } : { messages: [text] });
  });
  // As when the process ends between what was told and taking it in: nothing that takes it in answers.
  const rename = (from: string, to: string) =>
    runInDurableObject(sending.stub, (_, { storage }) => {
      storage.sql.exec(`ALTER TABLE message RENAME COLUMN ${from} TO ${to}`);
    });
  const errors = vi.spyOn(console, 'error').mockImplementation(() => {});
  await rename('detail', 'detail_away');
  expect((await owner('POST', `/api/gateways/${asked.id}/poll`)).status).toBe(200);
  expect(errors.mock.calls.flat().join()).toContain('told-waits');
  const left = () =>
    runInDurableObject(
      workspaceStub(env),
      (_, { storage }) => new ToldStore(storage).left(Number.MAX_SAFE_INTEGER).length,
    );
  expect(await left()).toBe(1);
  expect(await dumpOfObjects()).not.toContain('20999911');
  expect(await dumpOfObjects()).not.toContain('nål i');
  await rename('detail_away', 'detail');
  expect(await deliveredOf(sending)).toBe(0);
  const aheadMs = 61_000;
  const now = Date.now.bind(Date);
  vi.spyOn(Date, 'now').mockImplementation(() => now() + aheadMs);
  expect(await runDurableObjectAlarm(workspaceStub(env))).toBe(true);
  await expect.poll(left, { timeout: 5_000 }).toBe(0);
  expect(await deliveredOf(sending)).toBe(1);
}, 20_000);
