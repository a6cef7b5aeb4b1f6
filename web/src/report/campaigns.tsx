/** All campaigns with their figures: those in use, or those put away. The worker sorts, searches and adds up. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Overview, OverviewEntry } from '../../../worker/api.ts';
import { api, type Failure } from '../api/client.ts';
import { request } from '../api/request.ts';
import { formatInteger, formatList, formatPercent, t } from '../i18n/index.ts';
import { onUse } from '../i18n/on-use.ts';
import { overviewWords } from '../i18n/overview.ts';
import { referenceWords } from '../i18n/reference.ts';
import { useSendings } from '../sending/short.ts';
import { copyCampaign } from '../state/copy.ts';
import { COMPOSE, go } from '../state/route.ts';
import { FailureNotice } from '../ui/failure.tsx';
import { focusAfter } from '../ui/keep-focus.ts';
import { useTitle } from '../ui/title.ts';
import { useWhenBack } from '../ui/when-back.ts';
import { chosen, compareAddress, FEWEST, MOST } from './chosen.ts';
import { DeletedCampaigns, JustDeleted } from './deletions.tsx';
import { OverviewFilters } from './overview-filters.tsx';
import { addressOf, askedFor, isFiltered, NO_FILTER, type OverviewQuery, queryOf } from './overview-query.ts';
import { moveId, OverviewTable } from './overview-table.tsx';
import { StorageNotice } from './storage-notice.tsx';
import '../styles/overview.css';
import '../styles/sending.css';
import { SuppressionPanel } from './suppression-panel.tsx';

/** What is told with a first page, and holds for all of them. */
type Head = Pick<Overview, 'totals' | 'published'>;

export function CampaignsPage() {
  const words = onUse.value.campaigns;
  const shelf = onUse.value.shelf;
  useTitle(words.title);
  const [query, setQuery] = useState(() => queryOf(location.hash));
  const [entries, setEntries] = useState<readonly OverviewEntry[] | null>(null);
  const [head, setHead] = useState<Head>({});
  const [next, setNext] = useState<string | undefined>(undefined);
  const [failure, setFailure] = useState<Failure | null>(null);
  /** The campaign that was just moved to the other shelf. */
  const [moved, setMoved] = useState<Pick<OverviewEntry, 'id' | 'name' | 'archived'> | null>(null);
  /** Nothing is on this shelf: whether there is something on the other. */
  const [hasArchived, setHasArchived] = useState(false);

  const sendings = useSendings();
  const asked = useRef(0);
  const current = useRef(query);
  current.current = query;

  const load = async (from?: string) => {
    const mine = ++asked.current;
    const answer = await request('GET /api/overview', { query: askedFor(current.current), next: from });
    // Overtaken: something else is wanted, or something moved meanwhile.
    if (mine !== asked.current) return;
    if (!answer.ok) return setFailure(answer);
    setFailure(null);
    const { totals, published, entries: found, _links } = answer.value;
    if (from === undefined) {
      setHead({ ...(totals && { totals }), ...(published && { published }) });
      if (published === undefined && !current.current.archived) {
        const others = await request('GET /api/overview', { query: { archived: true, pageLimit: 1 } });
        if (mine !== asked.current) return;
        setHasArchived(others.ok && others.value.entries.length > 0);
      }
    }
    setEntries((known) => {
      const before = from === undefined ? [] : (known ?? []);
      // Figures change between two pages: one that has moved down is not shown twice.
      return [...before, ...found.filter(({ id }) => before.every((one) => one.id !== id))];
    });
    setNext(_links.next);
  };
  useEffect(() => void load(), [query]);
  useWhenBack(failure, () => void load());

  useEffect(() => {
    // A step back, or an address that was written by hand.
    const look = () => setQuery(queryOf(location.hash));
    addEventListener('hashchange', look);
    addEventListener('popstate', look);
    return () => {
      removeEventListener('hashchange', look);
      removeEventListener('popstate', look);
    };
  }, []);

  const change = (changes: Partial<OverviewQuery>, isTyped = false) => {
    const wanted = { ...current.current, ...changes };
    if (addressOf(wanted) === addressOf(current.current)) return;
    history[isTyped ? 'replaceState' : 'pushState'](null, '', addressOf(wanted));
    setMoved(null);
    setQuery(wanted);
  };

  /** False: it was refused, and stays where it is. */
  const move = async ({ id, archived }: Pick<OverviewEntry, 'id' | 'archived'>): Promise<boolean> => {
    const answer = await api.editCampaign(id, { archived: archived !== true });
    if (!answer.ok) {
      setFailure(answer);
      return false;
    }
    setMoved(answer.value);
    await load();
    return true;
  };
  const copy = async ({ id }: OverviewEntry) => {
    const answer = await api.campaign(id);
    if (!answer.ok) return setFailure(answer);
    await copyCampaign(answer.value);
    go(COMPOSE);
  };

  const isEmpty = entries?.length === 0;
  return (
    <main id="content" class="page campaigns" tabIndex={-1}>
      <div class="sheet">
        <div class="sheet-head">
          <h1>{words.title}</h1>
          <fieldset class="segmented">
            <legend class="visually-hidden">{shelf.which}</legend>
            {[false, true].map((archived) => (
              <button
                key={String(archived)}
                type="button"
                aria-pressed={query.archived === archived}
                onClick={() => change({ ...NO_FILTER, archived })}
              >
                {archived ? shelf.archived : shelf.active}
              </button>
            ))}
          </fieldset>
        </div>
        <JustDeleted />
        <FailureNotice failure={failure} />
        <StorageNotice onTakenUp={() => void load()} />
        {(head.published !== undefined || isFiltered(query)) && (
          <OverviewFilters query={query} published={head.published} onChange={change} />
        )}
        <p role="status" class="moved">
          {moved !== null && (
            <>
              {moved.archived === true ? shelf.isArchived(moved.name) : shelf.isBack(moved.name)}{' '}
              <button
                type="button"
                class="link"
                onClick={async () => {
                  if (!(await move(moved))) return;
                  setMoved(null);
                  focusAfter(() => document.getElementById(moveId(moved.id)));
                }}
              >
                {shelf.undo}
              </button>
            </>
          )}
        </p>
        {entries === null && failure === null && <p class="loading">{t.value.common.loading}</p>}
        <p role="status" class="overview-totals">
          {entries !== null && head.published !== undefined && <Totals totals={head.totals} />}
        </p>
        {isEmpty && (
          <Empty
            query={query}
            hasArchived={hasArchived || moved !== null}
            clear={() => {
              change(NO_FILTER);
              focusAfter(() => document.querySelector<HTMLElement>('.overview-search input'));
            }}
          />
        )}
        {entries !== null && !isEmpty && (
          <>
            <OverviewTable
              entries={entries}
              sendings={sendings}
              query={query}
              onSort={change}
              onCopy={(entry) => void copy(entry)}
              onMove={async (entry) => {
                if (await move(entry)) focusAfter(() => document.querySelector<HTMLElement>('.moved button'));
              }}
            />
            <p class="hint">
              {overviewWords.value.formula} {overviewWords.value.early}
            </p>
          </>
        )}
        {next !== undefined && (
          <button
            type="button"
            class="overview-more"
            onClick={async () => {
              const shown = entries?.length ?? 0;
              await load(next);
              focusAfter(() => document.querySelectorAll<HTMLElement>('.campaign-list a')[shown]);
            }}
          >
            {words.more}
          </button>
        )}
        <Chosen />
        <SuppressionPanel />
        <DeletedCampaigns />
        <p>
          <a href="/reference">{referenceWords.value.title}</a>
        </p>
      </div>
    </main>
  );
}

