/** The numbers of the whole list: recipients by segments, price, limit, and the recipients worth a look. */
import { ask } from '../engine/client.ts';
import type { ListCost } from '../engine/cost-sum.ts';
import { formatInteger, t } from '../i18n/index.ts';
import { LimitPanel } from '../limit/panel.tsx';
import { cost, counting, countingStopped } from '../state/cost.ts';
import { choice } from '../state/look.ts';
import { engineDraft } from '../state/question.ts';
import '../styles/totals.css';
import { Price } from './price.tsx';

export function Totals() {
  const known = cost.value;
  return known === null ? null : <Numbers known={known} />;
}

function Numbers({ known }: { known: ListCost }) {
  const words = t.value.cost;
  const busy = counting.value;
  const rows = known.recipientsBySegments
    .map((recipients, segments) => ({ segments, recipients }))
    .filter(({ recipients }) => recipients > 0);
  const most = Math.max(1, ...rows.map(({ recipients }) => recipients));
  return (
    <div class={busy === null && !countingStopped.value ? undefined : 'is-counting'}>
      <p class="total">
        <strong>{formatInteger(known.segmentsTotal)}</strong> {words.total(known.segmentsTotal)}
        <span>{words.forRecipients(known.recipients, formatInteger(known.recipients))}</span>
      </p>
      <Price />
      <ol class="distribution">
        {rows.map(({ segments, recipients }) => (
          <li key={segments}>
            <button
              type="button"
              class="distribution-label"
              title={words.showFirst}
              onClick={() => void showSegments(segments, segments)}
            >
              {words.row(segments, formatInteger(segments))}
            </button>
            <span class="distribution-bar" aria-hidden="true">
              <span style={{ width: `${Math.max(1.5, (100 * recipients) / most)}%` }} />
            </span>
            <span class="distribution-count">{words.recipients(recipients, formatInteger(recipients))}</span>
          </li>
        ))}
      </ol>
      <LimitPanel />
      <ul class="findings">
        {known.ucs2 > 0 && (
          <li>
            <span>{words.ucs2(known.ucs2, formatInteger(known.ucs2))}</span>
            <button type="button" class="link" onClick={() => show({ kind: 'first-ucs2' })}>
              {words.showFirst}
            </button>
          </li>
        )}
        {known.longestPlan !== null && known.longestPlan.segments > 1 && (
          <li>
            <span>
              {words.longest(
                words.row(known.longestPlan.segments, formatInteger(known.longestPlan.segments)),
                known.longestNumber,
              )}
            </span>
            <button type="button" class="link" onClick={() => show({ kind: 'longest' })}>
              {words.showLongest}
            </button>
          </li>
        )}
        {known.emptyFields
          .filter(({ recipients }) => recipients > 0)
          .map(({ name, recipients }) => (
            <li key={name}>
              <span>{words.emptyField(recipients, formatInteger(recipients), name)}</span>
              <button type="button" class="link" onClick={() => show({ kind: 'empty', name })}>
                {words.showFirst}
              </button>
            </li>
          ))}
      </ul>
    </div>
  );
}

function show(wanted: typeof choice.value): void {
  choice.value = wanted;
  // On a phone the preview may be far up.
  document.getElementById('preview-heading')?.scrollIntoView({ block: 'nearest' });
}

/** Shows the first recipient whose message takes so many segments, limits included. */
async function showSegments(atLeast: number, atMost: number): Promise<void> {
  const index = await ask('findSegments', { ...engineDraft.peek(), atLeast, atMost }).answer;
  if (index >= 0) choice.value = { kind: 'row', index };
}
