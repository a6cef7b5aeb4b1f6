import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The test that takes longest begins first, or everything else would wait for its end. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => Number(!moduleId.includes('accessibility'));
    return (await super.sort(files)).toSorted((one, other) => rank(one) - rank(other));
  }
}

// Browser tests start a worker and a browser each and mostly wait for them: three at once keep two cores busy.
export default defineConfig({
  test: {
    include: ['tests/web/**/*.test.ts'],
    environment: 'node',
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    testTimeout: 60_000,
    hookTimeout: 90_000,
    // A browser on a shared machine now and then drops a key or a frame. The report names whatever needed a second try.
    // Not so in tests/e2e: a click that is lost once in a hundred runs is what those look for.
    retry: 1,
  },
});
