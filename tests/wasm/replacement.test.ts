import { load } from 'klikspor';
import { expect, test } from 'vitest';

const core = await load();

test('what costs a text its GSM-7 is named with its place and what says the same', () => {
  const text = '“Hej” 🎉 Zoë, a\u030A\u200B';
  const offenders = core.explainText(text);
  expect(offenders.map(({ start, end, replacement }) => [text.slice(start, end), replacement])).toEqual([
    ['“', '"'],
    ['”', '"'],
    ['🎉', null],
    ['ë', 'e'],
    ['a\u030A', 'å'],
    ['\u200B', ''],
  ]);
  expect(core.explainText('Kære Åse {€}')).toEqual([]);
});

test('a text is rewritten within GSM-7, code unit for code unit elsewhere, at any length', () => {
  expect(core.replaceCharacters('Zoë – Łukasz…')).toBe('Zoe - Lukasz...');
  expect(core.replaceCharacters('\uD83C 🎉')).toBe('\uD83C 🎉');
  const long = 'Zoë '.repeat(50_000);
  expect(core.replaceCharacters(long)).toBe('Zoe '.repeat(50_000));
  expect(core.planSegments(core.replaceCharacters(long)).encoding).toBe('gsm7');
});

test('a decomposed letter is replaced as the composed one: all of Latin-1, Latin Extended-A and Additional', () => {
  const different: string[] = [];
  for (const [first, last] of [
    [0xc0, 0x17f],
    [0x1e00, 0x1eff],
  ] as const) {
    for (let codePoint = first; codePoint <= last; codePoint++) {
      const letter = String.fromCodePoint(codePoint);
      const composed = core.replaceCharacters(letter);
      const decomposed = core.replaceCharacters(letter.normalize('NFD'));
      const plain = letter === letter.normalize('NFD') || core.planSegments(composed).encoding === 'gsm7';
      if (decomposed !== composed || !plain) different.push(letter);
    }
  }
  expect(different).toEqual([]);
  expect(core.replaceCharacters('mañana, ça va, ậ'.normalize('NFD'))).toBe('mañana, ca va, a');
  const kept = 'Ёлкай 🎉'.normalize('NFD');
  expect(core.replaceCharacters(kept)).toBe(kept);
});

test('signs that hold an emoji together stay', () => {
  for (const emoji of ['1️⃣', '#️⃣', '*️⃣', '❤️', '👨‍👩‍👧', '👍🏽', '🇩🇰', '🏴󠁧󠁢󠁥󠁮󠁧󠁿']) {
    expect(core.replaceCharacters(`“${emoji}”`)).toBe(`"${emoji}"`);
    expect(core.explainText(emoji)).toEqual([{ start: 0, end: emoji.length, replacement: null }]);
  }
});
