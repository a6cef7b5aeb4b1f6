/** A list as rows, whatever file it comes in: told once what it is, then read from the first row to the last. */
import { detectEncoding, type Reading } from './encoding.ts';
import { type Format, kindOf, type Unreadable } from './kind.ts';
import type { RowProblem } from './left-out.ts';
import { detectSeparator, RowReader } from './rows.ts';
import { type FileEncoding, LOST_LETTER, textOf } from './text.ts';

export interface SourceRow {
  /** `="Bo"` is Bo already; nothing else is taken off. */
  readonly cells: string[];
  /** The row's place in the file, 1 for the first: of a spreadsheet its row, of an address book its card. */
  readonly line: number;
  /** Why it cannot be read; of 'row-broken-quotes' the first cell is the whole line. Null: it can. */
  readonly broken: Extract<RowProblem, 'row-broken-quotes' | 'row-broken-encoding'> | null;
}

export interface Sheet {
  readonly name: string;
  readonly rows: number;
}

/** What a file turned out to be, and what of it is read. */
export interface Found {
  readonly format: Format;
  /** Null: it is no text. */
  readonly encoding: FileEncoding | null;
  /** Null: nothing separates cells. */
  readonly separator: string | null;
  /** Null: it has none. */
  readonly sheet: string | null;
  /** Those that can be chosen: with rows, and not hidden. */
  readonly sheets: readonly Sheet[];
  /** Rows that the sheet hides, and whether they are read. */
  readonly hiddenRows: { readonly count: number; readonly read: boolean };
}

export interface Source extends Found {
  /** The first rows, enough to tell headings and the number column. */
  readonly sample: readonly SourceRow[];
  /** All rows in order, those of the sample among them. Empty ones are passed over. */
  rows(): AsyncGenerator<{ readonly rows: readonly SourceRow[]; readonly done: number; readonly total: number }>;
}

/** What a person said of the file. What is absent is found, or asked. */
export interface Choice {
  readonly encoding?: FileEncoding;
  readonly separator?: string;
  readonly sheet?: string;
  readonly hiddenRows?: 'in' | 'out' | undefined;
  /** Each cell is somebody's number, a row by itself. */
  readonly everyNumber?: boolean;
  /**
   * ISO 3166-1 alpha-2: as its people write dates and decimals, a spreadsheet is read, and text as its programs write letters.
   * Absent: dates as ISO 8601 has them, letters as in Western Europe.
   */
  readonly country?: string;
}

/** What only a person knows: which reading is right, which sheet is meant, whether rows hidden in it are. */
export type SourceQuestion =
  | { readonly kind: 'encoding'; readonly readings: readonly Reading[] }
  | { readonly kind: 'sheet'; readonly sheets: readonly Sheet[] }
  | { readonly kind: 'hidden-rows'; readonly hidden: number; readonly shown: number };

/** 'unreadable': it begins as what it should be, and breaks off or is damaged. */
export type SourceFailure = 'empty-file' | 'unreadable' | Unreadable;

export type SourceOutcome =
  | { readonly ok: true; readonly source: Source }
  | { readonly ok: false; readonly failure: SourceFailure; readonly question: null }
  | { readonly ok: false; readonly failure: null; readonly question: SourceQuestion };

export const failed = (failure: SourceFailure): SourceOutcome => ({ ok: false, failure, question: null });
export const asked = (question: SourceQuestion): SourceOutcome => ({ ok: false, failure: null, question });

/** What a file of text has of `Found`. */
export const TEXT = { sheet: null, sheets: [], hiddenRows: { count: 0, read: false } } as const;

/** Enough to tell separator, headings and the number column. */
const SAMPLE_BYTES = 1 << 16;

/** Reads a text's encoding to the last octet, and a spreadsheet or an address book whole. */
export async function openSource(file: Blob, choice: Choice = {}): Promise<SourceOutcome> {
  const outcome = await openFormat(file, choice);
  return outcome.ok && choice.everyNumber === true ? { ok: true, source: cellByCell(outcome.source) } : outcome;
}

