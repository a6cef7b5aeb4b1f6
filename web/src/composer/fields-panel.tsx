/** The merge fields of the message: what the list has for each, and fallback and longest value without typing syntax. */
import { useState } from 'preact/hooks';
import { formatInteger } from '../i18n/index.ts';
import { onUse } from '../i18n/on-use.ts';
import type { ColumnSummary } from '../list-reading/values.ts';
import { list } from '../state/list.ts';
import { look } from '../state/look.ts';
import { type FieldPlaces, mergeFieldsOf, openField } from '../state/merge-fields.ts';
import '../styles/fields.css';
import { Field } from '../ui/field.tsx';
import { fieldText, lengthIn } from './field-text.ts';
import { showRecipient } from './show-recipient.ts';
import { messageArea } from './text-area.ts';

export function FieldsPanel() {
  const words = onUse.value.fields;
  const fields = look.value === null ? [] : mergeFieldsOf(look.value.look);
  if (fields.length === 0) return null;
  return (
    <section class="fields-panel" aria-labelledby="fields-heading">
      <h3 id="fields-heading">{words.title}</h3>
      <ul>
        {fields.map((field) => (
          <li key={field.places[0].name}>
            <FieldRow field={field} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function FieldRow({ field }: { field: FieldPlaces }) {
  const words = onUse.value.fields;
  const { name, start, maxLength, fallback } = field.places[0];
  const isOpen = openField.value === name;
  const id = `field-${start}`;
  return (
    <>
      <p class="field-row">
        <button
          type="button"
          class="chip field-chip"
          aria-expanded={isOpen}
          aria-controls={id}
          aria-label={words.change(name)}
          onClick={() => {
            openField.value = isOpen ? null : name;
          }}
        >
          {name}
        </button>
        <Facts field={field} />
      </p>
      <div id={id} class="field-open" hidden={!isOpen}>
        {isOpen && <FieldForm key={`${maxLength}|${fallback}`} field={field} />}
      </div>
    </>
  );
}

const summaryOf = ({ column }: FieldPlaces): ColumnSummary | null => list.value?.columnSummaries[column] ?? null;

function Facts({ field }: { field: FieldPlaces }) {
  const words = onUse.value.fields;
  const { fallback, maxLength } = field.places[0];
  const size = list.value?.size ?? 0;
  const column = summaryOf(field);
  const facts: string[] = [];
  if (list.value !== null) {
    if (column === null) facts.push(words.noColumn);
    else if (column.filled === 0) facts.push(words.nobody);
    else if (column.filled === size) facts.push(words.everybody(formatInteger(size)));
    else facts.push(words.counts(formatInteger(column.filled), formatInteger(size - column.filled)));
  }
  if (fallback !== '') facts.push(words.fallbackIs(fallback));
  if (maxLength > 0) facts.push(words.limited(formatInteger(maxLength)));
  return <span class="hint">{facts.join(' · ')}</span>;
}

function FieldForm({ field }: { field: FieldPlaces }) {
  const words = onUse.value.fields;
  const [first] = field.places;
  const [fallback, setFallback] = useState(first.fallback);
  const [length, setLength] = useState(first.maxLength === 0 ? '' : String(first.maxLength));
  const [tried, setTried] = useState(false);
  const maxLength = lengthIn(length);
  const column = summaryOf(field);
  return (
    <form
      class="field-form"
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (maxLength !== null) rewrite(field, fieldText({ name: first.name, maxLength, fallback }));
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

/** Every place of the field at once. */
function rewrite({ places }: FieldPlaces, text: string): void {
  messageArea.edit(places.map(({ start, end }) => ({ start, end, text })));
}
