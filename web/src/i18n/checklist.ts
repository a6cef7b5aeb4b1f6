/** The checklist's words, which only its own chunk loads. */
import { computed } from '@preact/signals';
import { checklist as da } from './da/checklist.ts';
import { checklist as en } from './en/checklist.ts';
import { language } from './index.ts';

export type ChecklistWords = import('./dictionary.ts').SameShape<typeof en>;

export const checklistWords = computed<ChecklistWords>(() => (language.value === 'da' ? da : en));
