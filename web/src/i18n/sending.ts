/** The words of a campaign that klikspor sends: they come with its page. */
import type { SameShape } from './dictionary.ts';
import type { sending as english } from './en/sending.ts';
import { wordsOf } from './words.ts';

export const sendingWords = wordsOf(
  import.meta.glob<SameShape<typeof english>>('./*/sending.ts', { eager: true, import: 'sending' }),
);
