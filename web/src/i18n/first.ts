/**
 * The words the page begins with. Part of its first script (start.ts): they are on their way while the rest of the page is
 * still being loaded.
 */
import { remembered } from '../storage.ts';
import type { Dictionary } from './dictionary.ts';
import { LANGUAGE_CODES, type Language } from './languages.ts';

/** A person reads one language: the others are loaded when they are asked for. */
const loaders = import.meta.glob('./*/index.ts', { import: 'words' }) as Record<
  `./${Language}/index.ts`,
  () => Promise<Dictionary>
>;
export const wordsIn = (language: Language): Promise<Dictionary> => loaders[`./${language}/index.ts`]();

const known = (wish: string | null) => LANGUAGE_CODES.find((code) => code === wish);

export const firstLanguage: Language =
  known(remembered('language')) ?? known(navigator.language.slice(0, 2).toLowerCase()) ?? 'en';
export const firstWords: Promise<Dictionary> = wordsIn(firstLanguage);
