/** Writing into the message for the person, such that the textarea's own undo takes it back. */
import { draft } from '../state/draft.ts';

let area: HTMLTextAreaElement | null = null;

export function holdTextArea(element: HTMLTextAreaElement | null): void {
  area = element;
}

/** Puts `text` in place of start … end and leaves the cursor behind it. */
export function replaceInMessage(start: number, end: number, text: string): void {
  if (area === null) return;
  area.focus();
  area.setSelectionRange(start, end);
  // Deprecated in name only: nothing else puts text into a field's undo history.
  if (document.execCommand('insertText', false, text)) return;
  area.setRangeText(text, start, end, 'end');
  draft.template.value = area.value;
}

/** At the cursor; a leading space is left out where there is one already. */
export function insertInMessage(text: string): void {
  if (area === null) return;
  const { selectionStart: start, selectionEnd: end, value } = area;
  const spaced = text.startsWith(' ') && (start === 0 || /\s/.test(value[start - 1] ?? '')) ? text.slice(1) : text;
  replaceInMessage(start, end, spaced);
}

/** At the end of the message, wherever the cursor is. */
export function appendToMessage(text: string): void {
  if (area === null) return;
  const end = area.value.trimEnd().length;
  replaceInMessage(end, area.value.length, end === 0 ? text.trimStart() : text);
}

/** Puts the cursor into the message, around a place in it if one is given. */
export function selectInMessage(at?: { readonly start: number; readonly end: number }): void {
  if (area === null) return;
  area.focus();
  if (at !== undefined) area.setSelectionRange(at.start, at.end);
  area.scrollIntoView({ block: 'nearest' });
}
