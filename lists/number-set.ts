/** Numbers that were there before: a Set of a million that are no small integers takes a second, and as many objects. */
export class NumberSet {
  /** Numbers at the place their bits say, or at the next that is free; 0: free. */
  #places = new Float64Array(1 << 10);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Whether it is new. `number`: an integer above 0. */
  add(number: number): boolean {
    const at = placeOf(this.#places, number);
    if (this.#places[at] === number) return false;
    this.#places[at] = number;
    if (++this.#size * 2 > this.#places.length) this.#grow();
    return true;
  }

  #grow(): void {
    const places = new Float64Array(this.#places.length * 2);
    for (const number of this.#places) if (number !== 0) places[placeOf(places, number)] = number;
    this.#places = places;
  }
}

export function placeOf(places: Float64Array, number: number): number {
  const last = places.length - 1;
  // Of sequential numbers each has another place (Knuth's multiplicative hashing).
  const mixed = Math.imul((number >>> 0) ^ Math.imul((number / 2 ** 32) | 0, 0x85eb_ca6b), 0x9e37_79b1);
  let at = (mixed ^ (mixed >>> 15)) & last;
  while (places[at] !== 0 && places[at] !== number) at = (at + 1) & last;
  return at;
}
