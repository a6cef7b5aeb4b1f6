import { formatDay } from '../i18n/index.ts';
import { savedWords } from '../i18n/saved-messages.ts';
import { draft } from '../state/draft.ts';
import { isSavedNow, removeMessage, saveMessage, takeLimitOf, templates } from '../state/templates.ts';
import { replaceInMessage } from './text-area.ts';
import '../styles/saved-messages.css';

export function SavedMessages() {
  const words = savedWords.value;
  const text = draft.template.value;
  const kept = templates.value;
  const isKept = isSavedNow.value;
  return (
    <div class="saved-list">
      <button
        type="button"
        disabled={text.trim() === ''}
        aria-disabled={isKept}
        onClick={() => isKept || saveMessage()}
      >
        {isKept ? words.isSaved : words.save}
      </button>
      {kept.length === 0 ? (
        <p class="hint">{words.none}</p>
      ) : (
        <ul>
          {kept.map((saved) => (
            <li key={saved.savedAtMs}>
              <span class="saved-name">{saved.name}</span>
              <span class="hint">{formatDay(saved.savedAtMs)}</span>
              <span class="buttons">
                <button
                  type="button"
                  class="quiet"
                  aria-label={words.useNamed(saved.name)}
                  // An edit like any other: undo brings the former message back.
                  onClick={() => {
                    replaceInMessage(0, draft.template.peek().length, saved.template);
                    takeLimitOf(saved);
                  }}
                >
                  {words.use}
                </button>
                <button
                  type="button"
                  class="quiet"
                  aria-label={words.removeNamed(saved.name)}
                  onClick={() => removeMessage(saved)}
                >
                  {words.remove}
                </button>
              </span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
