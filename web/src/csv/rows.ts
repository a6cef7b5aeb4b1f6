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

/** What separates fields, judged by the beginning of the file. `sep=;` in the first line (Excel) decides. */
export function detectSeparator(sample: string): string {
  const told = /^sep=(.)\r?\n/.exec(sample)?.[1];
  if (told !== undefined) return told;
  const { meta } = Papa.parse(sample, { preview: 50, delimitersToGuess: [';', ',', '\t', '|'] });
  return meta.delimiter;
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
      const wrong = errors.find((error) => error.code === 'InvalidQuotes' && error.row !== undefined)?.row ?? -1;
      const good = wrong < 0 ? data : data.slice(0, wrong);
      for (const cells of good) rows.push({ cells: withoutReturn(cells), broken: false });
      // Only the first line of a broken row is given up: what follows it may be sound.
      const end = wrong < 0 ? meta.cursor : wrong === 0 ? 0 : this.#parse(this.#rest, wrong).meta.cursor;
      this.#rest = this.#rest.slice(end);
      if (wrong < 0 && !last && this.#rest.length < LONGEST_ROW) break;
      if (wrong >= 0 || this.#rest !== '') {
        const line = this.#rest.indexOf(this.#newline);
        if (line < 0) break;
        rows.push({ cells: withoutReturn([this.#rest.slice(0, line)]), broken: true });
        this.#rest = this.#rest.slice(line + 1);
      }
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
