/** Archiving: a campaign is put away in the catalogue, and nothing changes for whoever has its links. */
import { env } from 'cloudflare:workers';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { Campaign, CampaignEdit } from '../../worker/api.ts';
import { kvKey } from '../../worker/src/records.ts';
import { addDomain, type Caller, json, pathOf, problemIn, publish, signIn, withToken } from './caller.ts';
import { ask } from './support.ts';

let owner: Caller;
let host: string;
beforeAll(async () => {
  owner = await signIn();
  host = (await addDomain(owner, 'arkiv.example')).host;
});
afterEach(() => vi.restoreAllMocks());

const edit = (campaign: Campaign, body: CampaignEdit) => owner('PATCH', pathOf(campaign), { body });
const archive = async (campaign: Campaign, archived: boolean) => json<Campaign>(await edit(campaign, { archived }));

interface Page {
  entries: Campaign[];
  _links: { next?: string };
}
async function names(query: string): Promise<string[]> {
  const found: string[] = [];
  for (let next: string | undefined = `/api/campaigns?pageLimit=2${query}`; next !== undefined; ) {
    const page: Page = await json(await owner('GET', next));
    expect(page.entries.length).toBeLessThanOrEqual(2);
    found.push(...page.entries.map(({ name }) => name));
    next = page._links.next;
  }
  return found;
}

test('an archived campaign says so, and comes back as it was', async () => {
  const campaign = await publish(owner, host, { name: 'Til arkivet', expiresAtMs: 4_102_444_800_000 });
  expect(campaign).not.toHaveProperty('archived');
  expect(await archive(campaign, true)).toEqual({ ...campaign, archived: true });
  expect(await json<Campaign>(await owner('GET', pathOf(campaign)))).toEqual({ ...campaign, archived: true });
  // Another edit leaves it where it is.
  expect(await json<Campaign>(await edit(campaign, { name: 'Nyt' }))).toMatchObject({ name: 'Nyt', archived: true });
  expect(await json<Campaign>(await edit(campaign, { name: 'Til arkivet', archived: false }))).toEqual(campaign);
});

test('its links lead where they led and count as they counted, and KV is not written', async () => {
  const campaign = await publish(owner, host, { contact: '+45 70 12 34 56' });
  const slugs = await (await owner('GET', `${pathOf(campaign)}/slugs?from=0&count=1`)).text();
  const key = kvKey.campaign(host, campaign.number);
  const before = await env.KV.get(key);
  const put = vi.spyOn(env.KV, 'put');
  await archive(campaign, true);
  await edit(campaign, { name: 'Et andet navn', links: [{ link: 0, label: 'Butik' }] });
  expect(put).not.toHaveBeenCalled();
  expect(await env.KV.get(key)).toBe(before);
  const click = await ask(host, `/${slugs.slice(0, 8)}`);
  expect([click.status, click.headers.get('location')]).toEqual([302, campaign.links[0]?.url]);
  // What does concern the links still is.
  await edit(campaign, { links: [{ link: 0, url: 'https://ny.dk/' }] });
  expect(put.mock.calls.map(([written]) => written)).toEqual([key]);
});

test('lists hold all, those archived, or the others, page by page in the same order', async () => {
  const made = [];
  for (let i = 0; i < 7; i++) made.push(await publish(owner, host, { name: `liste ${i}` }));
  for (const i of [1, 2, 5]) await archive(made[i] as Campaign, true);
  const ours = (all: string[]) => all.filter((name) => name.startsWith('liste'));
  expect(ours(await names(''))).toEqual([6, 5, 4, 3, 2, 1, 0].map((i) => `liste ${i}`));
  expect(ours(await names('&archived=false'))).toEqual([6, 4, 3, 0].map((i) => `liste ${i}`));
  expect(ours(await names('&archived=true'))).toEqual([5, 2, 1].map((i) => `liste ${i}`));
});

test('what is neither true nor false is refused, and so is who may only read', async () => {
  const campaign = await publish(owner, host);
  for (const query of ['archived=', 'archived=1', 'archived=TRUE']) {
    await problemIn(await owner('GET', `/api/campaigns?${query}`), 400);
  }
  const { errors } = await problemIn(await owner('PATCH', pathOf(campaign), { body: { archived: 'yes' } }), 422);
  expect(errors).toEqual([expect.objectContaining({ pointer: '/archived', code: 'boolean' })]);
  const reader = await withToken(owner, ['campaigns:read']);
  await problemIn(await reader('PATCH', pathOf(campaign), { body: { archived: true } }), 403);
});
