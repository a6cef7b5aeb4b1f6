/**
 * HTTP Strict Transport Security (RFC 6797): for a year a browser that was here over https uses nothing else for this host.
 * Without `includeSubDomains`, because klikspor must not decide for other hosts below the same name.
 */
export const KEEP_TO_HTTPS = { 'strict-transport-security': 'max-age=31536000' } as const;

/** Over http the header must not be sent (7.2), and browsers ignore it: anybody on the way could have added it. */
export const isHttps = ({ url }: Request): boolean => url.startsWith('https:');

/** For answers of the cold path. Copies the response, because one that came from elsewhere has headers that cannot be changed. */
export function keptToHttps(request: Request, answer: Response): Response {
  // Of a WebSocket there is nothing to copy: the page that opens it came by https already.
  if (!isHttps(request) || answer.status === 101) return answer;
  const kept = new Response(answer.body, answer);
  for (const [name, value] of Object.entries(KEEP_TO_HTTPS)) kept.headers.set(name, value);
  return kept;
}
