import { readFile } from 'node:fs/promises';
import type { CoreSource } from '../common.d.ts';
import type { Reporting } from '../reporting.d.ts';
import { reportingOf } from './reporting.ts';
import { compile, once } from './source.ts';

const ownModule = async (): Promise<WebAssembly.Module> =>
  WebAssembly.compile(new Uint8Array(await readFile(new URL('./reporting.wasm', import.meta.url))));

export const load: (source?: CoreSource) => Promise<Reporting> = once(async (source) =>
  reportingOf(await (source === undefined ? ownModule() : compile(source))),
);
