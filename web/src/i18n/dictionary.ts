import type { words } from './en/index.ts';

/** The same keys, and for sentences with numbers the same arguments, in every language. */
export type SameShape<T> = {
  readonly [K in keyof T]: T[K] extends string
    ? string
    : T[K] extends (...values: infer V) => string
      ? (...values: V) => string
      : SameShape<T[K]>;
};

export type Dictionary = SameShape<typeof words>;
