/** From the list to a sending that goes on by itself: settings, packs, start. Any step may be done again. */
import type { Campaign, NewSending, Sending } from '../../../worker/api.ts';
import { type Failure, told } from '../api/client.ts';
import { request } from '../api/request.ts';
import { ask, Cancelled, type Running } from '../engine/client.ts';
import type { HandOverAnswer } from '../engine/hand-over.ts';
import { sendingWords } from '../i18n/sending.ts';
import { sendStates } from '../report/send-states.ts';
import type { ListForUse } from '../state/campaign-list.ts';
import { finishedAsk, notFinishedText } from './campaign-ask.ts';

export type Outcome = { readonly ok: true; readonly sending: Sending } | Failure | 'cancelled';

/** Content that changed while it was handed over, as somebody opts out, begins anew so often. */
const MOST_ATTEMPTS = 3;

export class HandingOver {
  readonly #campaign: Campaign;
  readonly #found: Extract<ListForUse, { ok: true }>;
  readonly #progress: (share: number) => void;
  #running: Running<HandOverAnswer> | null = null;
  #isCancelled = false;

  constructor(campaign: Campaign, found: Extract<ListForUse, { ok: true }>, progress: (share: number) => void) {
    this.#campaign = campaign;
    this.#found = found;
    this.#progress = progress;
  }

  async run(settings: NewSending): Promise<Outcome> {
    for (let attempt = 1; ; attempt++) {
      const begun = await request('POST /api/campaigns/{id}/sending', { ...this.#of, body: settings });
      if (!begun.ok) return begun;
      const answer = await this.#packs();
      if (this.#isCancelled) {
        const left = await takeBack(this.#campaign);
        return left ?? 'cancelled';
      }
      if (answer === null) return 'cancelled';
      if (answer.ok) return this.#start(answer);
      if (answer.failure !== 'other-content') return told(notFinishedText(answer));
      // The same list makes other messages than before: nobody may get one that was made of what is no more.
      const left = attempt < MOST_ATTEMPTS ? await takeBack(this.#campaign) : told(notFinishedText(answer));
      if (left !== null) return left;
    }
  }

  /** Whatever was handed over is taken back. */
  cancel(): void {
    this.#isCancelled = true;
    this.#running?.cancel();
  }

  /** The page goes away: what was handed over stays, to be gone on with. */
  leave(): void {
    this.#running?.cancel();
  }

  get #of() {
    return { params: { id: this.#campaign.id } };
  }

  async #packs(): Promise<HandOverAnswer | null> {
    this.#running = ask('handOver', finishedAsk(this.#campaign, this.#found), (done, total) =>
      this.#progress(total === 0 ? 1 : done / total),
    );
    try {
      return await this.#running.answer;
    } catch (error) {
      if (error instanceof Cancelled) return null;
      return { ok: false, failure: 'refused', detail: error instanceof Error ? error.message : String(error) };
    }
  }

  async #start({ messages, stopped }: Extract<HandOverAnswer, { ok: true }>): Promise<Outcome> {
    const started = await request('POST /api/campaigns/{id}/sending/start', { ...this.#of, body: { messages } });
    if (!started.ok) return started.status === 404 ? told(sendingWords.value.failures.takenBack) : started;
    // Nobody hands these over, so nobody would tell the report what became of them.
    if (this.#campaign.tracking !== 'aggregate' && stopped.length > 0)
      await sendStates(this.#campaign.id, blocked(stopped), () => {});
    return { ok: true, sending: started.value };
  }
}

/** A sign for each row up to the last of these (`Reporting.takeDeliveries`): blocked, or nothing known. */
function blocked(rows: readonly number[]): string {
  const signs = new Array<string>((rows.at(-1) ?? -1) + 1).fill('o');
  for (const row of rows) signs[row] = 'b';
  return signs.join('');
}

/** Null: nothing of it is with the worker any more. */
export async function takeBack({ id }: Campaign): Promise<Failure | null> {
  const answer = await request('DELETE /api/campaigns/{id}/sending', { params: { id } });
  return answer.ok ? null : answer;
}
