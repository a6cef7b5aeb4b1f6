/**
 * Beside the build of 657b0fb, before the core got its Embind classes: both in this run, turn by turn. A figure above 1
 * says that the build of this tree is faster. `--old=FOLDER` takes the old build from there, `--only=NAME` measures one.
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type CampaignShape, load } from 'klikspor/edge';
import { phones } from '../support/agents.ts';
import { FIELD_MESSAGE, sampleList } from '../support/drive.ts';
import type { Workerd } from '../support/workerd.ts';
import { beside, closedLoop, inTurn, median, type Target } from './load.ts';
import { oldBuild } from './old-build.ts';
import { run as runSegments } from './segments.bench.ts';
import { newSide } from './sides/new-side.ts';
import { oldSide } from './sides/old-side.ts';
import type { NumberedBatch, Side } from './sides/side.ts';

const here = join(import.meta.dirname, '../..');

const LIST = 100_000;
const PLANNED_TEMPLATE =
  'Kære {{navn|kunde}}, din pakke fra {{butik}} ligger klar i {{by}} indtil fredag. Sådan henter du den: www.barnetsverden.dk/pages/hent-din-pakke Afmeld: {{afmeld}}';
const RENDERED_TEMPLATE =
  'Kære {{navn|kunde}}, du har nu adgang for alle andre: www.barnetsverden.dk/pages/du-har-adgang-for-alle-andre Afmeld: {{afmeld}}';
const TYPED = ' Vi ses i butikken i weekenden, hilsen os alle sammen.';

/** Numbers of the two builds, a turn each: milliseconds, or answers a second. */
interface Turns {
  readonly old: number[];
  readonly new: number[];
}
const failures: string[] = [];
const notes: string[] = [];

/** Long enough for an engine that shares the processor to compile both in earnest. */
const WARM_MS = 2_000;

/** Times both, the order changing with every round, once both have warmed up. */
async function times(
  rounds: number,
  warmMs: number,
  work: (side: 'old' | 'new', round: number) => number | Promise<number>,
): Promise<Turns> {
  const turns: Turns = { old: [], new: [] };
  for (const side of ['old', 'new'] as const) {
    const from = performance.now();
    for (let round = -1; round > -3 || performance.now() - from < warmMs; round--) await work(side, round);
  }
  for (let round = 0; round < rounds; round++) {
    for (const side of inTurn(['old', 'new'] as const, round)) turns[side].push(await work(side, round));
    process.stderr.write('.');
  }
  process.stderr.write('\n');
  return turns;
}

/** How many times faster the new build is, by milliseconds: the median of the rounds, in each of which both had a turn. */
function fasterBy(what: string, turns: Turns): number {
  notes.push(`${what}: ${ms(median(turns.old))} before, ${ms(median(turns.new))} now`);
  return Number(median(turns.old.map((was, round) => was / (turns.new[round] ?? Number.NaN))).toFixed(3));
}

const ms = (value: number) => `${value < 1 ? `${(value * 1000).toFixed(1)} µs` : `${value.toFixed(2)} ms`}`;

function timed<T>(work: () => T): { readonly ms: number; readonly value: T } {
  const from = performance.now();
  const value = work();
  return { ms: performance.now() - from, value };
}

export async function run() {
  const root = oldBuild();
  const sides: Sides = { old: await oldSide(root), new: await newSide() };
  const parts: Readonly<Record<string, () => Promise<Record<string, number>>>> = {
    replan: async () => ({ 'door.replan.vsOld': await replan(sides) }),
    render: async () => ({ 'door.render.vsOld': await render(sides) }),
    keystroke: async () => ({ 'door.keystroke.vsOld': await keystroke(sides) }),
    fold: async () => ({ 'door.fold100k.vsOld': await fold(sides) }),
    redirect: async () => ({ 'door.redirect.vsOld': await redirect(root) }),
    single,
  };
  const only = process.argv.find((argument) => argument.startsWith('--only='))?.slice('--only='.length);
  if (only !== undefined && parts[only] === undefined)
    throw new Error(`--only is ${only}; there are: ${Object.keys(parts).join(' ')}`);
  const figures: Record<string, number> = {};
  for (const [name, measure] of Object.entries(parts)) {
    if (only !== undefined && only !== name) continue;
    process.stderr.write(`${name} `);
    Object.assign(figures, await measure());
  }
  return { figures, notes, failures };
}

