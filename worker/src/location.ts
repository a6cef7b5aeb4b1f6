/**
 * Where a link leads when that depends on who asks. Only addresses of the campaign record are chosen from; a request can
 * add to the query's end where the link says so, and change nothing else.
 */
import { judge } from './core.ts';
import type { LinkRecord } from './records.ts';

/** Longest Location: what the core allows a destination. A query that does not fit is dropped as a whole. */
const LONGEST = 2_048;

/** Null: the link leads nowhere. */
export function locationOf(link: LinkRecord, request: Request): string | null {
  const url = link.devices === undefined ? link.url : (forDevice(link.devices, request) ?? link.url);
  return url === null || link.forwardQuery === undefined ? url : withQuery(url, request.url);
}

function forDevice(devices: NonNullable<LinkRecord['devices']>, request: Request): string | undefined {
  const userAgent = request.headers.get('user-agent') ?? '';
  const { device } = judge.judge({ method: request.method, userAgent, headers: {} });
  return device === 'other' ? undefined : devices[device];
}

/**
 * The request's query, octet for octet as it stands in its URL, behind the destination's own query and before its
 * fragment. Nothing is decoded, sorted, merged or left out: a name that both have stands there twice, the destination's
 * first. The runtime has already refused what no URL can hold, such as line ends.
 */
export function withQuery(destination: string, requestUrl: string): string {
  const start = requestUrl.indexOf('?') + 1;
  if (start === 0) return destination;
  const end = requestUrl.indexOf('#', start);
  const query = end < 0 ? requestUrl.slice(start) : requestUrl.slice(start, end);
  if (query === '' || destination.length + 1 + query.length > LONGEST) return destination;
  const fragmentAt = destination.indexOf('#');
  const address = fragmentAt < 0 ? destination : destination.slice(0, fragmentAt);
  const fragment = fragmentAt < 0 ? '' : destination.slice(fragmentAt);
  const last = address.at(-1);
  const joint = !address.includes('?') ? '?' : last === '?' || last === '&' ? '' : '&';
  return address + joint + query + fragment;
}
