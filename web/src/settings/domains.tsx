/** Link domains: which there are, whether each leads here, and what is missing until it does. */
import { type Signal, signal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import type { Domain, DomainEdit, NewDomain } from '../../../worker/api.ts';
import { api, type Failure } from '../api/client.ts';
import { request } from '../api/request.ts';
import { failureText } from '../i18n/failure.ts';
import { formatInteger, formatMoment, t } from '../i18n/index.ts';
import { linkDomainWords } from '../i18n/link-domains.ts';
import { askDomain } from '../pointing/ask-domain.ts';
import {
  domains,
  isElsewhere,
  isLocal,
  keepDomain,
  LOCAL_HOST,
  loadDomains,
  pointing,
  removeDomain,
} from '../state/domains.ts';
import { FailureNotice } from '../ui/failure.tsx';
import { focusAfter, headingOf } from '../ui/keep-focus.ts';
import { TextField } from '../ui/text-field.tsx';
import { CheckPanel } from './domain-check.tsx';
import { STOP_FIELDS, StopByNumber, stopFieldsOf, stopStateOf, stopTextsIn } from './stop-by-number.tsx';
import '../styles/link-domains.css';

type Opened = { readonly host: string; readonly what: 'check' | 'edit' } | null;

/** What was done last, said where the list begins. */
type Done =
  | { readonly what: 'added' | 'saved'; readonly host: string }
  | { readonly what: 'removed'; readonly domain: Domain };

export function Domains() {
  const words = linkDomainWords.value;
  const [opened, setOpened] = useState<Opened>(null);
  const [done, setDone] = useState<Done | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [gateways, setGateways] = useState<ReadonlySet<string> | null>(null);
  useEffect(() => {
    void loadDomains().then(async () => {
      const all = domains.peek() ?? [];
      // What is not asked is shown by what was last known.
      for (const domain of all) if (!pointing.peek().has(domain.host)) void askDomain(domain);
      if (all.every(({ stopTexts }) => stopTexts === null)) return;
      const answer = await request('GET /api/gateways');
      if (answer.ok) setGateways(new Set(answer.value.entries.map(({ id }) => id)));
    });
  }, []);
  const known = domains.value;
  const add = async (domain: NewDomain): Promise<Failure | null> => {
    const answer = await api.addDomain(domain);
    if (!answer.ok) return answer;
    keepDomain(answer.value);
    setDone({ what: 'added', host: answer.value.host });
    setOpened({ host: answer.value.host, what: 'check' });
    focusAfter(() => headingOf(document.querySelector('.domain-check')));
    return null;
  };
  const remove = async (domain: Domain) => {
    const answer = await removeDomain(domain);
    setFailure(answer.ok ? null : answer);
    if (!answer.ok) return;
    setDone({ what: 'removed', domain });
    focusAfter(() => document.querySelector<HTMLElement>('.domains-done button'));
  };
  const undo = async ({ host, landingPage, senderName, stopTexts, jurisdiction }: Domain) => {
    const refused = await add({ host, landingPage, senderName, jurisdiction });
    setFailure(refused);
    if (refused !== null || stopTexts === null) return;
    const answer = await request('PATCH /api/domains/{host}', { params: { host }, body: { stopTexts } });
    setFailure(answer.ok ? null : answer);
    if (answer.ok) keepDomain(answer.value);
  };
  return (
    <section class="sheet link-domains" aria-labelledby="domains-heading">
      <h2 id="domains-heading">{words.title}</h2>
      <p class="domains-lead">{words.lead}</p>
      <FailureNotice failure={failure} />
      <p role="status" class="domains-done">
        {done?.what === 'added' && words.added(done.host)}
        {done?.what === 'saved' && words.saved}
        {done?.what === 'removed' && (
          <>
            {words.removed(done.domain.host)}{' '}
            <button type="button" class="link" onClick={() => void undo(done.domain)}>
              {words.undo}
            </button>
          </>
        )}
      </p>
      {known === null && <p class="loading">{t.value.common.loading}</p>}
      {known?.length === 0 && (
        <div class="domains-empty">
          <p class="domains-empty-title">{words.empty}</p>
          <p>{words.emptyHow}</p>
        </div>
      )}
      {known !== null && known.length > 0 && (
        <ul class="domain-list" aria-label={words.list}>
          {known.map((domain) => (
            <li key={domain.host}>
              <Card
                domain={domain}
                gateways={gateways}
                opened={opened?.host === domain.host ? opened.what : null}
                open={(what) => {
                  setDone(null);
                  setOpened(what === null ? null : { host: domain.host, what });
                }}
                saved={() => {
                  setOpened(null);
                  setDone({ what: 'saved', host: domain.host });
                }}
                remove={() => remove(domain)}
              />
            </li>
          ))}
        </ul>
      )}
      {known !== null && <AddForm add={add} isFirst={known.length === 0} />}
    </section>
  );
}

interface CardProps {
  readonly domain: Domain;
  /** Ids of those there are; null: not known. */
  readonly gateways: ReadonlySet<string> | null;
  readonly opened: 'check' | 'edit' | null;
  open(what: 'check' | 'edit' | null): void;
  saved(): void;
  remove(): Promise<void>;
}

function Card({ domain, gateways, opened, open, saved, remove }: CardProps) {
  const words = linkDomainWords.value;
  const { host, lastNumber, provedAtMs, landingPage, senderName, stopTexts, jurisdiction } = domain;
  const buttonOf = (what: string) =>
    document.querySelector<HTMLElement>(`.domain-card[data-host="${CSS.escape(host)}"] .open-${what}`);
  const close = (what: string) => {
    open(null);
    focusAfter(() => buttonOf(what));
  };
  return (
    <article class="domain-card" data-host={host} aria-label={host}>
      <div class="domain-head">
        <h3 class="domain-host">{host}</h3>
        <State domain={domain} />
      </div>
      <p class="hint domain-facts">
        <span>{words.campaigns(formatInteger(lastNumber))}</span>
        {provedAtMs !== null && <span>{words.provedOn(formatMoment(provedAtMs))}</span>}
        {jurisdiction === 'eu' && <span>{words.inEu}</span>}
      </p>
      <p class="hint domain-facts">
        <span>{senderName === '' ? words.noSender : words.sender(senderName)}</span>
        <span>{landingPage === null ? words.noLanding : words.landing(landingPage)}</span>
        {stopTexts !== null && <span>{stopStateOf(stopTexts, gateways)}</span>}
      </p>
      <div class="buttons">
        <button
          type="button"
          class="open-check"
          aria-label={words.checkNamed(host)}
          aria-expanded={opened === 'check'}
          onClick={() => {
            open('check');
            focusAfter(() => headingOf(document.querySelector('.domain-check')));
          }}
        >
          {words.check}
        </button>
        <button
          type="button"
          class="quiet open-edit"
          aria-label={words.editNamed(host)}
          aria-expanded={opened === 'edit'}
          onClick={() => {
            if (opened === 'edit') return close('edit');
            open('edit');
            focusAfter(() => document.querySelector<HTMLElement>('.domain-edit input'));
          }}
        >
          {words.edit}
        </button>
        {lastNumber === 0 && (
          <button type="button" class="quiet" aria-label={words.removeNamed(host)} onClick={() => void remove()}>
            {words.remove}
          </button>
        )}
      </div>
      {opened === 'check' && <CheckPanel key={host} domain={domain} close={() => close('check')} />}
      {opened === 'edit' && (
        <EditForm
          domain={domain}
          cancel={() => close('edit')}
          saved={() => {
            saved();
            focusAfter(() => buttonOf('edit'));
          }}
        />
      )}
    </article>
  );
}

/** By what the browser heard in this window, or else by what was last proved. */
function State({ domain }: { domain: Domain }) {
  const words = linkDomainWords.value;
  const isThere = !isElsewhere(domain);
  const text = isThere
    ? words.states.here
    : domain.provedAtMs === null
      ? words.states.unproved
      : words.states.elsewhere;
  return <span class={isThere ? 'domain-state is-good' : 'domain-state is-missing'}>{text}</span>;
}

function EditForm({ domain, cancel, saved }: { domain: Domain; cancel(): void; saved(): void }) {
  const words = linkDomainWords.value;
  const [fields] = useState(() => ({
    senderName: signal(domain.senderName),
    landingPage: signal(domain.landingPage ?? ''),
    stop: stopFieldsOf(domain),
  }));
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isBusy, setBusy] = useState(false);
  const save = async () => {
    if (isBusy) return;
    setBusy(true);
    const landingPage = fields.landingPage.peek().trim();
    const edit: DomainEdit = {
      senderName: fields.senderName.peek().trim(),
      landingPage: landingPage === '' ? null : landingPage,
      stopTexts: stopTextsIn(fields.stop),
    };
    const answer = await request('PATCH /api/domains/{host}', { params: { host: domain.host }, body: edit });
    setBusy(false);
    setFailure(answer.ok ? null : answer);
    if (!answer.ok) return;
    // First: whoever sees the new values finds the form closed.
    saved();
    keepDomain(answer.value);
  };
  return (
    <form
      class="domain-edit"
      aria-label={words.editNamed(domain.host)}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Properties fields={fields} failure={failure} />
      <StopByNumber host={domain.host} fields={fields.stop} errorAt={(pointer) => wrongIn(failure, pointer)} />
      <OtherFailure failure={failure} />
      <div class="buttons">
        <button type="submit" class="primary" aria-disabled={isBusy}>
          {words.save}
        </button>
        <button type="button" class="quiet" onClick={cancel}>
          {t.value.common.cancel}
        </button>
      </div>
    </form>
  );
}

