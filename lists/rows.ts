/** Rows of a CSV file, piece by piece, none lost to a broken one. Splitting into fields is PapaParse's. */
import Papa from 'papaparse';

export interface Row {
  readonly cells: string[];
  /** A quote that was opened and never properly closed: the line is handed over as it stands. */
  readonly broken: boolean;
}

interface Parsed {
  data: string[][];
  errors: { code: string; row?: number }[];
  meta: { cursor: number };
}

/** No row of a recipient list is longer: a quote still open after this many characters was never meant as one. */
const LONGEST_ROW = 1 << 16;

const SEPARATORS = [';', '\t', ',', '|'] as const;
/** Records by which the separator is told, and the most of a file that is looked at for them. */
const TOLD_BY = 50;
const TOLD_WITHIN = 1 << 15;

/**
 * What separates fields, judged by the first records (RFC 4180: a line break within quotes ends none): the sign by which
 * most of them have the same number of fields. `sep=;` in the first line (Excel) decides. Records that a stray quotation
 * mark breaks say nothing.
 */
export function detectSeparator(sample: string): string {
  const told = /^sep=(.)[\r\n]/.exec(sample)?.[1];
  if (told !== undefined) return told;
  const start = sample.slice(0, TOLD_WITHIN);
  let best = { separator: ',', alike: 0, first: false, fields: 1 };
  for (const separator of SEPARATORS) {
    if (!start.includes(separator)) continue;
    const rows = new RowReader(separator, sample).read(start, start.length === sample.length);
    const counts = rows
      .filter(({ cells, broken }) => !broken && !cells.some(isHalf) && cells.some((cell) => cell.trim() !== ''))
      .slice(0, TOLD_BY)
      .map(({ cells }) => cells.length);
    const found = { separator, ...mostCommon(counts) };
    if (found.fields > 1 && isBetter(found, best)) best = found;
  }
  return best.separator;
}

/**
 * What separates the cells of rows that were put in quotes whole ("navn;mobil"), as a spreadsheet writes them again that took
 * each for one cell. Null: they are not so written, alike, to the last one. `separator`: the only one that it may be.
 */
export function wrappedSeparator(sample: string, separator?: string): string | null {
  const rows = new RowReader(separator ?? detectSeparator(sample), sample)
    .read(sample, true)
    .filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
  if (rows.length < 2 || rows.some(({ cells, broken }) => broken || cells.length > 1)) return null;
  const inner = separator ?? detectSeparator(rows.map(({ cells }) => cells[0]).join('\n'));
  const [width = 0, ...widths] = rows.map((row) => unwrapped(row, inner).cells.length);
  return width > 1 && widths.every((other) => other === width) ? inner : null;
}

/** A row that is a whole one in a cell; any other stays as it is. */
function unwrapped(row: Row, separator: string): Row {
  const [text, ...others] = row.cells;
  if (row.broken || text === undefined || others.length > 0) return row;
  const { data, errors } = new Papa.Parser({ delimiter: separator, newline: '\n' }).parse(text, 0, false) as Parsed;
  const [cells, ...more] = data;
  return cells === undefined || more.length > 0 || errors.length > 0 ? row : { cells: finished(cells), broken: false };
}

/** Half of a cell in quotes, cut by what separates nothing. Or inches: such records tell less than others. */
const isHalf = (cell: string) => cell.includes('"') && cell.split('"').length % 2 === 0;

interface Fields {
  /** Records with so many fields. */
  readonly alike: number;
  readonly fields: number;
  /** The first record, which names the columns, is one of them. */
  readonly first: boolean;
}

function mostCommon(counts: readonly number[]): Fields {
  const times = new Map<number, number>();
  for (const count of counts) times.set(count, (times.get(count) ?? 0) + 1);
  let [fields, alike] = [1, 0];
  for (const [count, rows] of times) if (count > 1 && rows > alike) [fields, alike] = [count, rows];
  return { fields, alike, first: counts[0] === fields };
}

function isBetter(one: Fields, other: Fields): boolean {
  if (one.alike !== other.alike) return one.alike > other.alike;
  if (one.first !== other.first) return one.first;
  return one.fields > other.fields;
}

/** Rows end at a line feed; the carriage return before it is taken off the last cell. Only old Macs had it alone. */
function newlineOf(sample: string): '\n' | '\r' {
  // Old Macs' rows end with a carriage return also where a line feed stands within a cell.
  const outside = sample.slice(0, TOLD_WITHIN).replace(/"[^"]*"/g, '');
  return !outside.includes('\n') && outside.includes('\r') ? '\r' : '\n';
}

/** Ways to keep a spreadsheet from taking a text for a number: ="0045". */
const AS_TEXT = /^="((?:[^"]|"")*)"$/;

export class RowReader {
  readonly #separator: string;
  readonly #newline: '\n' | '\r';
  readonly #isWrapped: boolean;
  #rest = '';

  /** `isWrapped`: each row is one in quotes. */
  constructor(separator: string, sample: string, isWrapped = false) {
    this.#separator = separator;
    this.#isWrapped = isWrapped;
    this.#newline = newlineOf(sample);
  }

  /** Whether all that was handed over has come out. */
  get isThrough(): boolean {
    return this.#rest === '';
  }

  /** What ends rows of a text that are not in quotes whole; null: they are. */
  get rowEnd(): '\n' | '\r' | null {
    return this.#isWrapped ? null : this.#newline;
  }

  /** Complete rows of the text so far; the last, unfinished one is kept back until `last`. */
  read(text: string, last: boolean): Row[] {
    this.#rest += text;
    if (last && this.#rest !== '' && !this.#rest.endsWith(this.#newline)) this.#rest += this.#newline;
    const rows: Row[] = [];
    while (this.#rest !== '') {
      const { data, errors, meta } = this.#parse(this.#rest, 0);
      // An error in the row that is not complete yet may vanish with what is still to come.
      const wrong = errors.find(({ code, row }) => code === 'InvalidQuotes' && row !== undefined && row < data.length);
      const good = wrong?.row ?? data.length;
      for (const cells of data.slice(0, good)) rows.push({ cells: finished(cells), broken: false });
      const end = wrong === undefined ? meta.cursor : good === 0 ? 0 : this.#parse(this.#rest, good).meta.cursor;
      this.#rest = this.#rest.slice(end);
      if (wrong === undefined && !last && this.#rest.length < LONGEST_ROW) break;
      // Only the first line of a broken row is given up: what follows it may be sound.
      const line = this.#rest.indexOf(this.#newline);
      if (line < 0) break;
      rows.push({ cells: finished([this.#rest.slice(0, line)]), broken: true });
      this.#rest = this.#rest.slice(line + 1);
    }
    return this.#isWrapped ? rows.map((row) => unwrapped(row, this.#separator)) : rows;
  }

  #parse(text: string, preview: number): Parsed {
    const parser = new Papa.Parser({ delimiter: this.#separator, newline: this.#newline, preview });
    return parser.parse(text, 0, true) as Parsed;
  }
}

function finished(cells: string[]): string[] {
  const last = cells.length - 1;
  const cell = cells[last];
  if (cell?.endsWith('\r')) cells[last] = cell.slice(0, -1);
  for (const [at, text] of cells.entries()) if (text.startsWith('="')) cells[at] = plain(text);
  return cells;
}

/** ="Bo" is Bo. */
export const plain = (cell: string): string => AS_TEXT.exec(cell)?.[1]?.replaceAll('""', '"') ?? cell;
