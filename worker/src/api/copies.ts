/** Copies in KV against the catalogue, as they were compared with it. */
import type * as v from 'valibot';
import type { Comparison } from '../rpc/copies.ts';
import { workspaceStub } from '../stubs.ts';
import { count } from './fields.ts';

/** Parts that one request goes through: each is a call, and each reads up to a few hundred copies. */
export const MOST_PARTS = 400;

export const compared = {
  checked: count,
  missing: count,
  differed: count,
  /** Copies that KV did not hand out. */
  unread: count,
  /** Of those that were missing or differed: written again. */
  mended: count,
  /** Records of which KV had the later one: the catalogue was restored from a backup, and goes on with KV's. */
  takenOver: count,
};
type Compared = { [name in keyof typeof compared]: v.InferOutput<(typeof compared)[name]> };

/** Compares all copies, and writes none; the result stands in the status. */
export async function wholeComparison(env: Env): Promise<void> {
  let from: string | null = null;
  for (let part = 0; part < MOST_PARTS; part++) {
    const { next }: { next: string | null } = await workspaceStub(env).compareCopies(from, false);
    if (next === null) return;
    from = next;
  }
}

export const shownComparison = ({ checked, missing, differed, unread, mended, takenOver }: Comparison): Compared => ({
  checked,
  missing,
  differed,
  unread,
  mended,
  takenOver,
});
