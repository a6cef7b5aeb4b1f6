/**
 * The overview of 10,000 campaigns, asked as the page asks it: the first page, in every order, searched, narrowed, and the
 * last page of all. Each answer is a page; the full list is never anywhere but in the workspace's database.
 */
import { DatabaseSync } from 'node:sqlite';
import type { Overview } from '../../worker/api.ts';
import type { CampaignRecord } from '../../worker/src/records.ts';
import type { CampaignInfo } from '../../worker/src/rpc/catalogue.ts';
import { KvStandIn } from '../support/kv-stand-in.ts';
import { addDomainAt, type Owner, ownerSecrets, publishAt, signInAt } from '../support/owner.ts';
import { bundleWorker, Workerd } from '../support/workerd.ts';

const CAMPAIGNS = 10_000;
const HOST = 's.overview.example';
const ROUNDS = 15;
const DAY_MS = 86_400_000;

const WORDS = ['børnetøj', 'flyverdragt', 'sko', 'sommer', 'udsalg', 'klub', 'nyhed', 'weekend', 'kun', 'medlemmer'];
const word = (n: number) => WORDS[n % WORDS.length] ?? '';
/** As long as two segments, different in each. */
const message = (n: number) =>
  Array.from({ length: 40 }, (_, i) => word(n * 7 + i * i + Math.floor(n / (i + 1)))).join(' ') +
  (n === 4_711 ? ' nåleøje' : '');

/** Campaigns beside the one that is there, published a few hours apart, the newest now. */
function fill(file: string): void {
  const database = new DatabaseSync(file);
  const [row] = database.prepare('SELECT record, info FROM campaign').all() as { record: string; info: string }[];
  if (row === undefined) throw new Error('there is no campaign to begin from');
  const record = JSON.parse(row.record) as CampaignRecord;
  const info = JSON.parse(row.info) as CampaignInfo;
  const put = database.prepare('INSERT INTO campaign (host, number, record, info) VALUES (?, ?, ?, ?)');
  database.exec('BEGIN');
  for (let number = 2; number <= CAMPAIGNS; number++) {
    const publishedAtMs = record.publishedAtMs - (CAMPAIGNS - number) * (DAY_MS / 10);
    const made = {
      ...info,
      name: `${word(number)} uge ${number}`,
      template: message(number),
      sentTo: 100 + (number % 9_000),
    };
    put.run(HOST, number, JSON.stringify({ ...record, number, publishedAtMs }), JSON.stringify(made));
  }
  database.exec('COMMIT');
  database.close();
}

/** What counters would have told. */
function count(file: string): void {
  const database = new DatabaseSync(file);
  database.exec(`UPDATE overview SET clickers = (seq * 37) % (1 + sent_to / 4), clicks = (seq * 37) % (1 + sent_to / 4) + seq % 50,
    opt_outs = seq % 13, early = '[${Array.from({ length: 24 }, (_, i) => 90 - 3 * i)}]', as_of_ms = published_ms`);
  database.close();
}

const NAMES: Readonly<Record<string, string>> = {
  first: 'first page, newest first, with totals',
  clicks: 'by clicks',
  name: 'by name',
  ctr: 'by CTR',
  searchOne: 'a word that one message has',
  searchMany: 'two words that hundreds have, by clicks',
  month: 'a month, by opt-outs',
  lastPages: 'the hundredth page of 100, by clicks',
  made: 'once, when a version comes that has the overview: all rows made',
};

async function asked(owner: Owner, path: string): Promise<{ ms: number; page: Overview }> {
  const begun = performance.now();
  const page = await owner<Overview>('GET', path);
  return { ms: performance.now() - begun, page };
}

const middle = (times: readonly number[]) =>
  times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN;

export async function run() {
  const kv = await KvStandIn.start();
  const secrets = ownerSecrets();
  const server = await Workerd.create({ bundle: bundleWorker(), kv: kv.address, vars: secrets });
  const figures: Record<string, number> = {};
  const failures: string[] = [];
  try {
    await server.start();
    const owner = await signInAt(server.origin);
    await addDomainAt(owner, server.port, HOST);
    await publishAt(owner, kv, secrets, HOST);
    const restarted = async (change: (file: string) => void) => {
      await server.kill();
      for (const file of server.objectFiles('Workspace')) change(file);
      await server.start();
    };
    await restarted(fill);
    // Once, when a version comes that has the overview: every row is made.
    figures['overview.10k.made.ms'] = Math.round((await asked(owner, '/api/overview')).ms);
    await restarted(count);

    const from = Date.now() - 60 * DAY_MS;
    const questions: Record<string, { readonly path: string; readonly found?: number }> = {
      first: { path: '/api/overview?archived=false', found: CAMPAIGNS },
      name: { path: '/api/overview?sort=name&order=ascending', found: CAMPAIGNS },
      clicks: { path: '/api/overview?sort=clicks', found: CAMPAIGNS },
      ctr: { path: '/api/overview?sort=ctr', found: CAMPAIGNS },
      lowestCtr: { path: '/api/overview?sort=ctr&order=ascending', found: CAMPAIGNS },
      searchOne: { path: `/api/overview?search=${encodeURIComponent('NÅLEØJE')}`, found: 1 },
      searchMany: { path: `/api/overview?search=${encodeURIComponent('børnetøj uge')}&sort=clicks` },
      searchNone: { path: '/api/overview?search=findes%20ikke', found: 0 },
      month: { path: `/api/overview?from=${from}&until=${from + 30 * DAY_MS}&sort=opt-outs` },
    };
    for (const [name, { path, found }] of Object.entries(questions)) {
      const times: number[] = [];
      for (let round = -2; round < ROUNDS; round++) {
        const { ms, page } = await asked(owner, path);
        if (round >= 0) times.push(ms);
        const campaigns = page.totals?.campaigns;
        if (found !== undefined && campaigns !== found)
          failures.push(`${name}: ${campaigns} campaigns instead of ${found}`);
      }
      figures[`overview.10k.${name}.ms`] = Math.round(10 * middle(times)) / 10;
      process.stderr.write('.');
    }
    // Page by page to the end: the last is no dearer than those before it, and each campaign comes once.
    const seen = new Set<string>();
    const times: number[] = [];
    for (let next: string | undefined = '/api/overview?sort=clicks&pageLimit=100'; next !== undefined; ) {
      const { ms, page }: { ms: number; page: Overview } = await asked(owner, next);
      times.push(ms);
      for (const { id } of page.entries) seen.add(id);
      next = page._links.next;
    }
    if (seen.size !== CAMPAIGNS) failures.push(`${seen.size} campaigns in all pages instead of ${CAMPAIGNS}`);
    figures['overview.10k.furtherPage.ms'] = Math.round(10 * middle(times.slice(1))) / 10;
    figures['overview.10k.lastPages.ms'] = Math.round(10 * middle(times.slice(-10))) / 10;
    const answer = JSON.stringify((await asked(owner, '/api/overview')).page);
    figures['overview.10k.page.bytes'] = Buffer.byteLength(answer);
  } finally {
    await server.remove();
    await kv.stop();
  }
  const lines = [
    '| asked of 10,000 campaigns | ms, median |',
    '|---|---:|',
    ...Object.entries(NAMES).map(([name, text]) => `| ${text} | ${figures[`overview.10k.${name}.ms`]} |`),
  ];
  return { figures, failures, readme: { block: 'overview', lines, measured: true } };
}
