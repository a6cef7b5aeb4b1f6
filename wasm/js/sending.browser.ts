import type { CoreSource } from '../common.d.ts';
import type { Sending } from '../sending.d.ts';
import { sendingOf } from './sending.ts';
import { compile, once } from './source.ts';

export const load: (source?: CoreSource) => Promise<Sending> = once(async (source) =>
  sendingOf(await compile(source ?? new URL('./sending.wasm', import.meta.url))),
);
