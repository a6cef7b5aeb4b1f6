/** Who of the list is left out because they opted out: how many, why, and each of them. */
import { useEffect } from 'preact/hooks';
import { ask } from '../engine/client.ts';
import { DAY_MS, STOP_SOURCES } from '../engine/stops.ts';
import { formatDay, formatInteger } from '../i18n/index.ts';
import { listFileWords } from '../i18n/list-file.ts';
import { csvWords, stopWords } from '../i18n/stops.ts';
import type { ListSummary, StoppedRow } from '../list-reading/summary.ts';
import { readStopsAnew, refreshStops } from '../state/stops.ts';
import { fileName, saveFile } from '../ui/save-file.ts';
import { TableFrame } from '../ui/table-frame.tsx';

export function StoppedRows({ loaded }: { loaded: ListSummary }) {
  const words = stopWords.value;
  const { stops } = loaded;
  useEffect(() => {
    void refreshStops();
  }, []);
  if (stops.changes === null) {
    return (
      <div class="notice is-error" role="alert">
        <p>{words.unread}</p>
        <button type="button" class="quiet" onClick={() => void readStopsAnew()}>
          {words.retry}
        </button>
      </div>
    );
  }
  return (
    <>
      {stops.isAsThen && <p class="hint">{words.asThen}</p>}
      {stops.total > 0 && <Rows loaded={loaded} />}
    </>
  );
}

function Rows({ loaded }: { loaded: ListSummary }) {
  const words = stopWords.value;
  const { total, rows, bySource } = loaded.stops;
  const listWords = listFileWords.value;
  const label = words.leftOut(total, formatInteger(total));
  return (
    <details class="left-out stopped">
      <summary>{label}</summary>
      <p class="hint">{words.lead}</p>
      <ul class="left-out-reasons">
        {STOP_SOURCES.filter((source) => bySource[source] !== undefined).map((source) => (
          <li key={source}>
            <strong>{formatInteger(bySource[source] ?? 0)}</strong> {words.reasons[source]}
          </li>
        ))}
      </ul>
      <TableFrame label={label}>
        <table>
          <thead>
            <tr>
              <th scope="col">{listWords.row}</th>
              <th scope="col">{listWords.reason}</th>
              <th scope="col">{listWords.value}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.line}>
                <td class="number">{formatInteger(row.line)}</td>
                <td>{whyOf(row)}</td>
                <td class="raw">{row.value}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableFrame>
      {total > rows.length && <p class="hint">{words.more(formatInteger(total - rows.length))}</p>}
      <button type="button" class="quiet" onClick={() => void download(loaded)}>
        {words.download}
      </button>
    </details>
  );
}

function whyOf({ source, day, host, list }: StoppedRow): string {
  const words = stopWords.value;
  const of = host === '' ? words.everything : list && words.ofList(list);
  return [words.reasons[source], of, formatDay(day * DAY_MS)].filter(Boolean).join(', ');
}

async function download(loaded: ListSummary): Promise<void> {
  const { fileName: suffix } = stopWords.peek();
  const answer = await ask('stops', { about: 'csv', ...csvWords('row') }).answer;
  if (answer?.csv) saveFile(answer.csv, fileName(loaded.fileName.replace(/\.\w+$/, ''), suffix));
}
