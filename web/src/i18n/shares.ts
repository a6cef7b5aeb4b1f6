import type { SameShape } from './dictionary.ts';
import type { shares as english } from './en/shares.ts';
import { wordsOf } from './words.ts';

export const sharesWords = wordsOf(
  import.meta.glob<SameShape<typeof english>>('./*/shares.ts', { eager: true, import: 'shares' }),
);
