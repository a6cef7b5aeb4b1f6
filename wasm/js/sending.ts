import type { Sending } from '../sending.d.ts';
import { faceOf, instantiate } from './door.ts';
import factory from './sending.mjs';

/** What the units of the module of sending register (CMakeLists.txt). */
const NAMES: readonly (keyof Sending)[] = [
  'checkProviderLimits',
  'findOptOutInstruction',
  'hashNumbers',
  'isOptOutKeyword',
  'linkVerdict',
  'namesOptOut',
  'packSegments',
  'plainName',
  'quietPlaces',
  'sampleSize',
  'senderForm',
  'senderVerdict',
  'takesAnswers',
  'unpackSegments',
  'version',
  'writtenSender',
];

export async function sendingOf(compiled: WebAssembly.Module): Promise<Sending> {
  return Object.freeze(faceOf<Sending>(await instantiate(factory, compiled), NAMES, []));
}
