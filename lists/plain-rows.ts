/**
 * Rows of a CSV text that hold nothing unusual, found without making a string of each cell: in a long list nearly all are so. Any
 * other row is left to whoever reads rows one by one, and so is a number of which none like it was read yet.
 */
import type { Alike } from './number.ts';
import type { NumberSet } from './number-set.ts';
import { LOST_LETTER } from './text.ts';

/** Good until the next are read: their places are written over. */
export interface PlainRows {
  readonly text: string;
  readonly width: number;
  count: number;
  /** Where each cell begins and ends in the text, row by row. */
  readonly places: Uint32Array;
  /** Digits with country code. */
  readonly numbers: Float64Array;
  /** What is known of each number. */
  readonly alike: readonly Alike[];
  /** As in `SourceRow`. */
  readonly lines: Uint32Array;
}

export interface PlainFormat {
  /** One character. */
  readonly separator: string;
  readonly width: number;
  /** Of the numbers. */
  readonly column: number;
  /** Cells of this column have to be so. */
  readonly where: { readonly index: number; holds(cell: string): boolean } | null;
}

const MOST_ROWS = 8_192;
const MOST_DIGITS = 17;
/** What is exact in a double, and as long as a number may be (E.164). */
const EXACT_DIGITS = 15;
const [QUOTE, PLUS, ZERO, NINE, BLANK, FEED, RETURN] = [0x22, 0x2b, 0x30, 0x39, 0x20, 0x0a, 0x0d];

export class PlainReader {
  readonly #format: PlainFormat;
  readonly #separator: number;
  readonly #seen: NumberSet;
  readonly #alike = new AlikeNumbers();
  readonly #places: Uint32Array;
  readonly #numbers = new Float64Array(MOST_ROWS);
  readonly #kinds: Alike[] = [];
  readonly #lines = new Uint32Array(MOST_ROWS);
  /** Digits of the number looked at. */
  readonly #digits = new Uint8Array(MOST_DIGITS);
  /** By their length: how many numbers without a country code were read. */
  readonly counted = new Uint32Array(MOST_DIGITS + 1);
  #looked = '';
  /** Where the next letter stands that was lost; no row is taken that it stands in. */
  #lostAt = 0;
  /** Where the last row that was read ended. */
  end = 0;

  /** `seen`: numbers of rows that were taken. */
  constructor(format: PlainFormat, seen: NumberSet) {
    this.#format = format;
    this.#separator = format.separator.charCodeAt(0);
    this.#seen = seen;
    this.#places = new Uint32Array(MOST_ROWS * format.width * 2);
  }

  /** Whether numbers that are written like this one are known. */
  knows(cell: string): boolean {
    return this.#alikeOf(cell, 0, cell.length) !== null;
  }

  learn(alike: Alike): void {
    if (alike.before.length + alike.length - alike.dropped <= EXACT_DIGITS) this.#alike.add(alike);
  }

