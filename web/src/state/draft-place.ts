/**
 * Where this window keeps what is written in it. One window at a time writes the draft: two that did would each undo what
 * the other wrote. A second one says so, and goes on with a copy, which lies among the drafts.
 */
import { signal } from '@preact/signals';
import { remember, remembered, rememberedFields, rememberedJson } from '../storage.ts';

/** `asking`: not known yet. `elsewhere`: another window writes the draft, this one keeps nothing. */
export type Hold = 'asking' | 'held' | 'elsewhere';
export const hold = signal<Hold>('asking');

/** Names of drafts put aside, and of copies, begin so. */
export const DRAFT_PREFIX = 'draft.';

const COPY = 'klikspor.copy';

/** Of the copy that this window writes; null: it writes the draft itself. It outlives a reload, and goes with the window. */
export const copyId = signal<string | null>(keptCopyId());

function keptCopyId(): string | null {
  try {
    const id = sessionStorage.getItem(COPY);
    return id !== null && remembered(DRAFT_PREFIX + id) !== null ? id : null;
  } catch {
    return null;
  }
}

const place = () => (copyId.peek() === null ? 'draft' : DRAFT_PREFIX + copyId.peek());

/** What is written here lies in a place of its own from now on. */
export function beginCopy(): void {
  const id = crypto.randomUUID();
  copyId.value = id;
  try {
    sessionStorage.setItem(COPY, id);
  } catch {
    // Kept among the drafts all the same; only a reload would not know which of them was written here.
  }
  hold.value = 'held';
  claim(() => {});
}

let waiting: AbortController | null = null;

/** `taken`: the window that wrote the draft has gone, and this one has not begun to write: it takes up what stands there. */
export function claim(taken: () => void): void {
  waiting?.abort();
  waiting = null;
  // Missing where the page is not loaded securely: there is no session there either.
  const locks: LockManager | undefined = navigator.locks;
  if (locks === undefined) {
    hold.value = 'held';
    return;
  }
  const name = `klikspor.${place()}`;
  const untilClosed = () => new Promise<never>(() => {});
  void locks.request(name, { ifAvailable: true }, (lock) => {
    hold.value = lock === null ? 'elsewhere' : 'held';
    if (lock !== null) return untilClosed();
    waiting = new AbortController();
    locks
      .request(name, { signal: waiting.signal }, () => {
        hold.value = 'held';
        taken();
        return untilClosed();
      })
      // A copy was begun instead of waiting.
      .catch(() => {});
    return undefined;
  });
}

/** What this window wrote last, or what stands in the draft. */
export function keptDraft(): { readonly values: unknown; readonly links: unknown } {
  if (copyId.peek() === null) return { values: rememberedJson('draft'), links: rememberedJson('links') };
  const { values, links } = rememberedFields(place());
  return { values, links };
}

/** Does nothing while another window writes the draft. `isWorthKeeping`: an empty copy leaves nothing among the drafts. */
export function keepDraft(values: object, links: object, isWorthKeeping: boolean): void {
  if (hold.peek() !== 'held') return;
  if (copyId.peek() === null) {
    remember('draft', JSON.stringify(values));
    remember('links', Object.keys(links).length === 0 ? null : JSON.stringify(links));
  } else {
    remember(place(), isWorthKeeping ? JSON.stringify({ savedAtMs: Date.now(), values, links }) : null);
  }
}
