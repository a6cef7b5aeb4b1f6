/** Following a campaign's counts: a page hears that they have changed, and asks for the report then. */
import * as v from 'valibot';
import { CLOSED, FOLLOWER_HEADER } from '../live.ts';
import { isFinal } from '../refusal.ts';
import { identityOf } from '../shard-identity.ts';
import { counterStub } from '../stubs.ts';
import { credentialIn } from './auth.ts';
import { campaignOfId } from './campaign-id.ts';
import { ofAnotherCampaign } from './counters.ts';
import { endpoint } from './endpoint.ts';
import { count, moment } from './fields.ts';
import { outage } from './problem.ts';
import { wholeNumber, withinRange } from './query.ts';

/** More than any campaign has. */
const MOST_SHARDS = 1_000;

const news = v.strictObject({
  shard: count,
  /** Grows with every change of this counter's counts. */
  changes: count,
  /** Hits up to this moment are in them. */
  asOfMs: moment,
});
export type LiveNews = v.InferOutput<typeof news>;

interface Asked {
  readonly env: Env;
  readonly params: { readonly id: string };
  readonly query: { readonly shard?: number };
}

export const liveEndpoints = [
  endpoint({
    route: 'GET /api/campaigns/{id}/live',
    summary: 'Whether a counter’s counts have changed; over a WebSocket, each time they do',
    access: 'campaigns:read',
    query: { shard: wholeNumber('Which of the campaign’s counters; 0 without it', 0, MOST_SHARDS) },
    answer: news,
    refusals: { 404: 'There is no such campaign', 409: 'The counter holds the numbers of another campaign' },
    examples: [{ params: { id: 's.brand.dk:1' } }, { params: { id: 's.brand.dk:1' }, query: { shard: 0 } }],
    handle: async (ask) => {
      const { record, shard } = await counterAsked(ask);
      try {
        return await counterStub(ask.env, record, shard).news(identityOf(record, shard));
      } catch (error) {
        if (isFinal(error)) throw ofAnotherCampaign(record, shard);
        throw error;
      }
    },
    follow: async ({ context, ...ask }) => {
      const { record, shard } = await counterAsked(ask);
      // A request of our own: nothing that the page's says goes further.
      const answer = await counterStub(ask.env, record, shard).fetch('https://counter/live', {
        headers: { upgrade: 'websocket', [FOLLOWER_HEADER]: credentialIn(context).id },
      });
      if (answer.status === 101) return answer;
      throw outage(`Too many follow this campaign already (${CLOSED.away.reason}): ask for the report now and then.`);
    },
  }),
];

async function counterAsked({ env, params: { id }, query }: Asked) {
  const { record } = await campaignOfId(env, id);
  return { record, shard: withinRange('shard', query.shard ?? 0, 0, record.shards - 1) };
}
