/** One rule of white space, wherever texts, names and values come from: Unicode's White_Space, as the engine knows it. */
import { load } from 'klikspor';
import { expect, test } from 'vitest';

const core = await load();

const units = Array.from({ length: 0x1_0000 }, (_, unit) => String.fromCharCode(unit));
const wrongIn = (pattern: RegExp, is: (unit: string) => boolean) =>
  units.filter((unit) => is(unit) !== pattern.test(unit)).map((unit) => unit.charCodeAt(0).toString(16));

test('what is trimmed of a value or the name of a field is White_Space', () => {
  const named = (unit: string) =>
    core.createTemplate(`{{navn|${unit}kunde${unit}}}`).outline().fields[0]?.fallback === 'kunde';
  // A line feed ends the search for a field.
  expect(wrongIn(/\p{White_Space}/u, (unit) => unit === '\n' || named(unit))).toEqual([]);
  expect(wrongIn(/\p{White_Space}/u, (unit) => core.senderForm(unit) === 'empty')).toEqual([]);
});

test('white space parts the words of a field’s name, whatever its kind', () => {
  const list = core.createRecipientList(['for navn']);
  const parts = (unit: string) => core.createTemplate(`{{for${unit}navn}}`).columnsIn(list)[0] === 0;
  expect(wrongIn(/\p{White_Space}/u, (unit) => unit === '\n' || parts(unit))).toEqual([]);
  list.delete();
});

test('around a link stands nothing where White_Space or controls do', () => {
  expect(wrongIn(/[\p{White_Space}\p{Cc}]/u, (unit) => core.linkCard(`x https://brand.dk ${unit}`) === 'edge')).toEqual(
    [],
  );
});
