import type { SameShape } from './dictionary.ts';
import type { webhooks as english } from './en/webhooks.ts';
import { wordsOf } from './words.ts';

export const webhookWords = wordsOf(
  import.meta.glob<SameShape<typeof english>>('./*/webhooks.ts', { eager: true, import: 'webhooks' }),
);
