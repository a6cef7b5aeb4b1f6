import type { Core, CoreSource } from './core.d.ts';

/**
 * The part of the core that writing a message takes, for pages that count every octet they load: the same functions
 * without slugs, hits and totals. `const { load } = await import('klikspor/composer')`.
 */
export type ComposerCore = Pick<
  Core,
  | 'version'
  | 'buildContact'
  | 'buildDestination'
  | 'clusterBorders'
  | 'createRecipientList'
  | 'csvField'
  | 'explainSegments'
  | 'explainText'
  | 'findLinks'
  | 'finishHost'
  | 'isOptOutKeyword'
  | 'linkCard'
  | 'outlineTemplate'
  | 'planSegments'
  | 'replaceCharacters'
  | 'sampleSize'
  | 'sampleSlug'
  | 'segmentRanges'
  | 'senderForm'
>;

/** As `load` of the package, in browsers: compiled once, whoever asks. */
export function load(source?: CoreSource): Promise<ComposerCore>;
