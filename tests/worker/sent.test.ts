/** What report and overview call sent of a campaign that klikspor sends: what a gateway was handed and did not refuse. */
import { runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { beforeAll, expect, test } from 'vitest';
import type { Campaign, ConversionReport, MessagesTold, Overview, OverviewEntry, Report } from '../../worker/api.ts';
import { workspaceStub } from '../../worker/src/stubs.ts';
import { addDomain, type Caller, json, pathOf, publish, signIn } from './caller.ts';
import { handedOver, numberOfRow, packOf, range, TestSending, testGateway } from './sending-support.ts';

let owner: Caller;
let made = 0;
beforeAll(async () => {
  owner = await signIn();
});
const newHost = async () => (await addDomain(owner, `sent${++made}.example`)).host;
const cost = (segments: number) => ({ segments, amounts: [{ currency: 'DKK', amount: segments / 4 }] });
const reportOf = async ({ campaign }: { readonly campaign: Campaign }): Promise<Report> =>
  json<Report>(await owner('GET', `${pathOf(campaign)}/report`));
async function entryOf({ campaign }: { readonly campaign: Campaign }): Promise<OverviewEntry | undefined> {
  const { entries } = await json<Overview>(await owner('GET', `/api/overview?host=${campaign.host}`));
  return entries.find(({ id }) => id === campaign.id);
}
/** The workspace hears of it some seconds later than the report, which asks. */
const inOverview = (sending: TestSending, expected: Partial<OverviewEntry>) =>
  expect.poll(() => entryOf(sending), { timeout: 10_000 }).toMatchObject(expected);

test('what is planned is not sent, and nothing divides by it', async () => {
  const gateway = await testGateway(owner);
  const settings = { atMs: Date.now() + 3_600_000 };
  const sending = await handedOver(owner, await newHost(), gateway, 6, settings, { cost: cost(6) });
  expect((await sending.ask('/start', { messages: 6 })).status).toBe(200);
  expect((await sending.state()).state).toBe('scheduled');
  const report = await reportOf(sending);
  expect(report).toMatchObject({ sent: 0, denominator: 'sent', campaign: { recipients: 6 } });
  expect(report.cost).toEqual({ segments: 0, amounts: [{ currency: 'DKK', amount: 0 }] });
  expect(report.numbers.ctr).toMatchObject({ numerator: 0, denominator: 0 });
  expect(report.delivery).toBeUndefined();
  expect(await entryOf(sending)).toMatchObject({ recipients: 6, reached: 0, ctr: null });
  // Nobody is among those that it says were not reached, either: cancelled is not sent.
  await sending.ask('/cancel');
  await expect.poll(async () => (await reportOf(sending)).delivery, { timeout: 8_000 }).toMatchObject({ refused: 6 });
  expect(await reportOf(sending)).toMatchObject({ sent: 0, denominator: 'sent', delivery: { open: 0 } });
});

test('what stops before anything is accepted has sent nothing', async () => {
  const gateway = await testGateway(owner);
  await gateway.answers({ status: 401 });
  const sending = await handedOver(owner, await newHost(), gateway, 50);
  await sending.ask('/start', { messages: 50 });
  await sending.until(({ state }) => state === 'stopped');
  expect(await reportOf(sending)).toMatchObject({ sent: 0 });
  await inOverview(sending, { reached: 0, ctr: null });
});

test('half way, paused and cancelled: sent is what went out, and its segments and cost are', async () => {
  const gateway = await testGateway(owner, { perSecond: 10 });
  const sending = await handedOver(owner, await newHost(), gateway, 60, {}, { cost: cost(60) });
  await sending.ask('/start', { messages: 60 });
  await sending.until(({ messages }) => messages.accepted >= 12);
  await sending.ask('/pause');
  const { messages, segments } = await sending.until(({ messages }) => messages['handed-over'] === 0);
  expect(messages.accepted).toBeLessThan(60);
  const sent = messages.accepted;
  expect(segments).toBe(sent);
  const paused = await reportOf(sending);
  expect(paused).toMatchObject({ sent, denominator: 'sent', numbers: { ctr: { denominator: sent } } });
  expect(paused.cost).toEqual({ segments: sent, amounts: [{ currency: 'DKK', amount: expect.closeTo(sent / 4) }] });
  await inOverview(sending, { recipients: 60, reached: sent, ctr: 0, denominator: 'sent' });
  await sending.ask('/cancel');
  for (const one of await gateway.came()) await gateway.report(one, { id: one.id, state: 'delivered' });
  await expect
    .poll(async () => (await reportOf(sending)).delivery, { timeout: 8_000 })
    .toMatchObject({ delivered: sent, refused: 60 - sent, open: 0 });
  expect(await reportOf(sending)).toMatchObject({
    sent,
    denominator: 'delivered',
    numbers: { ctr: { denominator: sent } },
  });
  await inOverview(sending, { reached: sent });
  const { ofSent } = await json<ConversionReport>(await owner('GET', `${pathOf(sending.campaign)}/conversions`));
  expect(ofSent).toMatchObject({ denominator: sent });
});

test('who is left out or refused was sent nothing; of whom nobody knows he may have been', async () => {
  const gateway = await testGateway(owner);
  // Nobody else in this file has these numbers.
  const rows = range(30).map((row) => row + 1_000);
  const handed = async (some: readonly number[], settings = {}) => {
    const sending = new TestSending(await publish(owner, await newHost(), { recipients: 2_000 }), owner);
    await sending.ask('', { gateway: gateway.id, from: 'Brand', quietHours: false, ...settings });
    expect((await sending.ask('/packs', packOf(0, some))).status).toBe(204);
    expect((await sending.ask('/start', { messages: some.length })).status).toBe(200);
    return sending;
  };
  const first = await handed(rows.slice(0, 2));
  await first.until(({ state }) => state === 'sent');
  await gateway.answers(
    { to: numberOfRow(1_002), status: 422, body: '{"reason":"no such number"}' },
    { to: numberOfRow(1_003), never: true },
  );
  const next = await handed(rows, { cooldownDays: 7 });
  const { messages } = await next.until(({ state }) => state === 'sent');
  expect(messages).toMatchObject({ accepted: 26, 'left-out': 2, refused: 1, unknown: 1 });
  for (const one of await gateway.came()) {
    if (one.to !== numberOfRow(1_002) && one.to !== numberOfRow(1_003))
      await gateway.report(one, { id: one.id, state: 'delivered' });
  }
  await expect
    .poll(async () => (await reportOf(next)).delivery, { timeout: 8_000 })
    .toMatchObject({ delivered: 26, refused: 3, open: 1 });
  expect(await reportOf(next)).toMatchObject({ sent: 27, denominator: 'delivered' });
  // A tenth of what was sent may be open: had all been counted that it is for, most would be.
  await inOverview(next, { recipients: 2_000, reached: 26, denominator: 'delivered' });
});

test('a campaign that counts in total only says what was sent too; one that is sent by file was sent to all', async () => {
  const gateway = await testGateway(owner);
  const total = await handedOver(
    owner,
    await newHost(),
    gateway,
    5,
    { perSecond: 1 },
    { tracking: 'aggregate', contact: '+4570101010' },
  );
  await total.ask('/start', { messages: 5 });
  await total.until(({ messages }) => messages.accepted > 0);
  await total.ask('/cancel');
  const { messages } = await total.until(({ messages }) => messages['handed-over'] === 0);
  expect(messages.accepted).toBeLessThan(5);
  const sent = messages.accepted;
  expect(await reportOf(total)).toMatchObject({
    ...{ sent, campaign: { recipients: 5 }, denominator: 'sent' },
    delivery: { refused: 5 - sent, open: sent, delivered: 0 },
  });
  // No counter keeps what became of a message: the senders have the sums.
  for (const one of await gateway.came()) await gateway.report(one, { id: one.id, state: 'delivered' });
  await expect
    .poll(async () => (await reportOf(total)).delivery, { timeout: 8_000 })
    .toMatchObject({ delivered: sent, refused: 5 - sent, open: 0 });
  expect(await reportOf(total)).toMatchObject({ sent, denominator: 'delivered' });

  const byFile = { campaign: await publish(owner, await newHost(), { recipients: 40, cost: cost(40) }) };
  expect(await reportOf(byFile)).toMatchObject({ sent: 40, cost: cost(40) });
  expect(await entryOf(byFile)).toMatchObject({ recipients: 40, reached: 40, ctr: 0 });
});

test('of messages by the API sent is what went out, too', async () => {
  const gateway = await testGateway(owner, { perSecond: 10 });
  const host = await newHost();
  const body = {
    ...{ text: 'Se www.shop.example {{afmeld}}', host, from: 'Brand', gateway: gateway.id, quietHours: false },
    recipients: range(40).map((row) => ({ to: numberOfRow(row) })),
  };
  const { campaign: id = '' } = await json<MessagesTold>(await owner('POST', '/api/messages', { body }));
  const campaign = await json<Campaign>(await owner('GET', pathOf({ id })));
  const sending = new TestSending(campaign, owner);
  await sending.until(({ messages }) => messages.accepted > 0);
  await sending.ask('/cancel');
  const { messages } = await sending.until(({ messages }) => messages['handed-over'] === 0);
  const sent = messages.accepted;
  expect(sent).toBeLessThan(40);
  const numbers = { ctr: { denominator: sent } };
  expect(await reportOf(sending)).toMatchObject({ sent, numbers, campaign: { recipients: 40 } });
  await inOverview(sending, { recipients: 40, reached: sent });
});

test('a campaign that went on before its sender was asked takes up what it tells', async () => {
  const host = await newHost();
  const body = {
    ...{ text: 'Se www.shop.example {{afmeld}}', host, from: 'Brand', quietHours: false },
    recipients: range(2).map((row) => ({ to: numberOfRow(row) })),
  };
  const send = async () => json<MessagesTold>(await owner('POST', '/api/messages', { body }));
  const { campaign: id = '' } = await send();
  const campaign = await json<Campaign>(await owner('GET', pathOf({ id })));
  await inOverview(new TestSending(campaign, owner), { recipients: 2, reached: 2 });
  await runInDurableObject(workspaceStub(env) as never, (_, { storage }: DurableObjectState) => {
    storage.sql.exec("UPDATE campaign SET info = json_remove(info, '$.sent') WHERE host = ?", host);
  });
  await send();
  const sending = new TestSending(campaign, owner);
  const toldSent = async () => (await workspaceStub(env).campaign(host, campaign.number))?.info.sent;
  await expect.poll(toldSent, { timeout: 10_000 }).toMatchObject([{ messages: 4 }]);
  await owner('POST', `${pathOf({ id })}/sending/pause`);
  await send();
  expect(await reportOf(sending)).toMatchObject({ sent: 4, campaign: { recipients: 6 } });
});
