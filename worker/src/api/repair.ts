/** Writes copies in KV again that are missing or wrong. */
import * as v from 'valibot';
import { forgetRecords } from '../campaigns.ts';
import { added } from '../comparison.ts';
import type { Comparison } from '../rpc/copies.ts';
import { workspaceStub } from '../stubs.ts';
import { compared, MOST_PARTS, shownComparison } from './copies.ts';
import { endpoint } from './endpoint.ts';
import { ApiProblem } from './problem.ts';
import { cursor } from './query.ts';

/** Copies that one repair looks at, about: no answer waits for thousands of writes. The caller goes on where it ended. */
const REPAIRED_AT_ONCE = 150;

const repair = v.strictObject({
  ...compared,
  /** Ids of campaigns that only KV knew, and that are in the catalogue now, without name, message and labels. */
  adopted: v.array(v.string()),
  /** Absent: all were looked at. */
  _links: v.strictObject({ next: v.exactOptional(v.string()) }),
});
export type Repair = v.InferOutput<typeof repair>;

export const repairEndpoints = [
  endpoint({
    route: 'POST /api/repair',
    summary: 'Write copies in KV that are missing or wrong, part by part',
    access: 'admin',
    query: { cursor: cursor('From the last part') },
    answer: repair,
    examples: [{}],
    handle: async ({ env, query }) => {
      const workspace = workspaceStub(env);
      let { found, next }: { found: Comparison; next: string | null } = await workspace.compareCopies(
        startOf(query.cursor),
        true,
      );
      for (let part = 1; next !== null && found.checked < REPAIRED_AT_ONCE && part < MOST_PARTS; part++) {
        const more = await workspace.compareCopies(next, true);
        found = added(found, more.found);
        next = more.next;
      }
      forgetRecords();
      return {
        ...shownComparison(found),
        adopted: found.adopted,
        _links:
          next === null ? {} : { next: `/api/repair?cursor=${encodeURIComponent(btoa(next).replaceAll('=', ''))}` },
      };
    },
  }),
];

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
