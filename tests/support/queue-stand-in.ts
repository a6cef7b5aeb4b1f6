/** What stands behind workerd's queue binding: takes what is posted, or refuses it, and keeps count. */
import { createServer, type Server } from 'node:http';

export class QueueStandIn {
  readonly messages: Buffer[] = [];
  /** Answers this status to messages while set. */
  refuse: number | undefined;
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(): Promise<QueueStandIn> {
    const server = createServer();
    const queue = new QueueStandIn(server);
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        queue.messages.push(Buffer.concat(chunks));
        response.writeHead(queue.refuse ?? 200, { 'content-type': 'application/json' }).end('{}');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return queue;
  }

  get address(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('the queue is closed');
    return `127.0.0.1:${address.port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
