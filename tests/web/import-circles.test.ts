import { expect, test } from 'vitest';
import { importCircles, ROOMS } from '../support/import-circles.ts';

test('no file of the page imports itself by way of others, in whichever room', () => {
  const { files, circles } = importCircles([...ROOMS, 'web/src/**/*.{ts,tsx}', 'web/*.ts']);
  expect(files).toBeGreaterThan(350);
  expect(circles).toEqual([]);
});
