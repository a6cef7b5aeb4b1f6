/** What is handed over can be taken back until it is started; and all that is being sent is told in one answer. */
import { beforeAll, expect, test } from 'vitest';
import type { SendingEntry } from '../../worker/api.ts';
import { addDomain, type Caller, json, pathOf, problemIn, publish, signIn } from './caller.ts';
import { handedOver, numberOfRow, packOf, range, TestSending, testGateway } from './sending-support.ts';

let owner: Caller;
let made = 0;
beforeAll(async () => {
  owner = await signIn();
});
const newHost = async () => (await addDomain(owner, `sendings${++made}.example`)).host;
const sendings = async () => (await json<{ entries: SendingEntry[] }>(await owner('GET', '/api/sendings'))).entries;
const takeBack = ({ campaign }: TestSending) => owner('DELETE', `${pathOf(campaign)}/sending`);

test('what was handed over is taken back, and may be handed over anew with other content', async () => {
  const gateway = await testGateway(owner);
  // So many that several senders hold them.
  const sending = await handedOver(owner, await newHost(), gateway, 3, {}, { recipients: 3_000_000 });
  expect(sending.campaign.shards).toBeGreaterThan(1);
  // Somebody has opted out meanwhile: the same pack is another one now.
  await problemIn(await sending.ask('/packs', packOf(0, [0, 1])), 409);
  expect((await takeBack(sending)).status).toBe(204);
  await problemIn(await owner('GET', `${pathOf(sending.campaign)}/sending`), 404);
  // Nothing is left to be taken back, and that is as well.
  expect((await takeBack(sending)).status).toBe(204);
  expect((await sending.ask('', { gateway: gateway.id, from: 'Andre', quietHours: false })).status).toBe(201);
  expect((await sending.ask('/packs', packOf(0, [0, 1]))).status).toBe(204);
  expect((await sending.ask('/start', { messages: 2 })).status).toBe(200);
  await sending.until(({ state }) => state === 'sent');
  expect((await gateway.came()).map(({ to, from }) => [to, from]).sort()).toEqual(
    range(2).map((row) => [numberOfRow(row), 'Andre']),
  );
  await problemIn(await takeBack(sending), 409);
});

test('a pack is as large as its messages', async () => {
  const gateway = await testGateway(owner);
  const sending = new TestSending(await publish(owner, await newHost(), { recipients: 1_000 }), owner);
  await sending.ask('', { gateway: gateway.id, from: 'Brand', quietHours: false });
  // Five segments each: beyond what other bodies may be.
  const text = 'æ'.repeat(700);
  expect((await sending.ask('/packs', packOf(0, range(1_000), { text, segments: 5 }))).status).toBe(204);
  expect(await sending.state()).toMatchObject({ messages: { waiting: 1_000 } });
});

test('all that is being sent is told at once: what waits for its hour, what stopped, what is through once', async () => {
  const gateway = await testGateway(owner, { knownId: true });
  const later = await handedOver(owner, await newHost(), gateway, 2, { atMs: Date.now() + 3_600_000 });
  const stopping = await handedOver(owner, await newHost(), gateway, 4, { stopAfter: 2 });
  const through = await handedOver(owner, await newHost(), gateway, 1);
  const begun = await handedOver(owner, await newHost(), gateway, 1);
  const ours = async () =>
    (await sendings()).filter(({ id }) => [later, stopping, through, begun].some(({ campaign }) => campaign.id === id));
  // Only handed over: nothing goes out before it is started.
  expect(await ours()).toEqual([]);
  await later.ask('/start', { messages: 2 });
  await gateway.answers({ to: numberOfRow(0), status: 422, body: '{"reason":"no such number"}' });
  await through.ask('/start', { messages: 1 });
  const state = await through.until(({ state }) => state === 'sent');
  // Why, and of how many.
  expect(state.reasons).toEqual([{ state: 'refused', reason: expect.any(String), messages: 1 }]);
  await gateway.answers({ status: 401 });
  await stopping.ask('/start', { messages: 4 });
  await stopping.until(({ state }) => state === 'stopped');
  expect(await ours()).toMatchObject([
    { id: stopping.campaign.id, state: 'stopped', messages: { waiting: 4 } },
    { id: through.campaign.id, state: 'sent' },
    { id: later.campaign.id, state: 'scheduled', messages: { waiting: 2 } },
  ]);
  expect((await ours()).map(({ id }) => id)).toEqual([stopping.campaign.id, later.campaign.id]);
  await stopping.ask('/cancel');
  expect((await ours()).map(({ state }) => state)).toEqual(['cancelled', 'scheduled']);
  expect((await ours()).map(({ state }) => state)).toEqual(['scheduled']);
});
