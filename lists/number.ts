/** Phone numbers as lists have them. What a number may look like is libphonenumber's to say, which reading is meant is told here. */
import type { RowProblem } from './left-out.ts';
import { ListStyle } from './list-style.ts';
import { type WrittenNumber, writtenNumber } from './number-text.ts';
import {
  abroadDepth,
  abroadPrefixOf,
  callingCodeOf,
  callingCodes,
  type Depth,
  nationalDepth,
  type PhoneNumber,
  parsePhone,
} from './phone-data.ts';
import { isSilentSeries } from './silent-series.ts';

/** Why a number is pointed out that is kept. */
export type NumberDoubt =
  /** It is a number with its first digits taken for a country code, and another without; or one in its row's country too. */
  | 'number-two-readings'
  /** Its country code has no +, and the list's other numbers carry none. */
  | 'number-abroad'
  /** Of a series that takes no SMS: a landline, a firm's, a free or dear one. */
  | 'number-no-sms'
  /** As long as numbers there are, but of no series that the country has given out. It may be newer than the data. */
  | 'number-unknown-series';

export interface ReadNumber {
  readonly ok: true;
  /** Digits with country code: fifteen at most (E.164), which a double holds exactly. */
  readonly number: number;
  /** ISO 3166-1 alpha-2; empty: its country code belongs to none. */
  readonly country: string;
  /** It may be a mobile's: in some countries landlines share their series. */
  readonly mobile: boolean;
  readonly doubt: NumberDoubt | null;
  /** The other reading of a number with two. */
  readonly other: number | null;
}

export interface NoNumber {
  readonly ok: false;
  readonly problem: RowProblem;
}

export type NumberOutcome = ReadNumber | NoNumber;

/** What is true of all numbers that are as long and begin alike, whatever else the list holds. */
export interface Alike {
  /** + or 00 stands before them. */
  readonly isTold: boolean;
  /** Their digits, without the 00. */
  readonly length: number;
  /** Their first digits. */
  readonly leading: string;
  /** Digits to put before what was written, once `dropped` of its first ones are taken off. */
  readonly before: string;
  readonly dropped: number;
  /** ISO 3166-1 alpha-2; empty: its country code belongs to none. */
  readonly country: string;
  readonly doubt: NumberDoubt | null;
  /** Where blanks may stand: anywhere, behind the country code alone, or nowhere. Elsewhere the digits may be several numbers'. */
  readonly blanks: 'anywhere' | 'behind-code' | 'nowhere';
  readonly codeLength: number;
  /** Each says once more that the list's numbers carry no country code: `countAlike` is to be told how many there were. */
  readonly isCounted: boolean;
}

const POSSIBLE = 1;
const KNOWN = 2;
const MOBILE = 3;
/** A country code has as many at most. */
const CODE_DIGITS = 3;

/** One way to read digits. */
interface Reading {
  /** Digits to put before what was written, once `dropped` of its first ones are taken off. */
  readonly before: string;
  readonly dropped: number;
  readonly country: string;
  readonly callingCode: string;
  readonly rank: typeof POSSIBLE | typeof KNOWN | typeof MOBILE;
}

/** Both ways; null: so it is no number. */
interface Readings {
  /** Without country code, in the list's country. */
  readonly national: Reading | null;
  /** By the country code that the first digits are, or that + or 00 announces. */
  readonly international: Reading | null;
  /** +, 00 or a prefix says which it is. */
  readonly told: boolean;
}

/** Digits of a cell and their readings. */
interface Found {
  readonly digits: string;
  readonly readings: Readings;
  /** Another number that the cell may mean, with the `(0)` in it. */
  readonly rival: number | null;
}

export class NumberReader {
  /**
   * Readings of digits that begin alike and are as long: of those countries look at the first few alone, so one answer
   * serves thousands, and a list of a million is read in seconds.
   */
  readonly #alike = new Map<string, Reading | null>();
  readonly #style: ListStyle;
  readonly #country: string;
  readonly #callingCode: string;
  readonly #abroadPrefix: RegExp;
  readonly #abroadDepth: Depth;
  readonly #depth: Depth;
  #learned = 0;
  /** Numbers in pairs that are no dates, less those that look like one: above nought people write their numbers so. */
  #pairs = 0;

