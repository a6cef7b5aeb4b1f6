import type { CoreSource } from '../common.d.ts';
import type { Sending } from '../sending.d.ts';
import { sendingOf } from './sending.ts';
import { compileInNode } from './source.node.ts';
import { once } from './source.ts';

export const load: (source?: CoreSource) => Promise<Sending> = once(async (source) =>
  sendingOf(await compileInNode(source ?? new URL('./sending.wasm', import.meta.url))),
);
