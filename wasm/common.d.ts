// For Symbol.dispose, which the libraries of es2024 do not have yet.
/// <reference lib="esnext.disposable" />

/** What all faces of the package speak of. */

/** Where the Wasm comes from, when the loader's own place does not suit: address, response, bytes or module. */
export type CoreSource = string | URL | Response | Uint8Array<ArrayBuffer> | CompiledModule;

/** `WebAssembly.Module`, where the libraries know it: those of Node without `dom` do not. */
type CompiledModule = typeof globalThis extends {
  readonly WebAssembly: { readonly Module: abstract new (...given: never) => infer Module };
}
  ? Module
  : never;

/** Stable names of every refusal. Names are added, never changed. */
export type ErrorName = string;
