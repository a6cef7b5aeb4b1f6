/** Countries of recipients, and what is counted by them. */

/** What the recipients of one country cost. `country`: ISO 3166-1 alpha-2, empty where the number belongs to none. */
export interface CountryCost {
  readonly country: string;
  readonly recipients: number;
  readonly segments: number;
}

/** Segments fewer, in all and by country. */
export interface Saved {
  readonly segments: number;
  readonly byCountry: readonly { readonly country: string; readonly segments: number }[];
}

/** The country of every row: one number a row, as a million names would take longer to add up than to plan. There are some 250. */
export class CountryColumn {
  readonly #names: string[] = [];
  readonly #indices = new Map<string, number>();
  #rows = new Uint16Array(1 << 10);
  #size = 0;
  readonly #counts: number[] = [];
  #last = -1;

  push(country: string): void {
    // Mostly that of the row before.
    let index = this.#names[this.#last] === country ? this.#last : this.#indices.get(country);
    if (index === undefined) {
      index = this.#names.push(country) - 1;
      this.#indices.set(country, index);
      this.#counts.push(0);
    }
    this.#last = index;
    if (this.#size === this.#rows.length) {
      const grown = new Uint16Array(this.#size * 2);
      grown.set(this.#rows);
      this.#rows = grown;
    }
    this.#rows[this.#size++] = index;
    this.#counts[index] = (this.#counts[index] ?? 0) + 1;
  }

  /** Empty where the number belongs to none. */
  at(row: number): string {
    return row < this.#size ? (this.#names[this.#rows[row] ?? -1] ?? '') : '';
  }

  counts(): { readonly country: string; readonly recipients: number }[] {
    return this.#names
      .map((country, index) => ({ country, recipients: this.#counts[index] ?? 0 }))
      .sort((a, b) => b.recipients - a.recipients);
  }

  /** Counts rows from … whose value is not 0, country by country. */
  count(values: ArrayLike<number>, from: number, counts: Map<string, number>): void {
    const marks = new Uint8Array(values.length);
    for (let row = 0; row < values.length; row++) marks[row] = values[row] === 0 ? 0 : 1;
    this.sum(marks, from, counts);
  }

  /** Adds the values of rows from … to the sums of their countries. */
  sum(values: ArrayLike<number>, from: number, sums: Map<string, number>): void {
    const added = this.#names.map(() => 0);
    for (let row = 0; row < values.length; row++) {
      const index = this.#rows[from + row] ?? 0;
      added[index] = (added[index] ?? 0) + (values[row] ?? 0);
    }
    for (const [index, country] of this.#names.entries()) {
      sums.set(country, (sums.get(country) ?? 0) + (added[index] ?? 0));
    }
  }
}
