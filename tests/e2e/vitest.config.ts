import { defineConfig } from 'vitest/config';

// One file at a time: each starts a worker and a browser of its own, and the machine may have two cores.
export default defineConfig({
  test: {
    include: ['tests/e2e/**/*.test.ts'],
    environment: 'node',
    fileParallelism: false,
    testTimeout: 180_000,
    hookTimeout: 90_000,
  },
});
