/** Campaigns that klikspor sends: each message once, what becomes of it, and what is left of its number. */
import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { load as loadReporting } from 'klikspor/reporting';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { NewCampaign, Report } from '../../worker/api.ts';
import { GatewayCaller } from '../../worker/src/gateway-caller.ts';
import { Deadline } from '../../worker/src/gateways/deadline.ts';
import type { SendOutcome } from '../../worker/src/gateways/gateway.ts';
import { openGateway } from '../../worker/src/gateways/open.ts';
import { messageId, placeOf } from '../../worker/src/sending/message-id.ts';
import { judged, storable } from '../../worker/src/sending/outcomes.ts';
import { hoursFrom } from '../../worker/src/sending/quiet-hours.ts';
import { STATES, signOf } from '../../worker/src/sending/states.ts';
import { deriveNumberKey } from '../../worker/src/slug-keys.ts';
import { workspaceStub } from '../../worker/src/stubs.ts';
import { addDomain, type Caller, json, pathOf, problemIn, publish, signIn, withToken } from './caller.ts';
import {
  handedOver,
  numberOfRow,
  packOf,
  range,
  type TestGateway,
  TestSending,
  testGateway,
  textOfRow,
} from './sending-support.ts';

let owner: Caller;
let made = 0;
beforeAll(async () => {
  owner = await signIn();
});
afterEach(async () => {
  vi.restoreAllMocks();
  // There may be so many.
  const { entries } = await json<{ entries: { id: string; kind: string }[] }>(await owner('GET', '/api/gateways'));
  for (const { id, kind } of entries) if (kind !== 'outbox') await owner('DELETE', `/api/gateways/${id}`);
});
/** From now on it is this moment, and time goes on from there. */
function setClock(ms: number): void {
  vi.restoreAllMocks();
  const ahead = ms - Date.now();
  const now = Date.now.bind(Date);
  vi.spyOn(Date, 'now').mockImplementation(() => now() + ahead);
}
/** The object is gone at once, as when its process is. */
const kill = (sending: TestSending): Promise<void> =>
  runInDurableObject(sending.stub, (_, state) => state.abort()).then(
    () => {},
    () => {},
  );
const newHost = async () => (await addDomain(owner, `send${++made}.example`)).host;
const started = async (gateway: TestGateway, rows: number, settings = {}, more = {}) => {
  const sending = await handedOver(owner, await newHost(), gateway, rows, settings, more);
  expect((await sending.ask('/start', { messages: rows })).status).toBe(200);
  return sending;
};
/** Once the counters were told so much. */
async function reported(sending: TestSending, isSo: (report: Report) => boolean): Promise<Report> {
  const ask = async () => json<Report>(await owner('GET', `${pathOf(sending.campaign)}/report`));
  await expect.poll(async () => isSo(await ask()), { timeout: 8_000 }).toBe(true);
  return ask();
}
const isSent = ({ state }: { readonly state: string }) => state === 'sent';
const toOf = async (gateway: TestGateway) => (await gateway.came()).map(({ to }) => to).sort();

/** Everything that stands in a sender's database, as text and as the octets of its blobs. */
const dump = (sending: TestSending): Promise<string> =>
  runInDurableObject(sending.stub, (_, { storage }) => {
    const tables = storage.sql.exec<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table'").toArray();
    const rows = tables
      .filter(({ name }) => !name.startsWith('_cf'))
      .flatMap(({ name }) => storage.sql.exec(`SELECT * FROM "${name}"`).toArray());
    return rows
      .flatMap((row) => Object.values(row))
      .map((value) => (value instanceof ArrayBuffer ? new TextDecoder('latin1').decode(value) : String(value)))
      .join('\n');
  });
const sealedRows = (sending: TestSending): Promise<number[]> =>
  runInDurableObject(sending.stub, (_, { storage }) =>
    storage.sql
      .exec<{ row: number }>('SELECT row FROM message WHERE block IS NOT NULL ORDER BY row')
      .toArray()
      .map(({ row }) => row),
  );

// --- from hand to gateway -----------------------------------------------------------------------------------------------

test('one of which no message was handed over is not started: it would take none any more', async () => {
  const gateway = await testGateway(owner);
  const sending = await handedOver(owner, await newHost(), gateway, 0, {}, { recipients: 2 });
  const { errors } = await problemIn(await sending.ask('/start', { messages: 0 }), 409);
  expect(errors).toMatchObject([{ pointer: '/messages', code: 'none' }]);
  expect((await sending.ask('/packs', packOf(0, [0, 1]))).status).toBe(204);
  expect((await sending.ask('/start', { messages: 2 })).status).toBe(200);
});

test('a campaign goes out once it is started, each message once and as it was handed over', async () => {
  const gateway = await testGateway(owner);
  const sending = await handedOver(owner, await newHost(), gateway, 30);
  expect(await sending.state()).toMatchObject({ state: 'collecting', messages: { waiting: 30 }, nextAtMs: null });
  expect(await gateway.came()).toEqual([]);
  await problemIn(await sending.ask('/start', { messages: 31 }), 409);
  expect((await sending.ask('/start', { messages: 30 })).status).toBe(200);
  const state = await sending.until(isSent);
  expect(state).toMatchObject({ segments: 30, messages: { accepted: 30, unknown: 0 }, nextAtMs: null });
  const came = await gateway.came();
  expect(came.map(({ to, text, from }) => [to, text, from]).sort()).toEqual(
    range(30)
      .map((row) => [numberOfRow(row), textOfRow(row), 'Brand'])
      .sort(),
  );
  expect(new Set(came.map(({ id }) => id)).size).toBe(30);
  // The report counts from here.
  const campaign = await json<{ sentAtMs: number }>(await owner('GET', pathOf(sending.campaign)));
  expect(campaign.sentAtMs).toBe(state.startedAtMs);
  // Started again, nothing goes out again.
  expect((await sending.ask('/start', { messages: 30 })).status).toBe(200);
  await scheduler.wait(300);
  expect(await gateway.came()).toHaveLength(30);
});

