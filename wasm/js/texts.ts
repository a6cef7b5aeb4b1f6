import type { SegmentOptions, Texts } from '../texts.d.ts';
import { csvFieldOf } from './csv.ts';
import { faceOf, instantiate } from './door.ts';
import { appendsRows, appendsTexts, fastPlan, type Lane } from './fast-lane.ts';
import factory from './texts.mjs';

/** What the units of the module of texts register (CMakeLists.txt). */
const NAMES: readonly (keyof Texts)[] = [
  'clusterBorders',
  'createRecipientList',
  'createTemplate',
  'createTextBatch',
  'csvField',
  'explainSegments',
  'explainText',
  'findLinks',
  'findMisspelledSchemes',
  'findOverlookedLinks',
  'forcingCharacters',
  'limitEffect',
  'linkCard',
  'planLimited',
  'planSegments',
  'replaceCharacters',
  'sampleSlug',
  'segmentRanges',
  'sentRuns',
  'sentText',
  'testRecipient',
  'version',
];
const CLASSES = ['RecipientList', 'Template', 'TextBatch'];

export async function textsOf(compiled: WebAssembly.Module): Promise<Texts> {
  const raw = (await instantiate(factory, compiled)) as Lane;
  const face = faceOf<Texts>(raw, NAMES, CLASSES);
  appendsRows(raw.RecipientList.prototype);
  appendsTexts(raw.TextBatch.prototype);
  const quick = fastPlan(raw);
  return Object.freeze({
    ...face,
    csvField: csvFieldOf(face),
    planSegments: (text: string, options?: SegmentOptions) =>
      typeof text === 'string' && options === undefined ? quick(text) : face.planSegments(text, options),
    createTextBatch(texts: readonly string[] = []) {
      const batch = face.createTextBatch();
      batch.append(texts);
      return batch;
    },
  });
}
