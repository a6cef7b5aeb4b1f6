/** What is about to be published: recipients and segments in all. */
import type { ListCost } from '../engine/cost-sum.ts';
import { formatInteger, t } from '../i18n/index.ts';

export function Ready({ costs }: { costs: readonly ListCost[] }) {
  const sum = (of: (cost: ListCost) => number) => costs.reduce((all, cost) => all + of(cost), 0);
  const segments = sum(({ segmentsTotal }) => segmentsTotal);
  if (segments === 0) return null;
  const recipients = sum((cost) => cost.recipients);
  return <strong>{t.value.compose.ready(formatInteger(recipients), formatInteger(segments))}. </strong>;
}
