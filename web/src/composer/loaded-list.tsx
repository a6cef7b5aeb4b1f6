/** A list as it was read: what it holds, how its numbers are understood, and every row that was left out. */
import { ask } from '../engine/client.ts';
import type { ListSummary } from '../engine/protocol.ts';
import { formatInteger, t } from '../i18n/index.ts';
import { importAgain, list, removeList } from '../state/list.ts';
import { focusAfter } from '../ui/keep-focus.ts';
import { fileName, saveFile } from '../ui/save-file.ts';
import { TableFrame } from '../ui/table-frame.tsx';
import { ChooseFile, chooseButton } from './choose-file.tsx';
import { NumberColumn } from './number-column.tsx';
import '../styles/loaded-list.css';

export function LoadedList() {
  const loaded = list.value;
  return loaded === null ? null : <Loaded loaded={loaded} />;
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
          <button type="button" class="quiet" onClick={() => void removeList().then(() => focusAfter(chooseButton))}>
            {words.remove}
          </button>
        </div>
      </div>
      <NumberColumn columns={loaded.columns} chosen={loaded.numberColumn} read={importAgain} />
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