  /** `country`: ISO 3166-1 alpha-2, where numbers without a country code belong. */
  constructor(country: string) {
    this.#country = country;
    this.#callingCode = callingCodeOf(country);
    this.#style = new ListStyle(this.#callingCode);
    this.#abroadPrefix = abroadPrefixOf(country);
    this.#abroadDepth = abroadDepth(country);
    this.#depth = nationalDepth(country);
  }

  /** Looks at the numbers that will be read first, so that the first of them profits from the others. */
  learn(cells: readonly string[]): void {
    const written = cells.map((cell) => writtenNumber(cell));
    for (const one of written) {
      if (one.ok && one.pairs !== null) this.#pairs += one.pairs === 'number' ? 1 : -1;
    }
    for (const one of written) {
      const found = this.#look(one);
      if (!('readings' in found)) continue;
      this.#watch(found.digits, found.readings);
      this.#learned++;
    }
  }

  read(cell: string): NumberOutcome {
    const found = this.#look(writtenNumber(cell));
    if (!('readings' in found)) return found;
    const { digits, readings } = found;
    if (this.#learned > 0) this.#learned--;
    else this.#watch(digits, readings);
    return this.#choose(found);
  }

  /** The same, but nothing is learned from it: for telling which column holds the numbers. */
  glance(cell: string): NumberOutcome {
    const found = this.#look(writtenNumber(cell));
    return 'readings' in found ? this.#choose(found) : found;
  }

  /** Null: of a number like this one more has to be known than how it begins, or reading it tells of the list what was not known. */
  alike(cell: string): Alike | null {
    const written = writtenNumber(cell);
    if (this.#learned > 0 || !written.ok || written.withoutZero !== null || written.withoutTail !== null) return null;
    if (written.hadDecimals || written.pairs !== null) return null;
    const { digits, international: isTold } = written;
    const { national, international, told } = this.#readings(digits, isTold);
    const reading = national ?? international;
    if (reading === null || (national !== null && international !== null)) return null;
    const isKnown = reading.rank >= KNOWN;
    if (international !== null && !told) {
      const own = international.callingCode === this.#callingCode;
      if (!own || (isKnown && !this.#style.isSure(international.callingCode))) return null;
    }
    const isCounted = national !== null && !told && isKnown;
    if (isCounted && !this.#style.isNational(digits.length)) return null;
    const leading = this.#leadingOf(digits, isTold);
    if (leading === null || reading.dropped > leading) return null;
    const { before, dropped, country, callingCode } = reading;
    const isChanged = before !== '' || dropped > 0;
    return {
      isTold,
      length: digits.length,
      leading: digits.slice(0, leading),
      before,
      dropped,
      country,
      doubt: doubtOf(reading),
      blanks: isKnown ? (isTold || isChanged ? 'anywhere' : 'nowhere') : isTold ? 'behind-code' : 'nowhere',
      codeLength: callingCode.length,
      isCounted,
    };
  }

  /** So many numbers were read that `alike` answered for. `length`: of their digits. */
  countAlike(length: number, count: number): void {
    this.#style.sawNationals(length, count);
  }

  /** How many first digits all that is said of a number goes by; null: more than these. */
  #leadingOf(digits: string, isTold: boolean): number | null {
    const code = callingCodes[Number(digits.slice(0, CODE_DIGITS))] ?? null;
    const isLongEnough = code !== null && digits.length >= code.codeLength + code.shortest;
    const behindCode = isLongEnough ? code.depth.of(digits, code.codeLength) : 0;
    if (behindCode === null) return null;
    const withCode = Math.max(CODE_DIGITS, (code?.codeLength ?? 0) + behindCode);
    if (isTold) return withCode;
    const without = this.#depth.of(digits, 0);
    const abroad = this.#abroadDepth.of(digits, 0);
    if (without === null || abroad === null || this.#abroadPrefix.test(digits)) return null;
    return Math.max(withCode, without, abroad);
  }

  #look(written: WrittenNumber): Found | NoNumber {
    if (!written.ok) return written;
    const { international, digits, withoutZero, withoutTail, hadDecimals, pairs } = written;
    if (pairs === 'date' && this.#pairs <= 0) return { ok: false, problem: 'number-date' };
    let found: Found = { digits, readings: this.#readings(digits, international), rival: null };
    if (withoutZero !== null) found = this.#withoutZero(found, withoutZero);
    const none: NoNumber = { ok: false, problem: hadDecimals ? 'number-decimal' : 'number-impossible' };
    // A mobile's number that is one already without what is perhaps an extension: another's with it.
    if (withoutTail !== null && bestOf(this.#readings(withoutTail, international)) === MOBILE) return none;
    if (found.readings.national === null && found.readings.international === null) return none;
    return found;
  }

  /** +46 (0)70 … loses its nought; +39 (0)6 … keeps it, unless a mobile has none, as +39 (0)312 … */
  #withoutZero(found: Found, digits: string): Found {
    const withZero = found.readings.international;
    const readings = this.#readings(digits, true);
    const without = readings.international;
    if (without === null) return found;
    if (withZero === null || withZero.rank < KNOWN) return { digits, readings, rival: null };
    return without.rank > withZero.rank ? { digits, readings, rival: numberOf(withZero, found.digits) } : found;
  }

  #readings(digits: string, international: boolean): Readings {
    if (international) return { national: null, international: this.#international(digits), told: true };
    const nought = digits.startsWith('0');
    if (this.#abroadPrefix.test(digits)) {
      // The digits that count stand behind the prefix. One without a nought may be the beginning of a number as well.
      const reading = readingOf(digits, parsePhone(digits, this.#country));
      return nought ? { national: null, international: reading, told: true } : this.#both(digits, reading);
    }
    const national = this.#national(digits);
    return nought ? { national, international: null, told: true } : this.#both(digits, national);
  }

  #both(digits: string, national: Reading | null): Readings {
    const withCode = this.#international(digits);
    // A few digits too many must not make a number abroad that nobody has.
    const own = withCode?.callingCode === this.#callingCode;
    if (withCode === null || (!own && withCode.rank < KNOWN)) {
      return { national, international: null, told: national === null || national.dropped > 0 };
    }
    // The country's own code was taken off already where no number begins with it.
    const same = national?.before === withCode.before && national.dropped === withCode.dropped;
    return { national: same ? null : national, international: withCode, told: false };
  }

  #national(digits: string): Reading | null {
    return this.#kept('', digits, this.#depth.of(digits, 0), () => parsePhone(digits, this.#country));
  }

  #international(digits: string): Reading | null {
    const code = callingCodes[Number(digits.slice(0, CODE_DIGITS))] ?? null;
    if (code === null || digits.length < code.codeLength + code.shortest) return null;
    const { codeLength } = code;
    const depth = code.depth.of(digits, codeLength);
    return this.#kept('+', digits, depth === null ? null : codeLength + depth, () => parsePhone(`+${digits}`));
  }

  #kept(sign: string, digits: string, depth: number | null, parse: () => PhoneNumber | undefined): Reading | null {
    if (depth === null) return readingOf(digits, parse());
    const key = `${sign}${digits.length}:${digits.slice(0, depth)}`;
    const known = this.#alike.get(key);
    if (known !== undefined) return known;
    const reading = readingOf(digits, parse());
    // Digits that go by what stands behind those looked at would be put before other numbers.
    if (reading === null || reading.dropped <= depth) this.#alike.set(key, reading);
    return reading;
  }

  #watch(digits: string, { national, international, told }: Readings): void {
    const own = international?.callingCode === this.#callingCode;
    const without = national !== null && national.rank >= KNOWN ? national.rank : 0;
    const withCode = international !== null && international.rank >= KNOWN ? international.rank : 0;
    if (without > 0 && withCode === 0) this.#sawOwn(digits, national);
    else if (own && withCode > without) this.#sawOwn(digits, international);
    if (told) return;
    if (without === MOBILE && withCode === KNOWN && international !== null) {
      this.#style.sawLandline(international.callingCode, digits);
    }
    if (without > 0 && withCode === 0) this.#style.sawNational(digits);
    if (international === null || withCode === 0 || withCode < without) return;
    const how = national === null ? 'sure' : without === 0 ? 'likely' : withCode > without ? 'better' : 'either';
    this.#style.sawInternational(international.callingCode, digits, how);
  }

  #sawOwn(digits: string, reading: Reading | null): void {
    if (reading !== null) this.#style.sawOwn(lengthOf(reading, digits));
  }

  #choose({ digits, readings: { national, international, told }, rival }: Found): NumberOutcome {
    const outcome = (reading: Reading, doubt: NumberDoubt | null, other: Reading | null): NumberOutcome => ({
      ok: true,
      number: numberOf(reading, digits),
      country: reading.country,
      mobile: reading.rank === MOBILE,
      doubt: doubt ?? doubtOf(reading),
      other: other === null ? rival : numberOf(other, digits),
    });
    if (international === null) {
      return national === null ? { ok: false, problem: 'number-impossible' } : outcome(national, null, null);
    }
    const own = international.callingCode === this.#callingCode;
    const alone = !told && !own && this.#style.isAlone(international.callingCode);
    if (rival !== null) return outcome(international, 'number-two-readings', null);
    if (national === null) return outcome(international, alone ? 'number-abroad' : null, null);
    // Of no known series, it is a number for want of a better reading only, unless the list's own are as long.
    const unheard = national.rank < KNOWN;
    if (unheard && international.rank >= KNOWN && (own || !this.#style.isOwnLength(lengthOf(national, digits)))) {
      return outcome(international, alone ? 'number-abroad' : null, null);
    }
    if (international.rank < KNOWN && national.rank === MOBILE) return outcome(national, null, null);
    const way = this.#style.wayOf(international.callingCode, digits, international.rank === national.rank);
    const isAbroad = way === 'international' || unheard;
    const [usual, other] = isAbroad ? [international, national] : [national, international];
    // A habit settles what is as good either way. It makes no landline of what may be a mobile.
    if (usual.rank < other.rank) return outcome(other, 'number-two-readings', usual);
    const isLandline = international.rank === KNOWN && this.#style.mayBeLandline(international.callingCode, digits);
    const settled = way === (isAbroad ? 'international' : 'national') && (isAbroad || own || !isLandline);
    return settled ? outcome(usual, null, null) : outcome(usual, 'number-two-readings', other);
  }
}

const numberOf = ({ before, dropped }: Reading, digits: string): number => Number(before + digits.slice(dropped));

const doubtOf = ({ rank }: Reading): NumberDoubt | null =>
  rank === KNOWN ? 'number-no-sms' : rank < KNOWN ? 'number-unknown-series' : null;

const bestOf = ({ national, international }: Readings): number =>
  Math.max(national?.rank ?? 0, international?.rank ?? 0);

/** How many digits its number has behind the country code. */
const lengthOf = ({ before, dropped, callingCode }: Reading, digits: string): number =>
  before.length + digits.length - dropped - callingCode.length;

function readingOf(digits: string, phone: PhoneNumber | undefined): Reading | null {
  if (phone === undefined || !phone.isPossible()) return null;
  const full = phone.number.slice(1);
  let alike = 0;
  while (alike < digits.length && digits.at(-1 - alike) === full.at(-1 - alike)) alike++;
  return {
    before: full.slice(0, full.length - alike),
    dropped: digits.length - alike,
    country: phone.country ?? phone.getPossibleCountries()[0] ?? '',
    callingCode: phone.countryCallingCode,
    rank: rankOf(phone),
  };
}

function rankOf(phone: PhoneNumber): Reading['rank'] {
  if (!phone.isValid()) return POSSIBLE;
  const type = phone.getType();
  const mobile = type === 'MOBILE' || type === 'FIXED_LINE_OR_MOBILE';
  return mobile && !isSilentSeries(phone.country, phone.nationalNumber) ? MOBILE : KNOWN;
}
