/**
 * The hot path: answers a short link. One core call, records from the isolate's memory, one Response; no URL object, no
 * regular expression, no JSON, and it runs before any router. A failing count never breaks the redirect.
 */
import { campaignOf, type LinkHost, type Slot, slotOf } from './campaigns.ts';
import type { HitRecorder } from './hits.ts';
import { expired, notFound, unavailable } from './pages/answers.ts';
import { optOutPage } from './pages/opt-out.ts';
import type { CampaignRecord } from './records.ts';

/** Headers of every redirect: never kept, never followed back, never indexed. */
const REDIRECT_HEADERS = {
  'cache-control': 'private, no-store',
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex',
} as const;

/** Answers a path of a link host. Unknown, forged and mistyped slugs all get the same 404. */
export async function redirect(
  request: Request,
  env: Env,
  ctx: ExecutionContext,
  host: LinkHost,
  hits: HitRecorder,
): Promise<Response> {
  const plain = plainOf(host, slugIn(request.url));
  if (plain < 0) return notFound();
  let campaign: CampaignRecord | null;
  try {
    const kept = campaignOf(env, ctx, host, plain);
    campaign = kept instanceof Promise ? await kept : kept;
  } catch {
    return unavailable();
  }
  const slot = campaign === null ? undefined : slotOf(campaign, plain);
  if (campaign === null || slot === undefined) return notFound();
  if (slot.record.kind === 'opt-out') return optOutPage(request, env, ctx, campaign, slot, hits);
  if (request.method !== 'GET' && request.method !== 'HEAD') return methodNotAllowed();
  if (campaign.expiresAtMs !== null && campaign.expiresAtMs <= Date.now()) return ended(host);
  return follow(request, env, ctx, campaign, slot, hits);
}

/** Whether a path of this host leads anywhere: asked where app and links share a host. */
export function isSlug(host: LinkHost, url: string): boolean {
  return plainOf(host, slugIn(url)) >= 0;
}

async function follow(
  request: Request,
  env: Env,
  ctx: ExecutionContext,
  campaign: CampaignRecord,
  slot: Slot,
  hits: HitRecorder,
): Promise<Response> {
  const location = slot.record.url;
  if (location === null) return notFound();
  if (slot.record.tracked) {
    const onDisk = hits.record(request, env, ctx, campaign, slot);
    if (onDisk !== undefined) await onDisk;
  }
  return new Response(null, { status: 302, headers: { location, ...REDIRECT_HEADERS } });
}

/** The plain number behind a path token, or -1. Recipient slugs first: vanity slugs never have their shape. */
export function plainOf(host: LinkHost, token: string): number {
  const plain = host.sealer.open(token);
  if (plain >= 0) return plain;
  const { vanity } = host.record;
  if (Object.hasOwn(vanity, token)) return vanity[token] ?? -1;
  const shorter = token.slice(0, -1);
  return FORGIVEN.includes(token.slice(-1)) && Object.hasOwn(vanity, shorter) ? (vanity[shorter] ?? -1) : -1;
}

/** What phones take into a link from the sentence around it; the core forgives the same at a recipient slug's end. */
const FORGIVEN = '/.,)!?;:';

/** The path without its first slash, up to query or fragment: `https://host:port/SLUG?query`. */
export function slugIn(url: string): string {
  const start = url.indexOf('/', url.indexOf('://') + 3) + 1;
  if (start === 0) return '';
  let end = url.indexOf('?', start);
  if (end < 0) end = url.indexOf('#', start);
  return end < 0 ? url.slice(start) : url.slice(start, end);
}

function ended(host: LinkHost): Response | Promise<Response> {
  const { landingPage } = host.record;
  if (landingPage === null) return expired();
  return new Response(null, { status: 302, headers: { location: landingPage, ...REDIRECT_HEADERS } });
}

function methodNotAllowed(): Response {
  return new Response(null, { status: 405, headers: { allow: 'GET, HEAD', 'cache-control': 'no-store' } });
}
