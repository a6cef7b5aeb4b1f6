/** What stands behind the question mark: which names an endpoint knows, and what each may be. */
import { ApiProblem } from './problem.ts';

/** One value of a query. `schema` is its JSON Schema, `must` what it must be, as a sentence goes on. */
export interface QueryValue<T> {
  readonly description: string;
  readonly must: string;
  readonly schema: Readonly<Record<string, unknown>>;
  /** Undefined: the text is no such value. */
  read(text: string): T | undefined;
}

export type Query = Readonly<Record<string, QueryValue<unknown>>>;
export type QueryOf<Q extends Query> = { readonly [K in keyof Q]?: Q[K] extends QueryValue<infer T> ? T : never };

/** Digits only: no sign, no exponent, no white space. */
export const wholeNumber = (description: string, minimum: number, maximum: number): QueryValue<number> => ({
  description,
  must: `be a whole number from ${minimum} to ${maximum}`,
  schema: { type: 'integer', minimum, maximum },
  read: (text) => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    return value >= minimum && value <= maximum ? value : undefined;
  },
});

export const truth = (description: string): QueryValue<boolean> => ({
  description,
  must: 'be true or false',
  schema: { type: 'boolean' },
  read: (text) => (text === 'true' ? true : text === 'false' ? false : undefined),
});

/** This word and no other. */
export const word = <const W extends string>(description: string, only: W): QueryValue<W> => ({
  description,
  must: `be ${only}, or be left out`,
  schema: { const: only },
  read: (text) => (text === only ? only : undefined),
});

/** One of these words. */
export const oneOf = <const W extends string>(description: string, ...words: readonly W[]): QueryValue<W> => ({
  description,
  must: `be ${words.slice(0, -1).join(', ')} or ${words.at(-1)}`,
  schema: { enum: words },
  read: (text) => words.find((word) => word === text),
});

/** Of at most so many UTF-16 code units; empty is none. */
export const phrase = (description: string, longest: number): QueryValue<string> => ({
  description,
  must: `be at most ${longest} characters`,
  schema: { type: 'string', maxLength: longest },
  read: (text) => (text.length <= longest ? text : undefined),
});

export const either = <A, B>(one: QueryValue<A>, other: QueryValue<B>): QueryValue<A | B> => ({
  description: `${one.description}, or ${other.description}`,
  must: `${one.must}, or ${other.must}`,
  schema: { anyOf: [one.schema, other.schema] },
  read: (text) => one.read(text) ?? other.read(text),
});

/** Where in a row of answers the next one goes on: opaque to the caller, and to be taken from the last one. */
export const cursor = (description: string): QueryValue<string> => ({
  description,
  must: 'be one that was given out',
  schema: { type: 'string' },
  read: (text) => text,
});

/** Where the limits are only known of what is asked for. */
export function withinRange(name: string, value: number, least: number, most: number): number {
  if (value >= least && value <= most) return value;
  throw refusedValue(name, String(value), `be a whole number from ${least} to ${most}`);
}

const refusedValue = (name: string, text: string, must: string): ApiProblem =>
  new ApiProblem(400, `${name} is "${text}"; it must ${must}.`);

/** A name that means nothing would be taken for one that does: `archive=true` lists everything. */
export function readQuery<Q extends Query>(given: URLSearchParams, known: Q): QueryOf<Q> {
  const read: Record<string, unknown> = {};
  for (const [name, text] of given) {
    const value = Object.hasOwn(known, name) ? known[name] : undefined;
    if (value === undefined) {
      const names = Object.keys(known);
      const takes = names.length === 0 ? 'it takes none' : `it takes ${names.join(', ')}`;
      throw new ApiProblem(400, `This resource has no query "${name.slice(0, 100)}": ${takes}.`);
    }
    if (Object.hasOwn(read, name)) throw new ApiProblem(400, `${name} stands twice in the query: send it once.`);
    read[name] = value.read(text);
    if (read[name] === undefined) throw refusedValue(name, text.slice(0, 100), value.must);
  }
  return read as QueryOf<Q>;
}
