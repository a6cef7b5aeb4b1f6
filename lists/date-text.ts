/** Dates and times as lists have them: many are as long as phone numbers, and of the same signs. */

const DAY = '(?:0?[1-9]|[12]\\d|3[01])';
const MONTH = '(?:0?[1-9]|1[0-2])';
const YEAR = '(?:19|20)\\d\\d';
const TIME = '(?:[T ,]+\\d{1,2}[:.]\\d\\d.*)?';
const SEPARATED = new RegExp(
  `^(?:${YEAR}([-./])${MONTH}\\1${DAY}|${DAY}([-./])${MONTH}\\2${YEAR}|${MONTH}([-./])${DAY}\\3${YEAR})${TIME}$`,
);
const [DD, MM, HOUR] = ['(?:0[1-9]|[12]\\d|3[01])', '(?:0[1-9]|1[0-2])', '(?:[01]\\d|2[0-3])[0-5]\\d'];
const COMPACT = new RegExp(
  `^(?:${YEAR}${MM}${DD}(?:T?\\d{4,6}(?:Z|\\.\\d+)?)?|(?:${DD}${MM}|${MM}${DD})${YEAR}(?:${HOUR})?|${DD}${MM}\\d\\d${HOUR})$`,
);
const SHORT = new RegExp(`^${DD}${MM}\\d\\d$`);
const IN_PAIRS = /^\d\d?([-./])\d\d?\1\d\d$/;
const DATE_IN_PAIRS = new RegExp(`^(?:${DAY}([-./])${MONTH}\\1\\d\\d|${MONTH}/${DAY}/\\d\\d|\\d\\d-${MONTH}-${DAY})$`);
/** Seconds since 1970, from 2001 until 2033, or thousandths of them. */
const UNIX_TIME = /^1\d{9}(?:\d{3}|\.\d+)?$/;
const SEVERAL = /\s*[,;/|\s]\s*/;

/** 2025-12-31, 31.12.2025 08:30: nobody writes a phone number so. */
export const isDate = (text: string): boolean => SEPARATED.test(text);

/** 20251231, 20251231T0830, 31122025, 12312025, also several: a phone number may look like it. */
export const isCompactDate = (text: string): boolean => text.split(SEVERAL).every((part) => COMPACT.test(part));

/** 311225, also several: where numbers have six digits, every eighth looks like it. */
export const isShortDate = (text: string): boolean => text.split(SEVERAL).every((part) => SHORT.test(part));

/** 21.12.25: where numbers have six digits one may be written so, as may 54.67.89, which is no date. */
export const pairsOf = (text: string): 'date' | 'number' | null =>
  IN_PAIRS.test(text) ? (DATE_IN_PAIRS.test(text) ? 'date' : 'number') : null;

/** 1735603200: some countries' mobiles look like it, without their nought. */
export const isUnixTime = (text: string): boolean => UNIX_TIME.test(text);
