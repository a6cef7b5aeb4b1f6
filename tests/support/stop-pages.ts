/** Answers about who opted out, as the worker gives them (`docs/api.md`), for tests of the engine without a worker. */
import { load } from 'klikspor/sending';
import { STOP_SOURCES } from '../../web/src/engine/stops.ts';

const { hashNumbers } = await load();

const KEY = Uint8Array.from({ length: 16 }, (_, at) => at);
const SECRET = Array.from(KEY, (octet) => octet.toString(16).padStart(2, '0')).join('');

/** What was said of a number. */
export interface Said {
  readonly number: number;
  /** Empty: everything. */
  readonly host?: string;
  /** One of the domain's lists; empty: all of them. */
  readonly list?: string;
  readonly source?: (typeof STOP_SOURCES)[number];
  readonly day?: number;
  readonly isStart?: boolean;
}

export interface StopScope {
  readonly host: string | null;
  readonly list?: string;
}

export interface StopPage {
  /** Where it begins in the history, and how long that is. */
  readonly from: number;
  readonly newest: number;
  readonly scopes: readonly StopScope[];
}

export function stopPage(said: readonly Said[], { from, newest, scopes }: StopPage): Uint8Array<ArrayBuffer> {
  const head = new TextEncoder().encode(
    JSON.stringify({ next: String(from + said.length), newest: String(newest), isFromStart: from === 0, scopes }),
  );
  const page = new Uint8Array(4 + head.length + 12 * said.length);
  const view = new DataView(page.buffer);
  view.setUint32(0, head.length, true);
  page.set(head, 4);
  const hashes = hashNumbers(
    KEY,
    Float64Array.from(said, ({ number }) => number),
  );
  for (const [row, { host = '', list, source = 'opt-out-page', day = 20_786, isStart = false }] of said.entries()) {
    const at = 4 + head.length + 12 * row;
    page.set(hashes.subarray(row * 8, row * 8 + 8), at);
    view.setUint16(at + 8, day, true);
    const scope = scopes.findIndex((one) => (one.host ?? '') === host && one.list === list);
    view.setUint16(at + 10, scope | (STOP_SOURCES.indexOf(source) << 12) | (isStart ? 1 << 15 : 0), true);
  }
  return page;
}

/** The whole history, in one page. */
export const wholeStops = (
  said: readonly Said[],
  scopes: readonly StopScope[] = [{ host: null }],
): Uint8Array<ArrayBuffer> => stopPage(said, { from: 0, newest: said.length, scopes });

/** The answer to a question about who opted out; undefined: it is another question. */
export function answerStops(
  address: string,
  pages: (after: string | null) => Uint8Array<ArrayBuffer>,
): Response | undefined {
  const { pathname, searchParams } = new URL(address, 'http://localhost');
  if (pathname === '/api/number-key') return Response.json({ secret: SECRET });
  return pathname === '/api/suppressions' ? new Response(pages(searchParams.get('after'))) : undefined;
}
