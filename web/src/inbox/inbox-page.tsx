/** What people write back: the last first, with what each text did. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Inbox, InboxMessage, ShortGateway } from '../../../worker/api.ts';
import type { Failure } from '../api/client.ts';
import { request } from '../api/request.ts';
import { inboxWords } from '../i18n/inbox.ts';
import { formatInteger, t } from '../i18n/index.ts';
import { webhookWords } from '../i18n/webhooks.ts';
import { settingsAddress } from '../state/route.ts';
import { unread } from '../state/unread.ts';
import { Confirm } from '../ui/confirm.tsx';
import { FailureNotice } from '../ui/failure.tsx';
import { Field } from '../ui/field.tsx';
import { Folded } from '../ui/folded.tsx';
import { focusAfter, headingOf } from '../ui/keep-focus.ts';
import { later } from '../ui/later.tsx';
import { useTitle } from '../ui/title.ts';
import { useWhenBack } from '../ui/when-back.ts';
import { Text } from './inbox-text.tsx';
import '../styles/inbox.css';

const Webhooks = later(() => import('./webhooks.tsx').then((loaded) => loaded.Webhooks));

const FILTERS = ['all', 'neither', 'stop', 'start'] as const;
interface Asked {
  readonly word: (typeof FILTERS)[number];
  readonly isUnreadOnly: boolean;
  readonly search: string;
}
const EVERYTHING: Asked = { word: 'all', isUnreadOnly: false, search: '' };
const isEverything = ({ word, isUnreadOnly, search }: Asked) => word === 'all' && !isUnreadOnly && search.trim() === '';

/** Of somebody who is typing. */
const REST_MS = 300;

const queryOf = ({ word, isUnreadOnly, search }: Asked) => ({
  ...(word !== 'all' && { word }),
  ...(isUnreadOnly && { unread: 'true' as const }),
  ...(search.trim() !== '' && { search: search.trim() }),
});