interface PropertyFields {
  readonly senderName: Signal<string>;
  readonly landingPage: Signal<string>;
}

const FIELDS = ['/host', '/senderName', '/landingPage', ...STOP_FIELDS];
/** In the page's language: by what is wrong with the field where there are words for it, else what it takes. */
function wrongIn(failure: Failure | null, pointer: string): string | null {
  const error = failure?.problem?.errors?.find((error) => error.pointer === pointer);
  if (error === undefined) return null;
  const { codes, hosts, fields } = linkDomainWords.value.wrong;
  const ofHost = pointer === '/host' ? hosts[error.code] : undefined;
  return codes[error.code] ?? ofHost ?? fields[pointer] ?? error.detail;
}

/** What is of none of the fields. */
function OtherFailure({ failure }: { failure: Failure | null }) {
  return <FailureNotice failure={FIELDS.some((field) => wrongIn(failure, field) !== null) ? null : failure} />;
}

function Properties({ fields, failure }: { fields: PropertyFields; failure: Failure | null }) {
  const words = linkDomainWords.value;
  return (
    <div class="pair">
      <TextField
        label={words.senderName}
        hint={words.senderHint}
        value={fields.senderName}
        maxLength={100}
        error={wrongIn(failure, '/senderName')}
      />
      <TextField
        label={words.landingPage}
        hint={words.landingHint}
        value={fields.landingPage}
        inputMode="url"
        maxLength={2_048}
        error={wrongIn(failure, '/landingPage')}
      />
    </div>
  );
}

