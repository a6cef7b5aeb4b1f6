/** Phone numbers of all countries, made from the patterns of libphonenumber's data and held valid by libphonenumber. */
import { type CountryCode, getCountries, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import metadata from 'libphonenumber-js/max/metadata';

export const COUNTRIES: readonly CountryCode[] = getCountries();

/** Pseudo-random, the same each time: a number from 0 below `limit`. */
export function randomSource(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % limit;
  };
}

type Kind = 'mobile' | 'any';
/** Place of the series in the data (METADATA.md of the package, version 4), and of mobiles among them. */
const SERIES = 11;
const MOBILE = 1;

/** `count` numbers with + of each series, or of the mobiles' alone; fewer where a country has not so many. */
export function numbersOf(
  country: CountryCode,
  kind: Kind,
  count: number,
  random: (limit: number) => number,
): string[] {
  const plan: readonly unknown[] = metadata.countries[country] ?? [];
  const series = (plan[SERIES] ?? []) as readonly (readonly [string, ...unknown[]] | 0)[];
  const chosen = kind === 'mobile' ? [series[MOBILE] ?? 0] : series;
  return chosen.flatMap((one) => {
    if (one === 0 || one === undefined) return [];
    const found = new Set<string>();
    for (let trial = 0; trial < count * 8 && found.size < count; trial++) {
      const number = `+${plan[0]}${matching(one[0], random)}`;
      const parsed = parsePhoneNumberFromString(number);
      if (parsed?.isValid() && parsed.number === number && number.length <= 16) found.add(number);
    }
    return [...found];
  });
}

/** Digits that `pattern` matches. */
function matching(pattern: string, random: (limit: number) => number): string {
  let at = 0;
  const take = (what: RegExp) => {
    what.lastIndex = at;
    const found = what.exec(pattern);
    if (found !== null) at = what.lastIndex;
    return found;
  };
  const choice = (): string => {
    const made = [row()];
    while (take(/\|/y)) made.push(row());
    return made[random(made.length)] ?? '';
  };
  const row = (): string => {
    let text = '';
    for (;;) {
      const from = at;
      const first = one();
      if (first === null) return text;
      const times = take(/\?|\{(\d+)(?:,(\d+))?\}/y);
      const end = at;
      const least = times === null ? 1 : Number(times[1] ?? 0);
      const most = times === null ? 1 : Number(times[2] ?? times[1] ?? 1);
      const count = least + random(most - least + 1);
      // Made anew each time: it need not be the same digits.
      for (let time = 0; time < count; time++) {
        at = from;
        text += one() ?? '';
      }
      at = end;
    }
  };
  const one = (): string | null => {
    if (take(/\\d/y)) return String(random(10));
    const digit = take(/\d/y);
    if (digit !== null) return digit[0];
    const listed = take(/\[([\d-]+)\]/y)?.[1];
    if (listed !== undefined) {
      const digits = listed.replace(/(\d)-(\d)/g, (_, from, to) => '0123456789'.slice(Number(from), Number(to) + 1));
      return digits[random(digits.length)] ?? '';
    }
    if (!take(/\((?:\?:)?/y)) return null;
    const inner = choice();
    take(/\)/y);
    return inner;
  };
  return choice();
}
