/** The merge fields of the message: what the list has for each, and fallback and longest value without typing syntax. */
import type { TemplateField } from 'klikspor';
import { useState } from 'preact/hooks';
import type { ColumnSummary } from '../engine/protocol.ts';
import { formatInteger } from '../i18n/index.ts';
import { onUse } from '../i18n/on-use.ts';
import { openField } from '../state/fields.ts';
import { list } from '../state/list.ts';
import { look } from '../state/preview.ts';
import '../styles/fields.css';
import { Field } from '../ui/field.tsx';
import { fieldText, lengthIn } from './field-text.ts';
import { showRecipient } from './show-recipient.ts';
import { replaceInMessage } from './text-area.ts';

export function FieldsPanel() {
  const words = onUse.value.fields;
  const fields = look.value?.look.outline.fields ?? [];
  // A field that stands twice has one setting: that of its first place.
  const first = fields.filter(({ name }, index) => fields.findIndex((other) => other.name === name) === index);
  if (first.length === 0) return null;
  return (
    <section class="fields-panel" aria-labelledby="fields-heading">
      <h3 id="fields-heading">{words.title}</h3>
      <ul>
        {first.map((field) => (
          <li key={field.name}>
            <FieldRow field={field} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function FieldRow({ field }: { field: TemplateField }) {
  const words = onUse.value.fields;
  const isOpen = openField.value === field.name;
  const id = `field-${field.start}`;
  return (
    <>
      <p class="field-row">
        <button
          type="button"
          class="chip field-chip"
          aria-expanded={isOpen}
          aria-controls={id}
          aria-label={words.change(field.name)}
          onClick={() => {
            openField.value = isOpen ? null : field.name;
          }}
        >
          {field.name}
        </button>
        <Facts field={field} />
      </p>
      <div id={id} class="field-open" hidden={!isOpen}>
        {isOpen && <FieldForm key={`${field.maxLength}|${field.fallback}`} field={field} />}
      </div>
    </>
  );
}

function summaryOf(name: string): ColumnSummary | null {
  const seen = look.value?.look;
  const field = seen?.outline.fields.findIndex((one) => one.name === name) ?? -1;
  return list.value?.columnSummaries[seen?.fieldColumns[field] ?? -1] ?? null;
}

function Facts({ field }: { field: TemplateField }) {
  const words = onUse.value.fields;
  const size = list.value?.size ?? 0;
  const column = summaryOf(field.name);
  const facts: string[] = [];
  if (list.value !== null) {
    if (column === null) facts.push(words.noColumn);
    else if (column.filled === 0) facts.push(words.nobody);
    else if (column.filled === size) facts.push(words.everybody(formatInteger(size)));
    else facts.push(words.counts(formatInteger(column.filled), formatInteger(size - column.filled)));
  }
  if (field.fallback !== '') facts.push(words.fallbackIs(field.fallback));
  if (field.maxLength > 0) facts.push(words.limited(formatInteger(field.maxLength)));
  return <span class="hint">{facts.join(' · ')}</span>;
}

function FieldForm({ field }: { field: TemplateField }) {
  const words = onUse.value.fields;
  const [fallback, setFallback] = useState(field.fallback);
  const [length, setLength] = useState(field.maxLength === 0 ? '' : String(field.maxLength));
  const [tried, setTried] = useState(false);
  const maxLength = lengthIn(length);
  const column = summaryOf(field.name);
  return (
    <form
      class="field-form"
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (maxLength !== null) rewriteField(field.name, fieldText({ name: field.name, maxLength, fallback }));
      }}
    >
      <div class="pair">
        <Field label={words.fallback} hint={words.fallbackHint} class="compact">
          {(ids) => (
            <input
              {...ids}
              type="text"
              value={fallback}
              maxLength={80}
              autocomplete="off"
              onInput={(event) => setFallback(event.currentTarget.value)}
            />
          )}
        </Field>
        <Field
          label={words.maxLength}
          hint={words.maxLengthHint}
          error={tried && maxLength === null ? words.maxLengthWrong : null}
          class="compact"
        >
          {(ids) => (
            <input
              {...ids}
              type="text"
              inputMode="numeric"
              value={length}
              maxLength={6}
              autocomplete="off"
              onInput={(event) => setLength(event.currentTarget.value)}
            />
          )}
        </Field>
      </div>
      {column?.longest && (
        <p class="hint">
          {words.longest(column.longest.value, formatInteger(column.longest.length), column.longest.number)}
        </p>
      )}
      <p class="buttons">
        <button type="submit">{words.apply}</button>
        {column !== null && column.firstEmpty >= 0 && (
          <button type="button" class="quiet" onClick={() => showRecipient(column.firstEmpty)}>
            {words.showEmpty}
          </button>
        )}
        {column?.longest && (
          <button type="button" class="quiet" onClick={() => column.longest && showRecipient(column.longest.row)}>
            {words.showLongest}
          </button>
        )}
      </p>
    </form>
  );
}

/** Every place of the field at once. From the end, so that the positions before stay true. */
function rewriteField(name: string, text: string): void {
  const places = look.peek()?.look.outline.fields.filter((field) => field.name === name) ?? [];
  for (const { start, end } of [...places].sort((a, b) => b.start - a.start)) replaceInMessage(start, end, text);
}
