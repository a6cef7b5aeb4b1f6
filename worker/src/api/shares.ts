/**
 * Links that show one report to whoever has them: no account, no list, nobody's number. A link's secret stands in the fragment of its
 * address, which browsers send nowhere, and is stored as its hash.
 */

import type { Context } from 'hono';
import * as v from 'valibot';
import { crowdOf } from '../crowd.ts';
import { toHex } from '../octets.ts';
import { workspaceStub } from '../stubs.ts';
import { type ApiEnv, randomSecret, sha256Hex } from './auth.ts';
import { campaignId, campaignOfId } from './campaign-id.ts';
import { endpoint } from './endpoint.ts';
import { moment, named, text, wholeNumber } from './fields.ts';
import { decimal, figures, figuresOf, figuresResponse } from './figures.ts';
import { ApiProblem } from './problem.ts';
import { type Report, reportEndpoints, reportSchema } from './report.ts';

const PREFIX = 'share_';
const DAY_MS = 24 * 3_600_000;

const newShare = v.strictObject({
  /** How long it shows the report: a link that somebody forgot ends by itself. */
  days: v.pipe(wholeNumber('days', 366), v.minValue(1, 'A link works for a day at least.')),
  /** For you to know it by: whom it is for. */
  name: named('The name', 100),
});
export type NewShare = v.InferOutput<typeof newShare>;

const share = v.strictObject({
  id: v.string(),
  name: v.string(),
  createdAtMs: moment,
  expiresAtMs: moment,
  /** In the answer that made it, and never again: the link is `/shared#` and this, on the app's host. */
  secret: v.exactOptional(v.string()),
});
export type Share = v.InferOutput<typeof share>;

const opened = v.strictObject({ secret: text('The secret', 200) });

const ask404 = { 404: 'There is no such link: it may have expired or been revoked' };
const refusals = {
  ...ask404,
  409: 'A counter holds the numbers of another campaign',
  429: 'Asked too often: see retry-after',
};

export const shareEndpoints = [
  endpoint({
    route: 'GET /api/campaigns/{id}/shares',
    summary: 'Links that show the report to whoever has them',
    access: 'campaigns:read',
    answer: v.strictObject({ entries: v.array(share) }),
    refusals: { 404: 'There is no such campaign' },
    examples: [{ params: { id: 's.brand.dk:1' } }],
    handle: async ({ env, params: { id } }) => {
      const { record } = await campaignOfId(env, id);
      return { entries: await workspaceStub(env).shares(record.host, record.number, Date.now()) };
    },
  }),
  endpoint({
    route: 'POST /api/campaigns/{id}/shares',
    summary: 'Make a link that shows the report, and nothing else, until it expires; its secret is shown once',
    access: 'campaigns:write',
    body: newShare,
    answer: share,
    status: 201,
    refusals: { 404: 'There is no such campaign', 409: 'The campaign has as many links as it may' },
    examples: [{ params: { id: 's.brand.dk:1' }, body: { name: 'The board', days: 7 } }],
    handle: async ({ env, params: { id }, body: { name, days } }) => {
      const { record } = await campaignOfId(env, id);
      const createdAtMs = Date.now();
      const secret = randomSecret(PREFIX);
      const made = {
        id: toHex(crypto.getRandomValues(new Uint8Array(8))),
        name,
        createdAtMs,
        expiresAtMs: createdAtMs + days * DAY_MS,
      };
      const { host, number, publishedAtMs: campaignPublishedAtMs } = record;
      const hash = await sha256Hex(secret);
      if (!(await workspaceStub(env).addShare({ ...made, hash, host, number, campaignPublishedAtMs }, createdAtMs))) {
        throw new ApiProblem(409, `${id} has as many links as it may: revoke one.`);
      }
      return { ...made, secret };
    },
  }),
  endpoint({
    route: 'POST /api/shared-report',
    summary: 'The report that a link shows, by the secret in its fragment',
    access: 'anybody',
    body: opened,
    answer: reportSchema,
    refusals,
    examples: [{ body: { secret: 'share_0000000000000000000000000000000000000000000' } }],
    handle: ({ context, env, body }) => sharedReport(context, env, body.secret),
  }),
  endpoint({
    route: 'POST /api/shared-report/figures',
    summary: 'Its figures, one after the other',
    access: 'anybody',
    body: opened,
    answer: figures,
    refusals,
    examples: [{ body: { secret: 'share_0000000000000000000000000000000000000000000' } }],
    handle: async ({ context, env, body }) => ({
      entries: figuresOf(await sharedReport(context, env, body.secret)),
    }),
  }),
  endpoint({
    route: 'POST /api/shared-report/figures.csv',
    summary: 'The same, one a line, as CSV',
    access: 'anybody',
    query: { decimal },
    body: opened,
    media: 'text/csv',
    refusals,
    examples: [{ body: { secret: 'share_0000000000000000000000000000000000000000000' } }],
    handle: async ({ context, env, query, body }) =>
      figuresResponse(query, await sharedReport(context, env, body.secret)),
  }),
  endpoint({
    route: 'DELETE /api/campaigns/{id}/shares/{share}',
    summary: 'Revoke a link: from now on it shows nothing',
    access: 'campaigns:write',
    refusals: { 404: 'There is no such campaign, or no such link' },
    examples: [{ params: { id: 's.brand.dk:1', share: '0123456789abcdef' } }],
    handle: async ({ env, params: { id, share } }) => {
      const { record } = await campaignOfId(env, id);
      if (!(await workspaceStub(env).revokeShare(record.host, record.number, share))) {
        throw new ApiProblem(404, 'There is no such link.');
      }
    },
  }),
];

const [reportEndpoint] = reportEndpoints;

async function sharedReport(context: Context<ApiEnv>, env: Env, secret: string): Promise<Report> {
  const crowd = await crowdOf(context.req.header('cf-connecting-ip') ?? '');
  const found = await workspaceStub(env).openShare(await sha256Hex(secret), Date.now(), crowd);
  if (found.outcome === 'too-many') {
    const seconds = Math.ceil(found.retryAfterMs / 1_000);
    throw new ApiProblem(429, `This was asked too often. Try again in ${seconds} seconds.`, [], {
      'retry-after': String(seconds),
    });
  }
  context.header('x-robots-tag', 'noindex');
  context.header('referrer-policy', 'no-referrer');
  const gone = new ApiProblem(404, 'There is no such link. It may have expired, or been revoked.');
  if (found.outcome === 'unknown') throw gone;
  const id = campaignId(found.host, found.number);
  const report = await reportEndpoint.handle({
    ...{ context, env, params: { id }, query: {}, body: undefined, octets: new Uint8Array() },
  });
  // The number was given anew, to another campaign, after a backup was restored.
  if (report.campaign.createdAtMs !== found.campaignPublishedAtMs) throw gone;
  return shown(report);
}

/**
 * Of the campaign what its report is about, and nothing of its list, its terms or its other version. A field of the campaign that is
 * not named here is not shown.
 */
function shown({ campaign, ...report }: Report): Report {
  const { id, number, name, host, recipients, links, tracking, counting, template, senderName, language } = campaign;
  const { createdAtMs, expiresAtMs, width, linkPrefix, shards, takesAnswers, kind, sentAtMs, cost } = campaign;
  return {
    ...report,
    campaign: {
      ...{ id, number, name, host, recipients, links, tracking, counting, template, senderName, language },
      ...{ createdAtMs, expiresAtMs, width, linkPrefix, shards, takesAnswers },
      ...(kind && { kind }),
      ...(sentAtMs !== undefined && { sentAtMs }),
      ...(cost && { cost }),
    },
  };
}
