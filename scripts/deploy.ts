// `npm run deploy`: creates what is missing in the Cloudflare account (KV namespace, queues, secrets), builds and deploys.
// What was chosen is kept in deploy.json: a link host that a later run forgot would be taken off the worker, and every
// link sent on it would be dead.
import { spawnSync } from 'node:child_process';
import { createHash, randomBytes, randomInt } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const USAGE = `usage: npm run deploy -- --app=app.brand.dk --links=s.brand.dk[,s.other.dk] [options]

  --app      host of the composer and the API; must be a zone of your account
  --links    hosts of short links; hosts of earlier deployments stay
  --eu       first deployment only: keep KV, objects and queues in the EU (the edge that answers is everywhere)
  --sign-in  make a new one-time sign-in code
  --dry-run  build and check everything, change nothing, ask nobody
  --no-build use what stands in web/dist and wasm/dist

Later deployments need no arguments: deploy.json remembers them. Keep it under version control.`;

const WORKER = 'klikspor';
/** Of wrangler.toml: what a counter does not take in time waits in the first, and what that gives up in the second. */
const QUEUES = ['klikspor-batches', 'klikspor-batches-dead'];
/** The longest there is. The retries in wrangler.toml last almost as long. */
const RETENTION = '--message-retention-period-secs=1209600';
const REMEMBERED = 'deploy.json';
const CONFIG = 'wrangler.deploy.toml';
const BACKUP = 'slug-key.secret';
/** Stands for the namespace's id where nobody is asked. */
const NO_ID = '0'.repeat(32);

function stop(message: string): never {
  console.error(`klikspor: ${message}`);
  process.exit(1);
}

const say = (message: string) => console.log(`klikspor: ${message}`);

const OPTIONS = {
  app: { type: 'string' },
  links: { type: 'string' },
  eu: { type: 'boolean' },
  'sign-in': { type: 'boolean' },
  'dry-run': { type: 'boolean' },
  'no-build': { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

/** What deploy.json remembers. */
interface Remembered {
  app?: string;
  links?: string[];
  jurisdiction?: string | null;
  /** The KV namespace's id; there once something was deployed. */
  kv?: string;
}

/** What to deploy, of the arguments and of what is remembered. */
interface Plan {
  app: string;
  links: string[];
  /** `eu`, or null: anywhere. */
  jurisdiction: string | null;
  kv: string | undefined;
  isDryRun: boolean;
  isBuilt: boolean;
  wantsCode: boolean;
}

/** What went wrong, in the words of whoever threw it. */
const wordsOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

function given() {
  try {
    return parseArgs({ options: OPTIONS }).values;
  } catch (error) {
    return stop(`${wordsOf(error)}\n\n${USAGE}`);
  }
}

/** Taking a broken file for none would begin with empty storage. */
function remembered(): Remembered {
  if (!existsSync(REMEMBERED)) return {};
  try {
    return JSON.parse(readFileSync(REMEMBERED, 'utf8'));
  } catch (error) {
    return stop(
      `${REMEMBERED} is not JSON (${wordsOf(error)}). Bring it back from version control, then run this again.`,
    );
  }
}

function chosen(): Plan {
  const values = given();
  if (values.help) {
    console.log(USAGE);
    process.exit(0);
  }
  const before = remembered();
  const app = values.app ?? before.app;
  const links = [...new Set([...(before.links ?? []), ...(values.links?.split(',') ?? [])])];
  if (app === undefined || links.length === 0) stop(`the app host and at least one link host are needed.\n\n${USAGE}`);
  for (const host of [app, ...links]) {
    if (!/^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/.test(host)) {
      stop(`"${host}" is no host name: write it in lower case, without scheme, port or path, such as s.brand.dk.`);
    }
  }
  if (links.includes(app)) stop(`${app} cannot answer both app and links: give links a host of their own.`);
  const jurisdiction = values.eu ? 'eu' : null;
  if (before.kv !== undefined && values.eu && before.jurisdiction !== 'eu') {
    stop('where data is kept cannot be changed after the first deployment: --eu would begin with empty storage.');
  }
  return {
    app,
    links,
    jurisdiction: before.kv === undefined ? jurisdiction : (before.jurisdiction ?? null),
    kv: before.kv,
    isDryRun: values['dry-run'] === true,
    isBuilt: values['no-build'] === true,
    wantsCode: values['sign-in'] === true,
  };
}

/** wrangler's own words go to the person as they are, what it answers comes back. */
function wrangler(...args: string[]): { ok: boolean; text: string; all: string } {
  const { status, stdout, stderr, error } = spawnSync('wrangler', args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, WRANGLER_SEND_METRICS: 'false' },
  });
  if (error) stop(`wrangler cannot be started: ${error.message}. Run this as: npm run deploy`);
  return { ok: status === 0, text: stdout, all: `${stdout}\n${stderr}` };
}

