/** The people who opted out, whatever the campaign: some are added from a file, some taken back, and what was taken back stays. */
import { useEffect, useState } from 'preact/hooks';
import type { SuppressionRemoval } from '../../../worker/api.ts';
import { api, type Failure } from '../api/client.ts';
import { request } from '../api/request.ts';
import { ask } from '../engine/client.ts';
import type { Calls } from '../engine/protocol.ts';
import type { StopScope } from '../engine/stops.ts';
import { formatInteger, formatMoment } from '../i18n/index.ts';
import { csvWords, stopWords } from '../i18n/stops.ts';
import { FailureNotice } from '../ui/failure.tsx';
import { saveFile } from '../ui/save-file.ts';
import { TableFrame } from '../ui/table-frame.tsx';
import { FileForm } from './suppression-file.tsx';
import '../styles/suppression.css';

export function SuppressionPanel() {
  const words = stopWords.value;
  const [isOpen, setOpen] = useState(false);
  return (
    <details class="suppression" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <h2>{words.heading}</h2>
      </summary>
      {isOpen && <Panel />}
    </details>
  );
}

function Panel() {
  const words = stopWords.value;
  const [kept, setKept] = useState<Calls['keptStops']['answer'] | undefined>(undefined);
  const [hosts, setHosts] = useState<readonly string[]>([]);
  const [removals, setRemovals] = useState<readonly SuppressionRemoval[]>([]);
  const [failure, setFailure] = useState<Failure | null>(null);
  const load = async () => {
    const answer = await request('GET /api/suppressions/removals');
    if (answer.ok) setRemovals(answer.value.entries);
    setFailure(answer.ok ? null : answer);
    setKept(await ask('keptStops', { words: null }).answer);
  };
  useEffect(() => {
    void load();
    void api.domains().then((answer) => answer.ok && setHosts(answer.value.entries.map(({ host }) => host)));
  }, []);
  return (
    <>
      <p>{words.keptLead}</p>
      <p class="hint">{words.keptAs}</p>
      <FailureNotice failure={failure} />
      {kept !== undefined && <Kept kept={kept} again={load} />}
      <div class="suppression-forms">
        <FileForm kind="add" hosts={hosts} done={load} />
        <FileForm kind="remove" hosts={hosts} done={load} />
        <FileForm kind="find" hosts={hosts} done={load} />
      </div>
      <h3>{words.removals}</h3>
      {removals.length === 0 ? <p class="hint">{words.noRemovals}</p> : <Removals removals={removals} />}
    </>
  );
}

/** How many there are of each scope, and all of them as a file. */
function Kept({ kept, again }: { kept: Calls['keptStops']['answer']; again(): Promise<void> }) {
  const words = stopWords.value;
  if (kept === null) {
    return (
      <div class="notice is-error" role="alert">
        <p>{words.unreadHere}</p>
        <button type="button" class="quiet" onClick={() => void again()}>
          {words.retry}
        </button>
      </div>
    );
  }
  if (kept.scopes.length === 0) return <p class="suppression-none">{words.nobody}</p>;
  return (
    <div class="suppression-kept">
      <TableFrame label={words.kept}>
        <table>
          <thead>
            <tr>
              <th scope="col">{words.scope}</th>
              <th scope="col" class="number">
                {words.numbers}
              </th>
            </tr>
          </thead>
          <tbody>
            {kept.scopes.map((scope) => (
              <tr key={scopeText(scope)}>
                <td>{scopeText(scope)}</td>
                <td class="number">{formatInteger(scope.numbers)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableFrame>
      <button type="button" class="quiet" onClick={() => void download()}>
        {words.downloadAll}
      </button>
      <p class="hint">{words.downloadAllHint}</p>
    </div>
  );
}

async function download(): Promise<void> {
  const answer = await ask('keptStops', { words: csvWords('hash') }).answer;
  if (answer?.csv) saveFile(answer.csv, `klikspor${stopWords.peek().fileName}`);
}

function scopeText({ host, list }: StopScope): string {
  const words = stopWords.value;
  if (host === null) return words.all;
  return list === undefined ? host : words.scopeOfList(host, list);
}

function Removals({ removals }: { removals: readonly SuppressionRemoval[] }) {
  const words = stopWords.value;
  return (
    <TableFrame label={words.removals}>
      <table>
        <thead>
          <tr>
            <th scope="col">{words.when}</th>
            <th scope="col">{words.who}</th>
            <th scope="col">{words.scope}</th>
            <th scope="col">{words.why}</th>
            <th scope="col">{words.hash}</th>
          </tr>
        </thead>
        <tbody>
          {removals.map(({ id, atMs, source, host, list, by, reason, hash }) => (
            <tr key={id}>
              <td>{formatMoment(atMs)}</td>
              <td>{by?.name === undefined ? words.by[source] : words.byToken(by.name)}</td>
              <td>{scopeText({ host, ...(list !== undefined && { list }) })}</td>
              <td>{reason ?? '–'}</td>
              <td class="raw">{hash}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableFrame>
  );
}
