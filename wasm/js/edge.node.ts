import { readFile } from 'node:fs/promises';
import type { CoreSource } from '../common.d.ts';
import type { Edge } from '../edge.d.ts';
import { edgeOf } from './edge.ts';
import { compile, once } from './source.ts';

const ownModule = async (): Promise<WebAssembly.Module> =>
  WebAssembly.compile(new Uint8Array(await readFile(new URL('./edge.wasm', import.meta.url))));

export { FEWEST_RECIPIENTS, LONGEST_BATCH, SLOTS_PER_CAMPAIGN, SOON_MS } from './edge.ts';

export const load: (source?: CoreSource) => Promise<Edge> = once(async (source) =>
  edgeOf(await (source === undefined ? ownModule() : compile(source))),
);
