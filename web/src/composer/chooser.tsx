/** Whose message the phone shows: somebody who stands out, a number, or the next one. */
import { useState } from 'preact/hooks';
import { ask } from '../engine/client.ts';
import { formatInteger, t } from '../i18n/index.ts';
import { cost } from '../state/cost.ts';
import { list } from '../state/list.ts';
import { type Choice, choice, look } from '../state/look.ts';
import '../styles/chooser.css';

function choiceKey(wanted: Choice): string {
  return wanted.kind === 'empty' ? `empty:${wanted.name}` : wanted.kind;
}

export function Chooser() {
  const words = t.value.preview;
  const known = cost.value;
  const size = list.value?.size ?? 0;
  const index = look.value?.look.index ?? 0;
  const number = look.value?.look.number ?? '';
  const choices: Choice[] = [{ kind: 'first' }, { kind: 'longest' }, { kind: 'shortest' }];
  if (known !== null && known.firstUcs2 >= 0) choices.push({ kind: 'first-ucs2' });
  if ((known?.limit?.above ?? 0) > 0) choices.push({ kind: 'above' });
  for (const { name, recipients } of known?.emptyFields ?? [])
    if (recipients > 0) choices.push({ kind: 'empty', name });
  if (choice.value.kind === 'row') choices.push(choice.value);
  const step = (by: number) => {
    choice.value = { kind: 'row', index: Math.min(Math.max(index + by, 0), size - 1) };
  };
  return (
    <div class="chooser">
      <label>
        <span class="visually-hidden">{words.show}</span>
        <select
          value={choiceKey(choice.value)}
          onChange={(event) => {
            const wanted = choices.find((entry) => choiceKey(entry) === event.currentTarget.value);
            if (wanted !== undefined) choice.value = wanted;
          }}
        >
          {choices.map((entry) => (
            <option key={choiceKey(entry)} value={choiceKey(entry)}>
              {entry.kind === 'empty' ? words.emptyField(entry.name) : words.choices[entry.kind]}
            </option>
          ))}
        </select>
      </label>
      <Search />
      <div class="stepper">
        <button type="button" aria-label={words.previous} aria-disabled={index <= 0} onClick={() => step(-1)}>
          ‹
        </button>
        <span class="stepper-place">
          {words.position(formatInteger(index + 1), formatInteger(size))}
          <span class="stepper-number">{number}</span>
        </span>
        <button type="button" aria-label={words.next} aria-disabled={index >= size - 1} onClick={() => step(1)}>
          ›
        </button>
      </div>
    </div>
  );
}

/** Shows the recipient whose number holds the digits typed. */
function Search() {
  const words = t.value.preview;
  const [missed, setMissed] = useState(false);
  return (
    <div class="search">
      <input
        type="search"
        inputMode="tel"
        aria-label={words.search}
        placeholder={words.search}
        onInput={async (event) => {
          const digits = event.currentTarget.value.replace(/\D/g, '');
          if (digits.length < 3) return setMissed(false);
          const index = await ask('findNumber', { digits }).answer;
          setMissed(index < 0);
          if (index >= 0) choice.value = { kind: 'row', index };
        }}
      />
      <p class="instrument-hint" role="status">
        {missed && words.notFound}
      </p>
    </div>
  );
}
