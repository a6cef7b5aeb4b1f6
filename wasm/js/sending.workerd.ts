import type { CoreSource } from '../common.d.ts';
import type { Sending } from '../sending.d.ts';
import { sendingOf } from './sending.ts';
import own from './sending.wasm';
import { compiled, once } from './source.ts';

export const load: (source?: CoreSource) => Promise<Sending> = once(async (source) =>
  sendingOf(source === undefined ? own : compiled(source)),
);