function AddForm({ add, isFirst }: { add(domain: NewDomain): Promise<Failure | null>; isFirst: boolean }) {
  const words = linkDomainWords.value;
  const [fields] = useState(() => ({
    host: signal(isLocal && isFirst ? LOCAL_HOST : ''),
    senderName: signal(''),
    landingPage: signal(''),
  }));
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isBusy, setBusy] = useState(false);
  const { host, senderName, landingPage } = fields;
  const submit = async () => {
    if (isBusy || host.peek().trim() === '') return;
    setBusy(true);
    const refused = await add({
      host: host.peek().trim(),
      ...(senderName.peek().trim() !== '' && { senderName: senderName.peek().trim() }),
      ...(landingPage.peek().trim() !== '' && { landingPage: landingPage.peek().trim() }),
    });
    setBusy(false);
    setFailure(refused);
    if (refused === null) for (const field of [host, senderName, landingPage]) field.value = '';
  };
  return (
    <form
      class="domain-add"
      aria-labelledby="add-domain-heading"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <h3 id="add-domain-heading">{words.add}</h3>
      <TextField
        label={words.host}
        hint={isLocal ? `${words.hostHint} ${words.localHint}` : words.hostHint}
        value={host}
        inputMode="url"
        maxLength={253}
        error={wrongIn(failure, '/host')}
      />
      <Properties fields={fields} failure={failure} />
      {failure !== null && failure.status === 0 && <p class="error">{failureText(failure)}</p>}
      {failure?.status !== 0 && <OtherFailure failure={failure} />}
      <div class="buttons">
        <button
          type="submit"
          class={isFirst ? 'primary' : ''}
          aria-disabled={isBusy}
          disabled={host.value.trim() === ''}
        >
          {words.submit}
        </button>
      </div>
    </form>
  );
}
