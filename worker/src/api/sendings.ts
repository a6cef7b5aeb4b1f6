/** Campaigns that klikspor is sending, or was and nobody has seen yet that they are through: for whoever looks at all of them. */
import * as v from 'valibot';
import { inGroups } from '../in-groups.ts';
import { log } from '../log.ts';
import { workspaceStub } from '../stubs.ts';
import { campaignId } from './campaign-id.ts';
import { endpoint } from './endpoint.ts';
import { ApiProblem } from './problem.ts';
import { progressOf, type Sending, sending } from './senders.ts';

const MOST = 100;
/** Asked at the same moment; each asks its senders. */
const AT_ONCE = 8;

const { state, atMs, nextAtMs, messages } = sending.entries;

const entry = v.strictObject({
  /** Of the campaign. */
  id: v.string(),
  ...{ state, atMs, nextAtMs, messages },
});
export type SendingEntry = v.InferOutput<typeof entry>;

export const sendingsEndpoints = [
  endpoint({
    route: 'GET /api/sendings',
    summary: 'Campaigns that are being sent, and how far each has come; those that are through are told once',
    access: 'campaigns:read',
    answer: v.strictObject({ entries: v.array(entry) }),
    examples: [{}],
    handle: async ({ env }) => {
      const campaigns = await workspaceStub(env).sendingsGoing(MOST);
      const found = await inGroups(campaigns, AT_ONCE, async (campaign) => {
        const { host, number } = campaign.record;
        try {
          return { seq: campaign.seq, id: campaignId(host, number), progress: await progressOf(env, campaign) };
        } catch (error) {
          // What one of them does not say must not keep the others from being shown.
          log('sender-silent', { host, campaign: number, error });
          const isGone = error instanceof ApiProblem && error.status === 404;
          return { seq: campaign.seq, id: campaignId(host, number), progress: isGone ? null : undefined };
        }
      });
      const over = found.filter(({ progress }) => progress === null || (progress && isOver(progress)));
      if (over.length > 0) await workspaceStub(env).forgetSendings(over.map(({ seq }) => seq));
      return {
        entries: found.flatMap(({ id, progress }) =>
          progress ? [{ id, ...{ state: progress.state, atMs: progress.atMs }, ...partOf(progress) }] : [],
        ),
      };
    },
  }),
];

const partOf = ({ nextAtMs, messages }: Sending) => ({ nextAtMs, messages });

/** Nothing is left to be sent, or to be decided. */
const isOver = ({ state, messages }: Sending): boolean =>
  (state === 'sent' || state === 'cancelled') && messages.unknown === 0 && messages['handed-over'] === 0;
