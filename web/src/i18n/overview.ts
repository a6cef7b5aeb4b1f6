/** The words of the overview and of comparing campaigns, which come with them. */
import type { SameShape } from './dictionary.ts';
import type { overview as english } from './en/overview.ts';
import { wordsOf } from './words.ts';

export const overviewWords = wordsOf(
  import.meta.glob<SameShape<typeof english>>('./*/overview.ts', { eager: true, import: 'overview' }),
);