test('a pack may be sent again; another under its number, a row twice and one that comes too late are refused whole', async () => {
  const gateway = await testGateway(owner);
  const sending = new TestSending(await publish(owner, await newHost(), { recipients: 10 }), owner);
  const early = await problemIn(await sending.ask('/packs', packOf(0, [0])), 409);
  expect(early.errors).toMatchObject([{ pointer: '/pack', code: 'not-begun' }]);
  await sending.ask('', { gateway: gateway.id, from: 'Brand', quietHours: false });
  for (let time = 0; time < 3; time++) expect((await sending.ask('/packs', packOf(0, [0, 1, 2]))).status).toBe(204);
  const { detail } = await problemIn(await sending.ask('/packs', packOf(0, [0, 1, 3])), 409);
  expect(detail).toContain('other content');
  await problemIn(await sending.ask('/packs', packOf(1, [3, 2])), 409);
  expect((await sending.state()).messages.waiting).toBe(3);
  await sending.ask('/start', { messages: 3 });
  await problemIn(await sending.ask('/packs', packOf(2, [4])), 409);
  await problemIn(await sending.ask('', { gateway: gateway.id, from: 'Andre' }), 409);
  await sending.until(isSent);
  expect(await toOf(gateway)).toEqual([0, 1, 2].map(numberOfRow));
});

test('what is wrong is refused field by field, and never with the number', async () => {
  const gateway = await testGateway(owner);
  const sending = new TestSending(await publish(owner, await newHost(), { recipients: 10 }), owner);
  await problemIn(await owner('GET', `${pathOf(sending.campaign)}/sending`), 404);
  const { errors } = await problemIn(await sending.ask('', { gateway: 'nobody', from: 'Brand' }), 422);
  expect(errors?.[0]).toMatchObject({ pointer: '/gateway', code: 'no-such-gateway' });
  for (const from of ['+45 Barnets Verd', 'Barnets Verden', '12', '1234567890123456', 'B', '…']) {
    const told = await problemIn(await sending.ask('', { gateway: gateway.id, from }), 422);
    expect(told.errors?.[0]).toMatchObject({ pointer: '/from', code: 'sender' });
  }
  await problemIn(await owner('GET', `${pathOf(sending.campaign)}/sending`), 404);
  await problemIn(await sending.ask('', { gateway: gateway.id, from: 'Brand', timeZone: 'Mars/Crater' }), 422);
  await problemIn(
    await sending.ask('', { gateway: gateway.id, from: 'Brand', atMs: Date.now() + 7 * 86_400_000 }),
    422,
  );
  await sending.ask('', { gateway: gateway.id, from: 'Brand' });
  for (const wrong of [
    { row: 10 },
    { to: '4520000001' },
    { text: '\ud800' },
    { text: '' },
    { country: 'XX' },
    { segments: 0 },
  ]) {
    const answer = await sending.ask('/packs', packOf(0, [0], wrong));
    const told = await answer.clone().text();
    await problemIn(answer, 422);
    expect(told).not.toContain('20000');
  }
  for (const what of ['pause', 'resume']) await problemIn(await sending.ask(`/${what}`), 409);
  const reader = await withToken(owner, ['campaigns:read', 'campaigns:write', 'hits:read']);
  await problemIn(await reader('POST', `${pathOf(sending.campaign)}/sending/cancel`), 403);
});

test('it goes no faster than it is told to, pauses, goes on, and ends for good when it is cancelled', async () => {
  const gateway = await testGateway(owner);
  const began = Date.now();
  const sending = await started(gateway, 60, { perSecond: 20 });
  const early = await sending.until(({ messages }) => messages.accepted >= 15);
  expect(early.messages.accepted).toBeLessThanOrEqual(20 + Math.ceil(((Date.now() - began) / 1_000) * 20));
  expect((await sending.ask('/pause')).status).toBe(200);
  await scheduler.wait(300);
  const paused = await sending.state();
  expect(paused).toMatchObject({ state: 'paused', nextAtMs: null, messages: { 'handed-over': 0 } });
  await scheduler.wait(1_200);
  expect((await sending.state()).messages).toEqual(paused.messages);
  expect((await sending.ask('/resume')).status).toBe(200);
  await sending.until(({ messages }) => messages.accepted > paused.messages.accepted);
  expect((await sending.ask('/cancel')).status).toBe(200);
  const over = await sending.until(({ messages }) => messages['handed-over'] === 0);
  expect(over).toMatchObject({ state: 'cancelled', messages: { waiting: 0 } });
  expect(over.messages.cancelled).toBe(60 - over.messages.accepted);
  expect(await sealedRows(sending)).toEqual([]);
  expect(await json(await sending.ask('/unknown', { decision: 'send-again' }))).toEqual({ messages: 0 });
  await problemIn(await sending.ask('/resume'), 409);
  await problemIn(await sending.ask('/start', { messages: 60 }), 409);
  expect(await gateway.came()).toHaveLength(over.messages.accepted);
}, 20_000);

test.each(['pause', 'cancel'] as const)(
  'what is marked and was not called for when somebody says %s is as it was before',
  async (what) => {
    const gateway = await testGateway(owner);
    await gateway.answers({ afterMs: 300 });
    const sending = await started(gateway, 60);
    await expect.poll(async () => (await gateway.came()).length).toBeGreaterThan(0);
    expect((await sending.ask(`/${what}`)).status).toBe(200);
    const { messages } = await sending.until(({ messages }) => messages['handed-over'] === 0);
    const came = await gateway.came();
    // Six were under way: those got there, and no more.
    expect(messages.accepted).toBe(came.length);
    expect(came.length).toBeLessThanOrEqual(12);
    const { entries } = await sending.results('?pageLimit=250');
    const attempts = (state: string) =>
      new Set(entries.filter((one) => one.state === state).map((one) => one.attempts));
    expect(attempts('accepted')).toEqual(new Set([1]));
    if (what === 'cancel') {
      expect(messages.cancelled).toBe(60 - came.length);
      expect(await sealedRows(sending)).toEqual([]);
      // Nobody counts them as written to.
      const rows = await runInDurableObject(env.WORKSPACE.getByName('main'), (_, { storage }) => {
        const { seq } = placeOf(came[0]?.id ?? '') ?? { seq: 0 };
        return storage.sql.exec('SELECT row FROM lately WHERE campaign = ?', seq).toArray();
      });
      expect(rows).toHaveLength(came.length);
      return;
    }
    expect(attempts('waiting')).toEqual(new Set([0]));
    expect(await sealedRows(sending)).toHaveLength(60 - came.length);
    await gateway.answers();
    await sending.ask('/resume');
    await sending.until(isSent);
    expect(await toOf(gateway)).toEqual(range(60).map(numberOfRow).sort());
  },
);