type Sides = Readonly<Record<'old' | 'new', Side>>;

// --- a list ---------------------------------------------------------------------------------------------------------

const COLUMNS = ['mobil', 'navn', 'butik', 'by'];

/** Every tenth value of each of the three fields is outside GSM-7. */
function rows(): string[][] {
  const names = ['Mette', 'Søren', 'Åse', 'Peter', 'Kirsten', 'Jens', 'Anne Marie', 'Ole', 'Gitte'];
  const shops = ['Barnets Verden', 'Legehjørnet', 'Tøj & Sko', 'Børnehuset', 'Lille Ven'];
  const cities = ['Aarhus', 'Rødovre', 'København K', 'Næstved', 'Ry', 'Hjørring', 'Ærøskøbing'];
  const pick = (from: readonly string[], odd: string, row: number, shift: number) =>
    (row + shift) % 10 === 0 ? odd : (from[(row * 7 + shift) % from.length] ?? '');
  return Array.from({ length: LIST }, (_, row) => [
    `+45${20_000_000 + row}`,
    pick(names, 'Zoë Łukasz', row, 0),
    pick(shops, 'Café “Çelebi”', row, 3),
    pick(cities, 'Łódź', row, 6),
  ]);
}

/** Texts that nobody has planned before, in a turn. */
const EDITS = 5;

async function replan(sides: Sides): Promise<number> {
  const all = rows();
  const lists = { old: sides.old.list(COLUMNS, all), new: sides.new.list(COLUMNS, all) };
  const middle = PLANNED_TEMPLATE.length / 2;
  const segments = { old: 0, new: 0 };
  const turns = await times(40, WARM_MS, (side, round) => {
    const texts = Array.from(
      { length: EDITS },
      (_, edit) =>
        `${PLANNED_TEMPLATE.slice(0, middle)}${1_000 + round * EDITS + edit}${PLANNED_TEMPLATE.slice(middle)}`,
    );
    const { ms: took, value } = timed(() => texts.reduce((sum, text) => sum + lists[side].replan(text), 0));
    if (round >= 0) segments[side] += value;
    return took / EDITS;
  });
  if (segments.old !== segments.new) failures.push(`replan: ${segments.old} segments before, ${segments.new} now`);
  return fasterBy(`${LIST} recipients planned again`, turns);
}

async function render(sides: Sides): Promise<number> {
  const all = rows();
  const lists = { old: sides.old.list(COLUMNS, all), new: sides.new.list(COLUMNS, all) };
  const slugs = new Uint8Array(LIST * 2 * 8).fill('b'.charCodeAt(0));
  const octets = { old: 0, new: 0 };
  const turns = await times(15, WARM_MS, (side) => {
    const { ms: took, value } = timed(() => lists[side].csv(RENDERED_TEMPLATE, slugs));
    octets[side] = value.length;
    return took;
  });
  if (octets.old !== octets.new) failures.push(`render: ${octets.old} octets before, ${octets.new} now`);
  return fasterBy(`${LIST} messages as CSV`, turns);
}

// --- a key press ----------------------------------------------------------------------------------------------------

/** With a long list loaded, which is counted only when the hands rest: what stands between a key and its letter. */
async function keystroke(sides: Sides): Promise<number> {
  for (const side of [sides.old, sides.new]) {
    const { octets } = sampleList(LIST);
    const size = await side.engine.load(new File([new Uint8Array(octets)], 'kunder.csv'));
    if (size !== LIST) failures.push(`keystroke: ${size} recipients loaded instead of ${LIST}`);
  }
  const texts = Array.from(TYPED, (_, at) => FIELD_MESSAGE + TYPED.slice(0, at + 1));
  const shown = { old: '', new: '' };
  const turns = await times(60, WARM_MS, async (side) => {
    const from = performance.now();
    for (const text of texts) shown[side] = await sides[side].engine.press(text);
    return (performance.now() - from) / texts.length;
  });
  if (shown.old !== shown.new) failures.push(`keystroke: shown was ${shown.old}, is ${shown.new}`);
  return fasterBy('a key press', turns);
}

