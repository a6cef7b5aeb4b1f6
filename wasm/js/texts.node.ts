import type { CoreSource } from '../common.d.ts';
import type { Texts } from '../texts.d.ts';
import { compileInNode } from './source.node.ts';
import { once } from './source.ts';
import { textsOf } from './texts.ts';

export const load: (source?: CoreSource) => Promise<Texts> = once(async (source) =>
  textsOf(await compileInNode(source ?? new URL('./texts.wasm', import.meta.url))),
);
