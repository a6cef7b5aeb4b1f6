/** Clicks by link, by phone and by country; what is unknown is shown too. */
import type { Report } from '../../../worker/api.ts';
import { countryName, formatInteger, formatPercent } from '../i18n/index.ts';
import { onUse } from '../i18n/on-use.ts';
import { TableFrame } from '../ui/table-frame.tsx';
import { allHits, counted } from './counted.ts';
import { rateText } from './formula.tsx';
import { OptOuts } from './opt-outs.tsx';
import { figures } from './words.ts';

/** Rows on paper: there is one page. */
const ON_PAPER = 6;
/** Countries named; the others are one row. */
const MOST_COUNTRIES = 8;

export function Breakdown({ report }: { report: Report }) {
  return (
    <div class="report-halves">
      <section aria-labelledby="links-heading">
        <h2 id="links-heading">{figures.value.links.title}</h2>
        <LinkTable report={report} />
        <OptOuts report={report} />
      </section>
      <Where report={report} />
    </div>
  );
}

function LinkTable({ report }: { report: Report }) {
  const words = onUse.value.report;
  const { links: own } = figures.value;
  const { campaign, numbers, totals } = report;
  const unique = campaign.tracking === 'recipient';
  const isEverything = counted.value === 'everything';
  const rows = campaign.links.map((link, position) => {
    const counts = numbers.links[position];
    const hits = totals.links[position];
    const clicks = isEverything && hits !== undefined ? allHits([hits]) : (counts?.clicks ?? 0);
    return { link, counts, clicks };
  });
  // Pages opened are no clicks: the opt-out link stands last and apart.
  const apart = rows.filter(({ link }) => link.kind === 'opt-out');
  const destinations = rows.filter(({ link }) => link.kind === 'destination');
  const over = destinations.length - ON_PAPER;
  return (
    <TableFrame label={own.table}>
      <table class="links-table">
        <caption class="visually-hidden">{own.table}</caption>
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
                {own.share}
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {destinations.map(({ link, counts, clicks }, row) => (
            <tr key={row} class={row < ON_PAPER ? undefined : 'on-screen'}>
              <th scope="row">
                {link.label !== '' && <span class="link-label">{link.label}</span>}
                <span class="link-url">{link.url}</span>
              </th>
              <td class="number">{formatInteger(clicks)}</td>
              {unique && <td class="number">{formatInteger(counts?.uniqueClicks ?? 0)}</td>}
              {unique && <td class="number">{counts === undefined ? '–' : rateText(counts.ctr)}</td>}
            </tr>
          ))}
          {over > 0 && (
            <tr class="on-paper-only">
              <td colSpan={unique ? 4 : 2}>{own.moreOnScreen(over, formatInteger(over))}</td>
            </tr>
          )}
        </tbody>
        {apart.length > 0 && (
          <tbody class="apart">
            {apart.map(({ counts, clicks }, row) => (
              <tr key={row}>
                <th scope="row">
                  <span class="link-label">{own.optOutTitle}</span>
                  <span class="hint">{words.openedHint}</span>
                </th>
                <td class="number">{formatInteger(clicks)}</td>
                {unique && <td class="number">{formatInteger(counts?.uniqueClicks ?? 0)}</td>}
                {unique && <td class="number">–</td>}
              </tr>
            ))}
          </tbody>
        )}
      </table>
    </TableFrame>
  );
}

function Where({ report: { totals, numbers } }: { report: Report }) {
  const words = figures.value.where;
  const all = numbers.clicks;
  const devices = (['ios', 'android', 'other'] as const).map(
    (name) => [words.names[name], totals.devices[name]] as const,
  );
  const known = Object.entries(totals.countries)
    .filter(([code]) => code !== '')
    .toSorted(([, a], [, b]) => b - a);
  const named = known.slice(0, known.length > MOST_COUNTRIES + 1 ? MOST_COUNTRIES : known.length);
  const others = known.slice(named.length);
  const sum = (rows: readonly (readonly [string, number])[]) => rows.reduce((total, [, clicks]) => total + clicks, 0);
  const countries = [
    ...named.map(([code, clicks]) => [countryName(code), clicks] as const),
    ...(others.length > 0 ? [[words.others(others.length, formatInteger(others.length)), sum(others)] as const] : []),
    [words.unknown, Math.max(0, all - sum(known))] as const,
  ];
  return (
    <section aria-labelledby="where-heading">
      <h2 id="where-heading">{words.title}</h2>
      {all === 0 ? (
        <p class="hint">{words.none}</p>
      ) : (
        <>
          <div class="pair">
            <Shares title={words.devices} heading={words.device} rows={devices} all={all} />
            <Shares title={words.countries} heading={words.country} rows={countries} all={all} />
          </div>
          <p class="hint">{words.hint}</p>
        </>
      )}
    </section>
  );
}

function Shares(props: {
  title: string;
  heading: string;
  rows: readonly (readonly [name: string, clicks: number])[];
  all: number;
}) {
  const words = figures.value.where;
  return (
    <table class="share-table">
      <caption>{props.title}</caption>
      <thead class="visually-hidden">
        <tr>
          <th scope="col">{props.heading}</th>
          <th scope="col">{words.clicks}</th>
          <th scope="col">{words.share}</th>
        </tr>
      </thead>
      <tbody>
        {props.rows.map(([name, clicks]) => (
          <tr key={name}>
            <th scope="row">
              {name}
              <span class="share-bar" aria-hidden="true">
                <span style={{ width: `${(100 * clicks) / props.all}%` }} />
              </span>
            </th>
            <td class="number">{formatInteger(clicks)}</td>
            <td class="number">{formatPercent(clicks / props.all)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
