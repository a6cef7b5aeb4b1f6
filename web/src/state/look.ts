/** What the engine says of one recipient's message, asked once at every press. */
import { computed, effect, signal, untracked } from '@preact/signals';
import { ask } from '../engine/client.ts';
import type { Draft } from '../engine/draft.ts';
import type { Inspection } from '../engine/inspect.ts';
import type { Look } from '../engine/look.ts';
import { askFailure, newestOnly, settled } from './asking.ts';
import { cost } from './cost.ts';
import { draft } from './draft.ts';
import { list } from './list.ts';
import { chosenHalf, engineDraft } from './question.ts';

// --- which recipient ---------------------------------------------------------------------------------------------

export type Choice =
  | { readonly kind: 'first' | 'longest' | 'shortest' | 'first-ucs2' | 'above' }
  | { readonly kind: 'empty'; readonly name: string }
  | { readonly kind: 'row'; readonly index: number };

export const choice = signal<Choice>({ kind: 'first' });

// A new list starts at its first recipient.
effect(() => {
  void list.value?.version;
  choice.value = { kind: 'first' };
});

const chosenIndex = computed(() => {
  const wanted = choice.value;
  const known = cost.value;
  if (wanted.kind === 'row') return wanted.index;
  if (known === null || wanted.kind === 'first') return chosenHalf.value === 1 ? (list.value?.halves[0]?.size ?? 0) : 0;
  if (wanted.kind === 'empty') return known.emptyFields.find((field) => field.name === wanted.name)?.first ?? 0;
  const index = {
    longest: known.longest,
    shortest: known.shortest,
    'first-ucs2': known.firstUcs2,
    above: known.limit?.firstAbove ?? -1,
  }[wanted.kind];
  return Math.max(index, 0);
});

// --- what is said of the message ---------------------------------------------------------------------------------

export interface Seen {
  /** What was looked at. */
  readonly draft: Draft;
  readonly template: string;
  readonly look: Look;
  /** What the checklist asks of it besides, with the sender and the contact it was asked of; null: nothing yet. */
  readonly checked: { readonly sender: string; readonly contact: string; readonly inspection: Inspection } | null;
}

/** The last look. */
export const look = signal<Seen | null>(null);

/** Set by the checklist when it is loaded: from then on a look answers it as well. */
export const hasChecklist = signal(false);

async function seen(): Promise<Seen> {
  const question = engineDraft.peek();
  const { template } = question;
  const index = chosenIndex.peek();
  if (!hasChecklist.peek()) {
    return { draft: question, template, look: await ask('look', { ...question, index }).answer, checked: null };
  }
  const sender = draft.sender.peek();
  const contact = draft.contact.peek();
  const answer = await ask('inspect', { ...question, index, sender, contact }).answer;
  return { draft: question, template, look: answer.look, checked: { sender, contact, inspection: answer.inspection } };
}

const takeLook = newestOnly(async () => {
  look.value = await seen();
  askFailure.value = null;
});

effect(() => {
  void [engineDraft.value, list.value, chosenIndex.value];
  if (hasChecklist.value) void [draft.sender.value, draft.contact.value];
  untracked(takeLook);
});

/** Resolves when the look is of the draft as it stands. */
export const settledLook = (): Promise<Look | null> =>
  settled(() => (look.value?.draft === engineDraft.value ? look.value.look : undefined));
