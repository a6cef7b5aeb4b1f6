/** What became of the messages: told row by row, kept by shard, and what rates divide by then. */
import { runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { beforeAll, expect, test } from 'vitest';
import type { Campaign, Recipients, Report } from '../../worker/api.ts';
import { batchId } from '../../worker/src/batch-id.ts';
import { type CampaignRecord, kvKey } from '../../worker/src/records.ts';
import { identityOf, shardOf } from '../../worker/src/shard-identity.ts';
import { DeliveryStore } from '../../worker/src/stores/delivery-store.ts';
import { counterStub } from '../../worker/src/stubs.ts';
import { addDomain, type Caller, json, pathOf, problemIn, publish, signIn, withToken } from './caller.ts';
import { batchOf, reportOf } from './support.ts';

let owner: Caller;
let made = 0;
beforeAll(async () => {
  owner = await signIn();
});

const newHost = async () => (await addDomain(owner, `d${++made}.example`)).host;
const tell = (campaign: Campaign, first: number, states: string) =>
  owner('POST', `${pathOf(campaign)}/delivery`, { body: { first, states } });
const report = async (campaign: Campaign) => json<Report>(await owner('GET', `${pathOf(campaign)}/report`));
const recipients = async (campaign: Campaign, query: string) =>
  json<Recipients>(await owner('GET', `${pathOf(campaign)}/recipients?${query}`));
const recordOf = async (campaign: Campaign) =>
  (await env.KV.get<CampaignRecord>(kvKey.campaign(campaign.host, campaign.number), 'json')) as CampaignRecord;

function rowsIn({ bitmap, rows }: Recipients): number[] {
  const octets = Uint8Array.from(atob(bitmap), (letter) => letter.charCodeAt(0));
  return Array.from({ length: rows }, (_, row) => row).filter((row) => ((octets[row >> 3] ?? 0) >> (row & 7)) & 1);
}

async function click(campaign: Campaign, rows: readonly number[], link = 0): Promise<void> {
  const record = await recordOf(campaign);
  for (let shard = 0; shard < record.shards; shard++) {
    const own = rows.filter((row) => shardOf(record, row) === shard);
    if (own.length === 0) continue;
    const batch = batchOf(own, Date.now() - 10_000, 0, link);
    await counterStub(env, record, shard).store(identityOf(record, shard), batchId(), batch);
  }
  await reportOf(record, rows.length);
}

test('rates divide by the delivered once no more than a tenth is open, and what is open is told', async () => {
  const campaign = await publish(owner, await newHost(), { recipients: 100 });
  await click(campaign, [0, 1, 2, 3]);
  const before = await report(campaign);
  expect([before.denominator, before.delivery, before.numbers.ctr.denominator]).toEqual(['sent', undefined, 100]);

  expect((await tell(campaign, 0, 'd'.repeat(40))).status).toBe(204);
  const half = await report(campaign);
  expect([half.denominator, half.numbers.ctr.denominator]).toEqual(['sent', 100]);
  expect(half.delivery).toMatchObject({ delivered: 40, open: 60 });

  await tell(campaign, 40, `${'d'.repeat(40)}ferrnnbbbb`);
  const whole = await report(campaign);
  expect([whole.denominator, whole.numbers.ctr.denominator, whole.numbers.optOut.rate.denominator]).toEqual([
    'delivered',
    80,
    80,
  ]);
  expect(whole.numbers.ctr.value).toBe(4 / 80);
  expect(whole.delivery).toEqual({
    ...{ delivered: 80, failed: 1, expired: 1, refused: 2, 'no-such-number': 2, blocked: 4, open: 10 },
  });
});

test('files come in any order and more than once; whom a message has reached it has reached', async () => {
  const host = await newHost();
  // Enough for two counters.
  const [one, other] = [
    await publish(owner, host, { recipients: 150_000 }),
    await publish(owner, host, { recipients: 150_000 }),
  ];
  expect(one.shards).toBe(2);
  const files = [
    [0, 'dofod'],
    [149_990, 'eefdoodddd'],
    [2, 'rde'],
    [0, 'ooooo'],
  ] as const;
  for (const [first, states] of files) expect((await tell(one, first, states)).status).toBe(204);
  for (const [first, states] of [...files, ...files].reverse()) await tell(other, first, states);
  const [a, b] = [await report(one), await report(other)];
  expect(a.delivery).toEqual(b.delivery);
  expect(a.delivery).toMatchObject({ delivered: 8, refused: 1, failed: 1, expired: 2, open: 149_988 });
  expect(rowsIn(await recipients(one, 'who=delivered'))).toEqual([
    0, 3, 4, 149_993, 149_996, 149_997, 149_998, 149_999,
  ]);
  expect(rowsIn(await recipients(other, 'who=failed'))).toEqual([2, 149_990, 149_991, 149_992]);
});

test('a recipient who is erased leaves no state, and a counter that was told nothing makes no table', async () => {
  const campaign = await publish(owner, await newHost(), { recipients: 10 });
  await tell(campaign, 0, 'ddd');
  const record = await recordOf(campaign);
  const stub = counterStub(env, record, 0);
  await runInDurableObject(stub, (_, { storage }) => {
    new DeliveryStore(storage).forget(identityOf(record, 0).shape, 1);
  });
  expect(rowsIn(await recipients(campaign, 'who=delivered'))).toEqual([0, 2]);
  const untold = await publish(owner, await newHost(), { recipients: 10 });
  await click(untold, [1]);
  await report(untold);
  const tables = await runInDurableObject(counterStub(env, await recordOf(untold), 0), (_, { storage }) =>
    storage.sql.exec<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table'").toArray(),
  );
  expect(tables.map(({ name }) => name)).toContain('shard');
  expect(tables.map(({ name }) => name)).not.toContain('delivery');
});

test('who clicked is told by link and on any, row by row, over all counters', async () => {
  const links = [
    { kind: 'destination', url: 'https://shop.example/a' },
    { kind: 'destination', url: 'https://shop.example/b' },
    { kind: 'opt-out' },
  ] as const;
  const campaign = await publish(owner, await newHost(), { recipients: 120_000, links: [...links] });
  await click(campaign, [0, 7, 119_999]);
  const record = await recordOf(campaign);
  for (const [row, link] of [
    [8, 1],
    [9, 2],
  ] as const) {
    const shard = shardOf(record, row);
    const batch = batchOf([row], Date.now() - 10_000, 0, link);
    await counterStub(env, record, shard).store(identityOf(record, shard), batchId(), batch);
  }
  await reportOf(record, 5);
  const all = await recipients(campaign, 'who=clicked');
  expect([all.rows, all.count]).toEqual([120_000, 4]);
  expect(rowsIn(all)).toEqual([0, 7, 8, 119_999]);
  expect(rowsIn(await recipients(campaign, 'who=clicked&link=0'))).toEqual([0, 7, 119_999]);
  expect(rowsIn(await recipients(campaign, 'link=1'))).toEqual([8]);
  // Pages opened: on the opt-out link.
  expect(rowsIn(await recipients(campaign, 'link=2'))).toEqual([9]);
  expect((await report(campaign)).totals.clickers).toBe(4);
});

test('what is not of the campaign is refused, and nothing is kept', async () => {
  const campaign = await publish(owner, await newHost(), { recipients: 10 });
  const { errors } = await problemIn(await tell(campaign, 5, 'dddddd'), 422);
  expect(errors?.[0]).toMatchObject({ pointer: '/states', code: 'too-many-rows' });
  const beyond = await problemIn(await tell(campaign, 10, 'd'), 422);
  expect(beyond.errors?.[0]).toMatchObject({ pointer: '/first', code: 'too-many-rows' });
  await problemIn(await tell(campaign, 0, 'dx'), 422);
  await problemIn(await owner('GET', `${pathOf(campaign)}/recipients?who=nobody`), 400);
  await problemIn(await owner('GET', `${pathOf(campaign)}/recipients?link=2`), 400);
  await problemIn(await owner('GET', `${pathOf(campaign)}/recipients?who=delivered&link=0`), 400);
  expect((await report(campaign)).delivery).toBeUndefined();
  const inTotal = await publish(owner, await newHost(), {
    ...{ recipients: 10, tracking: 'aggregate' },
    links: [{ kind: 'destination', url: 'https://shop.example/' }],
  });
  await problemIn(await tell(inTotal, 0, 'd'), 409);
  await problemIn(await owner('GET', `${pathOf(inTotal)}/recipients`), 409);
});

test('a token that may read campaigns may not read who clicked', async () => {
  const campaign = await publish(owner, await newHost(), { recipients: 10 });
  const reader = await withToken(owner, ['campaigns:read']);
  await problemIn(await reader('GET', `${pathOf(campaign)}/recipients`), 403);
  await problemIn(await reader('POST', `${pathOf(campaign)}/delivery`, { body: { first: 0, states: 'd' } }), 403);
});
