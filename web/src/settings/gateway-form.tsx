/** A gateway is added or changed. What is right the API says, field by field; secrets are given and never shown again. */

import { useSignal } from '@preact/signals';
import { useRef, useState } from 'preact/hooks';
import type { GatewayDetails } from '../../../worker/api.ts';
import type { Failure } from '../api/client.ts';
import { request } from '../api/request.ts';
import { FailureNotice } from '../ui/failure.tsx';
import { Field } from '../ui/field.tsx';
import { focusAfter } from '../ui/keep-focus.ts';
import { Radios } from '../ui/radios.tsx';
import {
  at,
  draftOf,
  editOf,
  type Kind,
  newDraft,
  newGatewayOf,
  type Of,
  put,
  type SimpleKind,
  type Written,
  withoutEmptyRows,
} from './gateway-draft.ts';
import { CheckAt, errorAt, type GatewayDraft, TextAt } from './gateway-field.tsx';
import { TemplateFields } from './gateway-template.tsx';
import { gatewayWords } from './gateway-words.ts';

const KINDS = ['kannel', 'inmobile', 'gatewayapi', 'twilio', 'template'] as const satisfies readonly Kind[];

/** Where a field stands: with the first, or folded away, since most do without. */
type Shown = 'first' | 'more';
type Form<K extends SimpleKind> = {
  readonly settings: { readonly [name in keyof Required<Of<K>['settings']>]: Shown };
  readonly secrets: { readonly [name in keyof Required<Of<K>['secrets']>]: 'must' | 'may' };
};

const FORMS: { readonly [K in SimpleKind]: Form<K> } = {
  kannel: {
    settings: { url: 'first', username: 'first', countryCode: 'first', perSecond: 'more' },
    secrets: { password: 'must' },
  },
  inmobile: { settings: { poll: 'first', url: 'more', perSecond: 'more' }, secrets: { apiKey: 'must' } },
  gatewayapi: { settings: { url: 'more', perSecond: 'more' }, secrets: { token: 'must', webhookToken: 'may' } },
  twilio: {
    settings: { accountSid: 'first', url: 'more', perSecond: 'more' },
    secrets: { authToken: 'must' },
  },
};

interface Props {
  /** Absent: a new one. */
  readonly gateway?: GatewayDetails;
  saved(gateway: GatewayDetails): void;
  cancel(): void;
}

export function GatewayForm({ gateway, saved, cancel }: Props) {
  const words = gatewayWords.value;
  const kind = useSignal<Kind>(gateway?.kind ?? 'kannel');
  // Each kind keeps what was written for it, while one looks at another.
  const [drafts, setDrafts] = useState<Readonly<Partial<Record<Kind, Written>>>>({});
  const [name, setName] = useState(gateway?.name ?? '');
  const [failed, setFailed] = useState<{ readonly kind: Kind; readonly failure: Failure } | null>(null);
  const [isShown, setShown] = useState(false);
  const [isSaving, setSaving] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const chosen = kind.value;
  // What was wrong with one kind says nothing of another.
  const failure = failed?.kind === chosen ? failed.failure : null;
  const usualName = words.kinds[chosen].name;
  const first = () => (gateway === undefined ? newDraft(chosen, '') : draftOf(gateway));
  const written = put(drafts[chosen] ?? first(), '/name', name);
  const draft: GatewayDraft = {
    ...{ written, failure, isShown },
    write: (pointer, value) =>
      setDrafts((before) => ({ ...before, [chosen]: put(before[chosen] ?? first(), pointer, value) })),
  };
  const isWrong = (failure?.problem?.errors?.length ?? 0) > 0;

  const save = async () => {
    if (isSaving) return;
    const tidy = withoutEmptyRows(written);
    setDrafts((before) => ({ ...before, [chosen]: tidy }));
    setSaving(true);
    const answer = await (gateway === undefined
      ? request('POST /api/gateways', { body: newGatewayOf(put(tidy, '/name', name.trim() || usualName)) })
      : request('PATCH /api/gateways/{id}', { params: { id: gateway.id }, body: editOf(tidy) }));
    setSaving(false);
    setFailed(answer.ok ? null : { kind: chosen, failure: answer });
    if (answer.ok) return saved(answer.value);
    // What is marked may stand in a part that is folded away.
    for (const part of form.current?.querySelectorAll('details') ?? []) {
      if (part.querySelector('.error') !== null) part.open = true;
    }
    focusAfter(() => {
      for (const part of form.current?.querySelectorAll('details') ?? []) {
        if (part.querySelector('.error') !== null) part.open = true;
      }
      return form.current?.querySelector<HTMLElement>('[aria-invalid]');
    });
  };

  return (
    <form
      ref={form}
      class="gateway-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      {gateway === undefined && (
        <fieldset class="gateway-kinds">
          <legend>{words.form.kind}</legend>
          <Radios
            name="gateway-kind"
            chosen={kind}
            choices={KINDS}
            words={{
              kannel: words.kinds.kannel.name,
              inmobile: words.kinds.inmobile.name,
              gatewayapi: words.kinds.gatewayapi.name,
              twilio: words.kinds.twilio.name,
              template: words.kinds.template.name,
            }}
          />
          <p class="hint">{words.kinds[chosen].what}</p>
        </fieldset>
      )}
      <Field label={words.form.name} hint={words.form.nameHint} error={errorAt(draft, '/name')}>
        {(ids) => (
          <input
            {...ids}
            type="text"
            autocomplete="off"
            placeholder={gateway === undefined ? usualName : undefined}
            value={name}
            onInput={(event) => setName(event.currentTarget.value)}
          />
        )}
      </Field>
      {chosen === 'template' ? (
        <TemplateFields draft={draft} known={gateway?.secretNames ?? []} />
      ) : (
        <SimpleFields key={chosen} kind={chosen} draft={draft} known={gateway?.secretNames ?? []} />
      )}
      <label class="check">
        <input type="checkbox" checked={isShown} onChange={(event) => setShown(event.currentTarget.checked)} />
        {words.form.show}
      </label>
      {isWrong ? (
        <p class="notice is-error" role="alert">
          {words.form.wrong}
        </p>
      ) : (
        <FailureNotice failure={failure} />
      )}
      <div class="buttons">
        <button type="submit" class="primary" aria-disabled={isSaving}>
          {isSaving ? words.form.saving : gateway === undefined ? words.form.save : words.form.saveEdit}
        </button>
        <button type="button" class="quiet" onClick={cancel}>
          {words.form.cancel}
        </button>
      </div>
    </form>
  );
}

