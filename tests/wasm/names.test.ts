import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { load } from 'klikspor';
import { nameOf } from 'klikspor/names';
import { expect, test } from 'vitest';

const core = await load();

test.each([
  ['A', 'LATIN CAPITAL LETTER A'],
  ['ë', 'LATIN SMALL LETTER E WITH DIAERESIS'],
  ['ậ', 'LATIN SMALL LETTER A WITH CIRCUMFLEX AND DOT BELOW'],
  ['\u0303', 'COMBINING TILDE'],
  ['’', 'RIGHT SINGLE QUOTATION MARK'],
  ['–', 'EN DASH'],
  ['\u00A0', 'NO-BREAK SPACE'],
  ['\u200B', 'ZERO WIDTH SPACE'],
  ['\uFEFF', 'ZERO WIDTH NO-BREAK SPACE'],
  ['₺', 'TURKISH LIRA SIGN'],
  ['™', 'TRADE MARK SIGN'],
  ['→', 'RIGHTWARDS ARROW'],
  ['≠', 'NOT EQUAL TO'],
  ['λ', 'GREEK SMALL LETTER LAMDA'],
  ['й', 'CYRILLIC SMALL LETTER SHORT I'],
  ['❤', 'HEAVY BLACK HEART'],
  ['\u20E3', 'COMBINING ENCLOSING KEYCAP'],
  ['\uFE0F', 'VARIATION SELECTOR-16'],
  ['🎉', 'PARTY POPPER'],
  ['𝗔', 'MATHEMATICAL SANS-SERIF BOLD CAPITAL A'],
  ['🫶', 'HEART HANDS'],
  ['🇩', 'REGIONAL INDICATOR SYMBOL LETTER D'],
  ['中', 'U+4E2D, Han letter'],
  ['ع', 'U+0639, Arabic letter'],
  ['٣', 'U+0663, Arabic number'],
  ['ि', 'U+093F, Devanagari mark'],
  ['\uD83C', 'U+D83C, half a character'],
  ['\t', 'U+0009, control character'],
  ['\uE000', 'U+E000, private character'],
  ['\u{10FFFF}', 'U+10FFFF, unassigned'],
])('%j is %s', (character, name) => {
  expect(nameOf(character.codePointAt(0) ?? -1)).toBe(name);
});

test('every offender of a message that has a replacement has a name', () => {
  const nameless: string[] = [];
  for (let unit = 0; unit <= 0xffff; unit++) {
    const [offender] = core.explainSegments(String.fromCharCode(unit)).offenders;
    if (offender?.replacement == null || unit < 0x20 || (unit >= 0x7f && unit < 0xa0)) continue;
    if (nameOf(offender.codePoint).startsWith('U+')) nameless.push(unit.toString(16));
  }
  expect(nameless).toEqual([]);
});

test('nothing outside Unicode has a name', () => {
  for (const codePoint of [-1, 0x110000, 1.5, Number.NaN]) expect(() => nameOf(codePoint)).toThrow(RangeError);
});

test('the names stay a small download', () => {
  const file = readFileSync(fileURLToPath(new URL('./character-names.js', import.meta.resolve('klikspor/names'))));
  expect(gzipSync(file, { level: 9 }).length).toBeLessThan(40_000);
});
