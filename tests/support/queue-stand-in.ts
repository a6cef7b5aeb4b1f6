/** What stands behind workerd's queue binding: takes what is posted, or refuses it, and keeps count. */
import { createServer, type Server } from 'node:http';

/** workerd takes no answer without these. */
const ANSWER = JSON.stringify({
  metadata: { metrics: { backlogCount: 0, backlogBytes: 0, oldestMessageTimestamp: 0 } },
});

export interface QueueConsumer {
  /** Resolves with the ids that must come again. */
  post(messages: readonly { id: string; attempts: number; body: unknown }[]): Promise<string[]>;
}

export class QueueStandIn {
  /** All that were ever sent, those that were refused included. */
  readonly messages: Buffer[] = [];
  /** Taken and not delivered yet. */
  readonly #waiting: { id: string; attempts: number; body: unknown }[] = [];
  #taken = 0;
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
        queue.#take(Buffer.concat(chunks));
        response.writeHead(queue.refuse ?? 200, { 'content-type': 'application/json' }).end(ANSWER);
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

  get waiting(): number {
    return this.#waiting.length;
  }

  #take(message: Buffer): void {
    this.messages.push(message);
    if (this.refuse !== undefined) return;
    this.#waiting.push({ id: `m-${++this.#taken}`, attempts: 1, body: JSON.parse(message.toString('utf8')) });
  }

  /**
   * The worst a queue may do: delivers what waits in any order, ten at a time, every message twice, and once more what
   * the consumer wants again.
   */
  async deliver(consumer: QueueConsumer, below: (limit: number) => number): Promise<void> {
    const again = new Map<string, number>();
    let left = this.#waiting.splice(0);
    left.push(...left.map((message) => ({ ...message, attempts: 2 })));
    while (left.length > 0) {
      for (let i = left.length - 1; i > 0; i--) {
        const j = below(i + 1);
        const [one, other] = [left[i], left[j]];
        if (one !== undefined && other !== undefined) [left[i], left[j]] = [other, one];
      }
      const refused: typeof left = [];
      for (let at = 0; at < left.length; at += 10) {
        const some = left.slice(at, at + 10);
        const ids = new Set(await consumer.post(some));
        refused.push(
          ...some.filter(({ id }) => ids.has(id)).map((message) => ({ ...message, attempts: message.attempts + 1 })),
        );
      }
      for (const { id } of refused) {
        const times = (again.get(id) ?? 0) + 1;
        if (times > 100) throw new Error(`message ${id} is never taken`);
        again.set(id, times);
      }
      left = refused;
    }
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
