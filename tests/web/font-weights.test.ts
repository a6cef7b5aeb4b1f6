import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const styles = fileURLToPath(new URL('../../web/src/styles/', import.meta.url));

/** Each is a font that the browser looks up and measures, while the frame that shows it first waits. */
test('letters come in three weights', () => {
  const weights = readdirSync(styles).flatMap((file) =>
    [...readFileSync(styles + file, 'utf8').matchAll(/font-weight: ([^;]+);/g)].map(([, weight]) => weight),
  );
  expect(weights.length).toBeGreaterThan(50);
  expect([...new Set(weights)].sort()).toEqual(['400', '550', '650', 'inherit']);
});
