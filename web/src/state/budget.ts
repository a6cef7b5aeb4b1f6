/** The most segments a message should take; 0: no limit set. */
import { computed, effect, signal } from '@preact/signals';
import { cost } from './preview.ts';
import { remember, remembered } from './storage.ts';

const kept = Number(remembered('budget') ?? '0');
export const budget = signal(Number.isInteger(kept) && kept > 0 ? kept : 0);
effect(() => remember('budget', budget.value === 0 ? null : String(budget.value)));

/** Recipients whose message takes more. */
export const overBudget = computed(() => {
  const limit = budget.value;
  if (limit === 0) return 0;
  const counts = cost.value?.recipientsBySegments ?? [];
  return counts.reduce((sum, recipients, segments) => (segments > limit ? sum + recipients : sum), 0);
});
