import type { SameShape } from './dictionary.ts';
import type { inbox as english } from './en/inbox.ts';
import { wordsOf } from './words.ts';

export const inboxWords = wordsOf(
  import.meta.glob<SameShape<typeof english>>('./*/inbox.ts', { eager: true, import: 'inbox' }),
);
