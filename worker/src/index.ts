/**
 * Who answers: short links on link hosts, before any router; app and API on app hosts. Locally one host may be both.
 */
import { handleApi } from './api/index.ts';
import { type LinkHost, linkHostOf } from './campaigns.ts';
import { core } from './core.ts';
import { consume } from './deliver.ts';
import { hits } from './hits.ts';
import { favicon, front, notFound, robots, unavailable } from './pages/answers.ts';
import { stopPage } from './pages/stop.ts';
import { isSlug, redirect, slugIn } from './redirect.ts';
import { settings } from './settings.ts';

export { ClickCounter } from './click-counter.ts';
export { Workspace } from './workspace.ts';

export default {
  async fetch(request, env, ctx) {
    const host = hostnameIn(request.url);
    if (settings(env).appHosts.has(host)) return onAppHost(request, env, ctx, host);
    // Longer than a domain name can be: no link domain, and too long for a storage key.
    if (host.length > 253) return notFound();
    let link: LinkHost | null;
    try {
      const kept = linkHostOf(env, core, ctx, host);
      link = kept instanceof Promise ? await kept : kept;
    } catch {
      return unavailable();
    }
    return link === null ? notFound() : onLinkHost(request, env, ctx, link);
  },

  async queue(batch, env) {
    await consume(batch, env);
  },
} satisfies ExportedHandler<Env>;

function onLinkHost(request: Request, env: Env, ctx: ExecutionContext, link: LinkHost): Response | Promise<Response> {
  switch (slugIn(request.url)) {
    case '':
      return frontPage(link);
    case 'robots.txt':
      return robots();
    case 'favicon.ico':
      return favicon();
    case 'stop':
      return stopPage(request, env, ctx, link);
    default:
      return redirect(request, env, ctx, link, hits);
  }
}

async function onAppHost(request: Request, env: Env, ctx: ExecutionContext, host: string): Promise<Response> {
  const path = slugIn(request.url);
  if (path === 'api' || path.startsWith('api/')) return handleApi(request, env, ctx);
  const link = await linkHostOf(env, core, ctx, host);
  if (link !== null && path === 'stop') return stopPage(request, env, ctx, link);
  if (link !== null && isSlug(link, request.url)) return redirect(request, env, ctx, link, hits);
  return env.ASSETS.fetch(request);
}

function frontPage({ record }: LinkHost): Response | Promise<Response> {
  if (record.landingPage === null) return front(record.senderName);
  return new Response(null, {
    status: 302,
    headers: { location: record.landingPage, 'cache-control': 'private, no-store', 'referrer-policy': 'no-referrer' },
  });
}

/** The host of a URL in lower case, without its port. */
function hostnameIn(url: string): string {
  const start = url.indexOf('://') + 3;
  let end = url.length;
  for (let at = start; at < url.length; at++) {
    const sign = url[at];
    if (sign === '/' || sign === ':' || sign === '?' || sign === '#') {
      end = at;
      break;
    }
  }
  return url.slice(start, end).toLowerCase();
}
