/** What of the campaigns is shown, and in which order. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { language } from '../i18n/index.ts';
import { LANGUAGES } from '../i18n/languages.ts';
import { overviewWords } from '../i18n/overview.ts';
import { domains, loadDomains } from '../state/domains.ts';
import { Field } from '../ui/field.tsx';
import { LONGEST_SEARCH, monthsOf, type Order, type OverviewQuery, SORTS } from './overview-query.ts';

/** A person who types is not done yet. */
const TYPING_MS = 250;

interface Props {
  readonly query: OverviewQuery;
  /** `isTyped`: one more letter; no step back leads to what was there before it. */
  readonly onChange: (change: Partial<OverviewQuery>, isTyped?: boolean) => void;
}

export function OverviewFilters(props: Props & { published: { fromMs: number; toMs: number } | undefined }) {
  const words = overviewWords.value;
  const { query, onChange, published } = props;
  useEffect(() => {
    if (domains.peek() === null) void loadDomains();
  }, []);
  const hosts = withOwn(
    (domains.value ?? []).map(({ host }) => host),
    query.host,
  );
  const months = withOwn(published === undefined ? [] : monthsOf(published.fromMs, published.toMs), query.month);
  return (
    <search class="overview-filters">
      <Search query={query} onChange={onChange} />
      <Field label={words.month}>
        {(ids) => (
          <select {...ids} value={query.month} onChange={(event) => onChange({ month: event.currentTarget.value })}>
            <option value="">{words.everyMonth}</option>
            {months.map((month) => (
              <option key={month} value={month}>
                {monthText(month)}
              </option>
            ))}
          </select>
        )}
      </Field>
      {hosts.length > 1 && (
        <Field label={words.host}>
          {(ids) => (
            <select {...ids} value={query.host} onChange={(event) => onChange({ host: event.currentTarget.value })}>
              <option value="">{words.everyHost}</option>
              {hosts.map((host) => (
                <option key={host}>{host}</option>
              ))}
            </select>
          )}
        </Field>
      )}
      <Sorting query={query} onChange={onChange} />
    </search>
  );
}

/** An address may name one that is not among them. */
const withOwn = (known: readonly string[], own: string): readonly string[] =>
  own === '' || known.includes(own) ? known : [...known, own];

function monthText(month: string): string {
  const [year = 0, of = 1] = month.split('-').map(Number);
  const { locale } = LANGUAGES[language.value];
  return new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric' }).format(new Date(year, of - 1));
}

function Search({ query, onChange }: Props) {
  const words = overviewWords.value;
  const [text, setText] = useState(query.search);
  const waiting = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const asked = useRef(query.search);
  useEffect(() => {
    // It was changed elsewhere: cleared, or gone back to.
    if (query.search !== asked.current) setText(query.search);
    asked.current = query.search;
  }, [query.search]);
  useEffect(() => () => clearTimeout(waiting.current), []);
  const ask = (search: string) => {
    clearTimeout(waiting.current);
    asked.current = search;
    onChange({ search }, true);
  };
  return (
    <Field label={words.search} class="overview-search">
      {(ids) => (
        <input
          {...ids}
          type="search"
          value={text}
          maxLength={LONGEST_SEARCH}
          autocomplete="off"
          onInput={({ currentTarget: { value } }) => {
            setText(value);
            clearTimeout(waiting.current);
            waiting.current = setTimeout(() => ask(value), TYPING_MS);
          }}
          onKeyDown={({ key, currentTarget: { value } }) => {
            if (key === 'Enter') ask(value);
          }}
        />
      )}
    </Field>
  );
}

/** Where the table has no room for its headings. */
function Sorting({ query, onChange }: Props) {
  const words = overviewWords.value;
  return (
    <Field label={words.sort} class="overview-sort">
      {(ids) => (
        <select
          {...ids}
          value={`${query.sort} ${query.order}`}
          onChange={({ currentTarget: { value } }) => {
            const sort = SORTS.find((name) => value.startsWith(`${name} `)) ?? 'date';
            onChange({ sort, order: value.endsWith('descending') ? 'descending' : 'ascending' });
          }}
        >
          {SORTS.flatMap((sort) =>
            (Object.keys(words.ways[sort]) as Order[]).map((order) => (
              <option key={`${sort} ${order}`} value={`${sort} ${order}`}>
                {words.ways[sort][order]}
              </option>
            )),
          )}
        </select>
      )}
    </Field>
  );
}
