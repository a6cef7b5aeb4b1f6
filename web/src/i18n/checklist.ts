/** The checklist's words, which only its own chunk loads. */
import type { SameShape } from './dictionary.ts';
import type { checklist as english } from './en/checklist.ts';
import { wordsOf } from './words.ts';

export type ChecklistWords = SameShape<typeof english>;

export const checklistWords = wordsOf(
  import.meta.glob<ChecklistWords>('./*/checklist.ts', { eager: true, import: 'checklist' }),
);
