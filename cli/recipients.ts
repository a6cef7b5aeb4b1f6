/** klikspor recipients: a list as the page would read it, a line a row. */
import { openAsBlob } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { columnNamed } from '../lists/columns.ts';
import { isLeftOut, type List, openList } from '../lists/list.ts';
import { withNamesApart } from '../lists/names-apart.ts';
import { NumberReader } from '../lists/number.ts';
import { isPhoneCountry } from '../lists/phone-data.ts';
import { type Choice, openSource, type Source, type SourceFailure, type SourceQuestion } from '../lists/source.ts';
import { tableOf } from '../lists/table.ts';
import { FILE_ENCODINGS, type FileEncoding } from '../lists/text.ts';
import { printable, wrongCall } from './command.ts';
import { isDirectory, LineWriter } from './jsonl.ts';
import { wordsOf } from './line.ts';

const NAME = 'recipients';

const help = `klikspor recipients FILE --country DK [--column NAME] [--jsonl]

  Reads a list of recipients as the composer does: CSV, an Excel workbook (.xlsx) or an address book (.vcf); - is standard
  input. Without --jsonl it says what was read, in a few lines.

  --country DK        where numbers without a country code belong: ISO 3166-1, two letters
  --column NAME       the column of the numbers, by its heading or its place (1 is the first)
  --encoding NAME     how letters are written: ${FILE_ENCODINGS.slice(0, 4).join(', ')},
                      ${FILE_ENCODINGS.slice(4, 9).join(', ')},
                      ${FILE_ENCODINGS.slice(9, 14).join(', ')},
                      ${FILE_ENCODINGS.slice(14, 21).join(', ')},
                      ${FILE_ENCODINGS.slice(21).join(', ')}
  --separator SIGN    what stands between cells
  --sheet NAME        the sheet of a workbook
  --hidden-rows in    rows that a sheet hides: in or out
  --every-number      each cell is somebody's number, as where nothing but numbers stands in the rows
  --jsonl             JSON lines. The first says what was found:
                      {"encoding","separator","columns","numberColumn","reason","question"}
                      numberColumn: place in columns, 0 the first; reason: chosen, heading, content, heading-and-content.
                      Where only a person knows, numberColumn is null, question says what to choose, and no row follows.
                      Then a line a row, "line" being its place in the file:
                      {"line","number","country","values","doubt"}  a recipient; values are cells in the order of columns;
                        doubt: null, or why the number is pointed out: number-two-readings, number-abroad, number-no-sms,
                        number-unknown-series
                      {"line","leftOut","value"}  not one: number-missing, number-not-digits, number-rounded,
                        number-decimal, number-date, number-impossible, number-duplicate, row-too-long,
                        row-title (no recipient), row-broken-quotes, row-broken-encoding

  Exit code: 0 read; 1 not read, or not before a question is answered; 2 the call is wrong.`;

/** Where a file turns out to be no list. */
const FAILURES: Readonly<Record<SourceFailure, string>> = {
  'empty-file': 'it is empty',
  unreadable: 'it is damaged, or written in a way that is not understood; save it as CSV (UTF-8)',
  locked: 'it is protected by a password; save it without',
  xls: 'it is a workbook of an Excel before 2007 (.xls); save it as .xlsx or CSV',
  xlsb: 'it is a binary workbook (.xlsb); save it as .xlsx or CSV',
  ods: 'it is an OpenDocument spreadsheet (.ods); save it as .xlsx or CSV',
  numbers: 'it is a spreadsheet of Apple Numbers; export it as Excel or CSV',
  'web-page': 'it is a web page with a table; open it in a spreadsheet and save it as .xlsx or CSV',
  pdf: 'it is a PDF; ask for the list as a spreadsheet',
  archive: 'it is a packed file; unpack it',
  'not-text': 'it is neither text, nor a spreadsheet, nor an address book',
};

/** What a call asks for, once it is known to mean something. */
interface Asked {
  readonly file: string;
  readonly country: string;
  readonly column: string | null;
  readonly jsonl: boolean;
  readonly choice: Choice;
}

/** A call that cannot be answered, with the reason. */
class WrongCall extends Error {}

export async function run(args: readonly string[]): Promise<number> {
  try {
    const asked = parse(args);
    if (asked === 'help') {
      console.log(help);
      return 0;
    }
    return await read(asked);
  } catch (error) {
    if (!(error instanceof WrongCall)) throw error;
    return wrongCall(NAME, error.message);
  }
}

