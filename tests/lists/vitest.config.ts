import { defineConfig } from 'vitest/config';
import { longestFirst } from '../support/longest-first.ts';

export default defineConfig({
  test: {
    include: ['tests/lists/**/*.test.ts'],
    environment: 'node',
    maxWorkers: 2,
    sequence: { sequencer: longestFirst('number-strays', 'number-exports') },
    testTimeout: 60_000,
  },
});
