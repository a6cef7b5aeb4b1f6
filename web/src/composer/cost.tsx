/** What the whole list costs. The numbers are loaded with the first list. */
import { t } from '../i18n/index.ts';
import { cost, counting, countingStopped } from '../state/cost.ts';
import { draft } from '../state/draft.ts';
import { list } from '../state/list.ts';
import { later } from '../ui/later.tsx';

const CountProgress = later(() => import('./count-progress.tsx').then((loaded) => loaded.CountProgress));
const Totals = later(() => import('./totals.tsx').then((loaded) => loaded.Totals));

export function CostPanel() {
  const words = t.value.cost;
  const known = cost.value;
  return (
    <section class="cost" aria-labelledby="cost-heading">
      <h2 id="cost-heading">{draft.version.value === '' ? words.title : words.half(draft.version.value)}</h2>
      {list.value === null && <p class="instrument-hint">{words.noList}</p>}
      {list.value !== null && known === null && counting.value === null && !countingStopped.value && (
        <p class="instrument-hint">{t.value.common.loading}</p>
      )}
      {list.value !== null && <CountProgress />}
      {list.value !== null && known !== null && <Totals />}
    </section>
  );
}
