import type { CoreSource } from '../common.d.ts';
import { wrongly } from './door.ts';

/** Compiles whatever the caller has: address, response, bytes or a module compiled already. */
export async function compile(source: CoreSource): Promise<WebAssembly.Module> {
  if (source instanceof WebAssembly.Module) return source;
  if (source instanceof Uint8Array) return WebAssembly.compile(source);
  if (source instanceof Response) return compileAnswer(source);
  if (typeof source === 'string' || source instanceof URL) return compileAnswer(await fetch(source));
  throw wrongly('source', source, 'an address, a Response, a Uint8Array or a WebAssembly.Module');
}

/** Bundlers leave files behind, and servers answer with a page in their place: whoever sees the error is to know which. */
async function compileAnswer(answer: Response): Promise<WebAssembly.Module> {
  const type = answer.headers.get('content-type') ?? '';
  if (!answer.ok || type.startsWith('text/html')) {
    const at = answer.url || 'the response';
    throw new Error(
      `${at} is ${`${answer.status} ${type}`.trim()}; put klikspor's .wasm file there, or tell load() where it is`,
    );
  }
  // Streaming takes this type alone, and not every server knows it.
  return type.startsWith('application/wasm')
    ? WebAssembly.compileStreaming(answer)
    : WebAssembly.compile(await answer.arrayBuffer());
}

/** As `compile` where nothing is compiled: a Worker runs what was uploaded with it. */
export function compiled(source: CoreSource): WebAssembly.Module {
  if (source instanceof WebAssembly.Module) return source;
  throw wrongly('source', source, 'a WebAssembly.Module: a Worker compiles nothing');
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
