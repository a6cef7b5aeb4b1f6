/** Requests to a link host as phones and machines send them: plain HTTP to loopback, the host in the Host header. */
import { type IncomingHttpHeaders, request } from 'node:http';

export interface LinkAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

export interface LinkRequest {
  readonly method?: string;
  readonly userAgent?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly form?: string;
}

export function askLinkHost(port: number, host: string, path: string, ask: LinkRequest = {}): Promise<LinkAnswer> {
  const headers: Record<string, string> = { host, ...ask.headers };
  if (ask.userAgent !== undefined) headers['user-agent'] = ask.userAgent;
  if (ask.form !== undefined) headers['content-type'] = 'application/x-www-form-urlencoded';
  return new Promise((resolve, reject) => {
    const outgoing = request({ host: '127.0.0.1', port, path, method: ask.method ?? 'GET', headers }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('error', reject);
      incoming.on('end', () =>
        resolve({
          status: incoming.statusCode ?? 0,
          headers: incoming.headers,
          text: Buffer.concat(chunks).toString('utf8'),
        }),
      );
    });
    outgoing.on('error', reject);
    outgoing.end(ask.form);
  });
}

/** Runs `task` for every item, `width` at a time. */
export async function inParallel<T>(items: readonly T[], width: number, task: (item: T) => Promise<void>) {
  let next = 0;
  const lane = async () => {
    for (let item = items[next++]; item !== undefined; item = items[next++]) await task(item);
  };
  await Promise.all(Array.from({ length: width }, lane));
}
