import type { CoreSource } from '../common.d.ts';
import type { Sending } from '../sending.d.ts';
import { sendingOf } from './sending.ts';
import own from './sending.wasm';
import { compile, once } from './source.ts';

export const load: (source?: CoreSource) => Promise<Sending> = once(async (source) =>
  sendingOf(source === undefined ? own : await compile(source)),
);
