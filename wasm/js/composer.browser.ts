import type { CoreSource } from '../common.d.ts';
import type { Composer } from '../composer.d.ts';
import { composerOf } from './composer.ts';
import { compile, once } from './source.ts';

export const load: (source?: CoreSource) => Promise<Composer> = once(async (source) =>
  composerOf(await compile(source ?? new URL('./composer.wasm', import.meta.url))),
);
