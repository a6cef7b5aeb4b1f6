/**
 * Rows of a CSV file that hold nothing unusual, found in its octets without making a string of each cell: in a long list nearly all
 * are so. Any other row is left to whoever reads rows one by one, and so is a number of which none like it was read yet.
 */
import { CellTexts } from './cell-texts.ts';
import type { Alike } from './number.ts';
import type { NumberSet } from './number-set.ts';

/** Good until the next are read: octets and places are written over. */
export interface PlainRows {
  /** UTF-8. */
  readonly octets: Uint8Array;
  readonly width: number;
  count: number;
  /** Where each cell begins and ends in the octets, row by row. */
  readonly places: Int32Array;
  /** Digits with country code. */
  readonly numbers: Float64Array;
  /** What is known of each number. */
  readonly alike: readonly Alike[];
  /** Of the first of them, as in `SourceRow`: the others follow. */
  readonly line: number;
}

const texts = new CellTexts();

/** A cell as a text. */
export function cellOf({ octets, width, places }: PlainRows, row: number, cell: number): string {
  const at = (row * width + cell) * 2;
  return texts.of(octets, places[at] as number, places[at + 1] as number);
}

export interface PlainFormat {
  /** One character of ASCII. */
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
/** What is less than 2^31, whichever digits they are. */
const SMALL_DIGITS = 9;
const [QUOTE, PLUS, ZERO, NINE, BLANK, FEED, RETURN] = [0x22, 0x2b, 0x30, 0x39, 0x20, 0x0a, 0x0d];
/** The letter that stands where octets were none: EF BF BD. */
const LOST_LEAD = 0xef;

export class PlainReader {
  readonly #format: PlainFormat;
  readonly #separator: number;
  readonly #seen: NumberSet;
  readonly #alike = new AlikeNumbers();
  readonly #places: Int32Array;
  readonly #numbers = new Float64Array(MOST_ROWS);
  readonly #alikes: Alike[] = [];
  /** Digits of the number looked at. */
  readonly #digits = new Uint8Array(MOST_DIGITS);
  /** By their length: how many numbers without a country code were read. */
  readonly counted = new Uint32Array(MOST_DIGITS + 1);
  /** Where the last row that was read ended. */
  end = 0;

  /** `seen`: numbers of rows that were taken. */
  constructor(format: PlainFormat, seen: NumberSet) {
    this.#format = format;
    this.#separator = format.separator.charCodeAt(0);
    this.#seen = seen;
    this.#places = new Int32Array(MOST_ROWS * format.width * 2);
  }

  /** Whether numbers that are written like this one are known. */
  knows(cell: string): boolean {
    const octets = new TextEncoder().encode(cell);
    return this.#knownOf(octets, 0, octets.length) !== null;
  }

  learn(alike: Alike): void {
    if (alike.before.length + alike.length - alike.dropped <= EXACT_DIGITS) this.#alike.add(alike);
  }

  /**
   * Rows from `from` on, up to the first that is no plain one. `octets`: whole rows, the last one ends with a line feed. `line`: of
   * the row before the first.
   */
  read(octets: Uint8Array, from: number, line: number): PlainRows {
    const { width, column, where } = this.#format;
    const places = this.#places;
    const rows = { octets, width, count: 0, places, numbers: this.#numbers, alike: this.#alikes, line: line + 1 };
    this.counted.fill(0);
    this.end = from;
    while (rows.count < MOST_ROWS && this.end < octets.length) {
      const { count } = rows;
      const first = count * width * 2;
      const end = this.#row(octets, this.end, first);
      if (end < 0) break;
      if (where !== null && !where.holds(cellOf(rows, count, where.index))) break;
      const known = this.#knownOf(
        octets,
        places[first + column * 2] as number,
        places[first + column * 2 + 1] as number,
      );
      if (known === null) break;
      const { alike } = known;
      const number = this.#numberOf(known);
      if (!this.#seen.add(number)) break;
      if (alike.isCounted) this.counted[alike.length] = (this.counted[alike.length] ?? 0) + 1;
      this.#numbers[count] = number;
      this.#alikes[count] = alike;
      rows.count++;
      this.end = end;
    }
    return rows;
  }

  /** Writes down the cells of the row at `from`; returns where the next one begins, or -1: it is not plain. */
  #row(octets: Uint8Array, from: number, first: number): number {
    const { width } = this.#format;
    const separator = this.#separator;
    const places = this.#places;
    let at = from;
    for (let cell = 0; cell < width; cell++) {
      let start = at;
      let end: number;
      let octet = octets[at] as number;
      if (octet === QUOTE) {
        start = ++at;
        for (octet = octets[at] as number; octet !== QUOTE; octet = octets[++at] as number) {
          if (at === octets.length || (octet === LOST_LEAD && isLost(octets, at))) return -1;
        }
        end = at++;
        octet = octets[at] as number;
      } else {
        for (; octet !== separator; octet = octets[++at] as number) {
          // Most are above all that ends a cell but the separator.
          if (octet <= QUOTE) {
            if (octet === FEED || octet === RETURN || octet === QUOTE) break;
          } else if (octet === LOST_LEAD && isLost(octets, at)) return -1;
        }
        end = at;
      }
      places[first + cell * 2] = start;
      places[first + cell * 2 + 1] = end;
      if (octet === separator) {
        at++;
        continue;
      }
      if (octet === RETURN) octet = octets[++at] as number;
      if (octet !== FEED) return -1;
      // Cells that are missing are empty.
      places.fill(at, first + cell * 2 + 2, first + width * 2);
      return at + 1;
    }
    return -1;
  }

