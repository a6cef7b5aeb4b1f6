/** The API: routes, and what goes wrong in them. The cold path: nothing here is in the way of a redirect. */
import { Hono } from 'hono/tiny';
import type { ApiEnv } from './auth.ts';
import { campaigns } from './campaigns.ts';
import { domains } from './domains.ts';
import { routes } from './openapi.ts';
import { ApiProblem } from './problem.ts';
import { checkNames } from './query.ts';
import { results } from './results.ts';
import { session } from './session.ts';
import { status } from './status.ts';
import { tokens } from './tokens.ts';
import { vanity } from './vanity.ts';

const JSON_TYPE = { headers: { 'content-type': 'application/json' } };

const api = new Hono<ApiEnv>()
  .basePath('/api')
  .use(async (context, next) => {
    await next();
    context.header('x-content-type-options', 'nosniff');
    if (!context.res.headers.has('cache-control')) context.header('cache-control', 'private, no-store');
  })
  .use((context, next) => {
    const { method, path, url } = context.req;
    const route = routes.find((row) => row.method === methodOf(method) && isPathOf(row.path, path));
    if (route !== undefined) checkNames(new URL(url).searchParams, Object.keys(route.query ?? {}));
    return next();
  })
  .route('/session', session)
  .route('/domains', domains)
  .route('/domains', vanity)
  .route('/campaigns', campaigns)
  .route('/campaigns', results)
  .route('/tokens', tokens)
  .route('/status', status)
  // A file of the app, made when it was built.
  .get(
    '/openapi.json',
    async (context) => new Response((await context.env.ASSETS.fetch(context.req.raw)).body, JSON_TYPE),
  )
  .notFound((context) => noRoute(context.req.method, context.req.path).toResponse())
  .onError((error) => {
    if (error instanceof ApiProblem) return error.toResponse();
    // The stack is for the operator's log; the caller learns only that it was not their fault.
    console.error(JSON.stringify({ event: 'api-failure', error: String(error), stack: error.stack }));
    return new ApiProblem(
      500,
      'klikspor failed unexpectedly; its log has the reason. With the same Idempotency-Key it is safe to publish again.',
    ).toResponse();
  });

/** HEAD is answered as GET is. */
const methodOf = (method: string): string => (method === 'HEAD' ? 'get' : method.toLowerCase());

/** Whether the path is unknown, or only the method on it. */
function noRoute(method: string, path: string): ApiProblem {
  const allowed = routes.filter((route) => isPathOf(route.path, path)).map((route) => route.method.toUpperCase());
  if (allowed.length === 0) return new ApiProblem(404, 'There is no such resource. /api/openapi.json lists all.');
  const allow = allowed.join(', ');
  return new ApiProblem(405, `${method} is not for this resource: it takes ${allow}.`, [], { allow });
}

function isPathOf(pattern: string, path: string): boolean {
  const wanted = pattern.split('/');
  const asked = path.split('/');
  return (
    wanted.length === asked.length &&
    wanted.every((part, i) => (part.startsWith('{') ? asked[i] !== '' : part === asked[i]))
  );
}

export function handleApi(request: Request, env: Env, ctx: ExecutionContext): Response | Promise<Response> {
  return api.fetch(request, env, ctx);
}
