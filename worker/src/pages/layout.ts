/** The frame of every page a recipient may see: one style, no script, no cookie, nothing from elsewhere. */
import { toBase64 } from '../octets.ts';
import type { Language } from './languages.ts';
import { STYLE } from './style.ts';

export interface Page {
  readonly language: Language;
  readonly title: string;
  /** HTML. What came from outside has gone through `escapeHtml`. */
  readonly body: string;
  readonly status?: number;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** For text and for quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
}

const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(STYLE)));

/** The one style may apply, and nothing else may load or run; forms go to this host only; no frame may hold the page. */
const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${toBase64(digest)}'`,
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Made once for all answers: setting headers costs more than the rest of an answer. What HTML can say instead is in the page. */
const HEADERS = new Headers({
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': POLICY,
  'cache-control': 'private, no-store',
  'x-content-type-options': 'nosniff',
});

export function pageAnswer(page: Page): Response {
  return new Response(pageHtml(page), { status: page.status ?? 200, headers: HEADERS });
}

function pageHtml({ language, title, body }: Page): string {
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`;
}
