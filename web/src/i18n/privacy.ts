import type { SameShape } from './dictionary.ts';
import type { privacy as english } from './en/privacy.ts';
import { wordsOf } from './words.ts';

export const privacyWords = wordsOf(
  import.meta.glob<SameShape<typeof english>>('./*/privacy.ts', { eager: true, import: 'privacy' }),
);
