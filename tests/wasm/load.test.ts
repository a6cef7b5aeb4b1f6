import { load as loadComposer } from 'klikspor';
import { load as loadAddresses } from 'klikspor/addresses';
import { LONGEST_BATCH, load as loadEdge, SLOTS_PER_CAMPAIGN } from 'klikspor/edge';
import { load as loadReporting } from 'klikspor/reporting';
import { load as loadSending } from 'klikspor/sending';
import { load as loadTexts } from 'klikspor/texts';
import { expect, test } from 'vitest';

test.each([
  ['klikspor', loadComposer],
  ['klikspor/texts', loadTexts],
  ['klikspor/addresses', loadAddresses],
  ['klikspor/sending', loadSending],
  ['klikspor/edge', loadEdge],
  ['klikspor/reporting', loadReporting],
] as const)('%s loads under Node, once for everybody', async (_, load) => {
  const face = await load();
  expect(face.version).toMatch(/^\d+\.\d+\.\d+$/);
  expect(await load()).toBe(face);
  expect(Object.isFrozen(face)).toBe(true);
  for (const one of Object.values(face)) expect(one).toBeDefined();
});

test('the numbers that the edge exports are what its core goes by', async () => {
  const core = await loadEdge();
  expect(core.plainOf(1, 0, 0, 1)).toBe(SLOTS_PER_CAMPAIGN);
  expect(core.testRecipient(1)).toBe(SLOTS_PER_CAMPAIGN - 1);
  const batch = core.createHitBatch();
  batch.append(
    Array.from({ length: 12_000 }, (_, i) => ({
      ...{ atMs: 2 ** 40 * (i % 2), recipient: 2 ** 32 - 1, link: 0, class: 'human', reason: '', rules: 1 },
      ...{ userAgent: '', country: '', asn: 0, signals: 0 },
    })),
  );
  const [first] = batch.pack();
  batch.delete();
  // All but the room for other reasons.
  expect(first?.bytes.length).toBeLessThanOrEqual(LONGEST_BATCH - 2_048);
  expect(first?.bytes.length).toBeGreaterThan(LONGEST_BATCH - 2_148);
});

test('a handle is given back by using, too', async () => {
  const core = await loadEdge();
  const batch = core.createHitBatch();
  batch[Symbol.dispose]();
  expect(() => batch.size).toThrow(/deleted/);
});
