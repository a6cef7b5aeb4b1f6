import { load } from 'klikspor/addresses';
import { load as loadTexts } from 'klikspor/texts';
import { expect, test } from 'vitest';

const core = await load();
const texts = await loadTexts();

const linksOf = (template: string, keepLinks: readonly number[] = []) =>
  texts.createTemplate(template, { keepLinks }).outline().links;

test.each([
  ['brand.dk/nyt x.dk {{afmeld}}', 'x.dk {{optout}}', [1, 2]],
  ['brand.dk brand.dk', 'https://brand.dk Brand.dk brand.dk', [0, 1, 1]],
  ['brand.dk', 'x.dk {{afmeld}}', [-1, -1]],
  ['brand.dk/b\u00f8rn', 'brand.dk/b%C3%B8rn', [0]],
  ['', 'brand.dk', [-1]],
  ['brand.dk', '', []],
])('%s: %s takes the links %j', (message, shorter, which) => {
  expect(core.linksOfShorter(linksOf(message), linksOf(shorter))).toEqual(which);
});

test('links that stand as they are have no slugs to take', () => {
  expect(core.linksOfShorter(linksOf('brand.dk x.dk', [0]), linksOf('x.dk brand.dk'))).toEqual([0, -1]);
  expect(core.linksOfShorter(linksOf('brand.dk'), linksOf('brand.dk', [0]))).toEqual([]);
});

test('what is no link of an outline is named', () => {
  const link = { link: 0, kind: 'destination', url: 'brand.dk' } as const;
  const wrong = (message: object[], shorter: object[]) => () =>
    (core.linksOfShorter as (...lists: object[][]) => unknown)(message, shorter);
  expect(wrong([link, { ...link, link: -2 }], [])).toThrow(RangeError);
  expect(wrong([link, { ...link, link: -2 }], [])).toThrow(/^message\[1\]\.link is -2; /);
  expect(wrong([link], [{ ...link, link: 2 ** 31 }])).toThrow(/^shorter\[0\]\.link is 2147483648; /);
  expect(wrong([], [{ ...link, kind: 'page' }])).toThrow(
    'shorter[0].kind is "page"; it must be one of "destination", "opt-out"',
  );
  expect(wrong([{ ...link, url: 7 }], [])).toThrow(TypeError);
  expect(wrong([{ ...link, url: 7 }], [])).toThrow('message[0].url is 7; it must be a string');
});