function cellByCell(source: Source): Source {
  const apart = (rows: readonly SourceRow[]) =>
    rows.flatMap(({ cells, line, broken }) =>
      cells.filter((cell) => cell.trim() !== '').map((cell): SourceRow => ({ cells: [cell], line, broken })),
    );
  return {
    ...source,
    sample: apart(source.sample),
    async *rows() {
      for await (const { rows, done, total } of source.rows()) yield { rows: apart(rows), done, total };
    },
  };
}

async function openFormat(file: Blob, choice: Choice): Promise<SourceOutcome> {
  const kind = await kindOf(file);
  switch (kind) {
    case 'csv':
      return openText(file, choice);
    case 'vcard':
      return (await import('./vcard.ts')).openCards(file, choice);
    case 'xlsx':
      // Loaded with the first spreadsheet.
      return (await import('./xlsx.ts')).openSpreadsheet(file, choice);
    default:
      return failed(kind);
  }
}

async function openText(file: Blob, choice: Choice): Promise<SourceOutcome> {
  const { encoding, readings } =
    choice.encoding === undefined
      ? await detectEncoding(file, choice.country)
      : { encoding: choice.encoding, readings: [] };
  const sample = await sampleOf(file, encoding);
  if (sample.trim() === '') return failed('empty-file');
  if (readings.length > 0) return asked({ kind: 'encoding', readings });
  const line = numbersOnOneLine(sample, file.size);
  const text = line ?? sample;
  const separator = choice.separator ?? detectSeparator(text);
  return {
    ok: true,
    source: {
      ...TEXT,
      format: 'csv',
      encoding,
      separator,
      sample: new NumberedRows(separator, text).read(text, true),
      async *rows() {
        const rows = new NumberedRows(separator, text);
        for await (const piece of line === null ? textOf(file, encoding) : [{ text: line, bytesRead: file.size }]) {
          yield { rows: rows.read(piece.text, false), done: piece.bytesRead, total: file.size };
        }
        yield { rows: rows.read('', true), done: file.size, total: file.size };
      },
    },
  };
}

/**
 * What addresses of a message look like, "20123456, +45 20123457; …": a line each, though they stand on one, or on several
 * that break off behind a separator.
 */
function numbersOnOneLine(sample: string, size: number): string | null {
  const text = sample.trim().replace(/([,;]) *\r?\n */g, '$1 ');
  if (size > SAMPLE_BYTES || /[\r\n\t"]/.test(text)) return null;
  const cells = text
    .split(/[,;]/)
    .map((cell) => cell.trim())
    .filter((cell) => cell !== '');
  return cells.length > 1 && cells.every((cell) => /^\+?[\d\s().-]{6,}$/.test(cell)) ? `${cells.join('\n')}\n` : null;
}

/** Rows with their places in the file, without those that are empty and without `sep=;`. */
class NumberedRows {
  readonly #reader: RowReader;
  #line = 0;

  constructor(separator: string, sample: string) {
    this.#reader = new RowReader(separator, sample);
  }

  read(text: string, last: boolean): SourceRow[] {
    const rows: SourceRow[] = [];
    for (const { cells, broken } of this.#reader.read(text, last)) {
      const line = ++this.#line;
      if (line === 1 && /^sep=.?$/.test(cells[0] ?? '')) continue;
      if (cells.every((cell) => cell.trim() === '')) continue;
      rows.push({ cells, line, broken: brokenBy(cells, broken) });
    }
    return rows;
  }
}

function brokenBy(cells: readonly string[], quotes: boolean): SourceRow['broken'] {
  if (quotes) return 'row-broken-quotes';
  return cells.some((cell) => cell.includes(LOST_LETTER)) ? 'row-broken-encoding' : null;
}

async function sampleOf(file: Blob, encoding: FileEncoding): Promise<string> {
  let text = '';
  for await (const piece of textOf(file.slice(0, SAMPLE_BYTES), encoding)) text += piece.text;
  // A sample that ends in the middle of a row would show a broken one.
  if (file.size <= SAMPLE_BYTES) return text;
  const end = Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r'));
  return end > 0 ? text.slice(0, end + 1) : text;
}
