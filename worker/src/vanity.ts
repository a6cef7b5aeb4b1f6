/** Chosen slugs of a domain. They stand in its record, which every isolate keeps in memory: no read for a guessed name. */
import type { DomainRecord } from './records.ts';

/**
 * The domain's names with these given to plain numbers, and those that are null taken away. 'too-many': more than `most`
 * would be left.
 */
export function withNames(
  { vanity }: DomainRecord,
  plains: Readonly<Record<string, number | null>>,
  most: number,
): DomainRecord['vanity'] | 'too-many' {
  const kept = Object.entries({ ...vanity, ...plains }).filter((entry): entry is [string, number] => entry[1] !== null);
  return kept.length > most ? 'too-many' : Object.fromEntries(kept);
}
