import { readFile } from 'node:fs/promises';
import type { CoreSource } from '../common.d.ts';
import type { Composer } from '../composer.d.ts';
import { composerOf } from './composer.ts';
import { compile, once } from './source.ts';

const ownModule = async (): Promise<WebAssembly.Module> =>
  WebAssembly.compile(new Uint8Array(await readFile(new URL('./composer.wasm', import.meta.url))));

export const load: (source?: CoreSource) => Promise<Composer> = once(async (source) =>
  composerOf(await (source === undefined ? ownModule() : compile(source))),
);
