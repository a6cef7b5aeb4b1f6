/** The slugs of a campaign, sealed as they are asked for: none is stored. */
import type { SealerOptions } from 'klikspor/edge';
import { core } from '../core.ts';
import type { CampaignRecord } from '../records.ts';
import type { StoredCampaign } from '../rpc/catalogue.ts';
import { workspaceStub } from '../stubs.ts';
import { campaignOfId } from './campaign-id.ts';
import { endpoint } from './endpoint.ts';
import { keyOfRange } from './keys.ts';
import { ApiProblem } from './problem.ts';
import { either, wholeNumber, withinRange, word } from './query.ts';

/** Slugs go out in pieces of about this many octets. */
const PIECE = 64 * 1024;
/** More than any campaign has. */
const MOST_RECIPIENTS = 2 ** 24;

export const slugEndpoints = [
  endpoint({
    route: 'GET /api/campaigns/{id}/slugs',
    summary: 'Slugs: ASCII of fixed width (header slug-width), recipient by recipient, link by link, nothing between',
    access: 'campaigns:write',
    query: {
      from: either(
        wholeNumber('First recipient', 0, MOST_RECIPIENTS),
        word('test, whose clicks no report counts', 'test'),
      ),
      count: wholeNumber('Recipients; to the last without it', 1, MOST_RECIPIENTS),
    },
    media: 'application/octet-stream',
    refusals: { 404: 'There is no such campaign' },
    examples: [
      { params: { id: 's.brand.dk:1' }, query: { from: 0, count: 3 } },
      { params: { id: 's.brand.dk:1' }, query: { from: 'test' } },
    ],
    handle: async ({ env, params: { id }, query }) => {
      const stored = await campaignOfId(env, id);
      const { from, count } = rangeOf(query, stored.record);
      return new Response(slugStream(await sealerOptions(env, stored), stored.record, from, count), {
        headers: {
          'content-type': 'application/octet-stream',
          'slug-width': String(stored.width),
          'cache-control': 'private, no-store',
        },
      });
    },
  }),
];

function rangeOf(
  { from = 0, count }: { from?: number | 'test'; count?: number },
  { recipients, links }: CampaignRecord,
): { from: number; count: number } {
  if (from === 'test') {
    return { from: core.testRecipient(links.length), count: withinRange('count', count ?? 1, 1, 1) };
  }
  const left = recipients - withinRange('from', from, 0, recipients - 1);
  return { from, count: withinRange('count', count ?? left, 1, left) };
}

/** The key of this campaign alone. */
export async function sealerOptions(
  env: Env,
  { record: { host, number }, width }: StoredCampaign,
): Promise<SealerOptions> {
  const domain = await workspaceStub(env).domain(host);
  const range = domain?.record.keys.find(({ from, to }) => number >= from && (to === null || number <= to));
  if (range === undefined) throw new ApiProblem(503, `${host} has no slug key for campaign ${number}.`);
  const { key } = await keyOfRange(env, host, range);
  return { width, keys: [{ key, from: number, to: number }], highest: number };
}

/** A sealer for each piece, gone before the piece is sent: a reader that hangs up leaves nothing in the core's memory. */
function slugStream(
  options: SealerOptions,
  { number, links }: CampaignRecord,
  from: number,
  count: number,
): ReadableStream<Uint8Array> {
  const atOnce = Math.max(1, Math.floor(PIECE / (links.length * options.width)));
  let done = 0;
  return new ReadableStream({
    pull(controller) {
      const some = Math.min(atOnce, count - done);
      const sealer = core.createSealer(options);
      try {
        controller.enqueue(sealer.sealRange(number, links.length, from + done, some));
      } finally {
        sealer.delete();
      }
      done += some;
      if (done >= count) controller.close();
    },
  });
}
