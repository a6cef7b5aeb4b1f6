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

/**
 * What separates fields, judged by the first lines: the sign that most of them have as often as the first.
 * `sep=;` in the first line (Excel) decides. A stray quotation mark must not mislead it, so lines are judged one by one.
 */
export function detectSeparator(sample: string): string {
  const told = /^sep=(.)\r?\n/.exec(sample)?.[1];
  if (told !== undefined) return told;
  const lines = sample
    .split(/\r\n|\n|\r/, 21)
    .filter((line) => line.trim() !== '')
    .map((line) => line.replace(/"[^"]*"/g, ''));
  let best = { separator: ',', alike: 0, count: 0 };
  for (const separator of SEPARATORS) {
    const counts = lines.map((line) => line.split(separator).length - 1);
    const count = counts[0] ?? 0;
    if (count === 0) continue;
    const alike = counts.filter((other) => other === count).length;
    if (alike > best.alike || (alike === best.alike && count > best.count)) best = { separator, alike, count };
  }
  return best.separator;
}

export class RowReader {
  readonly #separator: string;
  /** Rows end at a line feed; the carriage return before it is taken off the last cell. Only old Macs had it alone. */
  readonly #newline: '\n' | '\r';
  #rest = '';

  constructor(separator: string, sample: string) {
    this.#separator = separator;
    this.#newline = sample.includes('\n') ? '\n' : '\r';
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
      for (const cells of data.slice(0, good)) rows.push({ cells: withoutReturn(cells), broken: false });
      const end = wrong === undefined ? meta.cursor : good === 0 ? 0 : this.#parse(this.#rest, good).meta.cursor;
      this.#rest = this.#rest.slice(end);
      if (wrong === undefined && !last && this.#rest.length < LONGEST_ROW) break;
      // Only the first line of a broken row is given up: what follows it may be sound.
      const line = this.#rest.indexOf(this.#newline);
      if (line < 0) break;
      rows.push({ cells: withoutReturn([this.#rest.slice(0, line)]), broken: true });
      this.#rest = this.#rest.slice(line + 1);
    }
    return rows;
  }

  #parse(text: string, preview: number): Parsed {
    const parser = new Papa.Parser({ delimiter: this.#separator, newline: this.#newline, preview });
    return parser.parse(text, 0, true) as Parsed;
  }
}

function withoutReturn(cells: string[]): string[] {
  const last = cells.length - 1;
  const cell = cells[last];
  if (cell?.endsWith('\r')) cells[last] = cell.slice(0, -1);
  return cells;
}
