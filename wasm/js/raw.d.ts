/** The module Emscripten makes, before `js/` gives it the public shape. Never exported from the package. */
export interface RawModule {
  readonly HEAPU8: Uint8Array<ArrayBuffer>;
  readonly HEAPU16: Uint16Array<ArrayBuffer>;
  readonly HEAPU32: Uint32Array<ArrayBuffer>;
  readonly HEAPF64: Float64Array<ArrayBuffer>;
  _malloc(bytes: number): number;
  _free(pointer: number): void;
  readonly coreVersion: number;
}

export interface FactoryOptions {
  locateFile(name: string): string;
  instantiateWasm(
    imports: WebAssembly.Imports,
    done: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
  ): WebAssembly.Exports;
}
