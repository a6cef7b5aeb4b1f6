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

test('an explanation gives each offender its effect, what to remove, and what borders cost', () => {
  const text = `Zoë og Zoë 🎉 ${'a'.repeat(52)}🎉${'b'.repeat(66)}`;
  const explained = core.explainSegments(text);
  expect(explained.plan).toEqual(core.planSegments(text));
  expect(explained.offenders.map(({ start, end, replacement }) => ({ start, end, replacement }))).toEqual(
    core.explainText(text),
  );
  expect(explained.offenders.map(({ codePoint, count, segmentsAfter }) => [codePoint, count, segmentsAfter])).toEqual([
    [0xeb, 2, 3],
    [0xeb, 2, 3],
    [0x1f389, 2, 3],
    [0x1f389, 2, 3],
  ]);
  expect(explained.planAfterAll).toEqual(core.planSegments(core.replaceCharacters(text)));
  expect(explained.borders).toEqual([{ segment: 0, kind: 'surrogate-pair-moved', unitsWasted: 1 }]);
  expect(explained.removal).toEqual({ start: text.length - 1, characters: 1 });

  const one = core.explainSegments(`Zoë ${'a'.repeat(80)}`);
  expect([one.plan.segments, one.offenders[0]?.segmentsAfter, one.segmentsAfterAll]).toEqual([2, 1, 1]);
  expect(core.explainSegments('')).toMatchObject({ offenders: [], removal: { start: 0, characters: 0 }, borders: [] });
});

test('the tables a message may use decide what is replaced in it', () => {
  const turkish = { allowedNationalTables: { locking: [], single: [1] } };
  expect(core.explainText('Şişli', turkish)).toEqual([]);
  expect(core.replaceCharacters('Şişli – s\u0327', turkish)).toBe('Şişli - ş');
  expect(core.replaceCharacters('Şişli –')).toBe('Sisli -');
  expect(core.explainSegments('Şişli –', turkish).offenders.map(({ start }) => start)).toEqual([6]);
  expect(core.explainText('Zoë', { encoding: 'ucs2' })).toEqual([]);
  expect(() => core.explainText('Zoë', { nationalTables: { locking: 14, single: 0 } })).toThrow(RangeError);
});

test('explanations read the right memory when it has grown', () => {
  const text = 'Zoë 🎉 '.repeat(60_000);
  const { offenders, segmentsAfterAll } = core.explainSegments(text);
  expect(offenders.length).toBe(120_000);
  expect(offenders.at(-1)).toMatchObject({ codePoint: 0x1f389, count: 60_000 });
  expect(segmentsAfterAll).toBe(core.planSegments(core.replaceCharacters(text)).segments);
});
