/** The user's own prices, a row for each country of the list and each that has one already. */
import { useState } from 'preact/hooks';
import { COUNTRIES } from '../draft/countries.ts';
import { countryName, formatDay, formatInteger } from '../i18n/index.ts';
import { priceWords } from '../i18n/prices.ts';
import { type PastedPrices, readPrices } from '../prices/paste.ts';
import { CURRENCIES, type Currency, priceOf } from '../prices/rows.ts';
import { prices, removePrice, rowOf, setPrice } from '../state/price.ts';
import { CountryOptions } from '../ui/country-options.tsx';
import { Field } from '../ui/field.tsx';
import { focusAfter } from '../ui/keep-focus.ts';

export function PriceTable({ countries }: { countries: readonly string[] }) {
  const words = priceWords.value;
  const [added, setAdded] = useState<readonly string[]>([]);
  const shown = [...new Set([...countries, ...prices.value.map(({ country }) => country), ...added])].filter(Boolean);
  const others = COUNTRIES.filter((code) => !shown.includes(code));
  return (
    <div class="price-table">
      <fieldset class="price-rows">
        <legend>{words.legend}</legend>
        {shown.map((code) => (
          <PriceRowFields
            key={code}
            code={code}
            remove={
              countries.includes(code)
                ? null
                : () => {
                    removePrice(code);
                    setAdded(added.filter((other) => other !== code));
                    // Where it could be taken in again.
                    focusAfter(() => document.querySelector<HTMLElement>('.price-another select'));
                  }
            }
          />
        ))}
      </fieldset>
      {others.length > 0 && (
        <Field label={words.another} class="compact price-another">
          {(ids) => (
            <select
              {...ids}
              value=""
              onChange={(event) => {
                setAdded([...added, event.currentTarget.value]);
                event.currentTarget.value = '';
              }}
            >
              <option value="">{words.choose}</option>
              <CountryOptions codes={others} />
            </select>
          )}
        </Field>
      )}
      <Paste />
      <p class="instrument-hint">{words.own}</p>
    </div>
  );
}

function PriceRowFields({ code, remove }: { code: string; remove: (() => void) | null }) {
  const words = priceWords.value;
  const name = countryName(code);
  const row = rowOf(code);
  const text = row?.text ?? '';
  const isWrong = text.trim() !== '' && priceOf(text) === null;
  return (
    <div class="price-row">
      <Field
        label={name}
        error={isWrong ? words.wrong : null}
        hint={row !== null && !isWrong && text !== '' ? words.since(formatDay(row.sinceMs)) : undefined}
      >
        {(ids) => (
          <input
            {...ids}
            type="text"
            inputMode="decimal"
            value={text}
            placeholder={words.placeholder}
            maxLength={13}
            onInput={(event) => setPrice(code, { text: event.currentTarget.value })}
          />
        )}
      </Field>
      <select
        aria-label={words.currencyOf(name)}
        value={row?.currency ?? prices.value[0]?.currency ?? 'DKK'}
        onChange={(event) => setPrice(code, { currency: event.currentTarget.value as Currency })}
      >
        {CURRENCIES.map((currency) => (
          <option key={currency} value={currency}>
            {currency}
          </option>
        ))}
      </select>
      {remove !== null && (
        <button type="button" class="quiet" aria-label={words.remove(name)} onClick={remove}>
          ×
        </button>
      )}
    </div>
  );
}

function Paste() {
  const words = priceWords.value;
  const [text, setText] = useState('');
  const [pasted, setPasted] = useState<PastedPrices | null>(null);
  const take = () => {
    const read = readPrices(text, prices.peek()[0]?.currency ?? 'DKK', Date.now());
    for (const { country, ...row } of read.rows) setPrice(country, row);
    setPasted(read);
    // What could not be read stays, to be mended.
    setText(read.problems.map((problem) => problem.text).join('\n'));
  };
  return (
    <details class="price-paste">
      <summary>{words.paste}</summary>
      <div>
        <Field label={words.pasteLabel} hint={words.pasteHint} class="compact">
          {(ids) => (
            <textarea
              {...ids}
              rows={4}
              spellcheck={false}
              maxLength={20_000}
              value={text}
              onInput={(event) => setText(event.currentTarget.value)}
            />
          )}
        </Field>
        <button type="button" aria-disabled={text.trim() === ''} onClick={() => text.trim() === '' || take()}>
          {words.take}
        </button>
        <div role="status">
          {pasted !== null && pasted.rows.length > 0 && (
            <p>{words.taken(pasted.rows.length, formatInteger(pasted.rows.length))}</p>
          )}
          {pasted?.problems.map(({ line, problem, text: written }) => (
            <p key={line} class="error">
              {words.line(formatInteger(line), words.problems[problem])} <q>{written}</q>
            </p>
          ))}
        </div>
      </div>
    </details>
  );
}
