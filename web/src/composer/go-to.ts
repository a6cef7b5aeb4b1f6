import type { Place } from '../checklist/rules.ts';
import { messageArea, shorterArea } from './text-area.ts';

const CONTROLS = 'input:not([hidden]), select, textarea, button, summary';

/** Leads to what a finding is about: the place in the message, or the first control of the part of the page, or of its row. */
export function goTo(place: Place, at?: { readonly start: number; readonly end: number }, row?: string): void {
  if (place === 'message' || place === 'shorter') {
    (place === 'message' ? messageArea : shorterArea).select(at);
    return;
  }
  const part = document.querySelector<HTMLElement>(`[data-place="${place}"]`);
  // What was left out of a list is folded away there.
  const folded = part?.querySelector<HTMLDetailsElement>('details.left-out');
  if (folded) folded.open = true;
  if (part instanceof HTMLDetailsElement) part.open = true;
  const within = row === undefined ? null : part?.querySelector(`[data-row="${CSS.escape(row)}"]`);
  const control =
    folded?.querySelector<HTMLElement>('summary') ??
    within?.querySelector<HTMLElement>(CONTROLS) ??
    within?.querySelector<HTMLElement>('a[href]') ??
    part?.querySelector<HTMLElement>(CONTROLS);
  control?.focus();
  control?.scrollIntoView({ block: 'center' });
}
