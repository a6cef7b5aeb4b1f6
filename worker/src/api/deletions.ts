/** Campaigns that go: deleted, with a dated record of what went, and what is known of those who opt out afterwards. */
import * as v from 'valibot';
import { forgetCampaign, forgetDomain } from '../campaigns.ts';
import type { StoredDeletion } from '../rpc/catalogue.ts';
import { workspaceStub } from '../stubs.ts';
import { campaignId, numberIn } from './campaign-id.ts';
import { optOutsOf } from './counters.ts';
import { endpoint } from './endpoint.ts';
import { count, moment } from './fields.ts';
import { ApiProblem } from './problem.ts';
import { wholeNumber } from './query.ts';

const A_PAGE = 250;

/** Nothing else is kept: no name, no text, no address, nobody's number. */
const deletion = v.strictObject({
  /** Of the campaign. */
  id: v.string(),
  deletedAtMs: moment,
  publishedAtMs: moment,
  /** How many counters are yet to delete what they have; they are asked until they have. 0: all is gone. */
  left: count,
  deleted: v.strictObject({
    recipients: count,
    links: count,
    hits: count,
    orders: count,
    numberHashes: count,
    /** Links to its report. */
    shares: count,
    vanitySlugs: count,
  }),
  /** Opt-outs, which are kept so that nobody's word is lost: the row, the moment, and the hash where one was sent. */
  kept: v.strictObject({
    optOuts: count,
    /** How many of them the suppression set lacks. */
    unknown: count,
  }),
});
export type Deletion = v.InferOutput<typeof deletion>;

export const deletionEndpoints = [
  endpoint({
    route: 'DELETE /api/campaigns/{id}',
    summary: 'Delete a campaign; a second time it answers the same, and goes on with what was left',
    access: 'campaigns:write',
    answer: deletion,
    refusals: { 404: 'There is no such campaign, and was none' },
    examples: [{ params: { id: 's.brand.dk:1' } }],
    handle: async ({ env, params: { id } }) => {
      const deleted = await found(id, (host, number) => workspaceStub(env).deleteCampaign(host, number, Date.now()));
      await forgetCampaign(deleted.record);
      if (deleted.vanitySlugs > 0) await forgetDomain(env, deleted.record.host);
      return shown(deleted);
    },
  }),
  endpoint({
    route: 'GET /api/deletions',
    summary: 'Campaigns that were deleted, the last first',
    access: 'campaigns:read',
    query: { before: wholeNumber('Position of the last one seen', 1, Number.MAX_SAFE_INTEGER) },
    answer: v.strictObject({
      entries: v.array(deletion),
      /** For `before`; absent: there are no more. */
      next: v.exactOptional(count),
    }),
    examples: [{}],
    handle: async ({ env, query: { before } }) => {
      const some = await workspaceStub(env).deletions(before ?? null, A_PAGE + 1);
      const page = some.slice(0, A_PAGE);
      const last = page.at(-1);
      return { entries: page.map(shown), ...(some.length > A_PAGE && last && { next: last.seq }) };
    },
  }),
  endpoint({
    route: 'GET /api/deletions/{id}/opt-outs',
    summary: 'Who opted out of a deleted campaign and is not in the suppression set, oldest first',
    access: 'opt-outs:read',
    answer: v.strictObject({
      /** Rows of the list, from 0: only whoever still has the list can say whose they are, and suppress them. */
      recipients: v.array(count),
      confirmedAtMs: v.array(moment),
    }),
    refusals: { 404: 'No campaign of this id was deleted', 409: 'A counter is of another campaign' },
    examples: [{ params: { id: 's.brand.dk:1' } }],
    handle: async ({ env, params: { id } }) => {
      const { record } = await found(id, (host, number) => workspaceStub(env).deletion(host, number));
      const parts = await optOutsOf(env, record);
      const rows = parts.flatMap(({ recipients, confirmedAtMs }) =>
        recipients.map((recipient, i) => ({ recipient, atMs: confirmedAtMs[i] ?? 0 })),
      );
      rows.sort((a, b) => a.atMs - b.atMs || a.recipient - b.recipient);
      return {
        recipients: rows.map(({ recipient }) => recipient),
        confirmedAtMs: rows.map(({ atMs }) => atMs),
      };
    },
  }),
];

async function found(
  id: string,
  ask: (host: string, number: number) => Promise<StoredDeletion | null>,
): Promise<StoredDeletion> {
  const number = numberIn(id);
  const deleted = number === null ? null : await ask(id.slice(0, id.lastIndexOf(':')), number);
  if (deleted === null) throw new ApiProblem(404, `There is no campaign ${id}, and none was deleted.`);
  return deleted;
}

function shown({ record, atMs, left, counts, sentTo, shares, vanitySlugs }: StoredDeletion): Deletion {
  const { hits, orders, numberHashes, optOuts, unknownOptOuts } = counts;
  return {
    id: campaignId(record.host, record.number),
    deletedAtMs: atMs,
    publishedAtMs: record.publishedAtMs,
    left: left.length,
    deleted: {
      ...{ recipients: sentTo, links: record.links.length, hits, orders, numberHashes, shares, vanitySlugs },
    },
    kept: { optOuts, unknown: unknownOptOuts },
  };
}
