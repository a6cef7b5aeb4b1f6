/** The words of who opted out: they come with the first list, or with a report. */
import type { SameShape } from './dictionary.ts';
import type { stops as english } from './en/stops.ts';
import { wordsOf } from './words.ts';

export const stopWords = wordsOf(
  import.meta.glob<SameShape<typeof english>>('./*/stops.ts', { eager: true, import: 'stops' }),
);

/** Of a file whose lines begin with this: the row of another file, the number, or its hash. */
export function csvWords(first: 'row' | 'number' | 'hash') {
  const { csvHeadings, reasons, all: everything } = stopWords.peek();
  const { row, number, hash, ...rest } = csvHeadings;
  const own = { row: [row, number], number: [number], hash: [hash] }[first];
  return { headings: [...own, ...Object.values(rest)], reasons, everything };
}
