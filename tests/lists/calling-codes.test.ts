/** The API's short table of calling codes against what libphonenumber knows. */

import metadata from 'libphonenumber-js/max/metadata';
import { expect, test } from 'vitest';
import { mainCountryOf } from '../../lists/phone-data.ts';
import { countryOf } from '../../worker/src/messages/calling-codes.ts';

const codes = Object.keys(metadata.country_calling_codes);

test('every calling code is of the country that has it first; +1 and +7 say nothing', () => {
  expect(codes.length).toBeGreaterThan(200);
  for (const code of codes) {
    const wanted = code === '1' || code === '7' ? '' : mainCountryOf(code);
    expect([code, countryOf(`+${code}12345678`)]).toEqual([code, wanted]);
  }
});

test('a number of no country has none', () => {
  for (const number of ['+88212345678', '+99912345678', '+0', '+']) expect(countryOf(number)).toBe('');
});
