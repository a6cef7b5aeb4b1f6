/**
 * From the module that Emscripten makes of the units in `door/` to a face of the package: Embind's own functions and
 * classes under their names.
 */

/** What every module has besides what its units register. */
export interface RawModule {
  readonly HEAPU8: Uint8Array<ArrayBuffer>;
  readonly HEAPU16: Uint16Array<ArrayBuffer>;
  readonly HEAPU32: Uint32Array<ArrayBuffer>;
  stackSave(): number;
  stackRestore(top: number): void;
}

export type Factory = (options: {
  locateFile(name: string): string;
  instantiateWasm(
    imports: WebAssembly.Imports,
    done: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
  ): WebAssembly.Exports;
  shown(value: unknown): string;
}) => Promise<RawModule>;

/** Instantiates a compiled module. Asynchronous, as a browser's main thread and a Worker both allow. */
export function instantiate(factory: Factory, compiled: WebAssembly.Module): Promise<RawModule> {
  return new Promise((resolve, reject) => {
    factory({
      locateFile: (name) => name,
      shown,
      instantiateWasm(imports, done) {
        // Another module's Wasm compiles, and fails only where it is put to use.
        WebAssembly.instantiate(compiled, imports)
          .then((instance) => done(instance, compiled))
          .catch(reject);
        return {};
      },
    }).then(resolve, reject);
  });
}

/** A value as errors name it, here and in `door/convert.cpp`: "3" and 3 apart, and never by the thousand signs. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 80));
  if (typeof value === 'bigint') return `${value}n`;
  if (Array.isArray(value)) return 'an array';
  try {
    return String(value).slice(0, 80);
  } catch {
    return 'an object'; // without a prototype, or with one that prints nothing
  }
}

/** What the caller wrongly gave, as every error of a broken contract says it. */
export const wrongly = (name: string, value: unknown, mustBe: string): TypeError =>
  new TypeError(`${name} is ${shown(value)}; it must be ${mustBe}`);

/** For what JavaScript walks itself. */
export function mustBeList(name: string, value: unknown): void {
  if (!Array.isArray(value)) throw wrongly(name, value, 'an array');
}

type Method = (this: unknown, ...values: unknown[]) => unknown;

interface Handle {
  delete(): void;
  isDeleted(): boolean;
}

/**
 * What Embind itself refuses before C++ sees it, and says neither whose argument it is nor which: objects of its classes
 * and strings, which come before all others (a unit that takes a string behind them reads it itself).
 */
function refusalOf(name: string, { message }: Error, of: unknown, values: readonly unknown[]): TypeError {
  // It reads `$$` of what should be an object of its classes, and looks out for null alone.
  const missing = message.includes('$$') ? values.indexOf(undefined) : -1;
  if (missing >= 0) return wrongly(`${name}: argument ${missing + 1}`, undefined, 'an object that this module made');
  const isGone = (value: unknown) => (value as Partial<Handle> | null)?.isDeleted?.();
  // Of a deleted object no argument is to blame.
  const at =
    !isGone(of) && /^(?:Cannot pass|null)/.test(message) ? values.findIndex((value) => isGone(value) !== false) : -1;
  return new TypeError(`${name}: ${at < 0 ? '' : `argument ${at + 1} is ${shown(values[at])}. `}${message}`);
}

/**
 * `door/convert.hpp` answers a broken contract with an Error, because C++ could not clean up behind a thrown one. What
 * Embind hangs on a function, such as its overloads, is looked for on what stands in its place. What a caller's own getter
 * throws goes through C++ all the same, and is given back the stack at least.
 */
function throwing(raw: RawModule, name: string, method: Method): Method {
  const thrower: Method = function (...values) {
    let answer: unknown;
    const top = raw.stackSave();
    try {
      answer = method.apply(this, values);
    } catch (error) {
      raw.stackRestore(top);
      throw error instanceof Error && /^(?:Binding|Type)Error$/.test(error.name)
        ? refusalOf(name, error, this, values)
        : error;
    }
    if (answer instanceof Error) throw answer;
    return answer;
  };
  return Object.assign(thrower, method);
}

/** Gives a class of Embind's what its handles promise: errors that are thrown, `using`, and a `delete` that is safe twice. */
function finishClass(raw: RawModule, of: string, prototype: Record<string | symbol, unknown> & Handle): void {
  for (const [name, { value, get }] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
    const whole = `${of}.${name}`;
    if (get !== undefined) Object.defineProperty(prototype, name, { get: throwing(raw, whole, get) });
    else if (typeof value === 'function' && name !== 'constructor')
      prototype[name] = throwing(raw, whole, value as Method);
  }
  const end = prototype.delete;
  prototype.delete = function (this: Handle) {
    if (!this.isDeleted()) end.call(this);
  };
  // Not every browser has `using` yet.
  if (Symbol.dispose !== undefined) prototype[Symbol.dispose] = prototype.delete;
}

/** Picks the constants, functions and classes of a face out of the raw module. */
export function faceOf<Face>(raw: RawModule, names: readonly (keyof Face)[], classes: readonly string[]): Face {
  const units = raw as unknown as Record<PropertyKey, unknown>;
  for (const name of classes) {
    finishClass(raw, name, (units[name] as { prototype: Parameters<typeof finishClass>[2] }).prototype);
  }
  const entries = names.map((name) => {
    const unit = units[name];
    return [name, typeof unit === 'function' ? throwing(raw, name as string, unit as Method) : unit];
  });
  return Object.fromEntries(entries) as Face;
}
