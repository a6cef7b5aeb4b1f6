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

/** What is of no kind that would do where `right` does, as far as a call can tell. */
export function wrongFor(right: unknown): readonly unknown[] {
  const objects: readonly unknown[] = [null, 5, 'x', true];
  if (typeof right === 'string') return [null, 5, true, {}, ['x'], Symbol('x')];
  if (typeof right === 'number') return [null, '5', true, {}, [5], Number.NaN, Symbol('x')];
  if (right instanceof Uint8Array) return [...objects, {}, Symbol('x'), [1], new Uint8Array(8).buffer];
  if (Array.isArray(right) || ArrayBuffer.isView(right)) return [...objects, {}, Symbol('x'), { length: 1 }];
  return objects;
}

/**
 * What calls answer with one argument of a wrong kind in place of a right one, but for those that are refused as the README
 * promises: by a TypeError or RangeError that names what is wrong, in our words.
 */
export function takenAmiss(
  name: string,
  call: (...args: readonly unknown[]) => unknown,
  args: readonly unknown[],
): string[] {
  const amiss: string[] = [];
  for (const [index, right] of args.entries()) {
    for (const wrong of wrongFor(right)) {
      const said = `${name}, argument ${index + 1}: ${String(wrong)}`;
      try {
        call(...args.with(index, wrong));
        amiss.push(`${said}: taken`);
      } catch (error) {
        const isPromised = error instanceof TypeError || error instanceof RangeError;
        const isNamed = error instanceof Error && / must be |^\w+(?:\.\w+)*: (?!Cannot read)/.test(error.message);
        if (!isPromised || !isNamed) amiss.push(`${said}: ${String(error)}`);
      }
    }
  }
  return amiss;
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
