import { describe, expect, test } from 'vitest';
import { isLeftOut, openList } from '../../lists/list.ts';
import { openSource } from '../../lists/source.ts';

/** Columns, and of each row its cells, or why it is left out; null: no column of numbers is found. */
async function read(text: string, country = 'DK') {
  const opened = await openSource(new File([text], 'list.txt'), { country });
  const outcome = opened.ok ? openList(opened.source, country, null) : null;
  if (outcome?.ok !== true) return null;
  const { columns, numberColumn, separator } = outcome.list;
  const found: unknown[] = [];
  for await (const { parts } of outcome.list.pieces()) {
    for (const part of parts) {
      if ('rows' in part) found.push(...part.rows.map((row) => (isLeftOut(row) ? row.problem : row.cells)));
      else found.push(`${part.plain.count} plain`);
    }
  }
  return { columns, numberColumn, separator, found };
}

const both = [
  ['Åse Jensen', '4520123456'],
  ['Bo Holm', '4520123457'],
];

describe('names and numbers that only blanks and signs part are two columns', () => {
  test.each([
    ['Åse Jensen 20123456\nBo Holm 20 12 34 57'],
    ['Åse Jensen: 20123456\nBo Holm: +45 20 12 34 57\n'],
    ['Åse Jensen - 20123456\r\nBo Holm – 0045 20123457\r\n'],
    ['Åse Jensen (20123456)\n\nBo Holm <+4520123457>'],
  ])('%j', async (text) => {
    expect(await read(text)).toEqual({
      columns: ['column1', 'column2'],
      numberColumn: 1,
      separator: null,
      found: both,
    });
  });

  test('below a heading too', async () => {
    const list = await read('Navn og mobil\nÅse Jensen 20123456\nBo Holm 20123457\n');
    expect(list).toMatchObject({ numberColumn: 1 });
    expect(list?.found.slice(-2)).toEqual(both);
  });

  test('a row beyond the first ones that has no number is left out as such', async () => {
    const rows = Array.from({ length: 4_000 }, (_, at) => `Åse Jensen ${20_100_000 + ((at * 7_919) % 100_000)}`);
    const list = await read([...rows, 'Ida', ''].join('\n'));
    expect(list?.found).toHaveLength(4_001);
    expect(list?.found.at(-1)).toBe('number-missing');
  });
});

test.each([
  ['a number that is called one', 'tel:+4520123456\ntel:+4520123457\n', ['4520123456']],
  ['a separator', 'Åse Jensen;20123456\nBo Holm;20123457\n', ['Åse Jensen', '4520123456']],
])('%s stays as it is', async (_, text, first) => {
  expect((await read(text))?.found[0]).toEqual(first);
});

test('where one line of the first has none, nobody guesses', async () => {
  expect(await read('Åse Jensen 20123456\nBo Holm uden nummer\nIda 20123458')).toBeNull();
  expect(await read('Nygade 12 8000\nNygade 14 8000\n')).toBeNull();
});
