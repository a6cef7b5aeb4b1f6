/** When the messages went out, where that was not when they were published: all times are counted from it. */
import { useEffect, useState } from 'preact/hooks';
import type { Campaign } from '../../../worker/api.ts';
import { api, type Failure } from '../api/client.ts';
import { FailureNotice } from '../ui/failure.tsx';
import { Field } from '../ui/field.tsx';
import { figures } from './words.ts';

const MINUTE_MS = 60_000;

/** As a field for a moment has it, by this machine's clock. */
const written = (atMs: number): string =>
  new Date(atMs - new Date(atMs).getTimezoneOffset() * MINUTE_MS).toISOString().slice(0, 'yyyy-mm-ddThh:mm'.length);

export function SentAt({ campaign, changed }: { campaign: Campaign; changed(): void }) {
  const words = figures.value.when;
  const countedFromMs = campaign.sentAtMs ?? campaign.createdAtMs;
  const [text, setText] = useState('');
  // Another one when sending begins while the report is open.
  useEffect(() => setText(written(countedFromMs)), [countedFromMs]);
  const [failure, setFailure] = useState<Failure | null>(null);
  const save = async (sentAtMs: number | null) => {
    const answer = await api.editCampaign(campaign.id, { sentAtMs });
    setFailure(answer.ok ? null : answer);
    if (!answer.ok) return;
    // What was taken, which an earlier time than that of publishing is not.
    setText(written(sentAtMs ?? campaign.createdAtMs));
    changed();
  };
  const given = Date.parse(text);
  // A field tells minutes: the minute of publishing is publishing.
  const atMs = Math.max(given, campaign.createdAtMs);
  return (
    <details class="sent-at">
      <summary>{words.sentAt}</summary>
      <p class="hint">{words.sentAtHint}</p>
      <div class="sent-at-row">
        <Field label={words.sentAt} class="compact">
          {(ids) => (
            <input
              {...ids}
              type="datetime-local"
              value={text}
              min={written(campaign.createdAtMs)}
              onInput={(event) => setText(event.currentTarget.value)}
            />
          )}
        </Field>
        <div class="buttons">
          <button
            type="button"
            aria-disabled={Number.isNaN(given)}
            onClick={() => {
              if (!Number.isNaN(given)) void save(atMs);
            }}
          >
            {words.sentAtSave}
          </button>
          {campaign.sentAtMs !== undefined && (
            <button type="button" class="quiet" onClick={() => void save(null)}>
              {words.sentAtForget}
            </button>
          )}
        </div>
      </div>
      <FailureNotice failure={failure} />
    </details>
  );
}
