/** Clicks by hour since publishing, as plain bars. */
import type { Totals } from 'klikspor/edge';
import { formatInteger } from '../i18n/index.ts';
import { onUse } from '../i18n/on-use.ts';

/** Hours drawn at most; a campaign's clicks come early. */
const HOURS = 72;

export function Timeline({ totals }: { totals: Totals }) {
  const words = onUse.value.report;
  if (totals.timeline.length === 0) return null;
  const clicksAt = new Map(totals.timeline.map(([hour, clicks]) => [hour, clicks]));
  const last = Math.min(HOURS, Math.max(...clicksAt.keys()) + 1);
  const shown = Math.max(last, 12);
  const most = Math.max(...clicksAt.values(), 1);
  return (
    <section aria-labelledby="timeline-heading">
      <h2 id="timeline-heading">{words.timeline}</h2>
      <svg
        class="timeline"
        viewBox={`0 0 ${shown * 10} 100`}
        preserveAspectRatio="none"
        role="img"
        aria-labelledby="timeline-heading"
      >
        <title>{words.timeline}</title>
        {Array.from({ length: last }, (_, hour) => {
          const clicks = clicksAt.get(hour) ?? 0;
          const height = (96 * clicks) / most;
          return (
            <rect key={hour} x={hour * 10 + 1} y={100 - height} width={8} height={height}>
              <title>{words.timelineBar(formatInteger(hour), formatInteger(clicks))}</title>
            </rect>
          );
        })}
      </svg>
      <p class="timeline-axis" aria-hidden="true">
        <span>0 h</span>
        <span>{formatInteger(shown)} h</span>
      </p>
    </section>
  );
}
