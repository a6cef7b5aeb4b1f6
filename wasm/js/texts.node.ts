import { readFile } from 'node:fs/promises';
import type { CoreSource } from '../common.d.ts';
import type { Texts } from '../texts.d.ts';
import { compile, once } from './source.ts';
import { textsOf } from './texts.ts';

const ownModule = async (): Promise<WebAssembly.Module> =>
  WebAssembly.compile(new Uint8Array(await readFile(new URL('./texts.wasm', import.meta.url))));

export const load: (source?: CoreSource) => Promise<Texts> = once(async (source) =>
  textsOf(await (source === undefined ? ownModule() : compile(source))),
);
