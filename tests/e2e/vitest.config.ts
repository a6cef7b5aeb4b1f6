import { defineConfig } from 'vitest/config';

// Each file starts a worker of its own and mostly waits for it: two at once keep two cores busy.
export default defineConfig({
  test: {
    include: ['tests/e2e/**/*.test.ts'],
    environment: 'node',
    globalSetup: 'tests/e2e/global-setup.ts',
    maxWorkers: 2,
    env: { CHROMIUM_PATH: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium' },
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
});
