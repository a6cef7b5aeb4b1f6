import { readFile } from 'node:fs/promises';
import type { CoreSource } from '../common.d.ts';
import type { Sending } from '../sending.d.ts';
import { sendingOf } from './sending.ts';
import { compile, once } from './source.ts';

const ownModule = async (): Promise<WebAssembly.Module> =>
  WebAssembly.compile(new Uint8Array(await readFile(new URL('./sending.wasm', import.meta.url))));

export const load: (source?: CoreSource) => Promise<Sending> = once(async (source) =>
  sendingOf(await (source === undefined ? ownModule() : compile(source))),
);
