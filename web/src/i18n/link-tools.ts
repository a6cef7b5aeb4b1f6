/** The texts of the links panel, loaded with it: a message begins without a link. */
import type { SameShape } from './dictionary.ts';
import type { linkTools as english } from './en/link-tools.ts';
import { wordsOf } from './words.ts';

export const linkTools = wordsOf(
  import.meta.glob<SameShape<typeof english>>('./*/link-tools.ts', { eager: true, import: 'linkTools' }),
);
