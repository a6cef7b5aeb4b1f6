/** What the settings of a merge field write, the core reads back. */
import { load } from 'klikspor';
import { expect, test } from 'vitest';
import { fieldText, lengthIn } from '../../web/src/composer/field-text.ts';

const core = await load();

function outlineOf(text: string) {
  const template = core.createTemplate(text);
  try {
    return template.outline();
  } finally {
    template.delete();
  }
}

test.each([
  ['navn', 0, ''],
  ['navn', 12, ''],
  ['navn', 0, 'kunde'],
  ['first name', 1_000, 'kære | ven: 12'],
])('%s, at most %d, else "%s" comes back as it was', (name, maxLength, fallback) => {
  const text = fieldText({ name, maxLength, fallback });
  const { fields, problems } = outlineOf(`a ${text} b`);
  expect(problems).toEqual([]);
  expect(fields).toEqual([{ name, maxLength, fallback, start: 2, end: 2 + text.length }]);
});

test('what would end the field is left out of a fallback', () => {
  const text = fieldText({ name: 'navn', maxLength: 3, fallback: ' }} {{x}\n ven ' });
  expect(outlineOf(text)).toMatchObject({ fields: [{ name: 'navn', fallback: 'x  ven' }], problems: [] });
});

test.each([
  ['', 0],
  [' ', 0],
  ['1', 1],
  [' 12 ', 12],
  ['1000', 1_000],
  ['1001', null],
  ['0', null],
  ['1.5', null],
  ['-1', null],
  ['x', null],
])('a longest value of "%s" is %s', (text, length) => {
  expect(lengthIn(text)).toBe(length);
});
