import { createHash } from 'node:crypto';
import { cloudflareTest } from '@cloudflare/vitest-plugin';
import { defineConfig } from 'vitest/config';
import type { Vite } from 'vitest/node';

/**
 * Work that outlives a file's tests may ask for one more module while the file's workerd is being stopped. The plugin takes that for
 * a fault and ends the whole run (1.4.10), so nobody listens to one that is stopped.
 */
function deafOnceStopped(): Vite.Plugin {
  return {
    name: 'klikspor-deaf-once-stopped',
    configureVitest({ project: { config } }) {
      const { poolRunner } = config;
      if (poolRunner === undefined) throw new Error('the plugin above makes no workers any more');
      config.poolRunner = {
        ...poolRunner,
        createPoolWorker(options) {
          const worker = poolRunner.createPoolWorker(options);
          const stop = worker.stop.bind(worker);
          worker.stop = () => {
            worker.off('message', () => {});
            return stop();
          };
          return worker;
        },
      };
    },
  };
}

export default defineConfig({
  plugins: [
    cloudflareTest({
      wrangler: { configPath: './wrangler.toml' },
      // The sources themselves, not what is bundled of them.
      main: './worker/src/index.ts',
      miniflare: {
        bindings: {
          SLUG_KEY_1: btoa('0123456789abcdefghijklmnopqrstuv'),
          SIGN_IN_CODE_SHA256: createHash('sha256').update('3f9c0a7be41d52c86e').digest('hex'),
          SETTLE_MS: '0',
          PUBLISH_INTERVAL_MS: '1000',
          // A busy machine must not turn a test of the way to the disk into one of the way to the queue.
          STRICT_DEADLINE_MS: '2000',
          FAST_DEADLINE_MS: '4000',
        },
      },
    }),
    deafOnceStopped(),
  ],
  // A file mostly waits for its workerd: three at once keep two cores busy.
  test: {
    include: ['tests/worker/**/*.test.ts'],
    globalSetup: ['./tests/worker/http-sink.ts', './tests/worker/outside.ts'],
    maxWorkers: 3,
    testTimeout: 15_000,
  },
});
