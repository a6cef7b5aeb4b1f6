/**
 * Kills workerd again and again while a campaign goes out, and compares what the gateway was asked with what is said of each
 * message: no number twice unless somebody chose so, none lost without a word. The worker is the bundle that would be
 * deployed, the gateway an HTTP server. KLIKSPOR_SENT and KLIKSPOR_KILLS set how many messages and kills there are; the whole
 * size is 20000 and 20.
 */
import { createServer, type Server } from 'node:http';
import { beforeAll, expect, test } from 'vitest';
import type { Campaign, Sending, SendingResults } from '../../worker/api.ts';
import { PASSWORD, startKannelBox, USERNAME, whyNoKannelBox } from '../support/kannel-box.ts';
import { KvStandIn } from '../support/kv-stand-in.ts';
import { pause } from '../support/load.ts';
import { addDomainAt, type Owner, ownerSecrets, signInAt } from '../support/owner.ts';
import { bundleWorker, Workerd } from '../support/workerd.ts';

const MESSAGES = Number(process.env.KLIKSPOR_SENT ?? 1_500);
const KILLS = Number(process.env.KLIKSPOR_KILLS ?? 4);
const PACK = 1_000;
const STALLED_MS = 60_000;
/** Marked and not answered on disk: a group that is called for, and one that is next (`worker/src/sending/run.ts`), at a thousand a second. */
const IN_HAND = 300;

/** Takes messages as a gateway does, some milliseconds each, and remembers every one it was asked to send. */
class Gateway {
  /** Numbers in the order they were asked for, as often as they were taken. */
  readonly taken: string[] = [];
  readonly #ids = new Set<string>();
  readonly #refusesKnownIds: boolean;
  readonly #server: Server;

