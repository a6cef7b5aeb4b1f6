/**
 * What a million clicks cost on the platform: operations measured in workerd (rows as its own cursors count them), batch
 * sizes of the simulated burst, times the published prices in cloudflare-prices.json. What is assumed stands in ASSUMED.
 * Beside the build of 657b0fb, by the same meter in the same run; `--old=FOLDER` takes that from there.
 */
import { copyFileSync, cpSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { load as loadEdge } from 'klikspor/edge';
import { FAST_SPACING_MS, STRICT_SPACING_MS } from '../../worker/src/commit-spacing.ts';
import { publishIntervalMs } from '../../worker/src/publish-interval.ts';
import { shardsFor } from '../../worker/src/shards.ts';
import { phones } from '../support/agents.ts';
import { packedOnce } from '../support/batches.ts';
import { putCampaign } from '../support/campaign.ts';
import { KvStandIn } from '../support/kv-stand-in.ts';
import { pause } from '../support/load.ts';
import { bundleWorker, Workerd } from '../support/workerd.ts';
import { type Burst, type BurstFigures, CLICKS_A_RECIPIENT, HITS_A_RECIPIENT, simulateBurst } from './burst.ts';
import prices from './cloudflare-prices.json' with { type: 'json' };
import { closedLoop, inTurn } from './load.ts';
import { OLD_COMMIT, oldBuild } from './old-build.ts';
import { GATHER_MS, LOCATIONS, PUBLISH_INTERVAL_MS, RECORD_LIFE_MS } from './scale.ts';

const SIZES = [10_000, 100_000, 1_000_000];
const ISOLATES = [1, 20, 100];

/** All to the dear side. */
const ASSUMED = {
  burstSeconds: 180,
  burstShare: 0.9,
  /** The last tenth comes evenly over a day: every hit in a call of its own, from an isolate that has no records yet. */
  tailSeconds: 24 * 3600,
  /** An object is paid for all through the burst, and for this long with every call and alarm after it. */
  callSeconds: 0.1,
  /** Of a record's life, after which a busy isolate reads it anew: campaigns.ts. */
  refreshAt: 0.8,
  /** Raw hits go after a week and their ids after thirty days, hour by hour as they came. */
  erasings: 2 * 25,
};

/** Numbers of operations. */
type Operations = Record<keyof typeof prices.perMillion, number>;

interface Rows {
  readonly read: number;
  readonly written: number;
}

/** What one thing costs in rows, alarms set included: the platform bills each as a row. */
interface Measured {
  readonly hitsPerCall: number;
  readonly cpuMsPerHit: number;
  /** One batch of the build before, what is written together today; and what reading it later costs. */
  readonly store: Rows;
  readonly alarm: { readonly written: number };
  /** Of what was stored so, in its two erasings together; and what every erasing reads of it. */
  readonly erasing: Rows;
  readonly readsPerLife: number;
}

interface Meter {
  readonly calls: number;
  readonly stores: number;
  readonly alarms: number;
  readonly stored: Rows;
  readonly erased: Rows;
  /** Folding, publishing, alarms that are set. */
  readonly rest: Rows;
}

/** Beside the octets of a batch: its id and length, and its part of a row. */
const BATCH_OCTETS = 28;
/** The most recipients a campaign of two links can have. */
const LARGEST = 8_388_607;

const WARM_SECONDS = 3;
const SECONDS = 5;
const RECIPIENTS = 100_000;
/** So short that a run sees several. */
const LIFE_MS = 1_000;

/** What is played to a build: many hits at once, hits that each come in a call of their own, strict ones. */
interface Play {
  readonly counting: 'fast' | 'strict';
  readonly gatherMs: number;
  readonly connections: number;
  readonly shards: number;
  readonly publishMs: number;
}
const GATHERED: Play = { counting: 'fast', gatherMs: GATHER_MS, connections: 32, shards: 1, publishMs: 1_000 };
/** One after the other to many counters: none has written so lately that the next call would wait. */
const ALONE: Play = { counting: 'fast', gatherMs: 0, connections: 1, shards: 24, publishMs: 60_000 };
/** One at a time: among so many isolates nearly every strict hit has a call of its own. */
const STRICT: Play = { counting: 'strict', gatherMs: GATHER_MS, connections: 1, shards: 1, publishMs: 1_000 };

async function measure(bundle: string, kv: KvStandIn, play: Play): Promise<Measured> {
  const { counting, gatherMs, connections, shards, publishMs } = play;
  const campaign = await putCampaign(kv, {
    ...{ host: `${counting}${gatherMs}.cost.example`, counting, shards },
    recipients: RECIPIENTS,
  });
  const { host, number } = campaign.record;
  const vars = {
    ...campaign.secrets,
    GATHER_MS: String(gatherMs),
    STRICT_DEADLINE_MS: '0',
    SETTLE_MS: '100',
    PUBLISH_INTERVAL_MS: String(publishMs),
    RECORD_LIFE_MS: String(LIFE_MS),
  };
  const server = await Workerd.create({ bundle, entry: 'meter.js', kv: kv.address, vars });
  try {
    await server.start();
    const [phone] = phones;
    const paths = Array.from({ length: 20_000 }, (_, recipient) => `/${campaign.slug(recipient)}`);
    const target = {
      port: server.port,
      host,
      headers: { 'User-Agent': phone.userAgent, ...phone.headers },
      path: (n: number) => paths[n % paths.length] ?? '/',
    };
    const meter = async (shard: number, query = ''): Promise<Meter> => {
      const object = encodeURIComponent(`${host}/${number}/${shard}`);
      return (await (await fetch(`${server.origin}/meter?object=${object}${query}`)).json()) as Meter;
    };
    // Warms code and objects up; what it writes is counted like the rest.
    const warm = await closedLoop(target, connections, WARM_SECONDS);
    const reads = kv.reads.length;
    const cpuBefore = server.cpuSeconds();
    const { answers, seconds } = await closedLoop(target, connections, SECONDS, warm.answers);
    const cpuMs = (server.cpuSeconds() - cpuBefore) * 1000;
    const lives = (seconds * 1000) / (LIFE_MS * ASSUMED.refreshAt);
    const readsPerLife = (kv.reads.length - reads) / lives;
    await pause(2_500);
    let calls = 0;
    for (let shard = 0; shard < shards; shard++) calls += (await meter(shard)).calls;
    const { stores, alarms, stored, erased, rest } = await meter(0);
    // The first erasing finds the hits past their life, the second their ids.
    await meter(0, '&days=8');
    const last = await meter(0, '&days=32');
    if (last.erased.written === erased.written)
      throw new Error('nothing was erased: the meter does not know how it is written');
    return {
      hitsPerCall: (warm.answers + answers) / calls,
      cpuMsPerHit: cpuMs / answers,
      store: { written: stored.written / stores, read: (stored.read + rest.read) / stores },
      alarm: { written: rest.written / alarms },
      erasing: {
        read: (last.erased.read - erased.read) / 2 / stores,
        written: (last.erased.written - erased.written) / stores,
      },
      readsPerLife,
    };
  } finally {
    await server.remove();
  }
}

/** Copies of a shard's totals to KV: through the burst, then while hits come evenly at this rate. */
function copies(burstSeconds: number, hitsPerSecond: number): number {
  let sum = 0;
  for (let second = burstSeconds; second < ASSUMED.tailSeconds; ) {
    const interval = publishIntervalMs(PUBLISH_INTERVAL_MS, second * 1000) / 1000;
    sum += 1 - Math.exp(-hitsPerSecond * interval);
    second += interval;
  }
  return sum + (burstSeconds * 1000) / PUBLISH_INTERVAL_MS;
}

/** How the hits of one campaign come: so many while it is busy, the rest evenly over a day. */
interface Load {
  readonly hits: number;
  readonly busyHits: number;
  readonly busySeconds: number;
  readonly shards: number;
  readonly isolates: number;
}

function loadOf(recipients: number, perLocation: number): Load {
  const hits = recipients * HITS_A_RECIPIENT;
  return {
    ...{ hits, busyHits: hits * ASSUMED.burstShare, busySeconds: ASSUMED.burstSeconds },
    ...{ shards: shardsFor(recipients), isolates: perLocation * LOCATIONS },
  };
}

/** All operations of one campaign. */
function campaignOf(load: Load, come: BurstFigures, cpuMsPerHit: number, rows: Measured): Operations {
  const { hits, busyHits, busySeconds, shards, isolates } = load;
  const tail = hits - busyHits;
  const calls = busyHits / come.hitsPerBatch + tail;
  const stores = (busyHits / come.hitsPerBatch) * come.commitsPerCall + tail;
  const published = shards * copies(busySeconds, tail / ASSUMED.tailSeconds / shards);
  const erasings = shards * ASSUMED.erasings;
  const alarms = published + shards + erasings;
  const lives = (busySeconds * 1000) / (RECORD_LIFE_MS * ASSUMED.refreshAt);
  return {
    requests: hits,
    cpuMs: hits * cpuMsPerHit,
    objectRequests: calls + alarms,
    objectGBs: prices.objectGB * (shards * busySeconds + (tail + alarms) * ASSUMED.callSeconds),
    // Whatever was read is charged to what was stored, and as much once more to every alarm.
    rowsRead: (stores + alarms) * rows.store.read + (erasings * rows.erasing.read * stores) / shards,
    rowsWritten: stores * (rows.store.written + rows.erasing.written) + alarms * rows.alarm.written,
    // An isolate that gets fewer hits than it could read records for reads them once a hit.
    kvReads: rows.readsPerLife * (isolates * Math.min(lives, busyHits / isolates) + tail),
    // The domain's and the campaign's record, when it is published.
    kvWrites: published + 2,
  };
}

const usd = (operations: Operations, kinds: readonly (keyof Operations)[]) =>
  kinds.reduce((sum, kind) => sum + (operations[kind] * prices.perMillion[kind]) / 1e6, 0);
const ALL = Object.keys(prices.perMillion) as (keyof Operations)[];

/** The bundle of a clone, with the meter in front of it. */
function metered(from?: string): string {
  const plain = bundleWorker(from);
  const bundle = `${plain}-metered`;
  cpSync(plain, bundle, { recursive: true });
  process.once('exit', () => rmSync(bundle, { recursive: true, force: true }));
  copyFileSync(fileURLToPath(new URL('meter.js', import.meta.url)), `${bundle}/meter.js`);
  return bundle;
}

const BUILDS = ['old', 'new'] as const;
type Build = (typeof BUILDS)[number];

/** What a build's operations are, by processor time a hit and a call. */
interface Side {
  readonly gathered: Measured;
  readonly strict: Measured;
  readonly perHitMs: number;
  readonly perCallMs: number;
}

function sideOf(gathered: Measured, alone: Measured, strict: Measured): Side {
  // Every hit costs its redirect, every call is shared by the hits of its batch: two runs tell the two apart.
  const calls = 1 / alone.hitsPerCall - 1 / gathered.hitsPerCall;
  const perCallMs = Math.max(0, (alone.cpuMsPerHit - gathered.cpuMsPerHit) / calls);
  return {
    gathered,
    strict,
    perCallMs,
    perHitMs: Math.max(0, gathered.cpuMsPerHit - perCallMs / gathered.hitsPerCall),
  };
}

/** The burst as both builds meet it: one that spaces its commits, and one for which every call is a commit. */
const spacingOf = { old: { fast: 0, strict: 0 }, new: { fast: FAST_SPACING_MS, strict: STRICT_SPACING_MS } };

function operationsOf(
  build: Build,
  side: Side,
  load: Load,
  counting: 'fast' | 'strict',
  burst: Omit<Burst, 'gatherMs' | 'spacingMs'>,
) {
  const gatherMs = counting === 'strict' ? 0 : GATHER_MS;
  const come = simulateBurst({ ...burst, gatherMs, spacingMs: spacingOf[build][counting] });
  const cpuMs = counting === 'strict' ? side.strict.cpuMsPerHit : side.perHitMs + side.perCallMs / come.hitsPerBatch;
  const rows = counting === 'strict' ? { ...side.strict, readsPerLife: side.gathered.readsPerLife } : side.gathered;
  return { come, operations: campaignOf(load, come, cpuMs, rows) };
}

/** Whole campaigns of a size, the burst played from its first second to its last. */
function campaignsOf(build: Build, side: Side, recipients: number, counting: 'fast' | 'strict', perLocation: number) {
  const load = loadOf(recipients, perLocation);
  const { shards, isolates } = load;
  return operationsOf(build, side, load, counting, { recipients, isolates, shards, seconds: ASSUMED.burstSeconds });
}

export async function run() {
  const bundles: Record<Build, string> = { old: metered(oldBuild()), new: metered() };
  const kv = await KvStandIn.start();
  try {
    const measured: Record<Build, Measured[]> = { old: [], new: [] };
    for (const [turn, play] of [GATHERED, ALONE, STRICT].entries()) {
      for (const build of inTurn(BUILDS, turn)) measured[build].push(await measure(bundles[build], kv, play));
      process.stderr.write('.');
    }
    process.stderr.write('\n');
    const side = (build: Build): Side => sideOf(...(measured[build] as [Measured, Measured, Measured]));
    const sides: Record<Build, Side> = { old: side('old'), new: side('new') };

    const figures: Record<string, number> = {};
    const table = [
      `| recipients | counting | isolates a location | hits a call | calls a commit | requests | processor | object calls | duration | rows | KV | **all** | ${OLD_COMMIT} |`,
      '|---:|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|',
    ];
    const operations = ['operations per million clicks'];
    for (const recipients of SIZES) {
      for (const [counting, perLocation] of [...ISOLATES.map((n) => ['fast', n] as const), ['strict', 100] as const]) {
        const perMillion = (value: number) => (value * 1e6) / (recipients * CLICKS_A_RECIPIENT);
        const of = (build: Build) => campaignsOf(build, sides[build], recipients, counting, perLocation);
        const [was, is] = [of('old'), of('new')];
        const cost = (...kinds: (keyof Operations)[]) => perMillion(usd(is.operations, kinds)).toFixed(2);
        const all = { old: perMillion(usd(was.operations, ALL)), new: perMillion(usd(is.operations, ALL)) };
        const columns = [
          ...[recipients.toLocaleString('en'), counting, perLocation, is.come.hitsPerBatch.toFixed(1)],
          ...[(1 / is.come.commitsPerCall).toFixed(1), cost('requests'), cost('cpuMs'), cost('objectRequests')],
          ...[cost('objectGBs'), cost('rowsRead', 'rowsWritten'), cost('kvReads', 'kvWrites')],
        ];
        table.push(`| ${columns.join(' | ')} | **${all.new.toFixed(2)}** | ${all.old.toFixed(2)} |`);
        const name = `${counting}.${recipients}x${perLocation}`;
        for (const [build, one] of [
          ['before', was],
          ['now', is],
        ] as const) {
          const each = ALL.map((kind) => `${kind} ${Math.round(perMillion(one.operations[kind]))}`).join(', ');
          operations.push(`${name}, ${build}: ${each}`);
        }
        figures[`cost.${name}.usdPerMillionClicks`] = Number(all.new.toFixed(2));
        if (recipients === 1_000_000 && perLocation === 100) {
          figures[`cost.${counting}100.vsOld`] = Number((all.new / all.old).toFixed(3));
        }
      }
    }
    const two = (value: number) => value.toFixed(2);
    const said = ({ gathered, strict, perHitMs, perCallMs }: Side) =>
      `what is stored at once writes ${two(gathered.store.written)} rows (strict ${two(strict.store.written)}), erasing it later ` +
      `${two(gathered.erasing.written)}, an alarm ${two(gathered.alarm.written)}; processor time ${two(perHitMs)} ms a hit and ` +
      `${two(perCallMs)} ms a call (strict ${two(strict.cpuMsPerHit)} ms a hit)`;
    return {
      figures: {
        ...figures,
        'cost.rowsWrittenPerCommit': Number(two(sides.new.gathered.store.written)),
        'cost.cpuMsPerHit': Number(sides.new.perHitMs.toFixed(3)),
        'cost.cpuMsPerCall': Number(sides.new.perCallMs.toFixed(3)),
      },
      notes: [
        `${OLD_COMMIT}: ${said(sides.old)}`,
        `now: ${said(sides.new)}`,
        `prices of ${prices.asOf}: ${prices.sources.join(' ')}`,
        ...table,
        '',
        ...operations,
      ],
      readme: [
        headline(figures),
        { block: 'outlook', file: 'docs/scale.md', measured: true, lines: await outlook(sides.new) },
        {
          block: 'cost',
          measured: true,
          lines: [
            ...table,
            '',
            `Prices of ${prices.asOf} ([Workers](${prices.sources[0]}), [objects](${prices.sources[1]}), [KV](${prices.sources[2]})), beyond what the`,
            `monthly fee includes. Measured in workerd, both builds by one meter: ${said(sides.new)}. In ${OLD_COMMIT} ${said(sides.old)}.`,
            `A million clicks of 1,000,000 recipients at 100 isolates a location cost ${figures['cost.fast100.vsOld']} of what they did there (strict ${figures['cost.strict100.vsOld']}).`,
          ],
        },
      ],
    };
  } finally {
    await kv.stop();
  }
}

const AN_HOUR = 3_600;
const CLICKS_A_SECOND = 1_000;
/** Of an evenly busy hour this much is played: every second is like the others. */
const PLAYED_SECONDS = 30;

/** What no campaign was yet: the largest, ten thousand, an hour that does not decline. All with 100 isolates a location. */
async function outlook(side: Side): Promise<string[]> {
  const lines = [
    '| what | counters | hits a second at the peak | calls a second to the busiest counter | commits of it | MB a counter holds for a week | most hits held in an isolate | USD | a million clicks |',
    '|---|---:|---:|---:|---:|---:|---:|---:|---:|',
  ];
  const octets = await octetsOfHit();
  const perLocation = 100;
  const line = (what: string, times: number, { hits, shards }: Load, one: ReturnType<typeof operationsOf>) => {
    const { hitsPerSecond, callsPerSecond, commitsPerSecond, mostHeld } = one.come;
    const cost = times * usd(one.operations, ALL);
    const clicks = (times * hits * CLICKS_A_RECIPIENT) / HITS_A_RECIPIENT;
    const counts = [times * shards, Math.round(shards * hitsPerSecond), callsPerSecond, commitsPerSecond];
    const columns = [
      ...[what, ...counts.map((count) => count.toLocaleString('en'))],
      ...[((hits / shards) * octets * 1e-6).toFixed(1), mostHeld.toLocaleString('en')],
      ...[cost.toFixed(2), ((cost / clicks) * 1e6).toFixed(2)],
    ];
    lines.push(`| ${columns.join(' | ')} |`);
  };
  for (const recipients of [100_000, 1_000_000, LARGEST]) {
    const one = campaignsOf('new', side, recipients, 'fast', perLocation);
    line(`one campaign to ${recipients.toLocaleString('en')}`, 1, loadOf(recipients, perLocation), one);
  }
  const small = campaignsOf('new', side, 10_000, 'fast', perLocation);
  line('10,000 campaigns to 10,000 each, one after the other', 10_000, loadOf(10_000, perLocation), small);
  for (const recipients of [100_000, 1_000_000]) {
    const hitsASecond = (CLICKS_A_SECOND * HITS_A_RECIPIENT) / CLICKS_A_RECIPIENT;
    const load: Load = {
      ...loadOf(recipients, perLocation),
      ...{ hits: hitsASecond * AN_HOUR, busyHits: hitsASecond * AN_HOUR, busySeconds: AN_HOUR },
    };
    const { shards, isolates } = load;
    const burst = { recipients, isolates, shards, seconds: PLAYED_SECONDS, hitsASecond };
    const what = `1,000 clicks a second for an hour, to ${recipients.toLocaleString('en')}`;
    line(what, 1, load, operationsOf('new', side, load, 'fast', burst));
  }
  return lines;
}

/** One hit in a batch of its own, as rows hold it: nearly all are so where isolates are many. */
async function octetsOfHit(): Promise<number> {
  const core = await loadEdge();
  const [phone] = phones;
  const hit = {
    atMs: Date.now(),
    recipient: RECIPIENTS,
    link: 0,
    class: 'human',
    reason: 'person',
    rules: 20_261_130,
  } as const;
  const bytes = packedOnce(core, [{ ...hit, userAgent: phone.userAgent, country: 'DK', asn: 3_292, signals: 8 }]);
  return bytes.length + BATCH_OCTETS;
}

/** From the cheapest way a campaign of this size is counted to the dearest. */
function headline(figures: Readonly<Record<string, number>>) {
  const all = Object.entries(figures).flatMap(([name, usd]) => (/^cost\.\w+\.100000x/.test(name) ? [usd] : []));
  const [least, most] = [Math.min(...all), Math.max(...all)].map((usd) => `$${usd.toFixed(2)}`);
  return {
    block: 'headline-cost',
    file: 'README.md',
    lines: [
      `* **A million clicks** on a campaign of 100,000 recipients cost ${least} to ${most} on the platform, everything included.`,
    ],
  };
}
