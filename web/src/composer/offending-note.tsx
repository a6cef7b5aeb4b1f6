/** What in the message costs it its GSM-7: each sign with what to write instead, and what that saves on the list. */
import type { OffendingText } from '../engine/look.ts';
import { checklistWords } from '../i18n/checklist.ts';
import { formatInteger } from '../i18n/index.ts';
import { amountsText } from '../i18n/prices.ts';
import { amountsOf } from '../state/price.ts';
import { savedByReplacing } from '../state/savings.ts';
import { messageArea, type TextArea } from './text-area.ts';

/** `area`: of the text they stand in. */
export function OffendingSigns({ offending, area }: { offending: readonly OffendingText[]; area: TextArea }) {
  const words = checklistWords.value;
  const replaceable = offending.filter((entry) => entry.replacement !== null);
  return (
    <>
      <p class="offending-signs">
        {offending.map((entry) => (
          <Sign key={entry.text} entry={entry} area={area} />
        ))}
        {replaceable.length > 1 && (
          <button type="button" class="sign" onClick={() => replaceAll(replaceable, area)}>
            {words.replaceAll}
          </button>
        )}
      </p>
      {area === messageArea && <Savings />}
    </>
  );
}

function Sign({ entry, area }: { entry: OffendingText; area: TextArea }) {
  const words = checklistWords.value;
  const from = shown(entry.text);
  if (entry.replacement === null) return <span>{words.noReplacement(from)}</span>;
  const label = entry.replacement === '' ? words.leaveOut(from) : words.replaceOne(from, shown(entry.replacement));
  return (
    <button type="button" class="sign" onClick={() => replaceAll([entry], area)}>
      {label}
    </button>
  );
}

function Savings() {
  const words = checklistWords.value;
  const saved = savedByReplacing.value;
  if (saved === null || saved.segments <= 0) return null;
  const amounts = amountsText(amountsOf(saved.byCountry).amounts);
  return (
    <strong>
      {words.saves(saved.segments, formatInteger(saved.segments), amounts === '' ? '' : words.savesAmount(amounts))}
    </strong>
  );
}

/** From the end, so that the positions before stay true. */
function replaceAll(entries: readonly OffendingText[], area: TextArea): void {
  const places = entries.flatMap(({ text, positions, replacement }) =>
    positions.map((start) => ({ start, end: start + text.length, replacement: replacement ?? text })),
  );
  for (const { start, end, replacement } of places.sort((a, b) => b.start - a.start)) {
    area.replace(start, end, replacement);
  }
}

/** In quotation marks; a sign that cannot be seen by its number. */
export function shown(text: string): string {
  const hidden = /^[\p{Z}\p{C}\p{M}]+$/u.test(text) && text !== ' ';
  if (!hidden) return `“${text}”`;
  return [...text]
    .map((sign) => `U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`)
    .join(' ');
}
