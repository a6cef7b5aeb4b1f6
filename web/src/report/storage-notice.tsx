/** Above the campaigns: what is wrong with the copies in storage, or was and is mended, with what there is to do. */
import { useEffect, useState } from 'preact/hooks';
import type { Copies } from '../../../worker/api.ts';
import { api, type Failure } from '../api/client.ts';
import { formatInteger, formatList, formatMoment } from '../i18n/index.ts';
import { onUse } from '../i18n/on-use.ts';
import { FailureNotice } from '../ui/failure.tsx';

/** What was mended is told for a day. */
const TOLD_MS = 24 * 3_600_000;

interface Done {
  readonly adopted: number;
  readonly isWhole: boolean;
}

/** `onTakenUp`: campaigns have come into the list. */
export function StorageNotice({ onTakenUp }: { onTakenUp: () => void }) {
  const words = onUse.value.storage;
  const [copies, setCopies] = useState<Copies | null>(null);
  const [done, setDone] = useState<Done | null>(null);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);

  const load = async () => {
    const answer = await api.copies();
    // Who may not ask, or gets no answer, sees the campaigns all the same.
    setCopies(answer.ok ? answer.value.copies : null);
  };
  useEffect(() => {
    void load();
  }, []);

  const repair = async () => {
    setBusy(true);
    setFailure(null);
    let adopted = 0;
    let left = 0;
    let next: string | undefined;
    do {
      const answer = await api.repair(next);
      if (!answer.ok) {
        setFailure(answer);
        break;
      }
      const { missing, differed, mended, takenOver, unread } = answer.value;
      adopted += answer.value.adopted.length;
      left += Math.max(0, missing + differed - mended - takenOver) + unread;
      next = answer.value._links.next;
      if (next === undefined) setDone({ adopted, isWhole: left === 0 });
    } while (next !== undefined);
    setBusy(false);
    await load();
    if (adopted > 0) onTakenUp();
  };

  const unknown = copies?.unknownCampaigns.length ?? 0;
  const wrong = copies === null ? 0 : Math.max(0, copies.missing + copies.differed - copies.mended - copies.takenOver);
  const hosts = copies?.unknownDomains ?? [];
  const mendedAtMs = copies?.mendedAtMs ?? 0;
  const isMended = unknown === 0 && wrong === 0 && done === null && Date.now() - mendedAtMs < TOLD_MS;
  const isWrong = unknown > 0 || wrong > 0;
  return (
    <>
      <FailureNotice failure={failure} />
      {(isWrong || hosts.length > 0) && (
        <div class="notice is-error">
          {unknown > 0 && <p>{words.unknownCampaigns(unknown, formatInteger(unknown))}</p>}
          {wrong > 0 && <p>{words.wrong(wrong, formatInteger(wrong))}</p>}
          {hosts.length > 0 && <p>{words.unknownDomains(formatList(hosts))}</p>}
          {isWrong && (
            <p class="buttons">
              <button type="button" disabled={busy} onClick={() => void repair()}>
                {busy ? words.repairing : unknown > 0 ? words.takeUp : words.repair}
              </button>
            </p>
          )}
        </div>
      )}
      <div role="status" class="storage-told">
        {done !== null && (
          <p class={done.isWhole ? 'notice is-good' : 'notice'}>
            {done.adopted > 0 && `${words.takenUp(done.adopted, formatInteger(done.adopted))} `}
            {done.isWhole ? words.repaired : words.notRepaired}
          </p>
        )}
        {isMended && <p class="notice">{words.mended(formatMoment(mendedAtMs))}</p>}
      </div>
    </>
  );
}
