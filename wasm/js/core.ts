import type { Core } from '../core.d.ts';
import factory from './core.mjs';
import { destinationFunctions, type RawDestination } from './destination.ts';
import { foldFunctions, type RawFold } from './fold.ts';
import { forcingFunctions, type RawForcing } from './forcing.ts';
import { hitsFunctions, type RawHits } from './hits.ts';
import { MessageDoor, messageFunctions, type RawMessage } from './message.ts';
import { optOutFunctions, type RawOptOut } from './opt-out.ts';
import { packFunctions, type RawPack } from './pack.ts';
import type { RawModule } from './raw.d.ts';
import { listFunctions, type RawList } from './recipient-list.ts';
import { type RawReplacement, replacementFunctions } from './replacement.ts';
import { type RawSegment, segmentFunctions } from './segment.ts';
import { type RawSlug, slugFunctions } from './slug.ts';
import { type RawTextBatch, textBatchFunctions } from './text-batch.ts';
import { totalsFunctions } from './totals.ts';
import { type RawVisitor, visitorFunctions } from './visitor.ts';

export { LONGEST_BATCH } from './hits.ts';

export const SLOTS_PER_CAMPAIGN = 16777216;

/** Instantiates a compiled core: the same steps on every host. */
export async function instantiate(module: WebAssembly.Module): Promise<Core> {
  const raw = await factory({
    locateFile: (name) => name,
    instantiateWasm(imports, done) {
      // Synchronous: a Worker may not compile, but it may always instantiate what was compiled for it.
      const instance = new WebAssembly.Instance(module, imports);
      done(instance, module);
      return instance.exports;
    },
  });
  return wrap(raw);
}

/** Asynchronous twin for a browser's main thread, which refuses to instantiate large modules synchronously. */
export async function instantiateAsync(module: WebAssembly.Module): Promise<Core> {
  const raw = await new Promise<RawModule>((resolve, reject) => {
    factory({
      locateFile: (name) => name,
      instantiateWasm(imports, done) {
        WebAssembly.instantiate(module, imports).then((instance) => done(instance, module), reject);
        return {};
      },
    }).then(resolve, reject);
  });
  return wrap(raw);
}

/** What the units' bindings add to the module, each declared beside its functions. */
type RawUnits = RawModule &
  RawDestination &
  RawFold &
  RawForcing &
  RawHits &
  RawList &
  RawMessage &
  RawOptOut &
  RawPack &
  RawReplacement &
  RawSegment &
  RawSlug &
  RawTextBatch &
  RawVisitor;

/** `100` is version 0.1.0: the core states 10,000 × major + 100 × minor + patch. */
function versionText(version: number): string {
  return [Math.floor(version / 10_000), Math.floor(version / 100) % 100, version % 100].join('.');
}

/** Gives the raw module its public shape. Each unit has its own file. */
function wrap(module: RawModule): Core {
  const raw = module as RawUnits;
  const door = new MessageDoor(raw);
  return Object.freeze({
    version: versionText(raw.coreVersion),
    ...destinationFunctions(raw),
    ...foldFunctions(raw),
    ...forcingFunctions(raw),
    ...hitsFunctions(raw),
    ...listFunctions(raw, door),
    ...messageFunctions(raw, door),
    ...optOutFunctions(raw),
    ...packFunctions(raw, door),
    ...replacementFunctions(raw),
    ...segmentFunctions(raw),
    ...slugFunctions(raw),
    ...textBatchFunctions(raw),
    ...totalsFunctions(raw),
    ...visitorFunctions(raw),
  }) as Core;
}
