/**
 * A resolver that is asked by HTTPS' own form over plain HTTP on the loopback interface: `/ZONES/dns-query` answers from the
 * records that the test has put to `/ZONES`, as Cloudflare's does: aliases are followed, a name without records has the zone's
 * SOA beside it, and CAA is written in hexadecimal digits.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ZoneRecord {
  readonly name: string;
  readonly type: 'A' | 'AAAA' | 'CNAME' | 'NS' | 'CAA';
  readonly data: string;
  readonly ttl?: number;
}

/** 'away': the resolver answers 503. 'never': not at all. 'servfail': the zone's servers fail. */
export type Zones = readonly ZoneRecord[] | 'away' | 'never' | 'servfail';

const NUMBERS = { A: 1, NS: 2, CNAME: 5, AAAA: 28, CAA: 257 } as const;
export const NEGATIVE_TTL_S = 1_800;

const dotted = (name: string) => `${name}.`;

function caaOctets(data: string): string {
  const [, flags = '0', tag = '', value = ''] = /^(\d+) (\w+) "(.*)"$/.exec(data) ?? [];
  const octets = Buffer.concat([Buffer.from([Number(flags), tag.length]), Buffer.from(tag + value)]);
  return `\\# ${octets.length} ${octets.toString('hex').replace(/..(?=.)/g, '$& ')}`;
}

function shown({ name, type, data, ttl = 300 }: ZoneRecord) {
  const isName = type === 'CNAME' || type === 'NS';
  const written = type === 'CAA' ? caaOctets(data) : isName ? dotted(data) : data;
  return { name: dotted(name), type: NUMBERS[type], TTL: ttl, data: written };
}

/** As `Answer`, `Authority` and `Status` have it. */
export function answerOf(records: readonly ZoneRecord[], name: string, type: string): object {
  const found: ZoneRecord[] = [];
  let at = name;
  for (let hop = 0; hop < 8; hop++) {
    const own = records.filter((record) => record.name === at);
    const wanted = own.filter((record) => record.type === type);
    found.push(...wanted);
    const alias = own.find((record) => record.type === 'CNAME');
    if (wanted.length > 0 || alias === undefined) break;
    found.push(alias);
    at = alias.data;
  }
  const isThere = records.some((record) => record.name === at || record.name.endsWith(`.${at}`));
  const soa = 'ns.example. hostmaster.example. 1 10000 2400 604800 1800';
  return {
    Status: isThere ? 0 : 3,
    ...{ TC: false, RD: true, RA: true, AD: false, CD: false, Question: [{ name: dotted(name), type }] },
    ...(found.length > 0 && { Answer: found.map(shown) }),
    ...(found.every((record) => record.type !== type) && {
      Authority: [{ name: 'example.', type: 6, TTL: 3_600, data: soa }],
    }),
  };
}

export class DohServer {
  readonly #server: Server;
  readonly #zones = new Map<string, Zones>();
  readonly asked: string[] = [];

  private constructor(server: Server) {
    this.#server = server;
    server.on('request', (request, response) => {
      const { pathname, searchParams } = new URL(request.url ?? '', 'http://resolver');
      const [, place = '', what] = pathname.split('/');
      if (request.method === 'PUT') {
        let body = '';
        request.on('data', (chunk) => {
          body += String(chunk);
        });
        request.on('end', () => {
          this.put(JSON.parse(body) as Zones, place);
          response.end();
        });
        return;
      }
      const zones = this.#zones.get(place) ?? [];
      const [name, type] = [searchParams.get('name') ?? '', searchParams.get('type') ?? ''];
      this.asked.push(`${type} ${name}`);
      const isForm = what === 'dns-query' && request.headers.accept === 'application/dns-json';
      if (zones === 'never') return;
      if (zones === 'away' || !isForm) {
        response.writeHead(isForm ? 503 : 400).end();
        return;
      }
      const answer = zones === 'servfail' ? { Status: 2 } : answerOf(zones, name, type);
      response.writeHead(200, { 'content-type': 'application/dns-json' }).end(JSON.stringify(answer));
    });
  }

  static async start(): Promise<DohServer> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new DohServer(server);
  }

  put(zones: Zones, place = 'all'): void {
    this.#zones.set(place, zones);
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** What DNS_RESOLVER is to be. */
  get address(): string {
    return `${this.origin}/all/dns-query`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
