/** What the engine says of the shorter text: loaded, and asked, while there is one. */
import { computed, effect, signal, untracked } from '@preact/signals';
import { ask } from '../engine/client.ts';
import type { Draft } from '../engine/draft.ts';
import type { Inspection } from '../engine/inspect.ts';
import type { Look } from '../engine/look.ts';
import { newestOnly } from '../state/asking.ts';
import { draft } from '../state/draft.ts';
import { look } from '../state/look.ts';
import { engineDraft } from '../state/question.ts';
import { isShortened, limitCost } from './state.ts';

export interface ShorterSeen {
  /** The campaign's draft it was asked of. */
  readonly draft: Draft;
  readonly sender: string;
  readonly template: string;
  readonly look: Look;
  readonly inspection: Inspection;
  /** For each of its short links the message's link to the same place; -1: none. */
  readonly links: readonly number[];
}

export const shorter = signal<ShorterSeen | null>(null);

/** Whose shorter message is shown: the recipient in the preview, or the first recipient who gets the shorter text. */
const index = computed(() => {
  const shown = look.value?.look;
  if (shown?.instead?.kind === 'shorter') return shown.index;
  const first = limitCost.value?.firstAbove ?? -1;
  return first >= 0 ? first : (shown?.index ?? 0);
});

const takeLook = newestOnly(async () => {
  if (!isShortened.peek()) {
    shorter.value = null;
    return;
  }
  const question = look.peek()?.draft;
  if (question === undefined) return;
  const sender = draft.sender.peek();
  const template = question.limit?.shorter ?? '';
  const [seen, links] = await Promise.all([
    ask('inspect', { ...question, template, limit: null, index: index.peek(), sender }).answer,
    ask('shorterLinks', { template: question.template, options: question.options, shorter: template }).answer,
  ]);
  shorter.value = { draft: question, sender, template, ...seen, links };
});

// Once the message itself was looked at: by then it is known whose shorter text is shown.
effect(() => {
  void [look.value?.draft, draft.sender.value, index.value, isShortened.value];
  untracked(takeLook);
});

/** Whether it is of the draft as it stands. */
export const isShorterSettled = computed(() => {
  if (!isShortened.value) return true;
  const seen = shorter.value;
  return seen !== null && seen.draft === engineDraft.value && seen.sender === draft.sender.value;
});
