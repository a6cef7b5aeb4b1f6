/** Which of two versions did better, in words, as far as the numbers can say. */
import type { Campaign, CampaignComparison } from '../../../worker/api.ts';
import { formatDecimal, formatInteger } from '../i18n/index.ts';
import { onUse } from '../i18n/on-use.ts';
import { halfOf } from '../state/campaign-list.ts';
import { reportAddress } from '../state/route.ts';
import { Formula, rateText } from './formula.tsx';
import { figures } from './words.ts';

/** A difference of shares as percentage points, to one decimal. */
const points = (share: number): string => formatDecimal(Math.round(share * 1_000) / 10);

export function Verdict({ campaign, comparison }: { campaign: Campaign; comparison: CampaignComparison | null }) {
  const words = figures.value.verdict;
  const { report } = onUse.value;
  const half = halfOf(campaign);
  if (comparison?.otherVersion === undefined || half === null || campaign.tracking === 'aggregate') return null;
  const { own, otherVersion: other } = comparison;
  const { ctrDifference, optOutDifference } = other;
  // The first is this report's campaign, whichever of the two it is.
  const names = half === 0 ? (['A', 'B'] as const) : (['B', 'A'] as const);
  const rows = [
    { name: names[0], of: own, link: null },
    { name: names[1], of: other, link: other },
  ].toSorted((a, b) => a.name.localeCompare(b.name));
  return (
    <section class="verdict" aria-labelledby="verdict-heading">
      <h2 id="verdict-heading">{words.title}</h2>
      <p class="verdict-words">
        {own.ctr.numerator + other.ctr.numerator === 0 ? words.early : ctrWords(ctrDifference, names)}
        {optOutDifference.verdict !== 'none-shown' &&
          ` ${words.optOut(
            names[optOutDifference.verdict === 'first-higher' ? 0 : 1],
            points(Math.abs(optOutDifference.value)),
          )}`}
      </p>
      <dl class="rows">
        {rows.map(({ name, of: { ctr, denominator }, link }) => (
          <div key={name}>
            <dt>
              {words.version} {name}
              {link !== null && (
                <>
                  {' · '}
                  <a href={reportAddress(link.id)}>{link.name}</a>
                </>
              )}
            </dt>
            <dd>
              {rateText(ctr)}{' '}
              <span class="hint">
                <Formula rate={ctr} over={report.formula} under={report.denominator[denominator]} />
              </span>
            </dd>
          </div>
        ))}
      </dl>
      {own.denominator !== other.denominator && <p class="notice">{words.mixed}</p>}
      <p class="hint">{words.ended}</p>
    </section>
  );
}

type Difference = NonNullable<CampaignComparison['otherVersion']>['ctrDifference'];

/** `names`: of the first and the second. */
function ctrWords({ value, low, high, verdict, more }: Difference, names: readonly ['A' | 'B', 'A' | 'B']): string {
  const words = figures.value.verdict;
  const [first, second] = names;
  switch (verdict) {
    case 'first-higher':
      return words.higher(first, points(value), points(low), points(high));
    case 'second-higher':
      return words.higher(second, points(-value), points(-high), points(-low));
    case 'none-shown': {
      const none = words.none(first, second, points(low), points(high));
      if (more === null) return `${none} ${words.same}`;
      return `${none} ${words.more(first, second, formatInteger(more[0]), formatInteger(more[1]))}`;
    }
  }
}
