/** Copies in KV against the catalogue: compared for the status, written again by `POST /api/repair`. */
import { Hono } from 'hono/tiny';
import type { CopiesCompared, Repair } from '../../api.d.ts';
import { forgetRecords } from '../campaigns.ts';
import { added } from '../comparison.ts';
import type { Comparison } from '../rpc.ts';
import { workspaceStub } from '../stubs.ts';
import { type ApiEnv, need } from './auth.ts';
import { ApiProblem } from './problem.ts';

/** Parts that one request goes through: each is a call, and each reads up to a few hundred copies. */
const MOST_PARTS = 400;
/** Copies that one repair looks at, about: no answer waits for thousands of writes. The caller goes on where it ended. */
const REPAIRED_AT_ONCE = 150;

export const repair = new Hono<ApiEnv>().post('/', need('admin'), async (context) => {
  const workspace = workspaceStub(context.env);
  let { found, next }: { found: Comparison; next: string | null } = await workspace.compareCopies(
    startOf(context.req.query('cursor')),
    true,
  );
  for (let part = 1; next !== null && found.checked < REPAIRED_AT_ONCE && part < MOST_PARTS; part++) {
    const more = await workspace.compareCopies(next, true);
    found = added(found, more.found);
    next = more.next;
  }
  forgetRecords();
  return context.json<Repair>({
    ...shownComparison(found),
    adopted: found.adopted,
    _links: next === null ? {} : { next: `/api/repair?cursor=${encodeURIComponent(btoa(next).replaceAll('=', ''))}` },
  });
});

/** Compares all copies, and writes none; the result stands in the status. */
export async function wholeComparison(env: Env): Promise<void> {
  let from: string | null = null;
  for (let part = 0; part < MOST_PARTS; part++) {
    const { next }: { next: string | null } = await workspaceStub(env).compareCopies(from, false);
    if (next === null) return;
    from = next;
  }
}

export const shownComparison = ({
  checked,
  missing,
  differed,
  unread,
  mended,
  takenOver,
}: Comparison): CopiesCompared => ({ checked, missing, differed, unread, mended, takenOver });

/** Opaque to the caller. */
function startOf(cursor: string | undefined): string | null {
  if (cursor === undefined) return null;
  let text = '';
  try {
    text = atob(cursor);
  } catch {
    // Told below.
  }
  // A host, a number, a hash or a place in KV's list of names: all that may stand behind a step is short and printable.
  if (/^(unknown [!-~]{1,1024}|domains( [a-z0-9.-]{1,253})?|campaigns \d{1,15}|codes( [0-9a-f]{64})?)$/.test(text))
    return text;
  throw new ApiProblem(400, 'The cursor is not one that a repair gave out: start without one.');
}
