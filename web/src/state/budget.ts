/** A limit on the segments of each message, as the panels show it. */
import { computed } from '@preact/signals';
import { cost } from './cost.ts';
import { draft } from './draft.ts';

/** Who is above the limit, and what that means; null: there is no limit, or nothing was counted. */
export const budgetCost = computed(() => cost.value?.budget ?? null);

/** Recipients above the limit are sent a text of their own: it is written, or should be. */
export const isShortened = computed(() => draft.limit.value > 0 && draft.above.value === 'shorten');
