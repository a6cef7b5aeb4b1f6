import { BaseSequencer, type TestSequencerConstructor, type TestSpecification } from 'vitest/node';

/** Files whose names begin with one of these begin first, in this order: what takes longest must not begin when all else ends. */
export function longestFirst(...beginnings: readonly string[]): TestSequencerConstructor {
  const rank = ({ moduleId }: TestSpecification) => {
    const name = moduleId.slice(moduleId.lastIndexOf('/') + 1);
    const at = beginnings.findIndex((beginning) => name.startsWith(beginning));
    return at < 0 ? beginnings.length : at;
  };
  return class extends BaseSequencer {
    override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
      return (await super.sort(files)).toSorted((one, other) => rank(one) - rank(other));
    }
  };
}
