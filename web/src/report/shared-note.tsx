/** What a report that is shared says of itself, and when it shows nothing (any more). */
import type { Failure } from '../api/client.ts';
import { sharesWords } from '../i18n/shares.ts';
import { FailureNotice } from '../ui/failure.tsx';

export function SharedNote({ failure }: { failure: Failure | null }) {
  const words = sharesWords.value;
  if (failure === null) return <p class="hint shared-note">{words.sharedBy}</p>;
  if (failure.status !== 404 && failure.status !== 429) return <FailureNotice failure={failure} />;
  return (
    <p class="notice is-error" role="alert">
      {failure.status === 404 ? words.gone : words.tooMany}
    </p>
  );
}
