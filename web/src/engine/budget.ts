/** A limit on segments over one core list: who is above it, and what everybody is sent. */
import type { ListPlan, RecipientList } from 'klikspor';
import type { Budget, Draft } from './protocol.ts';
import type { Templates } from './templates.ts';

/** What recipients above the limit are sent. A shorter text that is not written yet is none: they get the message. */
export function effectOf(budget: Budget | null | undefined): Budget['above'] {
  if (!budget || (budget.above === 'shorten' && budget.shorter.trim() === '')) return 'send';
  return budget.above;
}

export const shorterDraft = (draft: Draft): Draft => ({
  ...draft,
  template: draft.budget?.shorter ?? '',
  budget: null,
});

/** The draft of what one recipient is sent, by the segments of the message itself; null: nothing is sent. */
export function sentTo(draft: Draft, segments: number): Draft | null {
  const { budget } = draft;
  const effect = effectOf(budget);
  if (!budget || effect === 'send' || segments <= budget.atMost) return draft;
  return effect === 'leave-out' ? null : shorterDraft(draft);
}

/** One core list with somebody above the limit. Arrays have a number a row. */
export interface Allotment {
  readonly above: Uint8Array;
  /** Segments of the message itself. */
  readonly asked: Uint32Array;
  /** Segments of what is sent; 0 where nothing is. */
  readonly sent: Uint32Array | Int32Array;
  /** Plans over those who are sent each text. */
  readonly plans: readonly { readonly draft: Draft; readonly plan: ListPlan }[];
}

/** `whole`: the plan of the message over every row. Null: nobody is above a limit. */
export function allot(templates: Templates, list: RecipientList, draft: Draft, whole: ListPlan): Allotment | null {
  const { budget } = draft;
  if (!budget || whole.recipientsBySegments.length <= budget.atMost + 1) return null;
  const asked = templates.of(draft).segments(list);
  const { above, within } = aboveAndWithin(asked, budget.atMost);
  const effect = effectOf(budget);
  if (effect === 'send') return { above, asked, sent: asked, plans: [{ draft, plan: whole }] };
  const kept = { draft, plan: templates.of(draft).plan(list, within) };
  if (effect === 'leave-out') return { above, asked, sent: instead(asked, above, null, 0), plans: [kept] };
  const shorter = shorterDraft(draft);
  const own = templates.of(shorter).segments(list, above);
  const plan = templates.of(shorter).plan(list, above);
  return { above, asked, sent: instead(asked, above, own, 0), plans: [kept, { draft: shorter, plan }] };
}

// Plain loops here: what `from` and `map` of typed arrays call for each row costs more than its plan.

function aboveAndWithin(asked: Uint32Array, limit: number): { above: Uint8Array; within: Uint8Array } {
  const above = new Uint8Array(asked.length);
  const within = new Uint8Array(asked.length);
  for (let row = 0; row < asked.length; row++) {
    const isAbove = Number((asked[row] ?? 0) > limit);
    above[row] = isAbove;
    within[row] = 1 - isAbove;
  }
  return { above, within };
}

/** `own`: what those above are sent; null: nothing, which is written as `nothing`. */
function instead(asked: Uint32Array, above: Uint8Array, own: Uint32Array | null, nothing: 0 | -1): Int32Array {
  const sent = new Int32Array(asked);
  for (let row = 0; row < sent.length; row++) {
    if (above[row] === 1) sent[row] = own?.[row] ?? nothing;
  }
  return sent;
}

/** Segments of what each row is sent; -1 where nothing is. */
export function sentSegments(templates: Templates, list: RecipientList, draft: Draft): Int32Array {
  const asked = templates.of(draft).segments(list);
  const { budget } = draft;
  const effect = effectOf(budget);
  if (!budget || effect === 'send') return new Int32Array(asked);
  const { above } = aboveAndWithin(asked, budget.atMost);
  const shorter = shorterDraft(draft);
  const own = effect === 'shorten' ? templates.of(shorter).segments(list, above) : null;
  return instead(asked, above, own, -1);
}

/** Rows one behind the other that are sent the same text. */
export interface Run {
  readonly draft: Draft;
  readonly first: number;
  readonly count: number;
}

/** All rows that are sent anything, in order. */
export function runsOf(templates: Templates, list: RecipientList, draft: Draft): Run[] {
  const { budget } = draft;
  if (!budget || effectOf(budget) === 'send') return [{ draft, first: 0, count: list.size }];
  const other = sentTo(draft, budget.atMost + 1);
  const runs: { draft: Draft; first: number; count: number }[] = [];
  for (const [row, segments] of templates.of(draft).segments(list).entries()) {
    const mine = segments > budget.atMost ? other : draft;
    if (mine === null) continue;
    const last = runs.at(-1);
    if (last?.draft === mine && last.first + last.count === row) last.count++;
    else runs.push({ draft: mine, first: row, count: 1 });
  }
  return runs;
}