test('two senders share a large campaign, and their results are one list', async () => {
  const gateway = await testGateway(owner);
  const sending = new TestSending(await publish(owner, await newHost(), { recipients: 120_000 }), owner);
  expect(sending.campaign.shards).toBe(2);
  await sending.ask('', { gateway: gateway.id, from: 'Brand', quietHours: false });
  const rows = [0, 1, 2, 3, 119_998, 119_999];
  await sending.ask('/packs', packOf(7, rows));
  await sending.ask('/packs', packOf(7, rows));
  await sending.ask('/start', { messages: 6 });
  await sending.until(isSent);
  expect(await toOf(gateway)).toEqual(rows.map(numberOfRow).sort());
  const found: number[] = [];
  for (let query: string | undefined = '?pageLimit=2'; query !== undefined; ) {
    const page = await sending.results(query);
    found.push(...page.entries.map(({ row }) => row));
    query = page._links.next?.replace(/^[^?]*/, '');
    expect(found.length).toBeLessThanOrEqual(6);
  }
  expect(found).toEqual([0, 2, 119_998, 1, 3, 119_999]);
  await problemIn(await owner('GET', `${pathOf(sending.campaign)}/sending/results?cursor=abc`), 400);
  const other = await started(gateway, 1);
  const { _links } = await sending.results('?pageLimit=2');
  const query = _links.next?.replace(/^[^?]*/, '');
  await problemIn(await owner('GET', `${pathOf(other.campaign)}/sending/results${query}`), 400);
});

test('a campaign that counts in total only is sent as well, one message a row', async () => {
  const gateway = await testGateway(owner);
  const links = [{ kind: 'destination', url: 'https://shop.example/' }] as const;
  const sending = await started(gateway, 40, {}, { tracking: 'aggregate', links });
  await sending.until(isSent);
  expect(await gateway.came()).toHaveLength(40);
});

// --- what a gateway says --------------------------------------------------------------------------------------------------

test('one that is refused says why without its number, the others go out, and the report knows', async () => {
  const gateway = await testGateway(owner);
  const body = JSON.stringify({ reason: 'Number +45 20 00 00 03 (4520000003) is 404' });
  await gateway.answers({ to: numberOfRow(3), status: 400, body });
  const sending = await started(gateway, 12);
  const state = await sending.until(isSent);
  expect(state.messages).toMatchObject({ accepted: 11, refused: 1 });
  const { entries } = await sending.results('?state=refused');
  expect(entries).toEqual([
    expect.objectContaining({
      row: 3,
      state: 'refused',
      attempts: 1,
      reason: 'refused',
      detail: expect.stringMatching(/is 404/),
    }),
  ]);
  expect(entries[0]?.detail).not.toMatch(/2000|\d{5}/);
  const report = () => owner('GET', `${pathOf(sending.campaign)}/report`);
  await expect
    .poll(async () => (await json<Report>(await report())).delivery, { timeout: 8_000 })
    .toMatchObject({ refused: 1, delivered: 0 });
});

test('a gateway that says how long it is to be left alone is not left alone for longer', async () => {
  const gateway = await testGateway(owner, { perSecond: 2 });
  await gateway.answers({ status: 429, retryAfterS: 1, times: 1 });
  const sending = await started(gateway, 4);
  // The refused one comes again in five seconds; the others do not wait for that.
  await sending.until(({ messages }) => messages.accepted >= 3);
  const [first, second] = await gateway.times();
  const pauseMs = (second?.atMs ?? 0) - (first?.atMs ?? 0);
  expect(pauseMs).toBeGreaterThanOrEqual(900);
  expect(pauseMs).toBeLessThan(5_000);
});

test('what is temporary is tried again after a pause, and everything else waits with it', async () => {
  const gateway = await testGateway(owner);
  await gateway.answers({ status: 503, times: 1 });
  const sending = await started(gateway, 1);
  const waiting = await sending.until(
    ({ messages, nextAtMs }) => messages.waiting === 1 && (nextAtMs ?? 0) > Date.now(),
  );
  expect(waiting.nextAtMs).toBeGreaterThan(Date.now() + 2_000);
  expect((await sending.results()).entries).toEqual([
    expect.objectContaining({ state: 'waiting', attempts: 1, reason: expect.stringMatching(/busy|unavailable/) }),
  ]);
  await sending.until(isSent);
  expect((await sending.results()).entries).toEqual([expect.objectContaining({ state: 'accepted', attempts: 2 })]);
  expect(await gateway.came()).toHaveLength(2);
});

test('after so many refusals in a row it stops and says why; mended, it goes on with the rest', async () => {
  const gateway = await testGateway(owner);
  await gateway.answers({ status: 400, body: '{"reason":"sender not registered"}' });
  const sending = await started(gateway, 60, { stopAfter: 5 });
  const stopped = await sending.until(({ state }) => state === 'stopped');
  expect(stopped.stopped).toMatchObject({
    reason: 'refused',
    detail: expect.stringContaining('sender not registered'),
  });
  expect(stopped.stopped?.inARow).toBeGreaterThanOrEqual(5);
  await scheduler.wait(300);
  const { messages } = await sending.state();
  // What was on its way when the fifth came back.
  expect(messages.refused).toBeLessThanOrEqual(5 + 12);
  expect(messages.waiting).toBe(60 - messages.refused);
  await gateway.answers();
  await sending.ask('/resume');
  expect((await sending.until(isSent)).messages).toMatchObject({ accepted: 60 - messages.refused });
});

test('what is no message’s fault stops it at once, and costs no message', async () => {
  const gateway = await testGateway(owner);
  await gateway.answers({ status: 401 });
  const sending = await started(gateway, 20, { stopAfter: 1_000 });
  const { stopped, messages } = await sending.until(({ state }) => state === 'stopped');
  expect(stopped).toMatchObject({ reason: 'credentials' });
  expect(messages).toMatchObject({ waiting: 20, refused: 0 });
  await gateway.answers();
  await sending.ask('/resume');
  expect((await sending.until(isSent)).messages).toMatchObject({ accepted: 20 });
});

test('a gateway that is removed stops its sendings', async () => {
  const gateway = await testGateway(owner);
  const sending = await handedOver(owner, await newHost(), gateway, 3);
  await owner('DELETE', `/api/gateways/${gateway.id}`);
  await sending.ask('/start', { messages: 3 });
  const { stopped, messages } = await sending.until(({ state }) => state === 'stopped');
  expect([stopped?.reason, messages.waiting]).toEqual(['no-gateway', 3]);
});

test('a gateway that is removed while it sends is asked for nothing more', async () => {
  const gateway = await testGateway(owner, { perSecond: 40 });
  await gateway.answers({ afterMs: 30 });
  const sending = await handedOver(owner, await newHost(), gateway, 200);
  await sending.ask('/start', { messages: 200 });
  await sending.until(({ messages }) => messages.accepted >= 5);
  expect((await owner('DELETE', `/api/gateways/${gateway.id}`)).status).toBe(204);
  const { stopped } = await sending.until(
    ({ state, messages }) => state === 'stopped' && messages['handed-over'] === 0,
  );
  const came = (await gateway.came()).length;
  expect([stopped?.reason, came < 150]).toEqual(['no-gateway', true]);
  await scheduler.wait(500);
  expect((await gateway.came()).length).toBe(came);
});

