/** Rows of a list as bitmaps: the lowest bit of the first octet is row 0. Pure. */

export type RowSet = Uint8Array;

/** As the API tells one, in base64. */
export const rowSet = (base64: string): RowSet => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));

export function rowSetOf(rows: readonly number[], size: number): RowSet {
  const set = new Uint8Array(Math.ceil(size / 8));
  for (const row of rows) set[row >> 3] = (set[row >> 3] ?? 0) | (1 << (row & 7));
  return set;
}

/** All rows of a list of so many but those of some sets. */
export function allBut(size: number, ...sets: readonly RowSet[]): RowSet {
  const rest = new Uint8Array(Math.ceil(size / 8)).fill(255);
  if (size % 8 !== 0) rest[rest.length - 1] = (1 << (size % 8)) - 1;
  for (const set of sets) for (const [at, octet] of set.entries()) rest[at] = (rest[at] ?? 0) & ~octet;
  return rest;
}

/** Those of the first that are in none of the others. */
export function without(set: RowSet, ...others: readonly RowSet[]): RowSet {
  return set.map((octet, at) => others.reduce((rest, other) => rest & ~(other[at] ?? 0), octet));
}

export function sizeOf(set: RowSet): number {
  let size = 0;
  for (let octet of set) for (; octet > 0; octet &= octet - 1) size++;
  return size;
}
