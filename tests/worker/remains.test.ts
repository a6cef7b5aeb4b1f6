/** What stays behind where something was erased or deleted: no more than it should, and nobody's word is lost. */
import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { Campaign, Erasure } from '../../worker/api.ts';
import { toBase64 } from '../../worker/src/octets.ts';
import { identityOf } from '../../worker/src/shard-identity.ts';
import { DeliveryStore } from '../../worker/src/stores/delivery-store.ts';
import { RemainsStore } from '../../worker/src/stores/remains-store.ts';
import { SuppressingStore } from '../../worker/src/stores/suppressing-store.ts';
import { counterStub, workspaceStub } from '../../worker/src/stubs.ts';
import { addDomain, type Caller, json, pathOf, publish, signIn } from './caller.ts';

const RECIPIENTS = 3;

let owner: Caller;
let made = 0;
beforeAll(async () => {
  owner = await signIn();
});
afterEach(() => vi.restoreAllMocks());

/** Of this test's campaign alone. */
const hashOf = (recipient: number) => Uint8Array.of(...new Array(6).fill(7), made, 1 + recipient);

function sendHashes(campaign: Campaign): Promise<Response> {
  const all = Array.from({ length: RECIPIENTS }, (_, recipient) => [...hashOf(recipient)]).flat();
  const body = { shard: 0, part: 0, hashes: toBase64(Uint8Array.from(all)) };
  return owner('POST', `${pathOf(campaign)}/number-hashes`, { body });
}

async function newCampaign() {
  const { host } = await addDomain(owner, `remains${++made}.brand.dk`);
  const campaign = await publish(owner, host, { recipients: RECIPIENTS });
  const stored = await workspaceStub(env).campaign(host, campaign.number);
  if (stored === null) throw new Error('it was published');
  const { record } = stored;
  return { campaign, counter: counterStub(env, record, 0), identity: identityOf(record, 0) };
}

/** What the set heard of a number: whether it took each stop back, the latest first. */
const heardOf = (recipient: number) =>
  runInDurableObject(workspaceStub(env), (_, { storage }) =>
    storage.sql
      .exec<{ isStart: number }>(
        'SELECT is_start AS isStart FROM suppression WHERE hash = ? ORDER BY at_ms DESC, seq DESC',
        hashOf(recipient),
      )
      .toArray()
      .map(({ isStart }) => isStart),
  );
const heard = (recipient: number, words: readonly number[], counter: DurableObjectStub) =>
  vi.waitFor(
    async () => {
      await runDurableObjectAlarm(counter);
      expect(await heardOf(recipient)).toEqual(words);
    },
    { timeout: 10_000, interval: 50 },
  );

test('who opts out once more of a deleted campaign, after taking it back there, is in the set in the end', async () => {
  const { campaign, counter, identity } = await newCampaign();
  await sendHashes(campaign);
  await counter.optOut(identity, 1, Date.now());
  await heard(1, [0], counter);
  expect((await owner('DELETE', pathOf(campaign))).status).toBe(200);
  const { publishedAtMs } = identity.shape;
  await counter.optIn(identity, 1);
  expect(await counter.isOptedOut(1, publishedAtMs)).toBe(false);
  await heard(1, [1, 0], counter);
  // By a clock that is behind, and twice.
  for (let time = 0; time < 2; time++) await counter.optOut(identity, 1, Date.now() - 60_000);
  expect(await counter.isOptedOut(1, publishedAtMs)).toBe(true);
  await heard(1, [0, 1, 0], counter);
  expect((await counter.optOuts(publishedAtMs)).recipients).toEqual([]);
});

test('hashes that are sent once more bring none back that was erased, and tell the set nothing of it', async () => {
  const { campaign, counter, identity } = await newCampaign();
  await sendHashes(campaign);
  const erasure = await owner('POST', `${pathOf(campaign)}/erasures`, { body: { recipient: 1 } });
  expect(await json<Erasure>(erasure)).toMatchObject({ optOut: 'none' });
  await counter.optOut(identity, 1, Date.now());
  await sendHashes(campaign);
  await counter.optOut(identity, 2, Date.now());
  await heard(2, [0], counter);
  expect(await heardOf(1)).toEqual([]);
  await runInDurableObject(counter, (_, { storage }) => {
    const [row] = storage.sql.exec<{ octets: ArrayBuffer }>('SELECT octets FROM number_hash').toArray();
    expect([...new Uint8Array(row?.octets ?? new ArrayBuffer())]).toEqual([
      ...hashOf(0),
      ...new Array(8).fill(0),
      ...hashOf(2),
    ]);
    expect(new SuppressingStore(storage).next(1, 10)).toEqual([]);
  });
  const zeros = await runInDurableObject(workspaceStub(env), (_, { storage }) =>
    storage.sql.exec('SELECT 1 FROM suppression WHERE hash = ?', new Uint8Array(8)).toArray(),
  );
  expect(zeros).toEqual([]);
});

test('what was told of an erased recipient’s message is gone when the answer comes, not at some time after it', async () => {
  const { campaign, counter, identity } = await newCampaign();
  expect((await owner('POST', `${pathOf(campaign)}/delivery`, { body: { first: 0, states: 'ddd' } })).status).toBe(204);
  const forget = DeliveryStore.prototype.forget;
  let isForgotten = false;
  vi.spyOn(DeliveryStore.prototype, 'forget').mockImplementation(async function (this: DeliveryStore, ...told) {
    await scheduler.wait(200);
    await forget.call(this, ...told);
    isForgotten = true;
  });
  await counter.eraseRecipient(identity, 1);
  expect(isForgotten).toBe(true);
  expect([...(await counter.recipientsIn(identity, ['delivered'])).bitmap]).toEqual([0b101]);
});

test('a counter that was only asked, and has nothing, erases nobody and says so', async () => {
  const { counter, identity } = await newCampaign();
  // Makes tables, and no row.
  await counter.isOptedOut(1, identity.shape.publishedAtMs);
  expect(await counter.eraseRecipient(identity, 1)).toMatchObject({ hits: 0, orders: 0, optOut: 'none' });
});

test('a deletion that cannot be stored leaves the counter as it was, in memory as well', async () => {
  const { counter, identity } = await newCampaign();
  await counter.optOut(identity, 1, Date.now());
  await runInDurableObject(counter, async (instance, { storage }) => {
    const real = storage.transactionSync.bind(storage);
    vi.spyOn(storage, 'transactionSync').mockImplementationOnce((work) =>
      real(() => {
        work();
        throw new Error('database or disk is full');
      }),
    );
    const asked = instance as unknown as { deleteCampaign(of: typeof identity): Promise<unknown> };
    await expect(asked.deleteCampaign(identity)).rejects.toThrow('full');
    vi.restoreAllMocks();
    expect(new RemainsStore(storage).of()).toBeNull();
  });
  expect(await counter.optOut(identity, 2, 2_000)).toBe(2_000);
  expect((await counter.report(identity)).confirmedOptOuts).toBe(2);
});