test('what a gateway says of a message means the same whoever it is', () => {
  const nowMs = 1_800_000_000_000;
  const of = (outcome: SendOutcome, attempts = 1, refusesKnownIds = false) =>
    judged(7, attempts, outcome, { refusesKnownIds }, nowMs);
  expect(of({ is: 'later', reason: 'busy', retryAfterMs: 90_000 })).toMatchObject({
    settled: { state: 'waiting', dueMs: nowMs + 90_000 },
    later: { holdsAll: true, retryAfterMs: 90_000 },
  });
  // The network of one number: others need not wait for it.
  expect(of({ is: 'later', reason: 'no-route' }).later?.holdsAll).toBe(false);
  const pauses = [1, 2, 3, 8, 11].map(
    (attempts) => (of({ is: 'later', reason: 'busy' }, attempts).settled.dueMs ?? 0) - nowMs,
  );
  expect(pauses).toEqual([5_000, 10_000, 20_000, 600_000, 600_000]);
  expect(of({ is: 'later', reason: 'busy', detail: 'queue full' }, 12)).toMatchObject({
    settled: { state: 'refused', reason: 'gave-up', detail: 'queue full' },
    ...{ isFailure: true, isUnsent: true },
  });
  for (const reason of ['credentials', 'not-allowed', 'no-credit', 'address', 'full', 'misread'] as const) {
    expect(of({ is: 'refused', reason })).toMatchObject({ stops: true, settled: { state: 'waiting' } });
  }
  for (const reason of ['number', 'blocked', 'sender', 'text', 'refused'] as const) {
    expect(of({ is: 'refused', reason })).toMatchObject({
      stops: false,
      isUnsent: true,
      settled: { state: 'refused' },
    });
  }
  expect(of({ is: 'unknown', reason: 'no-answer' }).settled.state).toBe('unknown');
  expect(of({ is: 'unknown', reason: 'no-answer' }, 1, true).settled.state).toBe('waiting');
  expect(of({ is: 'unknown', reason: 'no-answer' }, 12, true).settled.state).toBe('unknown');
});

test('of what a gateway says of a message nothing is kept that names its person or quotes its text', () => {
  const message = { to: '+4520123456', text: 'Kære Åse, din kode er 4711: s.brand.dk/Xk7Rm2Pq' };
  const detail = '400 no such sender in "Kære Åse, din kode er 4711: s.brand.dk/Xk7R';
  expect(storable({ is: 'refused', reason: 'refused', detail }, message)).toEqual({
    ...{ is: 'refused', reason: 'refused', detail: '400 no such sender in "…' },
  });
  expect(storable({ is: 'refused', reason: 'text', detail: '400 din kode' }, message)).toMatchObject({
    detail: '400 din kode',
  });
  expect(storable({ is: 'accepted', gatewayId: 'dk-4520123456-1', segments: 1 }, message)).toEqual({
    is: 'accepted',
    segments: 1,
  });
  expect(storable({ is: 'accepted', gatewayId: 'm-17' }, message)).toEqual({ is: 'accepted', gatewayId: 'm-17' });
});

// --- nobody knows -----------------------------------------------------------------------------------------------------------

test('a message without an answer is unknown until a report comes or somebody decides', async () => {
  const gateway = await testGateway(owner);
  await gateway.answers(
    { to: numberOfRow(1), never: true },
    { to: numberOfRow(2), never: true },
    { to: numberOfRow(3), never: true },
  );
  const sending = await started(gateway, 6);
  const { messages } = await sending.until(isSent);
  expect(messages).toMatchObject({ unknown: 3, accepted: 3 });
  expect(await sealedRows(sending)).toEqual([1, 2, 3]);
  await gateway.answers();
  // The first was there after all.
  const [first] = (await gateway.came()).filter(({ to }) => to === numberOfRow(1));
  if (first === undefined) throw new Error('nothing came for row 1');
  expect((await gateway.report(first, { id: first.id, state: 'delivered' })).status).toBe(200);
  const decide = async (body: object) => json<{ messages: number }>(await sending.ask('/unknown', body));
  const { errors } = await problemIn(await sending.ask('/unknown', { decision: 'let-be', rows: [1, 6, 2 ** 40] }), 422);
  expect(errors).toMatchObject([{ pointer: '/rows/1', code: 'no-such-row' }]);
  expect(await decide({ decision: 'send-again', rows: [0, 1, 2] })).toEqual({ messages: 1 });
  expect(await decide({ decision: 'let-be' })).toEqual({ messages: 1 });
  expect(await decide({ decision: 'send-again' })).toEqual({ messages: 0 });
  await sending.until(({ messages }) => messages.accepted === 4);
  expect((await sending.results()).entries.map(({ state, attempts }) => [state, attempts])).toEqual([
    ['accepted', 1],
    ['delivered', 1],
    ['accepted', 2],
    ['let-be', 1],
    ['accepted', 1],
    ['accepted', 1],
  ]);
  const came = await toOf(gateway);
  expect(came.filter((to) => to === numberOfRow(2))).toHaveLength(2);
  expect(came).toHaveLength(7);
  expect(await sealedRows(sending)).toEqual([]);
});

test.each([
  ['is unknown, and not sent again', false],
  ['is sent again where the gateway refuses an id it has', true],
])('a message whose sender ends between handing over and the answer %s', async (_, knownId) => {
  const gateway = await testGateway(owner, { knownId });
  await gateway.answers({ afterMs: 2_000, times: 4 }, ...(knownId ? [{ status: 409, times: 4 }] : []));
  const sending = await started(gateway, 4);
  await expect.poll(async () => (await gateway.came()).length).toBe(4);
  await kill(sending);
  const state = await sending.until(({ messages }) => messages[knownId ? 'accepted' : 'unknown'] === 4);
  expect(state.messages['handed-over']).toBe(0);
  await scheduler.wait(300);
  const came = await gateway.came();
  expect(came).toHaveLength(knownId ? 8 : 4);
  expect(new Set(came.map(({ id }) => id)).size).toBe(4);
  if (!knownId) {
    expect((await sending.results()).entries[0]).toMatchObject({
      state: 'unknown',
      reason: 'interrupted',
      attempts: 1,
    });
  }
});

