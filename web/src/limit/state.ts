/** A limit on the segments of each message, as the panels show it. */
import { computed } from '@preact/signals';
import { cost } from '../state/cost.ts';
import { draft } from '../state/draft.ts';

/** Who is above the limit, and what that means; null: there is no limit, or nothing was counted. */
export const limitCost = computed(() => cost.value?.limit ?? null);

/** Recipients above the limit are sent a text of their own: it is written, or should be. */
export const isShortened = computed(() => draft.limit.value > 0 && draft.above.value === 'shorten');
