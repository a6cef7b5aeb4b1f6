/** A limit for every message, who is above it, and what they get. */
import { showRecipient } from '../composer/show-recipient.ts';
import { shorterArea } from '../composer/text-area.ts';
import { DRAFT_FIELDS } from '../draft/fields.ts';
import { formatInteger, t } from '../i18n/index.ts';
import { limitWords } from '../i18n/limit.ts';
import { amountsText } from '../i18n/prices.ts';
import { draft } from '../state/draft.ts';
import { Radios } from '../ui/radios.tsx';
import { ConcernedList } from './concerned-list.tsx';
import { difference } from './difference.ts';
import { limitCost } from './state.ts';
import type { LimitCost } from './sum.ts';
import '../styles/limit.css';

/** Those offered. */
const LIMITS = [1, 2, 3, 4, 5, 6];

export function LimitPanel() {
  const isLimited = draft.limit.value > 0;
  const known = isLimited ? limitCost.value : null;
  return (
    <div class="limit" data-place="limit">
      <AtMost />
      {known !== null && <HowMany above={known.above} />}
      {isLimited && <WhatTheyGet />}
      {known !== null && known.above > 0 && (
        <>
          <Consequence known={known} />
          <ConcernedList total={known.above} />
        </>
      )}
    </div>
  );
}

function AtMost() {
  const words = limitWords.value;
  const { limit } = draft;
  // A campaign made elsewhere may have another than those offered.
  const offered = [...new Set([...LIMITS, limit.value])].filter((segments) => segments > 0);
  return (
    <label class="limit-most">
      <span>{words.label}</span>
      <select
        value={String(limit.value)}
        onChange={(event) => {
          limit.value = Number(event.currentTarget.value);
        }}
      >
        <option value="0">{words.none}</option>
        {offered.map((segments) => (
          <option key={segments} value={String(segments)}>
            {words.atMost(segments, formatInteger(segments))}
          </option>
        ))}
      </select>
    </label>
  );
}

function HowMany({ above }: { above: number }) {
  const words = limitWords.value;
  return (
    <p class={above > 0 ? 'over' : 'instrument-hint'} role="status">
      {above > 0 ? words.over(above, formatInteger(above)) : words.within}
    </p>
  );
}

function WhatTheyGet() {
  const words = limitWords.value;
  return (
    <fieldset class="limit-choices">
      <legend>{words.above}</legend>
      <Radios name="above" chosen={draft.above} choices={DRAFT_FIELDS.above.choices} words={words.choices} />
    </fieldset>
  );
}

/** What the choice costs or saves, whom it does not help, and where to look. */
function Consequence({ known: { effect, firstAbove, stillAbove, firstStillAbove } }: { known: LimitCost }) {
  const words = limitWords.value;
  const isShortened = draft.above.value === 'shorten';
  return (
    <>
      {isShortened && effect === 'send' && <p class="over">{words.unwritten}</p>}
      <p class="instrument-hint" role="status">
        {differenceText(effect)}
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
        {isShortened && (
          <button type="button" class="link" onClick={() => shorterArea.select()}>
            {words.write}
          </button>
        )}
        <button type="button" class="link" onClick={() => showRecipient(firstAbove)}>
          {t.value.cost.showFirst}
        </button>
      </p>
    </>
  );
}

function differenceText(effect: LimitCost['effect']): string {
  const words = limitWords.value;
  const { segments, amounts } = difference.value;
  const size = Math.abs(segments);
  if (effect === 'shorten' && size === 0) return words.savesNothing;
  const say = effect === 'shorten' && segments < 0 ? words.costsMore : words.effects[effect];
  return say(size, formatInteger(size), amounts.length === 0 ? '' : words.amount(amountsText(amounts)));
}
