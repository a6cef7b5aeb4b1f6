/** What in the recipients' own values costs their messages the GSM-7: each character, for how many, and what to write instead. */

import type { Saved } from '../engine/country-column.ts';
import { checklistWords } from '../i18n/checklist.ts';
import { formatInteger } from '../i18n/index.ts';
import { limitWords } from '../i18n/limit.ts';
import { onUse } from '../i18n/on-use.ts';
import { amountsText } from '../i18n/prices.ts';
import { limitCost } from '../limit/state.ts';
import type { OffendingValue } from '../list-reading/values.ts';
import { list, reading, rewriteValues, rewritten, undoRewriting } from '../state/list.ts';
import { amountsOf } from '../state/price.ts';
import { isRewritten, offendingColumns, rewritable, valueSavings } from '../state/value-savings.ts';
import { focusAfter } from '../ui/keep-focus.ts';
import { shown } from './offending-note.tsx';
import { showRecipient } from './show-recipient.ts';
import '../styles/values.css';

export function ValueNote() {
  const words = onUse.value.values;
  const columns = offendingColumns.value;
  const open = rewritable.value;
  if (columns.length === 0) return null;
  const busy = reading.value !== null;
  const saved = valueSavings.value;
  const isLarge = (list.value?.plainable ?? 0) > MOST_COUNTED;
  return (
    <section class="value-note" aria-labelledby="values-heading">
      <h3 id="values-heading">{words.title}</h3>
      <p class="hint">{words.lead}</p>
      {columns.map(({ name, values }) => (
        <div key={name} class="value-column">
          <p class="value-name">{name}</p>
          <ul>
            {values.map((entry) => (
              <Value key={entry.text} entry={entry} busy={busy} />
            ))}
          </ul>
        </div>
      ))}
      <p class="buttons value-all">
        {open.length > 0 && (
          <button
            type="button"
            class="value-rewrite"
            aria-disabled={busy}
            onClick={() => busy || void followed(rewriteValues('all'))}
          >
            {words.all}
          </button>
        )}
        {rewritten.value.length > 0 && (
          <button
            type="button"
            class="quiet value-undo"
            aria-disabled={busy}
            onClick={() => busy || void followed(undoRewriting())}
          >
            {words.undo}
          </button>
        )}
        <span role="status" class="value-saves">
          {open.length === 0 && rewritten.value.length > 0 && words.done}
          {open.length > 0 && saved !== null && savingText(saved.all)}
        </span>
      </p>
      {isLarge && open.length > 0 && <p class="hint">{words.partly(formatInteger(MOST_COUNTED))}</p>}
    </section>
  );
}

/** The list is read anew, and of the two buttons one may go: the focus stays with the other, unless it went elsewhere. */
async function followed(change: Promise<void>): Promise<void> {
  await change;
  focusAfter(() => {
    const note = document.activeElement?.closest('.value-note');
    return note?.querySelector<HTMLElement>('.value-undo') ?? note?.querySelector<HTMLElement>('.value-rewrite');
  });
}

/** As `valueSavings` of the engine says. */
const MOST_COUNTED = 100_000;

function Value({ entry, busy }: { entry: OffendingValue; busy: boolean }) {
  const words = onUse.value.values;
  const { text, replacement, recipients, first } = entry;
  const done = replacement !== null && isRewritten(text);
  const label =
    replacement === null
      ? checklistWords.value.noReplacement(shown(text))
      : replacement === ''
        ? checklistWords.value.leaveOut(shown(text))
        : checklistWords.value.replaceOne(shown(text), shown(replacement));
  const saved = valueSavings.value?.each.get(text);
  return (
    <li>
      {replacement === null || done ? (
        <span class={done ? 'value-done' : undefined}>
          {done ? words.written(shown(text), shown(replacement)) : label}
        </span>
      ) : (
        <button type="button" class="sign" aria-disabled={busy} onClick={() => busy || void rewriteValues([text])}>
          {label}
        </button>
      )}
      <span class="hint">
        {words.recipients(recipients, formatInteger(recipients))}
        {!done && saved !== undefined && ` · ${savingText(saved)}`}
      </span>
      <button type="button" class="link" aria-label={words.showNamed(shown(text))} onClick={() => showRecipient(first)}>
        {words.show}
      </button>
    </li>
  );
}

function savingText({ segments, byCountry }: Saved): string {
  const words = onUse.value.values;
  // Within the limit again: what was left out is sent.
  if (segments < 0 && limitCost.value?.effect === 'leave-out') {
    return limitWords.value.regained(-segments, formatInteger(-segments));
  }
  if (segments <= 0) return words.savesNothing;
  const amounts = amountsText(amountsOf(byCountry).amounts);
  return words.saves(
    segments,
    formatInteger(segments),
    amounts === '' ? '' : checklistWords.value.savesAmount(amounts),
  );
}
