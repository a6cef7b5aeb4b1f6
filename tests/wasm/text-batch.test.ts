import { load, type SegmentOptions } from 'klikspor';
import { expect, test } from 'vitest';
import { borderTexts, FLAVOURS, randomText, seeded } from '../support/random-texts.ts';

const core = await load();

const random = seeded(7);
const texts = [
  '',
  ...borderTexts(),
  // Around the 255 segments a message can have, with and without pairs at borders.
  ...[-1, 0, 1].flatMap((more) => [
    'a'.repeat(153 * 255 + more),
    'ab€'.repeat(9765 + more),
    '🎉'.repeat(33 * 255 + more),
    `${'a'.repeat(67 * 255 + more - 1)}“`,
  ]),
  ...FLAVOURS.flatMap((flavour) => Array.from({ length: 120 }, () => randomText(random, flavour, random(700)))),
];

const OPTIONS: readonly SegmentOptions[] = [
  {},
  { referenceBits: 16 },
  { border: 'code-unit' },
  { border: 'cluster' },
  { portBits: 8 },
  { portBits: 16, referenceBits: 16, border: 'code-unit' },
  { encoding: 'ucs2' },
  { nationalTables: { locking: 1, single: 1 } },
  { allowedNationalTables: { locking: [3], single: [1, 2, 3] } },
];

test.each(OPTIONS)('a batch plans each text as planSegments does: %j', (options) => {
  const batch = core.createTextBatch(texts);
  const { segments, units, unitsLeft, ucs2, locking, single } = batch.plan(options);
  batch.delete();
  const encodings = new Set<number>();
  for (const [i, text] of texts.entries()) {
    const { perSegment, capacitySingle, capacityMulti, exceedsLimit, ...plan } = core.planSegments(text, options);
    const label = JSON.stringify(text);
    expect(
      {
        encoding: ucs2[i] === 1 ? 'ucs2' : 'gsm7',
        segments: segments[i],
        units: units[i],
        unitsLeft: unitsLeft[i],
        locking: locking[i],
        single: single[i],
      },
      label,
    ).toEqual(plan);
    encodings.add(ucs2[i] as number);
    // Both count as many segments as there are.
    const ranges = core.segmentRanges(text, options);
    expect(segments[i], label).toBe(ranges.length);
    expect(perSegment, label).toBe(ranges.length > 1 ? capacityMulti : capacitySingle);
    expect(exceedsLimit, label).toBe(ranges.length > 255);
    if (ranges.length > 0) expect(unitsLeft[i], label).toBe(perSegment - (ranges.at(-1)?.units ?? 0));
  }
  expect(encodings.size).toBe(options.encoding === 'ucs2' ? 1 : 2);
});

test('texts may be added later, and every part of a large batch is planned', () => {
  const batch = core.createTextBatch();
  expect(batch.plan().segments).toHaveLength(0);
  for (let part = 0; part < 40; part++)
    batch.append(Array.from({ length: 500 }, (_, i) => 'a'.repeat((part * i) % 321)));
  expect(batch.size).toBe(20_000);
  const { units } = batch.plan();
  expect(units).toHaveLength(20_000);
  expect(units.every((count, at) => count === (Math.floor(at / 500) * (at % 500)) % 321)).toBe(true);
  batch.delete();
});

test('what was planned stays when the batch grows, and is gone from memory when it is deleted', () => {
  const batch = core.createTextBatch(['Hej', '🎉']);
  const plan = batch.plan();
  batch.append([`${'a'.repeat(200_000)}`]);
  batch.plan();
  expect(Array.from(plan.units)).toEqual([3, 2]);
  batch.delete();
  batch.delete();
  expect(() => batch.plan()).toThrow('deleted object');
  expect(() => batch.append(['a'])).toThrow('deleted object');
});

test('a text beyond all bounds is refused before anything is written', () => {
  const batch = core.createTextBatch(['Hej']);
  expect(() => batch.append(['b', 'a'.repeat(2 ** 27)])).toThrow('a batch holds at most 134217728');
  expect(batch.size).toBe(1);
  expect(Array.from(batch.plan().units)).toEqual([3]);
  batch.delete();
});