  private constructor(server: Server, refusesKnownIds: boolean) {
    this.#server = server;
    this.#refusesKnownIds = refusesKnownIds;
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        // Whether anybody is there at all, after a call that came to nothing.
        if (request.method !== 'POST') {
          response.writeHead(404).end();
          return;
        }
        const { id, to } = JSON.parse(Buffer.concat(chunks).toString()) as { id: string; to: string };
        const isKnown = this.#ids.has(id);
        this.#ids.add(id);
        const isRefused = isKnown && this.#refusesKnownIds;
        // Taken before it is answered: whoever is killed while it waits does not know.
        if (!isRefused) this.taken.push(to);
        setTimeout(() => {
          response.writeHead(isRefused ? 409 : 200, { 'content-type': 'application/json' }).end(`{"id":"${id}"}`);
        }, 5);
      });
    });
  }

  static async start(refusesKnownIds: boolean): Promise<Gateway> {
    const server = createServer({ keepAliveTimeout: 60_000 });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new Gateway(server, refusesKnownIds);
  }

  get url(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('the gateway has no port');
    return `http://127.0.0.1:${address.port}/send`;
  }

  /** How often each number was taken. */
  times(): Map<string, number> {
    const times = new Map<string, number>();
    for (const to of this.taken) times.set(to, (times.get(to) ?? 0) + 1);
    return times;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

const numberOfRow = (row: number) => `+45${20_000_000 + row}`;

let bundle: string;
beforeAll(() => {
  bundle = bundleWorker();
});

/** A campaign that is on its way through a gateway of this kind. */
async function begun(owner: Owner, port: number, host: string, gateway: object): Promise<string> {
  await addDomainAt(owner, port, host);
  const { id } = await owner<Campaign>('POST', '/api/campaigns', {
    ...{ name: 'Alle', host, recipients: MESSAGES },
    links: [{ kind: 'destination', url: 'https://shop.example/' }, { kind: 'opt-out' }],
  });
  const { id: of } = await owner<{ id: string }>('POST', '/api/gateways', { name: `Prøve ${host}`, ...gateway });
  const path = `/api/campaigns/${encodeURIComponent(id)}/sending`;
  await owner('POST', path, { gateway: of, from: 'Brand', quietHours: false });
  for (let first = 0; first < MESSAGES; first += PACK) {
    const messages = Array.from({ length: Math.min(PACK, MESSAGES - first) }, (_, at) => ({
      ...{ row: first + at, to: numberOfRow(first + at), encoding: 'gsm7', segments: 1, country: 'DK' },
      text: `Nyt til nr. ${first + at}: s.brand.dk/Xk7Rm2Pq`,
    }));
    const answer = owner('POST', `${path}/packs`, { pack: first / PACK, messages }, 204);
    // There is no content to be read.
    await answer.catch((error: unknown) => {
      if (!(error instanceof SyntaxError)) throw error;
    });
  }
  await owner('POST', `${path}/start`, { messages: MESSAGES }, 200);
  return path;
}

const templateFor = (gateway: Gateway, refusesKnownIds: boolean) => ({
  ...{ kind: 'template', secrets: { values: [] } },
  settings: {
    ...{ method: 'POST', url: gateway.url, perSecond: 1_000 },
    body: '{"id":"{{id}}","to":"{{to}}","text":"{{text}}"}',
    answer: { id: 'id', ...(refusesKnownIds && { knownId: [409] }) },
  },
});

async function resultsAt(owner: Owner, path: string): Promise<SendingResults['entries']> {
  const entries: SendingResults['entries'] = [];
  for (let next: string | undefined = `${path}/results?pageLimit=250`; next !== undefined; ) {
    const page: SendingResults = await owner<SendingResults>('GET', next);
    entries.push(...page.entries);
    next = page._links.next;
  }
  return entries;
}

/** Once nothing waits and nothing is under way. */
async function untilSent(owner: Owner, path: string): Promise<Sending> {
  for (let last = ''; ; ) {
    const state = await owner<Sending>('GET', path);
    const { messages } = state;
    if (messages.waiting + messages['handed-over'] === 0) return state;
    const now = JSON.stringify(messages);
    if (state.state === 'stopped') throw new Error(`stopped: ${JSON.stringify(state.stopped)}`);
    await pause(now === last ? 500 : 200);
    last = now;
  }
}

/** In the thick of it, and not always at the same point of a batch. `came`: how many the gateway has got. */
async function killed(server: Workerd, came: () => number | Promise<number>): Promise<void> {
  for (let kill = 0; kill < KILLS; kill++) {
    const wanted = Math.floor((MESSAGES * (kill + 1)) / (KILLS + 1)) + kill;
    const since = Date.now();
    for (let now = await came(); now < wanted; now = await came()) {
      if (Date.now() - since > STALLED_MS) {
        throw new Error(`it stands still at ${now} of ${MESSAGES} messages\n${server.output}`);
      }
      await pause(5);
    }
    await server.kill();
    await server.start();
  }
}

/** Rows in each state. Every row of the list is there once. */
async function rowsByState(owner: Owner, path: string): Promise<(state: string) => number[]> {
  const results = await resultsAt(owner, path);
  expect(results.map(({ row }) => row)).toEqual(Array.from({ length: MESSAGES }, (_, row) => row));
  return (state) => results.filter((result) => result.state === state).map(({ row }) => row);
}

test.each([
  ['says of every message whether it went out, and sends none twice', false],
  ['sends what nobody knows of again where the gateway refuses an id it has, and so once', true],
])(
  `a campaign of ${MESSAGES} that is killed ${KILLS} times %s`,
  async (_, refusesKnownIds) => {
    const gateway = await Gateway.start(refusesKnownIds);
    const kv = await KvStandIn.start();
    const server = await Workerd.create({ bundle, kv: kv.address, vars: ownerSecrets() });
    try {
      await server.start();
      const owner = await signInAt(server.origin);
      const path = await begun(owner, server.port, 'kill.example', templateFor(gateway, refusesKnownIds));
      await killed(server, () => gateway.taken.length);
      const state = await untilSent(owner, path);
      // Whatever is still on its way from a process that is no more.
      await pause(300);
      const times = gateway.times();
      const twice = [...times].filter(([, count]) => count > 1);
      expect(twice).toEqual([]);
      const rowsIn = await rowsByState(owner, path);
      const [accepted, unknown] = [rowsIn('accepted'), rowsIn('unknown')];
      expect(accepted.length + unknown.length).toBe(MESSAGES);
      expect(accepted.filter((row) => !times.has(numberOfRow(row)))).toEqual([]);
      const came = unknown.filter((row) => times.has(numberOfRow(row)));
      expect(times.size).toBe(accepted.length + came.length);
      console.log(
        `${MESSAGES} messages, ${KILLS} kills: ${accepted.length} accepted, ${unknown.length} unknown (${came.length} of them came), 0 twice`,
      );
      if (refusesKnownIds) {
        expect(unknown).toEqual([]);
        return;
      }
      expect(unknown.length).toBeLessThanOrEqual(KILLS * IN_HAND);
      expect(state.messages).toMatchObject({ unknown: unknown.length });
      // The marketer has those that are first sent again, and lets the others be.
      const again = unknown.slice(0, Math.ceil(unknown.length / 2));
      if (again.length > 0) await owner('POST', `${path}/unknown`, { decision: 'send-again', rows: again }, 200);
      await owner('POST', `${path}/unknown`, { decision: 'let-be' }, 200);
      const after = await untilSent(owner, path);
      expect(after.messages).toMatchObject({ unknown: 0, 'let-be': unknown.length - again.length });
      const chosen = new Set(again.map(numberOfRow));
      const more = [...gateway.times()].filter(([, count]) => count > 1).map(([to]) => to);
      expect(more.filter((to) => !chosen.has(to))).toEqual([]);
      expect(again.filter((row) => !gateway.times().has(numberOfRow(row)))).toEqual([]);
    } finally {
      await server.remove();
      await gateway.stop();
      await kv.stop();
    }
  },
  1_200_000,
);

if (whyNoKannelBox !== null) console.warn(`skipped, Kannel cannot be started: ${whyNoKannelBox}`);

test.skipIf(whyNoKannelBox !== null)(
  `what fakesmsc got through Kannel is what is said of ${MESSAGES} messages after ${KILLS} kills, none twice`,
  async () => {
    const kv = await KvStandIn.start();
    const server = await Workerd.create({ bundle, kv: kv.address, vars: ownerSecrets() });
    // Reports are kept while nobody answers, and told when somebody does.
    const box = await startKannelBox({ smsbox: ['http-request-retry = 60', 'http-queue-delay = 1'] });
    const fake = box.fake();
    try {
      await server.start();
      const owner = await signInAt(server.origin);
      const path = await begun(owner, server.port, 'kannel.example', {
        ...{ kind: 'kannel', secrets: { password: PASSWORD } },
        settings: { url: box.url, username: USERNAME, perSecond: 1_000 },
      });
      await killed(server, async () => {
        const { messages } = await owner<Sending>('GET', path);
        return MESSAGES - messages.waiting - messages['handed-over'];
      });
      await untilSent(owner, path);
      const unknownAtFirst = (await rowsByState(owner, path))('unknown').length;
      const gotBy = () => fake.messages().map(({ to }) => to);
      // A report settles what nobody knew: only what never reached Kannel stays unknown.
      for (let attempt = 0; attempt < 300; attempt++) {
        const { messages } = await owner<Sending>('GET', path);
        if (new Set(gotBy()).size === messages.delivered) break;
        await pause(1_000);
      }
      const rowsIn = await rowsByState(owner, path);
      const got = gotBy();
      const came = new Set(got);
      expect(got.length).toBe(came.size);
      expect(rowsIn('delivered').map(numberOfRow)).toEqual(
        Array.from({ length: MESSAGES }, (_, row) => numberOfRow(row)).filter((to) => came.has(to)),
      );
      expect(rowsIn('unknown').length).toBe(MESSAGES - came.size);
      expect(unknownAtFirst).toBeLessThanOrEqual(KILLS * IN_HAND);
      console.log(
        `Kannel: ${MESSAGES} messages, ${KILLS} kills: ${came.size} came and are delivered, ${MESSAGES - came.size} unknown (${unknownAtFirst} before reports), 0 twice`,
      );
    } finally {
      await box.stop();
      await server.remove();
      await kv.stop();
    }
  },
  1_200_000,
);
