import { useState } from 'preact/hooks';
import { formatDay } from '../i18n/index.ts';
import { savedWords } from '../i18n/saved-messages.ts';
import { draft } from '../state/draft.ts';
import {
  isSavedNow,
  removeMessage,
  restoreMessage,
  type SavedMessage,
  saveMessage,
  takeLimitOf,
  templates,
} from '../state/templates.ts';
import { focusAfter } from '../ui/keep-focus.ts';
import { replaceInMessage } from './text-area.ts';
import '../styles/saved-messages.css';

const useId = ({ savedAtMs }: SavedMessage) => `use-${savedAtMs}`;

export function SavedMessages() {
  const words = savedWords.value;
  const text = draft.template.value;
  const kept = templates.value;
  const isKept = isSavedNow.value;
  const [removed, setRemoved] = useState<SavedMessage | null>(null);
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
              {/* Several of one campaign are called alike. */}
              <span class="saved-text hint">{saved.template}</span>
              <span class="hint">{formatDay(saved.savedAtMs)}</span>
              <span class="buttons">
                <button
                  type="button"
                  class="quiet"
                  id={useId(saved)}
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
                  onClick={() => {
                    removeMessage(saved);
                    setRemoved(saved);
                    focusAfter(() => document.querySelector<HTMLElement>('.saved-removed button'));
                  }}
                >
                  {words.remove}
                </button>
              </span>
            </li>
          ))}
        </ul>
      )}
      <p role="status" class="saved-removed">
        {removed !== null && (
          <>
            {words.removed(removed.name)}{' '}
            <button
              type="button"
              class="link"
              onClick={() => {
                restoreMessage(removed);
                setRemoved(null);
                focusAfter(() => document.getElementById(useId(removed)));
              }}
            >
              {words.undo}
            </button>
          </>
        )}
      </p>
    </div>
  );
}
