/** The command `klikspor recipients`: a list as the composer reads it, for programs and for people. */
import { spawn, spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { cell, workbook } from '../support/workbook.ts';

const program = fileURLToPath(new URL('../../wasm/bin/klikspor.mjs', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'klikspor-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;
function fileOf(content: string | Uint8Array): string {
  const path = join(folder, `list-${++files}.csv`);
  writeFileSync(path, content);
  return path;
}
const utf8 = (text: string) => new TextEncoder().encode(text);
const octetsOf = (text: string) => Uint8Array.from(text, (sign) => sign.charCodeAt(0));
const run = (args: readonly string[], input: string | Uint8Array = '') =>
  spawnSync(process.execPath, [program, 'recipients', ...args], { input, encoding: 'utf8', maxBuffer: 2 ** 28 });
function lines(args: readonly string[], input?: string) {
  const { status, stdout, stderr } = run([...args, '--jsonl'], input);
  const [head, ...rows] = stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
  return { status, stderr, head, rows };
}

const LIST = 'navn;mobil;by\nBo;20 12 34 56;Ry\n"Ida; x";4,5E+09;Ry\n\nÅse;70123456\nEva;+45 20123456;\n';
const HEAD = {
  encoding: 'utf-8',
  separator: ';',
  columns: ['navn', 'mobil', 'by'],
  numberColumn: 1,
  reason: 'heading-and-content',
  question: null,
};

test('says first what it found, then of every row who it is or why it is left out', () => {
  const { status, stderr, head, rows } = lines([fileOf(LIST), '--country', 'DK']);
  expect([status, stderr]).toEqual([0, '']);
  expect(head).toEqual(HEAD);
  expect(Object.keys(head)).toEqual(['encoding', 'separator', 'columns', 'numberColumn', 'reason', 'question']);
  expect(rows).toEqual([
    { line: 2, number: '+4520123456', country: 'DK', values: ['Bo', '4520123456', 'Ry'], doubt: null },
    { line: 3, leftOut: 'number-rounded', value: '4,5E+09' },
    { line: 5, number: '+4570123456', country: 'DK', values: ['Åse', '4570123456', ''], doubt: 'number-no-sms' },
    { line: 6, leftOut: 'number-duplicate', value: '+45 20123456' },
  ]);
});

test('a list tells the terminal nothing: neither its headings nor samples of its letters', () => {
  const heading = run([fileOf('na\u001b[31mvn;mobil\nBo;20123456\n'), '--country', 'DK']);
  expect(heading.stdout).toContain('"na\uFFFD[31mvn"');
  const missing = run([fileOf('na\u001b[31mvn;mobil\nBo;20123456\n'), '--country', 'DK', '--column', 'x']);
  expect(missing.stderr).toContain('"na\uFFFD[31mvn"');
  const letters = run([
    fileOf(octetsOf('navn;mobil\nBj\xf8\u001b]0;x\u0007rn;20123456\n\xd8;20123457\n'.repeat(2))),
    '--country',
    'PL',
  ]);
  for (const { stdout, stderr } of [heading, missing, letters]) expect(stdout + stderr).not.toMatch(/[^\P{Cc}\n]/u);
});

test('reads standard input, and knows countries in any case', () => {
  expect(lines(['-', '--country', 'dk'], LIST).head).toEqual(HEAD);
});

test.each([
  ['mobil', 1],
  ['MOBIL', 1],
  ['2', 1],
  ['navn', 0],
])('takes the column named %s', (column, numberColumn) => {
  const { status, head } = lines([fileOf(LIST), '--country', 'DK', '--column', column]);
  expect([status, head]).toEqual([0, { ...HEAD, numberColumn, reason: 'chosen' }]);
});

test('knows an encoding in any case', () => {
  expect(lines([fileOf(LIST), '--country', 'DK', '--encoding', 'UTF-8']).head).toEqual(HEAD);
});

test.each([
  ['Søren', utf8('navn;mobil\nSÃ¸ren;20123456\n')],
  ['Åse', utf8('navn;mobil\nÃ…se;20123456\nSÃ¸ren;20123457\n')],
  ['Šimek', octetsOf('BEGIN:VCARD\r\nFN;CHARSET=Windows-1252:\u008aimek\r\nTEL:20123456\r\nEND:VCARD\r\n')],
])('reads the letters of %s', (name, content) => {
  expect(lines([fileOf(content), '--country', 'DK']).rows[0].values).toContain(name);
});

test('reads what a Czech Excel writes as it is meant, or asks', () => {
  // Windows-1250: ř is F8, ě EC, č E8, ž 9E, ů F9.
  const names = ['Ji\xf8\xed Dvo\xf8\xe1k', 'V\xecra Ku\xe8erov\xe1', 'Zden\xeck R\xf9\x9ei\xe8ka'];
  const rows = names.map((name, row) => `${name};60112345${row}\r\n`);
  const { head, rows: read } = lines([fileOf(octetsOf(`jm\xe9no;telefon\r\n${rows.join('')}`)), '--country', 'CZ']);
  expect(head).toMatchObject({ encoding: 'windows-1250', columns: ['jméno', 'telefon'], question: null });
  expect(read.map(({ values }) => values[0])).toEqual(['Jiří Dvořák', 'Věra Kučerová', 'Zdeněk Růžička']);
  const one = fileOf(octetsOf('name;telefon\r\nDvo\xf8\xe1k;601123450\r\n'));
  expect(run([one, '--country', 'CZ'])).toMatchObject({
    status: 1,
    stderr: `klikspor recipients: ${one}: its letters may be windows-1250 (Dvořák) or windows-1252 (Dvoøák); name one with --encoding\n`,
  });
});

test('finds a column below a title, and one without a heading', () => {
  const titled = fileOf('Kundeliste 2025\n\nNavn;Mobil\u200b\nBo;20123456;Ry\nIda;20123457;Ry\n');
  const title = { line: 1, leftOut: 'row-title', value: 'Kundeliste 2025' };
  expect(lines([titled, '--country', 'DK']).rows).toMatchObject([title, { line: 4 }, { line: 5 }]);
  const list = fileOf('Kundeliste 2025\n\nNavn;Mobil\u200b;By\nBo;20123456;Ry\nIda;20123457;Ry\n');
  expect(lines([list, '--country', 'DK', '--column', 'mobil'])).toMatchObject({
    status: 0,
    head: { columns: ['Navn', 'Mobil\u200b', 'By'], numberColumn: 1, reason: 'chosen' },
    rows: [title, { line: 4 }, { line: 5 }],
  });
  const unnamed = fileOf('navn;by\nBo;Ry;20123456\n');
  expect(lines([unnamed, '--country', 'DK', '--column', 'column3']).head).toMatchObject({ numberColumn: 2 });
});

test.each([
  [1, 'its sheet hides 1 row beside 2;'],
  [2, 'its sheet hides 2 rows beside 1;'],
])('asks about %i hidden rows', (hidden, words) => {
  const rows = ['mobil', '20123456', '20123457', '20123458'].map((text, at) => {
    const isHidden = at >= 4 - hidden;
    return `<row r="${at + 1}"${isHidden ? ' hidden="1"' : ''}>${cell(`A${at + 1}`, text)}</row>`;
  });
  const file = fileOf(workbook([{ name: 'Kunder', rows: rows.join('') }]));
  const { status, stderr } = run([file, '--country', 'DK']);
  expect([status, stderr]).toEqual([1, expect.stringContaining(words)]);
});

test('reads lists of other countries, and numbers that carry their country code without a +', () => {
  const german = 'Name,Telefon\nA,4915112345678\nB,4915112345679.0\nC,4915112345680\nD,015112345681\n';
  expect(lines([fileOf(german), '--country', 'DE']).rows).toEqual(
    ['78', '79', '80', '81'].map((end, row) => ({
      line: row + 2,
      number: `+49151123456${end}`,
      country: 'DE',
      values: ['ABCD'[row], `49151123456${end}`],
      doubt: null,
    })),
  );
  const faroese = lines([fileOf('Jógvan;211234\nRúna;\u200e221235\n'), '--country', 'FO']);
  expect(faroese.head).toMatchObject({ columns: ['column1', 'column2'], numberColumn: 1 });
  expect(faroese.rows.map(({ number }) => number)).toEqual(['+298211234', '+298221235']);
});

test('asks where a person must choose, and says so with its exit code', () => {
  const two = fileOf('navn;a;b\nBo;20123456;30123456\nIda;30123457;40123456\n');
  const { status, head, rows } = lines([two, '--country', 'DK']);
  expect([status, rows]).toEqual([1, []]);
  expect(head).toMatchObject({
    columns: ['navn', 'a', 'b'],
    numberColumn: null,
    reason: null,
    question: {
      kind: 'number-column',
      columns: [
        { name: 'a', mobiles: 2 },
        { name: 'b', mobiles: 2 },
      ],
    },
  });
  expect(run([two, '--country', 'DK'])).toMatchObject({
    status: 1,
    stdout: '',
    stderr: `klikspor recipients: ${two}: "a" (mobile numbers: 2 of the first 2) or "b" (mobile numbers: 2 of the first 2) may hold the numbers; name it with --column\n`,
  });
  expect(lines([two, '--country', 'DK', '--column', 'b']).status).toBe(0);
  const numbers = fileOf('20123456 ; 40123457\n30123458;50123459\n');
  expect(run([numbers, '--country', 'DK']).stderr).toMatch(/name it with --column, or say --every-number\n$/);
  const every = lines([numbers, '--country', 'DK', '--every-number']);
  expect(every.rows.map(({ line, number }) => [line, number])).toEqual([
    [1, '+4520123456'],
    [1, '+4540123457'],
    [2, '+4530123458'],
    [2, '+4550123459'],
  ]);
  const none = lines([fileOf('navn;alder\nBo;17\n'), '--country', 'DK']);
  expect(none).toMatchObject({ status: 1, head: { numberColumn: null, question: { columns: [] } } });
});

test('tells people in a few lines', () => {
  const path = fileOf(`${LIST}Per;20123457 / 30123456;Ry\nAnn;+46 70 123 45 67;Ry\n`);
  expect(run([path, '--country', 'DK'])).toMatchObject({
    status: 0,
    stderr: '',
    stdout: [
      `${path}: csv, utf-8, separated by ";"`,
      'numbers      "mobil" (heading and content) of "navn", "mobil", "by"',
      'recipients   4: DK 3, SE 1',
      'left out     2: number-rounded 1, number-duplicate 1',
      'in doubt     1: number-no-sms 1',
      'passed over  1: more numbers of the same people',
      '',
    ].join('\n'),
  });
});

test('asks whether the country is right where nobody can be sent to', () => {
  const path = fileOf('Vorname;Mobiltelefon\nJürgen;0151 23456780\n');
  expect(run([path, '--country', 'DK']).stdout).toContain(
    'recipients   0: are numbers without a country code of DK?\nleft out     1: number-impossible 1',
  );
});

test.each([
  ['no file', [], 'give one file, or - for standard input'],
  ['two files', ['a.csv', 'b.csv', '--country', 'DK'], 'give one file, or - for standard input'],
  ['a file that is not there', ['/no/such/file', '--country', 'DK'], 'there is no file /no/such/file'],
  ['a folder', [folder, '--country', 'DK'], `${folder} is a folder; give a file`],
  ['no country', [fileOf(LIST)], '--country is missing; give two letters such as --country DK'],
  [
    'an unknown country',
    [fileOf(LIST), '--country', 'XX'],
    '--country XX is none; give two letters of ISO 3166-1 such as DK',
  ],
  ['what objects have for a country', [fileOf(LIST), '--country', 'constructor'], '--country constructor is none'],
  [
    'an unknown column',
    [fileOf(LIST), '--country', 'DK', '--column', '4'],
    'there is no column "4"; there are: "navn", "mobil", "by"',
  ],
  [
    'an unknown encoding',
    [fileOf(LIST), '--country', 'DK', '--encoding', 'utf-9'],
    '--encoding utf-9 is none that is known',
  ],
  [
    'a separator that is empty',
    [fileOf(LIST), '--country', 'DK', '--separator', ''],
    '--separator "" separates nothing; give a sign such as ";", or \\t',
  ],
  ['a separator that is a quotation mark', [fileOf(LIST), '--country', 'DK', '--separator', '"'], '--separator "\\""'],
  ['an unknown option', [fileOf(LIST), '--contry', 'DK'], "Unknown option '--contry'"],
])('a call with %s is wrong', (_, args, why) => {
  const { status, stdout, stderr } = run(args);
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toContain(`klikspor recipients: ${why}`);
  expect(stderr).toMatch(/; see klikspor recipients --help\n$/);
});

test('an empty file is not read, and a folder on standard input is told', () => {
  const empty = fileOf('');
  expect(run([empty, '--country', 'DK', '--jsonl'])).toMatchObject({
    status: 1,
    stdout: '',
    stderr: `klikspor recipients: ${empty} cannot be read: it is empty\n`,
  });
  const input = openSync(folder, 'r');
  const { status, stderr } = spawnSync(process.execPath, [program, 'recipients', '-', '--country', 'DK'], {
    stdio: [input, 'pipe', 'pipe'],
    encoding: 'utf8',
  });
  closeSync(input);
  expect([status, stderr]).toEqual([2, expect.stringContaining('the input is a folder')]);
});

test('a pipe that is closed early ends it without a word', async () => {
  const rows = Array.from({ length: 100_000 }, (_, row) => `Bo;${20_100_000 + row}`);
  const path = fileOf(`navn;mobil\n${rows.join('\n')}\n`);
  const child = spawn(process.execPath, [program, 'recipients', path, '--country', 'DK', '--jsonl']);
  let stderr = '';
  child.stderr.on('data', (text) => {
    stderr += text;
  });
  child.stdout.once('data', () => child.stdout.destroy());
  const status = await new Promise((ended) => child.once('close', ended));
  expect([status, stderr]).toEqual([0, '']);
});

test('a list of 100,000 rows comes out whole', () => {
  const rows = Array.from({ length: 100_000 }, (_, row) => `Bo;${20_100_000 + row}`);
  const { status, rows: read } = lines([fileOf(`navn;mobil\n${rows.join('\n')}\n`), '--country', 'DK']);
  expect([status, read.length]).toEqual([0, 100_000]);
  expect(read.at(-1)).toEqual({
    line: 100_001,
    number: '+4520199999',
    country: 'DK',
    values: ['Bo', '4520199999'],
    doubt: null,
  });
});

test('--help says what comes out', () => {
  const { status, stdout } = run(['--help']);
  expect([status, stdout]).toEqual([0, expect.stringContaining('{"line","number","country","values","doubt"}')]);
});
