import { load } from 'klikspor';
import { expect, test } from 'vitest';

const core = await load();

test('a code point behind an address ends it where Unicode calls it a sign, and no other', () => {
  const sign = /[\p{P}\p{S}\p{Z}\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Extended_Pictographic}\p{Variation_Selector}]|\u{20e3}/u;
  const wrong: string[] = [];
  for (let c = 0x80; c < 0x10000; c++) {
    const [link] = core.findLinks(`https://brand.dk/x${String.fromCharCode(c)}`);
    if ((link?.end === 18) !== sign.test(String.fromCharCode(c))) wrong.push(c.toString(16));
  }
  // Beyond, blocks: emoji and what is drawn like them, tags, private use; the letters of ideographs and of old scripts.
  for (const [character, ends] of [
    ['🎉', 18],
    ['𠀀', 20],
    ['𐤀', 20],
    ['\u{E0001}', 18],
    ['\u{F0000}', 18],
    ['🇩🇰', 18],
  ] as const) {
    if (core.findLinks(`https://brand.dk/x${character}`)[0]?.end !== ends) wrong.push(character);
  }
  expect(wrong).toEqual([]);
});
