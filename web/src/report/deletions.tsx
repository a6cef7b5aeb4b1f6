/** Campaigns that were deleted: the dated records, and who opted out of them that nobody else knows. */
import { useEffect, useState } from 'preact/hooks';
import type { Deletion } from '../../../worker/api.ts';
import type { Failure } from '../api/client.ts';
import { request } from '../api/request.ts';
import { formatInteger, formatList, formatMoment } from '../i18n/index.ts';
import { privacyWords } from '../i18n/privacy.ts';
import { FailureNotice } from '../ui/failure.tsx';
import { focusAfter } from '../ui/keep-focus.ts';
import { TableFrame } from '../ui/table-frame.tsx';
import '../styles/privacy.css';
import { deleted } from './deleted.ts';

/** Told once, to whoever has just deleted it. */
export function JustDeleted() {
  const [told] = useState(() => deleted.peek());
  useEffect(() => {
    deleted.value = null;
    if (told !== null) focusAfter(() => document.querySelector<HTMLElement>('.just-deleted'));
  }, [told]);
  if (told === null) return null;
  return (
    <p role="status" class="notice is-good just-deleted" tabIndex={-1}>
      {privacyWords.value.isDeleted(told.name, told.id)}
    </p>
  );
}

export function DeletedCampaigns() {
  const words = privacyWords.value;
  const [isOpen, setOpen] = useState(false);
  return (
    <details class="suppression" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <h2>{words.deletedHeading}</h2>
      </summary>
      {isOpen && <Records />}
    </details>
  );
}

function Records() {
  const words = privacyWords.value;
  const [entries, setEntries] = useState<readonly Deletion[] | null>(null);
  const [next, setNext] = useState<number | undefined>(undefined);
  const [failure, setFailure] = useState<Failure | null>(null);
  const load = async (before?: number) => {
    const query = before === undefined ? {} : { before };
    const answer = await request('GET /api/deletions', { query });
    setFailure(answer.ok ? null : answer);
    if (!answer.ok) return;
    setEntries((known) => [...(before === undefined ? [] : (known ?? [])), ...answer.value.entries]);
    setNext(answer.value.next);
  };
  useEffect(() => void load(), []);
  return (
    <>
      <p>{words.deletedLead}</p>
      <FailureNotice failure={failure} />
      {entries?.length === 0 && <p class="hint">{words.none}</p>}
      {entries !== null && entries.length > 0 && (
        <TableFrame label={words.deletedHeading}>
          <table class="deletions">
            <thead>
              <tr>
                <th scope="col">{words.campaign}</th>
                <th scope="col">{words.when}</th>
                <th scope="col" class="number">
                  {words.recipients}
                </th>
                <th scope="col" class="number">
                  {words.hits}
                </th>
                <th scope="col" class="number">
                  {words.orders}
                </th>
                <th scope="col">{words.optOuts}</th>
              </tr>
            </thead>
            <tbody>
              {entries.map((entry) => (
                <Row key={entry.id} entry={entry} />
              ))}
            </tbody>
          </table>
        </TableFrame>
      )}
      {next !== undefined && (
        <button type="button" onClick={() => void load(next)}>
          {words.more}
        </button>
      )}
    </>
  );
}

function Row({ entry: { id, deletedAtMs, left, deleted: went, kept } }: { entry: Deletion }) {
  const words = privacyWords.value;
  const [rows, setRows] = useState<readonly number[] | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const look = async () => {
    const answer = await request('GET /api/deletions/{id}/opt-outs', { params: { id } });
    setFailure(answer.ok ? null : answer);
    if (answer.ok) setRows(answer.value.recipients.toSorted((a, b) => a - b));
  };
  return (
    <tr>
      <th scope="row">
        {id}
        {left > 0 && <span class="hint">{words.going(left, formatInteger(left))}</span>}
      </th>
      <td>{formatMoment(deletedAtMs)}</td>
      <td class="number">{formatInteger(went.recipients)}</td>
      <td class="number">{formatInteger(went.hits)}</td>
      <td class="number">{formatInteger(went.orders)}</td>
      <td>
        {formatInteger(kept.optOuts)}{' '}
        <button type="button" class="link" aria-label={words.lookNamed(id)} onClick={() => void look()}>
          {words.look}
        </button>
        <p role="status">
          {rows !== null &&
            (rows.length === 0
              ? words.noLate
              : words.lateRows(rows.length, formatList(rows.map((row) => formatInteger(row + 1)))))}
        </p>
        <FailureNotice failure={failure} />
      </td>
    </tr>
  );
}
