/** How many digits of a number matter to patterns: all that begin alike and are as long have one answer then. */

/** Digits that may stand in one place, a bit each. */
const ANY = 0b11_1111_1111;

type Part =
  | { readonly digits: number }
  | { readonly oneOf: readonly Part[] }
  | { readonly row: readonly Part[] }
  | { readonly part: Part; readonly least: number; readonly most: number };

const NOTHING: Part = { row: [] };

/** A pattern taken apart; null: it holds what libphonenumber's patterns of digits do not. */
export function parsePattern(pattern: string): Part | null {
  const reader = new PatternReader(pattern);
  const part = reader.alternatives();
  return reader.atEnd ? part : null;
}

/** `first`, which may be missing, and then one of `patterns`. */
export const behind = (first: Part, patterns: readonly Part[]): Part => ({
  row: [{ part: first, least: 0, most: 1 }, { oneOf: patterns }],
});

class PatternReader {
  readonly #pattern: string;
  #at = 0;

  constructor(pattern: string) {
    this.#pattern = pattern;
  }

  get atEnd(): boolean {
    return this.#at === this.#pattern.length;
  }

  alternatives(): Part {
    const parts = [this.#row()];
    while (this.#took(/\|/y)) parts.push(this.#row());
    return { oneOf: parts };
  }

  #row(): Part {
    const row: Part[] = [];
    for (let part = this.#one(); part !== null; part = this.#one()) {
      const times = this.#took(/\?|\{(\d+)(?:,(\d+))?\}/y);
      if (times === null) row.push(part);
      else if (times[0] === '?') row.push({ part, least: 0, most: 1 });
      else row.push({ part, least: Number(times[1]), most: Number(times[2] ?? times[1]) });
    }
    return { row };
  }

  #one(): Part | null {
    // A number's end is its length, which is known.
    if (this.#took(/\$/y)) return NOTHING;
    if (this.#took(/\\d/y)) return { digits: ANY };
    const digits = this.#took(/(\d)|\[([\d-]+)\]/y);
    if (digits !== null) return { digits: bitsOf(digits[1] ?? digits[2] ?? '') };
    if (!this.#took(/\((?:\?:|(?!\?))/y)) return null;
    const inner = this.alternatives();
    return this.#took(/\)/y) ? inner : null;
  }

  #took(what: RegExp): RegExpExecArray | null {
    what.lastIndex = this.#at;
    const found = what.exec(this.#pattern);
    if (found !== null) this.#at = what.lastIndex;
    return found;
  }
}

function bitsOf(digits: string): number {
  let bits = 0;
  for (const [, from, to = from] of digits.matchAll(/(\d)(?:-(\d))?/g)) {
    for (let digit = Number(from); digit <= Number(to); digit++) bits |= 1 << digit;
  }
  return bits;
}

/** A place within a pattern: the digits that lead on from it, and where to; or other places, without any digit. */
interface Place {
  readonly digits: number;
  readonly next: number;
  readonly same: readonly number[];
  /** Somewhere from here on one digit is not as good as another. */
  readonly open: boolean;
}

/** Places that are reached by the same digits. */
interface Reached {
  readonly places: readonly Place[];
  readonly open: boolean;
  readonly next: (Reached | undefined)[];
}

/** Follows digits through a pattern, for as long as they matter. What is found on the way is kept (a lazy automaton). */
export class DigitPattern {
  /** From the end to the beginning. */
  readonly #places: Place[] = [];
  readonly #reached = new Map<string, Reached>();
  readonly #start: Reached;

  constructor(part: Part) {
    const end = this.#place({ digits: 0, next: 0, same: [] });
    this.#start = this.#reach([this.#add(part, end)]);
  }

  /** How many digits from `from` on matter, all behind them being as good as any. */
  depth(digits: string, from: number): number {
    let at = this.#start;
    for (let index = from; index < digits.length; index++) {
      if (!at.open) return index - from;
      const digit = digits.charCodeAt(index) - 48;
      let next = at.next[digit];
      if (next === undefined) {
        next = this.#reach(at.places.filter((place) => (place.digits >> digit) & 1).map((place) => place.next));
        at.next[digit] = next;
      }
      at = next;
    }
    return digits.length - from;
  }

  #place(place: Omit<Place, 'open'>): number {
    const onward = place.digits === 0 ? place.same : [place.next];
    const open = (place.digits !== 0 && place.digits !== ANY) || onward.some((next) => this.#places[next]?.open);
    return this.#places.push({ ...place, open }) - 1;
  }

  /** Adds a part that leads to `to`; returns where it begins. */
  #add(part: Part, to: number): number {
    if ('digits' in part) return this.#place({ digits: part.digits, next: to, same: [] });
    if ('row' in part) return part.row.reduceRight((next, one) => this.#add(one, next), to);
    if ('oneOf' in part) {
      return this.#place({ digits: 0, next: 0, same: part.oneOf.map((one) => this.#add(one, to)) });
    }
    let next = to;
    for (let time = part.most; time > 0; time--) {
      const once = this.#add(part.part, next);
      next = time <= part.least ? once : this.#place({ digits: 0, next: 0, same: [once, to] });
    }
    return next;
  }

  #reach(from: readonly number[]): Reached {
    const indices = new Set(from);
    // A set is walked to its end, what is added on the way included.
    for (const index of indices) for (const same of this.#places[index]?.same ?? []) indices.add(same);
    const key = [...indices].sort((a, b) => a - b).join();
    const known = this.#reached.get(key);
    if (known !== undefined) return known;
    const places = [...indices].flatMap((index) => this.#places[index] ?? []);
    const reached = { places, open: places.some(({ open }) => open), next: [] };
    this.#reached.set(key, reached);
    return reached;
  }
}
