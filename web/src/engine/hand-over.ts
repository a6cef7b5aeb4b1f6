/**
 * Hands the finished messages of a campaign to the worker, pack by pack, to be sent from there. Only here do numbers leave the
 * browser. The same list in the same state makes the same packs, so that what is handed over twice counts once.
 */
import type { NewPack } from '../../../worker/api.ts';
import { request } from '../api/request.ts';
import { CANCELLED, type Control } from './control.ts';
import { campaignSlugs, eachFinished, type FinishedAsk, type NotFinished, sampleSlugs } from './finished.ts';
import type { ListPart, Recipients } from './recipients.ts';
import type { Templates } from './templates.ts';

/** As one takes (`MOST_IN_PACK` and `LONGEST_PACK` of `worker/src/api/sending.ts`), with room for what is around the texts. */
const MOST_IN_PACK = 1_000;
const MOST_UNITS = 400_000;
/** A connection that is lost is waited for: so long before each next try. */
const RETRY_MS = [500, 1_000, 2_000, 4_000, 8_000, 15_000, 30_000];

export type HandOverAnswer =
  | {
      readonly ok: true;
      /** Handed over, all of them. */
      readonly messages: number;
      /** Rows of the list, or the half, that opted out since: nobody hands them over. */
      readonly stopped: readonly number[];
    }
  | NotHandedOver;

type NotHandedOver =
  | NotFinished
  /** The worker holds other content, as of a list from which nobody had opted out yet; or it takes nothing any more. */
  | { readonly ok: false; readonly failure: 'other-content'; readonly detail: string }
  /** What was begun is no more: somebody took it back. */
  | { readonly ok: false; readonly failure: 'taken-back'; readonly detail: string };

type Message = NewPack['messages'][number];

export async function handOver(
  templates: Templates,
  recipients: Recipients,
  ask: FinishedAsk,
  control: Control,
): Promise<HandOverAnswer | typeof CANCELLED> {
  const { count: size, first: begin } = recipients.rowsOf(ask.half ?? null);
  const packs = new Packs(ask.campaignId, size, control);
  // Parts are made faster than packs are taken: these tell how far it is.
  const making = { cancelled: control.cancelled, progress: () => {} };
  const outcome = await eachFinished(templates, recipients, ask, making, campaignSlugs(ask), async (part, runs) => {
    for (const { run, slugs } of runs) {
      for (const message of messagesOf(recipients, part, run, slugs, begin)) {
        const refused = packs.isFull(message) ? await packs.post() : null;
        if (refused !== null) return refused;
        packs.add(message);
      }
    }
    return null;
  });
  if (outcome === CANCELLED || !outcome.ok) return outcome;
  const refused = await packs.post();
  return refused ?? { ok: true, messages: outcome.messages, stopped: outcome.stopped };
}

/** `begin`: row of the whole list that is the half's first. */
function* messagesOf(
  recipients: Recipients,
  part: ListPart,
  run: Parameters<ListPart['messages']>[0],
  slugs: Uint8Array,
  begin: number,
): Generator<Message> {
  let row = part.first + run.first;
  for (const { number, message } of part.messages(run, slugs)) {
    const country = recipients.countryOf(begin + row);
    yield {
      ...{ row, to: `+${number}` },
      // A lone surrogate is the replacement character in a file, too: UTF-8 knows none.
      text: message.text.toWellFormed(),
      ...{ encoding: message.plan.encoding, segments: message.plan.segments },
      ...(country !== '' && { country }),
    };
    row++;
  }
}

class Packs {
  readonly #id: string;
  readonly #size: number;
  readonly #control: Control;
  #pack = 0;
  #messages: Message[] = [];
  #units = 0;

  constructor(id: string, size: number, control: Control) {
    this.#id = id;
    this.#size = size;
    this.#control = control;
  }

  isFull({ text }: Message): boolean {
    return this.#messages.length === MOST_IN_PACK || (this.#units > 0 && this.#units + text.length > MOST_UNITS);
  }

