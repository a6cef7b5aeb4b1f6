/** Packed batches, made and read. */
import type { Edge, Hit } from 'klikspor/edge';

export function packed(core: Edge, hits: Iterable<Hit>): Uint8Array[] {
  const batch = core.createHitBatch();
  batch.append([...hits]);
  const batches = batch.pack().map(({ bytes }) => bytes);
  batch.delete();
  return batches;
}

/** Hits that fit in one. */
export function packedOnce(core: Edge, hits: Iterable<Hit>): Uint8Array {
  const [only, ...more] = packed(core, hits);
  if (only === undefined || more.length > 0) throw new Error(`not one batch but ${more.length + (only ? 1 : 0)}`);
  return only;
}

export function hitsIn(core: Edge, bytes: Uint8Array | undefined): readonly Hit[] {
  const batch = core.readHitBatch(bytes ?? new Uint8Array());
  if (batch === null) throw new Error('an unreadable batch');
  const hits = batch.hits();
  batch.delete();
  return hits;
}
