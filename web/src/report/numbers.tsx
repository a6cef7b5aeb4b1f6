/** The numbers, each with its formula and denominator: the word CTR alone hides at least three formulas. */
import type { ComponentChildren } from 'preact';
import type { Campaign, Report } from '../../../worker/api.ts';
import { formatInteger, formatList, formatPercent, formatPrice } from '../i18n/index.ts';
import { onUse } from '../i18n/on-use.ts';
import { allHits, counted } from './counted.ts';
import { Formula } from './formula.tsx';
import { figures } from './words.ts';

export function Numbers({ report }: { report: Report }) {
  const words = onUse.value.report;
  const { head } = figures.value;
  const { numbers, totals, campaign } = report;
  const isOfPeople = campaign.tracking === 'recipient';
  const under = words.denominator[report.denominator];
  /** Else nothing was sent, and there are no rates. */
  const isDivided = numbers.ctr.denominator > 0;
  const isEverything = counted.value === 'everything';
  return (
    <>
      <dl class="figures">
        {isOfPeople && (
          <Figure label={words.ctr} value={isDivided ? formatPercent(numbers.ctr.value) : '–'} main>
            {isDivided ? <Formula rate={numbers.ctr} over={words.formula} under={under} /> : head.notSent}
          </Figure>
        )}
        {isOfPeople && (
          <Figure label={head.clickers} value={formatInteger(totals.clickers)}>
            {head.clickersHint}
          </Figure>
        )}
        <Figure label={words.clicks} value={formatInteger(isEverything ? allHits(totals.links) : numbers.clicks)}>
          {isEverything ? head.everything(formatInteger(numbers.clicks)) : words.clicksHint}
        </Figure>
        <Reached report={report} />
        <Figure label={words.optOut} value={isOfPeople ? formatInteger(numbers.optOut.confirmed) : '–'}>
          {isOfPeople && isDivided && (
            <span class="formula">
              {formatPercent(numbers.optOut.rate.value)} = {formatInteger(numbers.optOut.confirmed)} ÷{' '}
              {formatInteger(numbers.optOut.rate.denominator)} {under}
            </span>
          )}
          {!isOfPeople && <span>{head.optOutElsewhere}</span>}
          {numbers.optOut.pagesOpened > 0 && (
            <span>{head.openedPage(numbers.optOut.pagesOpened, formatInteger(numbers.optOut.pagesOpened))}</span>
          )}
          {numbers.optOut.high && (
            <strong class="figure-warning">{numbers.small ? head.optOutHighFew : head.optOutHigh}</strong>
          )}
        </Figure>
        <Cost cost={report.cost} />
      </dl>
      <Lost losses={report.losses} />
      {numbers.clicks === 0 && <p class="hint">{words.noClicks}</p>}
    </>
  );
}

function Lost({ losses }: Pick<Report, 'losses'>) {
  const hits = losses.reduce((sum, loss) => sum + loss.hits, 0);
  if (hits === 0) return null;
  return <p class="notice">{onUse.value.report.lost(hits, formatInteger(hits))}</p>;
}

/** Whom the rates divide by. */
function Reached({ report: { campaign, denominator, numbers, delivery, ...report } }: { report: Report }) {
  const { head } = figures.value;
  const sent = formatInteger(report.sent);
  if (denominator === 'sent') {
    return (
      <Figure label={head.sent} value={sent}>
        {report.sent < campaign.recipients && <span>{head.sentOf(formatInteger(campaign.recipients))}</span>}
        <span>{report.sent === 0 ? head.notSent : delivery === undefined ? head.sentHint : head.sentHintOpen}</span>
      </Figure>
    );
  }
  return (
    <Figure label={head.delivered} value={formatInteger(numbers.optOut.rate.denominator)}>
      {head.deliveredHint(sent)}
    </Figure>
  );
}

/** Nothing where it was not kept. */
function Cost({ cost }: { cost: Campaign['cost'] }) {
  const { head } = figures.value;
  if (cost === undefined) return null;
  const amounts = cost.amounts.map(({ amount, currency }) => formatPrice(amount, currency));
  return (
    <Figure label={head.segments} value={formatInteger(cost.segments)}>
      <span>{amounts.length === 0 ? head.noPrice : head.at(formatList(amounts))}</span>
      {cost.unpriced !== undefined && <span>{head.pricesMissing}</span>}
    </Figure>
  );
}

function Figure(props: { label: string; value: string; main?: boolean; children: ComponentChildren }) {
  return (
    <div class={props.main ? 'figure is-main' : 'figure'}>
      <dt>{props.label}</dt>
      <dd class="figure-value">{props.value}</dd>
      <dd class="figure-note">{props.children}</dd>
    </div>
  );
}
