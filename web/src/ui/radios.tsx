import type { Signal } from '@preact/signals';

/** One of several. `words`: what each is called. `isWrong`: told beside them why. */
export function Radios<Value extends string, Choice extends Value>(props: {
  name: string;
  chosen: Signal<Value>;
  choices: readonly Choice[];
  words: Readonly<Record<Choice, string>>;
  isWrong?: boolean;
}) {
  const { name, chosen, choices, words, isWrong } = props;
  return choices.map((choice) => (
    <label key={choice} class="check">
      <input
        type="radio"
        name={name}
        checked={chosen.value === choice}
        aria-invalid={isWrong || undefined}
        onChange={() => {
          chosen.value = choice;
        }}
      />
      {words[choice]}
    </label>
  ));
}
