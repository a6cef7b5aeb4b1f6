import { defineConfig } from 'vitest/config';

// One file at a time: the browser tests start a worker and a browser each, and the machine may have two cores.
export default defineConfig({
  test: {
    include: ['tests/web/**/*.test.ts'],
    environment: 'node',
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 90_000,
  },
});
