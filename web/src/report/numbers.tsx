/** The numbers, each with its formula and denominator: the word CTR alone hides at least three formulas. */
import type { ComponentChildren } from 'preact';
import type { Report } from '../../../worker/api.ts';
import { formatInteger, formatPercent } from '../i18n/index.ts';
import { onUse } from '../i18n/on-use.ts';
import { TableFrame } from '../ui/table-frame.tsx';
import { Formula } from './formula.tsx';
import { OptOuts } from './opt-outs.tsx';

export function Numbers({ report }: { report: Report }) {
  const words = onUse.value.report;
  const { numbers, campaign } = report;
  const unique = campaign.tracking === 'recipient';
  return (
    <>
      <dl class="figures">
        <Figure label={words.clicks} value={formatInteger(numbers.clicks)}>
          {words.clicksHint}
        </Figure>
        {unique && (
          <Figure label={words.unique} value={formatInteger(numbers.uniqueClicks)}>
            {words.uniqueHint}
          </Figure>
        )}
        {unique && (
          <Figure label={words.ctr} value={formatPercent(numbers.ctr.value)} main>
            <Formula rate={numbers.ctr} over={words.formula} under={words.denominator[report.denominator]} />
          </Figure>
        )}
      </dl>
      <Lost losses={report.losses} />
      {numbers.clicks === 0 && <p class="hint">{words.noClicks}</p>}
      <LinkTable report={report} />
      <div class="pair report-pair">
        <OptOuts report={report} />
        <MachineHits report={report} />
      </div>
    </>
  );
}

function Lost({ losses }: Pick<Report, 'losses'>) {
  const hits = losses.reduce((sum, loss) => sum + loss.hits, 0);
  if (hits === 0) return null;
  return <p class="notice">{onUse.value.report.lost(hits, formatInteger(hits))}</p>;
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

function LinkTable({ report }: { report: Report }) {
  const words = onUse.value.report;
  const { campaign, numbers } = report;
  const unique = campaign.tracking === 'recipient';
  const destinations = campaign.links.flatMap((link, position) =>
    link.kind === 'destination' ? [{ link, counts: numbers.links[position] }] : [],
  );
  return (
    <TableFrame label={words.perLink}>
      <table class="links-table">
        <caption>{words.perLink}</caption>
        <thead>
          <tr>
            <th scope="col">{words.link}</th>
            <th scope="col" class="number">
              {words.clicks}
            </th>
            {unique && (
              <th scope="col" class="number">
                {words.unique}
              </th>
            )}
            {unique && (
              <th scope="col" class="number">
                CTR
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {destinations.map(({ link, counts }, row) => (
            <tr key={row}>
              <th scope="row">
                {link.label !== '' && <span class="link-label">{link.label}</span>}
                <span class="link-url">{link.url}</span>
              </th>
              <td class="number">{formatInteger(counts?.clicks ?? 0)}</td>
              {unique && <td class="number">{formatInteger(counts?.uniqueClicks ?? 0)}</td>}
              {unique && <td class="number">{formatPercent(counts?.ctr.value ?? 0)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </TableFrame>
  );
}

function MachineHits({ report }: { report: Report }) {
  const words = onUse.value.report;
  const { machineHits } = report.numbers;
  const classes = Object.keys(words.classes) as (keyof typeof words.classes)[];
  const some = classes.filter((name) => machineHits[name] > 0);
  return (
    <section class="box" aria-labelledby="machine-heading">
      <h3 id="machine-heading">{words.machine}</h3>
      <p class="hint">{words.machineLead}</p>
      {some.length === 0 ? (
        <p>{words.noMachine}</p>
      ) : (
        <dl class="rows">
          {some.map((name) => (
            <div key={name}>
              <dt>{words.classes[name]}</dt>
              <dd>{formatInteger(machineHits[name])}</dd>
            </div>
          ))}
        </dl>
      )}
      {report.campaign.tracking === 'recipient' && (
        <details class="scan-rule">
          <summary>{words.scanRuleTitle}</summary>
          <p class="hint">{words.scanRule}</p>
        </details>
      )}
    </section>
  );
}
