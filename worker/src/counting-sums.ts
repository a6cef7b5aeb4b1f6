/** How batches came to a counter, added up: for the report, and for whoever operates this. */
import type { CountingSums } from './rpc/counter.ts';

const NAMES = ['batches', 'hits', 'attempts', 'detours', 'publishFailures'] as const;

/** Of each the sum; what is not given is none. */
export const summed = (parts: readonly Partial<CountingSums>[]): CountingSums => {
  const sums = { batches: 0, hits: 0, attempts: 0, detours: 0, publishFailures: 0 };
  for (const part of parts) for (const name of NAMES) sums[name] += part[name] ?? 0;
  return sums;
};
