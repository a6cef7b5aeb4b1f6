import { load } from 'klikspor';
import { expect, test } from 'vitest';

const core = await load();

test('a plan says encoding, segments and what is left', () => {
  expect(core.planSegments('a'.repeat(161))).toEqual({
    encoding: 'gsm7',
    segments: 2,
    units: 161,
    unitsLeft: 145,
    perSegment: 153,
    capacitySingle: 160,
    capacityMulti: 153,
    locking: 0,
    single: 0,
    exceedsLimit: false,
  });
  expect(core.planSegments('')).toMatchObject({ segments: 0, units: 0, unitsLeft: 160 });
});

test('nobody can change a plan that others are given too', () => {
  for (const text of ['Hej', '', 'tak 🎉']) {
    const plan = core.planSegments(text);
    const before = { ...plan };
    expect(Reflect.set(plan, 'segments', 99)).toBe(false);
    expect(core.planSegments(text)).toEqual(before);
  }
});

test('lone surrogates, U+FEFF and NUL arrive code unit for code unit, in long texts too', () => {
  for (const odd of ['\uD800', '\uDC00', '\uFEFF', '\0']) {
    for (const text of [odd, odd + 'a'.repeat(99_999), `${'a'.repeat(99_999)}${odd}`]) {
      expect(core.planSegments(text)).toMatchObject({ encoding: 'ucs2', units: text.length });
    }
  }
});

test('ranges cut the text where the segments end', () => {
  const text = `${'a'.repeat(152)}€${'b'.repeat(20)}`;
  const ranges = core.segmentRanges(text);
  expect(ranges.map(({ start, end }) => text.slice(start, end))).toEqual(['a'.repeat(152), `€${'b'.repeat(20)}`]);
  expect(ranges.map(({ units }) => units)).toEqual([152, 22]);
});

test('numbers out of range are refused by name', () => {
  expect(() => core.planSegments('a', { nationalTables: { locking: 14, single: 0 } })).toThrow(
    'nationalTables.locking is 14; it must be a whole number from 0 to 13',
  );
  expect(() => core.planSegments('a', { referenceBits: 7 as 8 })).toThrow('referenceBits is 7');
});