test('an alarm that fails comes again, and goes on', async () => {
  const gateway = await testGateway(owner);
  const sending = await handedOver(owner, await newHost(), gateway, 3);
  const errors = vi.spyOn(console, 'error').mockImplementation(() => {});
  await runInDurableObject(sending.stub, (_, { storage }) => {
    storage.sql.exec('ALTER TABLE message RENAME COLUMN country TO country_away');
  });
  await sending.stub.start(sending.campaign.createdAtMs, Date.now()).catch(() => {});
  await expect.poll(() => errors.mock.calls.flat().join()).toContain('alarm-failed');
  const atMs = await runInDurableObject(sending.stub, async (_, { storage }) => {
    storage.sql.exec('ALTER TABLE message RENAME COLUMN country_away TO country');
    return storage.getAlarm();
  });
  expect(atMs).not.toBeNull();
  await runDurableObjectAlarm(sending.stub);
  await sending.until(isSent);
  expect(await gateway.came()).toHaveLength(3);
});

test('a message whose alarm was broken off is given up after a while, and unknown', async () => {
  const gateway = await testGateway(owner);
  const sending = await started(gateway, 2);
  await sending.until(isSent);
  await runInDurableObject(sending.stub, (_, { storage }) => {
    storage.sql.exec('UPDATE message SET state = 1, at_ms = ? WHERE row = 1', Date.now() - 100_000);
  });
  // Whoever looks sees to it that somebody rings.
  await sending.state();
  const alarmMs = await runInDurableObject(sending.stub, (_, { storage }) => storage.getAlarm());
  expect(alarmMs).toBeLessThanOrEqual(Date.now() + 20_000);
  await runDurableObjectAlarm(sending.stub);
  expect((await sending.state()).messages).toMatchObject({ accepted: 1, 'handed-over': 1 });
  setClock(Date.now() + 21_000);
  await runDurableObjectAlarm(sending.stub);
  expect((await sending.state()).messages).toMatchObject({ accepted: 1, unknown: 1 });
  expect(await gateway.came()).toHaveLength(2);
});

// --- reports ------------------------------------------------------------------------------------------------------------------

test('reports count in any order, as often as they come, and those of others are left', async () => {
  const gateway = await testGateway(owner);
  const sending = await started(gateway, 5);
  await sending.until(isSent);
  const came = new Map((await gateway.came()).map((one) => [one.to, one]));
  const tell = async (row: number, ...states: string[]) => {
    const one = came.get(numberOfRow(row));
    if (one === undefined) throw new Error(`nothing came for row ${row}`);
    for (const state of states) {
      const told = { id: one.id, state, gatewayId: '4520000', reason: `to ${one.to}: 30007` };
      expect((await gateway.report(one, told)).status).toBe(200);
    }
  };
  await tell(0, 'delivered', 'failed', 'delivered', 'open');
  await tell(1, 'failed', 'expired', 'failed');
  await tell(2, 'open', 'open');
  await tell(3, 'failed', 'delivered');
  const [any] = came.values();
  if (any === undefined) throw new Error('nothing came');
  const { seq, publishedAtMs } = placeOf(any.id) ?? { seq: 0, publishedAtMs: 0 };
  for (const place of [
    { seq, publishedAtMs, row: 99 },
    { seq: 9_999, publishedAtMs, row: 0 },
    { seq, publishedAtMs: publishedAtMs + 1, row: 0 },
  ]) {
    expect((await gateway.report(any, { id: messageId(place), state: 'delivered' })).status).toBe(200);
  }
  const { entries } = await sending.results();
  expect(entries.map(({ state }) => state)).toEqual(['delivered', 'expired', 'accepted', 'delivered', 'accepted']);
  expect(entries[0]?.gatewayId).toBe('4520000');
  expect(entries[1]?.detail).toBe('to …: 30007');
  const report = async () => json<Report>(await owner('GET', `${pathOf(sending.campaign)}/report`));
  await expect
    .poll(async () => (await report()).delivery, { timeout: 8_000 })
    .toMatchObject({ delivered: 2, expired: 1, open: 2 });
});

test('a report that overtakes the answer stands', async () => {
  const gateway = await testGateway(owner);
  await gateway.answers({ afterMs: 800, body: '{"id":"late"}' });
  const sending = await started(gateway, 1);
  await expect.poll(async () => (await gateway.came()).length).toBe(1);
  const [one] = await gateway.came();
  if (one === undefined) throw new Error('nothing came');
  await gateway.report(one, { id: one.id, state: 'delivered' });
  await scheduler.wait(1_200);
  expect((await sending.results()).entries).toEqual([
    expect.objectContaining({ state: 'delivered', gatewayId: 'late', attempts: 1 }),
  ]);
});

test('states are in the core’s order where of two told the later stands, and counters have a letter for each', async () => {
  const { deliveryCounts, takeDeliveries } = await loadReporting();
  const told = STATES.slice(STATES.indexOf('failed'));
  expect([...told].sort()).toEqual(
    Object.keys(deliveryCounts(new Uint8Array()))
      .filter((state) => state !== 'open')
      .sort(),
  );
  for (const [at, state] of told.entries()) {
    for (const lower of told.slice(0, at)) {
      for (const signs of [
        [lower, state],
        [state, lower],
      ]) {
        let packed = new Uint8Array() as Uint8Array;
        for (const sign of signs) packed = takeDeliveries(packed, signOf(sign), 0, 1, 0);
        expect([signs, deliveryCounts(packed)[state as 'delivered']]).toEqual([signs, 1]);
      }
    }
  }
});

// --- whom it goes to ---------------------------------------------------------------------------------------------------------

test('whoever opts out after the list was handed over is sent nothing', async () => {
  const gateway = await testGateway(owner);
  const host = await newHost();
  const sending = await handedOver(owner, host, gateway, 5);
  const inbound = (row: number, more = {}) => ({ from: numberOfRow(row), text: 'STOP', ...more });
  const other = await newHost();
  const messages = [inbound(1, { host }), inbound(2, { host: other })];
  await json(await owner('POST', '/api/inbound', { body: { messages } }));
  await sending.ask('/start', { messages: 5 });
  expect((await sending.until(isSent)).messages).toMatchObject({ accepted: 4, 'left-out': 1 });
  expect((await sending.results('?state=left-out')).entries).toEqual([
    expect.objectContaining({ row: 1, reason: 'opted-out', attempts: 0 }),
  ]);
  expect(await toOf(gateway)).toEqual([0, 2, 3, 4].map(numberOfRow));
  expect(await sealedRows(sending)).toEqual([]);
  const { delivery } = await reported(sending, ({ delivery }) => delivery?.blocked === 1);
  expect(delivery).toMatchObject({ blocked: 1, refused: 0 });
});

