import type { Core } from '../core.d.ts';
import { composerFunctions, type RawComposerUnits } from './composer-functions.ts';
import { foldFunctions, type RawFold } from './fold.ts';
import { forcingFunctions, type RawForcing } from './forcing.ts';
import { hitsFunctions, type RawHits } from './hits.ts';
import { instantiateRaw, instantiateRawAsync } from './instantiate.ts';
import { MessageDoor } from './message.ts';
import { packFunctions, type RawPack } from './pack.ts';
import type { RawModule } from './raw.d.ts';
import { type RawSealer, sealerFunctions } from './sealer.ts';
import { type RawTextBatch, textBatchFunctions } from './text-batch.ts';
import { totalsFunctions } from './totals.ts';
import { type RawVisitor, visitorFunctions } from './visitor.ts';

export { LONGEST_BATCH } from './hits.ts';

export const SLOTS_PER_CAMPAIGN = 16777216;

/** Instantiates a compiled core. */
export const instantiate = async (module: WebAssembly.Module): Promise<Core> => wrap(await instantiateRaw(module));
/** The same on a browser's main thread. */
export const instantiateAsync = async (module: WebAssembly.Module): Promise<Core> =>
  wrap(await instantiateRawAsync(module));

/** What the units' bindings add to the module, each declared beside its functions. */
type RawUnits = RawComposerUnits & RawFold & RawForcing & RawHits & RawPack & RawSealer & RawTextBatch & RawVisitor;

/** Gives the raw module its public shape. Each unit has its own file. */
function wrap(module: RawModule): Core {
  const raw = module as RawUnits;
  const door = new MessageDoor(raw);
  return Object.freeze({
    ...composerFunctions(raw, door),
    ...foldFunctions(raw),
    ...forcingFunctions(raw),
    ...hitsFunctions(raw),
    ...packFunctions(raw, door),
    ...sealerFunctions(raw),
    ...textBatchFunctions(raw),
    ...totalsFunctions(raw),
    ...visitorFunctions(raw),
  }) as Core;
}
