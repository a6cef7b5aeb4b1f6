/** What became of the messages: a bar, the same in numbers, and what rates divide by because of it. */
import type { Delivery as State } from 'klikspor/reporting';
import type { Report } from '../../../worker/api.ts';
import { deliveryWords } from '../i18n/delivery.ts';
import { formatInteger, formatPercent } from '../i18n/index.ts';
import '../styles/delivery.css';

const FAILED = ['failed', 'expired', 'refused', 'no-such-number', 'blocked'] as const satisfies readonly State[];

export function DeliverySums({ report: { delivery, denominator, campaign, sent } }: { report: Report }) {
  const words = deliveryWords.value;
  if (delivery === undefined) return <p>{words.untold}</p>;
  const all = Math.max(1, campaign.recipients);
  const states = (['delivered', ...FAILED, 'open'] as const).filter((state) => delivery[state] > 0);
  const open = formatPercent(delivery.open / Math.max(1, sent));
  return (
    <>
      <div class="delivery-bar" aria-hidden="true">
        {states.map((state) => (
          <span key={state} class={`delivery-${state}`} style={{ flexGrow: delivery[state] }} />
        ))}
      </div>
      <dl class="rows">
        {states.map((state) => (
          <div key={state}>
            <dt>
              <span class={`delivery-key delivery-${state}`} aria-hidden="true" /> {words.states[state]}
            </dt>
            <dd>{words.share(formatInteger(delivery[state]), formatPercent(delivery[state] / all))}</dd>
          </div>
        ))}
      </dl>
      <p class="hint">
        {denominator === 'sent'
          ? words.dividesBySent(open)
          : delivery.open === 0
            ? words.settled
            : words.dividesByDelivered(open)}
      </p>
    </>
  );
}
