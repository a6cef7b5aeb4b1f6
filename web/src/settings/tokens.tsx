/** API tokens: which programs may ask, what each may do, and a new one, whose secret is shown once. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { NewToken, Scope, Token } from '../../../worker/api.ts';
import { api, type Failure } from '../api/client.ts';
import { request } from '../api/request.ts';
import type { SameShape } from '../i18n/dictionary.ts';
import type { tokens as english } from '../i18n/en/tokens.ts';
import { formatDay, formatMoment } from '../i18n/index.ts';
import { wordsOf } from '../i18n/words.ts';
import { Confirm } from '../ui/confirm.tsx';
import { FailureNotice } from '../ui/failure.tsx';
import { Field } from '../ui/field.tsx';
import { focusAfter, headingOf } from '../ui/keep-focus.ts';
import { useWhenBack } from '../ui/when-back.ts';
import { Copied } from './copied.tsx';
import '../styles/api-tokens.css';

const tokenWords = wordsOf(
  import.meta.glob<SameShape<typeof english>>('../i18n/*/tokens.ts', { eager: true, import: 'tokens' }),
);

/** A token with its secret: the one time that it is known. */
type Made = Token & { readonly secret: string };

const DAY_MS = 86_400_000;
/** Days; 0: for ever. */
const EXPIRIES = [90, 30, 365, 0] as const;
type Expiry = (typeof EXPIRIES)[number];

export function Tokens() {
  const words = tokenWords.value;
  const [tokens, setTokens] = useState<readonly Token[] | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [made, setMade] = useState<Made | null>(null);
  const [isAdding, setAdding] = useState(false);
  const [revoking, setRevoking] = useState<string | null>(null);
  const [told, setTold] = useState('');
  const load = async () => {
    const answer = await request('GET /api/tokens');
    setFailure(answer.ok ? null : answer);
    if (answer.ok) setTokens(answer.value.entries);
  };
  useEffect(() => void load(), []);
  useWhenBack(failure, () => void load());
  const addButton = () => document.querySelector<HTMLElement>('.token-add');
  const revoke = async ({ id, name }: Token) => {
    const answer = await request('DELETE /api/tokens/{id}', { params: { id } });
    // Revoked by another meanwhile: so it is.
    const isGone = answer.ok || answer.status === 404;
    setFailure(isGone ? null : answer);
    if (!isGone) return;
    setRevoking(null);
    setTold(words.revoked(name));
    if (made?.id === id) setMade(null);
    setTokens((before) => before?.filter((token) => token.id !== id) ?? null);
    focusAfter(addButton);
  };
  return (
    <section class="sheet api-tokens" aria-labelledby="tokens-heading">
      <h2 id="tokens-heading">{words.heading}</h2>
      <p>{words.lead}</p>
      <p>
        <a href="/reference">{words.reference}</a> <span class="hint">{words.docs}</span>
      </p>
      <FailureNotice failure={failure} />
      <p role="status" class={told === '' ? 'visually-hidden' : 'notice is-good'}>
        {told}
      </p>
      {made !== null && (
        <Ready
          made={made}
          close={() => {
            setMade(null);
            focusAfter(addButton);
          }}
        />
      )}
      {tokens?.length === 0 && !isAdding && (
        <div class="tokens-empty">
          <p class="tokens-empty-title">{words.emptyTitle}</p>
          <p>{words.empty}</p>
        </div>
      )}
      {tokens !== null && tokens.length > 0 && (
        <ul class="token-list" aria-label={words.list}>
          {tokens.map((token) => (
            <li key={token.id}>
              <Entry token={token} revoke={() => setRevoking(token.id)} isAsked={revoking === token.id} />
              {revoking === token.id && (
                <Confirm
                  title={words.question(token.name)}
                  yes={words.yes}
                  working={words.working}
                  no={words.no}
                  onYes={() => revoke(token)}
                  onNo={() => {
                    setRevoking(null);
                    focusAfter(() => document.querySelector<HTMLElement>(`[data-revoke="${token.id}"]`));
                  }}
                >
                  <p>{words.questionText}</p>
                </Confirm>
              )}
            </li>
          ))}
        </ul>
      )}
      {isAdding ? (
        <NewTokenForm
          made={(token) => {
            setAdding(false);
            setTold('');
            setMade(token);
            focusAfter(() => headingOf(document.querySelector('.token-ready')));
            void load();
          }}
          cancel={() => {
            setAdding(false);
            focusAfter(addButton);
          }}
        />
      ) : (
        tokens !== null && (
          <div class="buttons">
            <button
              type="button"
              class={tokens.length === 0 ? 'primary token-add' : 'token-add'}
              onClick={() => {
                setAdding(true);
                setTold('');
                focusAfter(() => document.querySelector<HTMLElement>('.token-form input'));
              }}
            >
              {words.add}
            </button>
          </div>
        )
      )}
    </section>
  );
}

function Entry({ token, revoke, isAsked }: { token: Token; revoke(): void; isAsked: boolean }) {
  const words = tokenWords.value;
  const { id, name, scopes, createdAtMs, expiresAtMs } = token;
  const isOver = expiresAtMs !== null && expiresAtMs <= Date.now();
  const until =
    expiresAtMs === null
      ? words.never
      : isOver
        ? words.expired(formatDay(expiresAtMs))
        : words.expires(formatDay(expiresAtMs));
  return (
    <div class="token-entry">
      <p class="token-name">{name}</p>
      <p>{scopes.map((scope) => words.scopes[scope].name).join(' · ')}</p>
      <p class={isOver ? 'error' : 'hint'}>
        {until} · {words.made(formatMoment(createdAtMs))}
      </p>
      <button
        type="button"
        class="quiet"
        data-revoke={id}
        aria-label={words.revokeNamed(name)}
        aria-expanded={isAsked}
        onClick={revoke}
      >
        {words.revoke}
      </button>
    </div>
  );
}

