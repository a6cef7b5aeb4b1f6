import type { Composer } from '../composer.d.ts';
import factory from './composer.mjs';
import { faceOf, instantiate } from './door.ts';
import { appendsRows, fastPlan, type Lane } from './fast-lane.ts';

/** What the units of the composer module register (CMakeLists.txt). */
const NAMES: readonly (keyof Composer)[] = [
  'clusterBorders',
  'createRecipientList',
  'createTemplate',
  'planSegments',
  'sampleSlug',
  'segmentRanges',
  'testRecipient',
  'version',
];
const CLASSES = ['RecipientList', 'Template'];

export async function composerOf(compiled: WebAssembly.Module): Promise<Composer> {
  const raw = (await instantiate(factory, compiled)) as Lane;
  const face = faceOf<Composer>(raw, NAMES, CLASSES);
  appendsRows(raw.RecipientList.prototype);
  const quick = fastPlan(raw);
  const { planSegments } = face;
  return Object.freeze({
    ...face,
    planSegments: (...call: Parameters<Composer['planSegments']>) =>
      call[1] === undefined ? quick(call[0]) : planSegments(...call),
  });
}
