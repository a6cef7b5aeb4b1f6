import type { Core, CoreSource } from '../core.d.ts';
import { instantiate } from './core.ts';
import module from './core.wasm';
import { compile, once } from './source.ts';

export { LONGEST_BATCH, SLOTS_PER_CAMPAIGN } from './core.ts';

export const load: (source?: CoreSource) => Promise<Core> = once(async (source) =>
  instantiate(source === undefined ? module : await compile(source)),
);
