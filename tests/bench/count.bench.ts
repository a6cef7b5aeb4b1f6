/**
 * What exact counting costs beside a bare 302, in throughput and in waiting. A run in which what is stored differs from
 * what was answered is no measurement: it fails.
 */
import { phones } from '../support/agents.ts';
import { putCampaign, type TestCampaign } from '../support/campaign.ts';
import { KvStandIn } from '../support/kv-stand-in.ts';
import { QueueStandIn } from '../support/queue-stand-in.ts';
import { bundleWorker, type Workerd } from '../support/workerd.ts';
import { beside, closedLoop, inTurn, median, openLoop, percentile, type Target } from './load.ts';
import { startBare, startKlikspor } from './servers.ts';
import { stored } from './stored.ts';

const CONNECTIONS = 32;
/** Short turns, many of them: what else the machine does then falls on all alike. Three repeats of ten or four. */
const SECONDS = 0.5;
const ROUNDS = { fast: 30, strict: 12 };
const OPEN_RATE = 500;
const OPEN_SECONDS = 8;
const OPEN_ROUNDS = 3;
const RECIPIENTS = 100_000;

const [phone] = phones;
const headers = { 'User-Agent': phone.userAgent, ...phone.headers };

interface Variant {
  readonly server: Workerd;
  readonly target: Target;
  answered: number;
}

export async function run() {
  const bundle = bundleWorker();
  const kv = await KvStandIn.start();
  const queue = await QueueStandIn.start();
  const fast = await putCampaign(kv, { host: 'fast.example', counting: 'fast', recipients: RECIPIENTS });
  const strict = await putCampaign(kv, { host: 'strict.example', counting: 'strict', recipients: RECIPIENTS });
  // As deployed, but for the deadline: what takes the queue would not be measured.
  const vars = { STRICT_DEADLINE_MS: '0' };
  const variants: Record<'bare' | 'fast' | 'strict', Variant> = {
    bare: variant(await startBare(kv.address), fast),
    fast: variant(await startKlikspor(bundle, kv.address, fast, vars), fast),
    strict: variant(await startKlikspor(bundle, kv.address, strict, vars), strict),
  };
  const failures: string[] = [];
  try {
    const turn = async (name: keyof typeof variants) => {
      const one = variants[name];
      const { answers, statuses, seconds } = await closedLoop(one.target, CONNECTIONS, SECONDS, one.answered);
      one.answered += answers;
      if (statuses[302] !== answers) failures.push(`${name}: ${JSON.stringify(statuses)} instead of 302 only`);
      return answers / seconds;
    };
    for (const name of ['bare', 'fast', 'strict'] as const) await turn(name);
    // Before the closed loops: what those leave to the garbage collector would be waited for here.
    const late = { bare: [] as number[], fast: [] as number[], strict: [] as number[] };
    for (let round = 0; round < OPEN_ROUNDS; round++) {
      for (const name of ['bare', 'fast', 'strict'] as const) {
        const one = variants[name];
        const { answers, statuses, latencies } = await openLoop(one.target, OPEN_RATE, OPEN_SECONDS, one.answered);
        one.answered += answers;
        if (statuses[302] !== answers) failures.push(`${name}: ${JSON.stringify(statuses)} instead of 302 only`);
        late[name].push(percentile(latencies, 0.99));
      }
      process.stderr.write('.');
    }
    /** Each beside a bare one of its own: a commit for every few hits leaves the disk busy for whoever comes next. */
    const besideBare = async (name: 'fast' | 'strict') => {
      const rates = { bare: [] as number[], [name]: [] as number[] };
      for (let round = -1; round < ROUNDS[name]; round++) {
        for (const one of inTurn(['bare', name] as const, round)) {
          const rate = await turn(one);
          // The first round warms code and connections up.
          if (round >= 0) rates[one]?.push(rate);
        }
        if (round % 3 === 0) process.stderr.write('.');
      }
      return { rate: median(rates[name] ?? []), ratio: beside(rates[name] ?? [], rates.bare) };
    };
    const fastRate = await besideBare('fast');
    const strictRate = await besideBare('strict');
    process.stderr.write('\n');
    const [storedFast, storedStrict] = await Promise.all([
      stored(kv, fast, variants.fast.answered),
      stored(kv, strict, variants.strict.answered),
    ]);
    const lost = variants.fast.answered - storedFast.hits + (variants.strict.answered - storedStrict.hits);
    if (lost !== 0) failures.push(`answered and stored differ by ${lost}`);
    for (const [name, { unique }, { answered }] of [
      ['fast', storedFast, variants.fast],
      ['strict', storedStrict, variants.strict],
    ] as const) {
      const expected = Math.min(answered, RECIPIENTS);
      if (unique !== expected) failures.push(`${name}: ${unique} unique clicks instead of ${expected}`);
    }
    const ms = (values: readonly number[]) => Number(median(values).toFixed(1));
    return {
      figures: {
        'count.fast.vsBare': fastRate.ratio,
        'count.strict.vsBare': strictRate.ratio,
        'count.fast.p99VsBare500': Number((median(late.fast) / median(late.bare)).toFixed(2)),
        'count.fast.p99ms500': ms(late.fast),
        'count.strict.p99ms500': ms(late.strict),
        'count.bare.p99ms500': ms(late.bare),
        'count.lost': lost,
        'count.queued': queue.messages.length,
      },
      notes: [
        ...Object.entries(variants).map(([name, { answered }]) => `${name}: ${answered} answers in all`),
        `fast: ${Math.round(fastRate.rate)} answers a second; strict: ${Math.round(strictRate.rate)}`,
      ],
      failures,
      readme: [
        headline(fastRate.ratio, variants, storedFast.hits + storedStrict.hits),
        {
          block: 'count',
          measured: true,
          lines: [
            '| counting | throughput | 99 of 100 answers at 500 a second within |',
            '|---|---:|---:|',
            `| none: a bare 302 | 1 × | ${ms(late.bare)} ms |`,
            `| \`fast\` | ${fastRate.ratio} × | ${ms(late.fast)} ms |`,
            `| \`strict\` | ${strictRate.ratio} × | ${ms(late.strict)} ms |`,
            '',
            `${(variants.fast.answered + variants.strict.answered).toLocaleString('en')} clicks answered, ${(storedFast.hits + storedStrict.hits).toLocaleString('en')} counted.`,
          ],
        },
      ],
    };
  } finally {
    await Promise.all(Object.values(variants).map(({ server }) => server.remove()));
    await kv.stop();
    await queue.stop();
  }
}

function headline(ratio: number, variants: Readonly<Record<string, Variant>>, counted: number) {
  const answered = (variants.fast?.answered ?? 0) + (variants.strict?.answered ?? 0);
  const count = (value: number) => value.toLocaleString('en');
  return {
    block: 'headline-count',
    file: 'README.md',
    lines: [
      `* **A counted redirect**: ${ratio} times the throughput of a worker that answers every request with the same bare 302; of ${count(answered)}`,
      `  clicks ${count(counted)} counted.`,
    ],
  };
}

function variant(server: Workerd, campaign: TestCampaign): Variant {
  const paths = Array.from({ length: RECIPIENTS }, (_, recipient) => `/${campaign.slug(recipient)}`);
  return {
    server,
    target: { port: server.port, host: campaign.record.host, headers, path: (n) => paths[n % RECIPIENTS] ?? '/' },
    answered: 0,
  };
}
