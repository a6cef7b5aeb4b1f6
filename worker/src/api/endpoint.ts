/**
 * What an endpoint is. Each is stated once, in the file of its noun; `table.ts` lists them. From there come Hono's routes,
 * who may ask, the checks of queries and bodies, the OpenAPI document with its examples, and the types of clients.
 */
import type { Context } from 'hono';
import type * as v from 'valibot';
import type { ApiEnv } from './auth.ts';
import type { Query, QueryOf } from './query.ts';
import type { Scope } from './scope.ts';

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

/** Such as `GET /api/campaigns/{id}`. */
export type Route = `${Method} /api/${string}`;

/** What stands for the names in braces. */
export type ParamsOf<R extends string> = { readonly [name in NamesIn<R>]: string };
type NamesIn<R extends string> = R extends `${string}{${infer Name}}${infer Rest}` ? Name | NamesIn<Rest> : never;

type Schema = v.GenericSchema | undefined;
type SentBy<B extends Schema> = B extends v.GenericSchema ? v.InferInput<B> : undefined;
type ReadBy<B extends Schema> = B extends v.GenericSchema ? v.InferOutput<B> : undefined;
type ToldBy<A extends Schema, M> = A extends v.GenericSchema
  ? Promise<v.InferOutput<A>>
  : M extends string
    ? Promise<Response>
    : Promise<void>;

/** A request that was let in and read. */
export interface Ask<R extends string, Q extends Query, B extends Schema> {
  readonly context: Context<ApiEnv>;
  readonly env: Env;
  readonly params: ParamsOf<R>;
  readonly query: QueryOf<Q>;
  readonly body: ReadBy<B>;
  /** The body as it came. */
  readonly octets: Uint8Array<ArrayBuffer>;
}

/** What a caller says besides the route: `params`, `query` and `body` exactly where it has them. */
export type Said<R extends string, Q extends Query, B extends Schema> = (NamesIn<R> extends never
  ? object
  : { readonly params: ParamsOf<R> }) &
  (keyof Q extends never ? object : { readonly query?: QueryOf<Q> }) &
  (B extends v.GenericSchema ? { readonly body: SentBy<B> } : object);

export interface Endpoint<
  R extends Route,
  Q extends Query = Query,
  B extends Schema = Schema,
  A extends Schema = Schema,
  M extends string | undefined = string | undefined,
> {
  readonly route: R;
  readonly summary: string;
  /** A scope, which `admin` has as well; whoever is signed in; or anybody. */
  readonly access: Scope | 'signed-in' | 'anybody';
  /** What may stand behind the question mark, each at most once. Everything else is refused. */
  readonly query?: Q;
  /** JSON. What does not fit is refused, field by field. */
  readonly body?: B;
  /** Octets of the body at most, where it may be longer than others (`body.ts`). */
  readonly longestBody?: number;
  /** JSON. Absent: there is no content, or it is of another `media` type and the handler's own Response. */
  readonly answer?: A;
  readonly media?: M;
  /** Absent: 200, or 204 without content. */
  readonly status?: 201;
  /** Which problems it answers with, and when, besides those of every endpoint of its kind (`openapi.ts`). */
  readonly refusals?: Readonly<Record<number, string>>;
  /** They stand in the document; a test sends them, in the order of the table. */
  readonly examples: readonly [Said<R, Q, B>, ...Said<R, Q, B>[]];
  handle(ask: Ask<R, Q, B>): ToldBy<A, M>;
  /** Asked for a WebSocket: answers it, and sends over it what `answer` says. Absent: it is asked like any other. */
  follow?(ask: Ask<R, Q, B>): Promise<Response>;
}

/** Any of them, as whoever goes through the table sees it. */
export interface AnyEndpoint extends Omit<Endpoint<Route>, 'examples' | 'handle' | 'follow'> {
  readonly examples: readonly {
    readonly params?: Readonly<Record<string, string>>;
    readonly query?: Readonly<Record<string, unknown>>;
    readonly body?: unknown;
  }[];
  /** Called with what its own schemas have read. */
  handle(ask: Ask<string, Query, Schema>): Promise<unknown>;
  follow?(ask: Ask<string, Query, Schema>): Promise<Response>;
}

/** As it was stated, with the types that follow. */
export function endpoint<
  const R extends Route,
  Q extends Query = Record<never, never>,
  B extends Schema = undefined,
  A extends Schema = undefined,
  M extends string | undefined = undefined,
>(stated: Endpoint<R, Q, B, A, M>): Endpoint<R, Q, B, A, M> {
  return stated;
}
