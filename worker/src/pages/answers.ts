/** Answers of a link host that lead nowhere. The same bytes and headers for everybody: they tell nothing about slugs. */
import { escapeHtml, pageAnswer } from './layout.ts';
import { STYLE } from './style.ts';

const HELP = `<hr>
<p class="small" lang="da">Vil du afmelde SMS-beskeder? <a href="/stop">Gå til afmelding</a>.</p>
<p class="small" lang="en">Want to stop receiving text messages? <a href="/stop">Unsubscribe here</a>.</p>`;

/**
 * Guesses get this page by the thousand, so it is small: its style is a file that only people's browsers fetch. Its policy
 * stands in the page: one header less is a twelfth of what the answer costs. Only who may frame it cannot be said there,
 * and there is nothing to press in it.
 */
const LOST = new TextEncoder().encode(`<!doctype html>
<html lang="da">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'self'; base-uri 'none'">
<meta name="robots" content="noindex">
<title>Linket findes ikke · Link not found</title>
<link rel="stylesheet" href="/style.css">
<main>
<h1>Linket findes ikke</h1>
<p>Se efter, om hele linket fra beskeden er kommet med.</p>
<div lang="en"><h2>Link not found</h2>
<p>Check that the whole link from the message was copied.</p></div>
${HELP}
</main>
`);
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
export function notFound({ headers }: Request): Response {
  const isSeen = headers.get('accept')?.includes('text/html') === true;
  return isSeen ? new Response(LOST, LOST_INIT) : LOST_UNSEEN;
}

/** `/style.css` of a link host: no slug holds a full stop. */
export function style(): Response {
  return new Response(STYLE, {
    headers: { 'content-type': 'text/css; charset=utf-8', 'cache-control': 'public, max-age=86400' },
  });
}

/** The campaign has ended, and its domain has no landing page. */
export function expired(): Response {
  return pageAnswer({
    language: 'da',
    title: 'Linket er udløbet · Link expired',
    status: 410,
    body: `<h1>Linket er udløbet</h1>
<p>Beskeden, det stod i, gælder ikke længere.</p>
<div lang="en"><h2>This link has expired</h2>
<p>The message it came with is no longer valid.</p></div>
${HELP}`,
  });
}

/** Storage is out of reach and nothing is kept in memory. */
export function unavailable(): Response {
  const answer = pageAnswer({
    language: 'da',
    title: 'Prøv igen · Try again',
    status: 503,
    body: `<h1>Prøv igen om et øjeblik</h1>
<p>Linket virker, men vi kan ikke slå det op lige nu.</p>
<div lang="en"><h2>Try again in a moment</h2>
<p>We cannot look this link up right now.</p></div>`,
  });
  answer.headers.set('retry-after', '5');
  return answer;
}

/** `/` of a link host without a landing page. */
export function front(senderName: string): Response {
  return pageAnswer({
    language: 'da',
    title: senderName === '' ? 'Links' : senderName,
    body: `${heading(senderName)}
<p>Her bor links fra SMS-beskeder.</p>
<p lang="en">Links from text messages live here.</p>
${HELP}`,
  });
}

function heading(senderName: string): string {
  return `<h1>${senderName === '' ? 'Links' : escapeHtml(senderName)}</h1>`;
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
