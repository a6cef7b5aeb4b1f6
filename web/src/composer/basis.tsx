/** Why clicks may be counted per recipient. Nothing is chosen beforehand: a ticked box is no consent, nor an answer. */
import { DRAFT_FIELDS } from '../draft/fields.ts';
import { t } from '../i18n/index.ts';
import { draft } from '../state/draft.ts';
import { Field } from '../ui/field.tsx';
import { Radios } from '../ui/radios.tsx';
import { fieldError } from './field-error.ts';

export function Basis() {
  if (draft.tracking.value === 'aggregate') return null;
  const words = t.value.terms;
  const { basis, basisWord } = draft;
  const error = fieldError('basis');
  return (
    <fieldset class="choices" data-place="basis" aria-describedby={error === null ? undefined : 'basis-error'}>
      <legend>{words.basis}</legend>
      <Radios
        name="basis"
        chosen={basis}
        choices={DRAFT_FIELDS.basis.choices}
        words={words.bases}
        isWrong={error !== null}
      />
      {basis.value === 'other' && (
        <Field label={words.basisWord} hint={words.basisWordHint}>
          {(ids) => (
            <input
              {...ids}
              type="text"
              value={basisWord.value}
              maxLength={100}
              onInput={(event) => {
                basisWord.value = event.currentTarget.value;
              }}
            />
          )}
        </Field>
      )}
      {error !== null && (
        <p class="error" id="basis-error">
          {error}
        </p>
      )}
    </fieldset>
  );
}
