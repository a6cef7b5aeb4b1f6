/**
 * HTTP load from raw sockets: a client library would cost more than the server it measures. One request at a time on
 * each connection, the connections kept open, no pipelining.
 */
import { connect, type Socket } from 'node:net';

export interface Outcome {
  readonly answers: number;
  readonly statuses: Readonly<Record<number, number>>;
  readonly seconds: number;
  /** Milliseconds from the moment a request was due to the end of its answer; open loop only. Ascending. */
  readonly latencies: readonly number[];
}

export interface Target {
  readonly port: number;
  readonly host: string;
  /** The path of the n-th request. */
  readonly path: (n: number) => string;
  readonly headers?: Readonly<Record<string, string>>;
}

const END = '\r\n\r\n';

class Connection {
  readonly #socket: Socket;
  #buffer: Buffer | undefined;
  #done: ((status: number) => void) | undefined;
  #failed: ((error: Error) => void) | undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => this.#take(chunk));
    socket.on('error', (error) => this.#failed?.(error));
    socket.on('close', () => this.#failed?.(new Error('the server closed the connection')));
  }

  static open(port: number): Promise<Connection> {
    return new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1');
      socket.once('error', reject);
      socket.once('connect', () => resolve(new Connection(socket)));
    });
  }

  ask(request: string): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#done = resolve;
      this.#failed = reject;
      this.#socket.write(request, 'latin1');
    });
  }

  /** A server may close a connection that it finds idle for too long. */
  get isOpen(): boolean {
    return !this.#socket.destroyed;
  }

  close(): void {
    this.#failed = undefined;
    this.#socket.destroy();
  }

  /** Reads the head only: what is done with a body here would be charged to the server, as they share the processor. */
  #take(chunk: Buffer): void {
    const buffer = this.#buffer === undefined ? chunk : Buffer.concat([this.#buffer, chunk]);
    this.#buffer = buffer;
    const end = buffer.indexOf(END);
    if (end < 0) return;
    const head = buffer.toString('latin1', 0, end);
    const length = /\r\ncontent-length: *(\d+)/i.exec(head);
    const body = length === null ? 0 : Number(length[1]);
    if (buffer.length < end + END.length + body) return;
    this.#buffer = undefined;
    this.#done?.(Number(head.slice(9, 12)));
  }
}

function requests({ host, path, headers = {} }: Target): (n: number) => string {
  const rest = ` HTTP/1.1\r\nHost: ${host}\r\n${Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('')}\r\n`;
  return (n) => `GET ${path(n)}${rest}`;
}

/** As fast as it goes: `connections` requests under way at any moment. `from` numbers the first request. */
export async function closedLoop(target: Target, connections: number, seconds: number, from = 0): Promise<Outcome> {
  const write = requests(target);
  const lanes = await Promise.all(Array.from({ length: connections }, () => Connection.open(target.port)));
  const statuses: Record<number, number> = {};
  let next = from;
  const beganMs = performance.now();
  const untilMs = beganMs + seconds * 1000;
  await Promise.all(
    lanes.map(async (lane) => {
      while (performance.now() < untilMs) {
        const status = await lane.ask(write(next++));
        statuses[status] = (statuses[status] ?? 0) + 1;
      }
    }),
  );
  const took = (performance.now() - beganMs) / 1000;
  for (const lane of lanes) lane.close();
  return { answers: next - from, statuses, seconds: took, latencies: [] };
}

/**
 * At a fixed rate, whatever the server does, each timed from the moment it was due: a stall is felt by everyone who
 * comes during it. Connections are opened as needed.
 */
export async function openLoop(target: Target, perSecond: number, seconds: number, from = 0): Promise<Outcome> {
  const write = requests(target);
  const idle: Connection[] = await Promise.all(Array.from({ length: 32 }, () => Connection.open(target.port)));
  const statuses: Record<number, number> = {};
  const latencies: number[] = [];
  const underWay = new Set<Promise<void>>();
  const total = Math.round(perSecond * seconds);
  const beganMs = performance.now();
  const one = async (n: number, dueMs: number) => {
    let lane = idle.pop();
    while (lane !== undefined && !lane.isOpen) lane = idle.pop();
    lane ??= await Connection.open(target.port);
    const status = await lane.ask(write(from + n));
    latencies.push(performance.now() - dueMs);
    statuses[status] = (statuses[status] ?? 0) + 1;
    idle.push(lane);
  };
  for (let n = 0; n < total; ) {
    const dueMs = beganMs + (n * 1000) / perSecond;
    if (performance.now() < dueMs) {
      await new Promise((resolve) => setImmediate(resolve));
      continue;
    }
    const work = one(n++, dueMs).finally(() => underWay.delete(work));
    underWay.add(work);
  }
  await Promise.all(underWay);
  const took = (performance.now() - beganMs) / 1000;
  for (const lane of idle) lane.close();
  latencies.sort((a, b) => a - b);
  return { answers: total, statuses, seconds: took, latencies };
}

/** Whoever comes first in one round comes last in the next. */
export function inTurn<T>(entries: readonly T[], round: number): readonly T[] {
  return round % 2 === 0 ? entries : entries.toReversed();
}

/**
 * Throughput beside a base's: the turns of a repeat together, then the median of the repeats. Turns are equally long. A
 * single pair of turns tells little: on a shared machine one second may be twice as quick as the next.
 */
export function beside(rates: readonly number[], base: readonly number[], repeats = 3): number {
  const turns = Math.ceil(rates.length / repeats);
  const total = (values: readonly number[], repeat: number) =>
    values.slice(repeat * turns, (repeat + 1) * turns).reduce((sum, rate) => sum + rate, 0);
  const ratios = Array.from({ length: repeats }, (_, repeat) => total(rates, repeat) / total(base, repeat));
  return Number(median(ratios).toFixed(3));
}

export function percentile(ascending: readonly number[], part: number): number {
  return ascending[Math.min(ascending.length - 1, Math.floor(ascending.length * part))] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  const ascending = [...values].sort((a, b) => a - b);
  const middle = ascending.length >> 1;
  const upper = ascending[middle] ?? Number.NaN;
  return ascending.length % 2 === 1 ? upper : ((ascending[middle - 1] ?? Number.NaN) + upper) / 2;
}
