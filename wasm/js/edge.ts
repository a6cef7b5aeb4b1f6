import type { Edge } from '../edge.d.ts';
import { faceOf, instantiate } from './door.ts';
import factory from './edge.mjs';

export const SLOTS_PER_CAMPAIGN = 16777216;

/** What the units of the edge module register (CMakeLists.txt). */
const NAMES: readonly (keyof Edge)[] = ['checkVanitySlug', 'createSealer', 'testRecipient', 'version'];
const CLASSES = ['Sealer'];

export async function edgeOf(compiled: WebAssembly.Module): Promise<Edge> {
  return Object.freeze(faceOf<Edge>(await instantiate(factory, compiled), NAMES, CLASSES));
}
