/**
 * DNS by HTTPS: a resolver's JSON answers (`application/dns-json`, as Cloudflare and Google have it; no RFC says its form),
 * read into records. The resolver is the worker's variable DNS_RESOLVER.
 */

const NUMBERS = { A: 1, NS: 2, CNAME: 5, SOA: 6, AAAA: 28, CAA: 257 } as const;
export type DnsType = keyof typeof NUMBERS;
const TYPES = new Map<unknown, DnsType>((Object.keys(NUMBERS) as DnsType[]).map((type) => [NUMBERS[type], type]));

export const PATIENCE_MS = 5_000;
const LONGEST_ANSWER = 65_536;
const NO_ERROR = 0;
const NO_SUCH_NAME = 3;

export interface DnsRecord {
  /** Whose it is: in lower case, without the last dot. */
  readonly name: string;
  readonly type: DnsType;
  /** Names in lower case without the last dot; of CAA flags, tag and value, such as `0 issue "letsencrypt.org"`. */
  readonly value: string;
  readonly ttlS: number;
}

/**
 * 'records': those of the name and those of the names that it is another name for, perhaps none; with none `ttlS` is for how long
 * resolvers keep that (RFC 2308, 5), null where it is not said. 'failed': the servers of the zone fail, or their signatures do.
 * 'silent': the resolver itself does not answer, or not in this form.
 */
export type DnsAnswer =
  | { readonly outcome: 'records'; readonly records: readonly DnsRecord[]; readonly ttlS: number | null }
  | { readonly outcome: 'failed' | 'silent' };

export type AskDns = (name: string, type: DnsType) => Promise<DnsAnswer>;

/** Never rejects. */
export const resolverAt =
  (address: string, patienceMs = PATIENCE_MS): AskDns =>
  async (name, type) => {
    try {
      const url = new URL(address);
      url.searchParams.set('name', name);
      url.searchParams.set('type', type);
      const answer = await fetch(url, {
        headers: { accept: 'application/dns-json' },
        redirect: 'manual',
        signal: AbortSignal.timeout(patienceMs),
      });
      const text = await textUpTo(answer, LONGEST_ANSWER);
      return answer.ok && text !== null ? readDnsJson(text) : { outcome: 'silent' };
    } catch {
      return { outcome: 'silent' };
    }
  };

/** Null: it is longer, and was read no further. */
export async function textUpTo({ body }: Response, longest: number): Promise<string | null> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > longest) return null;
  }
  return text;
}

export const resolverOf = ({ DNS_RESOLVER }: Pick<Env, 'DNS_RESOLVER'>): AskDns => resolverAt(DNS_RESOLVER);

export function readDnsJson(text: string): DnsAnswer {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { outcome: 'silent' };
  }
  const status = fieldOf(json, 'Status');
  if (typeof status !== 'number') return { outcome: 'silent' };
  if (status !== NO_ERROR && status !== NO_SUCH_NAME) return { outcome: 'failed' };
  const records = recordsIn(fieldOf(json, 'Answer'));
  const soa = recordsIn(fieldOf(json, 'Authority')).find(({ type }) => type === 'SOA');
  // Its last number bounds it, too.
  const least = /^\d+$/.exec(soa?.value.split(' ').at(-1) ?? '')?.[0];
  const ttlS = soa === undefined ? null : least === undefined ? soa.ttlS : Math.min(soa.ttlS, secondsIn(Number(least)));
  return { outcome: 'records', records, ttlS };
}

function recordsIn(list: unknown): DnsRecord[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((one: unknown): DnsRecord[] => {
    const [name, data] = [fieldOf(one, 'name'), fieldOf(one, 'data')];
    const type = TYPES.get(fieldOf(one, 'type'));
    if (typeof name !== 'string' || typeof data !== 'string' || type === undefined) return [];
    const ttl = fieldOf(one, 'TTL');
    return [{ name: plain(name), type, value: spelled(type, data), ttlS: secondsIn(ttl) }];
  });
}

/** RFC 2181, 8: what is not from 0 to 2^31 - 1 says nothing. */
const secondsIn = (ttl: unknown): number =>
  typeof ttl === 'number' && ttl >= 0 && ttl < 2 ** 31 ? Math.floor(ttl) : 0;

const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;

const plain = (name: string): string => name.toLowerCase().replace(/\.$/, '');

function spelled(type: DnsType, data: string): string {
  if (type === 'CAA') return caaIn(data);
  return type === 'NS' || type === 'CNAME' ? plain(data) : data;
}

/** Some resolvers write this type as they write those that they do not know: `\# 22 00 05 69 …` (RFC 3597, 5). */
function caaIn(data: string): string {
  const octets = /^\\# \d+ ((?:[\da-f]{2} ?)+)$/i.exec(data.trim())?.[1];
  if (octets === undefined) return data;
  const bytes = (octets.match(/[\da-f]{2}/gi) ?? []).map((pair) => Number.parseInt(pair, 16));
  const [flags = 0, length = 0] = bytes;
  const letters = (some: readonly number[]) => String.fromCharCode(...some);
  return `${flags} ${letters(bytes.slice(2, 2 + length))} "${letters(bytes.slice(2 + length))}"`;
}

/** Tag and value of a CAA record; null where it is none. */
export function caaOf({ value }: DnsRecord): { readonly tag: string; readonly value: string } | null {
  const [, tag = '', said = ''] = /^\d+ ([\da-z]+) "?([^"]*)"?$/i.exec(value) ?? [];
  return tag === '' ? null : { tag: tag.toLowerCase(), value: said.trim() };
}
