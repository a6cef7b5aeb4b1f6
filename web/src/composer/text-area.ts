/** Writing into a text for the person, such that the textarea's own undo takes it back. */
import type { Signal } from '@preact/signals';
import type { Edit } from '../checklist/finding.ts';
import { draft } from '../state/draft.ts';

export interface TextArea {
  hold(element: HTMLTextAreaElement | null): void;
  /** Null: not on the page. */
  element(): HTMLTextAreaElement | null;
  /** Puts `text` in place of start … end and leaves the cursor behind it. */
  replace(start: number, end: number, text: string): void;
  /** Several places at once, none in another: one undo takes all of them back. */
  edit(edits: readonly Edit[]): void;
  /** At the cursor; a leading space is left out where there is one already. */
  insert(text: string): void;
  /** At the end of the text, wherever the cursor is. */
  append(text: string): void;
  /** Puts the cursor into the text, around a place in it if one is given. */
  select(at?: { readonly start: number; readonly end: number }): void;
}

function textAreaOf(written: Signal<string>): TextArea {
  let area: HTMLTextAreaElement | null = null;

  function replace(start: number, end: number, text: string): void {
    if (area === null) return;
    area.focus();
    area.setSelectionRange(start, end);
    // Deprecated in name only: nothing else puts text into a field's undo history.
    if (document.execCommand('insertText', false, text)) return;
    area.setRangeText(text, start, end, 'end');
    written.value = area.value;
  }

  return {
    hold(element) {
      area = element;
    },
    element: () => area,
    replace,
    edit(edits) {
      const inOrder = [...edits].sort((a, b) => a.start - b.start);
      const [first] = inOrder;
      if (area === null || first === undefined) return;
      let [at, text] = [first.start, ''];
      for (const edit of inOrder) {
        text += area.value.slice(at, edit.start) + edit.text;
        at = edit.end;
      }
      replace(first.start, at, text);
    },
    insert(text) {
      if (area === null) return;
      const { selectionStart: start, selectionEnd: end, value } = area;
      const spaced = text.startsWith(' ') && (start === 0 || /\s/.test(value[start - 1] ?? '')) ? text.slice(1) : text;
      replace(start, end, spaced);
    },
    append(text) {
      if (area === null) return;
      const end = area.value.trimEnd().length;
      replace(end, area.value.length, end === 0 ? text.trimStart() : text);
    },
    select(at) {
      if (area === null) return;
      area.focus();
      if (at !== undefined) area.setSelectionRange(at.start, at.end);
      area.scrollIntoView({ block: 'nearest' });
    },
  };
}

export const messageArea = textAreaOf(draft.template);
/** What recipients above the limit get instead. */
export const shorterArea = textAreaOf(draft.shorter);

export const {
  hold: holdTextArea,
  replace: replaceInMessage,
  insert: insertInMessage,
  element: messageField,
} = messageArea;
