/**
 * What the bundle holds, and what of it an isolate reads: a redirect at a cold start does without what only the API and
 * alarms ask, and the first who need that get it, however many they are.
 */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { bundleKB, modulesAtOnce, modulesOf, REDIRECT_LIMIT_KB, redirectKB, WORKER_LIMIT_KB } from '../bench/bundle.ts';
import { phones } from '../support/agents.ts';
import { putCampaign, type TestCampaign } from '../support/campaign.ts';
import { KvStandIn } from '../support/kv-stand-in.ts';
import { askLinkHost } from '../support/link-host.ts';
import { ownerSecrets, signInAt } from '../support/owner.ts';
import { bundleWorker, Workerd } from '../support/workerd.ts';

const HOST = 'cold.example';
/** The API and what speaks to gateways, and the parts of the core that only they ask. */
const LATER = ['api', 'open', 'told', 'addresses', 'reporting', 'texts', 'country-profiles'];
let bundle: string;
beforeAll(() => {
  bundle = bundleWorker();
}, 60_000);

/** Of those that are loaded when asked for, by the name of its source. */
function laterModule(name: string): string {
  const found = modulesOf(bundle).filter((one) => one.startsWith(`${name}-`) && one.endsWith('.js'));
  expect(found, name).toHaveLength(1);
  return found[0] ?? '';
}

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

test('the bundle is within its budget, and an isolate reads nothing at once that only the API asks', () => {
  expect(bundleKB(bundle)).toBeLessThanOrEqual(WORKER_LIMIT_KB);
  expect(redirectKB(bundle)).toBeLessThanOrEqual(REDIRECT_LIMIT_KB);
  const atOnce = modulesAtOnce(bundle);
  expect([...atOnce].filter((name) => !/\.js$/.test(name)).sort()).toEqual(['edge.wasm', 'visitor-rules.bin']);
  for (const name of LATER) expect(atOnce).not.toContain(laterModule(name));
  // Gateways are asked by who sends, the table of endpoints by the API: neither is in what is read at once.
  const holding = (text: string) => modulesOf(bundle).filter((name) => readFileSync(join(bundle, name)).includes(text));
  for (const text of ['/v4/sms/outgoing', 'GET /api/campaigns']) {
    expect(holding(text).length, text).toBeGreaterThan(0);
    expect(
      holding(text).filter((name) => atOnce.has(name)),
      text,
    ).toEqual([]);
  }
});

test('a cold isolate redirects and counts though what only the API asks would fail to load', async () => {
  const without = mkdtempSync(join(tmpdir(), 'klikspor-bundle-'));
  cpSync(bundle, without, { recursive: true });
  for (const name of LATER) writeFileSync(join(without, laterModule(name)), "throw new Error('it was loaded');\n");
  try {
    await serving(without, async (server, campaign) => {
      expect((await follow(server, campaign, 1)).status).toBe(302);
      // It can be told: whoever needs it finds it gone.
      expect((await fetch(`${server.origin}/api/session`)).status).toBe(500);
      // What it logs comes by a pipe of its own, later than the answer on a busy machine.
      await expect.poll(() => server.output, { timeout: 10_000 }).toContain('it was loaded');
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
