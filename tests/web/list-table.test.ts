/** Files whose table is not all there is, or not all named. */
import { describe, expect, test } from 'vitest';
import { isLeftOut, openList } from '../../lists/list.ts';
import { openSource } from '../../lists/source.ts';

async function read(text: string, numberColumn: number | null = null) {
  const opened = await openSource(new Blob([text]));
  if (!opened.ok) throw new Error(JSON.stringify(opened));
  const outcome = openList(opened.source, 'DK', numberColumn);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome));
  const { columns, hasHeader } = outcome.list;
  const rows = [];
  for await (const piece of outcome.list.rows()) rows.push(...piece.rows);
  return {
    columns,
    hasHeader,
    rows: rows.map((row) => (isLeftOut(row) ? [row.line, row.problem, row.value] : [row.line, ...row.cells])),
  };
}

describe('a last column without a heading', () => {
  test('gets a name where most rows have it', async () => {
    expect(await read('navn;mobil\nA;20123456;Ry\nB;20123457\nC;20123458;Odense\n')).toEqual({
      columns: ['navn', 'mobil', 'column3'],
      hasHeader: true,
      rows: [
        [2, 'A', '4520123456', 'Ry'],
        [3, 'B', '4520123457', ''],
        [4, 'C', '4520123458', 'Odense'],
      ],
    });
    expect((await read('navn;mobil\nA;20123456;Ry\n')).rows).toEqual([[2, 'A', '4520123456', 'Ry']]);
  });

  test('may hold the numbers, and be chosen', async () => {
    const text = 'navn;by\nA;Ry;20123456\nB;Ry;20123457\n';
    for (const column of [null, 2]) {
      expect(await read(text, column)).toMatchObject({ columns: ['navn', 'by', 'column3'], hasHeader: true });
    }
  });

  test('is none where few rows have it, or where it is empty', async () => {
    expect(await read('navn;mobil;\nA;20123456;;\nB;20123457;;;\nC;20123458;Ry;9\n')).toEqual({
      columns: ['navn', 'mobil', 'column3'],
      hasHeader: true,
      rows: [
        [2, 'A', '4520123456', ''],
        [3, 'B', '4520123457', ''],
        [4, 'row-too-long', 'C · 20123458 · Ry · 9'],
      ],
    });
  });
});

describe('a title above the headings', () => {
  test.each([
    'Kundeliste 2025\n\nNavn;Mobil;By\nA;20123456;Ry\nB;20123457;Odense\n',
    'Kundeliste 2025;;\nUdskrevet 31-12-2025;;\nNavn;Mobil;By\nA;20123456;Ry\nB;20123457;Odense\n',
    'Kundeliste 2025;;\nUdskrevet;31-12-2025;\nNavn;Mobil;By\nA;20123456;Ry\nB;20123457;Odense\nC;;Ry\n',
  ])('is passed over: %j', async (text) => {
    const { columns, hasHeader, rows } = await read(text);
    expect([columns, hasHeader]).toEqual([['Navn', 'Mobil', 'By'], true]);
    expect(rows.slice(0, 2)).toMatchObject([
      [expect.any(Number), 'A', '4520123456', 'Ry'],
      [expect.any(Number), 'B', '4520123457', 'Odense'],
    ]);
    expect(rows.slice(2).map(([, problem]) => problem)).toEqual(text.includes('C;') ? ['number-missing'] : []);
  });

  test('may stand above headings of which the last is missing', async () => {
    expect(await read('Kundeliste 2025\n\nNavn;Mobil\nA;20123456;Ry\nB;20123457;Odense\n')).toMatchObject({
      columns: ['Navn', 'Mobil', 'column3'],
      rows: [
        [4, 'A', '4520123456', 'Ry'],
        [5, 'B', '4520123457', 'Odense'],
      ],
    });
  });

  test('is none where recipients follow: it is the only heading', async () => {
    expect(await read('mobil\n20123456;Ry\n20123457;Odense\n')).toEqual({
      columns: ['mobil', 'column2'],
      hasHeader: true,
      rows: [
        [2, '4520123456', 'Ry'],
        [3, '4520123457', 'Odense'],
      ],
    });
  });

  test('is no number that stands alone', async () => {
    const { rows } = await read('20123456\n20123457;Bo\n20123458;Ida\n');
    expect(rows).toEqual([
      [1, '4520123456', ''],
      [2, '4520123457', 'Bo'],
      [3, '4520123458', 'Ida'],
    ]);
  });

  test('nor is a list of one column named by what stands above others', async () => {
    expect(await read('mobil\n20123456\n20123457;x\n')).toMatchObject({ columns: ['mobil'], hasHeader: true });
  });
});
