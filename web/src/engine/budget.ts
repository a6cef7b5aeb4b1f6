/** A limit on segments over one core list: who is above it, and what everybody is sent. */
import type { ListPlan, RecipientList } from 'klikspor';
import type { Budget, Draft } from './protocol.ts';

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
  readonly sent: Uint32Array;
  /** Plans over those who are sent each text. */
  readonly plans: readonly { readonly draft: Draft; readonly plan: ListPlan }[];
}

/** `whole`: the plan of the message over every row. Null: nobody is above a limit. Costs up to four plans. */
export function allot(list: RecipientList, draft: Draft, whole: ListPlan): Allotment | null {
  const { budget } = draft;
  if (!budget || whole.recipientsBySegments.length <= budget.atMost + 1) return null;
  const asked = list.segments(draft.template, draft.options);
  const above = Uint8Array.from(asked, (segments) => (segments > budget.atMost ? 1 : 0));
  const effect = effectOf(budget);
  if (effect === 'send') return { above, asked, sent: asked, plans: [{ draft, plan: whole }] };
  const within = { draft, plan: list.plan(draft.template, draft.options, above.map(not)) };
  if (effect === 'leave-out') {
    return { above, asked, sent: asked.map((segments, row) => (above[row] ? 0 : segments)), plans: [within] };
  }
  const shorter = shorterDraft(draft);
  const instead = list.segments(shorter.template, shorter.options);
  return {
    above,
    asked,
    sent: asked.map((segments, row) => (above[row] ? (instead[row] ?? 0) : segments)),
    plans: [within, { draft: shorter, plan: list.plan(shorter.template, shorter.options, above) }],
  };
}

const not = (flag: number) => 1 - flag;

/** Segments of what each row is sent; -1 where nothing is. */
export function sentSegments(list: RecipientList, draft: Draft): Int32Array {
  const sent = Int32Array.from(list.segments(draft.template, draft.options));
  const { budget } = draft;
  const effect = effectOf(budget);
  if (!budget || effect === 'send' || !sent.some((segments) => segments > budget.atMost)) return sent;
  const shorter = shorterDraft(draft);
  const instead = effect === 'shorten' ? list.segments(shorter.template, shorter.options) : null;
  return sent.map((segments, row) => (segments > budget.atMost ? (instead?.[row] ?? -1) : segments));
}

/** Rows one behind the other that are sent the same text. */
export interface Run {
  readonly draft: Draft;
  readonly first: number;
  readonly count: number;
}

/** All rows that are sent anything, in order. */
export function runsOf(list: RecipientList, draft: Draft): Run[] {
  const { budget } = draft;
  if (!budget || effectOf(budget) === 'send') return [{ draft, first: 0, count: list.size }];
  const other = sentTo(draft, budget.atMost + 1);
  const runs: { draft: Draft; first: number; count: number }[] = [];
  for (const [row, segments] of list.segments(draft.template, draft.options).entries()) {
    const mine = segments > budget.atMost ? other : draft;
    if (mine === null) continue;
    const last = runs.at(-1);
    if (last?.draft === mine && last.first + last.count === row) last.count++;
    else runs.push({ draft: mine, first: row, count: 1 });
  }
  return runs;
}