interface FieldsProps {
  readonly kind: SimpleKind;
  readonly draft: GatewayDraft;
  /** Names of secrets that are set. */
  readonly known: readonly string[];
}

function SimpleFields({ kind, draft, known }: FieldsProps) {
  const words = gatewayWords.value;
  const labels: Readonly<Record<string, { readonly label: string; readonly hint: string }>> = words.fields[kind];
  const settings = Object.entries<Shown>(FORMS[kind].settings);
  const control = (name: string) => {
    const [place, label] = [`/settings/${name}`, labels[name] ?? { label: name, hint: '' }];
    if (name === 'poll') return <CheckAt key={name} draft={draft} place={place} words={label} />;
    const type = name === 'url' ? 'url' : name === 'perSecond' || name === 'countryCode' ? 'number' : 'text';
    return <TextAt key={name} draft={draft} place={place} words={label} kind={type} />;
  };
  const shown = (where: Shown) => settings.filter(([, stands]) => stands === where).map(([name]) => control(name));
  return (
    <>
      {shown('first')}
      <fieldset class="gateway-secrets">
        <legend>{words.form.secrets}</legend>
        <p class="hint">{words.form.secretsLead}</p>
        {Object.entries<'must' | 'may'>(FORMS[kind].secrets).map(([name, need]) => (
          <SecretAt
            key={name}
            draft={draft}
            place={`/secrets/${name}`}
            words={labels[name] ?? { label: name, hint: '' }}
            isSet={known.includes(name)}
            canGo={need === 'may'}
          />
        ))}
      </fieldset>
      <details class="gateway-more">
        <summary>{words.form.more}</summary>
        <div class="gateway-form">{shown('more')}</div>
      </details>
    </>
  );
}

interface SecretProps {
  readonly draft: GatewayDraft;
  readonly place: string;
  readonly words: { readonly label: string; readonly hint: string };
  readonly isSet: boolean;
  /** It need not be there. */
  readonly canGo: boolean;
}

/** One that is set is not shown: it stays, is replaced, or taken away. */
function SecretAt({ draft, place, words, isSet, canGo }: SecretProps) {
  const form = gatewayWords.value.form;
  const value = at(draft.written, place);
  if (!isSet) return <TextAt draft={draft} place={place} words={words} kind="secret" />;
  const field = () => document.querySelector<HTMLElement>(`[data-secret="${place}"] :is(input, button)`);
  const write = (next: Written | undefined) => {
    draft.write(place, next);
    focusAfter(field);
  };
  const keep = (
    <button type="button" class="quiet" aria-label={form.keepNamed(words.label)} onClick={() => write(undefined)}>
      {form.keep}
    </button>
  );
  if (typeof value === 'string') {
    return (
      <div class="gateway-secret" data-secret={place}>
        <TextAt draft={draft} place={place} words={words} kind="secret" />
        <div class="buttons">{keep}</div>
      </div>
    );
  }
  return (
    <div class="gateway-secret is-set" data-secret={place}>
      <p>
        <strong>{words.label}</strong> {value === null ? form.takenAway : form.isSet}
      </p>
      <div class="buttons">
        {value === null ? (
          keep
        ) : (
          <>
            <button type="button" class="quiet" aria-label={form.replaceNamed(words.label)} onClick={() => write('')}>
              {form.replace}
            </button>
            {canGo && (
              <button
                type="button"
                class="quiet"
                aria-label={form.takeAwayNamed(words.label)}
                onClick={() => write(null)}
              >
                {form.takeAway}
              </button>
            )}
          </>
        )}
      </div>
    </div>
  );
}
