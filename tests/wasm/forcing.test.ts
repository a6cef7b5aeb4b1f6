import { load, type SegmentOptions } from 'klikspor';
import { expect, test } from 'vitest';

const core = await load();
const forcing = (text: string, options?: SegmentOptions) =>
  core.forcingCharacters(text, options).map(({ index, codePoint }) => [index, codePoint]);

test('each character that forces UCS-2 is named once, with the index JavaScript knows it by', () => {
  expect(forcing('Kære Åse {€}')).toEqual([]);
  expect(forcing('')).toEqual([]);
  expect(forcing('ł😀ë😀ł\uD83D')).toEqual([
    [0, 0x142],
    [1, 0x1f600],
    [3, 0xeb],
    [7, 0xd83d],
  ]);
});

test('options are those of a plan', () => {
  expect(forcing('ğ', { nationalTables: { locking: 0, single: 1 } })).toEqual([]);
  expect(forcing('ğ😀', { nationalTables: { locking: 0, single: 1 } })).toEqual([[1, 0x1f600]]);
  expect(forcing('Hej', { encoding: 'ucs2' })).toEqual([]);
  expect(() => forcing('Hej', { referenceBits: 9 as 8 })).toThrow('referenceBits is 9');
});

test('something forces UCS-2 exactly where UCS-2 is what comes out, at any length', () => {
  const every = String.fromCodePoint(...Array.from({ length: 0x3000 }, (_, i) => i));
  for (const text of [every, every.repeat(40), 'a'.repeat(100_000), `${'a'.repeat(100_000)}ł`]) {
    const found = core.forcingCharacters(text);
    expect(found.length > 0).toBe(core.planSegments(text).encoding === 'ucs2');
    for (const { index, codePoint } of found) {
      expect(text.codePointAt(index)).toBe(codePoint);
      expect(text.indexOf(String.fromCodePoint(codePoint))).toBe(index);
      expect(core.planSegments(String.fromCodePoint(codePoint)).encoding).toBe('ucs2');
    }
  }
});