  /** Rows of `text` from `from` on, up to the first that is none of them or is not whole. `line`: of the row before the first. */
  read(text: string, from: number, line: number): PlainRows {
    const { width, column, where } = this.#format;
    const places = this.#places;
    this.#look(text, from);
    this.counted.fill(0);
    this.end = from;
    let count = 0;
    while (count < MOST_ROWS && this.end < text.length) {
      const first = count * width * 2;
      const end = this.#row(text, this.end, first);
      if (end < 0 || end > this.#lostAt) break;
      const [start, stop] = [places[first + column * 2] ?? 0, places[first + column * 2 + 1] ?? 0];
      if (where !== null) {
        const at = first + where.index * 2;
        if (!where.holds(text.slice(places[at], places[at + 1]))) break;
      }
      const alike = this.#alikeOf(text, start, stop);
      if (alike === null) break;
      const number = this.#numberOf(alike);
      if (!this.#seen.add(number)) break;
      if (alike.isCounted) this.counted[alike.length] = (this.counted[alike.length] ?? 0) + 1;
      this.#numbers[count] = number;
      this.#kinds[count] = alike;
      this.#lines[count] = line + count + 1;
      count++;
      this.end = end;
    }
    return { text, width, count, places, numbers: this.#numbers, alike: this.#kinds, lines: this.#lines };
  }

  /** Finds the first lost letter from `from` on, once for all rows before it. */
  #look(text: string, from: number): void {
    if (text === this.#looked && from <= this.#lostAt) return;
    const found = text.indexOf(LOST_LETTER, from);
    this.#looked = text;
    this.#lostAt = found < 0 ? Number.POSITIVE_INFINITY : found;
  }

  /** Writes down the cells of the row at `from`; returns where the next one begins, or -1: it is not plain, or not whole. */
  #row(text: string, from: number, first: number): number {
    const { width } = this.#format;
    const separator = this.#separator;
    const places = this.#places;
    let at = from;
    for (let cell = 0; cell < width; cell++) {
      let start = at;
      let end: number;
      let sign = text.charCodeAt(at);
      if (sign === QUOTE) {
        start = at + 1;
        end = text.indexOf('"', start);
        if (end < 0) return -1;
        at = end + 1;
        sign = text.charCodeAt(at);
      } else {
        while (sign !== separator && sign !== FEED && sign !== RETURN && sign !== QUOTE && at < text.length) {
          sign = text.charCodeAt(++at);
        }
        end = at;
      }
      places[first + cell * 2] = start;
      places[first + cell * 2 + 1] = end;
      if (sign === separator) {
        at++;
        continue;
      }
      if (sign === RETURN) sign = text.charCodeAt(++at);
      if (sign !== FEED) return -1;
      // Cells that are missing are empty.
      places.fill(at, first + cell * 2 + 2, first + width * 2);
      return at + 1;
    }
    return -1;
  }

  /** Leaves the digits of a number that is written with a + or 00 before it, or without, and with blanks between. */
  #alikeOf(text: string, start: number, end: number): Alike | null {
    const digits = this.#digits;
    let at = start;
    let isTold = false;
    if (text.charCodeAt(at) === PLUS) {
      isTold = true;
      at++;
    } else if (text.charCodeAt(at) === ZERO && text.charCodeAt(at + 1) === ZERO) {
      isTold = true;
      at += 2;
    }
    if (isTold && text.charCodeAt(at) === ZERO) return null;
    let count = 0;
    let blanks = 0;
    let behindFirst = 0;
    for (let isBehindBlank = true; at < end; at++) {
      const sign = text.charCodeAt(at);
      if (sign >= ZERO && sign <= NINE) {
        // 00 behind a blank may begin another number.
        if (isBehindBlank && blanks > 0 && sign === ZERO && text.charCodeAt(at + 1) === ZERO) return null;
        if (count === MOST_DIGITS) return null;
        digits[count++] = sign - ZERO;
        isBehindBlank = false;
      } else {
        if (sign !== BLANK || isBehindBlank || at + 1 === end) return null;
        isBehindBlank = true;
        if (blanks++ === 0) behindFirst = count;
      }
    }
    const alike = this.#alike.of(digits, count, isTold);
    if (alike === null || blanks === 0 || alike.blanks === 'anywhere') return alike;
    return alike.blanks === 'behind-code' && blanks === 1 && behindFirst === alike.codeLength ? alike : null;
  }

  #numberOf({ before, dropped, length }: Alike): number {
    let number = Number(before);
    for (let at = dropped; at < length; at++) number = number * 10 + (this.#digits[at] ?? 0);
    return number;
  }
}

/** Finds by its first digits what is known of a number: a tree, a place for each digit that follows. */
class AlikeNumbers {
  /** Ten places a node: the next node, or what is known, counted from -1 down; 0: nothing. */
  #nodes = new Int32Array(10 << 6);
  #used = 0;
  /** Nodes of numbers that are so long, those with a told country code behind the others. */
  readonly #roots = Array.from({ length: 2 * (MOST_DIGITS + 1) }, () => this.#node());
  readonly #known: Alike[] = [];

  add(alike: Alike): void {
    const { isTold, length, leading } = alike;
    let node = this.#roots[this.#root(length, isTold)] ?? 0;
    for (let at = 0; at < leading.length; at++) {
      const place = node * 10 + Number(leading[at]);
      if (at === leading.length - 1) {
        this.#nodes[place] = -this.#known.push(alike);
        return;
      }
      const next = this.#nodes[place] ?? 0;
      if (next < 0) return;
      node = next === 0 ? this.#node() : next;
      this.#nodes[place] = node;
    }
  }

  of(digits: Uint8Array, length: number, isTold: boolean): Alike | null {
    let node = this.#roots[this.#root(length, isTold)] ?? 0;
    for (let at = 0; at < length; at++) {
      node = this.#nodes[node * 10 + (digits[at] ?? 0)] ?? 0;
      if (node < 0) return this.#known[-node - 1] ?? null;
      if (node === 0) return null;
    }
    return null;
  }

  #root(length: number, isTold: boolean): number {
    return length + (isTold ? MOST_DIGITS + 1 : 0);
  }

  /** Counted from 1. */
  #node(): number {
    this.#used++;
    if ((this.#used + 1) * 10 > this.#nodes.length) {
      const grown = new Int32Array(this.#nodes.length * 2);
      grown.set(this.#nodes);
      this.#nodes = grown;
    }
    return this.#used;
  }
}
