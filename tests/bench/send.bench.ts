/**
 * `npm run bench -- send`: 100,000 messages of list campaigns, handed to the API in packs, checked, sealed and stored, and handed
 * over to a gateway that answers at once; beside it a worker in the same program that posts the same bodies with the same
 * headers, as many calls at a time, and does nothing else. They take turns. Then 20,000 more to one that takes some milliseconds,
 * as gateways do. What came is counted: a message that is missing, or came twice, makes the run a failure.
 */
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Campaign, Sending } from '../../worker/api.ts';
import { CountingSink } from '../support/counting-sink.ts';
import { KvStandIn } from '../support/kv-stand-in.ts';
import { addDomainAt, type Owner, ownerSecrets, signInAt } from '../support/owner.ts';
import { bundleWorker, Workerd } from '../support/workerd.ts';
import { inTurn, median } from './load.ts';

const HOST = 's.brand.dk';
const MESSAGES = Number(process.env.KLIKSPOR_SENT ?? 100_000);
const ROUNDS = 10;
/** Of the gateway that takes its time: milliseconds a message, and a fifth of the messages. */
const SLOW_MS = 5;
const SLOW_PART = 5;
/** Of a round, at most: so many fit into a body. */
const PACK = 1_000;
/** Calls under way at a time, as `worker/src/gateways/template.ts` has them. */
const AT_ONCE = 6;
const STALLED_MS = 60_000;
/** Of the JavaScript heap of both workers: a worker that needs more ends. */
const MOST_HEAP_MIB = 64;
const LEAST = 0.8;

const textOf = (row: number) =>
  `Kære kunde ${row}! Lige nu 25 % på alt børnetøj i Nykøbing Falster: s.brand.dk/Xk7Rm2Pq Afmeld: s.brand.dk/Xk7Rm2Pr`;
const numberOf = (row: number) => `+45${20_000_000 + row}`;
const HEADERS = { accept: '*/*', 'user-agent': 'klikspor', 'content-type': 'application/json' };

