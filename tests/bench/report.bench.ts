/**
 * `npm run bench -- report`: how long a report of a large campaign takes to answer. A million recipients, 500,000 hits over two
 * days, in workerd with the objects on disk. Figures that differ from plain arithmetic over the hits make it a failure.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Hit, type HitClass, load } from 'klikspor/edge';
import type { Report, Token } from '../../worker/api.ts';
import { shardsFor } from '../../worker/src/shards.ts';
import { phones, previewers } from '../support/agents.ts';
import { packed } from '../support/batches.ts';
import { KvStandIn } from '../support/kv-stand-in.ts';
import { addDomainAt, ownerSecrets, publishAt, signInAt } from '../support/owner.ts';
import { randomFrom } from '../support/random.ts';
import { bundleWorker, Workerd } from '../support/workerd.ts';
import { median, percentile } from './load.ts';

const RECIPIENTS = 1_000_000;
const HITS = 500_000;
const HITS_A_BATCH = 25;
const HITS_A_CALL = 10_000;
const ROUNDS = 25;
const MINUTE_MS = 60_000;
const TWO_DAYS_MS = 48 * 60 * MINUTE_MS;

/** Beside the worker: takes batches as a counter is called, without a request for each hit, and says what time it is. */
const LOADER = `import main from './index.js';
export { ClickCounter, MessageSender, Workspace } from './index.js';
const now = Date.now.bind(Date);
let aheadMs = 0;
Date.now = () => now() + aheadMs;
export default {
  ...main,
  async fetch(request, env, context) {
    if (!request.url.endsWith('/bench/load')) return main.fetch(request, env, context);
    const { nowMs, counters } = await request.json();
    aheadMs = nowMs - now();
    await Promise.all(counters.flatMap(({ name, identity, batches }) => {
      const counter = env.CLICK_COUNTER.getByName(name);
      return batches.map(([id, octets]) => counter.store(identity, id, Uint8Array.fromBase64(octets)));
    }));
    return new Response(null, { status: 204 });
  },
};
`;

const MACHINES: readonly [HitClass, string][] = [
  ['preview', 'agent-preview'],
  ['preview', 'agent-whatsapp'],
  ['scanner', 'agent-listed'],
  ['scanner', 'network'],
  ['prefetch', 'header-purpose'],
  ['head', 'method-head'],
];
const COUNTRIES = ['DK', 'DK', 'DK', 'SE', 'NO', 'DE', ''];

/** Half of the clicks within 12 minutes, nine of ten within some hours. */
function moment(random: (below: number) => number): number {
  const normal =
    Array.from({ length: 6 }, () => random(10_000) / 10_000).reduce((sum, one) => sum + one, -3) * Math.SQRT2;
  return Math.min(TWO_DAYS_MS - 1, Math.round(12 * MINUTE_MS * Math.exp(1.6 * normal)));
}

function hitsOf(publishedAtMs: number): Hit[] {
  const random = randomFrom(20_261_129);
  const agents = [...phones.map(({ userAgent }) => userAgent), ...Object.values(previewers)];
  return Array.from({ length: HITS }, () => {
    const isMachine = random(5) === 0;
    const [as, reason] = (isMachine ? MACHINES[random(MACHINES.length)] : undefined) ?? ['human', 'agent-known'];
    return {
      ...{ atMs: publishedAtMs + moment(random), recipient: random(RECIPIENTS), link: random(20) === 0 ? 1 : 0 },
      ...{ class: as as HitClass, reason, rules: 20_261_130, userAgent: agents[random(agents.length)] ?? '' },
      ...{ country: COUNTRIES[random(COUNTRIES.length)] ?? '', asn: 3292, signals: 8 },
    };
  }).sort((a, b) => a.atMs - b.atMs);
}

/** What the report must say, worked out without the core. */
function recounted(hits: readonly Hit[], publishedAtMs: number) {
  const clicks = hits.filter((hit) => hit.class === 'human' && hit.link === 0);
  const minutes = new Map<number, number[]>();
  const clickers = new Set<number>();
  for (const { atMs, recipient } of clicks) {
    const minute = Math.floor((atMs - publishedAtMs) / MINUTE_MS);
    const [, all = 0, first = 0] = minutes.get(minute) ?? [];
    minutes.set(minute, [minute, all + 1, first + (clickers.has(recipient) ? 0 : 1)]);
    clickers.add(recipient);
  }
  const rows = [...minutes.values()].sort(([a = 0], [b = 0]) => a - b);
  let sofar = 0;
  const half = rows.find(([, , first = 0]) => {
    sofar += first;
    return sofar >= clickers.size / 2;
  });
  return {
    clicks: clicks.length,
    clickers: clickers.size,
    machines: hits.filter((hit) => hit.class !== 'human').length,
    medianS: ((half?.[0] ?? 0) + 1) * 60,
    minutes: rows,
  };
}

