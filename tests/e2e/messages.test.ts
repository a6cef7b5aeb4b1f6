/** Messages by the API, by the document's own code, against the bundle that would be deployed; and through kill -9. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Campaign, MessagesTold, OutboxMessage, Report, Token } from '../../worker/api.ts';
import { phones } from '../support/agents.ts';
import { KvStandIn } from '../support/kv-stand-in.ts';
import { askLinkHost } from '../support/link-host.ts';
import { addDomainAt, type Owner, ownerSecrets, signInAt } from '../support/owner.ts';
import { bundleWorker, Workerd } from '../support/workerd.ts';

const HOST = 's.brand.dk';
const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'klikspor-messages-'));
const run = promisify(execFile);

let kv: KvStandIn;
let server: Workerd;
let owner: Owner;
let environment: NodeJS.ProcessEnv;

beforeAll(async () => {
  kv = await KvStandIn.start();
  const vars = { ...ownerSecrets(), SETTLE_MS: '0' };
  server = await Workerd.create({ bundle: bundleWorker(), kv: kv.address, vars });
  await server.start();
  owner = await signInAt(server.origin);
  await addDomainAt(owner, server.port, HOST);
  const { secret } = await owner<Token>('POST', '/api/tokens', { name: 'shop', scopes: ['messages:send'] });
  environment = { ...process.env, KLIKSPOR_APP: server.origin, KLIKSPOR_TOKEN: secret };
});
afterAll(async () => {
  await server?.remove();
  await kv?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** The first block of a language in the document. */
function codeOf(language: string): string {
  const document = readFileSync(join(root, 'docs/messages.md'), 'utf8');
  const [, code] = new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, 'ms').exec(document) ?? [];
  if (code === undefined) throw new Error(`docs/messages.md shows no ${language}`);
  return code;
}

function written(name: string, code: string): string {
  const file = join(folder, name);
  writeFileSync(file, code);
  return file;
}

/** Everything that has gone to the outbox, once there are so many. */
async function outboxOf(least: number): Promise<readonly OutboxMessage[]> {
  for (let attempt = 0; ; attempt++) {
    const { entries } = await owner<{ entries: OutboxMessage[] }>('GET', '/api/outbox?pageLimit=250');
    if (entries.length >= least) return entries;
    if (attempt === 200) throw new Error(`${entries.length} of ${least} messages are in the outbox`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

test('the request of the document sends one message, however often it is made; its link leads and is counted', async () => {
  const told: MessagesTold[] = [];
  for (const _ of [1, 2]) {
    const { stdout } = await run('bash', ['-c', codeOf('sh')], { env: environment });
    told.push(JSON.parse(stdout) as MessagesTold);
  }
  const [first, second] = told.map(({ messages: [message] }) => message);
  expect(second?.id).toBe(first?.id);
  const sent = await outboxOf(1);
  expect(sent.map(({ to, text, segments }) => ({ to, text, segments }))).toEqual([
    { to: '+4520123456', text: first?.text, segments: first?.segments },
  ]);
  const [shop = ''] = first?.slugs ?? [];
  const followed = await askLinkHost(server.port, HOST, `/${shop}`, { ...phones[0] });
  expect([followed.status, followed.headers.location]).toEqual([302, 'https://www.brand.dk/ordre']);
  const path = `/api/campaigns/${encodeURIComponent(told[0]?.campaign ?? '')}`;
  for (let attempt = 0; ; attempt++) {
    const { totals, campaign } = await owner<Report>('GET', `${path}/report`);
    if (totals.links[0]?.hits.human === 1) {
      expect(campaign.recipients).toBe(1);
      break;
    }
    if (attempt === 200) throw new Error(`the click is not counted: ${JSON.stringify(totals.links)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
});

test('the code for JavaScript makes, prices and sends two messages, and says what is wrong with one', async () => {
  const { stdout } = await run('node', [written('messages.mjs', codeOf('js'))], { env: environment });
  const [first, second, amount, states] = stdout.trimEnd().split('\n');
  expect([first, second]).toEqual(['kunde 17 ucs2 2 not-gsm7', 'kunde 18 gsm7 1 ']);
  expect(amount).toBe('0.87 DKK');
  expect(states).toBe('waiting,waiting');
  const wrong = written('wrong.mjs', codeOf('js').replace("to: '+4520123457'", "to: '20123457'"));
  await expect(run('node', [wrong], { env: environment })).rejects.toThrow('/recipients/1/to: to is a number');
});

test('the code for Python sends a message and reads what became of it', async () => {
  const { stdout } = await run('python3', [written('messages.py', codeOf('python'))], { env: environment });
  expect(stdout).toBe('Hej kunde\nTrue\n');
  // It goes out, or waits for the hours of Denmark: what says which is in the bundle.
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  expect(server.output).not.toContain('alarm-failed');
});

test('what was told as taken survives kill -9, and a call that is made again sends nothing twice', async () => {
  const text = 'Hej {{navn}}! Se www.brand.dk/kampagne. Stop: {{afmeld}}';
  const bodyOf = (call: number) => ({
    ...{ text, host: HOST, from: 'Brand', quietHours: false },
    recipients: Array.from({ length: 100 }, (_, at) => ({
      to: `+45${40_000_000 + call * 100 + at}`,
      messageId: `kill ${call} ${at}`,
      fields: { navn: `Nr. ${at}` },
    })),
  });
  const before = (await outboxOf(1)).length;
  const answers: MessagesTold[] = [];
  for (let call = 0; call < 4; call++) {
    const asked = owner<MessagesTold>('POST', '/api/messages', bodyOf(call), 200).catch(() => null);
    await new Promise((resolve) => setTimeout(resolve, 15 + call * 25));
    await server.kill();
    await asked;
    await server.start();
    answers.push(await owner<MessagesTold>('POST', '/api/messages', bodyOf(call), 200));
  }
  const ids = answers.flatMap(({ messages }) => messages.map(({ id }) => id));
  expect(new Set(ids).size).toBe(400);
  const sent: OutboxMessage[] = [];
  for (let attempt = 0; sent.length < before + 400 && attempt < 200; attempt++) {
    sent.splice(0);
    for (let next: string | undefined = '/api/outbox?pageLimit=250'; next !== undefined; ) {
      const page: { entries: OutboxMessage[]; _links: { next?: string } } = await owner('GET', next);
      sent.push(...page.entries);
      next = page._links.next;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const numbers = sent.map(({ to }) => to).filter((to) => to.startsWith('+4540'));
  expect(numbers).toHaveLength(400);
  expect(new Set(numbers).size).toBe(400);
  const { entries } = await owner<{ entries: Campaign[] }>('GET', '/api/campaigns?pageLimit=250');
  const campaign = entries.find(({ links }) => links[0]?.url === 'https://www.brand.dk/kampagne');
  expect(campaign?.recipients).toBe(400);
}, 120_000);
