/** What is to be said of the message: each note names what it is about and what to do. */
import type { TemplateField } from 'klikspor';
import { formatInteger, reasonText, t } from '../i18n/index.ts';
import { draft } from '../state/draft.ts';
import { list } from '../state/list.ts';
import { cost, look } from '../state/preview.ts';
import { OffendingNote } from './offending-note.tsx';
import { appendToMessage, replaceInMessage } from './text-area.ts';

interface Note {
  readonly key: string;
  readonly severity: 'error' | 'warning';
  readonly text: string;
  /** What one click does about it. */
  readonly remedy?: { readonly label: string; apply(): void };
}

export function MessageNotes() {
  const notes = currentNotes();
  const offending = look.value?.look.offending ?? [];
  if (notes.length === 0 && offending.length === 0) return null;
  return (
    <ul class="notes">
      {offending.length > 0 && <OffendingNote offending={offending} />}
      {notes.map(({ key, severity, text, remedy }) => (
        <li key={key} class={`note is-${severity}`}>
          <span>{text}</span>
          {remedy !== undefined && (
            <button type="button" class="link" onClick={() => remedy.apply()}>
              {remedy.label}
            </button>
          )}
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
    const isJoined = error === 'link-joined' && /\S/.test(draft.template.value[start - 1] ?? ' ');
    notes.push({
      key: `problem-${start}`,
      severity: 'error',
      text: words.refused(quoted, reasonText(error)),
      ...(isJoined && {
        remedy: { label: t.value.linkTools.insertSpace, apply: () => replaceInMessage(start, start, ' ') },
      }),
    });
  }
  for (const { link, url, outcome } of seen.destinations) {
    if (outcome.ok) continue;
    notes.push({ key: `link-${link}`, severity: 'error', text: words.refused(url, reasonText(outcome.error)) });
  }
  if (loaded !== null) {
    const unknown = new Set(
      seen.outline.fields.map(({ name }) => name).filter((name) => !loaded.columns.includes(name)),
    );
    for (const name of unknown) {
      const meant = loaded.columns.find((column) => column.toLowerCase() === name.toLowerCase());
      const text = words.unknownField(name);
      const remedy = meant && {
        label: words.useColumn(meant),
        apply: () => renameField(seen.outline.fields, name, meant),
      };
      notes.push({ key: `field-${name}`, severity: 'warning', text, ...(remedy && { remedy }) });
    }
    for (const { name, recipients } of cost.value?.emptyFields ?? []) {
      const field = seen.outline.fields.find((candidate) => candidate.name === name && candidate.fallback === '');
      if (field === undefined || recipients === 0 || unknown.has(name)) continue;
      notes.push({
        key: `fallback-${name}`,
        severity: 'warning',
        text: words.noFallback(recipients, formatInteger(recipients), name),
        remedy: {
          label: words.addFallback(words.fallback),
          apply: () => replaceInMessage(field.end - 2, field.end - 2, `|${words.fallback}`),
        },
      });
    }
  }
  if (!seen.outline.links.some(({ kind }) => kind === 'opt-out')) {
    notes.push({
      key: 'opt-out',
      severity: 'warning',
      text: words.noOptOut,
      remedy: { label: words.addOptOut, apply: () => appendToMessage(words.optOutText) },
    });
  }
  return notes;
}

/** Writes the column's name as the list has it. From the end, so that earlier positions stay true. */
function renameField(fields: readonly TemplateField[], from: string, to: string): void {
  const named = fields.filter(({ name }) => name === from).sort((a, b) => b.start - a.start);
  for (const { start } of named) replaceInMessage(start + 2, start + 2 + from.length, to);
}
