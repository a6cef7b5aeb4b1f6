import { defineConfig } from 'vitest/config';
import { longestFirst } from '../support/longest-first.ts';

const both = {
  environment: 'node',
  testTimeout: 60_000,
  hookTimeout: 180_000,
  // As long as the pages' own waits: a second is nothing on a machine that does other things too.
  expect: { poll: { timeout: 15_000 } },
} as const;

export default defineConfig({
  test: {
    // Browser tests mostly wait for the browser: three at once keep two cores busy.
    maxWorkers: 3,
    sequence: { sequencer: longestFirst('accessibility', 'limit.test', 'opt-out', 'list-identity.browser') },
    projects: [
      {
        test: {
          ...both,
          name: 'browser',
          include: ['tests/web/**/*.browser.test.ts'],
          globalSetup: 'tests/web/global-setup.ts',
          // Files that follow each other share a process, and so a browser (launchBrowser).
          isolate: false,
          // A browser on a shared machine now and then drops a key or a frame. The report names whatever needed a second try.
          // Not so in tests/e2e: a click that is lost once in a hundred runs is what those look for.
          retry: 1,
        },
      },
      {
        test: {
          ...both,
          name: 'node',
          include: ['tests/web/**/*.test.ts'],
          exclude: ['tests/web/**/*.browser.test.ts'],
        },
      },
    ],
  },
});
