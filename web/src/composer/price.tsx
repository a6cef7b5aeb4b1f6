/** What the list costs at the user's own prices, in all and by country. */
import type { CountryCost } from '../engine/country-column.ts';
import { formatInteger, formatUnitPrice } from '../i18n/index.ts';
import { amountsText, priceCountry, priceWords } from '../i18n/prices.ts';
import { priceOf } from '../prices/rows.ts';
import { cost } from '../state/cost.ts';
import { amountsOf, prices, rowOf } from '../state/price.ts';
import { TableFrame } from '../ui/table-frame.tsx';
import '../styles/price.css';
import { PriceTable } from './price-table.tsx';

export function Price() {
  const words = priceWords.value;
  const byCountry = cost.value?.byCountry ?? [];
  const { amounts, without } = amountsOf(byCountry);
  const isWrong = prices.value.some(({ text }) => text.trim() !== '' && priceOf(text) === null);
  return (
    <div class="price">
      {amounts.length > 0 && (
        <p class="price-total">
          <strong>{amountsText(amounts)}</strong>
          <UnitPrice byCountry={byCountry} />
        </p>
      )}
      {amounts.length > 0 && without.length > 0 && (
        <p class="instrument-hint">{words.without(without.map(priceCountry).join(', '))}</p>
      )}
      {byCountry.length > 1 && <ByCountry byCountry={byCountry} />}
      <details open={isWrong}>
        <summary>{prices.value.length === 0 ? words.add : words.change}</summary>
        <PriceTable countries={byCountry.map(({ country }) => country)} />
      </details>
    </div>
  );
}

/** Where there is one price only, it is told. */
function UnitPrice({ byCountry }: { byCountry: readonly CountryCost[] }) {
  const [only, ...others] = byCountry;
  const row = only === undefined || others.length > 0 ? null : rowOf(only.country);
  const each = row && priceOf(row.text);
  if (row === null || each === null) return null;
  return <span>{priceWords.value.each(formatUnitPrice(each, row.currency))}</span>;
}

function ByCountry({ byCountry }: { byCountry: readonly CountryCost[] }) {
  const words = priceWords.value;
  return (
    <TableFrame label={words.byCountry}>
      <table class="by-country">
        <thead>
          <tr>
            <th scope="col">{words.country}</th>
            <th scope="col" class="number">
              {words.recipients}
            </th>
            <th scope="col" class="number">
              {words.segments}
            </th>
            <th scope="col" class="number">
              {words.amount}
            </th>
          </tr>
        </thead>
        <tbody>
          {byCountry.map((entry) => (
            <tr key={entry.country}>
              <th scope="row">{priceCountry(entry.country)}</th>
              <td class="number">{formatInteger(entry.recipients)}</td>
              <td class="number">{formatInteger(entry.segments)}</td>
              <td class="number">{amountsText(amountsOf([entry]).amounts) || words.noPrice}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableFrame>
  );
}
