/** Texts of what is loaded on use: they come with it, not with the page. */
import type { SameShape } from './dictionary.ts';
import type { onUse as english } from './en/on-use.ts';
import { wordsOf } from './words.ts';

export const onUse = wordsOf(
  import.meta.glob<SameShape<typeof english>>('./*/on-use.ts', { eager: true, import: 'onUse' }),
);
