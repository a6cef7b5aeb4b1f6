import { readFile } from 'node:fs/promises';
import type { Addresses } from '../addresses.d.ts';
import type { CoreSource } from '../common.d.ts';
import { addressesOf } from './addresses.ts';
import { compile, once } from './source.ts';

const ownModule = async (): Promise<WebAssembly.Module> =>
  WebAssembly.compile(new Uint8Array(await readFile(new URL('./addresses.wasm', import.meta.url))));

export const load: (source?: CoreSource) => Promise<Addresses> = once(async (source) =>
  addressesOf(await (source === undefined ? ownModule() : compile(source))),
);
