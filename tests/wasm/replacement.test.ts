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
