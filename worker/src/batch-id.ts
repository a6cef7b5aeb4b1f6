/** Ids of batches: UUIDs of version 7 (RFC 9562, 5.7), the moment and then chance. The moment says where one is looked for. */

export function batchId(atMs: number = Date.now()): string {
  const at = atMs.toString(16).padStart(12, '0');
  return `${at.slice(0, 8)}-${at.slice(8)}-7${crypto.randomUUID().slice(15)}`;
}

/** When an id was made; null: it does not say, or is not written as above. */
export function momentOf(id: string): number | null {
  const isTold = /^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/.test(id);
  return isTold ? Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16) : null;
}