function must(what: string, ...args: string[]): string {
  const answer = wrangler(...args);
  if (!answer.ok) stop(`${what} failed. wrangler says:\n${answer.all}`);
  return answer.text;
}

/** The list in an answer, with whatever wrangler prints around it. */
function listIn(text: string): { id?: string; title?: string; name?: string }[] {
  return JSON.parse(text.slice(text.indexOf('['), text.lastIndexOf(']') + 1));
}

function namespaceId({ kv, jurisdiction }: Plan): string {
  const list = () => listIn(must('listing KV namespaces', 'kv', 'namespace', 'list'));
  if (kv !== undefined) {
    if (list().some(({ id }) => id === kv)) return kv;
    stop(`the KV namespace ${kv} of ${REMEMBERED} is not in this account. Is it the right account?`);
  }
  const named = () => list().find(({ title }) => title === WORKER);
  const found = named()?.id;
  if (found !== undefined) {
    say(`KV namespace "${WORKER}" is there already`);
    return found;
  }
  const where = jurisdiction === null ? [] : [`--jurisdiction=${jurisdiction}`];
  must('creating the KV namespace', 'kv', 'namespace', 'create', WORKER, '--update-config=false', ...where);
  say(`KV namespace "${WORKER}" created${jurisdiction === null ? '' : ` (${jurisdiction})`}`);
  return named()?.id ?? stop('the KV namespace was created and is not in the list yet. Run this again in a minute.');
}

function ensureQueue(queue: string, { jurisdiction, kv }: Plan): void {
  const info = wrangler('queues', 'info', queue);
  if (!info.ok) {
    const where = jurisdiction === null ? [] : [`--jurisdiction=${jurisdiction}`];
    keeping(`creating the queue ${queue}`, queue, 'queues', 'create', queue, ...where);
    say(`queue "${queue}" created${jurisdiction === null ? '' : ` (${jurisdiction})`}`);
    return;
  }
  // Like the namespace's and the objects', a queue's place is given when it is made, and never again.
  if (jurisdiction !== null && !new RegExp(`^Jurisdiction: *${jurisdiction}$`, 'm').test(info.text)) {
    const other =
      `the queue "${queue}" was made without --jurisdiction=${jurisdiction}, which cannot be changed. To have it there, ` +
      `delete it while it is empty (npx wrangler queues delete ${queue}) and run this again.`;
    if (kv === undefined) stop(other);
    say(other);
  }
  // One that an earlier version made keeps messages for four days.
  keeping(`setting how long ${queue} keeps messages`, queue, 'queues', 'update', queue);
}

/** With the longest time messages are kept. The free plan takes no more than a day, and must do with it. */
function keeping(what: string, queue: string, ...args: string[]): void {
  const answer = wrangler(...args, RETENTION);
  if (answer.ok) return;
  if (!/queue settings are invalid/i.test(answer.all)) stop(`${what} failed. wrangler says:\n${answer.all}`);
  if (args[1] === 'create') must(what, ...args);
  say(
    `the plan of this account does not let "${queue}" keep messages for 14 days: a counter that is away longer than the`,
  );
  say('queue keeps them loses clicks without a word. Choose the Workers Paid plan for real campaigns.');
}

/**
 * Names of the secrets the worker has. Only a worker that was never deployed has none: taking a failure for "none" would
 * make a new slug key, and every link sent would be dead.
 */
