/**
 * Two records of one domain: the catalogue's and the copy in KV. They differ in the ordinary course of things because the
 * copy is the older one. But a catalogue that was restored from a backup is older than the copy, and to write over it
 * would lower the highest number and drop keys and names that links already sent depend on.
 */
import type { DomainRecord } from './records.ts';

const editedMs = (record: DomainRecord): number => record.editedAtMs ?? 0;

/**
 * How the domain goes on. `comparedMs`: the catalogue knows all changes up to this moment, those in KV included; -1: they
 * have never been compared. The same record, if there is nothing to take over.
 */
export function reconciled(own: DomainRecord, copy: DomainRecord, comparedMs: number): DomainRecord {
  const highest = Math.max(own.highest, copy.highest);
  const isKnown = editedMs(copy) <= comparedMs || (editedMs(copy) > 0 && editedMs(copy) === editedMs(own));
  if (isKnown) return highest === own.highest ? own : { ...own, highest };
  const isOwnEdited = editedMs(own) > comparedMs;
  const [last, first] = editedMs(copy) > editedMs(own) ? [copy, own] : [own, copy];
  const merged: DomainRecord = {
    ...last,
    highest,
    // A key is only added after a comparison: whoever has the newer one has all of them.
    keys: newestKey(own) > newestKey(copy) ? own.keys : copy.keys,
    vanity: isOwnEdited ? { ...first.vanity, ...last.vanity } : copy.vanity,
    // Frozen with the first link.
    width: own.width,
    jurisdiction: own.jurisdiction,
  };
  if (isSame(merged, own)) return own;
  if (isSame(merged, copy)) return merged;
  return { ...merged, editedAtMs: Math.max(Date.now(), editedMs(own) + 1, editedMs(copy) + 1) };
}

const newestKey = ({ keys }: DomainRecord): number => Math.max(0, ...keys.map(({ key }) => key));

/** Whatever the order of their fields. */
function isSame(one: DomainRecord, other: DomainRecord): boolean {
  return written(one) === written(other);
}

function written(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
