/**
 * Strict counting, where the visitor waits until the hit is on disk: beside a bare 302 and beside the build of 657b0fb, which
 * made a call for each hit. All in this run, turn by turn. `--old=FOLDER` takes the old build from there. A run in which what
 * is stored differs from what was answered is no measurement: it fails.
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { phones } from '../support/agents.ts';
import type { TestCampaign } from '../support/campaign.ts';
import type { KvStandIn } from '../support/kv-stand-in.ts';
import { batchesOnDisk } from '../support/on-disk.ts';
import { QueueStandIn } from '../support/queue-stand-in.ts';
import type { Workerd } from '../support/workerd.ts';
import { beside, closedLoop, inTurn, median, openLoop, percentile, type Target } from './load.ts';
import { OLD_COMMIT, oldBuild } from './old-build.ts';
import { startBare } from './servers.ts';
import { stored } from './stored.ts';

const here = join(import.meta.dirname, '../..');

/** Visitors at a time: as many as in the other benchmarks, also at the old build's time, and a burst. */
const AT_ONCE = [32, 128] as const;
/** Short turns, many of them: what else the machine does then falls on all alike. */
const SECONDS = 0.5;
const ROUNDS = 18;
const OPEN_RATE = 500;
const OPEN_SECONDS = 5;
const OPEN_ROUNDS = 6;
const RECIPIENTS = 100_000;

const [phone] = phones;
const headers = { 'User-Agent': phone.userAgent, ...phone.headers };

const NAMES = ['bare', 'old', 'new'] as const;
type Name = (typeof NAMES)[number];

interface Variant {
  readonly server: Workerd;
  readonly target: Target;
  readonly kv: KvStandIn;
  readonly campaign: TestCampaign;
  answered: number;
}

