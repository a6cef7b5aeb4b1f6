import { readFileSync } from 'node:fs';
import { load } from 'klikspor';
import { PROVIDER_LIMITS, providerLimits } from 'klikspor/provider-limits';
import { expect, test } from 'vitest';

const core = await load();
const check = (text: string, provider: string) =>
  core.checkProviderLimits(providerLimits(provider), core.planSegments(text).segments, text.length);

test.each([
  ['altinn', 16],
  ['budgetsms', 4],
  ['telnyx', 10],
])('%s takes %i segments and not one more', (provider, max) => {
  expect(check('a'.repeat(153 * max), provider)).toEqual([]);
  expect(check('a'.repeat(153 * max + 1), provider)).toEqual([{ limit: 'segments', value: max + 1, max }]);
});

test('twilio takes 1,600 characters, however many segments they are', () => {
  expect(check('ë'.repeat(1600), 'twilio')).toEqual([]);
  expect(check('a'.repeat(1601), 'twilio')).toEqual([{ limit: 'characters', value: 1601, max: 1600 }]);
});

test('a provider nobody knows is refused with the names of those known', () => {
  expect(() => check('a', 'Twilio')).toThrow(
    'provider is "Twilio"; it must be one of altinn, budgetsms, telnyx, twilio',
  );
  expect(() => check('a', 'constructor')).toThrow(RangeError);
  expect(() => core.checkProviderLimits(providerLimits('twilio'), 1, 1.5)).toThrow('characters is 1.5');
});

test('the data ship as JSON too, each limit with its source', () => {
  const json = JSON.parse(readFileSync(new URL('../../wasm/dist/provider-limits.json', import.meta.url), 'utf8'));
  expect(json).toEqual(PROVIDER_LIMITS);
  for (const { source, maxSegments, maxCharacters } of Object.values(PROVIDER_LIMITS)) {
    expect(source).not.toBe('');
    expect(maxSegments ?? maxCharacters).toBeGreaterThan(0);
  }
});
