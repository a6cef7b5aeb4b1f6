/**
 * Workers for many test files, each with state and secrets of its own: the bundle that would be deployed, made once, in
 * Miniflare, which is what `wrangler dev` runs it in. One is always ready before it is asked for: `wrangler dev` takes two seconds
 * of processor time for each.
 */
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { convertV4MiniflareOptions, Miniflare } from 'miniflare';
import { unstable_getMiniflareWorkerOptions, unstable_readConfig } from 'wrangler';
import { freePort } from './free-port.ts';
import { bundledModules, bundleWorker } from './workerd.ts';

/** What a test file is told of the worker it was given. */
export interface HousedWorker {
  readonly id: string;
  readonly port: number;
  readonly signInCode: string;
  readonly stateFolder: string;
}

/** Miniflare's own type of it wants the worker's globals. */
interface KvNamespace {
  get(key: string): Promise<string | null>;
  put(key: string, value: string): Promise<void>;
  delete(key: string): Promise<void>;
}

interface Housed {
  readonly told: HousedWorker;
  readonly miniflare: Miniflare;
}

const config = fileURLToPath(new URL('../../wrangler.toml', import.meta.url));

/** Without the secrets' names: each worker gets its own, and wrangler would miss them. */
const { workerOptions } = unstable_getMiniflareWorkerOptions({
  ...unstable_readConfig({ config }),
  secrets: undefined,
});

async function start(bundle: string, vars: Readonly<Record<string, string>> = {}): Promise<Housed> {
  const port = await freePort();
  const stateFolder = mkdtempSync(join(tmpdir(), 'klikspor-worker-'));
  const signInCode = randomBytes(9).toString('hex');
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      host: '127.0.0.1',
      port,
      cf: false,
      // Its log is nobody's question here.
      handleStructuredLogs: () => {},
      // Where `wrangler` looks for it.
      resourcePersistencePath: join(stateFolder, 'v3'),
      workers: [
        {
          ...workerOptions,
          name: 'klikspor',
          modulesRoot: bundle,
          modules: bundledModules(bundle).map(({ name, kind }) => ({
            type: ({ esModule: 'ESModule', wasm: 'CompiledWasm', data: 'Data' } as const)[kind],
            path: join(bundle, name),
          })),
          bindings: {
            ...(workerOptions.bindings as Readonly<Record<string, string>>),
            SLUG_KEY_1: randomBytes(32).toString('base64'),
            SIGN_IN_CODE_SHA256: createHash('sha256').update(signInCode).digest('hex'),
            ...vars,
          },
        },
      ],
    }),
  );
  await miniflare.ready;
  return { told: { id: randomBytes(6).toString('hex'), port, signInCode, stateFolder }, miniflare };
}

const end = async ({ told, miniflare }: Housed) => {
  await miniflare.dispose();
  rmSync(told.stateFolder, { recursive: true, force: true });
};

const textOf = async (incoming: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
};

/**
 * POST / gives a worker, with the variables in its body in the place of those of wrangler.toml, DELETE /ID ends it; GET, PUT and DELETE /ID?key=… are its KV, past the worker, as whoever holds the
 * account has it.
 */
export async function openWorkerHouse(): Promise<{ address: string; close(): Promise<void> }> {
  const bundle = bundleWorker();
  const given = new Map<string, Housed>();
  let next = start(bundle);
  /** At once, or two who ask together would be given the same. */
  const takeNext = () => {
    const taken = next;
    next = start(bundle);
    // Whoever asks is told what went wrong.
    next.catch(() => {});
    return taken;
  };

  async function answer(incoming: IncomingMessage): Promise<string | null> {
    const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://house');
    if (incoming.method === 'POST') {
      const vars = JSON.parse(await textOf(incoming)) as Readonly<Record<string, string>>;
      const housed = await (Object.keys(vars).length === 0 ? takeNext() : start(bundle, vars));
      given.set(housed.told.id, housed);
      return JSON.stringify(housed.told);
    }
    const housed = given.get(pathname.slice(1));
    if (housed === undefined) throw new Error(`no worker ${pathname.slice(1)}`);
    const key = searchParams.get('key');
    if (key === null) {
      given.delete(housed.told.id);
      await end(housed);
      return '';
    }
    const kv = (await housed.miniflare.getKVNamespace('KV')) as unknown as KvNamespace;
    if (incoming.method === 'GET') return kv.get(key);
    if (incoming.method === 'PUT') await kv.put(key, await textOf(incoming));
    else await kv.delete(key);
    return '';
  }

  const server = createServer((incoming, outgoing) => {
    answer(incoming).then(
      (text) => outgoing.writeHead(text === null ? 404 : 200).end(text ?? ''),
      (error) => outgoing.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: async () => {
      server.close();
      server.closeAllConnections();
      const spare = await next.catch(() => undefined);
      if (spare !== undefined) given.set(spare.told.id, spare);
      await Promise.all([...given.values()].map(end));
    },
  };
}
