/** A file of text as rows: what it was found to be, and which rows cannot be read. */
import { describe, expect, test } from 'vitest';
import { openList } from '../../lists/list.ts';
import { type Choice, openSource, type Source } from '../../lists/source.ts';

type Part = string | number;
/** Texts in UTF-8, and octets as they are. */
const file = (...parts: readonly Part[]) =>
  new Blob(parts.map((part) => (typeof part === 'number' ? Uint8Array.of(part) : part)));

async function open(blob: Blob, choice: Choice = {}): Promise<Source> {
  const outcome = await openSource(blob, choice);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome));
  return outcome.source;
}

async function rowsOf(blob: Blob, choice: Choice = {}) {
  const source = await open(blob, choice);
  const rows = [];
  for await (const piece of source.rows()) rows.push(...piece.rows);
  expect(source.sample).toEqual(rows.slice(0, source.sample.length));
  return rows;
}

describe('rows of a text', () => {
  test('keep their places, empty ones and sep= aside', async () => {
    expect(await rowsOf(file('sep=;\r\nnavn;mobil\r\n\r\n;\r\nBo;20123456\r\n'))).toEqual([
      { line: 2, cells: ['navn', 'mobil'], broken: null },
      { line: 5, cells: ['Bo', '20123456'], broken: null },
    ]);
  });

  test('that hold broken octets are told, and no others', async () => {
    const rows = await rowsOf(
      file('navn;mobil\nÅse;20123456\nJ', 0xf8, 'rgen;20123457\n"Bo;20123458\nSøren;20123459\n'),
    );
    expect(rows.map(({ broken }) => broken)).toEqual([null, null, 'row-broken-encoding', 'row-broken-quotes', null]);
    expect(rows[2]?.cells).toEqual(['J\ufffdrgen', '20123457']);
  });

  test('that another program already broke are told too', async () => {
    const rows = await rowsOf(file('navn;mobil\nS\ufffdren;20123456\nÅse;20123457\n'));
    expect(rows.map(({ broken }) => broken)).toEqual([null, 'row-broken-encoding', null]);
  });

  test('are named by a heading that holds a broken octet', async () => {
    const source = await open(file('kundenavn ', 0xf8, ';mobil\nÅse;20123456\nSøren;20123457\n'));
    const outcome = openList(source, 'DK', null);
    if (!outcome.ok) throw new Error(JSON.stringify(outcome));
    expect(outcome.list).toMatchObject({ columns: ['kundenavn \ufffd', 'mobil'], hasHeader: true, numberColumn: 1 });
    const rows = [];
    for await (const piece of outcome.list.rows()) rows.push(...piece.rows);
    expect(rows).toMatchObject([{ number: 4520123456 }, { number: 4520123457 }]);
  });

  test('are read as a person says', async () => {
    const octets = file('navn;mobil\nS', 0xbf, 'ren;20123456\n');
    expect((await rowsOf(octets, { encoding: 'macintosh' }))[1]?.cells[0]).toBe('Søren');
    expect((await rowsOf(octets, { encoding: 'windows-1252' }))[1]?.cells[0]).toBe('S¿ren');
    expect((await rowsOf(octets, { encoding: 'utf-8' }))[1]?.broken).toBe('row-broken-encoding');
    expect((await rowsOf(file('a;b,c\n1;2,3\n'), { separator: ',' }))[0]?.cells).toEqual(['a;b', 'c']);
  });
});

describe('numbers on one line', () => {
  test.each([
    '20123456, 20123457; +45 20 12 34 58',
    '20123456,20123457,4520123458\n',
    ' 20123456 ;20123457;20123458; ',
    '20123456, 20123457,\n20123458\n',
    '20123456;\r\n20123457; \r\n20123458;',
  ])('are a recipient each: %j', async (text) => {
    expect((await rowsOf(file(text))).map(({ cells }) => cells.length)).toEqual([1, 1, 1]);
  });

  test.each([
    ['Bo;20123456', 2],
    ['20123456\t20123457', 2],
    ['17;20123456', 2],
    ['20123456', 1],
  ])('beside anything else are cells of a row: %j', async (text, cells) => {
    expect((await rowsOf(file(text))).map((row) => row.cells.length)).toEqual([cells]);
  });
});

