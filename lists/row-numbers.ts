/** The number of a row, which may belong elsewhere than the list: where a column of countries says. */
import type { CountryColumn } from './country-column.ts';
import { type Alike, type NumberOutcome, NumberReader } from './number.ts';
import { type FirstMobile, isKnown, readFirstMobile } from './several.ts';

/** Reads numbers without a country code as the list's country has them, or as that which their row says. */
export class RowNumbers {
  readonly #own: NumberReader;
  readonly #country: string;
  readonly #column: CountryColumn | null;
  readonly #abroad = new Map<string, NumberReader>();

  constructor(own: NumberReader, country: string, column: CountryColumn | null) {
    this.#own = own;
    this.#country = country;
    this.#column = column;
  }

  read(written: string, cells: readonly string[]): FirstMobile {
    const own = readFirstMobile(this.#own, written);
    const country = this.#column?.countryOf(cells[this.#column.index] ?? '') ?? this.#country;
    if (country === this.#country) return own;
    const there = readFirstMobile(this.#readerOf(country), written);
    const [here, abroad] = [own.outcome, there.outcome];
    if (!isKnown(abroad)) return own;
    // Both say the same, and its row says so too: nothing is left of what was doubtful by the number alone.
    if (isKnown(here) && here.number === abroad.number) {
      const doubt = here.doubt === 'number-no-sms' ? here.doubt : null;
      return { ...own, outcome: { ...here, doubt, other: null } };
    }
    // What a calling code says is said of the number; a country may be where somebody lives who took his number along.
    if (this.#column?.isCallingCode === true || !isKnown(here)) return there;
    if (abroad.mobile && !here.mobile) return there;
    const [taken, other] = here.mobile && !abroad.mobile ? [here, abroad] : [abroad, here];
    return { ...there, outcome: { ...taken, doubt: 'number-two-readings', other: other.number } };
  }

  /** As `NumberReader.alike`, of rows that belong where the list does. */
  alike(written: string): Alike | null {
    return this.#own.alike(written);
  }

  countAlike(length: number, count: number): void {
    this.#own.countAlike(length, count);
  }

  /** The cells that such a row has where a column says where it belongs; null: none does. */
  get where(): { readonly index: number; holds(cell: string): boolean } | null {
    const column = this.#column;
    if (column === null) return null;
    return { index: column.index, holds: (cell) => (column.countryOf(cell) ?? this.#country) === this.#country };
  }

  /** The number alone, nothing learned from it. */
  glance(cell: string): NumberOutcome {
    return this.#own.glance(cell);
  }

  #readerOf(country: string): NumberReader {
    let reader = this.#abroad.get(country);
    if (reader === undefined) {
      reader = new NumberReader(country);
      this.#abroad.set(country, reader);
    }
    return reader;
  }
}
