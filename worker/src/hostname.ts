/** Host names as requests carry them. No URL object: one of these is on the way of every redirect. */

/** The host of a URL in lower case, without its port and without the dot that ends a whole name (`s.brand.dk.`). */
export function hostnameIn(url: string): string {
  const start = url.indexOf('://') + 3;
  const path = url.indexOf('/', start);
  let end = path < 0 ? url.length : path;
  const port = url.indexOf(':', start);
  if (port >= 0 && port < end) end = port;
  if (url.charCodeAt(end - 1) === DOT) end--;
  return url.slice(start, end).toLowerCase();
}

const DOT = 46;

/** Names that lead every machine to itself (RFC 6761). */
export const isLocalName = (host: string): boolean => host === 'localhost' || host.endsWith('.localhost');

/** Where the app answers on a developer's machine. */
export const isLocalApp = (hostname: string): boolean =>
  isLocalName(hostname) || hostname === '127.0.0.1' || hostname === '[::1]';