test('whoever was written to lately is left out, by any campaign; who was refused was not written to', async () => {
  const gateway = await testGateway(owner);
  // Numbers of this test's own.
  const handOver = async (rows: readonly number[], settings = {}) => {
    const sending = new TestSending(await publish(owner, await newHost(), { recipients: 1_000 }), owner);
    await sending.ask('', { gateway: gateway.id, from: 'Brand', quietHours: false, ...settings });
    const messages = rows.flatMap((row) => packOf(0, [row], { to: numberOfRow(500_000 + row) }).messages);
    await sending.ask('/packs', { pack: 0, messages });
    await sending.ask('/start', { messages: rows.length });
    return sending.until(isSent).then(() => sending);
  };
  await gateway.answers({ to: numberOfRow(500_002), status: 400, times: 1 });
  await handOver([0, 1, 2]);
  const next = await handOver([1, 2, 3], { cooldownDays: 7 });
  expect((await next.results()).entries.map(({ state, reason }) => [state, reason])).toEqual([
    ['left-out', 'cooldown'],
    ['accepted', undefined],
    ['accepted', undefined],
  ]);
  // They may be written to again, which of those who opted out nobody says.
  const { delivery } = await reported(next, ({ delivery }) => delivery?.refused === 1);
  expect(delivery).toMatchObject({ blocked: 0, refused: 1 });
  const last = await handOver([1, 3]);
  expect((await last.results()).entries.map(({ state }) => state)).toEqual(['accepted', 'accepted']);
  // Of what is paused or stops nobody was sent anything, though it was looked up already: another campaign may reach them.
  const noted = async () => {
    const { seq } = placeOf((await gateway.came()).at(-1)?.id ?? '') ?? { seq: 0 };
    return runInDurableObject(
      env.WORKSPACE.getByName('main'),
      (_, { storage }) => storage.sql.exec('SELECT 1 FROM lately WHERE campaign = ?', seq).toArray().length,
    );
  };
  const held = await handedOver(owner, await newHost(), gateway, 6, { perSecond: 1 });
  await held.ask('/start', { messages: 6 });
  await held.until(({ messages }) => messages.accepted > 0);
  await held.ask('/pause');
  const before = (await held.until(({ messages }) => messages['handed-over'] === 0)).messages.accepted;
  expect(before).toBeLessThan(6);
  await expect.poll(noted).toBe(before);
  await held.ask('/resume');
  await held.until(({ messages }) => messages.accepted > before);
  await gateway.answers({ status: 402, times: 1 });
  const { messages } = await held.until(({ state }) => state === 'stopped');
  expect(messages.accepted).toBeLessThan(6);
  await expect.poll(noted).toBe(messages.accepted);
  // Of what is cancelled neither.
  const cancelled = await handedOver(owner, await newHost(), gateway, 6, { perSecond: 1 });
  await cancelled.ask('/start', { messages: 6 });
  await cancelled.until(({ messages }) => messages.accepted > 0);
  await cancelled.ask('/cancel');
  const { accepted } = (await cancelled.until(({ messages }) => messages['handed-over'] === 0)).messages;
  await expect.poll(noted).toBe(accepted);
  // Within one list, too.
  const twice = new TestSending(await publish(owner, await newHost(), { recipients: 10 }), owner);
  await twice.ask('', { gateway: gateway.id, from: 'Brand', quietHours: false, cooldownDays: 1 });
  await twice.ask('/packs', packOf(0, [0, 1], { to: numberOfRow(600_000) }));
  await twice.ask('/start', { messages: 2 });
  expect((await twice.until(isSent)).messages).toMatchObject({ accepted: 1, 'left-out': 1 });
});

// --- when ---------------------------------------------------------------------------------------------------------------------

test('it begins at the moment that was said', async () => {
  const gateway = await testGateway(owner);
  const atMs = Date.now() + 1_500;
  const sending = await started(gateway, 3, { atMs });
  expect(await sending.state()).toMatchObject({ state: 'scheduled', nextAtMs: atMs, messages: { waiting: 3 } });
  await sending.until(isSent);
  const { entries } = await sending.results();
  for (const entry of entries) expect(entry.atMs).toBeGreaterThanOrEqual(atMs);
});

test('a planned one tells whose hours begin later than it does', async () => {
  const gateway = await testGateway(owner);
  // In Copenhagen, tomorrow, an hour after midnight.
  const atMs = Math.floor(Date.now() / 86_400_000 + 1) * 86_400_000;
  const sending = await started(gateway, 3, { atMs, quietHours: true });
  const { quiet } = await sending.state();
  expect(quiet).toMatchObject([{ country: 'DK', messages: 3 }]);
  expect(quiet[0]?.untilMs).toBeGreaterThan(atMs + 3_600_000);
  await sending.ask('/cancel');
  expect((await sending.state()).quiet).toEqual([]);
  const anyHour = await started(gateway, 3, { atMs, quietHours: false });
  expect((await anyHour.state()).quiet).toEqual([]);
  await anyHour.ask('/cancel');
});

test('hours begin by the clock of the country, on days of 23 and 25 hours too', async () => {
  const at = (text: string) => Date.parse(text);
  const from = async (country: string, moment: string) => {
    const ms = await hoursFrom(country, at(moment), 'Europe/Copenhagen');
    return ms === undefined ? undefined : new Date(ms).toISOString().slice(0, 16);
  };
  expect(await from('DK', '2027-01-12T10:00:30Z')).toBe('2027-01-12T10:00');
  expect(await hoursFrom('DK', at('2027-01-12T10:00:30Z'), 'UTC')).toBe(at('2027-01-12T10:00:30Z'));
  // A Tuesday, 8:00 in Copenhagen.
  expect(await from('DK', '2027-01-12T02:10Z')).toBe('2027-01-12T07:00');
  expect(await from('DK', '2027-01-12T22:10Z')).toBe('2027-01-13T07:00');
  // The night before the clock goes forward, and before it goes back: Sundays, 9:00.
  expect(await from('DK', '2027-03-27T21:00Z')).toBe('2027-03-28T07:00');
  expect(await from('DK', '2027-10-30T21:00Z')).toBe('2027-10-31T08:00');
  // Nothing on a Sunday in France.
  expect(await from('FR', '2027-03-28T10:00Z')).toBe('2027-03-29T06:00');
  // 8:00 in Honolulu is 13:00 in New York.
  expect(await from('US', '2027-01-12T13:30Z')).toBe('2027-01-12T18:00');
  // Of a country without zones of its own the sender's stand in.
  expect(await hoursFrom('', at('2027-01-12T02:10Z'), 'Asia/Tokyo')).toBe(at('2027-01-12T02:10Z'));
});

