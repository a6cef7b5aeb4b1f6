/** Messages kept for another time, in this browser. */
import { effect, signal } from '@preact/signals';
import { draft } from './draft.ts';
import { remember, remembered } from './storage.ts';

export interface SavedMessage {
  readonly name: string;
  readonly template: string;
  readonly savedAtMs: number;
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
  const { name, template, savedAtMs } = entry as Record<string, unknown>;
  return typeof name === 'string' && typeof template === 'string' && typeof savedAtMs === 'number';
}

export const templates = signal(read());
effect(() => remember('templates', templates.value.length === 0 ? null : JSON.stringify(templates.value)));

/** Keeps the message as written, under the campaign's name or its own first words. The same text is kept once. */
export function saveMessage(): void {
  const template = draft.template.peek();
  const name = draft.name.peek().trim() || template.trim().slice(0, 40);
  const others = templates.peek().filter((entry) => entry.template !== template);
  templates.value = [{ name, template, savedAtMs: Date.now() }, ...others].slice(0, MOST);
}

export function removeMessage(saved: SavedMessage): void {
  templates.value = templates.peek().filter((entry) => entry !== saved);
}
