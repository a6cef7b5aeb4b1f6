/** A list in two random halves: who gets which version of a message. */

/** Which half of a list that was split for two versions of a message. Half 0 comes first in the list. */
export type Half = 0 | 1;

/** Four 32-bit numbers, as the browser's own source of randomness gives them. */
export type Seed = readonly [number, number, number, number];

/**
 * Of every two recipients that follow each other in the list one goes to each half, which one by a random bit. So the
 * halves are as large to within one, each of them is spread over the whole list, and the same seed and list give the
 * same halves again. (Permuted blocks of two, as in clinical trials; the generator is Doty-Humphrey's sfc32.)
 */
export class PairSplit {
  #a: number;
  #b: number;
  #c: number;
  #d: number;
  #open: Half | null = null;

  constructor([a, b, c, d]: Seed) {
    this.#a = a;
    this.#b = b;
    this.#c = c;
    this.#d = d;
    // The generator's first numbers still show the seed.
    for (let i = 0; i < 12; i++) this.#next();
  }

  /** The half of the next recipient. */
  next(): Half {
    if (this.#open !== null) {
      const half = this.#open;
      this.#open = null;
      return half;
    }
    const half: Half = this.#next() >>> 31 === 0 ? 0 : 1;
    this.#open = half === 0 ? 1 : 0;
    return half;
  }

  #next(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#d) | 0;
    this.#d = (this.#d + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return sum;
  }
}
