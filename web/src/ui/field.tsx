/** A labelled control with its hint and its error, tied together for assistive technology. */
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

export interface FieldIds {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': boolean | undefined;
}

export function Field(props: {
  label: string;
  hint?: string | undefined;
  error?: string | null | undefined;
  class?: string;
  /** Its name for those who lead here, such as the checklist. */
  place?: string | undefined;
  children: (ids: FieldIds) => ComponentChildren;
}) {
  const id = useId();
  const { error, hint } = props;
  const described = [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ');
  return (
    <div class={`field ${props.class ?? ''}`} data-place={props.place}>
      <label for={id}>{props.label}</label>
      {props.children({
        id,
        'aria-describedby': described === '' ? undefined : described,
        'aria-invalid': error ? true : undefined,
      })}
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {error && (
        <p class="error" id={`${id}-error`}>
          {error}
        </p>
      )}
    </div>
  );
}
