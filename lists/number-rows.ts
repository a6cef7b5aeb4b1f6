/** Which row of a list a number stands in: what `NumberSet` is to a Set, this is to a Map. */
import { placeOf } from './number-set.ts';

export class NumberRows {
  readonly #places: Float64Array;
  readonly #rows: Int32Array;

  /** `numbers`: different integers above 0, in the list's order. */
  constructor(numbers: Float64Array) {
    this.#places = new Float64Array(2 ** Math.ceil(Math.log2(numbers.length * 2 + 2)));
    this.#rows = new Int32Array(this.#places.length);
    for (let row = 0; row < numbers.length; row++) {
      const number = numbers[row] as number;
      const at = placeOf(this.#places, number);
      this.#places[at] = number;
      this.#rows[at] = row;
    }
  }

  /** -1: it is not on the list. */
  rowOf(number: number): number {
    const at = placeOf(this.#places, number);
    return this.#places[at] === number ? (this.#rows[at] ?? -1) : -1;
  }
}
