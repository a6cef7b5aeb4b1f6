import type { Composer } from '../composer.d.ts';
import factory from './addresses.mjs';
import { faceOf, instantiate } from './door.ts';

/** Of the composer what finishes addresses: for the worker's API, whose bundle has no room for all of it. */
export type Addresses = Pick<Composer, 'buildContact' | 'buildDestination' | 'finishHost'>;

export async function addressesOf(compiled: WebAssembly.Module): Promise<Addresses> {
  const names = ['buildContact', 'buildDestination', 'finishHost'] as const;
  return Object.freeze(faceOf<Addresses>(await instantiate(factory, compiled), names, []));
}
