/** The words of files that are lists, which come with the first of them. */
import type { SameShape } from './dictionary.ts';
import type { listFile as english } from './en/list-file.ts';
import { wordsOf } from './words.ts';

export const listFileWords = wordsOf(
  import.meta.glob<SameShape<typeof english>>('./*/list-file.ts', { eager: true, import: 'listFile' }),
);