test('recipients wait for the hours of their country, the others do not', async () => {
  const gateway = await testGateway(owner);
  const sending = await handedOver(owner, await newHost(), gateway, 2, { quietHours: true });
  const { createdAtMs } = sending.campaign;
  // Two in the morning in Denmark, eight in the evening in New York.
  const night = Date.parse('2027-01-12T01:00Z');
  setClock(night);
  await runInDurableObject(sending.stub, (_, { storage }) => {
    storage.sql.exec("UPDATE message SET country = 'US' WHERE row = 1");
    storage.sql.exec('UPDATE block SET taken_ms = ?', night);
    storage.sql.exec("UPDATE sending SET json = json_set(json, '$.eraseAtMs', ?)", night + 7 * 86_400_000);
  });
  await evictDurableObject(sending.stub);
  await sending.stub.start(createdAtMs, night);
  await runDurableObjectAlarm(sending.stub);
  const eight = Date.parse('2027-01-12T07:00Z');
  const waiting = {
    messages: { waiting: 1, accepted: 1 },
    nextAtMs: eight,
    quiet: [{ country: 'DK', untilMs: eight, messages: 1 }],
  };
  expect(await sending.stub.progress(createdAtMs)).toMatchObject(waiting);
  setClock(eight);
  await runDurableObjectAlarm(sending.stub);
  expect(await sending.stub.progress(createdAtMs)).toMatchObject({ messages: { accepted: 2 }, quiet: [] });
});

// --- numbers ------------------------------------------------------------------------------------------------------------------

test('no number and no text stands in a dump, before it is sent, while nobody knows, and after', async () => {
  const gateway = await testGateway(owner);
  await gateway.answers(
    { to: numberOfRow(0), never: true },
    { to: numberOfRow(1), status: 400, body: '{"reason":"+4520000001 no"}' },
  );
  const sending = await handedOver(owner, await newHost(), gateway, 8);
  const check = async () => {
    const all = await dump(sending);
    expect(all.length).toBeGreaterThan(100);
    for (const row of range(8)) expect(all).not.toContain(numberOfRow(row).slice(3));
    for (const word of ['Kære', 'Hilsen', 'Ærø', 'dk/abc']) expect(all).not.toContain(word);
  };
  await check();
  expect(await sealedRows(sending)).toEqual(range(8));
  await sending.ask('/start', { messages: 8 });
  await sending.until(({ messages }) => messages.unknown === 1 && messages.waiting + messages['handed-over'] === 0);
  await check();
  expect(await sealedRows(sending)).toEqual([0]);
  // The workspace has hashes of them alone.
  const stub = env.WORKSPACE.getByName('main');
  const key = await deriveNumberKey(env);
  const hash = (await loadReporting()).hashNumbers(key, Float64Array.of(Number(numberOfRow(2).slice(1))));
  const [kept, text] = await runInDurableObject(stub, (_, { storage }) => [
    storage.sql.exec('SELECT 1 FROM lately WHERE hash = ?', hash).toArray().length,
    JSON.stringify(storage.sql.exec('SELECT campaign, row, at_ms FROM lately').toArray()),
  ]);
  expect(kept).toBeGreaterThan(0);
  expect(text).not.toContain('2000000');
});

test('after seven days numbers are erased, whatever became of their messages', async () => {
  const gateway = await testGateway(owner);
  await gateway.answers({ never: true });
  const sending = await started(gateway, 4);
  await sending.until(({ messages }) => messages.unknown === 4);
  await sending.ask('/unknown', { decision: 'send-again', rows: [1] });
  await sending.ask('/pause');
  const { createdAtMs } = sending.campaign;
  const before = await sealedRows(sending);
  expect(before).toContain(0);
  const inSixDays = Date.now() + 6 * 86_400_000;
  setClock(inSixDays);
  await runDurableObjectAlarm(sending.stub);
  expect(await sealedRows(sending)).toEqual(before);
  setClock(inSixDays + 86_400_001);
  await runDurableObjectAlarm(sending.stub);
  expect(await sealedRows(sending)).toEqual([]);
  // What can be sent no more is not offered to be.
  expect(await sending.stub.decide(createdAtMs, 'send-again', null)).toBe(0);
  const progress = await sending.stub.progress(createdAtMs);
  expect((progress?.messages.waiting ?? 0) + (progress?.messages['handed-over'] ?? 0)).toBe(0);
});

test('a message that is not in its block, or whose block is damaged, is left out', async () => {
  const gateway = await testGateway(owner);
  const sending = await handedOver(owner, await newHost(), gateway, 2);
  expect((await sending.ask('/packs', packOf(1, []))).status).toBe(422);
  await runInDurableObject(sending.stub, (_, { storage }) => {
    storage.sql.exec(`INSERT INTO block(id, taken_ms, held, sealed) SELECT 7, taken_ms, 1, sealed FROM block`);
    storage.sql.exec(`INSERT INTO message SELECT 2, state, due_ms, attempts, at_ms, country, is_ucs2, segments, 7, gateway_id,
                        reason, detail, untold, mark FROM message WHERE row = 0`);
    storage.sql.exec(
      `INSERT INTO block(id, taken_ms, held, sealed) SELECT 8, taken_ms, 1, zeroblob(60) FROM block LIMIT 1`,
    );
    storage.sql.exec('UPDATE message SET block = 8 WHERE row = 1');
  });
  await sending.stub.start(sending.campaign.createdAtMs, Date.now());
  await sending.until(isSent);
  expect((await sending.results()).entries.map(({ state, reason }) => [state, reason])).toEqual([
    ['accepted', undefined],
    ['left-out', 'unreadable'],
    ['left-out', 'unreadable'],
  ]);
  expect(await toOf(gateway)).toEqual([numberOfRow(0)]);
});

test('of what was given to a caller that is no more nobody knows what came of it', async () => {
  const gateway = await testGateway(owner);
  vi.spyOn(GatewayCaller.prototype, 'call').mockImplementationOnce(async (_, desk) => {
    await desk.next([]);
    throw new Error('gone');
  });
  const sending = await started(gateway, 3);
  const { messages } = await sending.until(isSent);
  expect(messages).toMatchObject({ unknown: 3, accepted: 0, 'handed-over': 0 });
  const { entries } = await sending.results();
  expect(entries.map(({ row, state, reason }) => [row, state, reason])).toEqual(
    range(3).map((row) => [row, 'unknown', 'interrupted']),
  );
  expect(await gateway.came()).toEqual([]);
});

