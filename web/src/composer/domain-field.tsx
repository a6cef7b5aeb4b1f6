import { signal } from '@preact/signals';
import { useState } from 'preact/hooks';
import type { Domain } from '../../../worker/api.ts';
import type { Failure } from '../api/client.ts';
import { failureText } from '../i18n/failure.ts';
import { t } from '../i18n/index.ts';
import {
  addDomain,
  chosenDomain,
  domains,
  isElsewhere,
  isLocal,
  LOCAL_HOST,
  type NamedDomain,
  removeDomain,
  removed,
} from '../state/domains.ts';
import { draft } from '../state/draft.ts';
import { FailureNotice } from '../ui/failure.tsx';
import { Field } from '../ui/field.tsx';
import { focusAfter } from '../ui/keep-focus.ts';
import { later } from '../ui/later.tsx';
import { TextField } from '../ui/text-field.tsx';
import { fieldError } from './field-error.ts';

const PointingNote = later(() => import('./pointing.tsx').then((loaded) => loaded.PointingNote));

const FIRST_HOST = isLocal ? LOCAL_HOST : '';
const newHost = signal(FIRST_HOST);
const failure = signal<Failure | null>(null);

export function DomainField() {
  const words = t.value.domain;
  // Until they are known the place is kept for what most likely comes, so that nothing moves: the domain of the draft, or,
  // unseen, the form for a first one.
  const [kept] = useState(draft.host.peek());
  const isKnown = domains.value !== null;
  const known: readonly NamedDomain[] = domains.value ?? (kept === '' ? [] : [{ host: kept }]);
  const [adding, setAdding] = useState(false);
  const none = known.length === 0;
  return (
    <div class="domain" data-place="domain" style={none && !isKnown ? { visibility: 'hidden' } : undefined}>
      {known.length > 0 && (
        <div class="domain-row">
          <Field label={words.label} hint={words.hint} error={fieldError('domain') ?? fieldError('pointing')}>
            {(ids) => (
              <select
                {...ids}
                value={draft.host.value}
                onChange={(event) => {
                  draft.host.value = event.currentTarget.value;
                }}
              >
                <option value="">{words.choose}</option>
                {known.map((domain) => (
                  <option key={domain.host} value={domain.host}>
                    {isElsewhere(domain) ? words.elsewhere(domain.host) : domain.host}
                  </option>
                ))}
              </select>
            )}
          </Field>
          <div class="domain-buttons">
            {!adding && (
              <button
                type="button"
                class="quiet add-another"
                onClick={() => {
                  newHost.value = isLocal && !known.some(({ host }) => host === LOCAL_HOST) ? LOCAL_HOST : '';
                  setAdding(true);
                  focusAfter(() => document.querySelector<HTMLElement>('.add-domain input'));
                }}
              >
                {words.addNew}
              </button>
            )}
            {chosenDomain.value?.lastNumber === 0 && <Remove domain={chosenDomain.value} />}
          </div>
        </div>
      )}
      <Removed />
      {chosenDomain.value !== null && <PointingNote />}
      {none && <p class={fieldError('domain') === null ? 'domain-empty' : 'domain-empty error'}>{words.empty}</p>}
      {(none || adding) && <AddDomain close={() => setAdding(false)} canClose={!none} />}
    </div>
  );
}

const notRemoved = signal<Failure | null>(null);

/** Only for a domain without campaigns: links that were sent lead through it. */
function Remove({ domain }: { domain: Domain }) {
  const words = t.value.domain;
  return (
    <button
      type="button"
      class="quiet"
      onClick={async () => {
        const answer = await removeDomain(domain);
        notRemoved.value = answer.ok ? null : answer;
        if (answer.ok) focusAfter(() => document.querySelector<HTMLElement>('.domain-removed button'));
      }}
    >
      {words.remove}
    </button>
  );
}

/** Nothing is lost with such a domain: it can be added again as it was. */
function Removed() {
  const words = t.value.domain;
  const domain = removed.value;
  return (
    <>
      <FailureNotice failure={notRemoved.value} />
      <p role="status" class={domain === null ? 'visually-hidden' : 'domain-removed'}>
        {domain !== null && (
          <>
            {words.removed(domain.host)}{' '}
            <button
              type="button"
              class="link"
              onClick={async () => {
                const { host, landingPage, senderName, jurisdiction } = domain;
                const answer = await addDomain({ host, landingPage, senderName, jurisdiction });
                notRemoved.value = answer.ok ? null : answer;
                if (answer.ok) focusAfter(() => document.querySelector<HTMLElement>('.domain select'));
              }}
            >
              {words.undo}
            </button>
          </>
        )}
      </p>
    </>
  );
}

function AddDomain({ close, canClose }: { close: () => void; canClose: boolean }) {
  const words = t.value.domain;
  const [busy, setBusy] = useState(false);
  const refused = failure.value;
  const detail = refused?.problem?.errors?.[0]?.detail;
  return (
    <form
      class="add-domain"
      onSubmit={async (event) => {
        event.preventDefault();
        if (busy) return;
        setBusy(true);
        const answer = await addDomain({ host: newHost.value.trim() });
        setBusy(false);
        failure.value = answer.ok ? null : answer;
        if (!answer.ok) return;
        newHost.value = FIRST_HOST;
        close();
        focusAfter(() => document.querySelector<HTMLElement>('.domain select'));
      }}
    >
      <TextField
        label={words.newLabel}
        value={newHost}
        hint={isLocal ? `${words.newHint} ${words.localHint}` : words.newHint}
        error={refused === null ? null : (detail ?? failureText(refused))}
        inputMode="url"
        maxLength={253}
      />
      <div class="buttons">
        <button type="submit" aria-disabled={busy} disabled={newHost.value.trim() === ''}>
          {words.submit}
        </button>
        {canClose && (
          <button
            type="button"
            class="quiet"
            onClick={() => {
              close();
              focusAfter(() => document.querySelector<HTMLElement>('.domain .add-another'));
            }}
          >
            {t.value.common.cancel}
          </button>
        )}
      </div>
    </form>
  );
}
