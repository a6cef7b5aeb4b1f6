/**
 * The finished messages of a campaign, part by part: made here from the list and the slugs the worker streams. Whatever leaves
 * comes from here, as a file or to be sent, so that the two cannot differ.
 */
import { addressOf } from '../api/request.ts';
import { type Run, shorterDraft } from '../limit/plan.ts';
import { slugsOfShorter } from '../limit/shorter-links.ts';
import { addresses } from './addresses.ts';
import { breathe, CANCELLED, type Control } from './control.ts';
import type { Draft } from './draft.ts';
import type { ListPart, NumberedMessage, Recipients } from './recipients.ts';
import { readStops, type Stop, stopsFor, type Whose } from './stops.ts';
import type { Templates } from './templates.ts';

/** `host` and `listName`: whose messages they are. Who opted out of those since is sent none. */
export interface FinishedAsk extends Draft, Whose {
  readonly campaignId: string;
  /** Everyone has the same links: an aggregate campaign. */
  readonly sharedSlugs: boolean;
  readonly listVersion: number;
  /** As published: were it another number, the list would be another, or read otherwise. */
  readonly messages: number;
}

export interface NotFinished {
  readonly ok: false;
  /** `detail` of 'field-missing': its name. */
  readonly failure: 'list-replaced' | 'stops-unread' | 'values-changed' | 'field-missing' | 'refused' | 'offline';
  readonly detail: string;
}

/** Rows one behind the other that are sent the same text, with their slugs. */
export interface FinishedRun {
  readonly run: Run;
  readonly slugs: Uint8Array;
}

export interface Finished {
  readonly ok: true;
  readonly messages: number;
  /** Rows of the list, or the half, that would be sent a message and opted out since. */
  readonly stopped: readonly number[];
  /** Why, of one of these rows. */
  whyStopped(row: number): Stop;
}

type Slugs = { readonly ok: true; readonly octets: Uint8Array } | NotFinished;

/** Gives out the slugs of `count` rows from `first` on. */
export type SlugSource = (first: number, count: number) => Promise<Slugs>;

/** Hands the messages to `take`, one part of the list after the other. What it answers is the end of it; null: go on. */
export async function eachFinished<R = never>(
  templates: Templates,
  recipients: Recipients,
  ask: FinishedAsk,
  control: Control,
  slugsOf: SlugSource,
  take: (part: ListPart, runs: readonly FinishedRun[]) => Promise<R | null>,
): Promise<Finished | NotFinished | R | typeof CANCELLED> {
  const { options, half = null } = ask;
  // Nobody is sent a message while it is not known whether they want it.
  const stops = (await readStops()) ? await stopsFor(ask) : null;
  if (stops === null) return { ok: false, failure: 'stops-unread', detail: '' };
  const stopped = stops.find(recipients.numbers(half));
  const field = fieldWithoutColumn(templates, recipients, ask);
  if (field !== null) return { ok: false, failure: 'field-missing', detail: field };
  const links = templates.outline(ask).linksInMessage;
  const each = links * options.width;
  const size = recipients.rowsOf(half).count;
  let messages = 0;
  const leftOut: number[] = [];
  for (const part of recipients.parts(half)) {
    const { first, count } = part;
    await breathe();
    if (control.cancelled()) return CANCELLED;
    control.progress(first, size);
    const slugs = await slugsOf(first, count);
    if (!slugs.ok) return slugs;
    const expected = count * each;
    if (slugs.octets.length !== expected) {
      return { ok: false, failure: 'refused', detail: `${slugs.octets.length} octets of slugs instead of ${expected}` };
    }
    const runs: FinishedRun[] = [];
    for (const run of runsWithout(part.runs(ask), (row) => stopped[first + row] !== 0)) {
      if (run.isStopped) {
        for (let row = 0; row < run.count; row++) leftOut.push(first + run.first + row);
        continue;
      }
      const own = slugs.octets.subarray(run.first * each, (run.first + run.count) * each);
      const fitting = await slugsFor(templates, ask, run, own);
      if (fitting === null) return { ok: false, failure: 'refused', detail: NO_SUCH_LINK };
      runs.push({ run, slugs: fitting });
      messages += run.count;
    }
    const outcome = await take(part, runs);
    if (outcome !== null) return outcome;
  }
  if (messages + leftOut.length !== ask.messages) return { ok: false, failure: 'values-changed', detail: '' };
  return { ok: true, messages, stopped: leftOut, whyStopped: (row) => stops.why(stopped[row] ?? 0) };
}

