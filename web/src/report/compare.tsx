/** Two to five campaigns side by side: the figures of their reports, with intervals on one scale. */
import type { Rate } from 'klikspor/reporting';
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { ConversionReport, Report } from '../../../worker/api.ts';
import { type Answer, api, type Failure } from '../api/client.ts';
import { formatInteger, formatList, formatMoment, formatPercent, formatPrice, t } from '../i18n/index.ts';
import { onUse } from '../i18n/on-use.ts';
import { overviewWords } from '../i18n/overview.ts';
import { CAMPAIGNS, reportAddress } from '../state/route.ts';
import { TableFrame } from '../ui/table-frame.tsx';
import { useTitle } from '../ui/title.ts';
import { useWhenBack } from '../ui/when-back.ts';
import { compareAddress, FEWEST, idsOf } from './chosen.ts';
import { rateText } from './formula.tsx';
import { said } from './said.ts';
import { formatSpan } from './time.ts';
import '../styles/overview.css';

interface Column {
  readonly id: string;
  readonly answer: Answer<Report>;
  readonly orders: Answer<ConversionReport>;
}

export function ComparePage() {
  const words = overviewWords.value;
  useTitle(words.compareTitle);
  const [ids, setIds] = useState(() => idsOf(location.hash));
  const [loaded, setLoaded] = useState<readonly Column[]>([]);
  const [times, setTimes] = useState(0);
  useEffect(() => {
    const look = () => setIds(idsOf(location.hash));
    addEventListener('hashchange', look);
    return () => removeEventListener('hashchange', look);
  }, []);
  useEffect(() => {
    let isOver = false;
    const load = async () => {
      const found = await Promise.all(
        ids.map(async (id) => {
          const [answer, orders] = await Promise.all([api.report(id), api.conversions(id)]);
          return { id, answer, orders };
        }),
      );
      if (!isOver) setLoaded(found);
    };
    void load();
    return () => {
      isOver = true;
    };
  }, [ids, times]);
  const answers = loaded.flatMap(({ answer, orders }): readonly Answer<unknown>[] => [answer, orders]);
  const away = answers.find((answer): answer is Failure => !answer.ok && answer.status === 0) ?? null;
  useWhenBack(away, () => setTimes((before) => before + 1));
  // One that was left out takes nothing away from the others.
  const columns = ids.flatMap((id) => loaded.find((column) => column.id === id) ?? []);
  return (
    <main id="content" class="page compare" tabIndex={-1}>
      <div class="sheet">
        <p class="back">
          <a href={CAMPAIGNS}>← {onUse.value.report.back}</a>
        </p>
        <h1>{words.compareTitle}</h1>
        {ids.length < FEWEST ? (
          <div class="empty">
            <p>{words.tooFew}</p>
            <a class="button primary" href={CAMPAIGNS}>
              {words.toOverview}
            </a>
          </div>
        ) : (
          <>
            <p class="lead">{words.compareLead}</p>
            {columns.length < ids.length ? (
              <p class="loading">{t.value.common.loading}</p>
            ) : (
              <Table columns={columns} />
            )}
            <p class="hint">{words.intervals}</p>
          </>
        )}
      </div>
    </main>
  );
}

