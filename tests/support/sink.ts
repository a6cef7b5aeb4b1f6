/** An HTTP server on the loopback interface that keeps what it is asked, and answers as the test wants it to. */
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';

export interface Asked {
  readonly method: string;
  /** Path and query, as they came. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface SinkAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** 'never': no answer; 'hang-up': the connection is closed instead. */
export type Answering = (asked: Asked) => SinkAnswer | 'never' | 'hang-up';

export class Sink {
  readonly asked: Asked[] = [];
  answering: Answering = () => ({});
  readonly #server: Server;
  readonly #waiting = new Set<ServerResponse>();

  private constructor(server: Server) {
    this.#server = server;
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { method = '', url = '', headers } = request;
        const asked = { method, path: url, headers, body: Buffer.concat(chunks) };
        this.asked.push(asked);
        const answer = this.answering(asked);
        if (answer === 'hang-up') request.socket.destroy();
        else if (answer === 'never') this.#waiting.add(response);
        else response.writeHead(answer.status ?? 200, answer.headers).end(answer.body ?? '');
      });
    });
  }

  static async start(): Promise<Sink> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new Sink(server);
  }

  get origin(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('the sink has no port');
    return `http://127.0.0.1:${address.port}`;
  }

  async stop(): Promise<void> {
    for (const response of this.#waiting) response.destroy();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
