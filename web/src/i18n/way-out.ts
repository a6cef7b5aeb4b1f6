/** How messages leave: asked beside the button that publishes, loaded with the first list. */
import type { SameShape } from './dictionary.ts';
import type { wayOut as english } from './en/way-out.ts';
import { wordsOf } from './words.ts';

export const wayOutWords = wordsOf(
  import.meta.glob<SameShape<typeof english>>('./*/way-out.ts', { eager: true, import: 'wayOut' }),
);