test('with another secret than before it stops, and no message is lost by it', async () => {
  const gateway = await testGateway(owner);
  const sending = await handedOver(owner, await newHost(), gateway, 2);
  const setCheck = (from: string) =>
    runInDurableObject(sending.stub, (_, { storage }) => {
      const { check } = storage.sql.exec<{ check: string }>("SELECT json ->> '$.check' AS 'check' FROM sending").one();
      storage.sql.exec(
        "UPDATE sending SET json = json_set(json, '$.check', ?)",
        from || check.replace(/^./, (a) => (a === 'A' ? 'B' : 'A')),
      );
      return check;
    });
  const check = await setCheck('');
  await kill(sending);
  await sending.ask('/start', { messages: 2 });
  const { stopped, messages } = await sending.until(({ state }) => state === 'stopped');
  expect([stopped?.reason, messages.waiting, await sealedRows(sending)]).toEqual(['secret', 2, [0, 1]]);
  await setCheck(check);
  await kill(sending);
  await sending.ask('/resume');
  expect((await sending.until(isSent)).messages.accepted).toBe(2);
});

test('a sender holds one campaign: another that has its number is refused', async () => {
  const gateway = await testGateway(owner);
  const sending = await handedOver(owner, await newHost(), gateway, 1);
  const told = await sending.stub.progress(sending.campaign.createdAtMs + 1).catch(String);
  expect(told).toContain('this counter is of a campaign');
});

test('who is erased is in no sender, and a campaign that is deleted leaves none of its messages', async () => {
  const gateway = await testGateway(owner);
  const sending = await handedOver(owner, await newHost(), gateway, 4);
  expect((await owner('POST', `${pathOf(sending.campaign)}/erasures`, { body: { recipient: 2 } })).status).toBe(200);
  expect((await sending.results()).entries.map(({ row }) => row)).toEqual([0, 1, 3]);
  await sending.ask('/start', { messages: 3 });
  await sending.until(isSent);
  expect(await toOf(gateway)).toEqual([0, 1, 3].map(numberOfRow));
  // Nor is it known any more that a message went out to whom is erased later.
  expect((await owner('POST', `${pathOf(sending.campaign)}/erasures`, { body: { recipient: 3 } })).status).toBe(200);
  const known = await runInDurableObject(workspaceStub(env) as never, (_, { storage }: DurableObjectState) =>
    storage.sql.exec('SELECT row FROM lately WHERE campaign = (SELECT max(seq) FROM campaign) ORDER BY row').toArray(),
  );
  expect(known).toEqual([{ row: 0 }, { row: 1 }]);
  const other = await handedOver(owner, await newHost(), gateway, 4);
  const { stub } = other;
  expect((await owner('DELETE', pathOf(other.campaign))).status).toBe(200);
  expect(await stub.progress(other.campaign.createdAtMs)).toBeNull();
  const left = await runInDurableObject(stub, (_, { storage }) =>
    storage.sql
      .exec(
        'SELECT 1 FROM message UNION ALL SELECT 1 FROM block UNION ALL SELECT 1 FROM pack UNION ALL SELECT 1 FROM sending',
      )
      .toArray(),
  );
  expect(left).toEqual([]);
});

test('the outbox keeps nothing of who is erased, nor of a campaign that is deleted', async () => {
  await owner('DELETE', '/api/outbox');
  const sentTo = async () => {
    const { entries } = await json<{ entries: { to: string }[] }>(await owner('GET', '/api/outbox'));
    return entries.map(({ to }) => to).sort();
  };
  const send = async (rows: number) => {
    const sending = await handedOver(owner, await newHost(), { id: 'outbox' }, rows);
    await sending.ask('/start', { messages: rows });
    await sending.until(isSent);
    return sending.campaign;
  };
  const [campaign, other] = [await send(3), await send(1)];
  expect(await sentTo()).toEqual([0, 0, 1, 2].map(numberOfRow));
  expect((await owner('POST', `${pathOf(campaign)}/erasures`, { body: { recipient: 1 } })).status).toBe(200);
  expect(await sentTo()).toEqual([0, 0, 2].map(numberOfRow));
  expect((await owner('DELETE', pathOf(campaign))).status).toBe(200);
  expect(await sentTo()).toEqual([numberOfRow(0)]);
  const { seq } = await runInDurableObject(workspaceStub(env) as never, (_, { storage }: DurableObjectState) =>
    storage.sql.exec<{ seq: number }>('SELECT max(seq) AS seq FROM campaign').one(),
  );
  expect((await owner('DELETE', pathOf(other))).status).toBe(200);
  expect(await sentTo()).toEqual([]);
  // What was on its way then, and comes after it.
  const outbox = await openGateway(env, 'outbox');
  const id = messageId({ seq, publishedAtMs: other.createdAtMs, row: 0 });
  const late = { to: numberOfRow(0), from: 'Brand', text: 'late', encoding: 'gsm7', segments: 1 } as const;
  expect(await outbox?.send([{ ...late, id }], new Deadline())).toMatchObject([{ is: 'accepted' }]);
  expect(await sentTo()).toEqual([]);
  expect(await outbox?.send([{ ...late, id: 'stop-0123' }], new Deadline())).toMatchObject([{ is: 'accepted' }]);
  expect(await sentTo()).toEqual([numberOfRow(0)]);
});

test('of a campaign that counts in total only a recipient is erased by row: from its sender and the outbox', async () => {
  await owner('DELETE', '/api/outbox');
  const inTotal: Partial<NewCampaign> = {
    tracking: 'aggregate',
    links: [{ kind: 'destination', url: 'https://shop.example/' }],
  };
  const sending = await handedOver(owner, await newHost(), { id: 'outbox' }, 4, {}, inTotal);
  const erase = (body: object) => owner('POST', `${pathOf(sending.campaign)}/erasures`, { body });
  expect(await json(await erase({ recipient: 2 }))).toMatchObject({ recipient: 2, hits: 0, orders: 0, optOut: 'none' });
  await sending.ask('/start', { messages: 3 });
  await sending.until(isSent);
  const sentTo = async () => {
    const { entries } = await json<{ entries: { to: string }[] }>(await owner('GET', '/api/outbox'));
    return entries.map(({ to }) => to).sort();
  };
  expect(await sentTo()).toEqual([0, 1, 3].map(numberOfRow));
  expect((await erase({ recipient: 1 })).status).toBe(200);
  expect(await sentTo()).toEqual([0, 3].map(numberOfRow));
  expect((await sending.results()).entries.map(({ row }) => row)).toEqual([0, 3]);
  await problemIn(await erase({ recipient: 4 }), 422);
  const shared = await problemIn(await erase({ link: `${sending.campaign.host}/aB3dE5fG` }), 422);
  expect(shared.errors?.[0]).toMatchObject({ pointer: '/link', code: 'shared-link' });
  const byFile = await publish(owner, await newHost(), { ...inTotal, recipients: 4 });
  await problemIn(await owner('POST', `${pathOf(byFile)}/erasures`, { body: { recipient: 0 } }), 409);
});
