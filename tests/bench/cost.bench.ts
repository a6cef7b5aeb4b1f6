/**
 * What a million clicks cost on the platform: operations measured in workerd (rows as its own cursors count them), batch
 * sizes of the simulated burst, times the published prices in cloudflare-prices.json. What is assumed stands in ASSUMED.
 */
import { copyFileSync, cpSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { publishIntervalMs } from '../../worker/src/publish-interval.ts';
import { shardsFor } from '../../worker/src/shards.ts';
import { phones } from '../support/agents.ts';
import { putCampaign } from '../support/campaign.ts';
import { KvStandIn } from '../support/kv-stand-in.ts';
import { pause } from '../support/load.ts';
import { bundleWorker, Workerd } from '../support/workerd.ts';
import { CLICKS_A_RECIPIENT, HITS_A_RECIPIENT, simulateBurst } from './burst.ts';
import prices from './cloudflare-prices.json' with { type: 'json' };
import { closedLoop } from './load.ts';
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

/** What one thing costs in rows, alarms set included: the platform bills each as a row. */
interface Rows {
  readonly read: number;
  readonly written: number;
}

interface Measured {
  readonly hitsPerBatch: number;
  readonly cpuMsPerHit: number;
  readonly calls: number;
  readonly call: Rows;
  readonly alarms: number;
  readonly alarm: Rows;
  /** Of one batch in its two erasings together, and what every erasing reads of each batch that is there. */
  readonly erasing: Rows;
  readonly readsPerLife: number;
}

interface Meter {
  readonly calls: number;
  readonly rowsRead: number;
  readonly rowsWritten: number;
  readonly alarmsSet: number;
}
type Meters = Record<'store' | 'storeStrict' | 'alarm' | 'other', Meter>;

const SECONDS = 4;
const RECIPIENTS = 100_000;
/** So short that a run sees several. */
const LIFE_MS = 1_000;

async function measure(
  bundle: string,
  kv: KvStandIn,
  counting: 'fast' | 'strict',
  gatherMs: number,
  connections: number,
): Promise<Measured> {
  const campaign = await putCampaign(kv, {
    host: `${counting}${gatherMs}.cost.example`,
    counting,
    recipients: RECIPIENTS,
  });
  const { host, number } = campaign.record;
  const vars = {
    ...campaign.secrets,
    GATHER_MS: String(gatherMs),
    STRICT_DEADLINE_MS: '0',
    SETTLE_MS: '100',
    PUBLISH_INTERVAL_MS: '1000',
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
    const meter = async (query = ''): Promise<Meters> => {
      const answer = await fetch(`${server.origin}/meter?object=${encodeURIComponent(`${host}/${number}/0`)}${query}`);
      return (await answer.json()) as Meters;
    };
    // Warms code up; what it writes is counted like the rest.
    const warm = await closedLoop(target, connections, 1);
    const reads = kv.reads.length;
    const cpuBefore = server.cpuSeconds();
    const { answers, seconds } = await closedLoop(target, connections, SECONDS, warm.answers);
    const cpuMs = (server.cpuSeconds() - cpuBefore) * 1000;
    const lives = (seconds * 1000) / (LIFE_MS * ASSUMED.refreshAt);
    const readsPerLife = (kv.reads.length - reads) / lives;
    await pause(2_500);
    const { store, storeStrict, alarm, other } = await meter();
    const hits = warm.answers + answers;
    const strict = counting === 'strict';
    const calls = strict ? storeStrict.calls : store.calls;
    const written = (one: Meter) => one.rowsWritten + one.alarmsSet;
    // A strict hit is written after an await, like what an alarm notes after KV has answered.
    const ofCalls = strict ? [storeStrict, other] : [store];
    const ofAlarms = strict ? [alarm] : [alarm, other];
    const sum = (of: readonly Meter[], rows: (one: Meter) => number) => of.reduce((total, one) => total + rows(one), 0);
    const erased = [await meter('&days=8'), await meter('&days=16')].map(({ alarm: one }) => one);
    const last = erased.at(-1) ?? alarm;
    return {
      hitsPerBatch: hits / calls,
      cpuMsPerHit: cpuMs / answers,
      calls,
      alarms: alarm.calls,
      call: { read: sum(ofCalls, (one) => one.rowsRead) / calls, written: sum(ofCalls, written) / calls },
      alarm: {
        read: sum(ofAlarms, (one) => one.rowsRead) / alarm.calls,
        written: sum(ofAlarms, written) / alarm.calls,
      },
      erasing: {
        read: (last.rowsRead - alarm.rowsRead) / 2 / calls,
        written: (written(last) - written(alarm)) / calls,
      },
      readsPerLife,
    };
  } finally {
    await server.remove();
  }
}

/** Copies of a shard's totals to KV while hits come evenly at this rate. */
function copies(hitsPerSecond: number): number {
  let sum = 0;
  for (let second = ASSUMED.burstSeconds; second < ASSUMED.tailSeconds; ) {
    const interval = publishIntervalMs(PUBLISH_INTERVAL_MS, second * 1000) / 1000;
    sum += 1 - Math.exp(-hitsPerSecond * interval);
    second += interval;
  }
  return sum + (ASSUMED.burstSeconds * 1000) / PUBLISH_INTERVAL_MS;
}

/** All operations of one campaign. */
function campaignOf(
  recipients: number,
  isolates: number,
  hitsPerBatch: number,
  cpuMsPerHit: number,
  rows: Measured,
  fold: Rows,
): Operations {
  const hits = recipients * HITS_A_RECIPIENT;
  const shards = shardsFor(recipients);
  const burst = hits * ASSUMED.burstShare;
  const tail = hits - burst;
  const calls = burst / hitsPerBatch + tail;
  const published = shards * copies(tail / ASSUMED.tailSeconds / shards);
  const erasings = shards * ASSUMED.erasings;
  const alarms = published + shards + erasings;
  const lives = (ASSUMED.burstSeconds * 1000) / (RECORD_LIFE_MS * ASSUMED.refreshAt);
  return {
    requests: hits,
    cpuMs: hits * cpuMsPerHit,
    objectRequests: calls + alarms,
    objectGBs: prices.objectGB * (shards * ASSUMED.burstSeconds + (tail + alarms) * ASSUMED.callSeconds),
    rowsRead:
      calls * (rows.call.read + fold.read) + alarms * rows.alarm.read + (erasings * rows.erasing.read * calls) / shards,
    rowsWritten: calls * (rows.call.written + fold.written + rows.erasing.written) + alarms * rows.alarm.written,
    // An isolate that gets fewer hits than it could read records for reads them once a hit.
    kvReads: rows.readsPerLife * (isolates * Math.min(lives, burst / isolates) + tail),
    // The domain's and the campaign's record, when it is published.
    kvWrites: published + 2,
  };
}

const usd = (operations: Operations, kinds: readonly (keyof Operations)[]) =>
  kinds.reduce((sum, kind) => sum + (operations[kind] * prices.perMillion[kind]) / 1e6, 0);
const ALL = Object.keys(prices.perMillion) as (keyof Operations)[];

export async function run() {
  const plain = bundleWorker();
  const bundle = `${plain}-metered`;
  rmSync(bundle, { recursive: true, force: true });
  cpSync(plain, bundle, { recursive: true });
  copyFileSync(fileURLToPath(new URL('meter.js', import.meta.url)), `${bundle}/meter.js`);
  const kv = await KvStandIn.start();
  try {
    const gathered = await measure(bundle, kv, 'fast', GATHER_MS, 32);
    process.stderr.write('.');
    const alone = await measure(bundle, kv, 'fast', 0, 1);
    process.stderr.write('.');
    const strict = await measure(bundle, kv, 'strict', GATHER_MS, 32);
    process.stderr.write('.\n');
    // Every hit costs its redirect, every call is shared by the hits of its batch: two runs tell the two apart.
    const perCallMs = (alone.cpuMsPerHit - gathered.cpuMsPerHit) / (1 / alone.hitsPerBatch - 1 / gathered.hitsPerBatch);
    const perHitMs = gathered.cpuMsPerHit - perCallMs / gathered.hitsPerBatch;
    const cpuMs = (hitsPerBatch: number) => Math.max(0, perHitMs) + Math.max(0, perCallMs) / hitsPerBatch;

    // An alarm costs the same whatever it finds, and a little for each batch: strict hits come in far more of them.
    const more = (kind: keyof Rows) =>
      Math.max(0, (strict.alarm[kind] - gathered.alarm[kind]) * strict.alarms) / strict.calls;
    const fold: Rows = { read: more('read'), written: more('written') };

    const figures: Record<string, number> = {};
    const table = [
      '| recipients | counting | isolates a location | hits a call | requests | processor | object calls | duration | rows | KV | **all** |',
      '|---:|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|',
    ];
    const operations = ['operations per million clicks'];
    const line = (recipients: number, counting: string, perLocation: number, batch: number, one: Operations) => {
      const perMillion = (value: number) => (value * 1e6) / (recipients * CLICKS_A_RECIPIENT);
      const cost = (...kinds: (keyof Operations)[]) => perMillion(usd(one, kinds)).toFixed(2);
      const columns = [
        ...[recipients.toLocaleString('en'), counting, perLocation, batch.toFixed(1), cost('requests'), cost('cpuMs')],
        ...[cost('objectRequests'), cost('objectGBs'), cost('rowsRead', 'rowsWritten'), cost('kvReads', 'kvWrites')],
      ];
      table.push(`| ${columns.join(' | ')} | **${cost(...ALL)}** |`);
      const name = `${counting}.${recipients}x${perLocation}`;
      operations.push(`${name}: ${ALL.map((kind) => `${kind} ${Math.round(perMillion(one[kind]))}`).join(', ')}`);
      figures[`cost.${name}.usdPerMillionClicks`] = Number(cost(...ALL));
    };
    for (const recipients of SIZES) {
      for (const perLocation of ISOLATES) {
        const isolates = perLocation * LOCATIONS;
        const { hitsPerBatch } = simulateBurst({
          recipients,
          isolates,
          shards: shardsFor(recipients),
          gatherMs: GATHER_MS,
          seconds: ASSUMED.burstSeconds,
        });
        const one = campaignOf(recipients, isolates, hitsPerBatch, cpuMs(hitsPerBatch), gathered, fold);
        line(recipients, 'fast', perLocation, hitsPerBatch, one);
      }
      const isolates = 100 * LOCATIONS;
      line(
        recipients,
        'strict',
        100,
        1,
        campaignOf(
          recipients,
          isolates,
          1,
          strict.cpuMsPerHit,
          { ...gathered, call: strict.call, erasing: strict.erasing },
          fold,
        ),
      );
    }
    const two = (value: number) => value.toFixed(2);
    const measured =
      `a call writes ${two(gathered.call.written)} rows (strict ${two(strict.call.written)}), ` +
      `erasing its batch later ${two(gathered.erasing.written)}, an alarm ${two(gathered.alarm.written)}; ` +
      `processor time ${two(perHitMs)} ms a hit and ${two(perCallMs)} ms a call (strict ${two(strict.cpuMsPerHit)} ms a hit)`;
    return {
      figures: {
        ...figures,
        'cost.rowsWrittenPerCall': Number(two(gathered.call.written)),
        'cost.cpuMsPerHit': Number(perHitMs.toFixed(3)),
        'cost.cpuMsPerCall': Number(perCallMs.toFixed(3)),
      },
      notes: [measured, `prices of ${prices.asOf}: ${prices.sources.join(' ')}`, ...table, '', ...operations],
      readme: [
        headline(figures),
        {
          block: 'cost',
          measured: true,
          lines: [
            ...table,
            '',
            `Prices of ${prices.asOf} ([Workers](${prices.sources[0]}), [objects](${prices.sources[1]}), [KV](${prices.sources[2]})), beyond what the`,
            `monthly fee includes. Measured in workerd: ${measured}.`,
          ],
        },
      ],
    };
  } finally {
    await kv.stop();
  }
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
