/** A list as rows, whatever file it comes in: told once what it is, then read from the first row to the last. */
import { detectSeparator, RowReader } from './rows.ts';
import { detectEncoding, type FileEncoding, textOf } from './text.ts';

export interface SourceRow {
  readonly cells: string[];
  /** The row's place in the file, 1 for the first. */
  readonly line: number;
  /** It could not be told into cells: the first is the whole line. */
  readonly broken: boolean;
}

export interface Source {
  readonly encoding: FileEncoding;
  readonly separator: string;
  /** The first rows, enough to tell headings and the number column. */
  readonly sample: readonly SourceRow[];
  /** All rows in order, those of the sample among them. Empty ones are passed over. `read` of `size`: octets. */
  pieces(): AsyncGenerator<{ readonly rows: readonly SourceRow[]; readonly read: number; readonly size: number }>;
}

export type SourceOutcome =
  | { readonly ok: true; readonly source: Source }
  | { readonly ok: false; readonly failure: 'empty-file' };

/** Enough to tell separator, headings and the number column. */
const SAMPLE_BYTES = 1 << 16;

export async function openSource(file: Blob): Promise<SourceOutcome> {
  const encoding = await detectEncoding(file);
  const sample = await sampleOf(file, encoding);
  if (sample.trim() === '') return { ok: false, failure: 'empty-file' };
  const separator = detectSeparator(sample);
  const first = new NumberedRows(separator, sample);
  return {
    ok: true,
    source: {
      encoding,
      separator,
      sample: first.read(sample, true),
      async *pieces() {
        const rows = new NumberedRows(separator, sample);
        for await (const { text, bytesRead } of textOf(file, encoding)) {
          yield { rows: rows.read(text, false), read: bytesRead, size: file.size };
        }
        yield { rows: rows.read('', true), read: file.size, size: file.size };
      },
    },
  };
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
      if (cells.some((cell) => cell.trim() !== '')) rows.push({ cells, line, broken });
    }
    return rows;
  }
}

async function sampleOf(file: Blob, encoding: FileEncoding): Promise<string> {
  let text = '';
  for await (const piece of textOf(file.slice(0, SAMPLE_BYTES), encoding)) text += piece.text;
  // A sample that ends in the middle of a row would show a broken one.
  if (file.size <= SAMPLE_BYTES) return text;
  const end = Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r'));
  return end > 0 ? text.slice(0, end + 1) : text;
}
