/** Rows on their way into the core: their values as code units one behind the other, so that no value need be a string of its own. */
import type { RecipientList } from 'klikspor/texts';

const HALF_DIGITS = 8;
const HALF = 10 ** HALF_DIGITS;

function digitsOf(number: number): number {
  let digits = 1;
  for (let power = 10; power <= number; power *= 10) digits++;
  return digits;
}

export class RowBuffer {
  readonly #width: number;
  readonly #isOutsideGsm7: Uint8Array;
  #units = new Uint16Array(1 << 16);
  #end = 0;
  #lengths = new Uint32Array(1 << 12);
  #values = 0;
  /** Whether all that the last value has is known to be of GSM-7. */
  isUsual = true;

  /** `outsideGsm7`: as `outsideGsm7Of` has it. */
  constructor(width: number, outsideGsm7: Uint8Array) {
    this.#width = width;
    this.#isOutsideGsm7 = outsideGsm7;
  }

  get rows(): number {
    return this.#values / this.#width;
  }

  put(text: string): void {
    const units = this.#roomFor(text.length);
    let outside = 0;
    for (let index = 0; index < text.length; index++) {
      const unit = text.charCodeAt(index);
      units[this.#end + index] = unit;
      outside |= this.#isOutsideGsm7[unit] as number;
    }
    this.#put(text.length, outside);
  }

  /** The same of a part of well-formed UTF-8. Returns how many code units it is. */
  putUtf8(octets: Uint8Array, from: number, to: number): number {
    // There are no more of them than octets.
    const units = this.#roomFor(to - from);
    const isOutsideGsm7 = this.#isOutsideGsm7;
    const follows = (at: number) => (octets[at] as number) & 0x3f;
    let end = this.#end;
    let outside = 0;
    for (let at = from; at < to; at++) {
      let unit = octets[at] as number;
      if (unit >= 0xf0) {
        const point = ((unit & 0x07) << 18) | (follows(++at) << 12) | (follows(++at) << 6) | follows(++at);
        units[end++] = 0xd7c0 + (point >> 10);
        unit = 0xdc00 | (point & 0x3ff);
      } else if (unit >= 0xe0) {
        unit = ((unit & 0x0f) << 12) | (follows(++at) << 6) | follows(++at);
      } else if (unit >= 0xc0) {
        unit = ((unit & 0x1f) << 6) | follows(++at);
      }
      units[end++] = unit;
      outside |= isOutsideGsm7[unit] as number;
    }
    return this.#put(end - this.#end, outside);
  }

  /** The digits of a whole number above 0, up to 15. Returns how many there are. */
  putNumber(number: number): number {
    // In halves that are small integers: dividing those takes a tenth of the time.
    const high = Math.floor(number / HALF) | 0;
    const low = (number - high * HALF) | 0;
    const length = high === 0 ? digitsOf(low) : digitsOf(high) + HALF_DIGITS;
    const units = this.#roomFor(length);
    const first = this.#end;
    let rest = low;
    for (let at = first + length - 1; at >= first; at--) {
      const tenth = (rest / 10) | 0;
      units[at] = 0x30 + (rest - tenth * 10);
      rest = at === first + length - HALF_DIGITS ? high : tenth;
    }
    return this.#put(length, 0);
  }

  /** In place of the last value. */
  putInstead(text: string): void {
    this.#values--;
    this.#end -= this.#lengths[this.#values] ?? 0;
    this.put(text);
  }

  /** Hands all rows to a list, and is empty again. */
  flushTo(list: RecipientList): void {
    list.appendValues(this.#units.subarray(0, this.#end), this.#lengths.subarray(0, this.#values));
    this.#end = 0;
    this.#values = 0;
  }

  #put(length: number, outside: number): number {
    this.#end += length;
    this.#lengths[this.#values++] = length;
    this.isUsual = outside === 0;
    return length;
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
