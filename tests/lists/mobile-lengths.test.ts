/** How long the worker takes mobiles' numbers to be, by calling code, against what libphonenumber knows. */
import metadata from 'libphonenumber-js/max/metadata';
import { expect, test } from 'vitest';
import { MOBILE_LENGTHS } from '../../worker/src/pages/phone-number.ts';

const LENGTHS = 3;
const SERIES = 11;
const MOBILE = 1;
/** Of machines: no person writes one. */
const MACHINES: Readonly<Record<string, readonly number[]>> = { '31': [11] };

function lengthsOf(callingCode: string): number[] {
  const found = (metadata.country_calling_codes[callingCode as never] as readonly string[]).flatMap((country) => {
    const plan: readonly unknown[] = metadata.countries[country as never];
    const series = (plan[SERIES] as readonly (readonly unknown[])[])[MOBILE];
    return (series?.[1] ?? plan[LENGTHS]) as readonly number[];
  });
  return found.filter((length) => !MACHINES[callingCode]?.includes(length));
}

test('mobiles have as many digits as are taken for one, in every country that is told', () => {
  expect(MOBILE_LENGTHS.size).toBeGreaterThan(20);
  for (const [code, lengths] of MOBILE_LENGTHS) {
    const known = lengthsOf(code);
    expect([code, lengths]).toEqual([code, [Math.min(...known), Math.max(...known)]]);
  }
});
