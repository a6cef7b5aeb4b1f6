/** A failed request in words: the worker's own where it gave some. */
import type { Failure } from '../api/client.ts';
import { t } from '../i18n/index.ts';

export function failureText(failure: Failure): string {
  if (failure.status === 0) return t.value.common.offline;
  const { problem } = failure;
  return problem?.detail || problem?.title || t.value.common.unexpected(String(failure.status));
}

export function FailureNotice({ failure }: { failure: Failure | null }) {
  if (failure === null) return null;
  return (
    <p class="notice is-error" role="alert">
      {failureText(failure)}
    </p>
  );
}
