import type { SameShape } from './dictionary.ts';
import type { whoClicked as english } from './en/who-clicked.ts';
import { wordsOf } from './words.ts';

export const whoClickedWords = wordsOf(
  import.meta.glob<SameShape<typeof english>>('./*/who-clicked.ts', { eager: true, import: 'whoClicked' }),
);
