/** The words of a list's name: they come once a domain is chosen. */
import type { SameShape } from './dictionary.ts';
import type { listName as english } from './en/list-name.ts';
import { wordsOf } from './words.ts';

export const listNameWords = wordsOf(
  import.meta.glob<SameShape<typeof english>>('./*/list-name.ts', { eager: true, import: 'listName' }),
);