function NewTokenForm({ made, cancel }: { made(token: Made): void; cancel(): void }) {
  const words = tokenWords.value;
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<readonly Scope[]>([]);
  const [days, setDays] = useState<Expiry>(EXPIRIES[0]);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isMaking, setMaking] = useState(false);
  // A second press would make a token that nobody is shown.
  const isAsked = useRef(false);
  const errorOf = (pointer: string) => failure?.problem?.errors?.find((one) => one.pointer.startsWith(pointer)) ?? null;
  const wrong = { name: errorOf('/name'), scopes: errorOf('/scopes') };
  const create = async () => {
    if (isAsked.current) return;
    isAsked.current = true;
    setMaking(true);
    const expiresAtMs = days === 0 ? null : Date.now() + days * DAY_MS;
    const body: NewToken = { name, scopes: [...scopes], expiresAtMs };
    const answer = await api.addToken(body);
    isAsked.current = false;
    setMaking(false);
    setFailure(answer.ok ? null : answer);
    if (!answer.ok) focusAfter(() => document.querySelector<HTMLElement>('.token-form [aria-invalid]'));
    else if (answer.value.secret !== undefined) made({ ...answer.value, secret: answer.value.secret });
  };
  return (
    <form
      class="token-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void create();
      }}
    >
      <h3>{words.add}</h3>
      <div class="pair">
        <Field label={words.name} hint={words.nameHint} error={wrong.name === null ? null : nameError(wrong.name)}>
          {(ids) => (
            <input
              {...ids}
              type="text"
              autocomplete="off"
              value={name}
              onInput={(event) => setName(event.currentTarget.value)}
            />
          )}
        </Field>
        <Field label={words.expiry}>
          {(ids) => (
            <select
              {...ids}
              value={String(days)}
              onChange={(event) => setDays(EXPIRIES.find((n) => String(n) === event.currentTarget.value) ?? 0)}
            >
              {EXPIRIES.map((n) => (
                <option key={n} value={String(n)}>
                  {words.expiries[n]}
                </option>
              ))}
            </select>
          )}
        </Field>
      </div>
      <fieldset class="token-scopes" aria-describedby={wrong.scopes === null ? undefined : 'token-scopes-error'}>
        <legend>{words.scopesLegend}</legend>
        {SCOPES.map((scope) => (
          <div key={scope} class="token-scope">
            <label class="check">
              <input
                type="checkbox"
                checked={scopes.includes(scope)}
                aria-describedby={`scope-${scope}`}
                aria-invalid={wrong.scopes !== null || undefined}
                onChange={(event) =>
                  setScopes(
                    event.currentTarget.checked ? [...scopes, scope] : scopes.filter((other) => other !== scope),
                  )
                }
              />
              {words.scopes[scope].name}
            </label>
            <p id={`scope-${scope}`} class="hint">
              {words.scopes[scope].what} <code>{scope}</code>
            </p>
          </div>
        ))}
        {wrong.scopes !== null && (
          <p id="token-scopes-error" class="error">
            {words.noScope}
          </p>
        )}
      </fieldset>
      {wrong.name === null && wrong.scopes === null && <FailureNotice failure={failure} />}
      <div class="buttons">
        <button type="submit" class="primary" aria-disabled={isMaking}>
          {isMaking ? words.creating : words.create}
        </button>
        <button type="button" class="quiet" onClick={cancel}>
          {words.cancel}
        </button>
      </div>
    </form>
  );
}

/** The API's own sentence, but for a name that is not there. */
const nameError = ({ code, detail }: { readonly code: string; readonly detail: string }): string =>
  code === 'min-length' ? tokenWords.value.noName : detail;

/** What is asked to try a token of this scope: it reads, and changes nothing. In the order of the page. */
const TRIES: Readonly<Record<Scope, string>> = {
  'messages:send': '/api/session',
  'campaigns:read': '/api/campaigns',
  'campaigns:write': '/api/session',
  'hits:read': '/api/session',
  'opt-outs:read': '/api/suppressions',
  'opt-outs:write': '/api/session',
  'inbound:write': '/api/session',
  'conversions:write': '/api/session',
  admin: '/api/status',
};
const SCOPES = Object.keys(TRIES) as Scope[];

function Ready({ made: { name, secret, scopes }, close }: { made: Made; close(): void }) {
  const words = tokenWords.value;
  const path = scopes.map((scope) => TRIES[scope]).find((one) => one !== '/api/session') ?? '/api/session';
  return (
    <section class="notice token-ready" aria-labelledby="token-ready-heading">
      <h3 id="token-ready-heading">{words.readyTitle(name)}</h3>
      <p>{words.once}</p>
      <Copied label={words.secret} text={secret} copy={words.copySecret} />
      <Copied
        label={words.tryIt}
        text={`curl -sS ${location.origin}${path} -H 'authorization: Bearer ${secret}'`}
        copy={words.copyTry}
      />
      <div class="buttons">
        <button type="button" onClick={close}>
          {words.close}
        </button>
      </div>
    </section>
  );
}
