/** The API: a request finds its endpoint in the table. The cold path: nothing here is in the way of a redirect. */
import type { Context } from 'hono';
import { Hono } from 'hono/tiny';
import { answerCallback } from '../gateways/callbacks.ts';
import { log } from '../log.ts';
import { type ApiEnv, asksForSocket, carryOn, letIn } from './auth.ts';
import { readBody } from './body.ts';
import type { AnyEndpoint } from './endpoint.ts';
import { hostAsStored } from './hosts.ts';
import { ApiProblem, outage } from './problem.ts';
import { readQuery } from './query.ts';
import { table } from './table.ts';

/** Made with the first request for it: an isolate that only redirects does without. */
let api: Hono<ApiEnv> | undefined;

export function handleApi(request: Request, env: Env, ctx: ExecutionContext): Response | Promise<Response> {
  api ??= routed();
  return api.fetch(request, env, ctx);
}

function routed(): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>().use(async (context, next) => {
    // Hono's small router would forgive a slash at the end: one resource, one address.
    if (context.req.path.endsWith('/')) throw noResource();
    await next();
    // A WebSocket's answer is as it is.
    if (context.res.status === 101) return;
    carryOn(context);
    context.header('x-content-type-options', 'nosniff');
    if (!context.res.headers.has('cache-control')) context.header('cache-control', 'private, no-store');
  });
  /** Methods of each path, for whoever comes with another. */
  const methods = new Map<string, string[]>();
  for (const endpoint of table) {
    const [method = '', path = ''] = endpoint.route.replace(/\{(\w+)\}/g, ':$1').split(' ');
    app.on(method, path, (context) => answered(context, endpoint));
    methods.set(path, [...(methods.get(path) ?? []), method]);
  }
  app.on(['GET', 'POST'], '/api/callbacks/:gateway/:secret/:kind', ({ env, req }) =>
    answerCallback(req.raw, env, req.param()),
  );
  for (const [path, names] of methods) {
    const allow = names.join(', ');
    app.all(path, ({ req: { method } }) => {
      throw new ApiProblem(405, `${method} is not for this resource: it takes ${allow}.`, [], { allow });
    });
  }
  return app.notFound(() => noResource().toResponse()).onError(refused);
}

const noResource = () => new ApiProblem(404, 'There is no such resource. /api/openapi.json lists all.');

async function answered(context: Context<ApiEnv>, endpoint: AnyEndpoint): Promise<Response> {
  const { env, req } = context;
  await letIn(context, endpoint.access);
  const query = readQuery(new URL(req.url).searchParams, endpoint.query ?? {});
  const read = endpoint.body && (await readBody(req.raw, endpoint.body, endpoint.longestBody));
  const { value: body, octets = new Uint8Array() } = read ?? {};
  const params = req.param();
  if (params.host !== undefined) params.host = await hostAsStored(params.host);
  const ask = { context, env, params, query, body, octets };
  if (endpoint.follow !== undefined && asksForSocket(req.raw)) return endpoint.follow(ask);
  const answer = await endpoint.handle(ask);
  if (answer instanceof Response) return answer;
  return endpoint.answer === undefined ? context.body(null, 204) : context.json(answer, endpoint.status ?? 200);
}

function refused(error: Error): Response {
  if (error instanceof ApiProblem) return error.toResponse();
  const excuse = excuseFor(error);
  if (excuse !== null) {
    log('storage-away', { error });
    return outage(excuse).toResponse();
  }
  // The stack is for the operator's log; the caller learns only that it was not their fault.
  log('api-failure', { error, stack: error.stack });
  return new ApiProblem(
    500,
    'klikspor failed unexpectedly; its log has the reason. With the same Idempotency-Key it is safe to publish again.',
  ).toResponse();
}

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
