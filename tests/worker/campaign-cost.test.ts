/** What a campaign was to cost is kept for its report, as it was told when it was published. */
import { beforeAll, expect, test } from 'vitest';
import type { Campaign, CampaignCost, Report } from '../../worker/api.ts';
import { addDomain, type Caller, draft, json, pathOf, problemIn, publish, signIn } from './caller.ts';

let owner: Caller;
let host: string;
beforeAll(async () => {
  owner = await signIn();
  host = (await addDomain(owner, 'pris.example')).host;
});

const cost: CampaignCost = {
  segments: 8_912,
  amounts: [
    { currency: 'DKK', amount: 3_119.2 },
    { currency: 'SEK', amount: 12.345678 },
  ],
  unpriced: 2,
};

test('it comes back with the campaign and its report, after an edit too', async () => {
  const campaign = await publish(owner, host, { cost });
  expect(campaign.cost).toEqual(cost);
  const renamed = await json<Campaign>(await owner('PATCH', pathOf(campaign), { body: { name: 'Nyt navn' } }));
  expect(renamed.cost).toEqual(cost);
  const report = await json<Report>(await owner('GET', `${pathOf(campaign)}/report`));
  expect(report.campaign.cost).toEqual(cost);
  expect(await publish(owner, host)).not.toHaveProperty('cost');
});

test.each<[string, unknown]>([
  ['/cost/segments', { ...cost, segments: -1 }],
  ['/cost/segments', { ...cost, segments: 1.5 }],
  ['/cost/amounts', { ...cost, amounts: Array(21).fill({ currency: 'DKK', amount: 1 }) }],
  ['/cost/amounts/0/currency', { ...cost, amounts: [{ currency: 'kr.', amount: 1 }] }],
  ['/cost/amounts/0/amount', { ...cost, amounts: [{ currency: 'DKK', amount: -0.01 }] }],
  ['/cost/unpriced', { ...cost, unpriced: '2' }],
])('what is wrong with it is told at its place: %s', async (pointer, wrong) => {
  const body = { ...draft(host), cost: wrong };
  const problem = await problemIn(await owner('POST', '/api/campaigns', { body }), 422);
  expect(problem.errors?.map((error) => error.pointer)).toContain(pointer);
});
