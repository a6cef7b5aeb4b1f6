/** A limit on segments over one core list: the core decides what everybody is sent, here it is said in drafts. */
import type { AboveLimit, LimitPlan, RecipientList, SegmentLimit, Texts } from 'klikspor/texts';
import type { Draft } from '../engine/draft.ts';
import type { Templates } from '../engine/templates.ts';

export const shorterDraft = (draft: Draft): Draft => ({
  ...draft,
  template: draft.limit?.shorter ?? '',
  limit: null,
});

/** What is done above the draft's limit. */
export const effectOf = (core: Texts, { limit }: Draft): AboveLimit =>
  limit ? core.limitEffect(limit.above, limit.shorter) : 'send';

/** Null: there is no limit, or everybody is sent the message all the same. */
function limitOf(core: Texts, draft: Draft): SegmentLimit | null {
  const above = effectOf(core, draft);
  return !draft.limit || above === 'send' ? null : { atMost: draft.limit.atMost, above };
}

/** The draft of what one recipient is sent, by the segments of the message itself; null: nothing is sent. */
export function sentTo(core: Texts, draft: Draft, segments: number): Draft | null {
  const limit = limitOf(core, draft);
  const text = limit === null ? 'message' : core.sentText(limit, segments);
  if (text === 'nothing') return null;
  return text === 'shorter' ? shorterDraft(draft) : draft;
}

/** Null: there is no limit. */
export function limitPlan(core: Texts, templates: Templates, list: RecipientList, draft: Draft): LimitPlan | null {
  const { limit } = draft;
  if (!limit) return null;
  const shorter = limit.above === 'shorten' ? templates.of(shorterDraft(draft)) : null;
  return core.planLimited(list, templates.of(draft), shorter, limit);
}

/** Segments of each row's message itself, and of what it is sent; 0 where nothing is. */
export function sentSegments(
  core: Texts,
  templates: Templates,
  list: RecipientList,
  draft: Draft,
): Pick<LimitPlan, 'asked' | 'sent' | 'effect'> {
  const limited = limitPlan(core, templates, list, draft);
  if (limited !== null) return limited;
  const asked = templates.of(draft).segments(list);
  return { asked, sent: asked, effect: 'send' };
}

/** Rows one behind the other that are sent the same text. */
export interface Run {
  readonly draft: Draft;
  readonly first: number;
  readonly count: number;
}

/** All rows that are sent anything, in order. */
export function runsOf(core: Texts, templates: Templates, list: RecipientList, draft: Draft): Run[] {
  const limit = limitOf(core, draft);
  if (limit === null) return [{ draft, first: 0, count: list.size }];
  const shorter = shorterDraft(draft);
  return core
    .sentRuns(templates.of(draft).segments(list), limit)
    .map(({ text, first, count }) => ({ draft: text === 'shorter' ? shorter : draft, first, count }));
}
