import type { Failure } from '../api/client.ts';
import { t } from './index.ts';

/** A failed request in words: the worker's own where it gave some. */
export function failureText(failure: Failure): string {
  if (failure.status === 0) return t.value.common.offline;
  const { problem } = failure;
  return problem?.detail || problem?.title || t.value.common.unexpected(String(failure.status));
}
