/** Files whose table is not all there is, or not all named. */
import { describe, expect, test } from 'vitest';
import { isLeftOut, openList } from '../../lists/list.ts';
import { type Choice, openSource } from '../../lists/source.ts';

async function outcomeOf(text: string, choice: Choice = {}, numberColumn: number | null = null) {
  const opened = await openSource(new Blob([text]), choice);
  if (!opened.ok) throw new Error(JSON.stringify(opened));
  return openList(opened.source, 'DK', numberColumn);
}

async function listOf(text: string, choice: Choice = {}, numberColumn: number | null = null) {
  const outcome = await outcomeOf(text, choice, numberColumn);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome));
  const rows = [];
  for await (const piece of outcome.list.rows()) rows.push(...piece.rows);
  return { list: outcome.list, rows };
}

async function questionOf(text: string) {
  const outcome = await outcomeOf(text);
  return outcome.ok ? null : outcome.question;
}

async function read(text: string, numberColumn: number | null = null) {
  const { list, rows } = await listOf(text, {}, numberColumn);
  const { columns, hasHeader } = list;
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
    'Kundeliste 2025;31-12-2025;\nNavn;Mobil;By\nA;20123456;Ry\nB;20123457;Odense\n',
    'Butik Ry;Tlf. 86123456;\nNavn;Mobil;By\nA;20123456;Ry\nB;20123457;Odense\n',
  ])('is told as one: %j', async (text) => {
    const { columns, hasHeader, rows } = await read(text);
    expect([columns, hasHeader]).toEqual([['Navn', 'Mobil', 'By'], true]);
    const above = text
      .slice(0, text.indexOf('Navn'))
      .split('\n')
      .filter((line) => line !== '');
    const titles = above.map((line) => line.replace(/;+$/, '').replaceAll(';', ' · '));
    expect(rows.slice(0, titles.length)).toEqual(titles.map((title, at) => [at + 1, 'row-title', title]));
    expect(rows.slice(titles.length).slice(0, 2)).toMatchObject([
      [expect.any(Number), 'A', '4520123456', 'Ry'],
      [expect.any(Number), 'B', '4520123457', 'Odense'],
    ]);
    const rest = rows.slice(titles.length + 2).map(([, problem]) => problem);
    expect(rest).toEqual(text.includes('C;') ? ['number-missing'] : []);
  });

  test('may stand above the heading of one column, and on two lines where headings should be', async () => {
    expect(await read('Kundeliste 2025\nmobil\n20123456\n20123457\n')).toEqual({
      columns: ['mobil'],
      hasHeader: true,
      rows: [
        [1, 'row-title', 'Kundeliste 2025'],
        [3, '4520123456'],
        [4, '4520123457'],
      ],
    });
    expect((await read('Kundeliste 2025;;\nUdskrevet 1/12;;\nA;20123456;Ry\nB;;\n')).rows).toEqual([
      [2, 'row-title', 'Udskrevet 1/12'],
      [3, 'A', '4520123456', 'Ry'],
      [4, 'number-missing', 'B ·  · '],
    ]);
  });

  test('is no recipient whose number is missing, as in any row below headings', async () => {
    expect(await read('Navn;Kontakt;Enhed\nA;ingen;mobil\nB;20123456;mobil\nC;;\n')).toEqual({
      columns: ['Navn', 'Kontakt', 'Enhed'],
      hasHeader: true,
      rows: [
        [2, 'number-not-digits', 'ingen'],
        [3, 'B', '4520123456', 'mobil'],
        [4, 'number-missing', 'C ·  · '],
      ],
    });
  });

  test.each([
    ['Klub:;Aarhus KFUM;Tlf.:;86121212'],
    ['Tlf.:;;86121212'],
    ['Medlemmer\nKontakt;Bo Hansen;Mobil;20999999;Kontor;Telefon;86121212\n'],
    ['Klub:;Aarhus KFUM\nTelefon:;86121212\nMobil:;20999999'],
  ])('may tell a number of its own: %j', async (title) => {
    const { columns, hasHeader, rows } = await read(
      `${title}\nNavn;Mobil;Email\nA;20123456;a@b.dk\nB;20123457;b@b.dk\n`,
    );
    expect({ columns, hasHeader }).toEqual({ columns: ['Navn', 'Mobil', 'Email'], hasHeader: true });
    const titles = rows.slice(0, -2);
    expect(titles.map(([, problem]) => problem)).toEqual(titles.map(() => 'row-title'));
    expect(rows.slice(-2).map((row) => row.slice(1))).toEqual([
      ['A', '4520123456', 'a@b.dk'],
      ['B', '4520123457', 'b@b.dk'],
    ]);
  });

  test('is none where recipients say what their numbers are', async () => {
    for (const headings of ['Navn;Art;Mobil\n', '']) {
      const { rows } = await read(`${headings}A;Mobil;20123456\nEva;Telefon;\nB;;20123457\nC;Mobil;20123458\n`);
      const numbers = rows.flatMap((row) => (row.length > 3 ? [row[3]] : []));
      expect(numbers).toEqual(['4520123456', '4520123457', '4520123458']);
    }
  });

  test('may stand above headings of which the last is missing', async () => {
    expect(await read('Kundeliste 2025\n\nNavn;Mobil\nA;20123456;Ry\nB;20123457;Odense\n')).toMatchObject({
      columns: ['Navn', 'Mobil', 'column3'],
      rows: [
        [1, 'row-title', 'Kundeliste 2025'],
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

test('headings that stand once more among the rows are nobody', async () => {
  expect((await read('Navn;Mobil\nA;20123456\nNavn; Mobil\nB;Mobil\n')).rows).toEqual([
    [2, 'A', '4520123456'],
    [3, 'row-title', 'Navn · Mobil'],
    [4, 'number-not-digits', 'Mobil'],
  ]);
});

describe('several numbers of one person, without headings,', () => {
  test('are told as passed over, beside the one of the column in which everybody has one', async () => {
    const { list, rows } = await listOf(
      'Bo;20123456;30123456\nIda;20123458;\nPer;20123459;86123459\nEva;20123460;20123460\n',
    );
    expect(list).toMatchObject({ columns: ['column1', 'column2', 'column3'], numberColumn: 1, reason: 'content' });
    expect(rows.map((row) => (isLeftOut(row) ? row.problem : [row.number, row.passedOver]))).toEqual([
      [4520123456, 1],
      [4520123458, 0],
      [4520123459, 1],
      [4520123460, 0],
    ]);
  });

  test('are asked about where nobody has one in every row, and where nothing else stands in the rows', async () => {
    expect(await questionOf('Bo;20123456;30123456\nIda;;30123457\nPer;20123459;\n')).toMatchObject({
      onlyNumbers: false,
      columns: [
        { name: 'column2', filled: 2, mobiles: 2, examples: ['20123456', '20123459'] },
        { name: 'column3', filled: 2, mobiles: 2 },
      ],
    });
    const numbers = '20123456, 40123457\n30123458, 50123459\n20123460\n';
    expect(await questionOf(numbers)).toMatchObject({
      onlyNumbers: true,
      columns: [
        { name: 'column1', filled: 3 },
        { name: 'column2', filled: 2 },
      ],
    });
    const { list, rows } = await listOf(numbers, { everyNumber: true });
    expect(list.columns).toEqual(['column1']);
    expect(rows.map((row) => (isLeftOut(row) ? row.problem : [row.line, row.number]))).toEqual([
      [1, 4520123456],
      [1, 4540123457],
      [2, 4530123458],
      [2, 4550123459],
      [3, 4520123460],
    ]);
  });
});
