/**
 * An HTTP server in a thread of its own that takes messages, remembers which, and answers each with an id: for benchmarks. It reads
 * no more of HTTP than it must, so that it is never what is waited for, but for the time that it is told to take.
 */
import { createServer, type Socket } from 'node:net';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';

const HEAD_END = Buffer.from('\r\n\r\n');
const ANSWER_BODY = '{"id":"a1b2c3d4e5f6"}';
const ANSWER = Buffer.from(
  `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${ANSWER_BODY.length}\r\n\r\n${ANSWER_BODY}`,
);
const ID = Buffer.from('"id":"');

/** What came since the last reset. */
export interface Taken {
  /** Requests with a body. */
  readonly messages: number;
  /** Different ids among all that ever came. */
  readonly ids: number;
  /** Octets of bodies. */
  readonly octets: number;
}

export class CountingSink {
  readonly url: string;
  readonly #thread: Worker;

  private constructor(thread: Worker, port: number) {
    this.#thread = thread;
    this.url = `http://127.0.0.1:${port}/send`;
  }

  /** `answerMs`: how long each message takes; 0: answered at once. */
  static async start(answerMs: number): Promise<CountingSink> {
    const thread = new Worker(new URL(import.meta.url), { workerData: answerMs });
    const port = await new Promise<number>((resolve) => thread.once('message', resolve));
    return new CountingSink(thread, port);
  }

  /** `reset`: what is told next begins here. */
  taken(reset = true): Promise<Taken> {
    return new Promise((resolve) => {
      this.#thread.once('message', resolve);
      this.#thread.postMessage(reset);
    });
  }

  async stop(): Promise<void> {
    await this.#thread.terminate();
  }
}

function serve(
  answerMs: number,
  tell: (told: number | Taken) => void,
  onAsked: (asked: (reset: boolean) => void) => void,
): void {
  const ids = new Set<string>();
  let [messages, octets] = [0, 0];
  const take = (body: Buffer) => {
    const at = body.indexOf(ID);
    if (at >= 0) ids.add(body.toString('latin1', at + ID.length, body.indexOf(0x22, at + ID.length)));
    messages++;
    octets += body.length;
  };
  const server = createServer((socket: Socket) => {
    let rest: Buffer = Buffer.alloc(0);
    socket.setNoDelay(true);
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk: Buffer) => {
      rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      for (;;) {
        const head = rest.indexOf(HEAD_END);
        if (head < 0) return;
        const text = rest.toString('latin1', 0, head);
        const length = Number(/\r\ncontent-length: *(\d+)/i.exec(text)?.[1] ?? 0);
        const end = head + HEAD_END.length + length;
        if (rest.length < end) return;
        // A request without a body only asks whether anybody is there.
        if (text.startsWith('POST')) take(rest.subarray(end - length, end));
        rest = rest.subarray(end);
        if (answerMs === 0) socket.write(ANSWER);
        else setTimeout(() => socket.write(ANSWER), answerMs);
      }
    });
  });
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    if (address !== null && typeof address !== 'string') tell(address.port);
  });
  onAsked((reset) => {
    tell({ messages, ids: ids.size, octets });
    if (reset) [messages, octets] = [0, 0];
  });
}

if (!isMainThread && parentPort !== null) {
  const port = parentPort;
  serve(
    Number(workerData),
    (told) => port.postMessage(told),
    (asked) => port.on('message', asked),
  );
}
