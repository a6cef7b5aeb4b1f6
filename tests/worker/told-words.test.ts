/** What a counter is to tell the suppression set: kept until it was taken in, at its own pace, in the order it was said. */
import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { Campaign } from '../../worker/api.ts';
import { ClickCounter } from '../../worker/src/click-counter.ts';
import { toBase64 } from '../../worker/src/octets.ts';
import type { NumberWord } from '../../worker/src/rpc/suppression.ts';
import { identityOf } from '../../worker/src/shard-identity.ts';
import { SuppressingStore } from '../../worker/src/stores/suppressing-store.ts';
import { counterStub, workspaceStub } from '../../worker/src/stubs.ts';
import { Workspace } from '../../worker/src/workspace.ts';
import { addDomain, type Caller, json, pathOf, problemIn, publish, signIn } from './caller.ts';

const RECIPIENTS = 3;

let owner: Caller;
let made = 0;
beforeAll(async () => {
  owner = await signIn();
});
afterEach(() => vi.restoreAllMocks());

/** Of this test's campaign alone. */
const hashOf = (recipient: number) => Uint8Array.of(...new Array(6).fill(9), made, recipient);

function sendHashes(campaign: Campaign): Promise<Response> {
  const all = Array.from({ length: RECIPIENTS }, (_, recipient) => [...hashOf(recipient)]).flat();
  const body = { shard: 0, part: 0, hashes: toBase64(Uint8Array.from(all)) };
  return owner('POST', `${pathOf(campaign)}/number-hashes`, { body });
}

async function newCampaign() {
  const { host } = await addDomain(owner, `told${++made}.brand.dk`);
  const campaign = await publish(owner, host, { recipients: RECIPIENTS });
  const stored = await workspaceStub(env).campaign(host, campaign.number);
  if (stored === null) throw new Error('it was published');
  const { record } = stored;
  return { campaign, counter: counterStub(env, record, 0), identity: identityOf(record, 0) };
}

/** Words that the workspace took, in their order. */
function listening(): NumberWord[] {
  const heard: NumberWord[] = [];
  const take = Workspace.prototype.takeWords;
  vi.spyOn(Workspace.prototype, 'takeWords').mockImplementation(async function (this: Workspace, words) {
    const outcomes = await take.call(this, words);
    heard.push(...words);
    return outcomes;
  });
  return heard;
}

const PATIENCE = { timeout: 10_000, interval: 20 };

test('a workspace that fails is asked again after a pause, however often the alarm rings for something else', async () => {
  const { campaign, counter, identity } = await newCampaign();
  expect((await sendHashes(campaign)).status).toBe(204);
  vi.spyOn(console, 'error').mockImplementation(() => {});
  const taking = vi.spyOn(Workspace.prototype, 'takeWords').mockRejectedValue(new Error('not now'));
  await counter.optOut(identity, 0, Date.now());
  await vi.waitFor(() => expect(taking).toHaveBeenCalledOnce(), PATIENCE);
  const failedMs = Date.now();
  for (let ring = 0; ring < 5; ring++) {
    await counter.optOut(identity, 1 + (ring % 2), Date.now());
    await runDurableObjectAlarm(counter);
  }
  expect(taking).toHaveBeenCalledOnce();
  taking.mockRestore();
  const heard = listening();
  await vi.waitFor(() => expect(heard).toHaveLength(RECIPIENTS), PATIENCE);
  expect(Date.now() - failedMs).toBeGreaterThan(3_000);
  expect(heard.map(({ says, hash }) => [says, hash.at(-1)])).toEqual([
    ['stop', 0],
    ['stop', 1],
    ['stop', 2],
  ]);
});

test('who takes an opt-out back is taken at that word, though another clock, ahead of this one, told the opt-out', async () => {
  const { campaign, counter, identity } = await newCampaign();
  await sendHashes(campaign);
  const heard = listening();
  await counter.optOut(identity, 1, Date.now() + 30_000);
  await counter.optIn(identity, 1);
  await vi.waitFor(() => expect(heard).toHaveLength(2), PATIENCE);
  const [stop, start] = heard;
  expect([stop?.says, start?.says]).toEqual(['stop', 'start']);
  expect(start?.atMs).toBeGreaterThanOrEqual(stop?.atMs ?? 0);
  const isStopped = await runInDurableObject(workspaceStub(env), (_, { storage }) =>
    storage.sql
      .exec('SELECT is_start FROM suppression WHERE hash = ? ORDER BY at_ms DESC, seq DESC', hashOf(1))
      .toArray(),
  );
  expect(isStopped.map((row) => row.is_start)).toEqual([1, 0]);
});

