/**
 * Runs the bundle that would be deployed in workerd itself, without wrangler's proxy in front: for crash tests, which
 * kill the process, and for benchmarks. Bindings come from wrangler.toml, so nothing is named twice.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { unstable_readConfig } from 'wrangler';
import { freePort } from './free-port.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const binary = join(
  root,
  `node_modules/@cloudflare/workerd-linux-${process.arch === 'arm64' ? 'arm64' : '64'}/bin/workerd`,
);

/**
 * Bundles the worker as `wrangler deploy` would; returns the folder. It is the run's where that has one (tests/e2e), or else
 * this process's own: another may be bundling at the same moment. `from`: a clone of another commit, with its packages.
 */
export function bundleWorker(from = root): string {
  const ofRun = process.env.KLIKSPOR_BUNDLE;
  if (ofRun !== undefined && from === root) return ofRun;
  mkdirSync(join(from, 'build'), { recursive: true });
  const folder = mkdtempSync(join(from, 'build/worker-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  // The app's files are no part of the bundle, but wrangler wants the folder to be there.
  mkdirSync(join(from, 'web/dist'), { recursive: true });
  execFileSync(join(from, 'node_modules/.bin/wrangler'), ['deploy', '--dry-run', `--outdir=${folder}`], {
    cwd: from,
    stdio: 'pipe',
    env: {
      ...process.env,
      PATH: `${join(from, 'node_modules/.bin')}:${process.env.PATH ?? ''}`,
      WRANGLER_SEND_METRICS: 'false',
    },
  });
  return folder;
}

/** The modules of a bundle by their paths in it, the entry first. */
export function bundledModules(
  bundle: string,
  entry = 'index.js',
): { name: string; kind: 'esModule' | 'wasm' | 'data' }[] {
  return readdirSync(bundle, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(js|mjs|wasm|bin)$/.test(name))
    .sort((a, b) => Number(b === entry) - Number(a === entry))
    .map((name) => ({ name, kind: /\.m?js$/.test(name) ? 'esModule' : name.endsWith('.wasm') ? 'wasm' : 'data' }));
}

export interface WorkerdOptions {
  /** Folder made by `bundleWorker`. */
  readonly bundle: string;
  /** The module that is called; by default the bundle's own. */
  readonly entry?: string;
  /** host:port of the KV store. */
  readonly kv: string;
  /** host:port of the service that receives queue messages; by default a closed port, so that using it fails. */
  readonly queue?: string;
  /** Secrets, and whatever of wrangler.toml's vars is to be different. */
  readonly vars: Readonly<Record<string, string>>;
  readonly v8Flags?: readonly string[];
  /** A disk that can be filled up: see `fillDisk`. */
  readonly fillable?: boolean;
}

/** A message as the queue hands it to its consumer. */
export interface QueueMessage {
  readonly id: string;
  readonly attempts: number;
  readonly body: unknown;
}

/** One workerd process with its objects on disk. `kill` and `start` again: the disk stays. */
export class Workerd {
  readonly port: number;
  readonly origin: string;
  readonly #folder: string;
  readonly #config: string;
  readonly #postPort: number;
  readonly #fillable: boolean;
  #child: ChildProcess | undefined;
  #output = '';

  private constructor(folder: string, config: string, port: number, postPort: number, fillable: boolean) {
    this.#folder = folder;
    this.#config = config;
    this.port = port;
    this.#postPort = postPort;
    this.#fillable = fillable;
    this.origin = `http://localhost:${port}`;
  }

  static async create(options: WorkerdOptions): Promise<Workerd> {
    const folder = mkdtempSync(join(tmpdir(), 'klikspor-workerd-'));
    mkdirSync(join(folder, 'objects'));
    // workerd reads embedded files from beside its configuration only.
    symlinkSync(options.bundle, join(folder, 'bundle'));
    const port = await freePort();
    const postPort = await freePort();
    const config = join(folder, 'config.capnp');
    writeFileSync(join(folder, 'postman.js'), POSTMAN);
    writeFileSync(config, capnp(options, folder, port, postPort, await freePort()));
    return new Workerd(folder, config, port, postPort, options.fillable === true);
  }

  /** From the next start on it runs so; the disk stays. */
  async configure(options: WorkerdOptions): Promise<void> {
    writeFileSync(this.#config, capnp(options, this.#folder, this.port, this.#postPort, await freePort()));
  }

  async start(): Promise<void> {
    const child = spawn(binary, ['serve', '--experimental', this.#config], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: this.#fillable
        ? { ...process.env, LD_PRELOAD: fullDisk(), KLIKSPOR_FULL: this.#fullFlag }
        : { ...process.env },
    });
    this.#child = child;
    const keep = (chunk: unknown) => {
      this.#output += String(chunk);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    for (let attempt = 0; attempt < 200; attempt++) {
      if (child.exitCode !== null) throw new Error(`workerd ended with ${child.exitCode}\n${this.#output}`);
      const up = await fetch(`${this.origin}/robots.txt`, { redirect: 'manual' }).then(
        () => true,
        () => false,
      );
      if (up) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`workerd did not answer within 10 s\n${this.#output}`);
  }

  /** What the process printed so far. */
  get output(): string {
    return this.#output;
  }

  get #fullFlag(): string {
    return join(this.#folder, 'full');
  }

  /** From now on no write to an object's database succeeds, as if the file system were full; false: it works again. */
  fillDisk(full: boolean): void {
    if (full) writeFileSync(this.#fullFlag, '');
    else rmSync(this.#fullFlag, { force: true });
  }

  /** Hands messages to a queue's consumer, as the platform does; resolves with the ids that must come again. */
  async post(messages: readonly QueueMessage[], queue = 'klikspor-batches'): Promise<string[]> {
    const answer = await fetch(`http://127.0.0.1:${this.#postPort}/`, {
      method: 'POST',
      body: JSON.stringify({ queue, messages }),
    });
    if (!answer.ok) throw new Error(`the consumer failed: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as string[];
  }

  /** Processor time the process has taken so far: tells costs apart where a busy machine blurs the throughput. */
  cpuSeconds(): number {
    const stat = readFileSync(`/proc/${this.#child?.pid}/stat`, 'utf8');
    // Fields 14 and 15, counted after the name in parentheses: user and system time in ticks of 10 ms.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) / 100;
  }

  /** Where the objects of a class keep their data, each in a file that is named by the object's id. */
  objectFolder(className: string): string {
    return join(this.#folder, 'objects', `${className}-v1`);
  }

  /** Files in which the objects of a class keep their data; to be opened while the process is down. */
  objectFiles(className: string): string[] {
    const folder = this.objectFolder(className);
    return readdirSync(folder)
      .filter((name) => name.endsWith('.sqlite') && !name.startsWith('metadata'))
      .map((name) => join(folder, name));
  }

  /** SIGKILL: no handler runs, nothing is flushed. Resolves when the process is gone. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill('SIGKILL');
    await gone;
  }

  async remove(): Promise<void> {
    await this.kill();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** The parts of wrangler's configuration that workerd needs. */
interface WranglerConfig {
  readonly compatibility_date?: string | undefined;
  readonly compatibility_flags: readonly string[];
  readonly vars: Readonly<Record<string, unknown>>;
  readonly durable_objects: { readonly bindings: readonly { readonly name: string; readonly class_name: string }[] };
  readonly kv_namespaces: readonly { readonly binding: string }[];
  readonly queues: { readonly producers?: readonly { readonly binding: string }[] | undefined };
}

/** Calls the consumer over a service binding: workerd has no queue of its own. */
const POSTMAN = `export default {
  async fetch(request, env) {
    const { queue, messages } = await request.json();
    const made = messages.map((message) => ({ ...message, timestamp: new Date() }));
    const { outcome, ackAll, explicitAcks, retryBatch, retryMessages } = await env.MAIN.queue(queue, made);
    if (outcome !== 'ok' || retryBatch.retry) return Response.json(messages.map(({ id }) => id));
    const again = new Set(retryMessages.map(({ msgId }) => msgId));
    const done = new Set(explicitAcks);
    return Response.json(messages.map(({ id }) => id).filter((id) => again.has(id) || !(ackAll || done.has(id))));
  },
};
`;

/** The library that full_disk.cpp makes, built once a run. */
let builtFullDisk: string | undefined;
function fullDisk(): string {
  if (builtFullDisk === undefined) {
    const library = join(root, 'build/full-disk/full_disk.so');
    mkdirSync(join(root, 'build/full-disk'), { recursive: true });
    execFileSync('c++', [
      ...['-std=c++20', '-O1', '-shared', '-fPIC', '-o', library],
      ...[join(root, 'tests/support/full_disk.cpp'), '-ldl'],
    ]);
    builtFullDisk = library;
  }
  return builtFullDisk;
}

const quoted = (text: string) => JSON.stringify(text);

function capnp(options: WorkerdOptions, folder: string, port: number, postPort: number, closedPort: number): string {
  const config: WranglerConfig = unstable_readConfig({ config: join(root, 'wrangler.toml') });
  const modules = bundledModules(options.bundle, options.entry).map(({ name, kind }) => {
    // Those that wrangler itself bundled and renamed, in an earlier version, are asked for by the name it gave them.
    const moduleName = /^[0-9a-f]{40}-/.test(name) ? `./${name}` : name;
    return `(name = ${quoted(moduleName)}, ${kind} = embed ${quoted(`bundle/${name}`)})`;
  });
  // A bundle of an earlier version, or of a bench, has not all of the classes.
  const entry = readFileSync(join(options.bundle, options.entry ?? 'index.js'), 'utf8');
  const objects = config.durable_objects.bindings.filter(({ class_name: name }) => entry.includes(name));
  const vars = { ...config.vars, ...options.vars };
  const bindings = [
    ...Object.entries(vars).map(([name, value]) =>
      typeof value === 'string'
        ? `(name = ${quoted(name)}, text = ${quoted(value)})`
        : `(name = ${quoted(name)}, json = ${quoted(JSON.stringify(value))})`,
    ),
    ...objects.map((o) => `(name = ${quoted(o.name)}, durableObjectNamespace = ${quoted(o.class_name)})`),
    ...config.kv_namespaces.map((kv) => `(name = ${quoted(kv.binding)}, kvNamespace = "kv")`),
    ...(config.queues.producers ?? []).map((q) => `(name = ${quoted(q.binding)}, queue = "queue")`),
  ];
  return `using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "main", worker = .worker),
    (name = "postman", worker = .postman),
    (name = "objects", disk = (path = ${quoted(join(folder, 'objects'))}, writable = true)),
    (name = "kv", external = (address = ${quoted(options.kv)}, http = ())),
    (name = "queue", external = (address = ${quoted(options.queue ?? `127.0.0.1:${closedPort}`)}, http = ())),
    (name = "internet", network = (allow = ["local"])),
  ],
  sockets = [
    (name = "http", address = "127.0.0.1:${port}", http = (), service = "main"),
    (name = "post", address = "127.0.0.1:${postPort}", http = (), service = "postman"),
  ],
  v8Flags = [${(options.v8Flags ?? []).map(quoted).join(', ')}],
);

const postman :Workerd.Worker = (
  modules = [(name = "postman.js", esModule = embed "postman.js")],
  compatibilityDate = ${quoted(config.compatibility_date ?? '2026-10-01')},
  compatibilityFlags = ["service_binding_extra_handlers"],
  bindings = [(name = "MAIN", service = "main")],
);

const worker :Workerd.Worker = (
  modules = [
    ${modules.join(',\n    ')}
  ],
  compatibilityDate = ${quoted(config.compatibility_date ?? '2026-10-01')},
  compatibilityFlags = [${config.compatibility_flags.map(quoted).join(', ')}],
  durableObjectNamespaces = [
    ${objects.map((o) => `(className = ${quoted(o.class_name)}, uniqueKey = ${quoted(`${o.class_name}-v1`)}, enableSql = true)`).join(',\n    ')}
  ],
  durableObjectStorage = (localDisk = "objects"),
  bindings = [
    ${bindings.join(',\n    ')}
  ],
);
`;
}
