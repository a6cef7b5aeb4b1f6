/** The rows of a long text, plain ones by themselves, and those between them one by one: in the file's order, each once. */
import type { ListPart, ListRow } from './list-row.ts';
import type { SourceRow, SourceText, TextRows } from './opened.ts';
import type { PlainReader } from './plain-rows.ts';

export interface RowIntake {
  /** The line that the table begins on. */
  readonly first: number;
  /** For the rows of this list, along with `take`. */
  plainReader(separator: string): PlainReader;
  /** What plain rows that were read say of the list. */
  count(plain: PlainReader): void;
  /** `plain`: learns to read rows like these. */
  take(rows: readonly SourceRow[], plain: PlainReader): ListRow[];
}

/** Characters that are read one by one at once where nothing plain is found. */
const LEAST_ONE_BY_ONE = 1 << 8;
const MOST_ONE_BY_ONE = 1 << 14;

export class MixedRows {
  readonly #intake: RowIntake;
  readonly #rows: TextRows;
  readonly #plain: PlainReader;
  #rest = '';
  /** How much is read one by one beyond a row's end: more while nothing plain is found. */
  #stride = 0;

  constructor({ separator, reader }: SourceText, intake: RowIntake) {
    this.#intake = intake;
    this.#rows = reader();
    this.#plain = intake.plainReader(separator);
  }

  *read(piece: string, last: boolean): Generator<ListPart> {
    let text = this.#rest + piece;
    if (last && text !== '' && !text.endsWith('\n')) text += '\n';
    const rows = this.#rows;
    let at = 0;
    while (at < text.length) {
      if (rows.isThrough && rows.line >= this.#intake.first) {
        const plain = this.#plain.read(text, at, rows.line);
        at = this.#plain.end;
        rows.pass(plain.count);
        this.#intake.count(this.#plain);
        if (plain.count > 0) {
          this.#stride = 0;
          yield { plain };
          continue;
        }
      }
      // What a quotation mark opens, those who read one by one are to see whole, or as much of it as there is.
      const most = rows.isThrough ? MOST_ONE_BY_ONE : text.length;
      const end = text.indexOf('\n', at + Math.min(this.#stride, most));
      const upTo = end < 0 ? Math.max(text.lastIndexOf('\n') + 1, rows.isThrough ? at : text.length) : end + 1;
      if (upTo === at) break;
      this.#stride = Math.max(LEAST_ONE_BY_ONE, this.#stride * 4);
      const read = rows.read(text.slice(at, upTo), false);
      at = upTo;
      if (read.length > 0) yield { rows: this.#intake.take(read, this.#plain) };
    }
    this.#rest = text.slice(at);
    if (last) yield { rows: this.#intake.take(rows.read('', true), this.#plain) };
  }
}
