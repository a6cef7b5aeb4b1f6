/**
 * `npm run deploy`. The dry run bundles with the real wrangler; what it would do to an account is played to a stand-in that
 * keeps the account in a file and answers as wrangler does.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { unstable_readConfig } from 'wrangler';

const root = fileURLToPath(new URL('../../', import.meta.url));
const HOSTS = ['--app=app.brand.dk', '--links=s.brand.dk'];

interface Account {
  namespaces: { id: string; title: string; jurisdiction?: string }[];
  queues: { name: string; jurisdiction?: string; retention?: string }[];
  /** The free plan keeps messages for a day. */
  isFree?: boolean;
  secrets: Record<string, string> | null;
  deployed: { args: string[]; config: string }[];
  loggedIn: boolean;
  /** Commands that fail with this text. */
  failing: Record<string, string>;
}

/** The parts of wrangler's configuration that are looked at. */
interface WranglerConfig {
  readonly queues: { readonly consumers?: readonly { readonly queue: string }[] | undefined };
  readonly observability?: unknown;
  readonly logpush?: boolean | undefined;
  readonly tail_consumers?: readonly unknown[] | undefined;
}

const STAND_IN = `#!/usr/bin/env node
const { readFileSync, writeFileSync } = require('node:fs');
const args = process.argv.slice(2);
const file = process.env.ACCOUNT;
const account = JSON.parse(readFileSync(file, 'utf8'));
const keep = () => writeFileSync(file, JSON.stringify(account));
const option = (name) => args.find((a) => a.startsWith('--' + name + '='))?.slice(name.length + 3);
const fail = (text) => { console.error(text); process.exit(1); };
const command = args.filter((a) => !a.startsWith('-')).slice(0, 3).join(' ');
for (const [start, text] of Object.entries(account.failing)) if (command.startsWith(start)) fail(text);
if (command === 'whoami') { if (!account.loggedIn) fail('not logged in'); console.log('{}'); }
else if (command === 'kv namespace list') console.log('proxy warning\\n' + JSON.stringify(account.namespaces));
else if (command === 'kv namespace create') {
  account.namespaces.push({ id: 'a'.repeat(32), title: args[3], jurisdiction: option('jurisdiction') });
  keep();
} else if (command.startsWith('queues')) {
  const [, verb, name] = args;
  const found = account.queues.find((queue) => queue.name === name);
  const retention = option('message-retention-period-secs');
  if (verb !== 'create' && !found) fail('no such queue');
  if (verb === 'create' && found) fail('Queue name is already taken');
  if (account.isFree && Number(retention) > 86400) fail('The specified queue settings are invalid.');
  if (verb === 'info') console.log('Queue Name: ' + name + (found.jurisdiction ? '\\nJurisdiction: ' + found.jurisdiction : '') + '\\nCreated On: now');
  if (verb === 'create') account.queues.push({ name, jurisdiction: option('jurisdiction'), retention });
  if (verb === 'update') found.retention = retention;
  keep();
}
else if (command.startsWith('secret list')) {
  if (account.secrets === null) fail('This Worker does not exist on your account. [code: 10007]');
  console.log(JSON.stringify(Object.keys(account.secrets).map((name) => ({ name }))));
} else if (command.startsWith('deploy')) {
  const file = option('secrets-file');
  account.secrets = { ...account.secrets, ...(file ? JSON.parse(readFileSync(file, 'utf8')) : {}) };
  account.deployed.push({ args, config: readFileSync(option('config'), 'utf8') });
  keep();
} else fail('unexpected: ' + args.join(' '));
`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'klikspor-deploy-test-'));
  copyFileSync(join(root, 'wrangler.toml'), join(folder, 'wrangler.toml'));
  writeFileSync(join(folder, 'wrangler'), STAND_IN);
  chmodSync(join(folder, 'wrangler'), 0o755);
  account({ namespaces: [], queues: [], secrets: null, deployed: [], loggedIn: true, failing: {} });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const account = (value: Account) => writeFileSync(join(folder, 'account.json'), JSON.stringify(value));
const found = () => JSON.parse(readFileSync(join(folder, 'account.json'), 'utf8')) as Account;

function deploy(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, 'scripts/deploy.ts'), '--no-build', ...args],
    {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, PATH: `${folder}:${process.env.PATH}`, ACCOUNT: join(folder, 'account.json') },
    },
  );
  return { status, text: `${stdout}${stderr}` };
}

