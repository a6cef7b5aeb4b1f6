import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { FAST_SPACING_MS } from '../../worker/src/commit-spacing.ts';
import { shardsFor } from '../../worker/src/shards.ts';
import { simulateBurst } from '../bench/burst.ts';

test('a campaign gets a counter object for every 100,000 recipients begun', () => {
  const counts: [recipients: number, shards: number][] = [
    [0, 1],
    [1, 1],
    [100_000, 1],
    [100_001, 2],
    [1_000_000, 10],
    [8_388_607, 84],
    [16_777_215, 168],
  ];
  for (const [recipients, shards] of counts) expect(shardsFor(recipients)).toBe(shards);
});

test('through a burst no counter object comes near the 1,000 calls a second that the platform allows it', () => {
  for (const recipients of [100_000, 1_000_000]) {
    const shards = shardsFor(recipients);
    const { callsPerSecond, hitsPerBatch } = simulateBurst({
      recipients,
      isolates: 300,
      shards,
      gatherMs: Number(env.GATHER_MS),
      spacingMs: FAST_SPACING_MS,
      seconds: 4,
    });
    expect(callsPerSecond).toBeLessThan(800);
    expect(callsPerSecond).toBeGreaterThan(300); // the simulation does play a burst
    expect(hitsPerBatch).toBeGreaterThanOrEqual(1);
  }
});
