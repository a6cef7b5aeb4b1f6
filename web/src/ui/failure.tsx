import type { Failure } from '../api/client.ts';
import { failureText } from '../i18n/failure.ts';

export function FailureNotice({ failure }: { failure: Failure | null }) {
  if (failure === null) return null;
  return (
    <p class="notice is-error" role="alert">
      {failureText(failure)}
    </p>
  );
}
