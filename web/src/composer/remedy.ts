import type { Remedy, Voice } from '../checklist/finding.ts';
import { draft } from '../state/draft.ts';
import { appendToMessage, replaceInMessage } from './text-area.ts';

/** Does what a finding offers. Edits go through the textarea, so that its undo takes them back. */
export function apply(remedy: Remedy, voice: Voice): void {
  switch (remedy.kind) {
    case 'append':
      appendToMessage(remedy.text);
      break;
    case 'consent':
      draft.basis.value = 'consent';
      // Its button goes with the finding: the keyboard stays at the list.
      document.getElementById('checklist-heading')?.focus({ preventScroll: true });
      break;
    case 'edit':
      // From the end, so that the positions before stay true.
      for (const { start, end, text } of [...remedy.edits(voice)].sort((a, b) => b.start - a.start)) {
        replaceInMessage(start, end, text);
      }
      break;
  }
}
