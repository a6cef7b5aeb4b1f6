/** Recipients: a file or a text in, a summary out. What there is to say of a list is loaded with the first one. */
import { useState } from 'preact/hooks';
import { formatWholePercent, t } from '../i18n/index.ts';
import { cancelImport, importFailure, importFirst, importText, list, reading, takenAlone } from '../state/list.ts';
import { focusAfter } from '../ui/keep-focus.ts';
import { later } from '../ui/later.tsx';
import { ChooseFile, chooseButton, PasteButton, pastingAt } from './choose-file.tsx';
import { fieldError } from './field-error.ts';

const Loaded = later(() => import('./loaded-list.tsx').then((loaded) => loaded.LoadedList));
const Paste = later(() => import('./paste-list.tsx').then((paste) => paste.PasteList));
const Problem = later(() => import('./list-problem.tsx').then((problem) => problem.ListProblem));
const TakenAlone = later(() => import('./taken-alone.tsx').then((taken) => taken.TakenAlone));

export function ListSection() {
  const words = t.value.compose;
  const [over, setOver] = useState(false);
  const error = fieldError('list') ?? fieldError('nobody') ?? fieldError('file');
  return (
    <section
      aria-labelledby="list-heading"
      data-place="list"
      class={over ? 'list is-over' : 'list'}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        importFirst(event.dataTransfer?.files);
      }}
      onPaste={paste}
    >
      <h2 id="list-heading">{words.recipients}</h2>
      {reading.value !== null ? <Reading share={reading.value} /> : list.value === null ? <Drop /> : <Loaded />}
      {pastingAt.value === 'list' && reading.value === null && <Paste />}
      {takenAlone.value !== null && <TakenAlone />}
      {importFailure.value !== null && reading.value === null && <Problem />}
      {error !== null && reading.value === null && <p class="error">{error}</p>}
    </section>
  );
}

/** Anywhere in the section but where somebody writes. */
function paste(event: ClipboardEvent): void {
  const { target, clipboardData } = event;
  if (clipboardData === null || (target instanceof Element && target.closest('input, textarea') !== null)) return;
  const text = clipboardData.getData('text/plain');
  // Spreadsheets add a picture of the cells to their text.
  if (text.trim() !== '') {
    void import('../i18n/list-file.ts').then(({ listFileWords }) => importText(text, listFileWords.value.pastedName));
  } else if (clipboardData.files.length > 0) importFirst(clipboardData.files);
  else return;
  event.preventDefault();
}

function Drop() {
  const words = t.value.list;
  return (
    <div class="drop">
      <svg viewBox="0 0 48 32" width="48" height="32" aria-hidden="true">
        <rect x="6" y="2" width="36" height="28" rx="4" />
        <path d="M6 11h36M6 20h36M18 2v28" />
      </svg>
      <p>
        {words.drop} {words.or}
      </p>
      <div class="buttons">
        <ChooseFile label={words.choose} />
        <PasteButton place="list" />
      </div>
      <p class="hint">{words.privacy}</p>
    </div>
  );
}

function Reading({ share }: { share: number }) {
  const words = t.value.list;
  return (
    <div class="reading">
      <label>
        {words.reading(formatWholePercent(share))}
        {/* A spreadsheet is read in one piece: how far, nobody knows. */}
        <progress value={share === 0 ? undefined : share} max={1} />
      </label>
      <button
        type="button"
        class="quiet"
        onClick={() => {
          cancelImport();
          focusAfter(chooseButton);
        }}
      >
        {t.value.common.cancel}
      </button>
    </div>
  );
}
