import type { Ref } from 'preact';
import type { FieldIds } from './field.tsx';
import { useTurn } from './in-turn.tsx';

/**
 * A day, or a day and a time, as HTML writes them; empty: none. Browsers take longer to make such a field than all that stands
 * around it: a field that looks like it stands in until its `turn` has come. Its icon is an image, which they read as they
 * would a page: it has the next turn.
 */
export function DateField(props: {
  ids: FieldIds;
  type: 'date' | 'datetime-local';
  value: string;
  onInput: (value: string) => void;
  inputRef?: Ref<HTMLInputElement>;
  turn: number;
}) {
  const { ids, type, value, onInput, inputRef = null, turn } = props;
  const isDue = useTurn(turn);
  const hasIcon = useTurn(turn + 1);
  return isDue ? (
    <input
      {...ids}
      ref={inputRef}
      class={hasIcon ? undefined : 'without-icon'}
      type={type}
      value={value}
      onInput={(event) => onInput(event.currentTarget.value)}
    />
  ) : (
    <input {...ids} ref={inputRef} type="text" readOnly />
  );
}
