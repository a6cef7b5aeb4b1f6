import { defineConfig } from 'vitest/config';

// One file at a time: the browser tests start a worker and a browser each, and the machine may have two cores.
export default defineConfig({
  test: {
    include: ['tests/web/**/*.test.ts'],
    environment: 'node',
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 90_000,
    // A browser on a shared machine now and then drops a key or a frame. The report names whatever needed a second try.
    // Not so in tests/e2e: a click that is lost once in a hundred runs is what those look for.
    retry: 1,
  },
});
