import type { CampaignShape } from 'klikspor/edge';
import { expect, test } from 'vitest';
import { core } from '../../worker/src/core.ts';
import { dropLoaded, keepLoaded, loadedState } from '../../worker/src/loaded-states.ts';

const MIB = 1024 * 1024;
const shape: CampaignShape = {
  ...{ recipients: 10, links: ['destination'], shards: 1, shard: 0, tracking: 'recipient', publishedAtMs: 0 },
};

test('of too much what was asked for longest ago is given back, and whoever keeps its own never loses it', () => {
  const [first, second, third] = [{}, {}, {}];
  const made = [first, second, third].map((counter) => {
    const state = core.loadShardState(new Uint8Array(), shape);
    keepLoaded(counter, state, 3 * MIB);
    if (counter === second) expect(loadedState(first)).toBeDefined();
    return state;
  });
  // Asked for after the first was made, the second is the oldest.
  expect([first, second, third].map((counter) => loadedState(counter) !== undefined)).toEqual([true, false, true]);
  expect(() => made[1]?.pending).toThrow(/deleted/);
  const grown = loadedState(third);
  if (grown === undefined) throw new Error('the third is loaded');
  keepLoaded(third, grown, 100 * MIB);
  expect(loadedState(first)).toBeUndefined();
  expect(grown.pending.hits).toBe(0);
  dropLoaded(third);
  expect(loadedState(third)).toBeUndefined();
  dropLoaded(third);
});
