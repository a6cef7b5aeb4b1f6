/** How many recipients it takes to see a difference between two versions, and what this list can show. */
import { useEffect, useState } from 'preact/hooks';
import { ask } from '../engine/client.ts';
import type { Calls } from '../engine/protocol.ts';
import { formatInteger, formatPercent } from '../i18n/index.ts';
import { onUse } from '../i18n/on-use.ts';
import { list } from '../state/list.ts';
import { versionCosts } from '../state/versions.ts';
import { remember, remembered } from '../storage.ts';
import { Field } from '../ui/field.tsx';

/** A percentage as it was written, with comma or point; null: none from above 0 to below 100. */
function shareIn(text: string): number | null {
  const digits = text.trim().replace(/\s*%$/, '').replace(',', '.');
  const value = /^\d{1,2}(?:\.\d{1,2})?$/.test(digits) ? Number(digits) / 100 : 0;
  return value > 0 ? value : null;
}

export function Audience() {
  const words = onUse.value.versions;
  const [rateText, setRate] = useState(remembered('expected-rate') ?? '10');
  const [differenceText, setDifference] = useState(remembered('expected-difference') ?? '2');
  const [answer, setAnswer] = useState<Calls['sampleSize']['answer'] | null>(null);
  const rate = shareIn(rateText);
  const difference = shareIn(differenceText);
  const halves = list.value?.halves ?? [];
  const costs = versionCosts.value;
  // Those who are sent a message: a limit may leave some out.
  const sizes = costs === null ? halves.map(({ size }) => size) : [costs.A.recipients, costs.B.recipients];
  const smaller = Math.min(...sizes);
  const isRight = rate !== null && difference !== null && rate + difference < 1;

  useEffect(() => {
    if (!isRight || halves.length === 0) return setAnswer(null);
    let gone = false;
    void ask('sampleSize', { rate, difference, recipients: smaller }).answer.then((known) => {
      if (!gone) setAnswer(known);
    });
    return () => {
      gone = true;
    };
  }, [rate, difference, smaller, isRight, halves.length]);

  const field = (label: string, text: string, isWrong: boolean, change: (text: string) => void) => (
    <Field label={label} error={isWrong ? words.wrong : null} class="compact">
      {(ids) => (
        <input
          {...ids}
          type="text"
          inputMode="decimal"
          value={text}
          maxLength={8}
          autocomplete="off"
          onInput={(event) => change(event.currentTarget.value)}
        />
      )}
    </Field>
  );
  return (
    <section class="audience" aria-labelledby="audience-heading">
      <h3 id="audience-heading">{words.audience}</h3>
      <div class="pair">
        {field(words.rate, rateText, rate === null, (text) => {
          setRate(text);
          remember('expected-rate', text);
        })}
        {field(words.difference, differenceText, difference === null || (rate !== null && !isRight), (text) => {
          setDifference(text);
          remember('expected-difference', text);
        })}
      </div>
      <div role="status" class="audience-answer">
        {answer !== null && isRight && (
          <>
            <p>
              {words.needed(formatPercent(rate), formatPercent(rate + difference), formatInteger(answer.needed))}{' '}
              <strong class={answer.needed <= smaller ? 'is-enough' : 'is-few'}>
                {answer.needed <= smaller ? words.enough(formatInteger(smaller)) : words.tooFew(formatInteger(smaller))}
              </strong>
            </p>
            {answer.needed > smaller && (
              <p>
                {answer.smallest === null
                  ? words.none
                  : words.smallest(formatPercent(rate), formatPercent(rate + answer.smallest))}
              </p>
            )}
          </>
        )}
      </div>
      <p class="hint">{words.method}</p>
    </section>
  );
}
