import type { Composer, SegmentOptions } from '../composer.d.ts';
import factory from './composer.mjs';
import { faceOf, instantiate } from './door.ts';
import { appendsRows, appendsTexts, fastPlan, type Lane } from './fast-lane.ts';

/** What the units of the composer module register (CMakeLists.txt). */
const NAMES: readonly (keyof Composer)[] = [
  'buildContact',
  'buildDestination',
  'checkProviderLimits',
  'clusterBorders',
  'createRecipientList',
  'createTemplate',
  'createTextBatch',
  'csvField',
  'explainSegments',
  'explainText',
  'findLinks',
  'findOptOutInstruction',
  'findOverlookedLinks',
  'finishHost',
  'forcingCharacters',
  'isOptOutKeyword',
  'isStrippedParameter',
  'limitEffect',
  'linkCard',
  'linkVerdict',
  'linksOfShorter',
  'namesOptOut',
  'packSegments',
  'plainName',
  'planLimited',
  'planSegments',
  'quietPlaces',
  'replaceCharacters',
  'sampleSize',
  'sampleSlug',
  'segmentRanges',
  'senderForm',
  'senderVerdict',
  'sentRuns',
  'sentText',
  'strippedParameters',
  'takesAnswers',
  'testRecipient',
  'unpackSegments',
  'version',
  'withoutStripped',
  'writtenSender',
];
const CLASSES = ['RecipientList', 'Template', 'TextBatch'];

export async function composerOf(compiled: WebAssembly.Module): Promise<Composer> {
  const raw = (await instantiate(factory, compiled)) as Lane;
  const face = faceOf<Composer>(raw, NAMES, CLASSES);
  appendsRows(raw.RecipientList.prototype);
  appendsTexts(raw.TextBatch.prototype);
  const quick = fastPlan(raw);
  return Object.freeze({
    ...face,
    planSegments: (text: string, options?: SegmentOptions) =>
      options === undefined ? quick(text) : face.planSegments(text, options),
    createTextBatch(texts: readonly string[] = []) {
      const batch = face.createTextBatch();
      batch.append(texts);
      return batch;
    },
  });
}
