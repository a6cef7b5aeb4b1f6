/**
 * Who answers: short links on link hosts, before any router; app and API on app hosts. Locally one host may be both.
 */
import { favicon, front, notFound, robots, style, unavailable } from './pages/answers.ts';
import { isStop, stopPage } from './pages/stop.ts';

// The pages come first: their thirteen languages stand together then, within the 32 kB that gzip looks back, 0.8 kB saved.

import { type LinkHost, linkHostOf } from './campaigns.ts';
import { consume } from './deliver.ts';
import { answerProof, PROOF_PATH } from './domain-proof.ts';
import { hits } from './hits.ts';
import { hostnameIn, isLocalName } from './hostname.ts';
import { keptToHttps } from './https.ts';
import { plainOf, redirect, slugIn } from './redirect.ts';
import { settings } from './settings.ts';

export { ClickCounter } from './click-counter.ts';
export { GatewayCaller } from './gateway-caller.ts';
export { MessageSender } from './message-sender.ts';
export { Workspace } from './workspace.ts';

export default {
  fetch(request, env, ctx) {
    const { url } = request;
    // Whatever the host: it is proved before it is a link domain.
    if (url.endsWith(PROOF_PATH) && slugIn(url) === PROOF_PATH) return answerProof(request, env);
    const host = hostnameIn(url);
    if (settings(env).appHosts.has(host)) {
      return onAppHost(request, env, ctx, host).then((answer) => keptToHttps(request, answer));
    }
    // Longer than a domain name can be: no link domain, and too long for a storage key.
    if (host.length > 253) return notFound(request);
    const kept = linkHostOf(env, ctx, host);
    if (!(kept instanceof Promise)) return onLinkHost(request, env, ctx, kept, url);
    return kept.then(
      (link) => onLinkHost(request, env, ctx, link, url),
      () => unavailable(request),
    );
  },

  async queue(batch, env) {
    await consume(batch, env);
  },
} satisfies ExportedHandler<Env>;

function onLinkHost(
  request: Request,
  env: Env,
  ctx: ExecutionContext,
  link: LinkHost | null,
  url: string,
): Response | Promise<Response> {
  if (link === null) return notFound(request);
  const token = slugIn(url);
  switch (token) {
    case '':
      return keptToHttps(request, frontPage(request, link));
    case 'robots.txt':
      return robots();
    case 'favicon.ico':
      return favicon();
    case 'style.css':
      return style();
    case 'stop':
      return stop(request, env, ctx, link);
    default: {
      const plain = plainOf(link, token);
      if (plain < 0 && isStop(token)) return stop(request, env, ctx, link);
      return redirect(request, env, ctx, link, plain, hits);
    }
  }
}

const stop = (request: Request, env: Env, ctx: ExecutionContext, link: LinkHost): Promise<Response> =>
  stopPage(request, env, ctx, link, hits).then((answer) => keptToHttps(request, answer));

async function onAppHost(request: Request, env: Env, ctx: ExecutionContext, host: string): Promise<Response> {
  const path = slugIn(request.url);
  if (path === 'api' || path.startsWith('api/')) return (await import('./api/index.ts')).handleApi(request, env, ctx);
  // No other app host is ever a link domain: its files need no look into storage.
  const link = isLocalName(host) ? await linkHostOf(env, ctx, host) : null;
  if (link === null) return file(request, env);
  if (path === 'style.css') return style();
  const plain = plainOf(link, path);
  if (plain >= 0) return redirect(request, env, ctx, link, plain, hits);
  return isStop(path) ? stop(request, env, ctx, link) : file(request, env);
}

/** A file of the app. What is missing may be there in a moment, when a deployment is through: no browser may keep that. */
async function file(request: Request, env: Env): Promise<Response> {
  const answer = await env.ASSETS.fetch(request);
  if (answer.status < 400) return answer;
  const missing = new Response(answer.body, answer);
  missing.headers.set('cache-control', 'no-store');
  return missing;
}

function frontPage(request: Request, { record }: LinkHost): Response {
  if (record.landingPage === null) return front(request, record.senderName);
  return new Response(null, {
    status: 302,
    headers: { location: record.landingPage, 'cache-control': 'private, no-store', 'referrer-policy': 'no-referrer' },
  });
}
