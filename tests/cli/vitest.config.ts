import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { include: ['tests/cli/**/*.test.ts'], environment: 'node', maxWorkers: 2, testTimeout: 60_000 },
});
