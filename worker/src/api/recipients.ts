/** Whom something is true of, as rows of the list. Whose a row is only the list says, and that stays with its owner. */
import type { Delivery } from 'klikspor/reporting';
import * as v from 'valibot';
import { toBase64 } from '../octets.ts';
import { reporting } from '../reporting.ts';
import { identityOf } from '../shard-identity.ts';
import { campaignOfId } from './campaign-id.ts';
import { recipientsOf } from './counters.ts';
import { endpoint } from './endpoint.ts';
import { count } from './fields.ts';
import { ApiProblem } from './problem.ts';
import { oneOf, wholeNumber, withinRange } from './query.ts';

/** Of delivery. 'unreachable': writing to them again is in vain. */
const STATES: Readonly<Record<Exclude<Who, 'clicked'>, readonly Delivery[]>> = {
  delivered: ['delivered'],
  failed: ['failed', 'expired', 'refused', 'no-such-number', 'blocked'],
  unreachable: ['no-such-number', 'blocked'],
};
const who = oneOf(
  'Of whom: clicked (any destination, or `link`), delivered, failed, or unreachable',
  ...(['clicked', 'delivered', 'failed', 'unreachable'] as const),
);
export type Who = 'clicked' | 'delivered' | 'failed' | 'unreachable';

const recipients = v.strictObject({
  /** How many rows there are: bits beyond them are 0. */
  rows: count,
  /** How many bits are set. */
  count,
  /** A bit for each row, in base64: the lowest bit of the first octet is row 0. */
  bitmap: v.string(),
  /** How many more there are whose rows were lost with a counter's storage. Absent: none. */
  unnamed: v.exactOptional(count),
});
export type Recipients = v.InferOutput<typeof recipients>;

export const recipientEndpoints = [
  endpoint({
    route: 'GET /api/campaigns/{id}/recipients',
    summary: 'Who clicked, or was delivered to: a bit for each row of the list',
    access: 'hits:read',
    query: { who, link: wholeNumber('Position of a link, with `who=clicked` alone', 0, 31) },
    answer: recipients,
    refusals: {
      404: 'There is no such campaign',
      409: 'The campaign counts nobody by himself, or a counter holds another campaign',
    },
    examples: [
      { params: { id: 's.brand.dk:1' } },
      { params: { id: 's.brand.dk:1' }, query: { who: 'clicked', link: 0 } },
      { params: { id: 's.brand.dk:1' }, query: { who: 'unreachable' } },
    ],
    handle: async ({ env, params: { id }, query: { who = 'clicked', link } }) => {
      const { record } = await campaignOfId(env, id);
      if (record.tracking === 'aggregate') {
        throw new ApiProblem(409, `${id} is counted in total only: nobody knows who clicked.`);
      }
      if (link !== undefined) {
        if (who !== 'clicked') throw new ApiProblem(400, `link goes with who=clicked, not with who=${who}.`);
        withinRange('link', link, 0, record.links.length - 1);
      }
      const parts = await recipientsOf(env, record, (counter, shard) =>
        who === 'clicked'
          ? counter.clickers(identityOf(record, shard), link ?? null)
          : counter.recipientsIn(identityOf(record, shard), STATES[who]),
      );
      const { joinBitmaps } = await reporting();
      const bitmap = joinBitmaps(
        parts.map((part) => part.bitmap),
        record.recipients,
      );
      const unnamed = parts.reduce((sum, part) => sum + (part.unnamed ?? 0), 0);
      return {
        rows: record.recipients,
        count: bitsIn(bitmap),
        bitmap: toBase64(bitmap),
        ...(unnamed > 0 && { unnamed }),
      };
    },
  }),
];

function bitsIn(bitmap: Uint8Array): number {
  let bits = 0;
  for (let octet of bitmap) for (; octet > 0; octet &= octet - 1) bits++;
  return bits;
}
