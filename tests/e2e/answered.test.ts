/**
 * What the API answered is on disk: workerd is killed right behind each answer, and in the midst of judging a campaign anew.
 * The worker is the bundle that would be deployed.
 */
import { load } from 'klikspor/sending';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Judgement, NumberHashes, Recipients, Report, Share, Token } from '../../worker/api.ts';
import type { TestCampaign } from '../support/campaign.ts';
import { KvStandIn } from '../support/kv-stand-in.ts';
import { clickFrom, pause, underLoad } from '../support/load.ts';
import { addDomainAt, type Owner, ownerSecrets, publishAt, signInAt } from '../support/owner.ts';
import { bundleWorker, Workerd } from '../support/workerd.ts';

const HOST = 's.answered.example';
const CRASHES = Number(process.env.KLIKSPOR_CRASHES ?? 4);
const RECIPIENTS = 20_000;

const { hashNumbers } = await load();

let kv: KvStandIn;
let server: Workerd;
let owner: Owner;
let token: string;
let campaign: TestCampaign;

beforeAll(async () => {
  kv = await KvStandIn.start();
  const secrets = ownerSecrets();
  server = await Workerd.create({
    bundle: bundleWorker(),
    kv: kv.address,
    vars: { ...secrets, SETTLE_MS: '100', PUBLISH_INTERVAL_MS: '1000' },
  });
  await server.start();
  owner = await signInAt(server.origin);
  await addDomainAt(owner, server.port, HOST);
  campaign = await publishAt(owner, kv, secrets, HOST, { recipients: RECIPIENTS });
  ({ secret: token = '' } = await owner<Token>('POST', '/api/tokens', { name: 'all', scopes: ['admin'] }));
});
afterAll(async () => {
  await server?.remove();
  await kv?.stop();
});

const ask = (method: string, path: string, body?: object): Promise<Response> =>
  fetch(server.origin + path, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
const path = (rest: string) => `/api/campaigns/${encodeURIComponent(`${HOST}:1`)}/${rest}`;
const get = async <T>(rest: string) => (await (await ask('GET', path(rest))).json()) as T;

/** Whoever hears the answer sees the process die. */
async function answeredBefore9(method: string, where: string, body: object): Promise<Response> {
  const answer = await ask(method, where, body);
  const octets = await answer.arrayBuffer();
  await server.kill();
  await server.start();
  return new Response(answer.status === 204 ? null : octets, { status: answer.status });
}

test('states of messages, hashes of numbers, links to a report, words of people and opt-outs told otherwise stand', async () => {
  const told = await answeredBefore9('POST', path('delivery'), { first: 3, states: 'ddbn' });
  expect(told.status).toBe(204);
  const { count, bitmap } = await get<Recipients>('recipients?who=delivered');
  expect([count, Buffer.from(bitmap, 'base64')[0]]).toEqual([2, 0b11000]);
  expect((await get<Recipients>('recipients?who=unreachable')).count).toBe(2);

  const key = await owner<{ secret: string }>('GET', '/api/number-key');
  const numbers = Float64Array.from({ length: RECIPIENTS }, (_, recipient) => 4_520_000_000 + recipient);
  const hashes = hashNumbers(Buffer.from(key.secret, 'hex'), numbers);
  const { missing, hashesInPart } = await get<NumberHashes>('number-hashes');
  for (const { shard, part } of missing) {
    const own = hashes.subarray(8 * part * hashesInPart, 8 * (part + 1) * hashesInPart);
    const body = { shard, part, hashes: Buffer.from(own).toString('base64') };
    expect((await answeredBefore9('POST', path('number-hashes'), body)).status).toBe(204);
  }
  expect(missing).toHaveLength(2);
  expect((await get<NumberHashes>('number-hashes')).missing).toEqual([]);

  const share = await answeredBefore9('POST', path('shares'), { name: 'Bestyrelsen', days: 1 });
  const { id, secret } = (await share.json()) as Share;
  expect((await ask('POST', '/api/shared-report', { secret })).status).toBe(200);
  const revoked = await ask('DELETE', path(`shares/${id}`));
  await server.kill();
  await server.start();
  expect([revoked.status, (await ask('POST', '/api/shared-report', { secret })).status]).toEqual([204, 404]);

  const stop = { from: '+4520999999', text: 'STOP' };
  const stopped = { word: 'stop', stopped: [{ host: null }] };
  const first = await answeredBefore9('POST', '/api/inbound', { messages: [stop] });
  expect(await first.json()).toMatchObject({ understood: [{ ...stopped, hasChanged: true }] });
  const again = await answeredBefore9('POST', '/api/inbound', { messages: [stop] });
  expect(await again.json()).toMatchObject({ understood: [{ ...stopped, hasChanged: false }] });

  const others = { host: null, hashes: Buffer.from(hashes.subarray(0, 16)).toString('base64') };
  for (const added of [2, 0]) {
    const answer = await answeredBefore9('POST', '/api/suppressions', { ...others, source: 'import' });
    expect(await answer.json()).toEqual({ added });
  }
  for (const removed of [2, 0]) {
    const answer = await answeredBefore9('POST', '/api/suppressions/removals', { ...others, reason: 'Fejl' });
    expect(await answer.json()).toEqual({ removed });
  }
}, 120_000);

test(`judging anew, cut off by ${CRASHES} kill -9, loses no hit and doubles none`, async () => {
  const load = clickFrom(0, server.port, campaign, 12);
  await underLoad(load, 1_500, 1_500);
  await load.stop();
  const clicks = async () => (await get<Report>('report')).numbers.clicks;
  const followed = load.answered.size;
  for (let attempt = 0; attempt < 100 && (await clicks()) < followed; attempt++) await pause(100);
  expect(await clicks()).toBe(followed);

  let cutOff = 0;
  for (let crash = 0; crash < CRASHES; crash++) {
    const judging = ask('POST', path('judgement')).then(
      async (answer) => void (await answer.arrayBuffer()),
      () => {
        cutOff++;
      },
    );
    await pause(5 + 15 * crash);
    await server.kill();
    await judging;
    await server.start();
    const { numbers, totals, pending } = await get<Report>('report');
    expect([numbers.clicks, numbers.uniqueClicks, totals.clickers, pending]).toEqual([followed, followed, followed, 0]);
  }
  const found = (await (await ask('POST', path('judgement'))).json()) as Judgement;
  expect(found).toMatchObject({ unchangedShards: 0, before: { clicks: followed }, after: { clicks: followed } });
  console.log(`${followed} clicks, judged anew ${CRASHES + 1} times, ${cutOff} of them cut off`);
}, 120_000);
