/** The texts of a domain that is asked where it leads, loaded with its notice. */
import type { SameShape } from './dictionary.ts';
import type { pointing as english } from './en/pointing.ts';
import { wordsOf } from './index.ts';

export const pointingWords = wordsOf(
  import.meta.glob<SameShape<typeof english>>('./*/pointing.ts', { eager: true, import: 'pointing' }),
);
