/** The rates beside those of earlier campaigns of one's own, and then beside what others say of theirs. */
import { useState } from 'preact/hooks';
import type { CampaignComparison, Report } from '../../../worker/api.ts';
import { formatDay, formatInteger, formatPercent } from '../i18n/index.ts';
import { onUse } from '../i18n/on-use.ts';
import { reportAddress } from '../state/route.ts';
import { Field } from '../ui/field.tsx';
import { TableFrame } from '../ui/table-frame.tsx';
import { type Benchmark, ownBenchmarks, setBenchmarks, shareOf, shipped } from './benchmarks.ts';
import { rateText } from './formula.tsx';
import { formatSpan } from './time.ts';
import { figures } from './words.ts';

export function InComparison({ report, comparison }: { report: Report; comparison: CampaignComparison | null }) {
  const words = figures.value.compare;
  const { campaign, numbers } = report;
  return (
    <section class="comparison" aria-labelledby="comparison-heading">
      <h2 id="comparison-heading">{words.title}</h2>
      {campaign.tracking === 'aggregate' ? (
        <p class="hint">{words.aggregate}</p>
      ) : (
        <>
          <Rates report={report} comparison={comparison} />
          {comparison === null && <p class="hint">{words.loading}</p>}
          {comparison !== null && comparison.ctr === null && <p class="hint">{words.noEarlier}</p>}
          {numbers.small && <p class="hint">{words.few}</p>}
          {comparison !== null && comparison.earlier.length > 0 && <Earlier comparison={comparison} />}
          <p class="hint of-rates">{words.formula}</p>
          <p class="hint">{words.unfiltered}</p>
          {comparison !== null && <OwnBenchmarks comparison={comparison} />}
        </>
      )}
    </section>
  );
}

/** As long as clicks still come in some number. */
const YOUNG_HOURS = 72;

interface Row {
  readonly name: string;
  /** Where the name leads. */
  readonly url?: string | undefined;
  readonly note: string;
  readonly text: string;
  readonly optOut: string;
  readonly low: number;
  readonly high: number;
  /** Where a point stands between them, if one does. */
  readonly at: number | null;
  readonly isGrey: boolean;
  readonly isOwn: boolean;
}

function Rates({ report, comparison }: { report: Report; comparison: CampaignComparison | null }) {
  const words = figures.value.compare;
  const { campaign, numbers, denominator } = report;
  const { ctr, optOut } = numbers;
  const rows: Row[] = [
    {
      name: words.this,
      note: over(ctr.denominator, denominator),
      text: rateText(ctr),
      optOut: rateText(optOut.rate),
      low: ctr.low,
      high: ctr.high,
      at: ctr.value,
      isGrey: numbers.small,
      isOwn: true,
    },
  ];
  const earlier = comparison?.ctr ?? null;
  if (earlier !== null) {
    const name = campaign.kind === undefined ? words.earlier : words.earlierKind[campaign.kind];
    const spread = comparison?.optOut ?? null;
    const told = ({ median, lowest, highest, count }: typeof earlier) =>
      count === 1
        ? formatPercent(median)
        : words.median(formatPercent(median), formatPercent(lowest), formatPercent(highest));
    rows.push({
      name: name(earlier.count, formatInteger(earlier.count)),
      note: earlier.count === 1 ? '' : words.medianHint,
      text: told(earlier),
      optOut: spread === null ? '–' : told(spread),
      low: earlier.lowest,
      high: earlier.highest,
      at: earlier.median,
      isGrey: false,
      isOwn: true,
    });
  }
  const others = ownBenchmarks.value ?? (comparison === null ? [] : shipped(comparison, campaign.kind));
  rows.push(...others.map(rowOf));
  // Earlier campaigns have had all the time there is: as long as this one has not, they are told as of then too.
  const byThen = comparison?.ctrByThen ?? null;
  if (
    comparison !== null &&
    byThen !== null &&
    earlier !== null &&
    comparison.hours > 0 &&
    comparison.hours < YOUNG_HOURS
  ) {
    rows.splice(2, 0, {
      name: words.byThen(formatSpan(comparison.hours * 3_600)),
      note: words.byThenHint(formatPercent(comparison.own.ctrByThen.value)),
      text:
        byThen.count === 1
          ? formatPercent(byThen.median)
          : words.median(formatPercent(byThen.median), formatPercent(byThen.lowest), formatPercent(byThen.highest)),
      optOut: '–',
      low: byThen.lowest,
      high: byThen.highest,
      at: byThen.median,
      isGrey: false,
      isOwn: true,
    });
  }
  const most = 1.04 * Math.max(0.01, ...rows.map(({ high }) => high));
  return (
    <TableFrame label={words.table}>
      <table class="rates">
        <caption class="visually-hidden">{words.table}</caption>
        <thead>
          <tr>
            <th scope="col">{words.which}</th>
            <th scope="col">{words.rate}</th>
            <td class="rate-scale" aria-hidden="true" />
            <th scope="col">{words.optOut}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row, position) => (
            <tr key={`${position} ${row.name}`} class={row.isGrey ? 'is-small' : undefined}>
              <th scope="row">
                <span class={row.isOwn ? 'rate-name is-own' : 'rate-name'}>
                  {row.url === undefined ? (
                    row.name
                  ) : (
                    <a href={row.url} rel="noreferrer" target="_blank">
                      {row.name}
                    </a>
                  )}
                </span>
                {row.note !== '' && <span class="hint">{row.note}</span>}
              </th>
              <td class="rate-text">{row.text}</td>
              <td class="rate-scale" aria-hidden="true">
                <span class={row.isOwn ? 'rate-line is-own' : 'rate-line'}>
                  <span
                    class="rate-span"
                    style={{ left: `${(100 * row.low) / most}%`, width: `${(100 * (row.high - row.low)) / most}%` }}
                  />
                  {row.at !== null && <span class="rate-point" style={{ left: `${(100 * row.at) / most}%` }} />}
                </span>
              </td>
              <td class="rate-text">{row.optOut}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableFrame>
  );
}

