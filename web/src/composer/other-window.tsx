/** Whether the draft is written in another window, and what becomes of what is written here. */
import { isWorthKeeping } from '../draft/fields.ts';
import { t } from '../i18n/index.ts';
import { draftTexts } from '../state/draft.ts';
import { beginCopy, copyId, hold } from '../state/draft-place.ts';
import { focusAfter, headingOf } from '../ui/keep-focus.ts';

export function OtherWindow() {
  const words = t.value.compose;
  if (hold.value === 'elsewhere') {
    // Whoever begins to write there has a copy at once.
    if (!isWorthKeeping(draftTexts.value)) return null;
    return (
      <div class="notice" role="status">
        <p>{words.elsewhere}</p>
        <button
          type="button"
          onClick={() => {
            beginCopy();
            focusAfter(() => headingOf(document.getElementById('content')));
          }}
        >
          {words.makeCopy}
        </button>
      </div>
    );
  }
  return copyId.value === null ? null : (
    <p class="hint" role="status">
      {words.isCopy}
    </p>
  );
}