function Table({ columns }: { columns: readonly Column[] }) {
  const words = overviewWords.value;
  const report = onUse.value.report;
  const ids = columns.map(({ id }) => id);
  const reports = columns.flatMap(({ answer }) => (answer.ok ? [answer.value] : []));
  const highest = (of: (one: Report) => Rate) => Math.max(...reports.map((one) => of(one).high), 0.001);
  const highestCtr = highest(({ numbers }) => numbers.ctr);
  const highestOptOut = highest(({ numbers }) => numbers.optOut.rate);
  const sold = columns.flatMap(({ orders }) => (orders.ok ? [orders.value] : []));
  const highestSold = Math.max(...sold.map(({ ofSent }) => ofSent.high), 0.001);
  return (
    <TableFrame label={words.compareTitle}>
      <table class="compare-table">
        <thead>
          <tr>
            <th scope="col">{words.figure}</th>
            {columns.map(({ id, answer }) => {
              const name = answer.ok ? answer.value.campaign.name : id;
              return (
                <th key={id} scope="col">
                  <a href={reportAddress(id)}>{name}</a>
                  {columns.length > FEWEST && (
                    <a
                      class="leave-out"
                      href={compareAddress(ids.filter((other) => other !== id))}
                      aria-label={words.leaveOutNamed(name)}
                    >
                      {words.leaveOut}
                    </a>
                  )}
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>
          <Row label={words.published} columns={columns}>
            {({ campaign }) => formatMoment(campaign.createdAtMs)}
          </Row>
          <Row label={words.sentTo} columns={columns}>
            {({ campaign }) => formatInteger(campaign.recipients)}
          </Row>
          <Row label={words.ctrHead} columns={columns}>
            {({ campaign, numbers, denominator }) =>
              campaign.tracking === 'aggregate' ? (
                words.noCtr
              ) : (
                <RateCell rate={numbers.ctr} highest={highestCtr} under={report.denominator[denominator]} />
              )
            }
          </Row>
          <Row label={report.clicks} columns={columns}>
            {({ numbers }) => formatInteger(numbers.clicks)}
          </Row>
          <Row label={report.unique} columns={columns}>
            {({ campaign, numbers }) =>
              campaign.tracking === 'aggregate' ? words.noCtr : formatInteger(numbers.uniqueClicks)
            }
          </Row>
          <Row label={words.median} columns={columns}>
            {({ times }) => (times.medianS === null ? '–' : formatSpan(times.medianS))}
          </Row>
          <Row label={words.p90} columns={columns}>
            {({ times }) => (times.p90S === null ? '–' : formatSpan(times.p90S))}
          </Row>
          <Row label={words.conversions} columns={columns}>
            {(_, { conversions }) => formatInteger(conversions)}
          </Row>
          <Row label={words.conversionRate} columns={columns}>
            {({ campaign }, { ofSent, denominator }) =>
              campaign.tracking === 'aggregate' ? (
                words.noCtr
              ) : (
                <RateCell rate={ofSent} highest={highestSold} under={report.denominator[denominator]} />
              )
            }
          </Row>
          <Row label={words.ofClickers} columns={columns}>
            {({ campaign }, { ofClickers }) => (campaign.tracking === 'aggregate' ? words.noCtr : rateText(ofClickers))}
          </Row>
          <Row label={words.value} columns={columns}>
            {(_, { currencies }) =>
              currencies.length === 0
                ? '–'
                : formatList(currencies.map(({ currency, value }) => formatPrice(Number(value), currency)))
            }
          </Row>
          <Row label={words.optOutRate} columns={columns}>
            {({ campaign, numbers, denominator }) =>
              campaign.tracking === 'aggregate' ? (
                words.noCtr
              ) : (
                <RateCell rate={numbers.optOut.rate} highest={highestOptOut} under={report.denominator[denominator]} />
              )
            }
          </Row>
          <Row label={words.machine} columns={columns}>
            {({ numbers }) => formatInteger(Object.values(numbers.machineHits).reduce((sum, hits) => sum + hits, 0))}
          </Row>
          <Row label={words.message} columns={columns}>
            {({ campaign }) =>
              campaign.template === '' ? words.noMessage : <span class="compare-text">{campaign.template}</span>
            }
          </Row>
        </tbody>
      </table>
    </TableFrame>
  );
}

function Row(props: {
  label: string;
  columns: readonly Column[];
  children: (report: Report, orders: ConversionReport) => ComponentChildren;
}) {
  return (
    <tr>
      <th scope="row">{props.label}</th>
      {props.columns.map(({ id, answer, orders }) => (
        <td key={id}>
          {!answer.ok ? said(answer) : !orders.ok ? said(orders) : props.children(answer.value, orders.value)}
        </td>
      ))}
    </tr>
  );
}

function RateCell({ rate, highest, under }: { rate: Rate; highest: number; under: string }) {
  const words = onUse.value.report;
  const at = (share: number) => (100 * share) / highest;
  return (
    <>
      <span class="compare-rate">{rateText(rate)}</span>
      <svg class="compare-interval" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
        <rect class="scale" x="0" y="4.5" width="100" height="1" />
        <rect x={at(rate.low)} y="2.5" width={Math.max(0.8, at(rate.high) - at(rate.low))} height="5" />
        <rect class="value" x={Math.max(0, at(rate.value) - 0.6)} y="0" width="1.2" height="10" />
      </svg>
      <span class="figure-note">
        <span>
          {formatInteger(rate.numerator)} ÷ {formatInteger(rate.denominator)} {under}
        </span>
        {rate.denominator > 0 && <span>{words.interval(formatPercent(rate.low), formatPercent(rate.high))}</span>}
      </span>
    </>
  );
}
