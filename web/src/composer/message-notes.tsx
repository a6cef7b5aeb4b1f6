/** What is to be said of the message: each note names what it is about and what to do. */
import { reasonText, t } from '../i18n/index.ts';
import { draft } from '../state/draft.ts';
import { list } from '../state/list.ts';
import { look } from '../state/preview.ts';

interface Note {
  readonly key: string;
  readonly severity: 'error' | 'warning';
  readonly text: string;
}

export function MessageNotes() {
  const notes = currentNotes();
  if (notes.length === 0) return null;
  return (
    <ul class="notes">
      {notes.map(({ key, severity, text }) => (
        <li key={key} class={`note is-${severity}`}>
          {text}
        </li>
      ))}
    </ul>
  );
}

function currentNotes(): Note[] {
  const seen = look.value?.look;
  const loaded = list.value;
  const words = t.value.editor;
  if (seen === undefined || draft.template.value.trim() === '') return [];
  const notes: Note[] = [];
  for (const { error, start, end } of seen.outline.problems) {
    const quoted = draft.template.value.slice(start, end);
    notes.push({ key: `problem-${start}`, severity: 'error', text: words.refused(quoted, reasonText(error)) });
  }
  for (const { link, url, outcome } of seen.destinations) {
    if (outcome.ok) continue;
    notes.push({ key: `link-${link}`, severity: 'error', text: words.refused(url, reasonText(outcome.error)) });
  }
  if (seen.offending.length > 0) {
    const characters = seen.offending.map(({ character }) => `“${character}”`).join(' ');
    notes.push({ key: 'ucs2', severity: 'warning', text: words.offending(characters) });
  }
  if (loaded !== null) {
    const unknown = new Set(
      seen.outline.fields.map(({ name }) => name).filter((name) => !loaded.columns.includes(name)),
    );
    for (const name of unknown) {
      notes.push({ key: `field-${name}`, severity: 'warning', text: words.unknownField(name) });
    }
  }
  if (!seen.outline.links.some(({ kind }) => kind === 'opt-out')) {
    notes.push({ key: 'opt-out', severity: 'warning', text: words.noOptOut });
  }
  return notes;
}
