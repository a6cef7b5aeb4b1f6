/** Telephone numbers as people write their own at `/stop`, and how they are shown to them again. */
import { callingCodeOf } from '../messages/calling-codes.ts';

type Lengths = readonly [shortest: number, longest: number];

/**
 * How many digits a mobile's number has behind the calling code, where people are likely to write it without: by that one tells
 * whether the code is there already. `tests/lists/mobile-lengths.test.ts` compares.
 */
export const MOBILE_LENGTHS: ReadonlyMap<string, Lengths> = new Map(
  (
    [
      ['298 299', 6, 6],
      ['354', 7, 9],
      ['372', 7, 8],
      ['45 47 370 371', 8, 8],
      ['31 32 33 34 41 46 48 61 351 352 353 420 421', 9, 9],
      ['39', 9, 10],
      ['1 44 91', 10, 10],
      ['49', 10, 11],
      ['358', 6, 10],
    ] as const
  ).flatMap(([codes, shortest, longest]) =>
    codes.split(' ').map((code): [string, Lengths] => [code, [shortest, longest]]),
  ),
);
/** Of other countries. Fifteen digits are the most that a number has, with its calling code (E.164). */
const ANY_LENGTH: Lengths = [6, 12];

const lengthsOf = (callingCode: string): Lengths => MOBILE_LENGTHS.get(callingCode) ?? ANY_LENGTH;

/** E.164 of a number as people write it; undefined: it is none that a text message goes to. Without a calling code it is one of `own`. */
export function numberIn(written: string, own: string): string | undefined {
  // In whatever width the digits are, as keyboards of East Asia have them.
  const bare = written
    .normalize('NFKC')
    .replace(/\(0\)/g, '')
    .replace(/[\s\p{Cf}().\-\u2010-\u2015\u2212/]/gu, '');
  const number = bare.startsWith('+')
    ? bare
    : bare.startsWith('00')
      ? `+${bare.slice(2)}`
      : `+${isWhole(bare, own) ? '' : own}${bare.replace(/^0/, '')}`;
  if (!/^\+[1-9]\d{6,14}$/.test(number)) return undefined;
  const code = number.startsWith(`+${own}`) ? own : callingCodeOf(number);
  const digits = number.length - 1 - code.length;
  const [shortest, longest] = lengthsOf(code);
  return code !== '' && digits >= shortest && digits <= longest ? number : undefined;
}

/** Whether the calling code is there without its plus sign: a number without it would not be as long. */
function isWhole(digits: string, own: string): boolean {
  const [shortest, longest] = lengthsOf(own);
  const behind = digits.length - own.length;
  const isLonger = MOBILE_LENGTHS.has(own) ? digits.length > longest : behind >= 8;
  return digits.startsWith(own) && isLonger && behind >= shortest;
}

/** In pairs, as it is read out, which no line breaks. */
export function shownNumber(number: string): string {
  const code = callingCodeOf(number);
  return [number.slice(0, 1 + code.length), ...(number.slice(1 + code.length).match(/.{1,2}/g) ?? [])].join('\u00a0');
}

const USUAL_LENGTH = 8;

/** As long as those of the country are. */
export function exampleOf(callingCode: string): string {
  const [length] = MOBILE_LENGTHS.get(callingCode) ?? [USUAL_LENGTH];
  return shownNumber(`+${callingCode}${'1234567890'.slice(0, length)}`);
}
