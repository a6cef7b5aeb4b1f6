/** A list as it was read: what it holds, how its numbers are understood, and every row that was left out. */
import type { FileEncoding } from '../../../lists/text.ts';
import { ask } from '../engine/client.ts';
import { formatInteger } from '../i18n/index.ts';
import { listFileWords } from '../i18n/list-file.ts';
import type { ListSummary } from '../list-reading/summary.ts';
import { importAgain, isPasted, list, removeList } from '../state/list.ts';
import { Field } from '../ui/field.tsx';
import { focusAfter } from '../ui/keep-focus.ts';
import { fileName, saveFile } from '../ui/save-file.ts';
import { TableFrame } from '../ui/table-frame.tsx';
import { ChooseFile, chooseButton, focusInList, PasteButton } from './choose-file.tsx';
import { NumberColumn } from './number-column.tsx';
import { ReducedNote } from './reduced-note.tsx';
import { StoppedRows } from './stopped-rows.tsx';
import '../styles/loaded-list.css';

export function LoadedList() {
  const loaded = list.value;
  return loaded === null ? null : <Loaded loaded={loaded} />;
}

function Loaded({ loaded }: { loaded: ListSummary }) {
  const words = listFileWords.value;
  return (
    <div class="loaded">
      <div class="loaded-head">
        <p class="loaded-count">{words.loaded(formatInteger(loaded.size))}</p>
        <p class="hint">{[loaded.fileName, ...foundText(loaded)].join(' · ')}</p>
        <div class="buttons">
          <ChooseFile label={words.replace} quiet />
          <PasteButton place="list" />
          <button type="button" class="quiet" onClick={() => void removeList().then(() => focusAfter(chooseButton))}>
            {words.remove}
          </button>
        </div>
      </div>
      <ReducedNote />
      <div class="read-as">
        <NumberColumn columns={loaded.columns} chosen={loaded.numberColumn} read={importAgain} />
        <SheetChoice loaded={loaded} />
        <EncodingChoice loaded={loaded} />
      </div>
      <HiddenRows loaded={loaded} />
      {loaded.passedOver > 0 && (
        <p class="hint">{listFileWords.value.passedOver(loaded.passedOver, formatInteger(loaded.passedOver))}</p>
      )}
      <StoppedRows loaded={loaded} />
      {loaded.leftOutTotal > 0 && <LeftOutRows loaded={loaded} />}
    </div>
  );
}

/** What is pasted has no encoding but the page's own, unless its letters are those of another. */
const isOfPage = (encoding: FileEncoding) => encoding === 'utf-8' && isPasted();

/** What the file turned out to be. */
function foundText({ found: { encoding, separator, sheet, format }, columns }: ListSummary): string[] {
  const words = listFileWords.value;
  const { encodings, ofSheet, ofCards } = words;
  return [
    ...(sheet === null ? [] : [ofSheet(sheet)]),
    ...(format === 'vcard' ? [ofCards] : []),
    ...(encoding === null || isOfPage(encoding) ? [] : [encodings[encoding]]),
    ...(separator === null || columns.length === 1 ? [] : [words.file(separator === '\t' ? words.tab : separator)]),
  ];
}

function SheetChoice({ loaded }: { loaded: ListSummary }) {
  const { sheet, sheets } = loaded.found;
  const words = listFileWords.value;
  if (sheet === null || sheets.length < 2) return null;
  // The columns of another sheet are others, and so may be what it hides.
  const read = (name: string) => importAgain(null, { sheet: name, hiddenRows: undefined });
  return (
    <Choice name="of-sheet" label={words.sheetLabel} chosen={sheet} read={read}>
      {sheets.map(({ name, rows }) => [name, words.sheet(name, rows, formatInteger(rows))])}
    </Choice>
  );
}

function EncodingChoice({ loaded }: { loaded: ListSummary }) {
  const { encoding } = loaded.found;
  const words = listFileWords.value;
  if (encoding === null || isOfPage(encoding)) return null;
  const read = (name: string) => importAgain(loaded.numberColumn, { encoding: name as FileEncoding });
  return (
    <Choice name="of-encoding" label={words.encoding} chosen={encoding} read={read}>
      {Object.entries(words.encodings)}
    </Choice>
  );
}

/** `children`: values with what they are called. Another one reads the file again. */
function Choice(props: {
  name: string;
  label: string;
  chosen: string;
  read(value: string): Promise<void>;
  children: readonly (readonly [value: string, name: string])[];
}) {
  const { name, label, chosen, read, children } = props;
  return (
    <Field label={label} class={`compact ${name}`}>
      {(ids) => (
        <select
          {...ids}
          value={chosen}
          onChange={(event) => void read(event.currentTarget.value).then(() => focusInList(`.${name} select`))}
        >
          {children.map(([value, text]) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

function HiddenRows({ loaded }: { loaded: ListSummary }) {
  const { count, read } = loaded.found.hiddenRows;
  const words = listFileWords.value;
  if (count === 0) return null;
  const text = read ? words.hiddenAreIn : words.hiddenAreOut;
  return (
    <p class="hint">
      {text(count, formatInteger(count))}{' '}
      <button
        type="button"
        class="link"
        onClick={() => void importAgain(loaded.numberColumn, { hiddenRows: read ? 'out' : 'in' })}
      >
        {read ? words.hiddenOut : words.hiddenIn}
      </button>
    </p>
  );
}

/** Rows that are nobody's, apart from those of recipients who are lost. */
function titles({ leftOut, leftOutByProblem }: ListSummary): string[] {
  const count = leftOutByProblem['row-title'] ?? 0;
  if (count === 0) return [];
  const line = leftOut.find(({ problem }) => problem === 'row-title')?.line ?? count;
  return [listFileWords.value.titles(count, formatInteger(count === 1 ? line : count))];
}

function LeftOutRows({ loaded }: { loaded: ListSummary }) {
  const words = listFileWords.value;
  const { problems } = words;
  const { leftOutTotal: total, leftOutByProblem } = loaded;
  const lost = total - (leftOutByProblem['row-title'] ?? 0);
  const label = [...(lost > 0 ? [words.leftOut(lost, formatInteger(lost))] : []), ...titles(loaded)].join(' · ');
  return (
    <details class="left-out">
      <summary>{label}</summary>
      <ul class="left-out-reasons">
        {Object.entries(leftOutByProblem).map(([problem, count]) => (
          <li key={problem}>
            <strong>{formatInteger(count)}</strong> {problems[problem as keyof typeof problems]}
          </li>
        ))}
      </ul>
      <TableFrame label={label}>
        <table>
          <thead>
            <tr>
              <th scope="col">{words.row}</th>
              <th scope="col">{words.reason}</th>
              <th scope="col">{words.value}</th>
            </tr>
          </thead>
          <tbody>
            {loaded.leftOut.map((row, at) => (
              <tr key={at}>
                <td class="number">{formatInteger(row.line)}</td>
                <td>{problems[row.problem]}</td>
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
