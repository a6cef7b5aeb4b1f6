import type { SameShape } from './dictionary.ts';
import type { reference as english } from './en/reference.ts';
import { wordsOf } from './words.ts';

export const referenceWords = wordsOf(
  import.meta.glob<SameShape<typeof english>>('./*/reference.ts', { eager: true, import: 'reference' }),
);
