/** What the engine says of links besides where they lead: cards, phones' own addresses, endings that phones know. */
import { load } from 'klikspor/texts';
import { expect, test } from 'vitest';
import type { Draft } from '../../web/src/engine/draft.ts';
import { Looker } from '../../web/src/engine/look.ts';
import { Templates } from '../../web/src/engine/templates.ts';

const core = await load();
const looker = new Looker(core, new Templates(core));
const lookAt = (template: string, more: Partial<Draft> = {}) =>
  looker.look({ template, options: { linkPrefix: 's.barnetsverden.dk/', width: 8 }, parameters: {}, ...more }, null, 0);

test.each([
  ['Se www.barnetsverden.dk/udsalg', 'edge', 'barnetsverden.dk'],
  ['Se https://XN--BRNETJ-BYAE.dk/x', 'edge', 'børnetøj.dk'],
  ['{{afmeld}} er her', 'edge', 's.barnetsverden.dk'],
  ['Se brand.dk/a.', 'inside', ''],
  ['Se brand.dk/a {{afmeld}}', 'several', ''],
  ['Hej {{navn}}', 'no-link', ''],
  ['Se bit.ly/x', 'edge', ''],
])('%s: %s, %s', async (template, card, host) => {
  expect((await lookAt(template)).card).toEqual({ card, host });
});

test('phones’ own addresses are finished with the link’s parameters, or refused, each for itself', async () => {
  const url = 'www.barnetsverden.dk/a';
  const look = await lookAt(url, {
    parameters: { [url]: [['utm_source', 'sms']] },
    devices: { [url]: { ios: 'apps.example/id1', android: 'market://x' }, 'other.dk': { ios: 'a.dk', android: '' } },
  });
  expect(look.destinations[0]?.devices).toEqual({
    ios: { ok: true, url: 'https://apps.example/id1?utm_source=sms', displayHost: 'apps.example' },
    android: { ok: false, error: 'bad-scheme' },
  });
  const without = await lookAt(url, { devices: { [url]: { ios: '', android: '' } } });
  expect(without.destinations[0]?.devices).toEqual({});
});

test('what was found of a link is kept while the text changes, and not where the link’s own settings do', async () => {
  const url = 'www.barnetsverden.dk/nyt';
  const found = async (text: string, more: Partial<Draft> = {}) => (await lookAt(text, more)).destinations[0];
  const first = await found(`Se ${url}`);
  const later = await found(`Se også {{afmeld}} ${url}`);
  expect(later).toEqual({ ...first, link: 1 });
  expect(later?.outcome).toBe(first?.outcome);
  const tagged = await found(`Se ${url}`, { parameters: { [url]: [['gclid', '1']] } });
  expect(tagged?.outcome).toMatchObject({ url: 'https://www.barnetsverden.dk/nyt?gclid=1' });
  expect(tagged?.stripped).toEqual(['gclid']);
  const phones = await found(`Se ${url}`, { devices: { [url]: { ios: 'apps.example/id1', android: '' } } });
  expect(phones?.devices).toMatchObject({ ios: { url: 'https://apps.example/id1' } });
  // More links than are kept, and the first once more.
  for (let other = 0; other < 60; other++) await found(`Se ${url}/${other}`);
  expect(await found(`Se ${url}`)).toEqual(first);
});

test('a link domain with a rare ending is told from those that phones know', async () => {
  const ending = async (linkPrefix: string) =>
    (await lookAt('Se a.dk', { options: { linkPrefix, width: 8 } })).knownEnding;
  expect(await ending('s.brand.dk/')).toBe(true);
  expect(await ending('www.brand.museum/')).toBe(true);
  expect(await ending('https://s.brand.museum/')).toBe(true);
  expect(await ending('s.brand.museum/')).toBe(false);
  expect(await ending('s.localhost:8787/')).toBe(false);
});
