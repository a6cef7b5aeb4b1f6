/** What would be handed over, counted as soon as the list is there, and anew with another one. */
import { useEffect, useState } from 'preact/hooks';
import type { Campaign } from '../../../worker/api.ts';
import { ask, Cancelled, type Running } from '../engine/client.ts';
import type { NotFinished } from '../engine/finished.ts';
import type { SendingSum } from '../engine/hand-over.ts';
import { type ListForUse, readListFor, type Standing } from '../state/campaign-list.ts';
import { list } from '../state/list.ts';
import { finishedAsk, notFinishedText } from './campaign-ask.ts';

export interface Counted {
  /** Null: not counted yet, or it cannot be. */
  readonly sum: SendingSum | null;
  /** The list that was counted. */
  readonly found: Extract<ListForUse, { ok: true }> | null;
  /** While it takes long. */
  readonly share: number | null;
  /** Why not, in words. */
  readonly failure: string | null;
}

const NOTHING: Counted = { sum: null, found: null, share: null, failure: null };

export function useSum(campaign: Campaign, refused: (standing: Standing) => void): Counted {
  const [counted, setCounted] = useState<Counted>(NOTHING);
  const version = list.value?.version;
  useEffect(() => {
    let isGone = false;
    let running: Running<SendingSum | NotFinished> | null = null;
    const count = async () => {
      setCounted({ ...NOTHING, share: 0 });
      const found = await readListFor(campaign);
      if (isGone) return;
      if (!found.ok) {
        setCounted(NOTHING);
        return refused(found.standing);
      }
      running = ask('sendingSum', finishedAsk(campaign, found), (done, total) => {
        if (!isGone) setCounted({ ...NOTHING, share: total === 0 ? 0 : done / total });
      });
      const answer = await running.answer.catch((error: unknown): NotFinished | null =>
        error instanceof Cancelled ? null : { ok: false, failure: 'refused', detail: String(error) },
      );
      if (isGone || answer === null) return;
      if (answer.ok) setCounted({ ...NOTHING, sum: answer, found });
      else setCounted({ ...NOTHING, failure: notFinishedText(answer) });
    };
    void count();
    return () => {
      isGone = true;
      running?.cancel();
    };
    // The campaign's list never changes, however often its report is read.
  }, [campaign.id, version]);
  return counted;
}
