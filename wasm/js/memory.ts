import type { RawModule } from './raw.d.ts';

/** Bytes lent to the core for the time of one call. Views of the heap are replaced when it grows: read them anew. */
export class Loan {
  readonly #raw: RawModule;
  readonly #pointers: number[] = [];

  constructor(raw: RawModule) {
    this.#raw = raw;
  }

  /** Room for `size` bytes, aligned to 8. */
  room(size: number): number {
    const pointer = this.#raw._malloc(Math.max(size, 1));
    if (pointer === 0) throw new RangeError(`the core has no memory for ${size} bytes`);
    this.#pointers.push(pointer);
    return pointer;
  }

  bytes(bytes: Uint8Array): number {
    const pointer = this.room(bytes.length);
    this.#raw.HEAPU8.set(bytes, pointer);
    return pointer;
  }

  doubles(numbers: readonly number[]): number {
    const pointer = this.room(numbers.length * 8);
    this.#raw.HEAPF64.set(numbers, pointer / 8);
    return pointer;
  }

  /** The code units of `text`, lone surrogates included. */
  codeUnits(text: string): number {
    const pointer = this.room(text.length * 2);
    const heap = this.#raw.HEAPU16;
    for (let i = 0; i < text.length; i++) heap[pointer / 2 + i] = text.charCodeAt(i);
    return pointer;
  }

  end(): void {
    for (const pointer of this.#pointers) this.#raw._free(pointer);
  }
}

/** Runs `work` with a loan that ends with it. */
export function lend<T>(raw: RawModule, work: (loan: Loan) => T): T {
  const loan = new Loan(raw);
  try {
    return work(loan);
  } finally {
    loan.end();
  }
}
