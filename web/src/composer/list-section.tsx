/** Recipients: a file in, a summary out, and every row that was left out with its reason. */
import { useRef, useState } from 'preact/hooks';
import { ask } from '../engine/client.ts';
import type { ListSummary } from '../engine/protocol.ts';
import { formatInteger, formatWholePercent, t } from '../i18n/index.ts';
import {
  cancelImport,
  importAgain,
  importFailure,
  importFile,
  list,
  reading,
  removeList,
  writeValuesPlain,
} from '../state/list.ts';
import { Field } from '../ui/field.tsx';
import { fileName, saveFile } from '../ui/save-file.ts';
import { TableFrame } from '../ui/table-frame.tsx';
import { fieldError } from './setup.tsx';

export function ListSection() {
  const words = t.value.compose;
  const [over, setOver] = useState(false);
  const loaded = list.value;
  const error = fieldError('list');
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
      {reading.value !== null ? (
        <Reading share={reading.value} />
      ) : loaded === null ? (
        <Drop />
      ) : (
        <Loaded loaded={loaded} />
      )}
      {importFailure.value !== null && <ImportProblem />}
      {error !== null && reading.value === null && <p class="error">{error}</p>}
    </section>
  );
}

function ChooseFile({ label, quiet }: { label: string; quiet?: boolean }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" class={quiet ? 'quiet' : undefined} onClick={() => input.current?.click()}>
        {label}
      </button>
      <input
        ref={input}
        type="file"
        // The button is what people see and reach; the input only opens the system's dialogue.
        hidden
        aria-label={label}
        accept=".csv,.txt,.tsv,text/csv,text/plain,text/tab-separated-values"
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          if (file !== undefined) void importFile(file);
          // The same file, saved again meanwhile, must be choosable again.
          event.currentTarget.value = '';
        }}
      />
    </>
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
      <button type="button" class="quiet" onClick={cancelImport}>
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
      {problem.columns.length > 0 && <NumberColumn columns={problem.columns} chosen={-1} />}
    </div>
  );
}

function NumberColumn({ columns, chosen }: { columns: readonly string[]; chosen: number }) {
  const words = t.value.list;
  return (
    <Field label={words.numberColumn} class="compact">
      {(ids) => (
        <select
          {...ids}
          value={String(chosen)}
          onChange={(event) => void importAgain(Number(event.currentTarget.value))}
        >
          {chosen < 0 && <option value="-1">{t.value.domain.choose}</option>}
          {columns.map((name, index) => (
            <option key={name} value={String(index)}>
              {name}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

function Loaded({ loaded }: { loaded: ListSummary }) {
  const words = t.value.list;
  const separator = loaded.separator === '\t' ? words.tab : loaded.separator;
  return (
    <div class="loaded">
      <div class="loaded-head">
        <p class="loaded-count">{words.loaded(formatInteger(loaded.size))}</p>
        <p class="hint">
          {loaded.fileName} · {words.file(loaded.encoding.toUpperCase(), separator)}
        </p>
        <div class="buttons">
          <ChooseFile label={words.replace} quiet />
          <button type="button" class="quiet" onClick={() => void removeList()}>
            {words.remove}
          </button>
        </div>
      </div>
      <NumberColumn columns={loaded.columns} chosen={loaded.numberColumn} />
      {loaded.plainable > 0 && (
        <label class="check">
          <input
            type="checkbox"
            checked={loaded.plainValues}
            onChange={(event) => void writeValuesPlain(event.currentTarget.checked)}
          />
          {words.plainValues(loaded.plainable, formatInteger(loaded.plainable))}
        </label>
      )}
      {loaded.leftOutTotal > 0 && <LeftOutRows loaded={loaded} />}
    </div>
  );
}

function LeftOutRows({ loaded }: { loaded: ListSummary }) {
  const words = t.value.list;
  const total = loaded.leftOutTotal;
  return (
    <details class="left-out">
      <summary>{words.leftOut(total, formatInteger(total))}</summary>
      <ul class="left-out-reasons">
        {Object.entries(loaded.leftOutByProblem).map(([problem, count]) => (
          <li key={problem}>
            <strong>{formatInteger(count)}</strong> {words.problems[problem as keyof typeof words.problems]}
          </li>
        ))}
      </ul>
      <TableFrame label={words.leftOut(total, formatInteger(total))}>
        <table>
          <thead>
            <tr>
              <th scope="col">{words.row}</th>
              <th scope="col">{words.reason}</th>
              <th scope="col">{words.value}</th>
            </tr>
          </thead>
          <tbody>
            {loaded.leftOut.map((row) => (
              <tr key={row.line}>
                <td class="number">{formatInteger(row.line)}</td>
                <td>{words.problems[row.problem]}</td>
                <td class="raw">{row.value}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableFrame>
      {total > loaded.leftOut.length && (
        <p class="hint">{words.leftOutMore(formatInteger(total - loaded.leftOut.length))}</p>
      )}
      <button
        type="button"
        class="quiet"
        onClick={async () => {
          const headings = [words.row, words.reason, words.value];
          const file = await ask('leftOutCsv', { separator: ';', headings }).answer;
          saveFile(file, fileName(loaded.fileName.replace(/\.\w+$/, ''), '-left-out.csv'));
        }}
      >
        {words.leftOutDownload}
      </button>
    </details>
  );
}
