/** How long a campaign's raw hits live: with them end judging anew and the file of hits. */
import * as v from 'valibot';
import { judge } from '../core.ts';
import { inGroups } from '../in-groups.ts';
import { settings } from '../settings.ts';
import { identityOf } from '../shard-identity.ts';
import { campaignOfId } from './campaign-id.ts';
import { AT_ONCE, answerOf, ofAnotherCampaign, shardsOf } from './counters.ts';
import { endpoint } from './endpoint.ts';
import { count, moment } from './fields.ts';
import { outage } from './problem.ts';

const rawHits = v.strictObject({
  /** A raw hit lives so long from when it arrived; up to an hour later it is gone. */
  lifeMs: count,
  /** When the first of those that are held comes to its end, and the last. Null: none is held. */
  firstEndsMs: v.nullable(moment),
  lastEndsMs: v.nullable(moment),
  /** How many counters still hold every hit that they counted: those can be judged anew. */
  wholeShards: count,
  shards: count,
  /** Version of the visitor rules that hits would be judged by now. */
  rules: count,
});
export type RawHits = v.InferOutput<typeof rawHits>;

export const rawHitEndpoints = [
  endpoint({
    route: 'GET /api/campaigns/{id}/raw-hits',
    summary: 'Until when raw hits are held, and whether they can be judged anew',
    access: 'campaigns:read',
    answer: rawHits,
    refusals: { 404: 'There is no such campaign', 409: 'A counter holds the hits of another campaign' },
    examples: [{ params: { id: 's.brand.dk:1' } }],
    handle: async ({ env, params: { id } }) => {
      const { record } = await campaignOfId(env, id);
      const parts = await inGroups(shardsOf(record), AT_ONCE, async (shard) => {
        const found = await answerOf(env, record, shard, (counter) => counter.rawHits(identityOf(record, shard)));
        if (found === 'other-publishing') throw ofAnotherCampaign(record, shard);
        if (found === null) throw outage(`Counter ${shard} of ${id} does not answer. Try again.`);
        return found;
      });
      const { rawLifeMs } = settings(env);
      const held = parts.flatMap((part) => part.held ?? []);
      return {
        lifeMs: rawLifeMs,
        firstEndsMs: held.length === 0 ? null : Math.min(...held.map(({ firstMs }) => firstMs)) + rawLifeMs,
        lastEndsMs: held.length === 0 ? null : Math.max(...held.map(({ lastMs }) => lastMs)) + rawLifeMs,
        wholeShards: parts.filter(({ isWhole }) => isWhole).length,
        shards: parts.length,
        rules: judge.version,
      };
    },
  }),
];