function figuresIn({ numbers, totals, times }: Report): ReturnType<typeof recounted> {
  return {
    clicks: numbers.clicks,
    clickers: totals.clickers,
    machines: Object.values(numbers.machineHits).reduce((sum, hits) => sum + hits, 0),
    medianS: times.medianS ?? 0,
    minutes: totals.minutes.map((row) => [...row]),
  };
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

export async function run() {
  const bundle = bundleWorker();
  writeFileSync(join(bundle, 'bench.js'), LOADER);
  const kv = await KvStandIn.start();
  const secrets = ownerSecrets();
  const server = await Workerd.create({ bundle, entry: 'bench.js', kv: kv.address, vars: secrets });
  await server.start();
  try {
    const signedIn = await signInAt(server.origin);
    const host = 'million.example';
    await addDomainAt(signedIn, server.port, host);
    const { record } = await publishAt(signedIn, kv, secrets, host, { recipients: RECIPIENTS });
    const path = `/api/campaigns/${encodeURIComponent(`${host}:${record.number}`)}`;
    await signedIn('PATCH', path, { sentAtMs: record.publishedAtMs });
    // A session would end on the way.
    const { secret } = await signedIn<Token>('POST', '/api/tokens', { name: 'bench', scopes: ['campaigns:read'] });
    const reader = readerWith(server.origin, secret ?? '');
    const hits = hitsOf(record.publishedAtMs);
    await give(server, record, hits);
    const report = await settled(reader, `${path}/report`);
    const expected = recounted(hits, record.publishedAtMs);
    const failures = [];
    const found = figuresIn(report);
    if (JSON.stringify(found) !== JSON.stringify(expected)) {
      const [{ minutes: _, ...was }, { minutes: __, ...is }] = [expected, found];
      failures.push(`the report says ${JSON.stringify(is)}, the hits ${JSON.stringify(was)}, or their minutes differ`);
    }
    const warm: number[] = [];
    for (let round = 0; round < ROUNDS; round++) warm.push(await timed(reader, `${path}/report`));
    warm.sort((a, b) => a - b);
    // Nothing in memory: every counter reads its state from disk.
    await server.kill();
    await server.start();
    await giveAt(server, record.publishedAtMs + TWO_DAYS_MS + MINUTE_MS, []);
    const cold = await timed(reader, `${path}/report`);
    const comparison = await timed(reader, `${path}/comparison`);
    const ms = (value: number) => Number(value.toFixed(1));
    const copies = [...kv.entries].filter(([key]) => key.startsWith('counts/')).map(([, value]) => value.length);
    return {
      figures: {
        'report.1m.ms': ms(median(warm)),
        'report.1m.p95ms': ms(percentile(warm, 0.95)),
        'report.1m.coldMs': ms(cold),
        'report.1m.comparisonMs': ms(comparison),
        'report.1m.kB': ms(JSON.stringify(report).length / 1_000),
        'report.1m.shards': shardsFor(RECIPIENTS),
        'report.1m.copyKB': ms(Math.max(0, ...copies) / 1_000),
        'report.1m.clickers': expected.clickers,
        'report.1m.minutes': expected.minutes.length,
      },
      notes: [
        `${HITS} hits in batches of ${HITS_A_BATCH}; answers timed to their last octet, ${ROUNDS} one after the other`,
      ],
      failures,
    };
  } finally {
    await server.remove();
    await kv.stop();
  }
}

async function give(
  server: Workerd,
  record: Awaited<ReturnType<typeof publishAt>>['record'],
  hits: readonly Hit[],
): Promise<void> {
  const core = await load();
  const { shards } = record;
  const counters = Array.from({ length: shards }, (_, shard) => {
    const shape = {
      recipients: record.recipients,
      links: record.links.map(({ kind }) => kind),
      shards,
      shard,
      tracking: record.tracking,
      publishedAtMs: record.publishedAtMs,
    };
    const identity = { host: record.host, number: record.number, shard, shape };
    return { name: `${record.host}/${record.number}/${shard}`, identity };
  });
  let batch = 0;
  for (let from = 0; from < hits.length; from += HITS_A_CALL) {
    const some = hits.slice(from, from + HITS_A_CALL);
    const given = counters.map(({ name, identity }) => {
      const own = some.filter(({ recipient }) => core.shardOf(recipient, shards) === identity.shard);
      const batches: [string, string][] = [];
      for (let at = 0; at < own.length; at += HITS_A_BATCH) {
        for (const bytes of packed(core, own.slice(at, at + HITS_A_BATCH))) {
          batches.push([`batch-${batch++}`, Buffer.from(bytes).toString('base64')]);
        }
      }
      return { name, identity, batches };
    });
    // As they come: soon after the last of them happened.
    const nowMs = (some.at(-1)?.atMs ?? 0) + 200;
    await giveAt(server, nowMs, given);
    process.stderr.write('.');
  }
  // Two days later, all of them are settled.
  await giveAt(server, record.publishedAtMs + TWO_DAYS_MS + MINUTE_MS, []);
  process.stderr.write('\n');
}

async function giveAt(server: Workerd, nowMs: number, counters: readonly unknown[]): Promise<void> {
  // After packing for so long a server has hung up, which is seen now.
  await pause(20);
  const { status } = await fetch(`${server.origin}/bench/load`, {
    method: 'POST',
    body: JSON.stringify({ nowMs, counters }),
  });
  if (status !== 204) throw new Error(`the counters answered ${status}\n${server.output}`);
}

type Reader = (path: string) => Promise<unknown>;

const readerWith =
  (origin: string, secret: string): Reader =>
  async (path) => {
    const answer = await fetch(origin + path, { headers: { authorization: `Bearer ${secret}` } });
    if (answer.status !== 200) throw new Error(`${path} answered ${answer.status} ${await answer.text()}`);
    return answer.json();
  };

/** Once every hit is counted: those of the next minute's clock wait for it. */
async function settled(read: Reader, path: string): Promise<Report> {
  for (let attempt = 0; attempt < 60; attempt++) {
    const report = (await read(path)) as Report;
    const counted = report.totals.links.flatMap((link) => Object.values(link.hits)).reduce((sum, one) => sum + one, 0);
    if (report.pending === 0 && counted === HITS) return report;
    await pause(1_000);
  }
  throw new Error('hits still wait after a minute');
}

async function timed(read: Reader, path: string): Promise<number> {
  const startMs = performance.now();
  await read(path);
  return performance.now() - startMs;
}
