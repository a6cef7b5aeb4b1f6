import type { CoreSource } from '../common.d.ts';

/** Compiles whatever the caller has: address, response, bytes or a module compiled already. */
export async function compile(source: CoreSource): Promise<WebAssembly.Module> {
  if (source instanceof WebAssembly.Module) return source;
  if (source instanceof Uint8Array) return WebAssembly.compile(source);
  const response = source instanceof Response ? source : fetch(source);
  return WebAssembly.compileStreaming(response);
}

/** Runs `first` once and hands everybody its result; a failure is not kept, so that a retry can succeed. */
export function once<T, A>(first: (argument: A) => Promise<T>): (argument: A) => Promise<T> {
  let running: Promise<T> | undefined;
  return (argument) => {
    running ??= first(argument).catch((error: unknown) => {
      running = undefined;
      throw error;
    });
    return running;
  };
}
