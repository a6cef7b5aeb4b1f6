/** The words of what networks want registered, and its days. */
import type { SameShape } from './dictionary.ts';
import type { registers as english } from './en/registers.ts';
import { formatDay } from './index.ts';
import { wordsOf } from './words.ts';

export const registerWords = wordsOf(
  import.meta.glob<SameShape<typeof english>>('./*/registers.ts', { eager: true, import: 'registers' }),
);

/** Of a day such as 2026-11-29: noon is on the same day for everybody. */
export const dayText = (day: string): string => formatDay(Date.parse(`${day}T12:00`));
