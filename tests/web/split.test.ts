/** A list in two random halves. */
import { load } from 'klikspor';
import { expect, test } from 'vitest';
import { CANCELLED, type Control } from '../../web/src/engine/control.ts';
import { createEngine } from '../../web/src/engine/engine.ts';
import { PairSplit, type Seed } from '../../web/src/list-reading/split.ts';

const core = await load();
const quiet: Control = { cancelled: () => false, progress: () => {} };
const draft = { template: '{{mobil}}', options: { linkPrefix: 's.dk/', width: 8 }, parameters: {} } as const;

const halvesOf = (seed: Seed, count: number) => {
  const split = new PairSplit(seed);
  return Array.from({ length: count }, () => split.next());
};

test.each([0, 1, 2, 3, 1_000, 1_001])('%d recipients fall into halves that differ by at most one', (count) => {
  for (let seed = 0; seed < 50; seed++) {
    const second = halvesOf([seed, 1, 2, 3], count).reduce((sum: number, half) => sum + half, 0);
    expect(Math.abs(count - 2 * second)).toBeLessThanOrEqual(1);
  }
});

test('the same seed gives the same halves, another one others', () => {
  expect(halvesOf([1, 2, 3, 4], 500)).toEqual(halvesOf([1, 2, 3, 4], 500));
  expect(halvesOf([1, 2, 3, 4], 500)).not.toEqual(halvesOf([1, 2, 3, 5], 500));
});

test('who comes first in the list has no better chance of either half', () => {
  // 20,000 seeds: each place is in the second half as often as not, within five standard deviations.
  const counts = new Array<number>(6).fill(0);
  for (let seed = 0; seed < 20_000; seed++) {
    halvesOf([seed, seed * 7, 11, 13], 6).forEach((half, place) => {
      counts[place] = (counts[place] ?? 0) + half;
    });
  }
  for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(5 * Math.sqrt(20_000 / 4));
});

test('a list that is split holds everybody once, half by half, and costs what its halves cost', async () => {
  const engine = createEngine(core);
  const rows = Array.from({ length: 45_001 }, (_, row) => `${'N'.repeat(row % 90)};${20_000_000 + row}\n`);
  const split: Seed = [5, 6, 7, 8];
  const file = new File([`navn;mobil\n${rows.join('')}`], 'list.csv');
  const answer = await engine.importFile({ file, numberColumn: null, country: 'DK', plainValues: false, split }, quiet);
  if (answer === CANCELLED || !answer.ok) throw new Error('not read');
  const { size, halves } = answer.list;
  expect(size).toBe(45_001);
  expect(halves.map((half) => half.size).sort()).toEqual([22_500, 22_501]);

  const expected = halvesOf(split, size);
  const first = halves[0]?.size ?? 0;
  const order = [
    ...expected.flatMap((half, row) => (half === 0 ? [row] : [])),
    ...expected.flatMap((half, row) => (half === 1 ? [row] : [])),
  ];
  for (const index of [0, 19_999, 20_000, first - 1, first, first + 20_000, size - 1]) {
    const look = await engine.look({ ...draft, index }, quiet);
    if (look === CANCELLED) throw new Error('cancelled');
    expect(look.rendered.text).toBe(`45${20_000_000 + (order[index] ?? 0)}`);
    expect(look.number).toBe(`+${look.rendered.text}`);
  }
  const template = `{{navn}} ${'x'.repeat(100)}`;
  const costs = await Promise.all(
    [null, 0, 1].map((half) => engine.cost({ ...draft, template, half: half as 0 | 1 | null }, quiet)),
  );
  const [whole, a, b] = costs.map((cost) => (cost === CANCELLED ? null : cost));
  if (!whole || !a || !b) throw new Error('cancelled');
  expect(a.recipients).toBe(halves[0]?.size);
  expect(a.segmentsTotal + b.segmentsTotal).toBe(whole.segmentsTotal);
  expect(b.longest).toBeGreaterThanOrEqual(first);
});
