import type { Core, CoreSource } from '../core.d.ts';
import { instantiateAsync } from './core.ts';
import { compile, once } from './source.ts';

export { LONGEST_BATCH, SLOTS_PER_CAMPAIGN } from './core.ts';

export const load: (source?: CoreSource) => Promise<Core> = once(async (source) =>
  instantiateAsync(await compile(source ?? new URL('./core.wasm', import.meta.url))),
);
