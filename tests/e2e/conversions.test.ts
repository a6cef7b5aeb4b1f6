/** Orders as shops tell them: by the document's own code, and through kill -9, against the bundle that would be deployed. */
import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ConversionReport, ConversionsTold, Token } from '../../worker/api.ts';
import type { TestCampaign } from '../support/campaign.ts';
import { KvStandIn } from '../support/kv-stand-in.ts';
import { pause } from '../support/load.ts';
import { addDomainAt, type Owner, ownerSecrets, publishAt, signInAt } from '../support/owner.ts';
import { bundleWorker, Workerd } from '../support/workerd.ts';

const HOST = 's.brand.dk';
const CRASHES = Number(process.env.KLIKSPOR_CRASHES ?? 3);
const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'klikspor-shop-'));
const run = promisify(execFile);

let kv: KvStandIn;
let server: Workerd;
let owner: Owner;
let token: string;
let campaign: TestCampaign;
let environment: NodeJS.ProcessEnv;

beforeAll(async () => {
  kv = await KvStandIn.start();
  const secrets = ownerSecrets();
  server = await Workerd.create({ bundle: bundleWorker(), kv: kv.address, vars: secrets });
  await server.start();
  owner = await signInAt(server.origin);
  await addDomainAt(owner, server.port, HOST);
  campaign = await publishAt(owner, kv, secrets, HOST, { recipients: 250_000 });
  ({ secret: token = '' } = await owner<Token>('POST', '/api/tokens', { name: 'shop', scopes: ['conversions:write'] }));
  environment = { ...process.env, KLIKSPOR_APP: server.origin, KLIKSPOR_TOKEN: token, SLUG: campaign.slug(0) };
});
afterAll(async () => {
  await server?.remove();
  await kv?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const numbers = () => owner<ConversionReport>('GET', `/api/campaigns/${HOST}:${campaign.record.number}/conversions`);

/** The first block of a language in the document. */
function codeOf(language: string): string {
  const document = readFileSync(join(root, 'docs/conversions.md'), 'utf8');
  const [, code] = new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, 'ms').exec(document) ?? [];
  if (code === undefined) throw new Error(`docs/conversions.md shows no ${language}`);
  return code;
}

const order = (orderId: string, recipient: number) => ({
  ...{ slug: campaign.slug(recipient), orderId, atMs: Date.now(), value: '10.10', currency: 'DKK' },
});

test('the request of the document is taken, and taken again is a duplicate', async () => {
  const told: ConversionsTold[] = [];
  for (const _ of [1, 2]) {
    const { stdout } = await run('bash', ['-c', codeOf('sh')], { env: environment });
    told.push(JSON.parse(stdout) as ConversionsTold);
  }
  expect(told.map(({ results }) => results[0]?.outcome)).toEqual(['accepted', 'duplicate']);
});

test('the function for Node is taken, tells a refusal, and throws where klikspor refuses to listen', async () => {
  const calls = [order('node 1', 1), { ...order('node 2', 2), value: '1,5' }];
  const file = join(folder, 'shop.mjs');
  const asks = calls.map((call) => `console.log(await tellKlikspor(${JSON.stringify(call)}));`).join('\n');
  writeFileSync(file, `${codeOf('js')}\n${asks}\n`);
  const { stdout, stderr } = await run('node', [file], { env: environment });
  expect(stdout).toBe('accepted\nrefused\n');
  expect(stderr).toContain('node 2 value is an amount in decimal text');
  const failed = run('node', [file], { env: { ...environment, KLIKSPOR_TOKEN: 'klik_wrong' } });
  await expect(failed).rejects.toThrow('klikspor 401: Sign in');
});

const hasPhp = spawnSync('php', ['--version']).status === 0;
if (!hasPhp) console.warn('skipped, PHP is not installed: the function for PHP');
test.skipIf(!hasPhp)('the function for PHP is taken', async () => {
  const { slug, atMs } = order('', 3);
  const file = join(folder, 'shop.php');
  writeFileSync(file, `${codeOf('php')}\necho tell_klikspor('${slug}', 'php 1', ${atMs}, '10.10', 'DKK');\n`);
  expect((await run('php', [file], { env: environment })).stdout).toBe('accepted');
});

test(`every order is counted once through ${CRASHES} kill -9, when shops tell again what was not answered`, async () => {
  const before = await numbers();
  const batches = Array.from({ length: 40 }, (_, batch) =>
    Array.from({ length: 50 }, (_, i) => order(`crash ${batch}/${i}`, 1_000 + 37 * (50 * batch + i))),
  );
  let answered = 0;
  let retried = 0;
  /** As a shop's queue does: until there is an answer. */
  const tell = async (conversions: readonly object[]): Promise<void> => {
    for (;;) {
      const answer = await fetch(`${server.origin}/api/conversions`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ host: HOST, conversions }),
      }).catch(() => null);
      if (answer?.ok) {
        const { accepted, duplicate, refused } = (await answer.json()) as ConversionsTold;
        expect([accepted + duplicate, refused]).toEqual([conversions.length, 0]);
        answered++;
        return;
      }
      retried++;
      await pause(50);
    }
  };
  const lane = async (mine: typeof batches) => {
    for (const batch of mine) await tell(batch);
  };
  const lanes = [0, 1, 2, 3].map((n) => lane(batches.filter((_, i) => i % 4 === n)));
  for (let crash = 1; crash <= CRASHES; crash++) {
    while (answered < (crash * batches.length) / (CRASHES + 1)) await pause(1);
    await server.kill();
    await server.start();
  }
  await Promise.all(lanes);
  expect(retried).toBeGreaterThan(0);
  const after = await numbers();
  const added = batches.length * 50;
  expect(after).toMatchObject({
    conversions: before.conversions + added,
    converters: before.converters + added,
    toldBefore: 0,
  });
  const ofKroner = (report: ConversionReport) =>
    report.currencies.find(({ currency }) => currency === 'DKK')?.value ?? '0';
  const hundredths = (value: string) => BigInt(value.replace('.', ''));
  expect(hundredths(ofKroner(after)) - hundredths(ofKroner(before))).toBe(BigInt(added) * 1_010n);
  console.log(`${answered} batches answered, ${retried} told again, ${added} orders kept once, ${CRASHES} kills`);
});
