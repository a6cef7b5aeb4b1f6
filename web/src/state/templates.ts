/** Messages kept for another time, in this browser. */
import { computed, effect, signal } from '@preact/signals';
import { type DraftTexts, draftIn } from '../draft/fields.ts';
import { remember, rememberedJson } from '../storage.ts';
import { draft, draftTexts, writeDraft } from './draft.ts';

export interface SavedMessage {
  readonly name: string;
  readonly template: string;
  readonly savedAtMs: number;
  /** Absent: no limit was kept. */
  readonly limit?: Pick<DraftTexts, 'limit' | 'above' | 'shorter'>;
}

/** More would be a library, not a handful of templates; the oldest goes. */
const MOST = 100;

function read(): readonly SavedMessage[] {
  const kept = rememberedJson('templates');
  return Array.isArray(kept) ? kept.map(renamed).filter(isSaved) : [];
}

/** An earlier version kept the limit as `budget`. */
function renamed(entry: unknown): unknown {
  if (entry === null || typeof entry !== 'object' || !('budget' in entry)) return entry;
  const { budget, ...others } = entry;
  return { limit: budget, ...others };
}

function isSaved(entry: unknown): entry is SavedMessage {
  if (entry === null || typeof entry !== 'object') return false;
  const { name, template, savedAtMs, limit } = entry as Record<string, unknown>;
  const isLimit = limit === undefined || (limit !== null && typeof limit === 'object');
  return typeof name === 'string' && typeof template === 'string' && typeof savedAtMs === 'number' && isLimit;
}

/** The limit that is kept with a message: only what changes what is sent. */
function limitNow(): SavedMessage['limit'] {
  const { limit, above, shorter } = draftTexts.value;
  if (limit === '' || above === 'send') return undefined;
  return { limit, above, shorter: above === 'shorten' ? shorter : '' };
}

const sameLimit = (a: SavedMessage['limit'], b: SavedMessage['limit']) => JSON.stringify(a) === JSON.stringify(b);

/** Whether the message on screen, with its limit, is among the saved ones. */
export const isSavedNow = computed(() => {
  const limit = limitNow();
  return templates.value.some((entry) => entry.template === draft.template.value && sameLimit(entry.limit, limit));
});

export const templates = signal(read());
effect(() => remember('templates', templates.value.length === 0 ? null : JSON.stringify(templates.value)));

/** Keeps the message as written, under the campaign's name or its own first words. The same text is kept once. */
export function saveMessage(): void {
  const template = draft.template.peek();
  const name = draft.name.peek().trim() || template.trim().slice(0, 40);
  const others = templates.peek().filter((entry) => entry.template !== template);
  const limit = limitNow();
  const saved = { name, template, savedAtMs: Date.now(), ...(limit && { limit }) };
  templates.value = [saved, ...others].slice(0, MOST);
}

/** The limit that was saved with a message, in place of the draft's. A message without one leaves that as it is. */
export function takeLimitOf({ limit: kept }: SavedMessage): void {
  if (kept === undefined) return;
  const { limit, above, shorter } = draftIn({ ...draftTexts.peek(), ...kept });
  writeDraft({ ...draftTexts.peek(), limit, above, shorter });
}

export function removeMessage(saved: SavedMessage): void {
  templates.value = templates.peek().filter((entry) => entry !== saved);
}

/** Puts back what was removed, in its place by age. */
export function restoreMessage(saved: SavedMessage): void {
  const others = templates.peek().filter(({ template }) => template !== saved.template);
  templates.value = [...others, saved].sort((a, b) => b.savedAtMs - a.savedAtMs).slice(0, MOST);
}
