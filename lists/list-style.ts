/** Whether a list's numbers carry their country code, told by those that can be read in one way only. */

/** So many numbers that agree are a habit. */
const ENOUGH = 3;
/** So many settle what is as good either way: of those abroad one at least would be none without its country code. */
const MANY = 10;

/** One beside so many others is no chance. */
const TOO_MANY = 3;

export type Way = 'national' | 'international';

/** What the numbers so far say. Those with a +, or with the prefix of calls within a country, say nothing of the others. */
export class ListStyle {
  readonly #ownCode: string;
  /** How long numbers of the country chosen are without its code, however they are written. */
  readonly #ownLengths = new Set<number>();
  /** By length: numbers without a country code that are none with one. */
  readonly #national = new Shown<number>(ENOUGH);
  /** By calling code: numbers that are none without it. */
  readonly #sure = new Shown<string>(MANY);
  /** By calling code: numbers that are of no known series without it. */
  readonly #likely = new Shown<string>(ENOUGH);
  /** By calling code: numbers that are a mobile's with it, and without it some other. */
  readonly #better = new Shown<string>(ENOUGH);
  /** By calling code and length: numbers that are as good with it as without. */
  readonly #either = new Shown<string>(MANY);

  /** By length: how many numbers without a country code are none with one. */
  readonly #nationalSeen = new Map<number, number>();
  /** By calling code and length: mobiles of the country that are a landline, or a firm's, with the code. */
  readonly #landlines = new Map<string, number>();

  /** `ownCode`: the calling code of numbers without one. */
  constructor(ownCode: string) {
    this.#ownCode = ownCode;
  }

  /** A number of the country chosen, `length` digits long without its code. */
  sawOwn(length: number): void {
    this.#ownLengths.add(length);
  }

  sawNational(digits: string): void {
    this.#national.add(digits.length, digits);
    this.sawNationals(digits.length, 1);
  }

  /** So many more numbers of a length, of which enough were seen. */
  sawNationals(length: number, count: number): void {
    this.#nationalSeen.set(length, (this.#nationalSeen.get(length) ?? 0) + count);
  }

  /** Whether one more without a country code says nothing new, but for their count. */
  isNational(length: number): boolean {
    return this.#national.isEnough(length);
  }

  /** Whether one more that is none without this calling code says nothing new. */
  isSure(callingCode: string): boolean {
    return this.#sure.isEnough(callingCode);
  }

  /** A mobile of the country that is a landline abroad, or a firm's, with its first digits as country code. */
  sawLandline(callingCode: string, digits: string): void {
    const key = `${callingCode}/${digits.length}`;
    this.#landlines.set(key, (this.#landlines.get(key) ?? 0) + 1);
  }

  sawInternational(callingCode: string, digits: string, how: 'sure' | 'likely' | 'better' | 'either'): void {
    if (how === 'either') this.#either.add(`${callingCode}/${digits.length}`, digits);
    else ({ sure: this.#sure, likely: this.#likely, better: this.#better })[how].add(callingCode, digits);
  }

  /**
   * How to read a number that is one with and without the country code; null: the list does not say. A calling code
   * says nothing about another, nor a length about another. `asGood`: it is as good a number with the code as without.
   */
  wayOf(callingCode: string, digits: string, asGood: boolean): Way | null {
    const own = callingCode === this.#ownCode;
    const likely = this.#likely.of(callingCode);
    const shown = this.#sure.of(callingCode) + (own ? likely + this.#better.of(callingCode) : 0);
    if (this.#national.total === 0) return shown >= (asGood && !own ? MANY : ENOUGH) ? 'international' : null;
    if (shown + likely > 0 || this.#national.of(digits.length) < ENOUGH) return null;
    return asGood && this.#either.of(`${callingCode}/${digits.length}`) < MANY ? null : 'national';
  }

  /** Whether a number of `length` digits that only makes sense abroad may be one of the country's, of a new series. */
  isOwnLength(length: number): boolean {
    return this.#ownLengths.has(length);
  }

  /**
   * Whether such a landline may be meant among numbers without a country code: of a country near by, while there are few
   * of them or too many for chance. Some in a long list are mobiles that only look like it.
   */
  mayBeLandline(callingCode: string, digits: string): boolean {
    const count = this.#landlines.get(`${callingCode}/${digits.length}`) ?? 0;
    const others = this.#nationalSeen.get(digits.length) ?? 0;
    return zoneOf(callingCode) === zoneOf(this.#ownCode) && (count < ENOUGH || count * TOO_MANY >= others);
  }

  /** Among numbers without a country code a few that only make sense abroad. */
  isAlone(callingCode: string): boolean {
    const shown = this.#sure.of(callingCode) + this.#likely.of(callingCode);
    return this.#national.total >= ENOUGH && shown < ENOUGH;
  }
}

/** Parts of the world that share a first digit; Europe has two (ITU-T E.164). */
const zoneOf = (callingCode: string): string => callingCode.slice(0, 1).replace('4', '3');

/** How many numbers have shown something, up to what is enough; the same one twice shows it once. */
class Shown<K> {
  readonly #enough: number;
  readonly #by = new Map<K, string[]>();
  total = 0;

  constructor(enough: number) {
    this.#enough = enough;
  }

  add(key: K, digits: string): void {
    const shown = this.#by.get(key);
    if (shown === undefined) this.#by.set(key, [digits]);
    else if (shown.length < this.#enough && !shown.includes(digits)) shown.push(digits);
    else return;
    this.total++;
  }

  isEnough(key: K): boolean {
    return this.of(key) >= this.#enough;
  }

  of(key: K): number {
    return this.#by.get(key)?.length ?? 0;
  }
}
