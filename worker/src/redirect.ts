/**
 * The hot path: answers a short link. One core call, records from the isolate's memory, one Response; no URL object, no
 * regular expression, no JSON, and it runs before any router. A failing count never breaks the redirect.
 */
import { campaignOf, type LinkHost, slotOf } from './campaigns.ts';
import { core } from './core.ts';
import type { HitRecorder } from './hits.ts';
import { isHttps, KEEP_TO_HTTPS, keptToHttps } from './https.ts';
import { holdsSlug, locationOf, withSlug } from './location.ts';
import { expired, notFound, unavailable } from './pages/answers.ts';
import { optOutPage } from './pages/opt-out.ts';
import type { CampaignRecord, LinkRecord } from './records.ts';

/**
 * Answers a path of a link host by the plain number behind it (`plainOf`). Unknown, forged and mistyped slugs all get the
 * same 404. Without a promise where nothing has to be waited for: a turn of the event loop costs more than all the rest.
 */
export function redirect(
  request: Request,
  env: Env,
  ctx: ExecutionContext,
  host: LinkHost,
  plain: number,
  hits: HitRecorder,
): Response | Promise<Response> {
  if (plain < 0) return notFound(request);
  const kept = campaignOf(env, ctx, host, plain);
  if (!(kept instanceof Promise)) return lead(request, env, ctx, host, plain, kept, hits);
  return kept.then(
    (campaign) => lead(request, env, ctx, host, plain, campaign, hits),
    () => unavailable(request),
  );
}

function lead(
  request: Request,
  env: Env,
  ctx: ExecutionContext,
  host: LinkHost,
  plain: number,
  campaign: CampaignRecord | null,
  hits: HitRecorder,
): Response | Promise<Response> {
  const slot = campaign === null ? undefined : slotOf(campaign, plain);
  if (campaign === null || slot === undefined) return notFound(request);
  if (slot.record.kind === 'opt-out') {
    return optOutPage(request, env, ctx, host, campaign, slot, hits).then((answer) => keptToHttps(request, answer));
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') return methodNotAllowed();
  if (campaign.expiresAtMs !== null && campaign.expiresAtMs <= Date.now()) return ended(request, host, campaign);
  const { record } = slot;
  const isSame = record.devices === undefined && record.forwardQuery === undefined;
  // The slug as it was sealed, whatever stood behind it or whichever chosen slug was followed.
  const slug = () => host.sealer.seal(plain);
  const location = isSame ? record.url : locationOf(record, request, slug);
  if (location === null) return notFound(request);
  const answer = () =>
    isSame ? follow(record, location, isHttps(request), slug) : redirectTo(location, isHttps(request));
  const onDisk = record.tracked ? hits.record(request, env, ctx, campaign, slot) : undefined;
  return onDisk === undefined ? answer() : onDisk.then(answer);
}

/**
 * Answers of the links in memory, over http and over https. Making one anew was a sixth of what a counted click costs.
 * Without a body a Response holds nothing of the request it was made in and may be given again; one with a body may not.
 */
const plainAnswers = new WeakMap<LinkRecord, Response>();
const secureAnswers = new WeakMap<LinkRecord, Response>();

function follow(link: LinkRecord, location: string, isSecure: boolean, slug: () => string): Response {
  const answers = isSecure ? secureAnswers : plainAnswers;
  let found = answers.get(link);
  if (found === undefined) {
    // Such a link is never in the table: everybody goes to an own address.
    if (holdsSlug(location)) return redirectTo(withSlug(location, slug()), isSecure);
    found = redirectTo(location, isSecure);
    answers.set(link, found);
  }
  return found;
}

/** Never kept, never told where the visitor came from, never indexed; over https the browser comes back over https. */
function redirectTo(location: string, isSecure: boolean): Response {
  return new Response(null, {
    status: 302,
    headers: {
      location,
      'cache-control': 'private, no-store',
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex',
      ...(isSecure && KEEP_TO_HTTPS),
    },
  });
}

/**
 * The plain number behind a path token, or -1. Recipient slugs first: vanity slugs never have their shape. What stands
 * behind a slug and escapes in it are looked at only where it leads nowhere as it is.
 */
export function plainOf(host: LinkHost, token: string): number {
  const plain = host.sealer.open(token);
  if (plain >= 0) return plain;
  const { vanity } = host;
  if (vanity.size === 0) return -1;
  return vanity.get(token) ?? vanity.get(core.bareToken(token)) ?? -1;
}

/** The path without its first slash, up to query or fragment: `https://host:port/SLUG?query`. */
export function slugIn(url: string): string {
  const start = url.indexOf('/', url.indexOf('://') + 3) + 1;
  if (start === 0) return '';
  let end = url.indexOf('?', start);
  if (end < 0) end = url.indexOf('#', start);
  return end < 0 ? url.slice(start) : url.slice(start, end);
}

function ended(request: Request, host: LinkHost, { language }: CampaignRecord): Response {
  const { landingPage } = host.record;
  return landingPage === null
    ? keptToHttps(request, expired(request, language))
    : redirectTo(landingPage, isHttps(request));
}

function methodNotAllowed(): Response {
  return new Response(null, { status: 405, headers: { allow: 'GET, HEAD', 'cache-control': 'no-store' } });
}