/** “÷ 1,000 delivered”. */
const over = (reached: number, denominator: Report['denominator']): string =>
  `÷ ${formatInteger(reached)} ${onUse.value.report.denominator[denominator]}`;

/** In the reader's language, where klikspor brings the figure; otherwise as a person wrote it. */
function nameOf({ name }: Benchmark): string {
  const sources: Readonly<Record<string, string>> = figures.value.compare.sources;
  return sources[name] ?? name;
}

function rowOf(benchmark: Benchmark): Row {
  const words = figures.value.compare;
  const { url, low, high, basis, of, asOfMs } = benchmark;
  const when = words.asOf(formatDay(asOfMs));
  return {
    name: nameOf(benchmark),
    url,
    note: basis === undefined || of === undefined ? when : `${words.of[of]}, ${words.kinds[basis]}, ${when}`,
    text: low === high ? formatPercent(low) : words.span(formatPercent(low), formatPercent(high)),
    optOut: '–',
    low,
    high,
    at: null,
    isGrey: false,
    isOwn: false,
  };
}

function Earlier({ comparison: { earlier } }: { comparison: CampaignComparison }) {
  const words = figures.value.compare;
  return (
    <details class="earlier">
      <summary>{words.list}</summary>
      <TableFrame label={words.list}>
        <table>
          <thead>
            <tr>
              <th scope="col">{words.campaign}</th>
              <th scope="col" class="number">
                {words.recipients}
              </th>
              <th scope="col" class="number">
                {words.rate}
              </th>
              <th scope="col" class="number">
                {words.optOut}
              </th>
            </tr>
          </thead>
          <tbody>
            {earlier.map(({ id, name, sentAtMs, ctr, optOut, denominator, small }) => (
              <tr key={id} class={small ? 'is-small' : undefined} title={small ? words.few : undefined}>
                <th scope="row">
                  <a href={reportAddress(id)}>{name}</a> <span class="hint">{formatDay(sentAtMs)}</span>
                </th>
                <td class="number">
                  {formatInteger(ctr.denominator)} {onUse.value.report.denominator[denominator]}
                </td>
                <td class="number">{rateText(ctr)}</td>
                <td class="number">{rateText(optOut)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableFrame>
      {earlier.some(({ small }) => small) && <p class="hint">{words.few}</p>}
    </details>
  );
}

function OwnBenchmarks({ comparison }: { comparison: CampaignComparison }) {
  const words = figures.value.compare;
  const [name, setName] = useState('');
  const [low, setLow] = useState('');
  const [high, setHigh] = useState('');
  const [isWrong, setWrong] = useState(false);
  const rows = ownBenchmarks.value ?? shipped(comparison, undefined);
  const add = (event: Event) => {
    event.preventDefault();
    const from = shareOf(low);
    const to = high.trim() === '' ? from : shareOf(high);
    const isRight = name.trim() !== '' && from !== null && to !== null && from <= to;
    setWrong(!isRight);
    if (!isRight) return;
    setBenchmarks([...rows, { name: name.trim(), low: from, high: to, asOfMs: Date.now() }]);
    setName('');
    setLow('');
    setHigh('');
  };
  const field = (label: string, text: string, set: (text: string) => void, mode: 'text' | 'decimal') => (
    <Field label={label} error={isWrong && label === words.name ? words.wrong : null} class="compact">
      {(ids) => (
        <input
          {...ids}
          type="text"
          inputMode={mode}
          value={text}
          maxLength={mode === 'text' ? 80 : 8}
          autocomplete="off"
          onInput={(event) => set(event.currentTarget.value)}
        />
      )}
    </Field>
  );
  return (
    <details class="own-benchmarks">
      <summary>{words.own}</summary>
      <p class="hint">{words.ownLead}</p>
      <ul class="benchmark-list">
        {rows.map((row, position) => (
          <li key={`${position} ${row.name}`}>
            <span>
              {nameOf(row)}:{' '}
              {row.low === row.high
                ? formatPercent(row.low)
                : words.span(formatPercent(row.low), formatPercent(row.high))}
            </span>
            <button
              type="button"
              class="link"
              aria-label={words.removeNamed(nameOf(row))}
              onClick={() => setBenchmarks(rows.filter((other) => other !== row))}
            >
              {words.remove}
            </button>
          </li>
        ))}
      </ul>
      <form class="benchmark-form" onSubmit={add} noValidate>
        {field(words.name, name, setName, 'text')}
        {field(words.low, low, setLow, 'decimal')}
        {field(words.high, high, setHigh, 'decimal')}
        <button type="submit">{words.add}</button>
      </form>
      {ownBenchmarks.value !== null && (
        <button type="button" class="link" onClick={() => setBenchmarks(null)}>
          {words.restore}
        </button>
      )}
    </details>
  );
}
