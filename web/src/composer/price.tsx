import { formatDay, formatPrice, formatUnitPrice, t } from '../i18n/index.ts';
import { CURRENCIES, type Currency, perSegment, price, priceIsWrong, setCurrency, setPrice } from '../state/price.ts';
import { Field } from '../ui/field.tsx';

/** What the list costs at the user's own price, and where that price is written down. */
export function Price({ segments }: { segments: number }) {
  const words = t.value.price;
  const each = perSegment.value;
  const { currency, sinceMs, text } = price.value;
  return (
    <div class="price">
      {each !== null && (
        <p class="price-total">
          <strong>{formatPrice(segments * each, currency)}</strong>
          <span>{words.each(formatUnitPrice(each, currency))}</span>
        </p>
      )}
      <details open={priceIsWrong.value}>
        <summary>{each === null ? words.add : words.change}</summary>
        <div class="price-fields">
          <Field label={words.label} error={priceIsWrong.value ? words.wrong : null}>
            {(ids) => (
              <input
                {...ids}
                type="text"
                inputMode="decimal"
                value={text}
                placeholder={words.placeholder}
                onInput={(event) => setPrice(event.currentTarget.value)}
              />
            )}
          </Field>
          <Field label={words.currency}>
            {(ids) => (
              <select
                {...ids}
                value={currency}
                onChange={(event) => setCurrency(event.currentTarget.value as Currency)}
              >
                {CURRENCIES.map((code) => (
                  <option key={code} value={code}>
                    {code}
                  </option>
                ))}
              </select>
            )}
          </Field>
        </div>
        <p class="instrument-hint">
          {words.own} {sinceMs > 0 && words.since(formatDay(sinceMs))}
        </p>
      </details>
    </div>
  );
}