export function InboxPage() {
  const words = inboxWords.value;
  useTitle(words.title);
  const [asked, setAsked] = useState(EVERYTHING);
  const [page, setPage] = useState<Inbox | null>(null);
  const [gateways, setGateways] = useState<readonly ShortGateway[]>([]);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [told, setTold] = useState('');
  const [isEmptying, setEmptying] = useState(false);
  const newest = useRef(0);

  const load = async (wanted: Asked) => {
    const mine = ++newest.current;
    const answer = await request('GET /api/inbox', { query: queryOf(wanted) });
    // Somebody asked for something else meanwhile.
    if (mine !== newest.current) return;
    setFailure(answer.ok ? null : answer);
    if (!answer.ok) return;
    setPage(answer.value);
    unread.value = answer.value.unread;
  };
  useWhenBack(failure, () => void load(asked));
  const first = useRef(true);
  useEffect(() => {
    const rest = setTimeout(() => void load(asked), first.current ? 0 : REST_MS);
    first.current = false;
    return () => clearTimeout(rest);
  }, [asked]);
  useEffect(() => {
    void request('GET /api/gateways').then((answer) => answer.ok && setGateways(answer.value.entries));
  }, []);

  const older = async () => {
    const next = page?._links.next;
    if (page === null || next === undefined) return;
    const mine = newest.current;
    const answer = await request('GET /api/inbox', { next });
    if (mine !== newest.current) return;
    setFailure(answer.ok ? null : answer);
    if (answer.ok) setPage({ ...answer.value, entries: [...page.entries, ...answer.value.entries] });
  };
  /** Of what the worker says is so now. */
  const changed = (id: string, change: Partial<InboxMessage> | null) => {
    if (page === null) return;
    const entries = page.entries.flatMap((entry) =>
      entry.id !== id ? [entry] : change === null ? [] : [{ ...entry, ...change }],
    );
    setPage({ ...page, entries });
  };
  const mark = async ({ id, isUnread }: InboxMessage) => {
    const answer = await request('PATCH /api/inbox/{id}', { params: { id }, body: { isUnread: !isUnread } });
    setFailure(answer.ok ? null : answer);
    if (!answer.ok) return;
    unread.value = answer.value.unread;
    changed(id, { isUnread: !isUnread });
  };
  const markAll = async () => {
    const upTo = page?.entries[0]?.id;
    if (upTo === undefined) return;
    const answer = await request('POST /api/inbox/read', { body: { upTo } });
    setFailure(answer.ok ? null : answer);
    if (answer.ok) await load(asked);
  };
  const erase = async ({ id }: InboxMessage) => {
    const answer = await request('DELETE /api/inbox/{id}', { params: { id } });
    setFailure(answer.ok ? null : answer);
    if (!answer.ok) return;
    setTold(words.erased);
    changed(id, null);
    focusAfter(() => document.querySelector<HTMLElement>('.inbox-none a, .inbox-find input'));
    void request('GET /api/inbox/unread').then((now) => {
      if (now.ok) unread.value = now.value.unread;
    });
  };
  const takeBack = async ({ hash, from, stopped }: InboxMessage, reason: string): Promise<boolean> => {
    if (hash === undefined) return false;
    for (const { host, list } of stopped) {
      const body = { host, ...(list !== undefined && { list }), hashes: hash, reason };
      const answer = await request('POST /api/suppressions/removals', { body });
      setFailure(answer.ok ? null : answer);
      if (!answer.ok) return false;
    }
    setTold(words.takenBack(from));
    await load(asked);
    return true;
  };
  const empty = async () => {
    const answer = await request('DELETE /api/inbox');
    setFailure(answer.ok ? null : answer);
    setEmptying(false);
    if (!answer.ok) return;
    setTold(words.emptied);
    focusAfter(() => document.querySelector<HTMLElement>('.inbox-none a, .inbox-find input'));
    await load(asked);
  };

  const showAll = () => {
    setAsked(EVERYTHING);
    focusAfter(() => headingOf(document.querySelector('.inbox-list')));
  };

  const isEmpty = page !== null && page.entries.length === 0 && isEverything(asked);
  const next = page?._links.next;
  return (
    <main id="content" class="page inbox" tabIndex={-1}>
      <div class="sheet">
        <div class="sheet-head">
          <h1>{words.title}</h1>
          {page !== null && page.entries.length > 0 && unread.value > 0 && (
            <button type="button" class="quiet" onClick={() => void markAll()}>
              {words.markAll}
            </button>
          )}
        </div>
        <p class="inbox-lead">
          {words.lead} {page !== null && <span class="hint">{words.retention(formatInteger(page.keptDays))}</span>}
        </p>
        <FailureNotice failure={failure} />
        <p role="status" class={told === '' ? 'visually-hidden' : 'notice is-good'}>
          {told}
        </p>
        {page === null && failure === null && <p class="loading">{t.value.common.loading}</p>}
        {isEmpty && <Nobody />}
        {page !== null && !isEmpty && (
          <>
            <Find asked={asked} ask={setAsked} />
            <p class="inbox-count" role="status">
              {unread.value === 0 ? words.allRead : words.unread(formatInteger(unread.value))}
            </p>
            <ol class="inbox-list" aria-label={words.texts}>
              {page.entries.map((entry) => (
                <li key={entry.id}>
                  <Text
                    entry={entry}
                    gateway={gateways.find(({ id }) => id === entry.gateway)?.name ?? words.gone}
                    mark={() => mark(entry)}
                    erase={() => erase(entry)}
                    takeBack={(reason) => takeBack(entry, reason)}
                  />
                </li>
              ))}
            </ol>
            {page.entries.length === 0 && (
              <div class="inbox-none">
                <p role="status">{next === undefined ? words.noneFound : words.noneFoundYet}</p>
                <button type="button" onClick={() => showAll()}>
                  {words.showAll}
                </button>
              </div>
            )}
            {next !== undefined && (
              <button type="button" class="inbox-older" onClick={() => void older()}>
                {asked.search.trim() === '' ? words.older : words.searchOlder}
              </button>
            )}
          </>
        )}
        <Folded class="inbox-webhooks" title={webhookWords.value.title} Panel={Webhooks} />
        {page !== null && !isEmpty && !isEmptying && (
          <div>
            <button type="button" class="quiet inbox-empty-all" onClick={() => setEmptying(true)}>
              {words.emptyAll}
            </button>
          </div>
        )}
        {isEmptying && (
          <Confirm
            title={words.emptyAllTitle}
            yes={words.emptyAll}
            working={words.emptying}
            no={words.no}
            heading="h2"
            onYes={empty}
            onNo={() => {
              setEmptying(false);
              focusAfter(() => document.querySelector<HTMLElement>('.inbox-empty-all'));
            }}
          >
            <p>{words.emptyAllText}</p>
          </Confirm>
        )}
      </div>
    </main>
  );
}

function Nobody() {
  const words = inboxWords.value;
  return (
    <div class="inbox-none">
      <p class="inbox-none-title">{words.empty}</p>
      <p>{words.emptyHow}</p>
      <a class="button" href={settingsAddress('gateways')}>
        {words.toGateways}
      </a>
    </div>
  );
}

function Find({ asked, ask }: { asked: Asked; ask(asked: Asked): void }) {
  const words = inboxWords.value;
  return (
    <div class="inbox-find">
      <Field label={words.search} hint={words.searchHint}>
        {(ids) => (
          <input
            {...ids}
            type="search"
            maxLength={100}
            value={asked.search}
            onInput={(event) => ask({ ...asked, search: event.currentTarget.value })}
          />
        )}
      </Field>
      <Field label={words.show}>
        {(ids) => (
          <select
            {...ids}
            value={asked.word}
            onChange={(event) =>
              ask({ ...asked, word: FILTERS.find((one) => one === event.currentTarget.value) ?? 'all' })
            }
          >
            {FILTERS.map((filter) => (
              <option key={filter} value={filter}>
                {words.filters[filter]}
              </option>
            ))}
          </select>
        )}
      </Field>
      <label class="check">
        <input
          type="checkbox"
          checked={asked.isUnreadOnly}
          onChange={(event) => ask({ ...asked, isUnreadOnly: event.currentTarget.checked })}
        />
        {words.unreadOnly}
      </label>
    </div>
  );
}