/** Nothing but the calls. An object class must be there because the configuration names it; nothing calls it. */
const BARE = `export class Workspace {}
export class ClickCounter {}
export class MessageSender {}
const textOf = ${textOf};
const numberOf = ${numberOf};
const headers = ${JSON.stringify(HEADERS)};
export default {
  async fetch(request) {
    if (request.method !== 'POST') return new Response();
    const { url, prefix, first, count, atOnce } = await request.json();
    let next = first;
    const lane = async () => {
      while (next < first + count) {
        const row = next++;
        const body = JSON.stringify({ id: prefix + row.toString(36), to: numberOf(row), from: 'Brand', text: textOf(row) });
        const answer = await fetch(url, { method: 'POST', headers, redirect: 'manual', body });
        const { id } = JSON.parse(await answer.text());
        if (answer.status !== 200 || !id) throw new Error('not taken');
      }
    };
    await Promise.all(Array.from({ length: atOnce }, lane));
    return new Response(null, { status: 204 });
  },
};
`;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Processes this one has started and that run still. */
function children(): Set<number> {
  const read = readdirSync('/proc/self/task').map((task) =>
    readFileSync(`/proc/self/task/${task}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
  );
  return new Set(read.flat());
}

/** A worker with its process, whose memory is looked at. */
class Watched {
  readonly server: Workerd;
  readonly #pid: number;

  private constructor(server: Workerd, pid: number) {
    this.server = server;
    this.#pid = pid;
  }

  static async start(bundle: string, kv: string, vars: Readonly<Record<string, string>>): Promise<Watched> {
    const server = await Workerd.create({ bundle, kv, vars, v8Flags: [`--max-heap-size=${MOST_HEAP_MIB}`] });
    const before = children();
    await server.start();
    const [pid = 0] = [...children()].filter((one) => !before.has(one));
    return new Watched(server, pid);
  }

  /** Its memory now: heap, Wasm, SQLite and all, without the pages of the program itself, which come from its file. */
  mib(): number {
    const [, kib] = /^RssAnon:\s*(\d+) kB/m.exec(readFileSync(`/proc/${this.#pid}/status`, 'utf8')) ?? [];
    return Number(kib) / 1_024;
  }

  /** The most of it while `work` lasts, looked at ten times a second. */
  async mostMib<T>(work: () => Promise<T>): Promise<[T, number]> {
    let most = this.mib();
    const look = setInterval(() => {
      most = Math.max(most, this.mib());
    }, 100);
    try {
      return [await work(), most];
    } finally {
      clearInterval(look);
    }
  }
}

interface Turn {
  readonly seconds: number;
  /** Of the worker's processor. */
  readonly cpuS: number;
}

async function timed(server: Workerd, work: () => Promise<void>): Promise<Turn> {
  const [cpu, began] = [server.cpuSeconds(), performance.now()];
  await work();
  return { seconds: (performance.now() - began) / 1_000, cpuS: server.cpuSeconds() - cpu };
}

const gateway = (url: string, name: string) => ({
  ...{ name, kind: 'template', secrets: { values: [] } },
  settings: {
    ...{ method: 'POST', url, perSecond: 10_000 },
    body: '{"id":"{{id}}","to":"{{to}}","from":"{{from}}","text":"{{text}}"}',
    answer: { id: 'id' },
  },
});

/** The messages of one campaign: taken in, and gone out. */
async function ours(
  { server, owner, sink, of }: { server: Workerd; owner: Owner; sink: CountingSink; of: string },
  first: number,
  count: number,
): Promise<{ store: Turn; handOver: Turn }> {
  const { id } = await owner<Campaign>('POST', '/api/campaigns', {
    ...{ name: `Alle ${first}`, host: HOST, recipients: count },
    links: [{ kind: 'destination', url: 'https://shop.example/' }, { kind: 'opt-out' }],
  });
  const path = `/api/campaigns/${encodeURIComponent(id)}/sending`;
  await owner('POST', path, { gateway: of, from: 'Brand', quietHours: false });
  const packs = Array.from({ length: Math.ceil(count / PACK) }, (_, pack) => ({
    pack,
    messages: Array.from({ length: Math.min(PACK, count - pack * PACK) }, (_, at) => {
      const row = pack * PACK + at;
      return {
        row,
        to: numberOf(first + row),
        text: textOf(first + row),
        encoding: 'gsm7',
        segments: 1,
        country: 'DK',
      };
    }),
  }));
  const store = await timed(server, async () => {
    for (const pack of packs) {
      await owner('POST', `${path}/packs`, pack, 204).catch((error: unknown) => {
        // There is no content to be read.
        if (!(error instanceof SyntaxError)) throw error;
      });
    }
  });
  const handOver = await timed(server, async () => {
    await owner('POST', `${path}/start`, { messages: count }, 200);
    for (let [last, since] = [0, performance.now()]; ; ) {
      const { messages } = await sink.taken(false);
      if (messages >= count) break;
      if (messages !== last) [last, since] = [messages, performance.now()];
      if (performance.now() - since > STALLED_MS) {
        throw new Error(`${JSON.stringify(await owner('GET', path))}\n${server.output}`);
      }
      await pause(5);
    }
    // And until what came of the last of them is on disk.
    while ((await owner<Sending>('GET', path)).messages.accepted < count) await pause(5);
  });
  return { store, handOver };
}

const bare = (server: Workerd, url: string, first: number, count: number): Promise<Turn> =>
  timed(server, async () => {
    const body = JSON.stringify({ url, prefix: `2r-mgl9vd0k-${first}-`, first, count, atOnce: AT_ONCE });
    const answer = await fetch(server.origin, { method: 'POST', body });
    if (answer.status !== 204) throw new Error(`the bare loop answered ${answer.status}\n${server.output}`);
  });

/** The same from this process, for whoever knows Node: seconds. */
async function byNode(url: string, first: number, count: number): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  const began = performance.now();
  let next = first;
  const post = (row: number) =>
    new Promise<void>((resolve, reject) => {
      const body = JSON.stringify({ id: `node-${row}`, to: numberOf(row), from: 'Brand', text: textOf(row) });
      const headers = { ...HEADERS, 'content-length': Buffer.byteLength(body) };
      const asked = request(url, { method: 'POST', agent, headers }, (answer) => {
        answer.resume();
        answer.once('end', resolve);
      });
      asked.once('error', reject);
      asked.end(body);
    });
  const lane = async () => {
    while (next < first + count) await post(next++);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  agent.destroy();
  return (performance.now() - began) / 1_000;
}

interface Turns {
  readonly store: Turn[];
  readonly handOver: Turn[];
  readonly bare: Turn[];
  readonly node: number[];
}

/** All of them, in turn. */
async function compared(
  { klikspor, alone, owner }: { klikspor: Workerd; alone: Workerd; owner: Owner },
  answerMs: number,
  messages: number,
  failures: string[],
) {
  const sink = await CountingSink.start(answerMs);
  const { id: of } = await owner<{ id: string }>('POST', '/api/gateways', gateway(sink.url, `${answerMs} ms`));
  const count = messages / ROUNDS;
  const turns: Turns = { store: [], handOver: [], bare: [], node: [] };
  let idsBefore = 0;
  try {
    // The first round warms code and connections up.
    for (let round = -1; round < ROUNDS; round++) {
      const first = (round + 1) * count;
      for (const who of inTurn(['ours', 'bare', 'node'] as const, round)) {
        if (who === 'ours') {
          const { store, handOver } = await ours({ server: klikspor, owner, sink, of }, first, count);
          turns.store.push(store);
          turns.handOver.push(handOver);
        } else if (who === 'bare') turns.bare.push(await bare(alone, sink.url, first, count));
        else turns.node.push(await byNode(sink.url, first, count));
        const { messages: came, ids } = await sink.taken();
        const different = ids - idsBefore;
        if (came !== count || different !== count)
          failures.push(`${who}: ${came} came, ${different} different, not ${count}`);
        idsBefore = ids;
      }
      process.stderr.write('.');
    }
    process.stderr.write('\n');
  } finally {
    await sink.stop();
  }
  const rounds = turns.bare.slice(1).map((one, at) => ({
    bare: one,
    store: turns.store[at + 1] ?? one,
    handOver: turns.handOver[at + 1] ?? one,
    node: turns.node[at + 1] ?? Number.NaN,
  }));
  type Round = (typeof rounds)[number];
  const ratio = (of: (round: Round) => number) => Number(median(rounds.map(of)).toFixed(3));
  const all = ({ store, handOver }: Round) => store.seconds + handOver.seconds;
  return {
    vsBareHttp: ratio((round) => round.bare.seconds / all(round)),
    handOverVsBareHttp: ratio((round) => round.bare.seconds / round.handOver.seconds),
    vsBareHttpCpu: ratio((round) => round.bare.cpuS / (round.store.cpuS + round.handOver.cpuS)),
    vsNode: ratio((round) => round.node / all(round)),
    perSecond: (of: (round: Round) => number) => Math.round(count / median(rounds.map(of))),
    all,
    cpuUs: (of: (round: Round) => Turn) => Math.round((median(rounds.map((one) => of(one).cpuS)) / count) * 1e6),
  };
}

export async function run() {
  const kv = await KvStandIn.start();
  const folder = mkdtempSync(join(tmpdir(), 'klikspor-bare-'));
  writeFileSync(join(folder, 'index.js'), BARE);
  const klikspor = await Watched.start(bundleWorker(), kv.address, ownerSecrets());
  const alone = await Watched.start(folder, kv.address, {});
  const failures: string[] = [];
  try {
    // As it is when nobody has sent anything.
    const emptyMiB = klikspor.mib();
    const owner = await signInAt(klikspor.server.origin);
    await addDomainAt(owner, klikspor.server.port, HOST);
    const both = { klikspor: klikspor.server, alone: alone.server, owner };
    const [quick, mostMiB] = await klikspor.mostMib(() => compared(both, 0, MESSAGES, failures));
    const isolateMiB = Number((mostMiB - emptyMiB).toFixed(1));
    const slow = await compared(both, SLOW_MS, MESSAGES / SLOW_PART, failures);
    if (isolateMiB > MOST_HEAP_MIB) failures.push(`send.isolateMiB is ${isolateMiB}; at most ${MOST_HEAP_MIB}`);
    if (quick.vsBareHttp < LEAST) failures.push(`send.vsBareHttp is ${quick.vsBareHttp}; at least ${LEAST}`);
    const count = (value: number) => value.toLocaleString('en');
    const row = (
      who: string,
      at: typeof quick,
      seconds: Parameters<typeof quick.perSecond>[0],
      ratio: string,
      cpu: number,
    ) => `| ${who} | ${count(at.perSecond(seconds))} | ${ratio} | ${cpu || ''} |`;
    return {
      figures: {
        'send.vsBareHttp': quick.vsBareHttp,
        'send.vsBareHttp.cpu': quick.vsBareHttpCpu,
        'send.handOver.vsBareHttp': quick.handOverVsBareHttp,
        'send.slow.vsBareHttp': slow.vsBareHttp,
        'send.slow.handOver.vsBareHttp': slow.handOverVsBareHttp,
        'send.vsNode': quick.vsNode,
        'send.store.perSecond': quick.perSecond(({ store }) => store.seconds),
        'send.handOver.perSecond': quick.perSecond(({ handOver }) => handOver.seconds),
        'send.bare.perSecond': quick.perSecond(({ bare }) => bare.seconds),
        'send.node.perSecond': quick.perSecond(({ node }) => node),
        'send.slow.perSecond': slow.perSecond(slow.all),
        'send.store.cpuUs': quick.cpuUs(({ store }) => store),
        'send.handOver.cpuUs': quick.cpuUs(({ handOver }) => handOver),
        'send.bare.cpuUs': quick.cpuUs(({ bare }) => bare),
        'send.isolateMiB': isolateMiB,
      },
      notes: [
        `${MESSAGES} messages in ${ROUNDS} campaigns, then ${MESSAGES / SLOW_PART} to a gateway that takes ${SLOW_MS} ms; cpuUs: of the worker's processor, a message`,
        `isolateMiB: the most memory that the process had (RssAnon: heap, Wasm, SQLite), less what it had before anything was sent; its JavaScript heap is held to ${MOST_HEAP_MIB} MiB`,
      ],
      failures,
      readme: {
        block: 'send',
        measured: true,
        lines: [
          '| | messages a second | beside the bare loop | processor, µs a message |',
          '|---|---:|---:|---:|',
          row(
            'taken in: checked, sealed, stored',
            quick,
            ({ store }) => store.seconds,
            '',
            quick.cpuUs(({ store }) => store),
          ),
          row(
            'handed over to a gateway that answers at once',
            quick,
            ({ handOver }) => handOver.seconds,
            `${quick.handOverVsBareHttp} ×`,
            quick.cpuUs(({ handOver }) => handOver),
          ),
          row('both together', quick, quick.all, `**${quick.vsBareHttp} ×**`, 0),
          row(
            'bare loop in the same program',
            quick,
            ({ bare }) => bare.seconds,
            '1 ×',
            quick.cpuUs(({ bare }) => bare),
          ),
          row('a loop in Node', quick, ({ node }) => node, '', 0),
          row(`both together, to a gateway that takes ${SLOW_MS} ms`, slow, slow.all, `**${slow.vsBareHttp} ×**`, 0),
          row('bare loop to that one', slow, ({ bare }) => bare.seconds, '1 ×', 0),
          '',
          `Memory: ${isolateMiB} MiB more at most than before anything was sent, with the JavaScript heap held to ${MOST_HEAP_MIB} MiB.`,
        ],
      },
    };
  } finally {
    await klikspor.server.remove();
    await alone.server.remove();
    await kv.stop();
  }
}