// --- a counter ------------------------------------------------------------------------------------------------------

const HITS = 100_000;
const HITS_A_SECOND = 768;
/** As `npm run bench -- cost` has it for 100,000 recipients and one isolate a location. */
const HITS_A_BATCH = 13;
const SETTLE_MS = 3_000;

/** The burst of a campaign, second by second: in each some batches come, and a copy is written, as often as KV takes one. */
async function fold(sides: Sides): Promise<number> {
  const publishedAtMs = 1_795_800_000_000;
  const shape: CampaignShape = {
    recipients: 250_000,
    links: ['destination', 'opt-out'],
    shards: 1,
    shard: 0,
    tracking: 'recipient',
    publishedAtMs,
  };
  const seconds = await burst(publishedAtMs);
  const outcome = { old: '', new: '' };
  const turns = await times(15, WARM_MS, (side) => {
    const counter = sides[side].counter(shape);
    const { ms: took } = timed(() => {
      for (const [second, batches] of seconds.entries()) {
        counter.fold(batches, publishedAtMs + second * 1_000 - SETTLE_MS);
        counter.report();
      }
      counter.fold([], publishedAtMs + seconds.length * 1_000 + 10_000);
    });
    const { counted, waiting } = counter.report();
    outcome[side] = `${counted} counted, ${waiting} waiting`;
    if (counter.octets() < 100_000) failures.push(`fold, ${side}: a state of ${counter.octets()} octets was kept`);
    counter.end();
    return took;
  });
  if (outcome.old !== outcome.new || outcome.new !== `${HITS} counted, 0 waiting`)
    failures.push(`fold: ${outcome.old} before, ${outcome.new} now`);
  return fasterBy(`${HITS} hits settled`, turns);
}

async function burst(fromMs: number): Promise<NumberedBatch[][]> {
  const edge = await load();
  const seconds: NumberedBatch[][] = [];
  let seq = 0;
  for (let first = 0; first < HITS; first += HITS_A_BATCH) {
    using batch = edge.createHitBatch();
    for (let hit = first; hit < Math.min(first + HITS_A_BATCH, HITS); hit++) {
      batch.append([
        {
          atMs: fromMs + Math.floor((hit * 1_000) / HITS_A_SECOND),
          recipient: (hit * 7_919) % 250_000,
          link: hit % 20 === 0 ? 1 : 0,
          class: 'human',
          reason: 'person',
          rules: 20_261_129,
          userAgent: phones[hit % 2]?.userAgent ?? '',
          country: 'DK',
          asn: 3292,
          signals: 8,
        },
      ]);
    }
    const second = Math.floor(first / HITS_A_SECOND);
    const batches = seconds[second] ?? [];
    seconds[second] = batches;
    for (const { bytes } of batch.pack()) batches.push({ seq: ++seq, bytes });
  }
  return seconds;
}

// --- a redirect -----------------------------------------------------------------------------------------------------

const CONNECTIONS = 32;
const TURN_SECONDS = 0.25;
const REDIRECT_WARM_MS = 5_000;
/** Two processes of one build differ by some 3 %, from start to end: by where their memory lies, and when they compiled what. */
const PAIRS = 8;
const ROUNDS = 30;

/**
 * A counted redirect, each build as its own tools bundle and serve it, by the processor time that the server takes for
 * an answer and for counting it, as the load shares the machine with it. Until both have compiled what they will, for
 * that time counts, too.
 */