async function read(asked: Asked): Promise<number> {
  const { file, country, column, jsonl } = asked;
  const named = file === '-' ? 'standard input' : file;
  const opened = await openSource(await blobOf(file), { ...asked.choice, country });
  if (!opened.ok) {
    if (opened.failure !== null) {
      console.error(`klikspor ${NAME}: ${named} cannot be read: ${FAILURES[opened.failure]}`);
      return 1;
    }
    const { question } = opened;
    return ask(jsonl, { ...HEAD, question }, `${named}: ${questionWords(question)}`);
  }
  // As the list is read: `--column` names one of these.
  const source = withNamesApart(opened.source, new NumberReader(country)) ?? opened.source;
  const { encoding, separator } = source;
  const outcome = openList(source, country, column === null ? null : placeOf(column, source, country));
  if (!outcome.ok) {
    const { columns, question } = outcome;
    const names = question.columns.map(
      ({ name, mobiles, filled }) => `"${name}" (mobile numbers: ${mobiles} of the first ${filled})`,
    );
    const words =
      names.length === 0 ? 'no column looks like phone numbers' : `${names.join(' or ')} may hold the numbers`;
    const remedy = question.onlyNumbers ? ', or say --every-number' : '';
    const told = `${named}: ${words}; name it with --column${remedy}`;
    return ask(jsonl, { ...HEAD, encoding, separator, columns, question }, told);
  }
  const { list } = outcome;
  if (!jsonl) {
    console.log(printable(await describe(named, source, list, country)));
    return 0;
  }
  const out = new LineWriter();
  const { columns, numberColumn, reason } = list;
  await out.write({ ...HEAD, encoding, separator, columns, numberColumn, reason });
  for await (const { rows } of list.rows()) {
    for (const row of rows) {
      await out.write(
        isLeftOut(row)
          ? { line: row.line, leftOut: row.problem, value: row.value }
          : { line: row.line, number: `+${row.number}`, country: row.country, values: row.cells, doubt: row.doubt },
      );
    }
  }
  await out.flush();
  return 0;
}

/** The first line's fields, in their order. */
const HEAD = { encoding: null, separator: null, columns: [], numberColumn: null, reason: null, question: null };

/** What must be chosen first: on the first line for programs, in words for people. */
async function ask(jsonl: boolean, head: object, words: string): Promise<number> {
  if (jsonl) {
    const out = new LineWriter();
    await out.write(head);
    await out.flush();
  } else console.error(printable(`klikspor ${NAME}: ${words}`));
  return 1;
}

function questionWords(question: SourceQuestion): string {
  switch (question.kind) {
    case 'encoding': {
      const readings = question.readings.map(({ encoding, examples }) => `${encoding} (${examples.join(', ')})`);
      return `its letters may be ${readings.join(' or ')}; name one with --encoding`;
    }
    case 'sheet':
      return `it has the sheets ${question.sheets.map(({ name }) => `"${name}"`).join(', ')}; name one with --sheet`;
    case 'hidden-rows':
      return `its sheet hides ${question.hidden} ${question.hidden === 1 ? 'row' : 'rows'} beside ${question.shown}; say --hidden-rows in or out`;
  }
}

async function describe(named: string, source: Source, list: List, country: string): Promise<string> {
  const countries = new Map<string, number>();
  const leftOut = new Map<string, number>();
  const doubts = new Map<string, number>();
  let passedOver = 0;
  const count = (counts: Map<string, number>, name: string) => counts.set(name, (counts.get(name) ?? 0) + 1);
  for await (const { rows } of list.rows()) {
    for (const row of rows) {
      if (isLeftOut(row)) count(leftOut, row.problem);
      else {
        count(countries, row.country === '' ? 'no country' : row.country);
        if (row.doubt !== null) count(doubts, row.doubt);
        passedOver += row.passedOver;
      }
    }
  }
  const { format, encoding, separator, sheet } = source;
  const found = [
    format,
    ...(encoding === null ? [] : [encoding]),
    ...(separator === null ? [] : [`separated by ${JSON.stringify(separator)}`]),
    ...(sheet === null ? [] : [`sheet "${sheet}"`]),
  ];
  const columns = list.columns.map((name) => `"${name}"`);
  return [
    `${named}: ${found.join(', ')}`,
    `numbers      ${columns[list.numberColumn]} (${list.reason.replaceAll('-', ' ')}) of ${columns.join(', ')}`,
    `recipients   ${summary(countries)}${countries.size === 0 ? `: are numbers without a country code of ${country}?` : ''}`,
    ...(leftOut.size === 0 ? [] : [`left out     ${summary(leftOut)}`]),
    ...(doubts.size === 0 ? [] : [`in doubt     ${summary(doubts)}`]),
    ...(passedOver === 0 ? [] : [`passed over  ${passedOver}: more numbers of the same people`]),
  ].join('\n');
}

