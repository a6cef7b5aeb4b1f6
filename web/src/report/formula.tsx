import type { Rate } from 'klikspor/reporting';
import { formatInteger, formatPercent } from '../i18n/index.ts';
import { onUse } from '../i18n/on-use.ts';

/** Nothing divided by nobody is no rate. */
export const rateText = ({ denominator, value }: Pick<Rate, 'denominator' | 'value'>): string =>
  denominator === 0 ? '–' : formatPercent(value);

/** A rate's numerator and denominator in words, and its interval. */
export function Formula({ rate, over, under }: { rate: Rate; over: (n: number) => string; under: string }) {
  const words = onUse.value.report;
  return (
    <>
      <span class="formula">
        {formatInteger(rate.numerator)} {over(rate.numerator)} ÷ {formatInteger(rate.denominator)} {under}
      </span>
      {rate.denominator > 0 && (
        <span class="interval">{words.interval(formatPercent(rate.low), formatPercent(rate.high))}</span>
      )}
    </>
  );
}
