/**
 * The words the page begins with. A chunk of its own that the page starts before all others (see vite.config.ts): they
 * are on their way while the rest of the page is still being loaded.
 */
import { remembered } from '../storage.ts';
import type { Dictionary } from './dictionary.ts';

export type Language = 'da' | 'en';

/** A person reads one language: the other is loaded when it is asked for. */
export const loaders: Record<Language, () => Promise<Dictionary>> = {
  da: () => import('./da/index.ts').then(({ da }) => da),
  en: () => import('./en/index.ts').then(({ en }) => en),
};
function initialLanguage(): Language {
  const kept = remembered('language');
  if (kept === 'da' || kept === 'en') return kept;
  return navigator.language.toLowerCase().startsWith('da') ? 'da' : 'en';
}

export const firstLanguage: Language = initialLanguage();
export const firstWords: Promise<Dictionary> = loaders[firstLanguage]();
