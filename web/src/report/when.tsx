/** When people click: the share of clickers by time since sending, the first hour by minutes, what follows by hours. */
import { useEffect, useState } from 'preact/hooks';
import type { Report } from '../../../worker/api.ts';
import { countryName, formatInteger, formatMoment, formatPercent, formatWholePercent } from '../i18n/index.ts';
import { Chart } from './chart.tsx';
import {
  clockMarks,
  countBy,
  countMarks,
  curveOf,
  type Hours,
  hoursFrom,
  marksTo,
  peakOf,
  sinceSending,
} from './curve.ts';
import type { Mark } from './draw-chart.ts';
import { quietSpans, type Span } from './quiet.ts';
import { SentAt } from './sent-at.tsx';
import { isShared } from './shared-mode.ts';
import { formatClock, formatHour, formatShortDay, formatShortSpan, formatSpan, HOUR_MS, ownZone } from './time.ts';
import { Twin } from './twin.tsx';
import { figures } from './words.ts';

/** Three minutes, an hour, a day. */
const FIRST_MARKS: readonly number[] = [180, 3_600, 86_400];
/** How far quiet hours are drawn, in hours since sending. */
const QUIET_HOURS = 72;

export function When({ report, changed }: { report: Report; changed(): void }) {
  const words = figures.value.when;
  const { campaign, times, soon, totals } = report;
  const { spans, country } = useQuiet(report);
  const { firstHour, byHour } = sinceSending(
    totals.minutes,
    totals.timeline,
    Math.floor((times.fromMs - campaign.createdAtMs) / 60_000),
    times.byHour > 0,
  );
  const hasMinutes = firstHour.some((clicks) => clicks > 0);
  // Counted by a version that kept no minutes.
  const isByHour = times.byHour > 0 && !hasMinutes;
  const hours = hoursFrom(byHour, isByHour ? 0 : 1);
  const hasClicks = times.points.length > 0;
  return (
    <section class="when" aria-labelledby="when-heading">
      <h2 id="when-heading">{words.title}</h2>
      {!hasClicks && <p class="hint">{words.none}</p>}
      {hasClicks && (
        <>
          <CurveChart report={report} spans={spans} />
          <div class="chart-pair">
            {isByHour ? (
              <p class="hint">{words.minutesNotKept}</p>
            ) : (
              <Minutes clicks={firstHour} any={hasMinutes} fromMs={times.fromMs} />
            )}
            <HoursChart hours={hours} fromMs={times.fromMs} spans={spans} all={isByHour} />
          </div>
        </>
      )}
      <p class="hint when-notes">
        {words.countedFrom(formatMoment(times.fromMs))}
        {times.before > 0 && ` ${words.before(times.before, formatInteger(times.before))}`}
        {soon !== undefined &&
          soon.clicks > 0 &&
          ` ${words.soon(formatInteger(soon.clicks), formatInteger(soon.withinS))}`}
        {hasClicks &&
          spans.length > 0 &&
          ` ${country === '' ? words.quietElsewhere : words.quiet(countryName(country))}`}{' '}
        {hasClicks && words.zone(ownZone())}
      </p>
      {!isShared && <SentAt campaign={campaign} changed={changed} />}
    </section>
  );
}

/** The quiet hours where the campaign's recipients are; none for messages that quiet hours are not about. */
function useQuiet({ campaign, times, totals, country: ofList }: Report): {
  readonly spans: readonly Span[];
  readonly country: string;
} {
  const [spans, setSpans] = useState<readonly Span[]>([]);
  const [most = ''] = Object.entries(totals.countries).toSorted(([, a], [, b]) => b - a)[0] ?? [];
  const country = ofList ?? most;
  const isAsked = campaign.kind !== 'service' && times.points.length > 0;
  useEffect(() => {
    if (!isAsked) return;
    let isGone = false;
    quietSpans(country, times.fromMs, times.fromMs + QUIET_HOURS * HOUR_MS).then(
      (found) => {
        if (!isGone) setSpans(found);
      },
      () => {},
    );
    return () => {
      isGone = true;
    };
  }, [isAsked, country, times.fromMs]);
  return { spans: isAsked ? spans : [], country };
}

