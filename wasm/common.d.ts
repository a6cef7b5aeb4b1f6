// For Symbol.dispose, which the libraries of es2024 do not have yet.
/// <reference lib="esnext.disposable" />

/** What both faces of the package speak of. */

/** Where the Wasm comes from, when the loader's own place does not suit: address, response, bytes or module. */
export type CoreSource = string | URL | Response | Uint8Array<ArrayBuffer> | WebAssembly.Module;

/** Stable names of every refusal. Names are added, never changed. */
export type ErrorName = string;
