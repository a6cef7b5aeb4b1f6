/** What a redirect costs beside a bare 302, and beside a bare 302 after one KV read. Counting is off here. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { SLOTS_PER_CAMPAIGN } from 'klikspor/edge';
import { kvKey } from '../../worker/src/records.ts';
import { phones } from '../support/agents.ts';
import { putCampaign, type TestCampaign } from '../support/campaign.ts';
import { KvStandIn } from '../support/kv-stand-in.ts';
import { randomFrom } from '../support/random.ts';
import { bundleWorker, type Workerd } from '../support/workerd.ts';
import { bundleKB, redirectKB } from './bundle.ts';
import { beside, closedLoop, inTurn, median, type Target } from './load.ts';
import { startBare, startKlikspor, startKvFloor } from './servers.ts';

const CONNECTIONS = 32;
/** Short turns, many of them: a shared machine is twice as fast in one second as in the next, which then falls on all alike. Three repeats of twenty. */
const SECONDS = 0.12;
const ROUNDS = 60;
/** More campaigns than an isolate keeps, asked in turn: each is read anew. */
const COLD_CAMPAIGNS = 5_000;
/** Some of those that slugs are written in. */
const SIGNS = 'bcdfghjkmnpqrstvwxyz';

const [phone] = phones;
const headers = { 'User-Agent': phone.userAgent, ...phone.headers };
/** Whoever guesses by the thousand is a program, and shows nobody a page. */
const program = { 'User-Agent': 'python-requests/2.32.3', Accept: '*/*', 'Accept-Encoding': 'gzip, deflate' };

