/**
 * Where a link leads when that depends on who asks. Only addresses of the campaign record are chosen from; a request can
 * add to the query's end where the link says so, and change nothing else.
 */
import { judge } from './core.ts';
import type { LinkRecord } from './records.ts';

/** Longest Location: what the core allows a destination. A query that does not fit is dropped as a whole. */
const LONGEST = 2_048;

/** Null: the link leads nowhere. `slug` gives the one that was followed. */
export function locationOf(link: LinkRecord, request: Request, slug: () => string): string | null {
  const chosen = link.devices === undefined ? link.url : (forDevice(link.devices, request) ?? link.url);
  if (chosen === null) return null;
  // Before the request's own query is added: braces in that are no marker.
  const url = holdsSlug(chosen) ? withSlug(chosen, slug()) : chosen;
  return link.forwardQuery === undefined ? url : withQuery(url, request.url);
}

/** The core lets no brace into a destination but those of this marker, which a campaign parameter may hold. */
const SLUG_MARKER = '{slug}';

export const holdsSlug = (url: string): boolean => url.includes(SLUG_MARKER);

/** A campaign parameter that names the recipient to the shop by the slug, so that it can join conversions. */
export const withSlug = (url: string, slug: string): string => url.replaceAll(SLUG_MARKER, slug);

function forDevice(devices: NonNullable<LinkRecord['devices']>, request: Request): string | undefined {
  const userAgent = request.headers.get('user-agent') ?? '';
  const { device } = judge.judge({ method: request.method, userAgent, headers: {} });
  return device === 'other' ? undefined : devices[device];
}

/**
 * The request's query, octet for octet as it stands in its URL, behind the destination's own query and before its
 * fragment. Nothing is decoded, sorted, merged or left out: a name that both have stands there twice, the destination's
 * first. Octets that no URL may hold, which only programs send, are written as %XX: a Location is printable ASCII.
 */
export function withQuery(destination: string, requestUrl: string): string {
  const start = requestUrl.indexOf('?') + 1;
  if (start === 0) return destination;
  const end = requestUrl.indexOf('#', start);
  const query = inAscii(end < 0 ? requestUrl.slice(start) : requestUrl.slice(start, end));
  if (query === '' || destination.length + 1 + query.length > LONGEST) return destination;
  const fragmentAt = destination.indexOf('#');
  const address = fragmentAt < 0 ? destination : destination.slice(0, fragmentAt);
  const fragment = fragmentAt < 0 ? '' : destination.slice(fragmentAt);
  const last = address.at(-1);
  const joint = !address.includes('?') ? '?' : last === '?' || last === '&' ? '' : '&';
  return address + joint + query + fragment;
}

const inAscii = (query: string): string => query.toWellFormed().replace(/[^\x21-\x7e]+/g, encodeURIComponent);
