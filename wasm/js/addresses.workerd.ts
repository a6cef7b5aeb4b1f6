import type { Addresses } from '../addresses.d.ts';
import type { CoreSource } from '../common.d.ts';
import { addressesOf } from './addresses.ts';
import own from './addresses.wasm';
import { compiled, once } from './source.ts';

export const load: (source?: CoreSource) => Promise<Addresses> = once(async (source) =>
  addressesOf(source === undefined ? own : compiled(source)),
);