  /** Leaves the digits of a number that is written with a + or 00 before it, or without, and with blanks between. */
  #knownOf(octets: Uint8Array, start: number, end: number): Known | null {
    const digits = this.#digits;
    let at = start;
    let isTold = false;
    if (octets[at] === PLUS) {
      isTold = true;
      at++;
    } else if (octets[at] === ZERO && octets[at + 1] === ZERO) {
      isTold = true;
      at += 2;
    }
    if (isTold && octets[at] === ZERO) return null;
    let count = 0;
    let blanks = 0;
    let behindFirst = 0;
    for (let isBehindBlank = true; at < end; at++) {
      const sign = octets[at] as number;
      if (sign >= ZERO && sign <= NINE) {
        // 00 behind a blank may begin another number.
        if (isBehindBlank && blanks > 0 && sign === ZERO && octets[at + 1] === ZERO) return null;
        if (count === MOST_DIGITS) return null;
        digits[count++] = sign - ZERO;
        isBehindBlank = false;
      } else {
        if (sign !== BLANK || isBehindBlank || at + 1 === end) return null;
        isBehindBlank = true;
        if (blanks++ === 0) behindFirst = count;
      }
    }
    const known = this.#alike.of(digits, count, isTold);
    if (known === null || blanks === 0) return known;
    const { blanks: may, codeLength } = known.alike;
    return may === 'anywhere' || (may === 'behind-code' && blanks === 1 && behindFirst === codeLength) ? known : null;
  }

  #numberOf({ alike, before }: Known): number {
    const digits = this.#digits;
    const { dropped, length } = alike;
    // The last ones as a small integer, which takes half the time.
    const small = Math.max(dropped, length - SMALL_DIGITS);
    let number = before;
    for (let at = dropped; at < small; at++) number = number * 10 + (digits[at] as number);
    let last = 0;
    for (let at = small; at < length; at++) last = last * 10 + (digits[at] as number);
    return number * 10 ** (length - small) + last;
  }
}

const isLost = (octets: Uint8Array, at: number) => octets[at + 1] === 0xbf && octets[at + 2] === 0xbd;

interface Known {
  readonly alike: Alike;
  /** The digits put before, as a number. */
  readonly before: number;
}

/** Finds by its first digits what is known of a number: a tree, a place for each digit that follows. */
class AlikeNumbers {
  /** Ten places a node: the next node, or what is known, counted from -1 down; 0: nothing. */
  #nodes = new Int32Array(10 << 6);
  #used = 0;
  /** Nodes of numbers that are so long, those with a told country code behind the others. */
  readonly #roots = Array.from({ length: 2 * (MOST_DIGITS + 1) }, () => this.#node());
  readonly #known: Known[] = [];

  add(alike: Alike): void {
    const { isTold, length, leading } = alike;
    let node = this.#roots[this.#root(length, isTold)] ?? 0;
    for (let at = 0; at < leading.length; at++) {
      const place = node * 10 + Number(leading[at]);
      if (at === leading.length - 1) {
        this.#nodes[place] = -this.#known.push({ alike, before: Number(alike.before) });
        return;
      }
      const next = this.#nodes[place] ?? 0;
      if (next < 0) return;
      node = next === 0 ? this.#node() : next;
      this.#nodes[place] = node;
    }
  }

  of(digits: Uint8Array, length: number, isTold: boolean): Known | null {
    let node = this.#roots[this.#root(length, isTold)] ?? 0;
    for (let at = 0; at < length; at++) {
      node = this.#nodes[node * 10 + (digits[at] as number)] as number;
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
