/** Numbers that were there before: a Set of a million that are no small integers takes a second, and as many objects. */

/** Numbers that stand together: in lists many follow each other, or nearly so, and are found without another look at memory. */
const IN_BLOCK = 32;

export class NumberSet {
  /** Blocks, counted from 1, at the place their bits say, or at the next that is free; 0: free. */
  #blocks = new Float64Array(1 << 10);
  /** Of each place a bit a number. */
  #bits = new Uint32Array(1 << 10);
  #used = 0;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Whether it is new. `number`: an integer above 0, and exact in a double. */
  add(number: number): boolean {
    const block = Math.floor(number / IN_BLOCK);
    const bit = 1 << (number - block * IN_BLOCK);
    const at = placeOf(this.#blocks, block + 1);
    const bits = this.#bits[at] as number;
    if ((bits & bit) !== 0) return false;
    this.#bits[at] = bits | bit;
    this.#size++;
    if (bits === 0) {
      this.#blocks[at] = block + 1;
      if (++this.#used * 2 > this.#blocks.length) this.#grow();
    }
    return true;
  }

  #grow(): void {
    const blocks = new Float64Array(this.#blocks.length * 2);
    const bits = new Uint32Array(blocks.length);
    for (let from = 0; from < this.#blocks.length; from++) {
      const block = this.#blocks[from] as number;
      if (block === 0) continue;
      const at = placeOf(blocks, block);
      blocks[at] = block;
      bits[at] = this.#bits[from] as number;
    }
    this.#blocks = blocks;
    this.#bits = bits;
  }
}

/** Where an integer above 0 stands, or would stand. */
export function placeOf(places: Float64Array, number: number): number {
  const last = places.length - 1;
  // Of sequential numbers each has another place (Knuth's multiplicative hashing).
  const mixed = Math.imul((number >>> 0) ^ Math.imul((number / 2 ** 32) | 0, 0x85eb_ca6b), 0x9e37_79b1);
  let at = (mixed ^ (mixed >>> 15)) & last;
  while (places[at] !== 0 && places[at] !== number) at = (at + 1) & last;
  return at;
}
