/** Starts the real worker with state and secrets of its own, for one test file. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { freePort } from './free-port.ts';
import { type Net, startNet } from './net.ts';
import type { HousedWorker } from './worker-house.ts';

export interface DevWorker {
  readonly port: number;
  /** The app's address on the app host. */
  readonly origin: string;
  /** Signs in once. */
  readonly signInCode: string;
  /** Folder that holds KV and the objects' SQLite files. */
  readonly stateFolder: string;
  /** In it link domains lead to the worker. */
  readonly net: Net;
  /** KV past the worker, as whoever holds the account has it. */
  readonly kv: Kv;
  stop(): Promise<void>;
}

/** One with a process of its own. */
export interface WranglerDev extends DevWorker {
  /** Ends the process and starts another on the same port, with the same state: as a deployment does. */
  restart(): Promise<void>;
}

interface Kv {
  get(key: string): Promise<string>;
  put(key: string, value: string): Promise<unknown>;
  delete(key: string): Promise<unknown>;
}

const root = fileURLToPath(new URL('../../', import.meta.url));

/** A worker as wrangler.toml has it: from the house of the run where there is one (tests/web), else by `wrangler dev`. */
export async function startDevWorker(...[vars, ...others]: Parameters<typeof startWranglerDev>): Promise<DevWorker> {
  const house = process.env.KLIKSPOR_WORKER_HOUSE;
  return house !== undefined && others.length === 0 ? housedWorker(house, vars) : startWranglerDev(vars, ...others);
}

async function housedWorker(house: string, vars: Readonly<Record<string, string>> = {}): Promise<DevWorker> {
  const ask = async (path: string, method: string, body?: string): Promise<string> => {
    const answer = await fetch(house + path, { method, ...(body !== undefined && { body }) });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return text;
  };
  const { id, port, signInCode, stateFolder } = JSON.parse(await ask('', 'POST', JSON.stringify(vars))) as HousedWorker;
  const net = await startNet(port);
  const value = (key: string) => `${id}?key=${encodeURIComponent(key)}`;
  return {
    port,
    origin: `http://localhost:${port}`,
    signInCode,
    stateFolder,
    net,
    kv: {
      get: (key) => ask(value(key), 'GET'),
      put: (key, text) => ask(value(key), 'PUT', text),
      delete: (key) => ask(value(key), 'DELETE'),
    },
    stop: async () => {
      await net.stop();
      await ask(id, 'DELETE');
    },
  };
}

/**
 * `vars` override what wrangler.toml sets, `environment` is what wrangler itself is told, `more` are further arguments of
 * `wrangler dev`.
 */
export async function startWranglerDev(
  vars: Readonly<Record<string, string>> = {},
  environment: Readonly<Record<string, string>> = { X_LOCAL_OBSERVABILITY: 'false' },
  more: readonly string[] = [],
): Promise<WranglerDev> {
  const port = await freePort();
  const folder = await mkdtemp(join(tmpdir(), 'klikspor-worker-'));
  const stateFolder = join(folder, 'state');
  const signInCode = randomBytes(9).toString('hex');
  const values = {
    SLUG_KEY_1: randomBytes(32).toString('base64'),
    SIGN_IN_CODE_SHA256: createHash('sha256').update(signInCode).digest('hex'),
    ...vars,
  };
  // An own file instead of the developer's .dev.vars: a test never spends a person's sign-in code.
  const envFile = join(folder, 'test.env');
  const lines = Object.entries(values).map(([name, value]) => `${name}=${value}\n`);
  await writeFile(envFile, lines.join(''));

  let output = '';
  const start = (): ChildProcess => {
    const child = spawn(
      join(root, 'node_modules/.bin/wrangler'),
      [
        'dev',
        `--port=${port}`,
        '--inspector-port=0',
        `--persist-to=${stateFolder}`,
        `--env-file=${envFile}`,
        ...Object.entries(values).flatMap(([name, value]) => ['--var', `${name}:${value}`]),
        '--show-interactive-dev-session=false',
        '--log-level=warn',
        ...more,
      ],
      {
        cwd: root,
        stdio: ['ignore', 'pipe', 'pipe'],
        env: {
          ...process.env,
          PATH: `${join(root, 'node_modules/.bin')}:${process.env.PATH ?? ''}`,
          CLOUDFLARE_CF_FETCH_ENABLED: 'false',
          WRANGLER_SEND_METRICS: 'false',
          ...environment,
        },
      },
    );
    const keep = (chunk: unknown) => {
      output += String(chunk);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    return child;
  };
  let child = start();

  const origin = `http://localhost:${port}`;
  const net = await startNet(port);
  const restart = async () => {
    await ended(child, 'SIGTERM');
    child = start();
    await answering(`${origin}/api/session`, child);
  };
  const stop = async () => {
    await net.stop();
    await ended(child, 'SIGTERM');
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await answering(`${origin}/api/session`, child);
  } catch (error) {
    await stop();
    throw new Error(`the worker did not start: ${String(error)}\n${output}`);
  }
  return { port, origin, signInCode, stateFolder, net, kv: kvOnDisk(stateFolder), restart, stop };
}

const execFileAsync = promisify(execFile);

function kvOnDisk(stateFolder: string): Kv {
  const kv = async (...args: readonly string[]) =>
    (
      await execFileAsync(
        join(root, 'node_modules/.bin/wrangler'),
        ['kv', 'key', ...args, '--local', '--binding=KV', `--persist-to=${stateFolder}`],
        { cwd: root, env: { ...process.env, PATH: `${join(root, 'node_modules/.bin')}:${process.env.PATH ?? ''}` } },
      )
    ).stdout;
  return {
    get: (key) => kv('get', key, '--text'),
    put: (key, value) => kv('put', key, value),
    delete: (key) => kv('delete', key),
  };
}

async function answering(url: string, child: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt++) {
    if (child.exitCode !== null) throw new Error(`wrangler ended with ${child.exitCode}`);
    const status = await fetch(url).then(
      (response) => response.status,
      () => 0,
    );
    if (status > 0 && status < 500) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${url} did not answer within 30 s`);
}

/** Asks the process to end and waits; after five seconds it is ended without asking. */
async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill(signal);
  const timer = setTimeout(() => child.kill('SIGKILL'), 5_000);
  await gone;
  clearTimeout(timer);
}