describe('a text', () => {
  test.each([
    ['that only begins like an address book', 'begin;vcard\n1;20123456\n'],
    ['that only begins like a zip', 'PK;mobil\n1;20123456\n'],
  ])('%s is a list', async (_, text) => {
    expect((await open(file(text))).format).toBe('csv');
  });

  test('is known by what it holds, not by its name', async () => {
    const cards = new File(['\ufeff\r\nbegin:vcard\r\nFN:Bo\r\nTEL:20123456\r\nend:vcard\r\n'], 'kunder.csv');
    expect((await open(cards)).format).toBe('vcard');
  });
});

describe('a date with a short year, where numbers have six digits,', () => {
  const listOf = async (country: string, ...cells: readonly string[]) => {
    const source = await open(file('Navn;Telefon\n', ...cells.map((cell, at) => `P${at};${cell}\n`)));
    const outcome = openList(source, country, null);
    if (!outcome.ok) throw new Error(JSON.stringify(outcome));
    const rows = [];
    for await (const piece of outcome.list.rows()) rows.push(...piece.rows);
    return rows.map((row) => ('problem' in row ? row.problem : row.number));
  };

  test('is nobody, alone or in a column', async () => {
    const dates = ['21.12.25', '21/12/25', '21-12-25', '12/21/25', '25-12-21', '\u200e21.12.25'];
    for (const country of ['FO', 'GL']) {
      expect(await listOf(country, ...dates)).toEqual(dates.map(() => 'number-date'));
    }
    expect(await listOf('FO', '211234', '+298 21 12 35', '21.12.25')).toEqual([298211234, 298211235, 'number-date']);
  });

  test('is a number among others that are written so and are no dates', async () => {
    expect(await listOf('FO', '21-12-25', '21-42-36', '28-67-89')).toEqual([298211225, 298214236, 298286789]);
  });
});

describe('rows in quotes whole', () => {
  test.each([
    ['"navn;mobil"\r\n"Bo;20123456"\r\n"Ida;20123457"\r\n', ';'],
    ['"navn,mobil"\n"Bo,20123456"\n\n"Ida,20123457"', ','],
    ['"""navn"",""mobil"""\n"""Bo"",20123456"\n"Ida,=""20123457"""\n', ','],
    ['"navn\tmobil"\r"Bo\t20123456"\r"Ida\t20123457"\r', '\t'],
  ])('are opened once more: %j', async (text, separator) => {
    for (const choice of [{}, { separator }]) {
      const source = await open(file(text), choice);
      expect(source.separator).toBe(separator);
      expect((await rowsOf(file(text), choice)).map(({ cells }) => cells)).toEqual([
        ['navn', 'mobil'],
        ['Bo', '20123456'],
        ['Ida', '20123457'],
      ]);
    }
  });

  test('keep what was in quotes within them', async () => {
    const rows = await rowsOf(file('"navn;by"\n"""Bo; Bob"";Åby"\n"Ida;""Den """"Gamle"""" By"""\n'));
    expect(rows.map(({ cells }) => cells)).toEqual([
      ['navn', 'by'],
      ['Bo; Bob', 'Åby'],
      ['Ida', 'Den "Gamle" By'],
    ]);
  });

  test.each([
    ['"mobil"\n"20123456, 20123457"\n', ['mobil'], ['20123456, 20123457']],
    ['"20123456, 20123457"\n"20123458"\n', ['20123456, 20123457'], ['20123458']],
    ['"Bo, Ida";"A, B"\n"Eva, Åse";"C, D"\n', ['Bo, Ida', 'A, B'], ['Eva, Åse', 'C, D']],
  ])('are none where a cell alone holds what separates: %j', async (text, ...expected) => {
    expect((await rowsOf(file(text))).map(({ cells }) => cells)).toEqual(expected);
  });

  test('are none where a person says what separates', async () => {
    const rows = await rowsOf(file('"a,b"\n"1,2"\n'), { separator: ';' });
    expect(rows.map(({ cells }) => cells)).toEqual([['a,b'], ['1,2']]);
  });
});
