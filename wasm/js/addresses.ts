import type { Addresses } from '../addresses.d.ts';
import factory from './addresses.mjs';
import { faceOf, instantiate } from './door.ts';

/** What the units of the module of addresses register (CMakeLists.txt). */
const NAMES: readonly (keyof Addresses)[] = [
  'buildContact',
  'buildDestination',
  'finishHost',
  'isStrippedParameter',
  'linksOfShorter',
  'strippedParameters',
  'version',
  'withoutStripped',
];

export async function addressesOf(compiled: WebAssembly.Module): Promise<Addresses> {
  return Object.freeze(faceOf<Addresses>(await instantiate(factory, compiled), NAMES, []));
}
