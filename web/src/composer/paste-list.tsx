/** A list that is pasted: from a spreadsheet, a mail, or wherever it stands. */
import { useState } from 'preact/hooks';
import { t } from '../i18n/index.ts';
import { listFileWords } from '../i18n/list-file.ts';
import { importText } from '../state/list.ts';
import { Field } from '../ui/field.tsx';
import { focusAfter } from '../ui/keep-focus.ts';
import { focusInList, pastingAt } from './choose-file.tsx';
import '../styles/paste-list.css';

export function PasteList() {
  const words = listFileWords.value;
  const [text, setText] = useState('');
  return (
    <form
      class="paste-list"
      onSubmit={(event) => {
        event.preventDefault();
        pastingAt.value = null;
        void importText(text, words.pastedName).then(() => focusInList('.choose-file'));
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
            onInput={(event) => setText(event.currentTarget.value)}
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
