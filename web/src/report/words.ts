/** Words of the report's figures, loaded with it. */
import type { SameShape } from '../i18n/dictionary.ts';
import type { figures as english } from '../i18n/en/figures.ts';
import { wordsOf } from '../i18n/words.ts';

export const figures = wordsOf(
  import.meta.glob<SameShape<typeof english>>('../i18n/*/figures.ts', { eager: true, import: 'figures' }),
);
