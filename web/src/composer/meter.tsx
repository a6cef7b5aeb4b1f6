/** Counters of a message, drawn as a track: one length of rail per segment. */
import type { RenderedMessage } from 'klikspor';
import { useEffect, useState } from 'preact/hooks';
import { formatInteger, t } from '../i18n/index.ts';

/** Rails drawn; a longer message says how many more there are. */
const RAILS = 10;
const ENCODING_NAMES = { gsm7: 'GSM-7', ucs2: 'UCS-2' } as const;

export function encodingName(encoding: keyof typeof ENCODING_NAMES): string {
  return ENCODING_NAMES[encoding];
}

type Rendered = Pick<RenderedMessage, 'plan' | 'ranges'> | undefined;

export function Meter({ rendered }: { rendered: Rendered }) {
  const words = t.value.editor;
  const plan = rendered?.plan;
  const segments = plan?.segments ?? 0;
  const ranges = rendered?.ranges ?? [];
  const capacity = plan?.perSegment ?? 160;
  return (
    <div class="meter">
      <div class="rails" aria-hidden="true">
        {ranges.slice(0, RAILS).map((range, number) => (
          <span
            key={range.start}
            class="rail"
            title={words.meter(formatInteger(number + 1), formatInteger(range.units), formatInteger(capacity))}
          >
            <span style={{ width: `${Math.min(100, (100 * range.units) / capacity)}%` }} />
          </span>
        ))}
        {ranges.length === 0 && <span class="rail" />}
        {ranges.length > RAILS && <span class="rails-more">+{formatInteger(ranges.length - RAILS)}</span>}
      </div>
      <dl class="readings">
        <div>
          <dt class="visually-hidden">{words.encoding}</dt>
          <dd class={`badge badge-${plan?.encoding ?? 'gsm7'}`}>{encodingName(plan?.encoding ?? 'gsm7')}</dd>
        </div>
        <div>
          <dt class="visually-hidden">{words.segmentsLabel}</dt>
          <dd>{words.segments(segments, formatInteger(segments))}</dd>
        </div>
        <div>
          <dt class="visually-hidden">{words.leftLabel}</dt>
          <dd>{words.left(plan?.unitsLeft ?? 160, formatInteger(plan?.unitsLeft ?? 160))}</dd>
        </div>
        <div class="reading-units">
          <dt class="visually-hidden">{words.unitsLabel}</dt>
          <dd>{words.used(formatInteger(plan?.units ?? 0), words.units[plan?.encoding ?? 'gsm7'])}</dd>
        </div>
      </dl>
      <SpokenMeter rendered={rendered} />
    </div>
  );
}

/** Says the counters once the hands rest: a screen reader would otherwise talk over every letter. */
function SpokenMeter({ rendered }: { rendered: Rendered }) {
  const words = t.value.editor;
  const plan = rendered?.plan;
  const text =
    plan === undefined || plan.segments === 0
      ? ''
      : words.live(
          words.segments(plan.segments, formatInteger(plan.segments)),
          words.left(plan.unitsLeft, formatInteger(plan.unitsLeft)),
          encodingName(plan.encoding),
        );
  const [spoken, setSpoken] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setSpoken(text), 1_200);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <p class="visually-hidden" role="status">
      {spoken}
    </p>
  );
}
