/** Which published campaign is most likely the one that is to be published once more. */
import { expect, test } from 'vitest';
import { isTwin } from '../../web/src/state/twin.ts';
import type { Campaign, ListIdentity, NewCampaign } from '../../worker/api.ts';

const MINUTE_MS = 60_000;
const listOf = (sorted: string) => ({ sorted }) as ListIdentity;
const list = listOf('a');
const wanted: NewCampaign = { list, name: 'Forår', host: 's.brand.dk', recipients: 1_000, links: [], template: 'Hej' };
const published = { name: 'Forår', host: 's.brand.dk', recipients: 1_000, template: 'Hej', createdAtMs: 0 } as Campaign;

test.each<[string, Partial<Campaign>, number, boolean]>([
  ['the same a minute ago', {}, MINUTE_MS, true],
  ['under another name', { name: 'Sommer' }, MINUTE_MS, true],
  ['with some left out by a limit', { recipients: 990, limit: { segments: 1, shorter: null, leftOut: 10 } }, 0, true],
  ['to one more', { recipients: 1_001 }, MINUTE_MS, false],
  ['to half of the same people', { recipients: 500, list: listOf('a') }, 0, true],
  ['to half as many others', { recipients: 500, list: listOf('b') }, 0, false],
  ['with one number put right', { list: listOf('b') }, 0, true],
  ['with another text', { template: 'Hej!' }, MINUTE_MS, false],
  ['on another domain', { host: 's.other.dk' }, MINUTE_MS, false],
  ['almost a day ago', {}, 24 * 60 * MINUTE_MS - 1, true],
  ['a day ago', {}, 24 * 60 * MINUTE_MS, false],
])('%s', (_, more, nowMs, expected) => {
  expect(isTwin(wanted, { ...published, ...more }, nowMs)).toBe(expected);
});
