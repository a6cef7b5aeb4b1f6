import { choice } from '../state/look.ts';

/** Puts one recipient of the list into the preview, and the preview into view: on a phone it may be far away. */
export function showRecipient(row: number): void {
  choice.value = { kind: 'row', index: row };
  document.getElementById('preview-heading')?.scrollIntoView({ block: 'nearest' });
}
