/** Vanity slugs: chosen names of a domain, each for a link of an aggregate campaign, with which it is counted and edited. */
import { SLOTS_PER_CAMPAIGN } from 'klikspor/edge';
import * as v from 'valibot';
import { forgetDomain } from '../campaigns.ts';
import { core } from '../core.ts';
import type { StoredCampaign, StoredDomain } from '../rpc/catalogue.ts';
import { workspaceStub } from '../stubs.ts';
import { campaignId, campaignOfId } from './campaign-id.ts';
import { endpoint } from './endpoint.ts';
import { count, text } from './fields.ts';
import { noDomain } from './hosts.ts';
import { ApiProblem, type FieldError, pointerTo } from './problem.ts';

/** They travel in the domain record, which every isolate keeps in memory. */
const MOST_VANITY_SLUGS = 1_000;

const vanitySlug = v.strictObject({
  slug: v.string(),
  /** The campaign that it is counted and edited with. */
  campaign: v.string(),
  link: count,
});
export type VanitySlug = v.InferOutput<typeof vanitySlug>;

const vanitySlugs = v.strictObject({ entries: v.array(vanitySlug) });
export type VanitySlugs = v.InferOutput<typeof vanitySlugs>;

/** Null takes a name away; names that are not mentioned stay. They are judged one by one, so that each is refused at its place. */
const vanityEdit = v.strictObject({
  slugs: v.record(
    v.string(),
    v.nullable(
      v.strictObject({
        campaign: text('The campaign', 300),
        link: v.exactOptional(v.pipe(v.number('link is the position of a link.'), v.safeInteger(), v.minValue(0))),
      }),
    ),
  ),
});
export type VanityEdit = v.InferOutput<typeof vanityEdit>;

const REASONS: Readonly<Record<string, string>> = {
  'vanity-empty': 'The name is empty.',
  'vanity-too-long': 'A name has at most 64 characters.',
  'vanity-bad-character': 'A name has the letters a to z, digits, and - inside; phones cut links at other signs.',
  'vanity-reserved': 'The link host answers this path itself: choose another name.',
  'vanity-shape': 'The name could be the slug of a recipient: make it shorter or longer, or use a vowel.',
};

export const vanityEndpoints = [
  endpoint({
    route: 'GET /api/domains/{host}/vanity',
    summary: 'Vanity slugs',
    access: 'campaigns:read',
    answer: vanitySlugs,
    refusals: { 404: 'It is no link domain' },
    examples: [{ params: { host: 's.brand.dk' } }],
    handle: async ({ env, params: { host } }) => shown(await domainOf(env, host)),
  }),
  endpoint({
    route: 'PATCH /api/domains/{host}/vanity',
    summary: 'Add, move and remove vanity slugs',
    access: 'campaigns:write',
    body: vanityEdit,
    answer: vanitySlugs,
    refusals: { 404: 'It is no link domain', 409: 'It would have more than 1,000' },
    examples: [
      {
        params: { host: 's.brand.dk' },
        body: { slugs: { sommer: { campaign: 's.brand.dk:2', link: 0 }, spring: null } },
      },
    ],
    handle: async ({ env, params, body: { slugs } }) => {
      const { host } = await domainOf(env, params.host);
      const edited = await workspaceStub(env).editVanity(host, await plainsOf(env, host, slugs), MOST_VANITY_SLUGS);
      if (edited === null) throw noDomain(host);
      if (edited === 'too-many') {
        throw new ApiProblem(409, `A domain has at most ${MOST_VANITY_SLUGS} vanity slugs: remove some first.`);
      }
      await forgetDomain(env, host);
      return shown(edited);
    },
  }),
];

async function domainOf(env: Env, host: string): Promise<StoredDomain> {
  const found = await workspaceStub(env).domain(host);
  if (found === null) throw noDomain(host);
  return found;
}

/** The plain number each name is to stand for; null takes the name away. All refusals are told at once. */
async function plainsOf(env: Env, host: string, slugs: VanityEdit['slugs']): Promise<Record<string, number | null>> {
  const errors: FieldError[] = [];
  const plains: Record<string, number | null> = {};
  // A thousand names mostly stand for a few campaigns: each is asked for once.
  const campaigns = new Map<string, StoredCampaign | null>();
  const campaignNamed = async (id: string) => {
    let found = campaigns.get(id);
    if (found === undefined) {
      found = await campaignOfId(env, id).catch(absent);
      campaigns.set(id, found);
    }
    return found;
  };
  for (const [slug, target] of Object.entries(slugs)) {
    const at = pointerTo(['slugs', slug]);
    const refused = target === null ? null : core.checkVanitySlug(slug);
    if (refused !== null) errors.push({ pointer: at, code: refused, detail: REASONS[refused] ?? refused });
    else if (target === null) plains[slug] = null;
    else {
      const plain = plainOf(host, target.campaign, await campaignNamed(target.campaign), target.link ?? 0);
      if (typeof plain === 'number') plains[slug] = plain;
      else errors.push({ ...plain, pointer: at + plain.pointer });
    }
  }
  const [first] = errors;
  if (first !== undefined) throw new ApiProblem(422, first.detail, errors);
  return plains;
}

function absent(error: unknown): null {
  if (error instanceof ApiProblem && error.status === 404) return null;
  throw error;
}

function plainOf(host: string, id: string, stored: StoredCampaign | null, link: number): number | FieldError {
  const refuse = (field: string, code: string, detail: string): FieldError => ({ pointer: `/${field}`, code, detail });
  if (stored === null) return refuse('campaign', 'no-such-campaign', `There is no campaign ${id}.`);
  const { record } = stored;
  if (record.host !== host) {
    return refuse('campaign', 'other-domain', `The campaign's links are on ${record.host}: publish one on ${host}.`);
  }
  if (record.tracking !== 'aggregate') {
    return refuse(
      'campaign',
      'not-aggregate',
      'A name is the same for everybody: publish a campaign with tracking "aggregate" for it.',
    );
  }
  if (record.links[link]?.kind !== 'destination') {
    return refuse('link', 'no-such-link', `The campaign has no destination at link ${link}.`);
  }
  return core.plainOf(record.number, 0, link, record.links.length);
}

function shown({ host, record }: StoredDomain): VanitySlugs {
  const entries = Object.entries(record.vanity).map(([slug, plain]): VanitySlug => {
    // All stand for the one recipient of an aggregate campaign, whatever the number of its links.
    const { campaign, link } = core.slotOf(plain, SLOTS_PER_CAMPAIGN);
    return { slug, campaign: campaignId(host, campaign), link };
  });
  return { entries: entries.sort((a, b) => (a.slug < b.slug ? -1 : 1)) };
}