export async function run() {
  const bundle = bundleWorker();
  const kv = await KvStandIn.start();
  const links = [
    {
      kind: 'destination' as const,
      url: 'https://www.barnetsverden.dk/pages/du-har-adgang?utm_source=sms',
      tracked: false,
    },
  ];
  const campaign = await putCampaign(kv, { links });
  const { host } = campaign.record;
  for (let n = 2; n < COLD_CAMPAIGNS + 2; n++) {
    kv.entries.set(kvKey.campaign(host, n), Buffer.from(JSON.stringify({ ...campaign.record, number: n })));
    kv.entries.set(`floor/${n}`, Buffer.from(JSON.stringify({ ...campaign.record, number: n })));
  }
  // Guesses are made at a domain with one campaign: at one with thousands some of them would be met.
  const guessed = await putCampaign(kv, { host: 'guessed.example' }, campaign.secrets);
  const domain = kv.text(kvKey.domain(host)) ?? '';
  kv.entries.set(
    kvKey.domain(host),
    Buffer.from(JSON.stringify({ ...JSON.parse(domain), highest: COLD_CAMPAIGNS + 2 })),
  );

  const bare = await startBare(kv.address);
  const floor = await startKvFloor(kv.address);
  const ours = await startKlikspor(bundle, kv.address, campaign, { RECORD_LIFE_MS: '60000' });
  try {
    const known = Array.from({ length: 4_096 }, (_, recipient) => `/${campaign.slug(recipient)}`);
    const cold = Array.from(
      { length: COLD_CAMPAIGNS },
      (_, n) => `/${campaign.sealer.seal((n + 2) * SLOTS_PER_CAMPAIGN)}`,
    );
    const forged = guesses(guessed);
    const target = (
      port: number,
      paths: readonly string[],
      at = host,
      asked: Readonly<Record<string, string>> = headers,
    ): Target => ({
      port,
      host: at,
      headers: asked,
      path: (n) => paths[n % paths.length] ?? '/',
    });
    const variants: Record<string, { readonly server: Workerd; readonly target: Target; readonly status: number }> = {
      bare: { server: bare, target: target(bare.port, known), status: 302 },
      cached: { server: ours, target: target(ours.port, known), status: 302 },
      bareProgram: { server: bare, target: target(bare.port, forged, guessed.record.host, program), status: 302 },
      forged: { server: ours, target: target(ours.port, forged, guessed.record.host, program), status: 404 },
      forgedPage: { server: ours, target: target(ours.port, forged, guessed.record.host), status: 404 },
      floor: {
        server: floor,
        target: target(
          floor.port,
          Array.from({ length: COLD_CAMPAIGNS }, (_, n) => `/${n + 2}`),
        ),
        status: 302,
      },
      cold: { server: ours, target: target(ours.port, cold), status: 302 },
    };
    const failures: string[] = [];
    const rates: Record<string, number[]> = Object.fromEntries(Object.keys(variants).map((name) => [name, []]));
    const spent = Object.fromEntries(Object.keys(variants).map((name) => [name, { seconds: 0, answers: 0 }]));
    let forgedReads = 0;
    // Each run goes on where the last one ended, or the first campaigns would still be in memory.
    const next: Record<string, number> = {};
    for (let round = -1; round < ROUNDS; round++) {
      for (const [name, { server, target: at, status }] of inTurn(Object.entries(variants), round)) {
        const cpuBefore = server.cpuSeconds();
        const reads = kv.reads.length;
        const { answers, statuses, seconds } = await closedLoop(at, CONNECTIONS, round < 0 ? 0.7 : SECONDS, next[name]);
        next[name] = (next[name] ?? 0) + answers;
        if (statuses[status] !== answers)
          failures.push(`${name}: ${JSON.stringify(statuses)} instead of ${status} only`);
        const campaignReads = kv.reads.slice(reads).filter((key) => key.startsWith('campaign/')).length;
        if (name.startsWith('forged')) forgedReads += campaignReads;
        if (name === 'cold' && campaignReads < answers * 0.98)
          failures.push(`cold: only ${campaignReads} reads for ${answers}`);
        kv.reads.length = 0;
        // The first round warms code and connections up.
        if (round < 0) continue;
        rates[name]?.push(answers / seconds);
        const sum = spent[name];
        if (sum === undefined) continue;
        sum.seconds += server.cpuSeconds() - cpuBefore;
        sum.answers += answers;
      }
      if (round % 5 === 0) process.stderr.write('.');
    }
    process.stderr.write('\n');
    const ratio = (name: string, base: string) => beside(rates[name] ?? [], rates[base] ?? []);
    /** The same by processor time of the server, which what else runs on the machine blurs less. */
    const micros = (name: string) => {
      const { seconds = Number.NaN, answers = Number.NaN } = spent[name] ?? {};
      return (seconds * 1e6) / answers;
    };
    const costRatio = (name: string, base: string) => Number((micros(base) / micros(name)).toFixed(3));
    const inverse = (name: string, base: string) => Number((1 / costRatio(name, base)).toFixed(2));
    const instantiate = instantiateMs();
    const coldKB = redirectKB(bundle);
    const rate = (name: string) => Math.round(median(rates[name] ?? []));
    return {
      figures: {
        'redirect.cached.vsBare': ratio('cached', 'bare'),
        'redirect.forged.vsBare': ratio('forged', 'bareProgram'),
        'redirect.forgedPage.vsBare': ratio('forgedPage', 'bare'),
        'redirect.cold.vsKvFloor': ratio('cold', 'floor'),
        'redirect.cached.cpuVsBare': costRatio('cached', 'bare'),
        'redirect.forged.cpuVsBare': costRatio('forged', 'bareProgram'),
        'redirect.cold.cpuVsKvFloor': costRatio('cold', 'floor'),
        'redirect.forged.reads': forgedReads,
        'size.worker.gzipKB': bundleKB(bundle),
        'size.redirect.gzipKB': coldKB,
        'start.instantiate.ms': instantiate,
      },
      notes: Object.keys(variants).map(
        (name) =>
          `${name}: ${rate(name)} answers a second (median of ${ROUNDS}), ${Math.round(micros(name))} µs of processor time each`,
      ),
      failures,
      readme: {
        block: 'redirect',
        measured: true,
        lines: [
          '| redirect, counting off | throughput | processor time | beside |',
          '|---|---:|---:|---|',
          `| record in memory | ${ratio('cached', 'bare')} × | ${inverse('cached', 'bare')} × | a worker that answers every request with the same 302 |`,
          `| forged slug asked by a program, ${forgedReads} storage reads | ${ratio('forged', 'bareProgram')} × | ${inverse('forged', 'bareProgram')} × | the same |`,
          `| the same asked by a browser, which gets a page | ${ratio('forgedPage', 'bare')} × | ${inverse('forgedPage', 'bare')} × | the same |`,
          `| record read from KV | ${ratio('cold', 'floor')} × | ${inverse('cold', 'floor')} × | a worker that makes one KV read, then answers 302 |`,
          '',
          `At a cold start an isolate loads ${coldKB} kB (gzipped) and has the core ready ${instantiate} ms after it is compiled.`,
        ],
      },
    };
  } finally {
    await Promise.all([bare.remove(), floor.remove(), ours.remove()]);
    await kv.stop();
  }
}

/** Paths of a slug's shape that nobody was sent, all different, none of which opens to a number that may be looked up. */
function guesses({ sealer }: TestCampaign): string[] {
  const random = randomFrom(20_261_126);
  const found = new Set<string>();
  while (found.size < 4_096) {
    const token = Array.from({ length: 8 }, () => SIGNS[random(SIGNS.length)]).join('');
    const number = Math.floor(sealer.open(token) / SLOTS_PER_CAMPAIGN);
    if (number < 0 || number > 1_000) found.add(`/${token}`);
  }
  return [...found];
}

/** Instantiating the compiled core and reading the visitor rules, in a process of its own each time; median of five. */
function instantiateMs(): number {
  const script = fileURLToPath(new URL('instantiate.ts', import.meta.url));
  const times = Array.from({ length: 5 }, () => Number(execFileSync(process.execPath, [script], { encoding: 'utf8' })));
  return Number(median(times).toFixed(2));
}
