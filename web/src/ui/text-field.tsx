import type { Signal } from '@preact/signals';
import { Field } from './field.tsx';

export function TextField(props: {
  label: string;
  value: Signal<string>;
  hint?: string;
  error?: string | null;
  placeholder?: string;
  autocomplete?: string;
  spellcheck?: boolean;
  inputMode?: 'text' | 'url';
  maxLength?: number;
  place?: string;
}) {
  return (
    <Field label={props.label} hint={props.hint} error={props.error} place={props.place}>
      {(ids) => (
        <input
          {...ids}
          type="text"
          value={props.value.value}
          placeholder={props.placeholder}
          autocomplete={props.autocomplete ?? 'off'}
          autocapitalize={props.inputMode === 'url' ? 'off' : undefined}
          spellcheck={props.spellcheck ?? false}
          inputMode={props.inputMode}
          maxLength={props.maxLength}
          onInput={(event) => {
            props.value.value = event.currentTarget.value;
          }}
        />
      )}
    </Field>
  );
}
