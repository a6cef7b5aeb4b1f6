/**
 * The gateways that tests send through: an HTTP server in the process of the tests, outside workerd. Each test has a box of its
 * own: messages go to `/box/NAME/send`, what it is to answer is put to `/box/NAME/rules`, what came is read from `/box/NAME`,
 * and when from `/box/NAME/times`.
 */
import { createServer } from 'node:http';
import type { TestProject } from 'vitest/node';

/** How one message is answered. `never`: it is taken, and nobody hears of it. */
export interface Rule {
  readonly status?: number;
  /** Told in `retry-after`. */
  readonly retryAfterS?: number;
  readonly body?: string;
  readonly afterMs?: number;
  readonly never?: true;
  /** For messages to this number alone. */
  readonly to?: string;
  /** So many times; then the next rule holds. Absent: always. */
  readonly times?: number;
}

interface Box {
  readonly came: string[];
  /** When each came, and how many were under way then, itself with them. */
  readonly times: { readonly atMs: number; readonly underWay: number }[];
  underWay: number;
  rules: { rule: Rule; left: number }[];
}

declare module 'vitest' {
  interface ProvidedContext {
    sink: string;
  }
}

/** In JSON, or in a form as Twilio is sent. */
const receiverIn = (body: string): string | undefined =>
  body.startsWith('{') ? (JSON.parse(body) as { to: string }).to : (new URLSearchParams(body).get('To') ?? undefined);

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const boxes = new Map<string, Box>();
  const boxOf = (name: string): Box => {
    const box = boxes.get(name) ?? { came: [], times: [], underWay: 0, rules: [] };
    boxes.set(name, box);
    return box;
  };
  const server = createServer((request, response) => {
    const [, , name = '', what] = (request.url ?? '').split('/');
    const box = boxOf(name);
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      if (what === undefined) {
        response.end(JSON.stringify(box.came.map((one) => JSON.parse(one))));
      } else if (what === 'times') {
        response.end(JSON.stringify(box.times));
      } else if (what === 'rules') {
        box.rules = (JSON.parse(body) as Rule[]).map((rule) => ({
          rule,
          left: rule.times ?? Number.POSITIVE_INFINITY,
        }));
        response.end();
      } else {
        box.came.push(body);
        box.underWay++;
        box.times.push({ atMs: Date.now(), underWay: box.underWay });
        response.once('close', () => box.underWay--);
        const to = receiverIn(body);
        const found = box.rules.find(({ rule, left }) => left > 0 && (rule.to ?? to) === to);
        if (found !== undefined) found.left--;
        const { status = 200, body: text = '{"id":"g"}', afterMs = 0, never, retryAfterS } = found?.rule ?? {};
        const headers = {
          'content-type': 'application/json',
          ...(retryAfterS !== undefined && { 'retry-after': String(retryAfterS) }),
        };
        if (never) setTimeout(() => request.socket.destroy(), afterMs);
        else setTimeout(() => response.writeHead(status, headers).end(text), afterMs);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the sink has no port');
  project.provide('sink', `http://127.0.0.1:${address.port}`);
  return async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
}
