/** The words of a limit on segments, which come with its panels. */
import type { SameShape } from './dictionary.ts';
import type { limit as english } from './en/limit.ts';
import { wordsOf } from './words.ts';

export const limitWords = wordsOf(
  import.meta.glob<SameShape<typeof english>>('./*/limit.ts', { eager: true, import: 'limit' }),
);
