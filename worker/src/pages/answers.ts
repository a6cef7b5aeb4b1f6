/**
 * Answers of a link host that lead nowhere. The same bytes and headers for everybody who reads the same language: they tell
 * nothing about slugs.
 */
import { type Language, languageOf, languageSwitch, texts } from './language.ts';
import { LANGUAGES } from './languages.ts';
import { escapeHtml, pageAnswer } from './layout.ts';
import { STYLE } from './style.ts';

const help = (language: Language) => `<hr>
<p class="small">${texts[language].wantOut} <a href="/stop?lang=${language}">${texts[language].toStop}</a></p>`;

/**
 * The page behind a slug that leads nowhere. Programs that guess slugs fetch it by the thousand, so it is kept cheap: it is
 * made once for each language, has no language switch, and leaves its style to a file that only browsers fetch. The
 * content security policy is a meta element because a header less saves a twelfth of the answer's cost. A meta element
 * cannot forbid framing; that does no harm, as the page has nothing to press.
 */
const lostPage = (language: Language) => `<!doctype html>
<html lang="${language}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'self'; base-uri 'none'">
<meta name="robots" content="noindex">
<title>${texts[language].lost}</title>
<link rel="stylesheet" href="/style.css">
<main>
<h1>${texts[language].lost}</h1>
<p>${texts[language].lostExplain}</p>
${help(language)}
</main>
`;
const utf8 = new TextEncoder();
const LOST = new Map(LANGUAGES.map((language) => [language, utf8.encode(lostPage(language))]));
const LOST_INIT = {
  status: 404,
  headers: new Headers({ 'content-type': 'text/html; charset=utf-8', 'cache-control': 'private, no-store' }),
};

/**
 * For whoever shows no page, as programs that guess: a body alone is a tenth of what an answer costs, and without one the
 * same Response may be given to everybody.
 */
const LOST_UNSEEN = new Response(null, { status: 404, headers: { 'cache-control': 'private, no-store' } });

/** Unknown host, unknown slug, forged slug: one 404 for all; a page for browsers, which name HTML among what they take. */
export function notFound(request: Request): Response {
  const isSeen = request.headers.get('accept')?.includes('text/html') === true;
  return isSeen ? new Response(LOST.get(languageOf(request)), LOST_INIT) : LOST_UNSEEN;
}

/** `/style.css` of a link host: no slug holds a full stop. */
export function style(): Response {
  return new Response(STYLE, {
    headers: { 'content-type': 'text/css; charset=utf-8', 'cache-control': 'public, max-age=86400' },
  });
}

/** The campaign has ended, and its domain has no landing page. */
export function expired(request: Request, otherwise: Language): Response {
  const language = languageOf(request, otherwise);
  const t = texts[language];
  return pageAnswer({
    language,
    title: t.expired,
    status: 410,
    body: `<h1>${t.expired}</h1>
<p>${t.expiredExplain}</p>
${help(language)}
${languageSwitch(language, '')}`,
  });
}

/** Storage is out of reach and nothing is kept in memory. */
export function unavailable(request: Request): Response {
  const language = languageOf(request);
  const t = texts[language];
  const answer = pageAnswer({
    language,
    title: t.busy,
    status: 503,
    body: `<h1>${t.busy}</h1>
<p>${t.busyExplain}</p>`,
  });
  answer.headers.set('retry-after', '5');
  return answer;
}

/** `/` of a link host without a landing page. */
export function front(request: Request, senderName: string): Response {
  const language = languageOf(request);
  return pageAnswer({
    language,
    title: senderName === '' ? 'Links' : senderName,
    body: `<h1>${senderName === '' ? 'Links' : escapeHtml(senderName)}</h1>
<p>${texts[language].front}</p>
${help(language)}
${languageSwitch(language, '/')}`,
  });
}

/** Nobody's crawler needs these addresses; link previews ask for one address at a time and do not read this. */
export function robots(): Response {
  return new Response('User-agent: *\nDisallow: /\n', {
    headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'public, max-age=86400' },
  });
}

/** Browsers ask on their own; none of our pages shows one. */
export function favicon(): Response {
  return new Response(null, { status: 204, headers: { 'cache-control': 'public, max-age=604800' } });
}
