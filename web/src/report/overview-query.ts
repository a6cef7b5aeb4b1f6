/** What the overview shows, as it stands in the address behind the question mark: to be shared, and gone back to. */
import type { RequestOf } from '../../../worker/api.ts';
import { CAMPAIGNS } from '../state/route.ts';

export type Asked = NonNullable<RequestOf<'GET /api/overview'>['query']>;
export type Sort = NonNullable<Asked['sort']>;
export type Order = NonNullable<Asked['order']>;

export const SORTS = ['date', 'name', 'recipients', 'ctr', 'clicks', 'opt-outs'] as const satisfies readonly Sort[];

export interface OverviewQuery {
  readonly sort: Sort;
  readonly order: Order;
  readonly search: string;
  /** Such as 2026-11, of the calendar that hangs where the page is looked at; empty: all. */
  readonly month: string;
  /** Empty: all. */
  readonly host: string;
  readonly archived: boolean;
}

/** All campaigns of a shelf. */
export const NO_FILTER = { search: '', month: '', host: '' } as const satisfies Partial<OverviewQuery>;

/** Longer ones the worker does not take. */
export const LONGEST_SEARCH = 200;

/** Names begin with A, everything else with the most or the newest. */
export const firstOrder = (sort: Sort): Order => (sort === 'name' ? 'ascending' : 'descending');

/** Of an address; what it does not say, or says wrongly, is as if nothing was asked. */
export function queryOf(address: string): OverviewQuery {
  const said = new URLSearchParams(address.split('?')[1] ?? '');
  const sort = SORTS.find((name) => name === said.get('sort')) ?? 'date';
  const order = said.get('order');
  const month = said.get('month') ?? '';
  return {
    sort,
    order: order === 'ascending' || order === 'descending' ? order : firstOrder(sort),
    search: (said.get('search') ?? '').slice(0, LONGEST_SEARCH),
    month: /^\d{4}-(0[1-9]|1[0-2])$/.test(month) ? month : '',
    host: said.get('host') ?? '',
    archived: said.get('archived') === 'true',
  };
}

export function addressOf(query: OverviewQuery): string {
  const { sort, order, search, month, host, archived } = query;
  const said = new URLSearchParams({
    ...(sort !== 'date' && { sort }),
    ...(order !== firstOrder(sort) && { order }),
    ...(search.trim() !== '' && { search }),
    ...(month !== '' && { month }),
    ...(host !== '' && { host }),
    ...(archived && { archived: 'true' }),
  });
  return said.size === 0 ? CAMPAIGNS : `${CAMPAIGNS}?${said}`;
}

/** Whether some campaigns of the shelf are left out. */
export const isFiltered = ({ search, month, host }: OverviewQuery): boolean =>
  search.trim() !== '' || month !== '' || host !== '';

/** As the worker is asked. */
export function askedFor({ sort, order, search, month, host, archived }: OverviewQuery): Asked {
  const [year = 0, of = 1] = month.split('-').map(Number);
  // It takes ten words: whoever pastes a message is looking for its beginning.
  const words = search.trim().split(/\s+/u).slice(0, 10).join(' ');
  return {
    ...{ sort, order, archived },
    ...(words !== '' && { search: words }),
    ...(host !== '' && { host }),
    ...(month !== '' && { from: new Date(year, of - 1).getTime(), until: new Date(year, of).getTime() }),
  };
}

/** The months of a time, newest first, such as 2026-11. */
export function monthsOf(fromMs: number, toMs: number): string[] {
  const months: string[] = [];
  const from = new Date(fromMs);
  for (let at = new Date(toMs); ; at = new Date(at.getFullYear(), at.getMonth(), 0)) {
    if (at.getTime() < new Date(from.getFullYear(), from.getMonth()).getTime()) return months;
    months.push(`${at.getFullYear()}-${String(at.getMonth() + 1).padStart(2, '0')}`);
  }
}