test('the dry run bundles what would be deployed and leaves nothing behind', () => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, 'scripts/deploy.ts'), ...HOSTS, '--dry-run', '--no-build'],
    {
      cwd: root,
      encoding: 'utf8',
      env: { ...process.env, PATH: `${join(root, 'node_modules/.bin')}:${process.env.PATH}` },
    },
  );
  expect(stderr).toBe('');
  expect(status).toBe(0);
  expect(stdout).toContain('dry run: app on app.brand.dk, links on s.brand.dk');
  expect(readFileSync(join(root, 'build/deploy/index.js'), 'utf8')).toContain('ClickCounter');
  expect(existsSync(join(root, 'wrangler.deploy.toml'))).toBe(false);
});

test('from an empty account everything is created once; a second run creates nothing and needs no arguments', () => {
  const first = deploy(...HOSTS, '--eu');
  expect(first.status, first.text).toBe(0);
  const made = found();
  expect(made.namespaces).toEqual([{ id: 'a'.repeat(32), title: 'klikspor', jurisdiction: 'eu' }]);
  const retention = '1209600';
  expect(made.queues).toEqual([
    { name: 'klikspor-batches', jurisdiction: 'eu', retention },
    { name: 'klikspor-batches-dead', jurisdiction: 'eu', retention },
  ]);
  // Both of them, and no other, are what the configuration names.
  const config: WranglerConfig = unstable_readConfig({ config: join(root, 'wrangler.toml') });
  expect(config.queues.consumers?.map(({ queue }) => queue)).toEqual(made.queues.map(({ name }) => name));
  expect(Buffer.from(made.secrets?.SLUG_KEY_1 ?? '', 'base64')).toHaveLength(32);
  expect(made.secrets?.SIGN_IN_CODE_SHA256).toMatch(/^[0-9a-f]{64}$/);
  expect(made.deployed[0]?.args).toEqual(
    expect.arrayContaining([
      '--domain=app.brand.dk',
      '--domain=s.brand.dk',
      'APP_HOSTS:app.brand.dk',
      'JURISDICTION:eu',
    ]),
  );
  expect(made.deployed[0]?.config).toContain(`id = "${'a'.repeat(32)}"`);
  const [, code] = /https:\/\/app\.brand\.dk\/#code=([2-9b-z]{16})\n/.exec(first.text) ?? [];
  expect(code).toBeDefined();
  // Secrets are neither printed nor left where they would be committed.
  expect(first.text).not.toContain(made.secrets?.SLUG_KEY_1);
  expect(readFileSync(join(folder, 'slug-key.secret'), 'utf8')).toBe(`SLUG_KEY_1=${made.secrets?.SLUG_KEY_1}\n`);
  expect(existsSync(join(folder, 'wrangler.deploy.toml'))).toBe(false);

  const second = deploy();
  expect(second.status, second.text).toBe(0);
  const same = found();
  expect(same.secrets).toEqual(made.secrets);
  expect(same.namespaces).toEqual(made.namespaces);
  expect(same.queues).toEqual(made.queues);
  expect(same.deployed).toHaveLength(2);
  expect(second.text).not.toContain('#code=');
});

test('an argument or a memory that cannot be read is told in a sentence, and nothing is asked for', () => {
  for (const [argument, said] of [
    ['--link=s.brand.dk', "Unknown option '--link'"],
    ['s.brand.dk', "Unexpected argument 's.brand.dk'"],
    ['--eu=yes', "Option '--eu' does not take an argument"],
  ] as const) {
    const { status, text } = deploy(...HOSTS, argument);
    expect(status, argument).toBe(1);
    expect(text).toMatch(/^klikspor: /);
    expect(text).toContain(said);
    expect(text).toContain('usage: npm run deploy');
    expect(text).not.toMatch(/^ +at /m);
  }
  // Taken for none, it would begin with empty storage.
  writeFileSync(join(folder, 'deploy.json'), '{"app": "app.brand.dk", <<<<<<< HEAD');
  const { status, text } = deploy(...HOSTS);
  expect(status).toBe(1);
  expect(text).toMatch(/^klikspor: deploy\.json is not JSON \(.*\)\. Bring it back from version control/);
  expect(found()).toMatchObject({ namespaces: [], queues: [], secrets: null, deployed: [] });
});

test('queues that an earlier version made keep messages for 14 days from now on, and the second is added', () => {
  deploy(...HOSTS);
  account({ ...found(), queues: [{ name: 'klikspor-batches' }] });
  expect(deploy().status).toBe(0);
  const retention = '1209600';
  expect(found().queues).toEqual([
    { name: 'klikspor-batches', retention },
    { name: 'klikspor-batches-dead', retention },
  ]);
});

