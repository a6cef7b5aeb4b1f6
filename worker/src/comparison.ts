/** What comparing copies in KV with the catalogue found and mended, part by part. */
import type { Comparison } from './rpc/copies.ts';

export const NOTHING: Comparison = {
  atMs: 0,
  isWhole: false,
  checked: 0,
  missing: 0,
  differed: 0,
  unread: 0,
  mended: 0,
  takenOver: 0,
  adopted: [],
};

const COUNTED = ['checked', 'missing', 'differed', 'unread', 'mended', 'takenOver'] as const;

/** Of two parts; whether that is all is told by the second. */
export function added(one: Comparison, other: Comparison): Comparison {
  const sum = { ...other, atMs: Math.max(one.atMs, other.atMs), adopted: [...one.adopted, ...other.adopted] };
  for (const name of COUNTED) sum[name] += one[name];
  return sum;
}