test('who opts out again is taken at that word, though it is told with the moment of the undo, or one before it', async () => {
  const { campaign, counter, identity } = await newCampaign();
  await sendHashes(campaign);
  const heard = listening();
  const clocks = vi.spyOn(Date, 'now').mockReturnValue(Date.now());
  const nowMs = Date.now();
  for (const [recipient, aheadMs] of [0, 30_000].entries()) {
    await counter.optOut(identity, recipient, nowMs + aheadMs);
    await counter.optIn(identity, recipient);
    // In memory nothing is kept of it.
    await evictDurableObject(counter);
    expect(await counter.optOut(identity, recipient, nowMs - 5)).toBeGreaterThan(nowMs + aheadMs);
  }
  clocks.mockRestore();
  await vi.waitFor(() => expect(heard).toHaveLength(6), PATIENCE);
  const holds = await runInDurableObject(workspaceStub(env), (_, { storage }) =>
    [0, 1].map((recipient) =>
      storage.sql
        .exec(
          'SELECT is_start FROM suppression WHERE hash = ? ORDER BY at_ms DESC, seq DESC LIMIT 1',
          hashOf(recipient),
        )
        .one(),
    ),
  );
  expect(holds).toEqual([{ is_start: 0 }, { is_start: 0 }]);
});

test('who opts out by the same link once more, after it was taken back elsewhere, is opted out again', async () => {
  const { campaign, counter, identity } = await newCampaign();
  await sendHashes(campaign);
  const heard = listening();
  const stopped = async (recipient: number) =>
    (
      await runInDurableObject(workspaceStub(env), (_, { storage }) =>
        storage.sql
          .exec('SELECT is_start FROM suppression WHERE hash = ? ORDER BY at_ms DESC, seq DESC', hashOf(recipient))
          .toArray(),
      )
    ).map((row) => row.is_start);
  const firstMs = Date.now() - 200_000;
  for (const recipient of [0, 1]) await counter.optOut(identity, recipient, firstMs);
  await vi.waitFor(() => expect(heard).toHaveLength(2), PATIENCE);
  // START, and the marketer, are the set's to know.
  for (const [recipient, source] of (['keyword', 'marketer'] as const).entries()) {
    const back = { hash: hashOf(recipient), host: campaign.host, says: 'start', source } as const;
    await workspaceStub(env).takeWords([{ ...back, atMs: firstMs + 50_000 }]);
  }
  expect(await stopped(0)).toEqual([1, 0]);
  // A press that is sent twice is one.
  for (const later of [100_000, 100_000]) {
    expect(await counter.optOut(identity, 0, firstMs + later)).toBe(firstMs);
  }
  await vi.waitFor(async () => expect(await stopped(0)).toEqual([0, 1, 0]), PATIENCE);
  expect((await owner('DELETE', pathOf(campaign))).status).toBe(200);
  expect(await counter.optOut(identity, 1, firstMs + 10_000)).toBe(firstMs);
  expect(await stopped(1)).toEqual([1, 0]);
  expect(await counter.optOut(identity, 1, firstMs + 100_000)).toBe(firstMs);
  await vi.waitFor(async () => expect(await stopped(1)).toEqual([0, 1, 0]), PATIENCE);
});

test('a word that came while another, removed meanwhile, was on its way is not taken for told', async () => {
  const { campaign, counter } = await newCampaign();
  await sendHashes(campaign);
  await runInDurableObject(counter, (_, { storage }) => {
    const store = new SuppressingStore(storage);
    store.open();
    store.note(0, false, 1_000);
    const onItsWay = store.next(1, 10);
    storage.sql.exec('DELETE FROM word');
    store.note(2, false, 2_000);
    store.delivered(onItsWay);
    expect(store.next(1, 10)).toMatchObject([{ recipient: 2, atMs: 2_000 }]);
    storage.sql.exec('DELETE FROM word');
  });
});

test('a counter of another publishing takes no hashes and says why', async () => {
  const { campaign, counter, identity } = await newCampaign();
  // As after a backup was restored that did not know this number yet.
  await counter.optOut({ ...identity, shape: { ...identity.shape, publishedAtMs: 1_700_000_000_000 } }, 0, Date.now());
  await problemIn(await sendHashes(campaign), 409);
  await problemIn(await owner('GET', `${pathOf(campaign)}/number-hashes`), 409);
});

test('a counter that does not answer takes no hashes, and says that they may be sent again', async () => {
  const { campaign } = await newCampaign();
  vi.spyOn(console, 'error').mockImplementation(() => {});
  vi.spyOn(ClickCounter.prototype, 'storeHashes').mockRejectedValue(new Error('restarting'));
  vi.spyOn(ClickCounter.prototype, 'hashParts').mockRejectedValue(new Error('restarting'));
  await problemIn(await sendHashes(campaign), 503);
  await problemIn(await owner('GET', `${pathOf(campaign)}/number-hashes`), 503);
  vi.restoreAllMocks();
  expect((await sendHashes(campaign)).status).toBe(204);
  expect(await json(await owner('GET', `${pathOf(campaign)}/number-hashes`))).toMatchObject({ missing: [] });
});
