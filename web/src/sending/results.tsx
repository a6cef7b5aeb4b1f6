/** What became of each message, by row of the list; numbers stand beside where the list is loaded, and as a file. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Campaign, Sending, SendingResults } from '../../../worker/api.ts';
import type { Failure } from '../api/client.ts';
import { request } from '../api/request.ts';
import { ask, Cancelled } from '../engine/client.ts';
import { formatInteger, formatMoment, formatWholePercent } from '../i18n/index.ts';
import { sendingWords } from '../i18n/sending.ts';
import { useStanding } from '../report/list-standing.tsx';
import { isUsable, readListFor } from '../state/campaign-list.ts';
import { FailureNotice } from '../ui/failure.tsx';
import { Field } from '../ui/field.tsx';
import { focusAfter } from '../ui/keep-focus.ts';
import { fileName, saveFile } from '../ui/save-file.ts';
import { TableFrame } from '../ui/table-frame.tsx';
import { messagesIn } from './progress.ts';
import { reasonText, statesOf } from './reasons.ts';

type Entry = SendingResults['entries'][number];
type State = Entry['state'];

const A_PAGE = 50;

export function Results({ campaign, sending }: { campaign: Campaign; sending: Sending }) {
  const words = sendingWords.value.results;
  const [isOpen, setOpen] = useState(false);
  return (
    <details class="sending-results" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{words.title}</summary>
      {isOpen && <Table campaign={campaign} sending={sending} />}
    </details>
  );
}

function Table({ campaign, sending }: { campaign: Campaign; sending: Sending }) {
  const words = sendingWords.value.results;
  const states = statesOf(sending);
  const [state, setState] = useState<State | ''>('');
  const [entries, setEntries] = useState<readonly Entry[] | null>(null);
  const [next, setNext] = useState<string | undefined>(undefined);
  const [failure, setFailure] = useState<Failure | null>(null);
  const asked = useRef(0);
  const load = async (from?: string) => {
    const mine = ++asked.current;
    const query = { pageLimit: A_PAGE, ...(state !== '' && { state }) };
    const answer = await request('GET /api/campaigns/{id}/sending/results', {
      params: { id: campaign.id },
      query,
      next: from,
    });
    // Overtaken: messages in another state are wanted, or all as they are now.
    if (mine !== asked.current) return;
    setFailure(answer.ok ? null : answer);
    if (!answer.ok) return;
    const found = answer.value.entries;
    setEntries((before) => (from === undefined ? found : [...(before ?? []), ...found]));
    setNext(answer.value._links.next);
  };
  // The first page is as it is now; further ones stay as they were read.
  const settled = JSON.stringify(sending.messages);
  useEffect(() => void load(), [state, settled]);
  const numbers = useNumbers(campaign, entries);
  const possible = (Object.keys(states) as State[]).filter((one) => sending.messages[one] > 0 || one === state);
  return (
    <>
      <p class="hint">{words.lead}</p>
      <div class="download-row">
        <Field label={words.which} class="inline">
          {(ids) => (
            <select
              {...ids}
              value={state}
              onChange={(event) => setState(possible.find((one) => one === event.currentTarget.value) ?? '')}
            >
              <option value="">{words.all}</option>
              {possible.map((one) => (
                <option key={one} value={one}>
                  {states[one]}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Download campaign={campaign} sending={sending} />
      </div>
      <FailureNotice failure={failure} />
      {entries?.length === 0 && <p role="status">{words.none}</p>}
      {entries !== null && entries.length > 0 && (
        <TableFrame label={words.title}>
          <table class="sending-table">
            <thead>
              <tr>
                <th scope="col" class="number">
                  {words.row}
                </th>
                {numbers !== null && <th scope="col">{words.number}</th>}
                <th scope="col">{words.state}</th>
                <th scope="col">{words.reason}</th>
                <th scope="col">{words.when}</th>
              </tr>
            </thead>
            <tbody>
              {entries.map((entry) => (
                <tr key={entry.row}>
                  <th scope="row" class="number">
                    {formatInteger(entry.row + 1)}
                  </th>
                  {numbers !== null && <td>{numbers.get(entry.row)}</td>}
                  <td>{states[entry.state]}</td>
                  <td>{whyText(entry)}</td>
                  <td>{formatMoment(entry.atMs)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableFrame>
      )}
      {next !== undefined && (
        <button
          type="button"
          onClick={async () => {
            const shown = entries?.length ?? 0;
            await load(next);
            focusAfter(() => document.querySelectorAll<HTMLElement>('.sending-table tbody th')[shown]);
          }}
        >
          {words.more}
        </button>
      )}
    </>
  );
}

const whyText = ({ reason, detail }: Entry): string =>
  [reason === undefined ? '' : reasonText(reason), detail === undefined ? '' : `“${detail}”`]
    .filter(Boolean)
    .join(': ');

/** By row, of these rows; null: the campaign's list is not loaded. */
function useNumbers(campaign: Campaign, entries: readonly Entry[] | null): ReadonlyMap<number, string> | null {
  const { standing } = useStanding(campaign);
  const [numbers, setNumbers] = useState<ReadonlyMap<number, string> | null>(null);
  const isLoaded = isUsable(campaign, standing);
  useEffect(() => {
    if (!isLoaded || entries === null) return;
    let isGone = false;
    void (async () => {
      const found = await readListFor(campaign);
      if (!found.ok || isGone) return;
      const rows = entries.map(({ row }) => row);
      const answer = await ask('numbersOf', { listVersion: found.version, half: found.half, rows }).answer;
      if (!isGone) setNumbers(answer && new Map(rows.map((row, at) => [row, answer[at] ?? ''])));
    })();
    return () => {
      isGone = true;
    };
  }, [isLoaded, entries]);
  return isLoaded ? numbers : null;
}

function Download({ campaign, sending }: { campaign: Campaign; sending: Sending }) {
  const words = sendingWords.value.results;
  const { standing } = useStanding(campaign);
  const [share, setShare] = useState<number | null>(null);
  const [saved, setSaved] = useState<number | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const make = async () => {
    setShare(0);
    setSaved(null);
    const found = isUsable(campaign, standing) ? await readListFor(campaign) : null;
    const list = found?.ok ? { version: found.version, half: found.half } : null;
    const { reasons } = sendingWords.peek();
    const question = {
      ...{ campaignId: campaign.id, list, size: messagesIn(sending) },
      headings: [
        ...([words.row, words.number] as const),
        ...[words.state, words.reason, words.attempts, words.when, words.segments, 'detail', words.gatewayId],
      ] as const,
      ...{ states: statesOf(sending), reasons },
    };
    try {
      const answer = await ask('resultsCsv', question, (done, total) => setShare(total === 0 ? 1 : done / total))
        .answer;
      setFailure(answer.ok ? null : answer);
      if (answer.ok) {
        saveFile(answer.file, fileName(campaign.name, words.fileName));
        setSaved(answer.messages);
      }
    } catch (error) {
      if (!(error instanceof Cancelled)) setFailure({ ok: false, problem: null, status: 0 });
    }
    setShare(null);
  };
  return (
    <>
      <button type="button" aria-disabled={share !== null} onClick={() => share === null && void make()}>
        {words.download}
      </button>
      <p role="status" class="download-state">
        {share !== null && words.making(formatWholePercent(share))}
        {saved !== null && words.saved(saved, formatInteger(saved))}
      </p>
      <FailureNotice failure={failure} />
    </>
  );
}
