/** Names of fields and columns meet as Unicode says: held against Node's own tables, which the core's were made from. */
import { load } from 'klikspor';
import { expect, test } from 'vitest';
import { randomFrom } from '../support/random.ts';

const core = await load();
/** Few: every field looks through all columns. */
const MOST_COLUMNS = 8;

/** For each name whether a field `{{name}}` takes the column of the same place, and no column before it. */
function meets(fields: readonly string[], columns: readonly string[]): boolean[] {
  const met: boolean[] = [];
  for (let at = 0; at < fields.length; at += MOST_COLUMNS) {
    const names = fields.slice(at, at + MOST_COLUMNS);
    const list = core.createRecipientList(columns.slice(at, at + MOST_COLUMNS));
    const template = core.createTemplate(names.map((name) => `{{${name}}}\n`).join(''));
    met.push(...template.columnsIn(list).map((column, place) => column === place));
    list.delete();
    template.delete();
  }
  return met;
}

const letters = Array.from({ length: 0x110000 }, (_, point) => point)
  .filter((point) => (point < 0xd800 || point > 0xdfff) && /[\p{L}\p{M}\p{N}\p{S}]/u.test(String.fromCodePoint(point)))
  .map((point) => String.fromCodePoint(point))
  .filter((letter) => letter !== '|');
/** Each stands for itself alone: the name begins with its number. */
const numbered = (names: readonly string[]) => names.map((name, index) => `${index}x${name}`);
const differing = (names: readonly string[], others: readonly string[]) => {
  const met = meets(numbered(names), numbered(others));
  return names.filter((_, index) => !met[index]).map((name) => name.codePointAt(0)?.toString(16));
};
const isDouble = (letter: string) => /[\u{f900}-\u{faff}\u{2f800}-\u{2fa1f}]/u.test(letter);

test('every letter meets itself, taken apart and put together again', () => {
  const known = letters.filter((letter) => letter.length === 1 && /\p{L}/u.test(letter) && !isDouble(letter));
  expect(known.length).toBeGreaterThan(40_000);
  expect(
    differing(
      known,
      known.map((letter) => letter.normalize('NFD')),
    ),
  ).toEqual([]);
  expect(
    differing(
      known,
      known.map((letter) => letter.normalize('NFC')),
    ),
  ).toEqual([]);
});

test('every letter meets those that are the same but for their case, by simple folding, and no other', () => {
  const same = (a: string, b: string) => new RegExp(`^(?:${a})$`, 'iu').test(b);
  const pairs = letters
    .filter((letter) => !isDouble(letter))
    .flatMap((letter) =>
      [letter.toUpperCase(), letter.toLowerCase(), letter.toUpperCase().toLowerCase()]
        .filter((other) => other !== letter)
        .map((other) => [letter, other] as const),
    );
  expect(pairs.length).toBeGreaterThan(2_800);
  const met = meets(numbered(pairs.map(([a]) => a)), numbered(pairs.map(([, b]) => b)));
  const wrong = pairs.filter(([a, b], index) => met[index] !== same(a.normalize('NFD'), b.normalize('NFD')));
  expect(wrong).toEqual([]);
});

test('random names meet where Unicode has them canonically equal but for their case', () => {
  const random = randomFrom(19);
  const parts = [
    ...'aAåÅäøØiİıIſsßẞσςΣΏώйЙeE가각',
    'o',
    '\u0308',
    '\u0323',
    '\u0302',
    '\u030a',
    '\u0345',
    '\u11a8',
    'ガ',
    '\u3099',
  ];
  const name = () => Array.from({ length: 1 + random(5) }, () => parts[random(parts.length)] ?? '').join('');
  // Marks on one letter in another order are one to us: nobody sees it of a heading.
  const sorted = (text: string) => [...text.toLowerCase()].sort().join('');
  let equal = 0;
  for (let round = 0; round < 20; round++) {
    const fields = Array.from({ length: 1_000 }, name);
    const columns = fields.map((field) => {
      const forms = [field.normalize('NFD'), field.normalize('NFC'), field.toUpperCase(), field.toLowerCase(), name()];
      return forms[random(forms.length)] ?? '';
    });
    const met = meets(numbered(fields), numbered(columns));
    const wrong = fields.flatMap((field, index) => {
      const [a, b] = [field.normalize('NFD'), (columns[index] ?? '').normalize('NFD')];
      const expected = new RegExp(`^(?:${a})$`, 'iu').test(b);
      if (expected) equal++;
      return met[index] === expected || (!expected && sorted(a) === sorted(b))
        ? []
        : [[field, columns[index], expected]];
    });
    expect(wrong).toEqual([]);
  }
  expect(equal).toBeGreaterThan(5_000);
});
