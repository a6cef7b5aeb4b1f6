import type { Addresses } from '../addresses.d.ts';
import type { CoreSource } from '../common.d.ts';
import { addressesOf } from './addresses.ts';
import { compileInNode } from './source.node.ts';
import { once } from './source.ts';

export const load: (source?: CoreSource) => Promise<Addresses> = once(async (source) =>
  addressesOf(await compileInNode(source ?? new URL('./addresses.wasm', import.meta.url))),
);
