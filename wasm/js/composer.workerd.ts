import type { CoreSource } from '../common.d.ts';
import type { Composer } from '../composer.d.ts';
import { composerOf } from './composer.ts';
import own from './composer.wasm';
import { compile, once } from './source.ts';

export const load: (source?: CoreSource) => Promise<Composer> = once(async (source) =>
  composerOf(source === undefined ? own : await compile(source)),
);
