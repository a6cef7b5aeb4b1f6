/**
 * A disk that fills up under live load, and has room again: every write of every counter fails with ENOSPC meanwhile, in
 * the real runtime with its real SQLite. What is acknowledged must be stored; what is not stored must have said so.
 */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Problem, Status } from '../../worker/api.ts';
import { phones } from '../support/agents.ts';
import { putCampaign, type TestCampaign } from '../support/campaign.ts';
import { KvStandIn } from '../support/kv-stand-in.ts';
import { askLinkHost } from '../support/link-host.ts';
import { clickFrom, type Load, pause, underLoad } from '../support/load.ts';
import { optOutsOnDisk, recipientsOnDisk } from '../support/on-disk.ts';
import { QueueStandIn } from '../support/queue-stand-in.ts';
import { randomFrom } from '../support/random.ts';
import { bundleWorker, Workerd } from '../support/workerd.ts';

const LANES = 12;

let bundle: string;
let kv: KvStandIn;
let queue: QueueStandIn;
beforeAll(async () => {
  bundle = bundleWorker();
  kv = await KvStandIn.start();
  queue = await QueueStandIn.start();
});
afterAll(async () => {
  await kv.stop();
  await queue.stop();
});

const start = async (campaign: TestCampaign, vars: Readonly<Record<string, string>>): Promise<Workerd> => {
  const server = await Workerd.create({
    bundle,
    kv: kv.address,
    queue: queue.address,
    fillable: true,
    vars: { ...campaign.secrets, SETTLE_MS: '200', PUBLISH_INTERVAL_MS: '1000', ...vars },
  });
  await server.start();
  return server;
};

/** Room, none, room again; in the middle somebody opts out. Returns who was told that the opt-out is kept. */
async function throughAFullDisk(server: Workerd, campaign: TestCampaign, load: Load): Promise<Set<number>> {
  const confirmed = new Set<number>();
  const optOut = async (recipient: number) => {
    const path = `/${campaign.slug(recipient, 1)}`;
    const ask = { ...phones[0], method: 'POST', form: '' };
    const { status, text } = await askLinkHost(server.port, campaign.record.host, path, ask);
    if (status === 303) confirmed.add(recipient);
    return { status, text };
  };
  await underLoad(load, 400);
  expect((await optOut(900_001)).status).toBe(303);
  server.fillDisk(true);
  await underLoad(load, 1_000);
  for (const recipient of [900_002, 900_003]) expect((await optOut(recipient)).status).toBe(503);
  server.fillDisk(false);
  await underLoad(load, 400);
  expect((await optOut(900_004)).status).toBe(303);
  await load.stop();
  return confirmed;
}

/** KV knows which codes were spent, and is the same for all servers of this file: each has a code of its own. */
const secretsOf = (code: string) => ({ SIGN_IN_CODE_SHA256: createHash('sha256').update(code).digest('hex') });

