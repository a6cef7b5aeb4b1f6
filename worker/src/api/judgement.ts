/** Judging a campaign's hits anew, by rules that are newer than the hits. */
import * as v from 'valibot';
import { core, judge } from '../core.ts';
import type { CampaignRecord } from '../records.ts';
import { reporting } from '../reporting.ts';
import { campaignOfId } from './campaign-id.ts';
import { rejudgedBy, reportsOf } from './counters.ts';
import { endpoint } from './endpoint.ts';
import { count } from './fields.ts';

/** Of people: `numbers.clicks` and `totals.clickers` of the report. */
const figures = v.strictObject({ clicks: count, clickers: count });

const judgement = v.strictObject({
  /** Version of the visitor rules. */
  rules: count,
  /** Hits that were judged anew, and how many of them are of another class now. */
  hits: count,
  changed: count,
  /**
   * Counters whose numbers stand as they were: raw hits are held for a week, and what was counted of those that are gone
   * cannot be counted again.
   */
  unchangedShards: count,
  shards: count,
  before: figures,
  after: figures,
});
export type Judgement = v.InferOutput<typeof judgement>;

export const judgementEndpoints = [
  endpoint({
    route: 'POST /api/campaigns/{id}/judgement',
    summary: 'Judges all hits that are held by the newest visitor rules, and counts them anew',
    access: 'campaigns:write',
    answer: judgement,
    refusals: {
      404: 'There is no such campaign',
      409: 'A counter holds the hits of another campaign',
      503: 'A counter does not answer: those before it have judged; ask again',
    },
    examples: [{ params: { id: 's.brand.dk:1' } }],
    handle: async ({ env, params: { id } }): Promise<Judgement> => {
      const { record } = await campaignOfId(env, id);
      const before = await figuresOf(env, record);
      const parts = await rejudgedBy(env, record);
      const rejudged = parts.filter((part) => part !== null);
      return {
        rules: judge.version,
        hits: rejudged.reduce((sum, { hits }) => sum + hits, 0),
        changed: rejudged.reduce((sum, { changed }) => sum + changed, 0),
        unchangedShards: parts.length - rejudged.length,
        shards: parts.length,
        before,
        after: await figuresOf(env, record),
      };
    },
  }),
];

async function figuresOf(env: Env, record: CampaignRecord): Promise<Judgement['before']> {
  const totals = core.sumTotals((await reportsOf(env, record)).map((part) => part.totals));
  const kinds = record.links.map(({ kind }) => kind);
  return { clicks: (await reporting()).reportNumbers(totals, kinds, 0, 0).clicks, clickers: totals.clickers };
}
