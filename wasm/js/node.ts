import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Core, CoreSource } from '../core.d.ts';
import { instantiate } from './core.ts';
import { compile, once } from './source.ts';

export { LONGEST_BATCH, SLOTS_PER_CAMPAIGN } from './core.ts';

export const load: (source?: CoreSource) => Promise<Core> = once(async (source) => {
  if (source !== undefined) return instantiate(await compile(source));
  const path = fileURLToPath(new URL('./core.wasm', import.meta.url));
  return instantiate(await WebAssembly.compile(new Uint8Array(await readFile(path))));
});