export async function run() {
  const queue = await QueueStandIn.start();
  const served = { old: await serve(oldBuild(), queue), new: await serve(here, queue) };
  const bare = { ...served.new, server: await startBare(served.new.kv.address), answered: 0 };
  const variants: Record<Name, Variant> = {
    bare: { ...bare, target: { ...bare.target, port: bare.server.port } },
    ...served,
  };
  const failures: string[] = [];
  const all302 = (name: Name, statuses: Readonly<Record<number, number>>, answers: number) => {
    if (statuses[302] !== answers) failures.push(`${name}: ${JSON.stringify(statuses)} instead of 302 only`);
  };
  try {
    const turn = async (name: Name, connections: number) => {
      const one = variants[name];
      const before = one.server.cpuSeconds();
      const { answers, statuses, seconds } = await closedLoop(one.target, connections, SECONDS, one.answered);
      one.answered += answers;
      all302(name, statuses, answers);
      return { rate: answers / seconds, micros: ((one.server.cpuSeconds() - before) * 1e6) / answers };
    };
    for (const name of NAMES) await turn(name, AT_ONCE[0]);
    // Before the closed loops: what those leave to the garbage collector would be waited for here.
    const late: Record<Name, number[]> = { bare: [], old: [], new: [] };
    for (let round = 0; round < OPEN_ROUNDS; round++) {
      for (const name of inTurn(NAMES, round)) {
        const one = variants[name];
        const { answers, statuses, latencies } = await openLoop(one.target, OPEN_RATE, OPEN_SECONDS, one.answered);
        one.answered += answers;
        all302(name, statuses, answers);
        late[name].push(percentile(latencies, 0.99));
      }
      process.stderr.write('.');
    }
    const closed = async (connections: number) => {
      const rates: Record<Name, number[]> = { bare: [], old: [], new: [] };
      const micros: Record<Name, number[]> = { bare: [], old: [], new: [] };
      for (let round = -1; round < ROUNDS; round++) {
        for (const name of inTurn(NAMES, round)) {
          const found = await turn(name, connections);
          // The first round warms code and connections up.
          if (round < 0) continue;
          rates[name].push(found.rate);
          micros[name].push(found.micros);
        }
        if (round % 3 === 0) process.stderr.write('.');
      }
      return {
        connections,
        vsBare: { old: beside(rates.old, rates.bare), new: beside(rates.new, rates.bare) },
        vsOld: beside(rates.new, rates.old),
        rate: Math.round(median(rates.new)),
        micros: { bare: median(micros.bare), old: median(micros.old), new: median(micros.new) },
      };
    };
    const usual = await closed(AT_ONCE[0]);
    const burst = await closed(AT_ONCE[1]);
    process.stderr.write('\n');
    const sums = {
      old: await stored(variants.old.kv, variants.old.campaign, variants.old.answered),
      new: await stored(variants.new.kv, variants.new.campaign, variants.new.answered),
    };
    let lost = 0;
    for (const name of ['old', 'new'] as const) {
      const { answered } = variants[name];
      lost += answered - sums[name].hits;
      const expected = Math.min(answered, RECIPIENTS);
      if (sums[name].unique !== expected) failures.push(`${name}: ${sums[name].unique} unique instead of ${expected}`);
    }
    if (lost !== 0) failures.push(`answered and stored differ by ${lost}`);
    if (queue.messages.length > 0) failures.push(`${queue.messages.length} batches took the queue, the deadline off`);
    const ms = (name: Name) => Number(median(late[name]).toFixed(1));
    const ratios = late.new.map((now, round) => now / (late.old[round] ?? Number.NaN));
    const p99VsOld = Number(median(ratios).toFixed(2));
    await variants.new.server.kill();
    const hitsPerBatch = Number((sums.new.hits / batchesOnDisk(variants.new.server)).toFixed(1));
    const micro = (value: number) => value.toFixed(0);
    const row = ({ connections, vsBare, micros }: typeof usual) => [
      `| ${connections} visitors at a time | 1 × | ${vsBare.old} × | **${vsBare.new} ×** |`,
      `| processor time of one | ${micro(micros.bare)} µs | ${micro(micros.old)} µs | ${micro(micros.new)} µs |`,
    ];
    return {
      figures: {
        'strict.vsBare': usual.vsBare.new,
        'strict.old.vsBare': usual.vsBare.old,
        'strict.vsOld': usual.vsOld,
        'strict.cpuVsOld': Number((usual.micros.new / usual.micros.old).toFixed(2)),
        'strict.128.vsBare': burst.vsBare.new,
        'strict.128.old.vsBare': burst.vsBare.old,
        'strict.128.vsOld': burst.vsOld,
        'strict.p99VsOld': p99VsOld,
        'strict.p99ms500': ms('new'),
        'strict.old.p99ms500': ms('old'),
        'strict.bare.p99ms500': ms('bare'),
        'strict.hitsPerBatch': hitsPerBatch,
        'strict.lost': lost,
        'strict.queued': queue.messages.length,
      },
      notes: [
        `${variants.new.answered} answers of this build, ${usual.rate} a second at ${usual.connections} visitors, ${burst.rate} at ${burst.connections}`,
        `99 of 100 within, beside the old build, round by round: ${ratios.map((ratio) => ratio.toFixed(2)).join(' ')}`,
      ],
      failures,
      readme: {
        block: 'strict',
        measured: true,
        lines: [
          `| strict counting | a bare 302 | ${OLD_COMMIT}: a call a hit | now |`,
          '|---|---:|---:|---:|',
          ...row(usual),
          ...row(burst),
          `| 99 of 100 answers at ${OPEN_RATE} a second within | ${ms('bare')} ms | ${ms('old')} ms | ${ms('new')} ms |`,
          '',
          `${variants.new.answered.toLocaleString('en')} clicks answered by this build, ${sums.new.hits.toLocaleString('en')} counted, ${hitsPerBatch} to a call; none through the queue.`,
        ],
      },
    };
  } finally {
    await Promise.all(Object.values(variants).map(({ server }) => server.remove()));
    await Promise.all([served.old.kv.stop(), served.new.kv.stop(), queue.stop()]);
  }
}

/** A build's worker by that build's own helpers: as deployed, but for the deadline, as what takes the queue would not be measured. */
async function serve(root: string, queue: QueueStandIn): Promise<Variant> {
  const from = <T>(file: string) => import(pathToFileURL(join(root, 'tests/support', file)).href) as Promise<T>;
  const support = await from<typeof import('../support/workerd.ts')>('workerd.ts');
  const { putCampaign } = await from<typeof import('../support/campaign.ts')>('campaign.ts');
  const { KvStandIn } = await from<typeof import('../support/kv-stand-in.ts')>('kv-stand-in.ts');
  const kv = await KvStandIn.start();
  const campaign = await putCampaign(kv, { host: 'strict.example', counting: 'strict', recipients: RECIPIENTS });
  const server = await support.Workerd.create({
    bundle: support.bundleWorker(),
    kv: kv.address,
    queue: queue.address,
    vars: { ...campaign.secrets, STRICT_DEADLINE_MS: '0' },
  });
  await server.start();
  const paths = Array.from({ length: RECIPIENTS }, (_, recipient) => `/${campaign.slug(recipient)}`);
  const { host } = campaign.record;
  const target = { port: server.port, host, headers, path: (n: number) => paths[n % RECIPIENTS] ?? '/' };
  return { server, target, kv, campaign, answered: 0 };
}
