import factory from './core.mjs';
import type { RawModule } from './raw.d.ts';

/** Instantiates a compiled core: the same steps on every host. */
export async function instantiateRaw(module: WebAssembly.Module): Promise<RawModule> {
  return await factory({
    locateFile: (name) => name,
    instantiateWasm(imports, done) {
      // Synchronous: a Worker may not compile, but it may always instantiate what was compiled for it.
      const instance = new WebAssembly.Instance(module, imports);
      done(instance, module);
      return instance.exports;
    },
  });
}

/** Asynchronous twin for a browser's main thread, which refuses to instantiate large modules synchronously. */
export function instantiateRawAsync(module: WebAssembly.Module): Promise<RawModule> {
  return new Promise<RawModule>((resolve, reject) => {
    factory({
      locateFile: (name) => name,
      instantiateWasm(imports, done) {
        WebAssembly.instantiate(module, imports).then((instance) => done(instance, module), reject);
        return {};
      },
    }).then(resolve, reject);
  });
}
