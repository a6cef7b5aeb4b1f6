/** A list that is pasted: from a spreadsheet, a mail, or wherever it stands. */
import { signal } from '@preact/signals';
import { t } from '../i18n/index.ts';
import { listFileWords } from '../i18n/list-file.ts';
import { importFailure, importText } from '../state/list.ts';
import { Field } from '../ui/field.tsx';
import { focusAfter } from '../ui/keep-focus.ts';
import { focusInList, pastingAt } from './choose-file.tsx';
import '../styles/paste-list.css';

/** Kept until it is read: whoever wrote it by hand corrects what could not be. */
const written = signal('');

export function PasteList() {
  const words = listFileWords.value;
  const text = written.value;
  return (
    <form
      class="paste-list"
      onSubmit={(event) => {
        event.preventDefault();
        const place = pastingAt.peek();
        pastingAt.value = null;
        void importText(text, words.pastedName).then(() => {
          if (!importFailure.peek()?.failure) {
            written.value = '';
            return focusInList('.choose-file');
          }
          pastingAt.value = place;
          focusAfter(() => document.querySelector<HTMLElement>('.paste-list textarea'));
        });
      }}
    >
      <Field label={words.pasteLabel} hint={words.pasteHint}>
        {(ids) => (
          <textarea
            {...ids}
            rows={6}
            spellcheck={false}
            autocomplete="off"
            value={text}
            onInput={(event) => {
              written.value = event.currentTarget.value;
            }}
          />
        )}
      </Field>
      <div class="buttons">
        <button type="submit" disabled={text.trim() === ''}>
          {words.take}
        </button>
        <button
          type="button"
          class="quiet"
          onClick={() => {
            const opener = document.querySelector<HTMLElement>('.paste-button[aria-expanded=true]');
            pastingAt.value = null;
            focusAfter(() => opener);
          }}
        >
          {t.value.common.cancel}
        </button>
      </div>
    </form>
  );
}
