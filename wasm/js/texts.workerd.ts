import type { CoreSource } from '../common.d.ts';
import type { Texts } from '../texts.d.ts';
import { compiled, once } from './source.ts';
import { textsOf } from './texts.ts';
import own from './texts.wasm';

export const load: (source?: CoreSource) => Promise<Texts> = once(async (source) =>
  textsOf(source === undefined ? own : compiled(source)),
);