test('a queue that knows no place is never taken for one in the EU', () => {
  account({ ...found(), queues: [{ name: 'klikspor-batches' }] });
  const first = deploy(...HOSTS, '--eu');
  expect(first.status).toBe(1);
  expect(first.text).toContain('"klikspor-batches" was made without --jurisdiction=eu, which cannot be changed');
  expect(found().deployed).toEqual([]);
  // A deployment that has had it all along goes on, and is told each time.
  account({ ...found(), queues: [] });
  expect(deploy(...HOSTS, '--eu').status).toBe(0);
  account({ ...found(), queues: [{ name: 'klikspor-batches' }] });
  const later = deploy();
  expect(later.status, later.text).toBe(0);
  expect(later.text).toContain('was made without --jurisdiction=eu');
  expect(found().queues[1]).toMatchObject({ name: 'klikspor-batches-dead', jurisdiction: 'eu' });
});

test('on the free plan the queues keep messages for as long as they may, and the person is told', () => {
  account({ ...found(), isFree: true });
  const { status, text } = deploy(...HOSTS);
  expect(status, text).toBe(0);
  expect(found().queues).toEqual([{ name: 'klikspor-batches' }, { name: 'klikspor-batches-dead' }]);
  expect(text).toContain('does not let "klikspor-batches-dead" keep messages for 14 days');
});

test('what is deployed keeps no log of requests: no invocation logs, no traces', () => {
  deploy(...HOSTS);
  const config = join(folder, 'deployed.toml');
  writeFileSync(config, found().deployed[0]?.config ?? '');
  for (const file of [config, join(root, 'wrangler.toml')]) {
    const { observability, logpush, tail_consumers }: WranglerConfig = unstable_readConfig({ config: file });
    expect(observability).toEqual({
      enabled: true,
      redact_query_string: true,
      logs: { enabled: true, invocation_logs: false },
      traces: { enabled: false },
    });
    expect([logpush, tail_consumers ?? []]).toEqual([undefined, []]);
  }
});

test('a link host is never taken off by forgetting it', () => {
  deploy(...HOSTS);
  expect(deploy('--links=s.other.dk').status).toBe(0);
  expect(found().deployed[1]?.args).toEqual(
    expect.arrayContaining(['--domain=app.brand.dk', '--domain=s.brand.dk', '--domain=s.other.dk']),
  );
});

test('a new sign-in code leaves the slug key alone', () => {
  deploy(...HOSTS);
  const before = found().secrets;
  expect(deploy('--sign-in').text).toContain('#code=');
  const after = found().secrets;
  expect(after?.SLUG_KEY_1).toBe(before?.SLUG_KEY_1);
  expect(after?.SIGN_IN_CODE_SHA256).not.toBe(before?.SIGN_IN_CODE_SHA256);
});

test('when the secrets cannot be listed no key is made, and nothing is deployed', () => {
  deploy(...HOSTS);
  const before = found();
  for (const text of ['fetch failed', 'This Worker does not exist on your account. [code: 10007]']) {
    account({ ...before, failing: { 'secret list': text } });
    const answer = deploy();
    expect(answer.status).toBe(1);
    expect(answer.text).toContain('the secrets cannot be listed, so nothing was deployed');
    expect(found().deployed).toHaveLength(1);
    expect(found().secrets).toEqual(before.secrets);
  }
});

test.each<[string, Partial<Account>, string[], string]>([
  ['nobody is logged in', { loggedIn: false }, HOSTS, 'npx wrangler login'],
  ['hosts are missing', {}, [], 'usage: npm run deploy'],
  ['a host is an address', {}, ['--app=https://a.dk', '--links=s.dk'], 'is no host name'],
  ['app and links share a host', {}, ['--app=s.brand.dk', '--links=s.brand.dk'], 'cannot answer both'],
  [
    'the queue cannot be made',
    { failing: { 'queues create': 'no plan' } },
    HOSTS,
    'creating the queue klikspor-batches failed',
  ],
])('it stops and says why when %s', (_, changes, args, reason) => {
  account({ ...found(), ...changes });
  const answer = deploy(...args);
  expect(answer.status).toBe(1);
  expect(answer.text).toContain(reason);
  expect(found().deployed).toEqual([]);
});

test('another account, or another place for the data, is not taken by accident', () => {
  deploy(...HOSTS);
  const before = found();
  expect(deploy('--eu').text).toContain('cannot be changed after the first deployment');
  account({ ...before, namespaces: [] });
  expect(deploy().text).toContain('is not in this account');
  expect(found().deployed).toHaveLength(1);
});
