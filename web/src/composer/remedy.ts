import type { Remedy, Voice } from '../checklist/finding.ts';
import { draft } from '../state/draft.ts';
import { changeLink, moveLink, settingsOf } from '../state/links.ts';
import { look } from '../state/look.ts';
import { messageArea, type TextArea } from './text-area.ts';

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
    case 'track':
      draft.tracking.value = 'recipient';
      document.getElementById('checklist-heading')?.focus({ preventScroll: true });
      break;
    case 'scheme':
      draft.scheme.value = 'https';
      break;
    case 'sender':
      draft.sender.value = remedy.text;
      document.getElementById('checklist-heading')?.focus({ preventScroll: true });
      break;
    case 'take-out':
      takeOut(remedy);
      break;
    case 'readdress':
      if (remedy.phone === null) readdress(remedy.url, remedy.to);
      else changeLink(remedy.url, { [remedy.phone]: remedy.to });
      break;
    case 'edit':
      area.edit(remedy.edits(voice));
      break;
  }
}

function takeOut({ url, names, to }: Extract<Remedy, { kind: 'take-out' }>): void {
  changeLink(url, { parameters: settingsOf(url).parameters.filter(([name]) => !names.includes(name.trim())) });
  if (to !== url) readdress(url, to);
}

/** The new address goes everywhere in the message; what was decided of it stays. */
function readdress(url: string, to: string): void {
  moveLink(url, to);
  const places = (look.peek()?.look.outline.links ?? []).filter((link) => link.url === url);
  messageArea.edit(places.map(({ start, end }) => ({ start, end, text: to })));
}
