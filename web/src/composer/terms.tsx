/** What the rules go by: the kind of message, the country of its recipients, the time it is sent. */

import { COUNTRIES } from '../draft/countries.ts';
import { DRAFT_FIELDS } from '../draft/fields.ts';
import { t } from '../i18n/index.ts';
import { draft } from '../state/draft.ts';
import { CountryOptions } from '../ui/country-options.tsx';
import { DateField } from '../ui/date-field.tsx';
import { Field } from '../ui/field.tsx';
import { InTurn } from '../ui/in-turn.tsx';
import { Radios } from '../ui/radios.tsx';
import * as TURNS from './turns.ts';

export function Terms() {
  const words = t.value.terms;
  const { kind, country, sendAt } = draft;
  return (
    <>
      <fieldset class="choices">
        <legend>{words.kind}</legend>
        <Radios name="kind" chosen={kind} choices={DRAFT_FIELDS.kind.choices} words={words.kinds} />
        <p class="hint">{words.kindHints[kind.value]}</p>
      </fieldset>
      <InTurn turn={TURNS.terms}>
        <div class="pair">
          <Field label={words.country} hint={words.countryHint}>
            {(ids) => (
              <select
                {...ids}
                value={country.value}
                onChange={(event) => {
                  country.value = event.currentTarget.value;
                }}
              >
                <CountryOptions codes={COUNTRIES} />
              </select>
            )}
          </Field>
          <Field label={words.sendAt} hint={words.sendAtHint} place="send-at">
            {(ids) => (
              <DateField
                ids={ids}
                type="datetime-local"
                turn={TURNS.sendAt}
                value={sendAt.value}
                onInput={(value) => {
                  sendAt.value = value;
                }}
              />
            )}
          </Field>
        </div>
      </InTurn>
    </>
  );
}
