/** Rows on their way into the core: their values as code units one behind the other, so that no value need be a string of its own. */
import type { RecipientList } from 'klikspor/texts';

/** The signs that GSM-7 shares with ASCII, and a line feed: of a value with others the core is asked. */
const isUsual = (unit: number) => (unit >= 0x20 && unit <= 0x7e && unit !== 0x60) || unit === 0x0a;

const decoder = new TextDecoder('utf-16le', { ignoreBOM: true });

export class RowBuffer {
  readonly #width: number;
  #units = new Uint16Array(1 << 16);
  #end = 0;
  #lengths = new Uint32Array(1 << 12);
  #values = 0;

  constructor(width: number) {
    this.#width = width;
  }

  get rows(): number {
    return this.#values / this.#width;
  }

  /** Adds a value, a part of `text`. Returns whether all its signs are usual ones. */
  put(text: string, from: number, to: number): boolean {
    const units = this.#roomFor(to - from);
    let at = this.#end;
    let isAllUsual = true;
    for (let index = from; index < to; index++) {
      const unit = text.charCodeAt(index);
      units[at++] = unit;
      if (!isUsual(unit)) isAllUsual = false;
    }
    this.#end = at;
    this.#lengths[this.#values++] = to - from;
    return isAllUsual;
  }

  /** Adds the digits of a whole number above 0. Returns how many there are. */
  putNumber(number: number): number {
    let length = 1;
    for (let power = 10; power <= number; power *= 10) length++;
    const units = this.#roomFor(length);
    let rest = number;
    for (let at = this.#end + length - 1; at >= this.#end; at--) {
      const tenth = Math.floor(rest / 10);
      units[at] = 0x30 + (rest - tenth * 10);
      rest = tenth;
    }
    this.#end += length;
    this.#lengths[this.#values++] = length;
    return length;
  }

  /** In place of the last value. */
  putInstead(text: string): void {
    this.#values--;
    this.#end -= this.#lengths[this.#values] ?? 0;
    this.put(text, 0, text.length);
  }

  /** Hands all rows to a list, and is empty again. */
  flushTo(list: RecipientList): void {
    list.appendValues(decoder.decode(this.#units.subarray(0, this.#end)), this.#lengths.subarray(0, this.#values));
    this.#end = 0;
    this.#values = 0;
  }

  /** For one value more of so many code units. */
  #roomFor(length: number): Uint16Array {
    if (this.#end + length > this.#units.length) {
      const grown = new Uint16Array((this.#end + length) * 2);
      grown.set(this.#units.subarray(0, this.#end));
      this.#units = grown;
    }
    if (this.#values === this.#lengths.length) {
      const grown = new Uint32Array(this.#lengths.length * 2);
      grown.set(this.#lengths);
      this.#lengths = grown;
    }
    return this.#units;
  }
}
