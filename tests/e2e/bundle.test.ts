/**
 * What the bundle holds, and what of it an isolate reads: a redirect at a cold start does without what finishes addresses,
 * and the first who need that get it, however many they are.
 */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { bundleKB, isLater, modulesOf, WORKER_LIMIT_KB } from '../bench/bundle.ts';
import { phones } from '../support/agents.ts';
import { putCampaign, type TestCampaign } from '../support/campaign.ts';
import { KvStandIn } from '../support/kv-stand-in.ts';
import { askLinkHost } from '../support/link-host.ts';
import { ownerSecrets, signInAt } from '../support/owner.ts';
import { bundleWorker, Workerd } from '../support/workerd.ts';

const HOST = 'cold.example';
let bundle: string;
beforeAll(() => {
  bundle = bundleWorker();
}, 60_000);

/** A worker with this bundle and a campaign; `work` asks it. */
async function serving(
  folder: string,
  work: (server: Workerd, campaign: TestCampaign) => Promise<void>,
): Promise<void> {
  const kv = await KvStandIn.start();
  const campaign = await putCampaign(kv, { host: HOST, counting: 'strict' }, ownerSecrets());
  const vars = { ...campaign.secrets, STRICT_DEADLINE_MS: '0' };
  const server = await Workerd.create({ bundle: folder, kv: kv.address, vars });
  try {
    await server.start();
    await work(server, campaign);
  } finally {
    await server.remove();
    await kv.stop();
  }
}

const follow = (server: Workerd, campaign: TestCampaign, recipient: number) =>
  askLinkHost(server.port, HOST, `/${campaign.slug(recipient)}`, { ...phones[0] });

/** Finishing a host needs it; this one is refused by what it finds. */
const askAddresses = async (server: Workerd): Promise<number[]> => {
  const owner = await signInAt(server.origin);
  const asked = Array.from({ length: 20 }, () =>
    owner<{ status: number }>('POST', '/api/domains', { host: 'no host' }, 422),
  );
  return (await Promise.all(asked)).map(({ status }) => status);
};

test('the bundle is within its budget, and nothing in it imports what finishes addresses before it is asked for', () => {
  expect(bundleKB(bundle)).toBeLessThanOrEqual(WORKER_LIMIT_KB);
  expect(modulesOf(bundle).filter(isLater)).toEqual(
    expect.arrayContaining(['addresses/addresses.js', 'addresses/addresses.mjs', 'addresses/addresses.wasm']),
  );
  const main = readFileSync(join(bundle, 'index.js'), 'utf8');
  const statically = [...main.matchAll(/\bfrom\s*"([^"]+)"/g)].map(([, from]) => from);
  expect(statically.filter((from) => from?.endsWith('edge.wasm'))).toHaveLength(1);
  expect(statically.filter((from) => from?.includes('addresses'))).toEqual([]);
  expect([...main.matchAll(/\bimport\("([^"]+)"\)/g)].map(([, from]) => from).sort()).toEqual([
    './addresses/addresses.js',
    './addresses/addresses.wasm',
  ]);
});

test('a cold isolate redirects and counts though what finishes addresses would fail to load', async () => {
  const without = mkdtempSync(join(tmpdir(), 'klikspor-bundle-'));
  cpSync(bundle, without, { recursive: true });
  writeFileSync(join(without, 'addresses/addresses.js'), "throw new Error('it was loaded');\n");
  try {
    await serving(without, async (server, campaign) => {
      expect((await follow(server, campaign, 1)).status).toBe(302);
      // It can be told: whoever needs it finds it gone.
      const owner = await signInAt(server.origin);
      await owner('POST', '/api/domains', { host: 's.shop.example' }, 500);
      expect(server.output).toContain('it was loaded');
      expect((await follow(server, campaign, 2)).status).toBe(302);
    });
  } finally {
    rmSync(without, { recursive: true });
  }
}, 60_000);

test('twenty who need it at once, the first of a cold isolate, all get it', async () => {
  await serving(bundle, async (server, campaign) => {
    expect((await follow(server, campaign, 3)).status).toBe(302);
    expect(await askAddresses(server)).toEqual(Array(20).fill(422));
  });
}, 60_000);
