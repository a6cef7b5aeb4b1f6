/** Controls of the gateway's form: each shows one place of what is written, by its pointer, and what the API says of it. */
import type { ComponentChildren } from 'preact';
import type { Failure } from '../api/client.ts';
import { Field } from '../ui/field.tsx';
import { at, rowsAt, textAt, type Written } from './gateway-draft.ts';
import { errorText } from './gateway-errors.ts';
import { gatewayWords } from './gateway-words.ts';

export interface GatewayDraft {
  readonly written: Written;
  readonly failure: Failure | null;
  /** Secrets are shown as they are typed. */
  readonly isShown: boolean;
  write(pointer: string, value: Written | undefined): void;
}

interface Label {
  readonly label: string;
  readonly hint?: string;
}

/** Of a place, or of what stands within it. */
export function errorAt(
  { failure, written = '' }: Pick<GatewayDraft, 'failure'> & Partial<GatewayDraft>,
  pointer: string,
): string | null {
  const found = failure?.problem?.errors?.find(
    (one) => one.pointer === pointer || one.pointer.startsWith(`${pointer}/`) || isOfAllSecrets(one.pointer, pointer),
  );
  return found === undefined ? null : errorText(textAt(written, '/kind'), found);
}

const isOfAllSecrets = (told: string, pointer: string): boolean =>
  told === '/secrets' && pointer.startsWith('/secrets/');

interface TextProps {
  readonly draft: GatewayDraft;
  readonly place: string;
  readonly words: Label;
  readonly kind?: 'text' | 'url' | 'number' | 'secret' | 'lines';
}

const SHOWN = { type: 'text' } as const;
const HIDDEN = { type: 'password' } as const;

export function TextAt({ draft, place, words, kind = 'text' }: TextProps) {
  const value = textAt(draft.written, place);
  return (
    <Field label={words.label} hint={words.hint} error={errorAt(draft, place)}>
      {(ids) =>
        kind === 'lines' ? (
          <textarea
            {...ids}
            class="gateway-code"
            rows={Math.min(16, Math.max(4, value.split('\n').length + 1))}
            spellcheck={false}
            value={value}
            onInput={(event) => draft.write(place, event.currentTarget.value)}
          />
        ) : (
          <input
            {...ids}
            {...(kind === 'secret' && !draft.isShown ? HIDDEN : SHOWN)}
            autocomplete={kind === 'secret' ? 'new-password' : 'off'}
            autocapitalize="off"
            spellcheck={false}
            inputMode={kind === 'url' ? 'url' : kind === 'number' ? 'numeric' : undefined}
            value={value}
            onInput={(event) => draft.write(place, event.currentTarget.value)}
          />
        )
      }
    </Field>
  );
}

interface ChoiceProps {
  readonly draft: GatewayDraft;
  readonly place: string;
  readonly label: string;
  /** By their values, in order; an empty value is none. */
  readonly choices: Readonly<Record<string, string>>;
}

export function ChoiceAt({ draft, place, label, choices }: ChoiceProps) {
  return (
    <Field label={label} error={errorAt(draft, place)}>
      {(ids) => (
        <select
          {...ids}
          value={textAt(draft.written, place)}
          onChange={(event) => draft.write(place, event.currentTarget.value)}
        >
          {Object.entries(choices).map(([value, name]) => (
            <option key={value} value={value}>
              {name}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

export function CheckAt({ draft, place, words }: Omit<TextProps, 'kind'>) {
  return (
    <div class="gateway-check">
      <label class="check">
        <input
          type="checkbox"
          checked={at(draft.written, place) === true}
          onChange={(event) => draft.write(place, event.currentTarget.checked)}
        />
        {words.label}
      </label>
      <p class="hint">{words.hint}</p>
    </div>
  );
}

interface RowsProps {
  readonly draft: GatewayDraft;
  /** Of the list. */
  readonly place: string;
  readonly legend: string;
  readonly hint?: string;
  readonly add: string;
  readonly empty: Written;
  readonly row: (place: string, index: number) => ComponentChildren;
}

/** A list of rows, to which some can be added and from which each can be taken. */
export function RowsAt({ draft, place, legend, hint, add, empty, row }: RowsProps) {
  const rows = rowsAt(draft.written, place);
  const error = draft.failure?.problem?.errors?.find(({ pointer }) => pointer === place);
  return (
    <fieldset class="gateway-rows">
      <legend>{legend}</legend>
      {hint !== undefined && <p class="hint">{hint}</p>}
      {rows.map((_, index) => (
        <div key={index} class="gateway-row">
          {row(`${place}/${index}`, index)}
          <button
            type="button"
            class="quiet"
            aria-label={gatewayWords.value.template.removeRow(String(index + 1))}
            onClick={() =>
              draft.write(
                place,
                rows.filter((_, other) => other !== index),
              )
            }
          >
            ×
          </button>
        </div>
      ))}
      {error !== undefined && <p class="error">{errorText(textAt(draft.written, '/kind'), error)}</p>}
      <button type="button" class="quiet" onClick={() => draft.write(place, [...rows, empty])}>
        {add}
      </button>
    </fieldset>
  );
}
