/**
 * The store behind workerd's KV binding. workerd speaks HTTP to it (GET, PUT, DELETE on `/<encoded key>?urlencoded=true`,
 * GET on `/?prefix=…` for a list, POST on `/bulk/get`); on the platform that is Cloudflare's KV, here it is a map that
 * counts, and can be told to fail.
 */
import { createServer, type Server } from 'node:http';

export class KvStandIn {
  readonly entries = new Map<string, Buffer>();
  /** Keys in the order they were asked for. */
  readonly reads: string[] = [];
  readonly writes: string[] = [];
  /** Answers this status to writes while set. */
  failWrites: number | undefined;
  /** Says of each request, reads included, whether it fails. */
  refuses: (() => boolean) | undefined;
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(): Promise<KvStandIn> {
    const server = createServer();
    const kv = new KvStandIn(server);
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const [status, body] = kv.#answer(request.method ?? '', request.url ?? '', Buffer.concat(chunks));
        response.writeHead(status).end(body);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return kv;
  }

  get address(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('the store is closed');
    return `127.0.0.1:${address.port}`;
  }

  text(key: string): string | undefined {
    return this.entries.get(key)?.toString('utf8');
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #answer(method: string, url: string, body: Buffer): [status: number, body?: Buffer] {
    const key = decodeURIComponent(url.slice(1).split('?')[0] ?? '');
    if (method === 'PUT' || method === 'DELETE') {
      this.writes.push(key);
      if (this.refuses?.()) return [503];
      if (this.failWrites !== undefined) return [this.failWrites];
      if (method === 'PUT') this.entries.set(key, body);
      else this.entries.delete(key);
      return [200];
    }
    if (method === 'POST' && key === 'bulk/get') {
      const { keys } = JSON.parse(body.toString('utf8')) as { keys: string[] };
      this.reads.push(...keys);
      if (this.refuses?.()) return [503];
      return [200, inJson(Object.fromEntries(keys.map((name) => [name, this.text(name) ?? null])))];
    }
    if (method !== 'GET') return [405];
    if (key === '') return this.refuses?.() ? [503] : [200, this.#list(new URLSearchParams(url.split('?')[1]))];
    this.reads.push(key);
    if (this.refuses?.()) return [503];
    const value = this.entries.get(key);
    return value === undefined ? [404] : [200, value];
  }

  /** In the order of the names; a cursor is the last name of its page. */
  #list(asked: URLSearchParams): Buffer {
    const prefix = asked.get('prefix') ?? '';
    const limit = Number(asked.get('key_count_limit') ?? 1_000);
    const names = [...this.entries.keys()].filter((name) => name.startsWith(prefix)).sort();
    const left = names.filter((name) => name > (asked.get('cursor') ?? ''));
    const page = left.slice(0, limit);
    const isLast = page.length === left.length;
    const keys = page.map((name) => ({ name }));
    return inJson(isLast ? { keys, list_complete: true } : { keys, list_complete: false, cursor: page.at(-1) });
  }
}

const inJson = (value: unknown) => Buffer.from(JSON.stringify(value));
