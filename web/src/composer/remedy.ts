import type { Remedy, Voice } from '../checklist/finding.ts';
import { draft } from '../state/draft.ts';
import type { TextArea } from './text-area.ts';

/** Does what a finding offers, in the text it is about. Edits go through the textarea, so that its undo takes them back. */
export function apply(remedy: Remedy, voice: Voice, area: TextArea): void {
  switch (remedy.kind) {
    case 'append':
      area.append(remedy.text);
      break;
    case 'consent':
      draft.basis.value = 'consent';
      // Its button goes with the finding: the keyboard stays at the list.
      document.getElementById('checklist-heading')?.focus({ preventScroll: true });
      break;
    case 'edit':
      // From the end, so that the positions before stay true.
      for (const { start, end, text } of [...remedy.edits(voice)].sort((a, b) => b.start - a.start)) {
        area.replace(start, end, text);
      }
      break;
  }
}