function CurveChart({ report, spans }: { report: Report; spans: readonly Span[] }) {
  const words = figures.value.when;
  const { campaign, times, asOfMs } = report;
  const elapsedS = Math.max(0, (asOfMs - times.fromMs) / 1_000);
  const curve = curveOf(times.points, elapsedS);
  if (curve === null || times.medianS === null || times.p90S === null) return null;
  const isOfPeople = campaign.tracking === 'recipient';
  const [half, most] = [formatSpan(times.medianS), formatSpan(times.p90S)];
  // Nine of ten are half of them as well.
  const says =
    half === most
      ? (isOfPeople ? words.nine : words.nineClicks)(most)
      : (isOfPeople ? words.half : words.halfClicks)(half, most);
  const marks = marksTo(curve.endS);
  const share = (index: number) => formatPercent(curve.share[index] ?? 0);
  const all = curve.count.at(-1) ?? 0;
  const told = [...marks, times.medianS, times.p90S].filter((at) => at <= Math.max(elapsedS, 60));
  // Of spans that are written alike the longest: who clicked within it did so within what is written.
  const rows = new Map(told.toSorted((a, b) => a - b).map((at) => [formatSpan(at), at]));
  return (
    <figure class="chart-figure">
      <figcaption class="chart-says">{says}</figcaption>
      <p class="hint">{isOfPeople ? words.curve : words.curveClicks}</p>
      <Chart
        label={says}
        readout={(index) =>
          words.at(formatSpan(curve.at[index] ?? 0), share(index), formatInteger(curve.count[index] ?? 0))
        }
        spec={{
          kind: 'curve',
          x: curve.at,
          y: curve.share,
          from: 60,
          to: curve.endS,
          log: true,
          marks: marks.map((at) => ({ at, label: formatShortSpan(at), first: FIRST_MARKS.includes(at) })),
          levels: [0, 0.25, 0.5, 0.75, 1].map((at) => ({ at, label: formatWholePercent(at) })),
          shaded: spans.map(([from, to]) => [(from - times.fromMs) / 1_000, (to - times.fromMs) / 1_000] as const),
          points: [times.medianS, times.p90S].map((at) => [Math.max(at, 60), countBy(times.points, at) / all] as const),
          height: 260,
          printed: 1,
        }}
      />
      <Twin
        title={says}
        headings={[words.within, isOfPeople ? words.clickers : words.clicks, words.share]}
        rows={[...rows].map(([span, at]) => {
          const count = countBy(times.points, at);
          return [span, formatInteger(count), formatPercent(count / all)];
        })}
      />
    </figure>
  );
}

function Minutes({ clicks, any, fromMs }: { clicks: readonly number[]; any: boolean; fromMs: number }) {
  const words = figures.value.when;
  const peak = peakOf(clicks);
  const sum = clicks.reduce((total, count) => total + count, 0);
  const count = (minute: number) => formatInteger(clicks[minute] ?? 0);
  const says = any
    ? words.minutesSay(sum, formatInteger(sum), formatInteger(peak + 1), count(peak))
    : words.minutesNone;
  return (
    <figure class="chart-figure">
      <h3>{words.minutes}</h3>
      <figcaption class="hint">{says}</figcaption>
      {any && (
        <>
          <Chart
            label={says}
            readout={(index) =>
              `${formatClock(fromMs + index * 60_000)}, ${words.atMinute(formatInteger(index + 1), count(index))}`
            }
            spec={{
              kind: 'bars',
              x: clicks.map((_, minute) => minute + 1),
              y: clicks,
              from: 0.4,
              to: 60.6,
              log: false,
              marks: [1, 10, 20, 30, 40, 50, 60].map((at) => ({ at, label: `${at}` })),
              levels: levelsOf(clicks),
              shaded: [],
              points: [],
              height: 170,
              printed: 0.5,
            }}
          />
          <Twin
            title={says}
            headings={[words.minute, words.clicks]}
            rows={clicks.flatMap((clicked, minute) =>
              clicked === 0 ? [] : [[formatInteger(minute + 1), formatInteger(clicked)]],
            )}
          />
        </>
      )}
    </figure>
  );
}

function HoursChart(props: { hours: Hours | null; fromMs: number; spans: readonly Span[]; all: boolean }) {
  const words = figures.value.when;
  const { hours, fromMs, spans, all } = props;
  const heading = all ? words.hoursAll : words.hours;
  if (hours === null) {
    return (
      <figure class="chart-figure">
        <h3>{heading}</h3>
        <figcaption class="hint">{words.hoursNone}</figcaption>
      </figure>
    );
  }
  const { from, clicks, later } = hours;
  const beginMs = fromMs + from * HOUR_MS;
  const when = (index: number) => formatHour(beginMs + index * HOUR_MS);
  const peak = peakOf(clicks);
  const sum = clicks.reduce((total, count) => total + count, 0) + later;
  const count = (index: number) => formatInteger(clicks[index] ?? 0);
  const told = (all ? words.hoursSayAll : words.hoursSay)(sum, formatInteger(sum), when(peak), count(peak));
  const says = later > 0 ? `${told} ${words.tail(later, formatInteger(later))}` : told;
  const marks: Mark[] = clockMarks(beginMs, clicks.length).map((atMs) => ({
    at: (atMs - beginMs) / HOUR_MS,
    label: new Date(atMs).getHours() === 0 ? formatShortDay(atMs) : formatClock(atMs),
  }));
  return (
    <figure class="chart-figure">
      <h3>{heading}</h3>
      <figcaption class="hint">{says}</figcaption>
      <Chart
        label={says}
        readout={(index) => words.atHour(when(index), count(index))}
        spec={{
          kind: 'bars',
          x: clicks.map((_, index) => index + 0.5),
          y: clicks,
          from: 0,
          to: clicks.length,
          log: false,
          marks,
          levels: levelsOf(clicks),
          shaded: spans.map(([begin, end]) => [(begin - beginMs) / HOUR_MS, (end - beginMs) / HOUR_MS] as const),
          points: [],
          height: 170,
          printed: 0.5,
        }}
      />
      <Twin
        title={says}
        headings={[words.hour, words.clicks]}
        rows={clicks.flatMap((clicked, index) => (clicked === 0 ? [] : [[when(index), formatInteger(clicked)]]))}
      />
    </figure>
  );
}

const levelsOf = (clicks: readonly number[]): Mark[] =>
  countMarks(Math.max(...clicks)).map((at) => ({ at, label: formatInteger(at) }));
