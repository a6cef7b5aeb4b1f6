/** A limit that was kept when the messages were made: rates divide by who was sent one, slugs stay those of the list. */
import { beforeAll, expect, test, vi } from 'vitest';
import type { Campaign, MessageLimit, Report } from '../../worker/api.ts';
import { addDomain, type Caller, draft, json, pathOf, problemIn, publish, signIn } from './caller.ts';
import { ask } from './support.ts';

let owner: Caller;
let host: string;
beforeAll(async () => {
  owner = await signIn();
  host = (await addDomain(owner, 'graense.example')).host;
});

const limit: MessageLimit = { segments: 2, shorter: null, leftOut: 30 };

test('those left out are in no rate, and everybody on the list has his slugs', async () => {
  const campaign = await publish(owner, host, { recipients: 100, limit });
  expect(campaign).toMatchObject({ recipients: 70, limit });
  expect(await json<Campaign>(await owner('GET', pathOf(campaign)))).toEqual(campaign);
  const { numbers } = await json<Report>(await owner('GET', `${pathOf(campaign)}/report`));
  expect(numbers.ctr.denominator).toBe(70);
  const slugs = await (await owner('GET', `${pathOf(campaign)}/slugs?from=0&count=100`)).text();
  expect(slugs).toHaveLength(100 * campaign.links.length * campaign.width);
});

test('somebody said to be left out who clicks all the same makes no rate above 1', async () => {
  const campaign = await publish(owner, host, { recipients: 2, limit: { ...limit, leftOut: 1 } });
  const slugs = new TextDecoder().decode(await (await owner('GET', `${pathOf(campaign)}/slugs`)).arrayBuffer());
  const slugOf = (recipient: number) => slugs.slice(recipient * 2 * campaign.width).slice(0, campaign.width);
  for (const recipient of [0, 1]) expect((await ask(host, `/${slugOf(recipient)}`)).status).toBe(302);
  await vi.waitFor(
    async () => {
      const { numbers } = await json<Report>(await owner('GET', `${pathOf(campaign)}/report`));
      expect(numbers.ctr).toMatchObject({ numerator: 2, denominator: 2, value: 1 });
      expect(numbers.links[0]?.ctr.value).toBe(1);
    },
    { timeout: 8_000 },
  );
});

test('in an aggregate campaign too', async () => {
  const campaign = await publish(owner, host, { recipients: 100, tracking: 'aggregate', takesAnswers: true, limit });
  expect(campaign.recipients).toBe(70);
});

test('a shorter text comes back as it was, after an edit too', async () => {
  const shorter = 'Kort: www.barnetsverden.dk/æøå {{afmeld}}';
  const campaign = await publish(owner, host, { recipients: 9, limit: { segments: 1, shorter, leftOut: 0 } });
  expect(campaign).toMatchObject({ recipients: 9, limit: { segments: 1, shorter, leftOut: 0 } });
  const renamed = await json<Campaign>(await owner('PATCH', pathOf(campaign), { body: { name: 'Nyt navn' } }));
  expect(renamed).toEqual({ ...campaign, name: 'Nyt navn' });
});

test('nobody left, and numbers that are none, are refused at their field', async () => {
  const refused = async (wrong: object) => {
    const body = { ...draft(host, { recipients: 30 }), limit: { ...limit, leftOut: 3, ...wrong } };
    const { errors = [] } = await problemIn(await owner('POST', '/api/campaigns', { body }), 422);
    return errors.map(({ pointer }) => pointer.replace(/^#/, ''));
  };
  expect(await refused({ leftOut: 30 })).toEqual(['/limit/leftOut']);
  expect(await refused({ leftOut: 31 })).toEqual(['/limit/leftOut']);
  // With a shorter text they are sent that.
  expect(await refused({ leftOut: 3, shorter: 'Kort' })).toEqual(['/limit/leftOut']);
  expect(await refused({ leftOut: -1 })).toEqual(['/limit/leftOut']);
  expect(await refused({ segments: 0 })).toEqual(['/limit/segments']);
  expect(await refused({ segments: 256 })).toEqual(['/limit/segments']);
  expect(await refused({ shorter: 'x'.repeat(10_001) })).toEqual(['/limit/shorter']);
});
