/** What `typeof` says of each field; a list says what its first element is. */
export type Kind<T> = T extends readonly (infer E)[]
  ? readonly [Kind<E>]
  : T extends string
    ? 'string'
    : T extends number
      ? 'number'
      : T extends boolean
        ? 'boolean'
        : T extends (...args: never[]) => unknown
          ? 'function'
          : T extends Uint8Array
            ? 'bytes'
            : T extends Uint32Array | Int32Array
              ? 'numbers'
              : T extends object
                ? { readonly [K in keyof T]: Kind<T[K]> }
                : never;

export function kindOf(value: unknown): unknown {
  if (value instanceof Uint8Array) return 'bytes';
  if (ArrayBuffer.isView(value)) return 'numbers';
  if (Array.isArray(value)) return [kindOf(value[0])];
  if (typeof value !== 'object' || value === null) return typeof value;
  return Object.fromEntries(namesOf(value).map((name) => [name, kindOf((value as Record<string, unknown>)[name])]));
}

/** A plain object's own fields; of an object of a class what its type promises: methods and properties by name. */
function namesOf(value: object): string[] {
  const prototype = Object.getPrototypeOf(value) as object;
  if (prototype === Object.prototype) return Object.keys(value);
  return Object.getOwnPropertyNames(prototype).filter((name) => name !== 'constructor');
}

/** The functions of a face, their arguments, and what they answer with. */
export type Functions<Face> = Omit<Face, 'version'>;
type Call = (...args: never[]) => unknown;
export type Arguments<Face> = {
  readonly [K in keyof Functions<Face>]: Face[K] extends Call ? Parameters<Face[K]> : never;
};
export type Results<Face> = {
  readonly [K in keyof Functions<Face>]: Face[K] extends Call ? Kind<NonNullable<ReturnType<Face[K]>>> : never;
};
/** The same names with anything behind them. */
export type Loose<T> = { readonly [K in keyof T]: unknown };
