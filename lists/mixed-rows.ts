/** The rows of a long file, plain ones by themselves, and those between them one by one: in the file's order, each once. */
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

/** Octets that are read one by one at once where nothing plain is found. */
const LEAST_ONE_BY_ONE = 1 << 8;
const MOST_ONE_BY_ONE = 1 << 12;

const FEED = 0x0a;

export class MixedRows {
  readonly #intake: RowIntake;
  readonly #rows: TextRows;
  readonly #plain: PlainReader;
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  /** What is left of the pieces so far, at its beginning; room for the next behind that. */
  #room = new Uint8Array(1 << 16);
  #left = 0;
  /** How much is read one by one beyond a row's end: more while nothing plain is found. */
  #stride = 0;

  constructor({ separator, reader }: SourceText, intake: RowIntake) {
    this.#intake = intake;
    this.#rows = reader();
    this.#plain = intake.plainReader(separator);
  }

  *read(piece: Uint8Array, last: boolean): Generator<ListPart> {
    const octets = this.#behindWhatIsLeft(piece, last);
    const whole = octets.subarray(0, octets.lastIndexOf(FEED) + 1);
    const rows = this.#rows;
    let at = 0;
    while (at < octets.length) {
      if (rows.isThrough && rows.line >= this.#intake.first) {
        const plain = this.#plain.read(whole, at, rows.line);
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
      const most = rows.isThrough ? MOST_ONE_BY_ONE : octets.length;
      const end = whole.indexOf(FEED, at + Math.min(this.#stride, most));
      const upTo = end < 0 ? Math.max(whole.length, rows.isThrough ? at : octets.length) : end + 1;
      if (upTo === at) break;
      this.#stride = Math.max(LEAST_ONE_BY_ONE, this.#stride * 4);
      const text = this.#decoder.decode(octets.subarray(at, upTo), { stream: true });
      at = upTo;
      const read = rows.read(text, false);
      if (read.length > 0) yield { rows: this.#intake.take(read, this.#plain) };
    }
    this.#room.copyWithin(0, at, octets.length);
    this.#left = octets.length - at;
    if (last) yield { rows: this.#intake.take(rows.read('', true), this.#plain) };
  }

  #behindWhatIsLeft(piece: Uint8Array, last: boolean): Uint8Array {
    let length = this.#left + piece.length;
    // One more for the last row's end.
    if (length + 1 > this.#room.length) {
      const grown = new Uint8Array((length + 1) * 2);
      grown.set(this.#room.subarray(0, this.#left));
      this.#room = grown;
    }
    this.#room.set(piece, this.#left);
    if (last && length > 0 && this.#room[length - 1] !== FEED) this.#room[length++] = FEED;
    return this.#room.subarray(0, length);
  }
}
