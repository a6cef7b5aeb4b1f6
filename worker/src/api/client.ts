/** What the table says to a client: what it may ask, what it must say, what it is told. Types alone. */
import type * as v from 'valibot';
import type { Endpoint, Said } from './endpoint.ts';
import type { Table } from './table.ts';

/** Such as `GET /api/campaigns/{id}`. */
export type RouteName = Table['route'];

type Found<R extends RouteName> = Extract<Table, { readonly route: R }>;

/** `params`, `query` and `body` as the route has them. */
export type RequestOf<R extends RouteName> =
  Found<R> extends Endpoint<R, infer Q, infer B, infer _A, infer _M> ? Said<R, Q, B> : never;

/** What is answered: the JSON, null where there is no content, or else the text. */
export type AnswerOf<R extends RouteName> =
  Found<R> extends Endpoint<R, infer _Q, infer _B, infer A, infer M>
    ? A extends v.GenericSchema
      ? v.InferOutput<A>
      : M extends string
        ? string
        : null
    : never;
