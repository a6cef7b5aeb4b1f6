import { load } from 'klikspor';
import { expect, test } from 'vitest';

const core = await load();
const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
const oracle = (text: string) => [...segmenter.segment(text)].map(({ index, segment }) => index + segment.length);

test("clusters end where Node's own Unicode tables end them, on random texts of every class", () => {
  // One or more of each class, and some that are only interesting beside each other.
  const signs = [
    'a',
    '\r',
    '\n',
    '\u0301',
    '\u200D',
    '\u200C',
    '\u0600',
    '\u0903',
    '\u0915',
    '\u094D',
    '\u0924',
    '👩',
    '👦',
    '🏽',
    '❤',
    '️',
    '🇩',
    '🇰',
    '🇸',
    'ᄀ',
    'ᅡ',
    'ᆨ',
    '가',
    '각',
    '\u200B',

    '\u0E33',
    '\u0D4D',
    '\u0D15',
    '\u1B44',
    '\u1B13',
    '\u00AD',
    '\u20E3',
    '1',
  ];
  let state = 20261123;
  const random = (below: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  for (let round = 0; round < 30_000; round++) {
    const text = Array.from({ length: 1 + random(9) }, () => signs[random(signs.length)]).join('');
    const found = core.clusterBorders(text);
    if (JSON.stringify(found) !== JSON.stringify(oracle(text))) {
      expect({ text: [...text].map((sign) => sign.codePointAt(0)?.toString(16)), borders: found }).toEqual({
        borders: oracle(text),
      });
    }
  }
});

test('every code point behaves beside a letter, a mark and an emoji as in Unicode', () => {
  const around = [
    (c: string) => `a${c}`,
    (c: string) => `${c}\u0308`,
    (c: string) => `${c}a`,
    (c: string) => `👩\u200D${c}`,
  ];
  const wrong: string[] = [];
  for (let point = 0; point <= 0x1ffff; point++) {
    if (point >= 0xd800 && point <= 0xdfff) continue; // a lone surrogate is a cluster of its own here
    const sign = String.fromCodePoint(point);
    for (const build of around) {
      const text = build(sign);
      if (core.clusterBorders(text).length !== oracle(text).length)
        wrong.push(`${point.toString(16)} in ${around.indexOf(build)}`);
    }
  }
  expect(wrong).toEqual([]);
});