function secretsThere(isFirst: boolean): Set<string | undefined> {
  const answer = wrangler('secret', 'list', `--name=${WORKER}`, '--format=json');
  if (answer.ok) return new Set(listIn(answer.text).map(({ name }) => name));
  if (isFirst && /10007|does not exist|not found/i.test(answer.all)) return new Set();
  return stop(`the secrets cannot be listed, so nothing was deployed. wrangler says:\n${answer.all}`);
}

function newSecrets(there: Set<string | undefined>, wantsCode: boolean) {
  const secrets: { SLUG_KEY_1?: string; SIGN_IN_CODE_SHA256?: string } = {};
  let code: string | undefined;
  if (!there.has('SLUG_KEY_1')) secrets.SLUG_KEY_1 = randomBytes(32).toString('base64');
  if (wantsCode || !there.has('SIGN_IN_CODE_SHA256')) {
    const signs = '23456789bcdfghjkmnpqrstvwxyz';
    code = Array.from({ length: 16 }, () => signs[randomInt(signs.length)]).join('');
    secrets.SIGN_IN_CODE_SHA256 = createHash('sha256').update(code).digest('hex');
  }
  return { secrets, code };
}

/** wrangler.toml with the account's namespace: everything else is the same everywhere. */
function writeConfig(id: string): void {
  const text = readFileSync('wrangler.toml', 'utf8');
  const parts = text.split('\nid = "klikspor"\n');
  if (parts.length !== 2)
    stop('wrangler.toml has no line `id = "klikspor"`, or several: the namespace cannot be named.');
  writeFileSync(CONFIG, parts.join(`\nid = "${id}"\n`));
}

const deployArgs = ({ app, links, jurisdiction }: Plan) => [
  'deploy',
  `--config=${CONFIG}`,
  ...[app, ...links].map((host) => `--domain=${host}`),
  '--var',
  `APP_HOSTS:${app}`,
  '--var',
  `JURISDICTION:${jurisdiction ?? ''}`,
];

const plan = chosen();
const hosts = `app on ${plan.app}, links on ${plan.links.join(', ')}${plan.jurisdiction ? `, data in ${plan.jurisdiction}` : ''}`;
if (!plan.isBuilt && spawnSync('scripts/build.sh', { stdio: 'inherit' }).status !== 0) {
  stop('the build failed, so nothing was deployed.');
}

if (plan.isDryRun) {
  writeConfig(plan.kv ?? NO_ID);
  try {
    must('bundling', ...deployArgs(plan), '--dry-run', '--outdir=build/deploy');
  } finally {
    rmSync(CONFIG, { force: true });
  }
  say(`dry run: ${hosts}. Bundle and configuration are right; nothing was changed.`);
  process.exit(0);
}

if (!wrangler('whoami', '--json').ok) stop('nobody is logged in at Cloudflare. Run: npx wrangler login');
const id = namespaceId(plan);
for (const queue of QUEUES) ensureQueue(queue, plan);
const { secrets, code } = newSecrets(secretsThere(plan.kv === undefined), plan.wantsCode);
if (secrets.SLUG_KEY_1 !== undefined) {
  // Before anything is sealed with it: the account shows a secret to nobody.
  writeFileSync(BACKUP, `SLUG_KEY_1=${secrets.SLUG_KEY_1}\n`, { mode: 0o600 });
  say(
    `the slug key is in ${BACKUP}: move it to your password manager. Without it no link would open on another account.`,
  );
}
writeConfig(id);
const folder = mkdtempSync(join(tmpdir(), 'klikspor-deploy-'));
try {
  const file = join(folder, 'secrets.json');
  writeFileSync(file, JSON.stringify(secrets), { mode: 0o600 });
  const withSecrets = Object.keys(secrets).length > 0 ? [`--secrets-file=${file}`] : [];
  must('deploying', ...deployArgs(plan), ...withSecrets);
} finally {
  rmSync(folder, { recursive: true, force: true });
  rmSync(CONFIG, { force: true });
}
writeFileSync(
  REMEMBERED,
  `${JSON.stringify({ app: plan.app, links: plan.links, jurisdiction: plan.jurisdiction, kv: id }, null, 2)}\n`,
);
say(`deployed: ${hosts}.`);
if (code !== undefined) say(`open this address once to sign in: https://${plan.app}/#code=${code}`);
