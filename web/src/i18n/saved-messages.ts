/** The texts of the messages kept for later, loaded when they are unfolded. */
import type { SameShape } from './dictionary.ts';
import type { savedMessages as english } from './en/saved-messages.ts';
import { wordsOf } from './words.ts';

export const savedWords = wordsOf(
  import.meta.glob<SameShape<typeof english>>('./*/saved-messages.ts', { eager: true, import: 'savedMessages' }),
);