const NO_SUCH_LINK = 'a link of the shorter text is none of the message';

/** Of a run, whichever text it is sent. Null: the shorter text has a link that the message has not. */
async function slugsFor(templates: Templates, ask: Draft, { draft }: Run, own: Uint8Array): Promise<Uint8Array | null> {
  if (draft.template === ask.template) return own;
  const { linksOfShorter } = await addresses();
  const [message, shorter] = [templates.outline(ask), templates.outline(shorterDraft(ask))];
  const which = linksOfShorter(message.links, shorter.links);
  return which.includes(-1) ? null : slugsOfShorter(own, message.linksInMessage, ask.options.width, which);
}

/** What one recipient is sent, with links of these slugs; null: nothing. Row of the list, or of the half. */
export async function finishedRow(
  templates: Templates,
  recipients: Recipients,
  ask: Draft,
  row: number,
  slugs: Uint8Array,
): Promise<NumberedMessage | null> {
  const part = recipients.parts(ask.half ?? null).find(({ first, count }) => row >= first && row < first + count);
  const at = row - (part?.first ?? 0);
  const run = part?.runs(ask).find(({ first, count }) => at >= first && at < first + count);
  if (part === undefined || run === undefined) return null;
  const fitting = await slugsFor(templates, ask, run, slugs);
  if (fitting === null) throw new Error(NO_SUCH_LINK);
  const [message = null] = part.messages({ ...run, first: at, count: 1 }, fitting);
  return message;
}

/** Each run in as many as it takes for those who are sent nothing to stand apart. */
function* runsWithout(
  runs: readonly Run[],
  isStopped: (row: number) => boolean,
): Generator<Run & { readonly isStopped: boolean }> {
  for (const run of runs) {
    const end = run.first + run.count;
    for (let first = run.first; first < end; ) {
      const stopped = isStopped(first);
      let next = first + 1;
      while (next < end && isStopped(next) === stopped) next++;
      yield { ...run, first, count: next - first, isStopped: stopped };
      first = next;
    }
  }
}

/** The same numbers in a file with other headings: everybody would be sent a message with a gap. Null: none is without. */
function fieldWithoutColumn(templates: Templates, recipients: Recipients, ask: FinishedAsk): string | null {
  for (const template of [ask.template, ask.limit?.above === 'shorten' ? ask.limit.shorter : '']) {
    const draft = { ...ask, template };
    const columns = recipients.columnsOf(draft);
    const open = templates.outline(draft).fields.find(({ fallback }, at) => fallback === '' && columns[at] === -1);
    if (open !== undefined) return open.name;
  }
  return null;
}

// --- slugs -----------------------------------------------------------------------------------------------------------

/** The campaign's own, as the worker gives them out. In an aggregate campaign everyone has those of recipient 0. */
export const campaignSlugs =
  ({ campaignId, sharedSlugs }: FinishedAsk): SlugSource =>
  async (first, count) => {
    if (!sharedSlugs) return fetchSlugs(campaignId, first, count);
    const one = await fetchSlugs(campaignId, 0, 1);
    return one.ok ? { ok: true, octets: repeated(one.octets, count) } : one;
  };

/** As long as the campaign's own, and as dear: every slug of a width costs the same. For counting alone. */
export const sampleSlugs =
  (templates: Templates, ask: FinishedAsk): SlugSource =>
  async (_, count) => {
    const octets = new Uint8Array(templates.outline(ask).linksInMessage * ask.options.width * count);
    return { ok: true, octets: octets.fill('x'.charCodeAt(0)) };
  };

function repeated(octets: Uint8Array, count: number): Uint8Array {
  const all = new Uint8Array(octets.length * count);
  for (let row = 0; row < count; row++) all.set(octets, row * octets.length);
  return all;
}

async function fetchSlugs(campaignId: string, from: number, count: number): Promise<Slugs> {
  const address = addressOf('GET /api/campaigns/{id}/slugs', { params: { id: campaignId }, query: { from, count } });
  try {
    const response = await fetch(address, { credentials: 'same-origin' });
    if (response.ok) return { ok: true, octets: new Uint8Array(await response.arrayBuffer()) };
    const problem: unknown = await response.json().catch(() => null);
    const detail = problem !== null && typeof problem === 'object' && 'detail' in problem ? String(problem.detail) : '';
    return { ok: false, failure: 'refused', detail: detail || `${response.status} ${response.statusText}` };
  } catch (error) {
    return { ok: false, failure: 'offline', detail: String(error) };
  }
}
