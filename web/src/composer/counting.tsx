/** How clicks are counted, and until when the links work. */
import { DRAFT_FIELDS } from '../draft/fields.ts';
import { t } from '../i18n/index.ts';
import { draft } from '../state/draft.ts';
import { DateField } from '../ui/date-field.tsx';
import { Field } from '../ui/field.tsx';
import { fieldError } from './field-error.ts';
import * as TURNS from './turns.ts';

let lastDayField: HTMLInputElement | null = null;

/** Takes the person to the day's field from wherever the day is told. */
export function goToLastDay(): void {
  lastDayField?.focus();
}

export function Counting() {
  const words = t.value.counting;
  const tracking = draft.tracking.value;
  return (
    <div class="pair">
      <Field label={words.label} hint={words.hints[tracking]}>
        {(ids) => (
          <select
            {...ids}
            value={tracking}
            onChange={(event) => {
              draft.tracking.value = DRAFT_FIELDS.tracking.read(event.currentTarget.value);
            }}
          >
            {DRAFT_FIELDS.tracking.choices.map((name) => (
              <option key={name} value={name}>
                {words.choices[name]}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label={words.lastDay} hint={words.lastDayHint} error={fieldError('lastDay')}>
        {(ids) => (
          <DateField
            ids={ids}
            type="date"
            turn={TURNS.lastDay}
            inputRef={(element) => {
              lastDayField = element;
            }}
            value={draft.lastDay.value}
            onInput={(value) => {
              draft.lastDay.value = value;
            }}
          />
        )}
      </Field>
    </div>
  );
}
