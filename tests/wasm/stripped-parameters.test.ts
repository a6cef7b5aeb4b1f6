import { load } from 'klikspor';
import { STRIPPED_PARAMETERS } from 'klikspor/stripped-parameters';
import { expect, test } from 'vitest';

const core = await load();

test.each([
  ['brand.dk/?gclid=1', ['gclid'], 'brand.dk/'],
  ['brand.dk/?a=1&gclid=1', ['gclid'], 'brand.dk/?a=1'],
  ['brand.dk/?gclid=1&a=1', ['gclid'], 'brand.dk/?a=1'],
  [
    'https://brand.dk/x?fbclid=1&a=%20&fbclid=2&msclkid#top?gclid=1',
    ['fbclid', 'msclkid'],
    'https://brand.dk/x?a=%20#top?gclid=1',
  ],
  ['brand.dk/?mc_eid', ['mc_eid'], 'brand.dk/'],
])('%s loses %j', (url, names, rest) => {
  expect(core.strippedParameters(url)).toEqual(names);
  expect(core.withoutStripped(url)).toBe(rest);
});

test.each([
  'brand.dk',
  'brand.dk/?',
  'brand.dk/gclid=1',
  'brand.dk/?utm_source=sms&utm_campaign=a&ref={slug}',
  'brand.dk/?GCLID=1&a=gclid&agclid=1',
  'brand.dk/#?gclid=1',
  'brand.dk/?constructor=1',
])('%s stays as it is', (url) => {
  expect(core.strippedParameters(url)).toEqual([]);
  expect(core.withoutStripped(url)).toBe(url);
});

test('each parameter says which browsers strip it', () => {
  expect(STRIPPED_PARAMETERS.gclid).toEqual({ browsers: ['safari', 'firefox'], service: 'Google' });
  for (const [name, { browsers, service }] of Object.entries(STRIPPED_PARAMETERS)) {
    expect(core.isStrippedParameter(name)).toBe(true);
    expect(browsers.length).toBeGreaterThan(0);
    expect(service).not.toBe('');
  }
});
