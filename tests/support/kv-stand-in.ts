/**
 * The store behind workerd's KV binding. workerd speaks HTTP to it (GET, PUT, DELETE on `/<encoded key>?urlencoded=true`);
 * on the platform that is Cloudflare's KV, here it is a map that counts, and can be told to fail.
 */
import { createServer, type Server } from 'node:http';

export class KvStandIn {
  readonly entries = new Map<string, Buffer>();
  /** Keys in the order they were asked for. */
  readonly reads: string[] = [];
  readonly writes: string[] = [];
  /** Answers this status to writes while set. */
  failWrites: number | undefined;
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
    if (method === 'GET') {
      this.reads.push(key);
      const value = this.entries.get(key);
      return value === undefined ? [404] : [200, value];
    }
    if (method !== 'PUT' && method !== 'DELETE') return [405];
    this.writes.push(key);
    if (this.failWrites !== undefined) return [this.failWrites];
    if (method === 'PUT') this.entries.set(key, body);
    else this.entries.delete(key);
    return [200];
  }
}
