/** The API: routes, and what goes wrong in them. The cold path: nothing here is in the way of a redirect. */
import { Hono } from 'hono/tiny';
import { log } from '../log.ts';
import type { ApiEnv } from './auth.ts';
import { campaigns } from './campaigns.ts';
import { repair } from './copies.ts';
import { domains } from './domains.ts';
import { listKey } from './list-key.ts';
import { routes } from './openapi.ts';
import { ApiProblem, outage } from './problem.ts';
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
  .route('/domains', listKey)
  .route('/campaigns', campaigns)
  .route('/campaigns', results)
  .route('/tokens', tokens)
  .route('/status', status)
  .route('/repair', repair)
  // A file of the app, made when it was built.
  .get(
    '/openapi.json',
    async (context) => new Response((await context.env.ASSETS.fetch(context.req.raw)).body, JSON_TYPE),
  )
  .notFound((context) => noRoute(context.req.method, context.req.path).toResponse())
  .onError((error) => {
    if (error instanceof ApiProblem) return error.toResponse();
    const excuse = excuseFor(error);
    if (excuse !== null) {
      log({ event: 'storage-away', error });
      return outage(excuse).toResponse();
    }
    // The stack is for the operator's log; the caller learns only that it was not their fault.
    log({ event: 'api-failure', error, stack: error.stack });
    return new ApiProblem(
      500,
      'klikspor failed unexpectedly; its log has the reason. With the same Idempotency-Key it is safe to publish again.',
    ).toResponse();
  });

/** What to tell the caller where storage fails and not this code; null: it is this code. */
function excuseFor(error: Error): string | null {
  if (error.message.includes('SQLITE_FULL')) {
    return 'Storage is full: nothing was changed, nothing was published. Try again in a while.';
  }
  const { retryable, overloaded, durableObjectReset } = error as { [flag in PlatformFlag]?: unknown };
  const isAway = retryable === true || overloaded === true || durableObjectReset === true;
  return isAway || STORAGE_FAILURE.test(error.message)
    ? 'Storage is out of reach for a moment. Try again; with the same Idempotency-Key nothing is published twice.'
    : null;
}

/** What the platform says of an object that it cannot reach, or that will not be asked now. */
type PlatformFlag = 'retryable' | 'overloaded' | 'durableObjectReset';
/** Of a disk that fails, of the platform's own failures, and of KV. */
const STORAGE_FAILURE = /\bSQLITE_(BUSY|IOERR|NOMEM)\b|^internal error; reference|^KV \w+ failed/;

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