function Totals({ totals }: { totals: Overview['totals'] | undefined }) {
  const words = overviewWords.value;
  if (totals === undefined || totals.campaigns === 0) return null;
  const { campaigns, recipients, clicks, clickers, reached, ctr, confirmedOptOuts } = totals;
  return (
    <>
      {[
        words.campaigns(campaigns, formatInteger(campaigns)),
        words.recipients(recipients, formatInteger(recipients)),
        words.clicks(clicks, formatInteger(clicks)),
        ...(ctr === null ? [] : [words.ctr(formatPercent(ctr), formatInteger(clickers), formatInteger(reached))]),
        words.optOuts(confirmedOptOuts, formatInteger(confirmedOptOuts)),
      ].join(' · ')}
    </>
  );
}

function Empty({ query, hasArchived, clear }: { query: OverviewQuery; hasArchived: boolean; clear: () => void }) {
  const words = onUse.value.campaigns;
  const shelf = onUse.value.shelf;
  if (isFiltered(query)) {
    return (
      <div class="empty">
        <p class="empty-title" role="status">
          {overviewWords.value.nothing}
        </p>
        <button type="button" onClick={clear}>
          {overviewWords.value.clear}
        </button>
      </div>
    );
  }
  return (
    <div class="empty">
      {query.archived || hasArchived ? (
        <p>{query.archived ? shelf.noneArchived : shelf.noneActive}</p>
      ) : (
        <>
          <p class="empty-title">{words.empty}</p>
          <p>{words.emptyLead}</p>
          <a class="button primary" href={COMPOSE}>
            {words.emptyAction}
          </a>
        </>
      )}
    </div>
  );
}

/** What was chosen to be compared, also when it is not on screen any more. */
function Chosen() {
  const words = overviewWords.value;
  const all = chosen.value;
  if (all.length === 0) return null;
  return (
    <section class="overview-chosen" aria-label={words.choose}>
      <p role="status">
        {words.chosen(formatList(all.map(({ name }) => name)))}
        {all.length < FEWEST && <span class="hint">{words.another}</span>}
        {all.length === MOST && <span class="hint">{words.most}</span>}
      </p>
      <div class="buttons">
        {all.length >= FEWEST && (
          <a class="button primary" href={compareAddress(all.map(({ id }) => id))}>
            {words.compare(all.length)}
          </a>
        )}
        <button
          type="button"
          class="quiet"
          onClick={() => {
            chosen.value = [];
            focusAfter(() => document.querySelector<HTMLElement>('.of-choice input'));
          }}
        >
          {words.none}
        </button>
      </div>
    </section>
  );
}
