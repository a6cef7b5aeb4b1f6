/** Which campaign numbers of a domain are sealed with which slug key. */
import type { DomainRecord, KeyRange } from './records.ts';
import type { StoredDomain } from './rpc/catalogue.ts';

/** Campaigns that are still sealed with the old key, at least, after a new one was noted. */
const ROTATION_LEAD = 16;

/**
 * From some number ahead on, the domain's campaigns are sealed with a newer key. The record says so well before the
 * first such campaign, so that no location is asked for a link whose key it has not heard of. Undefined: it is not newer.
 */
export function rotated(
  { record, lastNumber }: StoredDomain,
  key: Pick<KeyRange, 'key' | 'fingerprint'>,
): DomainRecord['keys'] | undefined {
  const [newest] = record.keys;
  if (newest === undefined || newest.key >= key.key) return undefined;
  const from = Math.max(record.highest, lastNumber + ROTATION_LEAD) + 1;
  // The last rotation has not begun yet: nothing is sealed with that key, nor ever will be. The first key always begins.
  const older = newest.from > Math.max(lastNumber, 1) ? record.keys.slice(1) : record.keys;
  return [{ ...key, from, to: null }, ...older.map((range, i) => (i === 0 ? { ...range, to: from - 1 } : range))];
}
