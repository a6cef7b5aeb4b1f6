/** A limit for every message, who is above it, and what they get. */

import { formatInteger, t } from '../i18n/index.ts';
import { limitWords } from '../i18n/limit.ts';
import { amountsText } from '../i18n/prices.ts';
import { draft } from '../state/draft.ts';
import { DRAFT_FIELDS } from '../state/draft-fields.ts';
import { amountsOf } from '../state/price.ts';
import { limitCost } from './state.ts';
import type { LimitCost } from './sum.ts';
import '../styles/limit.css';
import { showRecipient } from '../composer/show-recipient.ts';
import { shorterArea } from '../composer/text-area.ts';
import { ConcernedList } from './concerned-list.tsx';

/** Those offered; a campaign made elsewhere may have another. */
const LIMITS = [1, 2, 3, 4, 5, 6];

export function LimitPanel() {
  const words = limitWords.value;
  const limit = draft.limit.value;
  const known = limitCost.value;
  return (
    <div class="limit" data-place="limit">
      <label class="limit-most">
        <span>{words.label}</span>
        <select
          value={String(limit)}
          onChange={(event) => {
            draft.limit.value = Number(event.currentTarget.value);
          }}
        >
          <option value="0">{words.none}</option>
          {(LIMITS.includes(limit) || limit === 0 ? LIMITS : [...LIMITS, limit]).map((segments) => (
            <option key={segments} value={String(segments)}>
              {words.atMost(segments, formatInteger(segments))}
            </option>
          ))}
        </select>
      </label>
      {limit > 0 && known !== null && (
        <p class={known.above > 0 ? 'over' : 'instrument-hint'} role="status">
          {known.above > 0 ? words.over(known.above, formatInteger(known.above)) : words.within}
        </p>
      )}
      {limit > 0 && <Above />}
      {limit > 0 && known !== null && known.above > 0 && (
        <>
          <Effect known={known} />
          <ConcernedList total={known.above} />
        </>
      )}
    </div>
  );
}

function Above() {
  const words = limitWords.value;
  const { above } = draft;
  return (
    <fieldset class="limit-choices">
      <legend>{words.above}</legend>
      {DRAFT_FIELDS.above.choices.map((name) => (
        <label key={name} class="check">
          <input
            type="radio"
            name="above"
            checked={above.value === name}
            onChange={() => {
              above.value = name;
            }}
          />
          {words.choices[name]}
        </label>
      ))}
    </fieldset>
  );
}

/** What the choice costs or saves, and whom it does not help. */
function Effect({ known }: { known: LimitCost }) {
  const words = limitWords.value;
  const { effect, difference, stillAbove, firstStillAbove } = known;
  const isUnwritten = draft.above.value === 'shorten' && effect === 'send';
  const size = Math.abs(difference.segments);
  const byCountry = difference.byCountry.map(({ country, segments }) => ({ country, segments: Math.abs(segments) }));
  // Where some countries save and others do not, sums of prices would say neither.
  const isEven = difference.byCountry.every(({ segments }) => segments >= 0 === difference.segments >= 0);
  const amounts = isEven ? amountsText(amountsOf(byCountry).amounts) : '';
  const say = effect === 'shorten' && difference.segments < 0 ? words.costsMore : words.effects[effect];
  return (
    <>
      {isUnwritten && <p class="over">{words.unwritten}</p>}
      <p class="instrument-hint" role="status">
        {effect === 'shorten' && size === 0
          ? words.savesNothing
          : say(size, formatInteger(size), amounts === '' ? '' : words.amount(amounts))}
      </p>
      {stillAbove > 0 && (
        <p class="over">
          {words.still(stillAbove, formatInteger(stillAbove))}{' '}
          <button type="button" class="link" onClick={() => showRecipient(firstStillAbove)}>
            {words.showStill}
          </button>
        </p>
      )}
      <p class="over-actions">
        {draft.above.value === 'shorten' && (
          <button type="button" class="link" onClick={() => shorterArea.select()}>
            {words.write}
          </button>
        )}
        <button type="button" class="link" onClick={() => showRecipient(known.firstAbove)}>
          {t.value.cost.showFirst}
        </button>
      </p>
    </>
  );
}