async function redirect(oldRoot: string): Promise<number> {
  const roots = { old: oldRoot, new: here };
  const micros: Turns = { old: [], new: [] };
  const rates: Turns = { old: [], new: [] };
  for (let pair = 0; pair < PAIRS; pair++) {
    const servers = new Map<'old' | 'new', Served>();
    try {
      for (const side of inTurn(['old', 'new'] as const, pair)) servers.set(side, await serve(roots[side]));
      const spent = await spentOnRedirects(servers, rates);
      micros.old.push(spent.old);
      micros.new.push(spent.new);
    } finally {
      await Promise.all([...servers.values()].map(({ stop }) => stop()));
    }
  }
  const ratios = micros.old.map((was, pair) => was / (micros.new[pair] ?? Number.NaN));
  const rate = (side: 'old' | 'new') => Math.round(median(rates[side]));
  notes.push(
    `processor time of a counted redirect: ${median(micros.old).toFixed(1)} µs before, ${median(micros.new).toFixed(1)} now, ` +
      `in ${PAIRS} pairs of servers ${ratios.map((ratio) => ratio.toFixed(3)).join(' ')} times`,
    `answers a second: ${rate('old')} before, ${rate('new')} now, ${beside(rates.new, rates.old)} times as many`,
  );
  return Number(median(ratios).toFixed(3));
}

/** Microseconds an answer. */
async function spentOnRedirects(
  servers: ReadonlyMap<'old' | 'new', Served>,
  rates: Turns,
): Promise<Readonly<Record<'old' | 'new', number>>> {
  const next = { old: 0, new: 0 };
  const answered = { old: 0, new: 0 };
  const spent = await times(ROUNDS, REDIRECT_WARM_MS, async (side, round) => {
    const { target, server } = servers.get(side) as Served;
    const before = server.cpuSeconds();
    const { answers, statuses, seconds } = await closedLoop(target, CONNECTIONS, TURN_SECONDS, next[side]);
    next[side] += answers;
    if (statuses[302] !== answers) failures.push(`redirect, ${side}: ${JSON.stringify(statuses)} instead of 302 only`);
    if (round >= 0) {
      rates[side].push(answers / seconds);
      answered[side] += answers;
    }
    return (server.cpuSeconds() - before) * 1e6;
  });
  const sum = (micros: readonly number[]) => micros.reduce((all, one) => all + one, 0);
  return { old: sum(spent.old) / answered.old, new: sum(spent.new) / answered.new };
}

interface Served {
  readonly server: Workerd;
  readonly target: Target;
  stop(): Promise<void>;
}

async function serve(root: string): Promise<Served> {
  const from = <T>(file: string) => import(pathToFileURL(join(root, 'tests/support', file)).href) as Promise<T>;
  const { bundleWorker, Workerd } = await from<typeof import('../support/workerd.ts')>('workerd.ts');
  const { putCampaign } = await from<typeof import('../support/campaign.ts')>('campaign.ts');
  const { KvStandIn } = await from<typeof import('../support/kv-stand-in.ts')>('kv-stand-in.ts');
  const kv = await KvStandIn.start();
  const campaign = await putCampaign(kv, { counting: 'fast', recipients: LIST });
  const server = await Workerd.create({ bundle: bundleWorker(), kv: kv.address, vars: campaign.secrets });
  await server.start();
  const paths = Array.from({ length: LIST }, (_, recipient) => `/${campaign.slug(recipient)}`);
  const [phone] = phones;
  return {
    server,
    target: {
      port: server.port,
      host: campaign.record.host,
      headers: { 'User-Agent': phone.userAgent, ...phone.headers },
      path: (n) => paths[n % LIST] ?? '/',
    },
    async stop() {
      await server.remove();
      await kv.stop();
    },
  };
}

// --- single texts ---------------------------------------------------------------------------------------------------

/** The worst of all classes of texts, as `npm run bench -- segments` measures them. */
async function single(): Promise<Record<string, number>> {
  const outcome = await runSegments();
  failures.push(...outcome.failures);
  const worst = (ending: string) => {
    const names = Object.keys(outcome.figures).filter((name) => name.startsWith('single.') && name.endsWith(ending));
    const values = names.map((name) => outcome.figures[name] ?? Number.NaN);
    const least = Math.min(...values);
    notes.push(`${ending.slice(1)}: least at ${names[values.indexOf(least)]}`);
    return least;
  };
  return { 'door.single.vsPeer': worst('.vsBestCorrectPeer'), 'door.single.vsTable': worst('.vsTable') };
}
