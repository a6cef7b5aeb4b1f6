/** Messages kept for another time, in this browser. */
import { computed, effect, signal } from '@preact/signals';
import { remember, remembered } from '../storage.ts';
import { currentDraft, draft, writeDraft } from './draft.ts';
import { type DraftValues, draftIn } from './draft-fields.ts';

export interface SavedMessage {
  readonly name: string;
  readonly template: string;
  readonly savedAtMs: number;
  /** Absent: no limit was kept. */
  readonly budget?: Pick<DraftValues, 'limit' | 'above' | 'shorter'>;
}

/** More would be a library, not a handful of templates; the oldest goes. */
const MOST = 100;

function read(): readonly SavedMessage[] {
  try {
    const kept: unknown = JSON.parse(remembered('templates') ?? '[]');
    return Array.isArray(kept) ? kept.filter(isSaved) : [];
  } catch {
    return [];
  }
}

function isSaved(entry: unknown): entry is SavedMessage {
  if (entry === null || typeof entry !== 'object') return false;
  const { name, template, savedAtMs, budget } = entry as Record<string, unknown>;
  const isBudget = budget === undefined || (budget !== null && typeof budget === 'object');
  return typeof name === 'string' && typeof template === 'string' && typeof savedAtMs === 'number' && isBudget;
}

/** The limit that is kept with a message: only what changes what is sent. */
function budgetNow(): SavedMessage['budget'] {
  const { limit, above, shorter } = currentDraft.value;
  if (limit === '' || above === 'send') return undefined;
  return { limit, above, shorter: above === 'shorten' ? shorter : '' };
}

const sameBudget = (a: SavedMessage['budget'], b: SavedMessage['budget']) => JSON.stringify(a) === JSON.stringify(b);

/** Whether the message on screen, with its limit, is among the saved ones. */
export const isSavedNow = computed(() => {
  const budget = budgetNow();
  return templates.value.some((entry) => entry.template === draft.template.value && sameBudget(entry.budget, budget));
});

export const templates = signal(read());
effect(() => remember('templates', templates.value.length === 0 ? null : JSON.stringify(templates.value)));

/** Keeps the message as written, under the campaign's name or its own first words. The same text is kept once. */
export function saveMessage(): void {
  const template = draft.template.peek();
  const name = draft.name.peek().trim() || template.trim().slice(0, 40);
  const others = templates.peek().filter((entry) => entry.template !== template);
  const budget = budgetNow();
  const saved = { name, template, savedAtMs: Date.now(), ...(budget && { budget }) };
  templates.value = [saved, ...others].slice(0, MOST);
}

/** The limit that was saved with a message, in place of the draft's. A message without one leaves that as it is. */
export function takeBudgetOf({ budget }: SavedMessage): void {
  if (budget === undefined) return;
  const { limit, above, shorter } = draftIn({ ...currentDraft.peek(), ...budget });
  writeDraft({ ...currentDraft.peek(), limit, above, shorter });
}

export function removeMessage(saved: SavedMessage): void {
  templates.value = templates.peek().filter((entry) => entry !== saved);
}
