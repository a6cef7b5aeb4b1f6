/** A published campaign as a new draft: its message, its settings, and what was decided of each link. */
import type { Campaign } from '../../../worker/api.ts';
import { textsOf } from '../draft/campaign.ts';
import { type DraftTexts, EMPTY_DRAFT } from '../draft/fields.ts';
import { type Parameters, parametersBetween } from '../draft/parameters-between.ts';
import { ask } from '../engine/client.ts';
import type { Draft } from '../engine/draft.ts';
import type { Look } from '../engine/look.ts';
import { onUse } from '../i18n/on-use.ts';
import { draft } from './draft.ts';
import { beginWith } from './drafts.ts';
import type { LinkSettings } from './links.ts';

/** What is being written is put among the drafts. */
export async function copyCampaign(campaign: Campaign): Promise<void> {
  const { template, links, moved } = await withItsLinks(campaign);
  const values = {
    ...EMPTY_DRAFT,
    name: onUse.peek().shelf.copyOf(campaign.name),
    country: draft.country.peek(),
    ...textsOf(campaign),
    template,
    ...(await limitOf(campaign, moved)),
  };
  beginWith(values, links);
}

/** `moved`: addresses that the message's links lead to since it was published, by their position. */
async function limitOf(
  { template, limit: published, linkPrefix, width }: Campaign,
  moved: ReadonlyMap<number, string>,
): Promise<Pick<DraftTexts, 'limit' | 'above' | 'shorter'> | null> {
  if (published === undefined) return null;
  const limit = String(published.segments);
  if (published.shorter === null) return { limit, above: 'leave-out', shorter: '' };
  let { shorter } = published;
  const options = { linkPrefix, width };
  const { outline } = await ask('look', { template: shorter, options, parameters: {}, index: 0 }).answer;
  const which = await ask('shorterLinks', { template, options, shorter }).answer;
  // The same link must stand in both texts. From the end, so that the positions before stay true.
  for (const { link, start, end } of outline.links.toReversed()) {
    const url = moved.get(which[link] ?? -1);
    if (url !== undefined) shorter = shorter.slice(0, start) + url + shorter.slice(end);
  }
  return { limit, above: 'shorten', shorter };
}

const lookAt = (campaign: Campaign, parameters: Draft['parameters']): Promise<Look> =>
  ask('look', {
    template: campaign.template,
    options: { linkPrefix: campaign.linkPrefix, width: campaign.width },
    parameters,
    index: 0,
  }).answer;

interface WithLinks {
  readonly template: string;
  readonly links: Record<string, LinkSettings>;
  readonly moved: ReadonlyMap<number, string>;
}

async function withItsLinks(campaign: Campaign): Promise<WithLinks> {
  const plain = await lookAt(campaign, {});
  const parameters: Record<string, Parameters> = {};
  for (const { link, url, outcome } of plain.destinations) {
    const finished = campaign.links[link]?.url;
    if (outcome.ok && finished) parameters[url] = parametersBetween(outcome.url, finished);
  }
  // The core says whether these are the ones: finishing the address with them must lead where the campaign leads.
  const finished = await lookAt(campaign, parameters);
  const links: Record<string, LinkSettings> = {};
  const moved = new Map<number, string>();
  let { template } = campaign;
  for (const { link, url, outcome } of finished.destinations.toReversed()) {
    const published = campaign.links[link];
    if (published === undefined || published.url === null) continue;
    const isSame = outcome.ok && outcome.url === published.url;
    // A destination that was changed after publishing: the copy leads where the campaign leads now.
    const place = finished.outline.links.find((entry) => entry.link === link);
    if (!isSame && place !== undefined) {
      template = template.slice(0, place.start) + published.url + template.slice(place.end);
      moved.set(link, published.url);
    }
    links[isSame ? url : published.url] = {
      label: published.label,
      tracked: published.tracked,
      parameters: isSame ? (parameters[url] ?? []) : [],
      // Finished already, parameters included: a parameter of the same name is not added twice.
      ios: published.devices?.ios ?? '',
      android: published.devices?.android ?? '',
      forwardQuery: published.forwardQuery ?? false,
    };
  }
  return { template, links, moved };
}
