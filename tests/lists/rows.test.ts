import { describe, expect, test } from 'vitest';
import { detectSeparator, RowReader } from '../../lists/rows.ts';

/** Reads `text` in pieces of `size` characters, as a file comes in. */
function read(text: string, size = text.length || 1) {
  const reader = new RowReader(detectSeparator(text), text);
  const rows = [];
  for (let at = 0; at < text.length; at += size) rows.push(...reader.read(text.slice(at, at + size), false));
  rows.push(...reader.read('', true));
  return rows;
}
const cells = (text: string, size?: number) => read(text, size).map((row) => row.cells);

describe('the separator', () => {
  test.each([
    ['navn;mobil\nÅse;20123456\n', ';'],
    ['name,mobile\n"Hansen, Bo",20123456\n', ','],
    ['name\tmobile\nBo\t20123456\n', '\t'],
    ['sep=,\nname,mobile\nBo,20123456\n', ','],
    ['sep=;\r\nname;mobile\r\nBo;20123456\r\n', ';'],
    ['sep=;\rname;mobile\rBo;20123456\r', ';'],
    ['"for\nnavn";mobil\nBo;20123456\n', ';'],
    ['"for\r\nnavn";mobil\r\nBo;20123456\r\n', ';'],
    ['"for\nnavn";mobil\rBo;20123456\r', ';'],
    ['"for\rnavn",mobil\rBo,20123456\r', ','],
    ['"first, last, other";mobile\n"a, b, c";1\n"d, e, f";2\n', ';'],
    ['navn;by\nBo;Aarhus, C\nIda;Aarhus, N\nEva;Odense\n', ';'],
    ['name,"one;two;three"\nBo,"1;2;3"\nIda,"4;5;6"\n', ','],
    ['name;inch\nBo;5"\nIda;6"\n"Eva;7\nÅse;8\n', ';'],
    ['"name;mobile\nBo;1\nIda;2\nEva, Eve;3\n', ';'],
    ['Customers, of May\n\nname;mobile;town\nBo;1;Aarhus\nIda;2;Odense\n', ';'],
    ['name|mobile\nBo|1\n', '|'],
    ['20123456\n20123457\n', ','],
    ['20123456,\n20123457,\n', ','],
  ])('of %j is %j', (text, separator) => {
    expect(detectSeparator(text)).toBe(separator);
  });
});

describe('a cell', () => {
  test.each([
    ['="Bo";="20123456"\n', ['Bo', '20123456']],
    ['"=""Bo""";"=""a """"b"""""""\n', ['Bo', 'a "b"']],
    ['=1+1;="a"&"b"\n', ['=1+1', '="a"&"b"']],
    ['"for\nnavn";mobil\r="Bo";2\r', ['for\nnavn', 'mobil']],
  ])('of %j is read as people mean it', (text, expected) => {
    expect(cells(text)[0]).toEqual(expected);
  });
});

describe('rows', () => {
  test.each([
    ['line feeds', 'a;b\n1;2\n3;4\n'],
    ['carriage returns and line feeds', 'a;b\r\n1;2\r\n3;4\r\n'],
    ['both mixed', 'a;b\r\n1;2\n3;4\r\n'],
    ['no line end at the end', 'a;b\n1;2\n3;4'],
    ['quotes around everything', '"a";"b"\r\n"1";"2"\r\n"3";"4"\r\n'],
    ['carriage returns alone', 'a;b\r1;2\r3;4\r'],
  ])('come out the same with %s, whatever pieces the text comes in', (_, text) => {
    const expected = [
      ['a', 'b'],
      ['1', '2'],
      ['3', '4'],
    ];
    for (const size of [1, 2, 3, 5, 100]) expect(cells(text, size)).toEqual(expected);
  });

  test('keep line breaks, separators and doubled quotes inside quotation marks', () => {
    const text = 'name;note\r\n"Bo";"first line\r\nsecond; ""quoted"""\r\nIda;x\r\n';
    for (const size of [1, 4, 100]) {
      expect(cells(text, size)).toEqual([
        ['name', 'note'],
        ['Bo', 'first line\r\nsecond; "quoted"'],
        ['Ida', 'x'],
      ]);
    }
  });

  test('after a quotation mark that is never closed are still read', () => {
    const text = 'name;mobile\nBo;1\n"Ida;2\nEva;3\nÅse;4\n';
    for (const size of [1, 7, 100]) {
      expect(read(text, size)).toEqual([
        { cells: ['name', 'mobile'], broken: false },
        { cells: ['Bo', '1'], broken: false },
        { cells: ['"Ida;2'], broken: true },
        { cells: ['Eva', '3'], broken: false },
        { cells: ['Åse', '4'], broken: false },
      ]);
    }
  });

  test('after a quotation mark closed in the middle of a cell are still read', () => {
    const text = 'name;mobile\n"Ida" Hansen;2\nEva;3\n"Åse";4\n';
    for (const size of [1, 9, 100]) {
      const rows = read(text, size);
      expect(rows.filter((row) => row.broken).map((row) => row.cells[0])).toEqual(['"Ida" Hansen;2']);
      expect(rows.filter((row) => !row.broken).map((row) => row.cells)).toEqual([
        ['name', 'mobile'],
        ['Eva', '3'],
        ['Åse', '4'],
      ]);
    }
  });

  test('an unclosed quotation mark early in a long file loses one row', () => {
    const lines = Array.from({ length: 50_000 }, (_, row) => `navn ${row};${20_000_000 + row}`);
    lines[3] = '"navn 3;20000003';
    const rows = read(`navn;mobil\n${lines.join('\n')}\n`, 1 << 18);
    expect(rows.filter((row) => row.broken)).toHaveLength(1);
    expect(rows).toHaveLength(50_001);
  });
});
