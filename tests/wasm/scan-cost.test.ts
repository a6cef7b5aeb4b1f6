import { load } from 'klikspor/edge';
import { expect, test } from 'vitest';
import { measureScans } from '../support/scan-cost.ts';
import { visitorRules } from '../support/visitor-rules.ts';

const core = await load();
const judge = core.createJudge(visitorRules());
const shares = measureScans(core, judge);
const of = (who: string, what: RegExp, destinations: number) => {
  const found = shares.filter(
    ({ story, destinations: has }) => story.who === who && what.test(story.what) && has === destinations,
  );
  expect(found.length).toBeGreaterThan(0);
  return found;
};

test('nobody is a scanner for hurrying from the one shop link to the way out; until now most were', () => {
  for (const { before, now } of of('person', /way out/, 1)) {
    expect(now).toBe(0);
    expect(before).toBeGreaterThan(0.05);
  }
  for (const { now } of of('person', /^taps the shop link/, 2)) expect(now).toBe(0);
});

test('of people who hurry through both shop links on a phone at most one in a hundred is taken for a scanner', () => {
  for (const { now } of of('person', /on a phone|way out last/, 2)) expect(now).toBeLessThanOrEqual(0.01);
  for (const { now } of of('person', /^looks at every page/, 3)) expect(now).toBeLessThanOrEqual(0.01);
});

test('machines that raise a doubt are found at two shop links, all at three', () => {
  for (const { now } of of('machine', /side by side|computer|another phone|two networks|HEAD/, 2)) {
    expect(now).toBeGreaterThan(0.97);
  }
  for (const { now } of of('machine', /./, 3)) expect(now).toBeGreaterThan(0.99);
});