/** Signs in to the API; answers of it as they come. */
async function signedIn(
  { origin }: Workerd,
  code: string,
): Promise<(method: string, path: string, body?: object) => Promise<Response>> {
  const headers = { 'content-type': 'application/json', origin };
  const session = await fetch(`${origin}/api/session`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ code }),
  });
  expect(session.status).toBe(204);
  const cookie = session.headers.get('set-cookie')?.split(';')[0] ?? '';
  return (method, path, body) =>
    fetch(`${origin}${path}`, {
      method,
      headers: { ...headers, cookie },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
}

/** Hits that the log tells to be lost. */
function uncounted(server: Workerd): number {
  let hits = 0;
  for (const line of server.output.split('\n')) {
    if (line.includes('"uncounted"')) hits += (JSON.parse(line) as { readonly hits: number }).hits;
  }
  return hits;
}

const ascending = (numbers: Iterable<number>) => [...numbers].sort((a, b) => a - b);

for (const { counting, last } of [
  { counting: 'strict', last: 'klikspor-batches' },
  { counting: 'fast', last: 'klikspor-batches-dead' },
] as const) {
  test(`${counting}: clicks while the disk is full go through ${last}, and all that were answered are counted once`, async () => {
    const campaign = await putCampaign(kv, { host: `${counting}.full.example`, counting });
    const server = await start(campaign, { STRICT_DEADLINE_MS: '2000' });
    try {
      const load = clickFrom(0, server.port, campaign, LANES);
      const confirmed = await throughAFullDisk(server, campaign, load);
      await pause(1_000);
      expect(queue.waiting).toBeGreaterThan(0);
      await queue.deliver({ post: (messages) => server.post(messages, last) }, randomFrom(1));
      await server.kill();
      const stored = await recipientsOnDisk(server);
      expect(ascending(stored)).toEqual(ascending(load.answered));
      expect(ascending(optOutsOnDisk(server))).toEqual(ascending(confirmed));
      expect(load.answered.size).toBe(load.sent.size);
      expect(uncounted(server)).toBe(0);
    } finally {
      await server.remove();
    }
  });
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (let attempt = 0; !(await isSo()) && attempt < 100; attempt++) await pause(100);
}

test('with the queue out of reach too every click that is not stored is in the log and in the status, and no other', async () => {
  const campaign = await putCampaign(kv, { host: 'alone.full.example', counting: 'strict' });
  const server = await start(campaign, { STRICT_DEADLINE_MS: '2000', ...secretsOf('the first') });
  queue.refuse = 500;
  try {
    const api = await signedIn(server, 'the first');
    const load = clickFrom(0, server.port, campaign, LANES);
    const confirmed = await throughAFullDisk(server, campaign, load);
    const told = async () => ((await (await api('GET', '/api/status')).json()) as Status).losses;
    await until(async () => (await told())[0]?.hits === uncounted(server));
    expect(await told()).toMatchObject([{ campaign: 'alone.full.example:1', kind: 'uncounted' }]);
    await server.kill();
    const stored = await recipientsOnDisk(server);
    expect(new Set(stored).size).toBe(stored.length);
    const lost = uncounted(server);
    expect(lost).toBeGreaterThan(0);
    expect(stored.length + lost).toBe(load.answered.size);
    for (const recipient of stored) expect(load.answered.has(recipient)).toBe(true);
    expect(ascending(optOutsOnDisk(server))).toEqual(ascending(confirmed));
  } finally {
    queue.refuse = undefined;
    await server.remove();
  }
});

test('publishing on a full disk is a 503 that says so, nothing is published, and with room again the same request is', async () => {
  const campaign = await putCampaign(kv, { host: 'other.full.example' });
  const server = await start(campaign, secretsOf('the second'));
  try {
    const api = await signedIn(server, 'the second');
    const host = 's.full.example';
    const { text: proof } = await askLinkHost(server.port, host, '/.well-known/klikspor');
    expect((await api('POST', '/api/domains', { host, proof })).status).toBe(201);
    const draft = { name: 'Salg', host, recipients: 3, links: [{ kind: 'destination', url: 'https://brand.dk/' }] };
    server.fillDisk(true);
    const refused = await api('POST', '/api/campaigns', draft);
    expect(refused.status).toBe(503);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(((await refused.json()) as Problem).detail).toContain('nothing was published');
    // The object starts anew, on a disk that is still full.
    for (const [method, path, body] of [
      ['POST', '/api/campaigns', draft],
      ['PATCH', `/api/domains/${host}`, { senderName: 'x' }],
      ['GET', '/api/status', undefined],
    ] as const) {
      const answer = await api(method, path, body);
      expect([path, answer.status]).toEqual([path, 503]);
      expect(answer.headers.get('retry-after')).not.toBeNull();
    }
    server.fillDisk(false);
    const { entries } = (await (await api('GET', '/api/campaigns')).json()) as { entries: unknown[] };
    expect(entries).toEqual([]);
    const published = await api('POST', '/api/campaigns', draft);
    expect([published.status, await published.json()]).toMatchObject([201, { number: 1 }]);
  } finally {
    await server.remove();
  }
});
