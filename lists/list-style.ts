/** Whether a list's numbers carry their country code, told by those that can be read in one way only. */

/** So many numbers that agree are a habit. */
const ENOUGH = 3;

export type Way = 'national' | 'international';

/** What the numbers so far say. Those with a +, or with the prefix of calls within a country, say nothing. */
export class ListStyle {
  #national = 0;
  /** By calling code: numbers that are none without it. */
  readonly #sure = new Map<string, number>();
  /** By calling code: numbers that are a mobile's with it, and without it some other. */
  readonly #likely = new Map<string, number>();
  #international = 0;

  sawNational(): void {
    this.#national++;
  }

  sawInternational(callingCode: string, sure: boolean): void {
    this.#international++;
    const counts = sure ? this.#sure : this.#likely;
    counts.set(callingCode, (counts.get(callingCode) ?? 0) + 1);
  }

  /**
   * How to read a number that is one with and without the country code; null: the list does not say.
   * `own`: the calling code is that of the numbers without one, so those that are likely count as well.
   */
  wayOf(callingCode: string, own: boolean): Way | null {
    if (this.#national === 0) return this.#international >= ENOUGH ? 'international' : null;
    const against = (this.#sure.get(callingCode) ?? 0) + (own ? (this.#likely.get(callingCode) ?? 0) : 0);
    return this.#national >= ENOUGH && against === 0 ? 'national' : null;
  }

  /** Among numbers without a country code a few that only make sense abroad. */
  isAlone(callingCode: string): boolean {
    return this.#national >= ENOUGH && (this.#sure.get(callingCode) ?? 0) < ENOUGH;
  }
}
