/** Who opted out of a campaign. */
import * as v from 'valibot';
import { campaignOfId } from './campaign-id.ts';
import { optOutsOf } from './counters.ts';
import { endpoint } from './endpoint.ts';
import { count, moment } from './fields.ts';

/** Oldest first; both lists are of the same length. */
const optOuts = v.strictObject({
  /** Rows of the list, from 0. */
  recipients: v.array(count),
  confirmedAtMs: v.array(moment),
  /** How many more opted out whose numbers were lost with a counter's storage: the list lacks them. Absent: none. */
  unnamed: v.exactOptional(count),
  /**
   * How many of them are not known elsewhere: nobody has sent the hashes of the campaign's numbers, so other campaigns do not
   * leave them out. Absent: none.
   */
  unknown: v.exactOptional(count),
  /** How many are on their way to the suppression set. Absent: none. */
  waiting: v.exactOptional(count),
});
export type OptOuts = v.InferOutput<typeof optOuts>;

export const optOutEndpoints = [
  endpoint({
    route: 'GET /api/campaigns/{id}/opt-outs',
    summary: 'Recipients that opted out, oldest first',
    access: 'opt-outs:read',
    answer: optOuts,
    refusals: { 404: 'There is no such campaign', 409: 'A counter holds the opt-outs of another campaign' },
    examples: [{ params: { id: 's.brand.dk:1' } }],
    handle: async ({ env, params: { id } }) => {
      const { record } = await campaignOfId(env, id);
      const parts = await optOutsOf(env, record);
      const rows = parts.flatMap(({ recipients, confirmedAtMs }) =>
        recipients.map((recipient, i) => ({ recipient, atMs: confirmedAtMs[i] ?? 0 })),
      );
      rows.sort((a, b) => a.atMs - b.atMs || a.recipient - b.recipient);
      const sumOf = (name: 'unnamed' | 'unknown' | 'waiting') => {
        const sum = parts.reduce((sum, part) => sum + (part[name] ?? 0), 0);
        return sum > 0 && { [name]: sum };
      };
      return {
        recipients: rows.map(({ recipient }) => recipient),
        confirmedAtMs: rows.map(({ atMs }) => atMs),
        ...sumOf('unnamed'),
        ...sumOf('unknown'),
        ...sumOf('waiting'),
      };
    },
  }),
];
