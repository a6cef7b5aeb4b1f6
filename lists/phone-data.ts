/** What libphonenumber knows of the world's numbers, by their series too: large, so it is loaded with the first list. */
import { type CountryCode, type PhoneNumber, parsePhoneNumberFromString } from 'libphonenumber-js/core';
import metadata from 'libphonenumber-js/max/metadata';
import { behind, DigitPattern, parsePattern } from './digit-patterns.ts';

export type { PhoneNumber };

/** A country's or a world-wide service's part of the data, by place (METADATA.md of the package, version 4). */
type Plan = readonly unknown[];
const VERSION = 4;
const CALLING_CODE = 0;
const ABROAD_PREFIX = 1;
const PATTERN = 2;
const LENGTHS = 3;
const PREFIX = 5;
const PREFIX_PATTERN = 7;
const PREFIX_RULE = 8;
const LEADING = 10;
const SERIES = 11;

const countries: Readonly<Record<string, Plan>> = metadata.countries;
const services: Readonly<Record<string, Plan>> = metadata.nonGeographic ?? {};
const sharers: Readonly<Record<string, readonly string[]>> = metadata.country_calling_codes;
const textAt = (plan: Plan | undefined, place: number): string => String(plan?.[place] || '');

export const isPhoneCountry = (country: string): boolean => Object.hasOwn(countries, country);

export const callingCodeOf = (country: string): string => textAt(countries[country], CALLING_CODE);

/** That a calling code is of first, as +1 of the United States; null: it is of none. */
export const mainCountryOf = (callingCode: string): string | null => sharers[callingCode]?.[0] ?? null;

/** What is dialled before a number abroad. */
export const abroadPrefixOf = (country: string): RegExp =>
  new RegExp(`^(?:${textAt(countries[country], ABROAD_PREFIX) || '00'})`);

/** Of digits, whether they begin with what is dialled before a number abroad. */
export function abroadDepth(country: string): Depth {
  const part = parsePattern(textAt(countries[country], ABROAD_PREFIX) || '00');
  if (part === null) return UNKNOWN;
  const pattern = new DigitPattern(part);
  return { of: (digits, from) => pattern.depth(digits, from) };
}

/** A number's reading as a number of `country`, or by its + alone; undefined: it is none. */
export const parsePhone = (text: string, country?: string): PhoneNumber | undefined =>
  parsePhoneNumberFromString(text, { defaultCountry: country as CountryCode, extract: false }, metadata);

/** Which digits of a number its reading goes by: of those that begin so and are as long, all have the same. */
export interface Depth {
  /** How many digits from `from` on; null: every number is a case of its own. */
  of(digits: string, from: number): number | null;
}

const UNKNOWN: Depth = { of: () => null };
const nationalDepths = new Map<string, Depth>();

/** Of numbers as they are written within `country`, with its calling code or without. */
export function nationalDepth(country: string): Depth {
  const plan = countries[country];
  let depth = nationalDepths.get(country);
  if (depth === undefined) {
    depth = plan === undefined ? UNKNOWN : depthOf(plan, textAt(plan, CALLING_CODE));
    nationalDepths.set(country, depth);
  }
  return depth;
}

export interface CallingCode {
  readonly codeLength: number;
  /** Digits behind the code that a number has at least. */
  readonly shortest: number;
  readonly depth: Depth;
}

const made = new Map<string, CallingCode | null>();

/** Made once: +1 stands before a hundred of three digits. */
function madeOf(code: string): CallingCode | null {
  const known = made.get(code);
  if (known !== undefined) return known;
  const plan = planOf(code);
  const found =
    plan === undefined ? null : { codeLength: code.length, shortest: shortestOf(plan), depth: depthOf(plan, '') };
  made.set(code, found);
  return found;
}

/** By the first three digits of a number with calling code; null: none begins so. */
export const callingCodes: readonly (CallingCode | null)[] = Array.from({ length: 1000 }, (_, first) => {
  const digits = String(first).padStart(3, '0');
  for (const codeLength of [1, 2, 3]) {
    const code = madeOf(digits.slice(0, codeLength));
    if (code !== null) return code;
  }
  return null;
});

function shortestOf(plan: Plan): number {
  // A rule for prefixes may put digits before a shorter number.
  if (textAt(plan, PREFIX_RULE) !== '') return 0;
  return Math.min(...plansOf(textAt(plan, CALLING_CODE)).flatMap((one) => one[LENGTHS] as readonly number[]));
}

function planOf(code: string): Plan | undefined {
  const main = sharers[code]?.[0];
  return main === undefined ? services[code] : countries[main];
}

function plansOf(code: string): Plan[] {
  return [...Object.values(countries), ...Object.values(services)].filter(
    (plan) => textAt(plan, CALLING_CODE) === code,
  );
}

/** `code`: what may stand before the number. */
function depthOf(plan: Plan, code: string): Depth {
  if (metadata.version !== VERSION) return UNKNOWN;
  let made: Depth | undefined;
  return {
    of(digits, from) {
      // Made when it is first asked: few lists hold numbers of many countries.
      made ??= makeDepth(plan, code);
      return made.of(digits, from);
    },
  };
}

function makeDepth(plan: Plan, code: string): Depth {
  const series = plansOf(textAt(plan, CALLING_CODE)).flatMap((one) => [
    textAt(one, PATTERN),
    textAt(one, LEADING),
    ...((one[SERIES] || []) as readonly (Plan | 0)[]).map((kind) => (kind === 0 ? '' : textAt(kind, 0))),
  ]);
  const prefixPattern = textAt(plan, PREFIX_PATTERN) || textAt(plan, PREFIX);
  const [before, prefix, ...patterns] = [code, prefixPattern, ...series].map(parsePattern);
  if (!before || !prefix || patterns.includes(null)) return UNKNOWN;
  const national = behind(
    prefix,
    patterns.filter((one) => one !== null),
  );
  const pattern = new DigitPattern(behind(before, [national]));
  // Some prefixes are rewritten with what stands behind them: Argentina's 11 15 … becomes 9 11 ….
  const rewritten = textAt(plan, PREFIX_RULE) === '' ? null : new RegExp(`^(?:${code})?(?:${prefixPattern})`);
  return {
    of(digits, from) {
      const groups = rewritten?.exec(digits.slice(from))?.slice(1) ?? [];
      return groups.some((group) => group !== undefined && group !== '') ? null : pattern.depth(digits, from);
    },
  };
}
