import type { SameShape } from './dictionary.ts';
import type { delivery as english } from './en/delivery.ts';
import { wordsOf } from './words.ts';

export const deliveryWords = wordsOf(
  import.meta.glob<SameShape<typeof english>>('./*/delivery.ts', { eager: true, import: 'delivery' }),
);
