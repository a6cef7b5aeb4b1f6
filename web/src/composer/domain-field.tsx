import { signal } from '@preact/signals';
import { useState } from 'preact/hooks';
import type { Failure } from '../api/client.ts';
import { t } from '../i18n/index.ts';
import { addDomain, domains, isLocal, LOCAL_HOST } from '../state/domains.ts';
import { draft } from '../state/draft.ts';
import { failureText } from '../ui/failure.tsx';
import { Field } from '../ui/field.tsx';
import { focusAfter } from '../ui/keep-focus.ts';
import { TextField } from '../ui/text-field.tsx';
import { fieldError } from './setup.tsx';

const newHost = signal(isLocal ? LOCAL_HOST : '');
const failure = signal<Failure | null>(null);

export function DomainField() {
  const words = t.value.domain;
  const known = domains.value ?? [];
  const [adding, setAdding] = useState(false);
  const none = domains.value !== null && known.length === 0;
  return (
    <div class="domain" data-place="domain">
      {known.length > 0 && (
        <div class="domain-row">
          <Field label={words.label} hint={words.hint} error={fieldError('domain')}>
            {(ids) => (
              <select
                {...ids}
                value={draft.host.value}
                onChange={(event) => {
                  draft.host.value = event.currentTarget.value;
                }}
              >
                <option value="">{words.choose}</option>
                {known.map(({ host }) => (
                  <option key={host} value={host}>
                    {host}
                  </option>
                ))}
              </select>
            )}
          </Field>
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
        </div>
      )}
      {none && <p class={fieldError('domain') === null ? 'domain-empty' : 'domain-empty error'}>{words.empty}</p>}
      {(none || adding) && <AddDomain close={() => setAdding(false)} canClose={!none} />}
    </div>
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
        const answer = await addDomain(newHost.value.trim());
        setBusy(false);
        failure.value = answer.ok ? null : answer;
        if (!answer.ok) return;
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
