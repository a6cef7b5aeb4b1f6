/** Drafts put aside while another one is written. Each has an entry of its own, so that two windows do not write over each other. */
import { signal } from '@preact/signals';
import { type DraftTexts, draftAfter, draftIn, isWorthKeeping } from '../draft/fields.ts';
import { namesRemembered, remember, rememberedJson } from '../storage.ts';
import { draftTexts, writeDraft } from './draft.ts';
import { copyId, DRAFT_PREFIX as PREFIX } from './draft-place.ts';
import { type AllLinkSettings, linkSettings, linksIn } from './links.ts';

export interface ParkedDraft {
  readonly id: string;
  readonly savedAtMs: number;
  readonly values: DraftTexts;
  readonly links: AllLinkSettings;
}

function parsed(id: string): ParkedDraft | null {
  const kept = rememberedJson(PREFIX + id);
  if (kept === null || typeof kept !== 'object') return null;
  const { savedAtMs, values, links } = kept as Record<string, unknown>;
  return {
    id,
    savedAtMs: typeof savedAtMs === 'number' ? savedAtMs : 0,
    values: draftIn(values),
    links: linksIn(links),
  };
}

const read = () =>
  namesRemembered(PREFIX)
    .map((name) => name.slice(PREFIX.length))
    // The copy that is written here is no draft put aside.
    .filter((id) => id !== copyId.peek())
    .map(parsed)
    .filter((entry) => entry !== null)
    .sort((a, b) => b.savedAtMs - a.savedAtMs);

/** Newest first. */
export const parkedDrafts = signal<readonly ParkedDraft[]>(read());
addEventListener('storage', () => {
  parkedDrafts.value = read();
});

function keep(entry: ParkedDraft): void {
  const { id, ...rest } = entry;
  remember(PREFIX + id, JSON.stringify(rest));
  parkedDrafts.value = read();
}

/** Puts the draft being written aside, if anything is written. */
function park(): void {
  const values = draftTexts.peek();
  if (!isWorthKeeping(values)) return;
  keep({ id: crypto.randomUUID(), savedAtMs: Date.now(), values, links: linkSettings.peek() });
}

/** Writes these values in place of the draft being written, which is put aside. */
export function beginWith(values: DraftTexts, links: AllLinkSettings): void {
  park();
  writeDraft(values);
  linkSettings.value = links;
}

/** What is being written is put aside. */
export function beginAnew(): void {
  beginWith(draftAfter(draftTexts.peek()), {});
}

/** What was written has been published, and stands among the campaigns from now on. */
export function beginAfterPublishing(): void {
  writeDraft(draftAfter(draftTexts.peek()));
  linkSettings.value = {};
}

export function openDraft({ id, values, links }: ParkedDraft): void {
  beginWith(values, links);
  removeDraft(id);
}

export function removeDraft(id: string): void {
  remember(PREFIX + id, null);
  parkedDrafts.value = read();
}

/** Brings a removed draft back as it was. */
export const restoreDraft = keep;