  add(message: Message): void {
    this.#messages.push(message);
    this.#units += message.text.length;
  }

  /** Null: taken, now or before. */
  async post(): Promise<NotHandedOver | typeof CANCELLED | null> {
    const last = this.#messages.at(-1);
    if (last === undefined) return null;
    const body: NewPack = { pack: this.#pack, messages: this.#messages };
    for (let attempt = 0; ; attempt++) {
      if (this.#control.cancelled()) return CANCELLED;
      const answer = await request('POST /api/campaigns/{id}/sending/packs', { params: { id: this.#id }, body });
      if (answer.ok) break;
      const { status, problem } = answer;
      const detail = problem?.detail ?? String(status);
      if (status === 409) {
        const isGone = problem?.errors?.some(({ code }) => code === 'not-begun') ?? false;
        return { ok: false, failure: isGone ? 'taken-back' : 'other-content', detail };
      }
      const pauseMs = RETRY_MS[attempt];
      const isLost = status === 0 || status === 429 || status >= 500;
      if (!isLost || pauseMs === undefined) return { ok: false, failure: isLost ? 'offline' : 'refused', detail };
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
    this.#pack++;
    this.#messages = [];
    this.#units = 0;
    this.#control.progress(last.row + 1, this.#size);
    return null;
  }
}

// --- beforehand ------------------------------------------------------------------------------------------------------

export interface SendingSum {
  readonly ok: true;
  readonly messages: number;
  readonly segments: number;
  readonly ucs2: number;
  /** Rows that would be sent a message and opted out since. */
  readonly stopped: number;
  /** Where the numbers belong, most recipients first; empty: a number belongs to no country. */
  readonly byCountry: readonly { readonly country: string; readonly recipients: number; readonly segments: number }[];
  /** Rows of the list, or of the half; -1: nobody is sent such a message. */
  readonly first: number;
  readonly longest: number;
  readonly firstUcs2: number;
}

/** What would be handed over, counted by the messages themselves. Nothing leaves the browser. */
export async function sendingSum(
  templates: Templates,
  recipients: Recipients,
  ask: FinishedAsk,
  control: Control,
): Promise<SendingSum | NotFinished | typeof CANCELLED> {
  const sums = new Map<string, { recipients: number; segments: number }>();
  const { first: begin } = recipients.rowsOf(ask.half ?? null);
  let [segments, ucs2, first, longest, firstUcs2, mostSegments, mostUnits] = [0, 0, -1, -1, -1, 0, 0];
  const outcome = await eachFinished<never>(
    templates,
    recipients,
    ask,
    control,
    sampleSlugs(templates, ask),
    async (part, runs) => {
      for (const { run, slugs } of runs) {
        for (const message of messagesOf(recipients, part, run, slugs, begin)) {
          const { row, text } = message;
          segments += message.segments;
          if (first < 0) first = row;
          if (message.segments > mostSegments || (message.segments === mostSegments && text.length > mostUnits)) {
            [mostSegments, mostUnits, longest] = [message.segments, text.length, row];
          }
          if (message.encoding === 'ucs2') {
            ucs2++;
            if (firstUcs2 < 0) firstUcs2 = row;
          }
          const sum = sums.get(message.country ?? '') ?? { recipients: 0, segments: 0 };
          sum.recipients++;
          sum.segments += message.segments;
          sums.set(message.country ?? '', sum);
        }
      }
      return null;
    },
  );
  if (outcome === CANCELLED || !outcome.ok) return outcome;
  const byCountry = Array.from(sums, ([country, sum]) => ({ country, ...sum }));
  return {
    ...{ ok: true, messages: outcome.messages, segments, ucs2, stopped: outcome.stopped.length },
    byCountry: byCountry.sort((a, b) => b.recipients - a.recipients),
    ...{ first, longest, firstUcs2 },
  };
}
