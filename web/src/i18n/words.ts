/** What of the languages is needed only by parts of the page that are loaded on use. */
import { computed, type ReadonlySignal } from '@preact/signals';
import { language } from './index.ts';
import { LANGUAGES, type Language } from './languages.ts';

/** The words of such a part. `found`: what the files of one name export, by their paths; each language's folder has one. */
export function wordsOf<W>(found: Readonly<Record<string, W>>): ReadonlySignal<W> {
  const pathIn = (code: Language) => Object.keys(found).find((path) => path.includes(`/${code}/`)) as string;
  return computed(() => found[pathIn(language.value)] as W);
}

/** That of sentences in klikspor's data. */
export const dataLanguage = computed(() => LANGUAGES[language.value].data);
