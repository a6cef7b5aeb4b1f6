/** A list as rows, whatever file it comes in: told once what it is, then read from the first row to the last. */
import { beginsAsUtf8, detectEncoding, type EncodingFound } from './encoding.ts';
import { kindOf } from './kind.ts';
import {
  asked,
  type Choice,
  failed,
  type Source,
  type SourceOutcome,
  type SourceRow,
  TEXT,
  type TextRows,
} from './opened.ts';
import { detectSeparator, RowReader, wrappedSeparator } from './rows.ts';
import { encoded, type FileEncoding, LOST_LETTER, octetsOf, textOf } from './text.ts';
import { Utf8Look } from './utf8.ts';

export type {
  Choice,
  Found,
  Sheet,
  Source,
  SourceFailure,
  SourceOutcome,
  SourceQuestion,
  SourceRow,
} from './opened.ts';

/** Enough to tell separator, headings and the number column. */
const SAMPLE_BYTES = 1 << 16;

/** A file that began as UTF-8 goes on as something else, or its letters are perhaps written twice: all of it has to be looked at. */
export class NotUtf8 extends Error {}

/**
 * Reads a text's encoding to the last octet, and a spreadsheet or an address book whole. `byBeginning`: takes a long text for UTF-8
 * that begins so, which saves to read it twice; its rows or pieces end in a `NotUtf8` if it is not.
 */
export async function openSource(file: Blob, choice: Choice = {}, byBeginning = false): Promise<SourceOutcome> {
  const outcome = await openFormat(file, choice, byBeginning);
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
    text: null,
    async *rows() {
      for await (const { rows, done, total } of source.rows()) yield { rows: apart(rows), done, total };
    },
  };
}

async function openFormat(file: Blob, choice: Choice, byBeginning: boolean): Promise<SourceOutcome> {
  const kind = await kindOf(file);
  switch (kind) {
    case 'csv':
      return openText(file, choice, byBeginning);
    case 'vcard':
      return (await import('./vcard.ts')).openCards(file, choice);
    case 'xlsx':
      // Loaded with the first spreadsheet.
      return (await import('./xlsx.ts')).openSpreadsheet(file, choice);
    default:
      return failed(kind);
  }
}

async function openText(file: Blob, choice: Choice, byBeginning: boolean): Promise<SourceOutcome> {
  const isTrusted = byBeginning && choice.encoding === undefined && (await beginsAsUtf8(file));
  const { encoding, readings, isWellFormed } = isTrusted
    ? BEGAN_AS_UTF8
    : choice.encoding === undefined
      ? await detectEncoding(file, choice.country)
      : { encoding: choice.encoding, readings: [], isWellFormed: false };
  const sample = await sampleOf(file, encoding);
  if (sample.trim() === '') return failed('empty-file');
  if (readings.length > 0) return asked({ kind: 'encoding', readings });
  const line = numbersOnOneLine(sample, file.size);
  const text = line ?? sample;
  const wrapped = wrappedSeparator(text, choice.separator);
  const separator = wrapped ?? choice.separator ?? detectSeparator(text);
  const reader = () => new NumberedRows(new RowReader(separator, text, wrapped !== null));
  const texts = () => (line === null ? textOf(file, encoding) : [{ text: line, bytesRead: file.size }]);
  async function* pieces() {
    const isUtf8 = isWellFormed && encoding === 'utf-8' && line === null;
    const look = new Utf8Look();
    for await (const { octets, bytesRead } of isUtf8 ? octetsOf(file) : encoded(texts())) {
      if (isTrusted) look.take(octets);
      mustBeUtf8(look);
      yield { octets, done: bytesRead, total: file.size };
    }
    look.end();
    mustBeUtf8(look);
  }
  const isPlain = reader().rowEnd === '\n' && separator !== '"' && /^[\t -~]$/.test(separator);
  return {
    ok: true,
    source: {
      ...TEXT,
      format: 'csv',
      encoding,
      separator,
      sample: reader().read(text, true),
      async *rows() {
        if (isTrusted && !(await detectEncoding(file, choice.country)).isWellFormed) throw new NotUtf8();
        const rows = reader();
        for await (const { text, bytesRead } of texts()) {
          yield { rows: rows.read(text, false), done: bytesRead, total: file.size };
        }
        yield { rows: rows.read('', true), done: file.size, total: file.size };
      },
      text: isPlain ? { separator, pieces, reader } : null,
    },
  };
}

const BEGAN_AS_UTF8: EncodingFound = { encoding: 'utf-8', readings: [], isWellFormed: true };

function mustBeUtf8({ isBroken, mayBeTwice }: Utf8Look): void {
  if (isBroken || mayBeTwice) throw new NotUtf8();
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
class NumberedRows implements TextRows {
  readonly #reader: RowReader;
  line = 0;

  constructor(reader: RowReader) {
    this.#reader = reader;
  }

  get rowEnd(): string | null {
    return this.#reader.rowEnd;
  }

  get isThrough(): boolean {
    return this.#reader.isThrough;
  }

  pass(rows: number): void {
    this.line += rows;
  }

  read(text: string, last: boolean): SourceRow[] {
    const rows: SourceRow[] = [];
    for (const { cells, broken } of this.#reader.read(text, last)) {
      const line = ++this.line;
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
