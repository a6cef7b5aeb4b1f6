/** Recipients: a file in, a summary out. What there is to say of a list is loaded with the first one. */
import { useState } from 'preact/hooks';
import { formatInteger, formatWholePercent, t } from '../i18n/index.ts';
import { cancelImport, importFailure, importFile, keepList, list, reading, readUnreadWith } from '../state/list.ts';
import { focusAfter } from '../ui/keep-focus.ts';
import { later } from '../ui/later.tsx';
import { ChooseFile, chooseButton } from './choose-file.tsx';
import { NumberColumn } from './number-column.tsx';
import { fieldError } from './setup.tsx';

const Loaded = later(() => import('./loaded-list.tsx').then((loaded) => loaded.LoadedList));

export function ListSection() {
  const words = t.value.compose;
  const [over, setOver] = useState(false);
  const error = fieldError('list') ?? fieldError('file');
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
        const file = event.dataTransfer?.files[0];
        if (file !== undefined) void importFile(file);
      }}
    >
      <h2 id="list-heading">{words.recipients}</h2>
      {reading.value !== null ? <Reading share={reading.value} /> : list.value === null ? <Drop /> : <Loaded />}
      {importFailure.value !== null && <ImportProblem />}
      {error !== null && reading.value === null && <p class="error">{error}</p>}
    </section>
  );
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
      <ChooseFile label={words.choose} />
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
        <progress value={share} max={1} />
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

function ImportProblem() {
  const words = t.value.list;
  const problem = importFailure.value;
  if (problem === null) return null;
  return (
    <div class="notice is-error" role="alert">
      <p>{words.failures[problem.failure]}</p>
      {problem.columns.length > 0 && <NumberColumn columns={problem.columns} chosen={-1} read={readUnreadWith} />}
      {list.value !== null && (
        <>
          <p>{words.stillLoaded(list.value.fileName, formatInteger(list.value.size))}</p>
          <button type="button" class="quiet" onClick={keepList}>
            {words.goOn}
          </button>
        </>
      )}
    </div>
  );
}
