/** Dates and times as lists have them: many are as long as phone numbers, and of the same signs. */

const DAY = '(?:0?[1-9]|[12]\\d|3[01])';
const MONTH = '(?:0?[1-9]|1[0-2])';
const YEAR = '(?:19|20)\\d\\d';
const TIME = '(?:[T ,]+\\d{1,2}[:.]\\d\\d.*)?';
const SEPARATED = new RegExp(
  `^(?:${YEAR}([-./])${MONTH}\\1${DAY}|${DAY}([-./])${MONTH}\\2${YEAR}|${MONTH}([-./])${DAY}\\3${YEAR})${TIME}$`,
);
const COMPACT = /^(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:T?\d{4,6}(?:Z|\.\d+)?)?$/;

/** 2025-12-31, 31.12.2025 08:30: nobody writes a phone number so. */
export const isDate = (text: string): boolean => SEPARATED.test(text);

/** 20251231, 20251231T0830: a phone number may look like it. */
export const isCompactDate = (text: string): boolean => COMPACT.test(text);
