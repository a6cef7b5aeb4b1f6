import type { ComposerCore } from '../composer.d.ts';
import type { CoreSource } from '../core.d.ts';
import { composerFunctions, type RawComposerUnits } from './composer-functions.ts';
import { instantiateRawAsync } from './instantiate.ts';
import { MessageDoor } from './message.ts';
import { compile, once } from './source.ts';

export const load: (source?: CoreSource) => Promise<ComposerCore> = once(async (source) => {
  const module = await compile(source ?? new URL('./core.wasm', import.meta.url));
  const raw = (await instantiateRawAsync(module)) as RawComposerUnits;
  return Object.freeze(composerFunctions(raw, new MessageDoor(raw)));
});
