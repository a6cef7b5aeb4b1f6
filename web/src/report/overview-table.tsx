/** Campaigns with their figures, a row for each. */
import type { OverviewEntry, SendingEntry } from '../../../worker/api.ts';
import { formatDay, formatInteger, formatMoment, formatPercent } from '../i18n/index.ts';
import { onUse } from '../i18n/on-use.ts';
import { overviewWords } from '../i18n/overview.ts';
import { type Sendings, shortText } from '../sending/short.ts';
import { reportAddress } from '../state/route.ts';
import { termsInShort } from './campaign-terms.tsx';
import { choose, chosen, MOST } from './chosen.ts';
import { firstOrder, type OverviewQuery, type Sort } from './overview-query.ts';
import { Spark } from './spark.tsx';

export const moveId = (id: string): string => `move-${id}`;

interface Props {
  readonly entries: readonly OverviewEntry[];
  readonly sendings: Sendings;
  readonly query: OverviewQuery;
  readonly onSort: (change: Pick<OverviewQuery, 'sort' | 'order'>) => void;
  readonly onCopy: (entry: OverviewEntry) => void;
  readonly onMove: (entry: OverviewEntry) => void;
}

export function OverviewTable({ entries, sendings, query, onSort, onCopy, onMove }: Props) {
  const words = overviewWords.value;
  const [first, name, ...others] = ['date', 'name', 'recipients', 'ctr', 'clicks', 'opt-outs'] as const;
  return (
    <table class="campaign-list">
      <caption class="visually-hidden">{words.table}</caption>
      <thead>
        <tr>
          <th scope="col">
            <span class="visually-hidden">{words.choose}</span>
          </th>
          {[name, first, ...others].map((sort) => (
            <Heading key={sort} sort={sort} query={query} onSort={onSort} />
          ))}
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <Row key={entry.id} entry={entry} sending={sendings.get(entry.id)} onCopy={onCopy} onMove={onMove} />
        ))}
      </tbody>
    </table>
  );
}

function Heading({ sort, query, onSort }: { sort: Sort } & Pick<Props, 'query' | 'onSort'>) {
  const words = overviewWords.value;
  const isChosen = query.sort === sort;
  const turned = query.order === 'ascending' ? 'descending' : 'ascending';
  const order = isChosen ? turned : firstOrder(sort);
  return (
    <th
      scope="col"
      class={`of-${sort}${sort === 'name' ? '' : ' number'}`}
      aria-sort={isChosen ? query.order : undefined}
    >
      <button type="button" class="sorter" title={words.ways[sort][order]} onClick={() => onSort({ sort, order })}>
        {words.columns[sort]}
        <span aria-hidden="true">{isChosen ? (query.order === 'ascending' ? '▲' : '▼') : ''}</span>
      </button>
    </th>
  );
}

function Row({
  entry,
  sending,
  onCopy,
  onMove,
}: { entry: OverviewEntry; sending: SendingEntry | undefined } & Pick<Props, 'onCopy' | 'onMove'>) {
  const words = overviewWords.value;
  const shelf = onUse.value.shelf;
  const { id, name, host, recipients, clicks, ctr, reached, denominator, confirmedOptOuts } = entry;
  const isChosen = chosen.value.some((one) => one.id === id);
  const isArchived = entry.archived === true;
  return (
    <tr>
      <td class="of-choice">
        <input
          type="checkbox"
          checked={isChosen}
          disabled={!isChosen && chosen.value.length >= MOST}
          aria-label={words.chooseNamed(name)}
          onChange={(event) => choose(entry, event.currentTarget.checked)}
        />
      </td>
      <th scope="row" class="of-name">
        <a href={reportAddress(id)} class="campaign-name">
          {name}
        </a>
        {sending !== undefined && <span class={`campaign-sending is-${sending.state}`}>{shortText(sending)}</span>}
        <span class="campaign-host">
          {host} <span class="campaign-terms">{termsInShort(entry)}</span>
        </span>
        <span class="campaign-narrow">
          {formatDay(entry.createdAtMs)} · {words.recipients(recipients, formatInteger(recipients))} ·{' '}
          {words.optOuts(confirmedOptOuts, formatInteger(confirmedOptOuts))}
        </span>
        <span class="campaign-actions">
          <button type="button" class="link" aria-label={shelf.copyNamed(name)} onClick={() => onCopy(entry)}>
            {shelf.copy}
          </button>
          <button
            type="button"
            class="link"
            id={moveId(id)}
            aria-label={isArchived ? shelf.bringBackNamed(name) : shelf.archiveNamed(name)}
            onClick={() => onMove(entry)}
          >
            {isArchived ? shelf.bringBack : shelf.archive}
          </button>
        </span>
      </th>
      <td class="of-date number">{formatMoment(entry.createdAtMs)}</td>
      <td class="of-recipients number">{formatInteger(recipients)}</td>
      <td class="of-ctr number">
        {ctr === null ? (
          <span title={entry.tracking === 'recipient' ? words.notSent : words.noCtr}>–</span>
        ) : (
          <>
            {formatPercent(ctr)}
            <span class="campaign-over">
              ÷ {formatInteger(reached)} {onUse.value.report.denominator[denominator]}
            </span>
          </>
        )}
      </td>
      <td class="of-clicks number">
        {formatInteger(clicks)}
        <Spark steps={entry.early} />
      </td>
      <td class="of-opt-outs number">{formatInteger(confirmedOptOuts)}</td>
    </tr>
  );
}
