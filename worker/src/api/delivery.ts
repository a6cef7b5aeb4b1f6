/** What became of the messages, as a gateway's status file says it. Whose a row is stays with who has the list. */
import type { Reached } from 'klikspor/reporting';
import * as v from 'valibot';
import { type ReachOf, reachRule } from '../reach.ts';
import type { StoredCampaign } from '../rpc/catalogue.ts';
import type { ShardReport } from '../rpc/counter.ts';
import { reportedAs, STATES } from '../sending/states.ts';
import { identityOf } from '../shard-identity.ts';
import { campaignOfId } from './campaign-id.ts';
import { tellAll } from './counters.ts';
import { endpoint } from './endpoint.ts';
import { count, text, wholeNumber } from './fields.ts';
import { ApiProblem, fieldProblem } from './problem.ts';
import { progressOf, type Sending } from './senders.ts';

/** So many fit into a body with room to spare. */
export const MOST_STATES = 200_000;

const states = v.pipe(
  text('states', MOST_STATES),
  v.regex(
    /^[ofernbd]*$/,
    'states has one letter for each recipient: o open, f failed, e expired, r refused, n no such number, b blocked, d delivered.',
  ),
);

const newDelivery = v.strictObject({
  /** Row of the first recipient that `states` tells of, from 0. */
  first: wholeNumber('first'),
  states,
});

const byState = {
  failed: count,
  expired: count,
  refused: count,
  'no-such-number': count,
  blocked: count,
  delivered: count,
};

/** How many of the messages sent are in each state; of one recipient what counts is the last in this order. */
export const deliverySums = v.strictObject({
  ...byState,
  /** On their way, or the gateway does not know. */
  open: count,
});
export type DeliverySums = v.InferOutput<typeof deliverySums>;

export const deliveryEndpoints = [
  endpoint({
    route: 'POST /api/campaigns/{id}/delivery',
    summary: 'Tell what became of the messages, row by row; any part, in any order, as often as it takes',
    access: 'campaigns:write',
    body: newDelivery,
    refusals: {
      404: 'There is no such campaign',
      409: 'The campaign counts nobody by himself, or a counter holds another campaign',
    },
    examples: [{ params: { id: 's.brand.dk:1' }, body: { first: 0, states: 'ddn' } }],
    handle: async ({ env, params: { id }, body }) => {
      const { record } = await campaignOfId(env, id);
      if (record.tracking === 'aggregate') {
        throw new ApiProblem(409, `${id} is counted in total only: nothing is kept of a recipient of it.`);
      }
      const { recipients } = record;
      if (body.first + body.states.length > recipients) {
        throw fieldProblem(
          422,
          body.first < recipients ? '/states' : '/first',
          'too-many-rows',
          `The campaign has ${recipients} recipients: rows ${body.first} to ${body.first + body.states.length - 1} are not all its own.`,
        );
      }
      await tellAll(env, record, (counter, shard) =>
        counter.takeDelivery(identityOf(record, shard), body.first, body.states),
      );
    },
  }),
];

/**
 * What rates divide by, and what is told of it; undefined: no gateway has said anything. `parts`: what counters know. Where nobody is
 * counted by himself it is nothing, and the senders of a campaign that klikspor sends are asked for their sums.
 */
export async function deliveryOf(
  env: Env,
  stored: StoredCampaign,
  parts: readonly Pick<ShardReport, 'delivery'>[],
  sent: Parameters<ReachOf>[1],
): Promise<{ readonly reach: Reached; readonly delivery: DeliverySums | undefined }> {
  const isAsked = stored.record.tracking === 'aggregate' && stored.info.sent !== undefined;
  // Without them the report is what it is of a campaign that is sent by file.
  const sending = isAsked ? await progressOf(env, stored).catch(() => null) : null;
  const delivery = sending === null ? undefined : reportedIn(sending);
  const { reach, counts } = (await reachRule())(delivery === undefined ? parts : [{ delivery }], sent);
  return { reach, delivery: counts && { ...counts, open: reach.open } };
}

/** Undefined: all messages are open. */
function reportedIn({ messages, reasons }: Pick<Sending, 'messages' | 'reasons'>): DeliverySums | undefined {
  const sums = { open: 0, failed: 0, expired: 0, refused: 0, 'no-such-number': 0, blocked: 0, delivered: 0 };
  for (const state of STATES) sums[reportedAs(state)] += messages[state];
  for (const { state, reason, messages: some } of reasons) {
    sums[reportedAs(state)] -= some;
    sums[reportedAs(state, reason)] += some;
  }
  const all = STATES.reduce((sum, state) => sum + messages[state], 0);
  return sums.open === all ? undefined : sums;
}