/** All of them, and how many of each, most first. */
function summary(counts: ReadonlyMap<string, number>): string {
  const each = [...counts].sort(([, a], [, b]) => b - a);
  const total = each.reduce((sum, [, count]) => sum + count, 0);
  return total === 0 ? '0' : `${total}: ${each.map(([name, count]) => `${name} ${count}`).join(', ')}`;
}

function placeOf(column: string, source: Source, country: string): number {
  const first = tableOf(source, new NumberReader(country)).sample[0] ?? [];
  const place = columnNamed(first, column);
  if (place !== null) return place;
  throw new WrongCall(
    `there is no column "${column}"; there are: ${first.map((name) => `"${name.trim()}"`).join(', ')}`,
  );
}

async function blobOf(file: string): Promise<Blob> {
  if (file === '-') {
    if (isDirectory()) throw new WrongCall('the input is a folder; give a file, such as < list.csv');
    const pieces: Uint8Array<ArrayBuffer>[] = [];
    for await (const piece of process.stdin as AsyncIterable<Buffer<ArrayBuffer>>) pieces.push(piece);
    return new Blob(pieces);
  }
  try {
    const found = await stat(file);
    if (found.isDirectory()) throw new WrongCall(`${file} is a folder; give a file`);
    // Pipes have no size, and can be read only once.
    return found.isFile() ? await openAsBlob(file) : new Blob([await readFile(file)]);
  } catch (error) {
    if (error instanceof WrongCall) throw error;
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    throw new WrongCall(missing ? `there is no file ${file}` : `${file} cannot be opened (${wordsOf(error)})`);
  }
}

function parse(args: readonly string[]): Asked | 'help' {
  const { values, positionals } = parsed(args);
  if (values.help) return 'help';
  const [file, ...others] = positionals;
  if (file === undefined || others.length > 0) throw new WrongCall('give one file, or - for standard input');
  if (values.country === undefined) throw new WrongCall('--country is missing; give two letters such as --country DK');
  const country = values.country.toUpperCase();
  if (!isPhoneCountry(country)) {
    throw new WrongCall(`--country ${values.country} is none; give two letters of ISO 3166-1 such as DK`);
  }
  const { separator, sheet } = values;
  const encoding = values.encoding?.toLowerCase();
  const hiddenRows = values['hidden-rows'];
  if (encoding !== undefined && !isEncoding(encoding)) {
    throw new WrongCall(`--encoding ${values.encoding} is none that is known; there are: ${FILE_ENCODINGS.join(', ')}`);
  }
  if (separator !== undefined && /^$|["\r\n\ufeff]/.test(separator)) {
    throw new WrongCall(`--separator ${JSON.stringify(separator)} separates nothing; give a sign such as ";", or \\t`);
  }
  if (hiddenRows !== undefined && hiddenRows !== 'in' && hiddenRows !== 'out') {
    throw new WrongCall(`--hidden-rows ${hiddenRows} says nothing; it is in or out`);
  }
  const choice: Choice = {
    ...(encoding === undefined ? {} : { encoding }),
    ...(separator === undefined ? {} : { separator: separator.replace('\\t', '\t') }),
    ...(sheet === undefined ? {} : { sheet }),
    ...(hiddenRows === undefined ? {} : { hiddenRows }),
    everyNumber: values['every-number'] === true,
  };
  return { file, country, column: values.column ?? null, jsonl: values.jsonl === true, choice };
}

const isEncoding = (name: string): name is FileEncoding => (FILE_ENCODINGS as readonly string[]).includes(name);

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        country: { type: 'string' },
        column: { type: 'string' },
        encoding: { type: 'string' },
        separator: { type: 'string' },
        sheet: { type: 'string' },
        'hidden-rows': { type: 'string' },
        'every-number': { type: 'boolean' },
        jsonl: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
      allowPositionals: true,
    });
  } catch (error) {
    throw new WrongCall(wordsOf(error));
  }
}
