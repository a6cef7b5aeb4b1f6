/** Who followed the links, people or machines: a bar by class with its table, what is counted, and how that was decided. */
import type { HitClass } from 'klikspor/edge';
import type { ComponentChildren } from 'preact';
import type { Report } from '../../../worker/api.ts';
import { formatInteger, formatPercent } from '../i18n/index.ts';
import { onUse } from '../i18n/on-use.ts';
import { TableFrame } from '../ui/table-frame.tsx';
import { allHits, CLASSES, counted, hitsOf } from './counted.ts';
import { figures } from './words.ts';

export function People({ report, children }: { report: Report; children?: ComponentChildren }) {
  const words = figures.value.people;
  const { links } = report.totals;
  const all = allHits(links);
  const people = hitsOf(links, 'human');
  const onOptOut = people - report.numbers.clicks;
  const rows = CLASSES.map((name) => ({ name, hits: hitsOf(links, name) })).filter(
    ({ name, hits }) => hits > 0 || name === 'human',
  );
  const isEverything = counted.value === 'everything';
  return (
    <section class="people" aria-labelledby="people-heading">
      <div class="section-head">
        <h2 id="people-heading">{words.title}</h2>
        {all > 0 && <Switch />}
      </div>
      {all === 0 ? (
        <p class="hint">{words.none}</p>
      ) : (
        <>
          <p>
            {isEverything
              ? words.everythingLead(formatInteger(all), formatInteger(all - people))
              : words.onlyLead(formatInteger(people), formatInteger(all))}
            {!isEverything && onOptOut > 0 && ` ${words.optOutLink(onOptOut, formatInteger(onOptOut))}`}
          </p>
          <div class={isEverything ? 'class-bar' : 'class-bar is-people'} aria-hidden="true">
            {rows
              .filter(({ hits }) => hits > 0)
              .map(({ name, hits }) => (
                <span key={name} class={`class-part of-${name}`} style={{ flexGrow: hits }} />
              ))}
          </div>
          <table class="class-table">
            <caption class="visually-hidden">{words.title}</caption>
            <thead class="visually-hidden">
              <tr>
                <th scope="col">{words.class}</th>
                <th scope="col">{words.hits}</th>
                <th scope="col">{words.share}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map(({ name, hits }) => (
                <tr key={name}>
                  <th scope="row">
                    <span class={`class-key of-${name}`} aria-hidden="true" />
                    {words.classes[name]}
                  </th>
                  <td class="number">{formatInteger(hits)}</td>
                  <td class="number">{formatPercent(hits / all)}</td>
                </tr>
              ))}
              <tr class="sum">
                <th scope="row">{words.total}</th>
                <td class="number">{formatInteger(all)}</td>
                <td class="number">{formatPercent(1)}</td>
              </tr>
            </tbody>
          </table>
        </>
      )}
      <Reasons report={report} />
      {children}
    </section>
  );
}

function Switch() {
  const words = figures.value.people;
  return (
    <fieldset class="segmented">
      <legend class="visually-hidden">{words.counted}</legend>
      {(['people', 'everything'] as const).map((which) => (
        <button
          key={which}
          type="button"
          aria-pressed={counted.value === which}
          onClick={() => {
            counted.value = which;
          }}
        >
          {which === 'people' ? words.only : words.everything}
        </button>
      ))}
    </fieldset>
  );
}

function Reasons({ report: { campaign, totals, numbers } }: { report: Report }) {
  const words = figures.value.people;
  const { report } = onUse.value;
  const rows = totals.reasons.toSorted((a, b) => order(a.class) - order(b.class) || b.hits - a.hits);
  const kept = totals.reasons.reduce((sum, { hits }) => sum + hits, 0);
  const before = allHits(totals.links) - kept;
  const hasVersions = new Set(rows.map(({ rules }) => rules).filter((rules) => rules > 0)).size > 1;
  const isScanRule = campaign.tracking === 'recipient';
  if (rows.length === 0 && !isScanRule) return null;
  return (
    <details class="how">
      <summary>{words.how}</summary>
      {rows.length > 0 && (
        <>
          <p class="hint">{words.howLead}</p>
          <TableFrame label={words.how}>
            <table>
              <thead>
                <tr>
                  <th scope="col">{words.reason}</th>
                  <th scope="col">{words.class}</th>
                  {hasVersions && <th scope="col">{words.version}</th>}
                  <th scope="col" class="number">
                    {words.hits}
                  </th>
                </tr>
              </thead>
              <tbody>
                {rows.map(({ class: name, reason, rules, hits }) => (
                  <tr key={`${name} ${reason} ${rules}`}>
                    <th scope="row">{reasonText(reason)}</th>
                    <td>{words.classes[name]}</td>
                    {hasVersions && <td>{rules === 0 ? '–' : formatInteger(rules)}</td>}
                    <td class="number">{formatInteger(hits)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </TableFrame>
        </>
      )}
      {kept > 0 && before > 0 && <p class="hint">{words.before(before, formatInteger(before))}</p>}
      {isScanRule && (
        <details class="scan-rule">
          <summary>{report.scanRuleTitle}</summary>
          <p class="hint">{report.scanRule}</p>
        </details>
      )}
      {numbers.machineHits.test > 0 && <p class="hint">{words.testHint}</p>}
    </details>
  );
}

const order = (name: HitClass): number => CLASSES.indexOf(name);

/** A rule that has no words here is told by its name. */
function reasonText(reason: string): string {
  const known: Readonly<Record<string, string>> = figures.value.people.reasons;
  return known[reason] ?? reason;
}
