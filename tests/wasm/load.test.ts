import { load } from 'klikspor';
import { expect, test } from 'vitest';

test('the package loads under Node, once for everybody', async () => {
  const core = await load();
  expect(core.version).toMatch(/^\d+\.\d+\.\d+$/);
  expect(await load()).toBe(core);
  expect(Object.isFrozen(core)).toBe(true);
});
