/**
 * HTTP Strict Transport Security (RFC 6797): a browser that was here over https asks this host over nothing else for a year.
 * Other hosts below the same name are not klikspor's to decide for: no `includeSubDomains`.
 */
export const KEEP_TO_HTTPS = { 'strict-transport-security': 'max-age=31536000' } as const;

/** Over http the header has no effect and may not be sent (7.2): anybody on the way could have written it. */
export const isHttps = ({ url }: Request): boolean => url.startsWith('https:');

/** For answers of the cold path: each is made anew, as those of others may not be changed. */
export function keptToHttps(request: Request, answer: Response): Response {
  if (!isHttps(request)) return answer;
  const kept = new Response(answer.body, answer);
  for (const [name, value] of Object.entries(KEEP_TO_HTTPS)) kept.headers.set(name, value);
  return kept;
}
