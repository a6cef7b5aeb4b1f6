import { computed } from '@preact/signals';
import { amountsOf } from '../state/price.ts';
import { limitCost } from './state.ts';

/** Segments the choice takes more or saves (below 0 where a shorter text is longer), and their price where it has one. */
export const difference = computed(() => {
  const { segments, byCountry } = limitCost.value?.difference ?? { segments: 0, byCountry: [] };
  // Where some countries save and others do not, sums of prices would say neither.
  const isEven = byCountry.every((part) => part.segments >= 0 === segments >= 0);
  const sizes = byCountry.map((part) => ({ ...part, segments: Math.abs(part.segments) }));
  return { segments, amounts: isEven ? amountsOf(sizes).amounts : [] };
});
