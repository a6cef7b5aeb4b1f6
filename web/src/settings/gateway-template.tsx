/** Any gateway that takes one message by one HTTP request: the request, what it answers, and what it calls back with. */
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { RequestPreview } from '../../../worker/api.ts';
import type { Failure } from '../api/client.ts';
import { request } from '../api/request.ts';
import { failureText } from '../i18n/failure.ts';
import { focusAfter } from '../ui/keep-focus.ts';
import { at, isFields, previewOf, textAt } from './gateway-draft.ts';
import { errorText } from './gateway-errors.ts';
import { ChoiceAt, type GatewayDraft, RowsAt, TextAt } from './gateway-field.tsx';
import { gatewayWords } from './gateway-words.ts';

interface Props {
  readonly draft: GatewayDraft;
  /** Names of secrets that are set. */
  readonly known: readonly string[];
}

export function TemplateFields({ draft, known }: Props) {
  return (
    <>
      <Request draft={draft} known={known} />
      <Preview draft={draft} />
      <Answer draft={draft} />
      <Report draft={draft} />
      <Inbound draft={draft} />
      <More draft={draft} />
    </>
  );
}

function Request({ draft, known }: Props) {
  const words = gatewayWords.value.template;
  return (
    <>
      <p>{words.lead}</p>
      <dl class="gateway-placeholders">
        {Object.entries(words.placeholders).map(([name, meaning]) => (
          <div key={name}>
            <dt>
              <code>{`{{${name}}}`}</code>
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
      <div class="gateway-request">
        <ChoiceAt
          draft={draft}
          place="/settings/method"
          label={words.method}
          choices={{ GET: 'GET', POST: 'POST', PUT: 'PUT' }}
        />
        <TextAt draft={draft} place="/settings/url" words={{ label: words.url, hint: words.urlHint }} kind="url" />
      </div>
      <RowsAt
        draft={draft}
        place="/settings/headers"
        legend={words.headers}
        hint={words.headerValueHint}
        add={words.addHeader}
        empty={{ name: '', value: '' }}
        row={(place) => (
          <>
            <TextAt draft={draft} place={`${place}/name`} words={{ label: words.headerName }} />
            <TextAt draft={draft} place={`${place}/value`} words={{ label: words.headerValue }} />
          </>
        )}
      />
      {textAt(draft.written, '/settings/method') !== 'GET' && (
        <>
          <ChoiceAt draft={draft} place="/settings/bodyType" label={words.bodyType} choices={words.bodyTypes} />
          <TextAt draft={draft} place="/settings/body" words={{ label: words.body }} kind="lines" />
        </>
      )}
      <RowsAt
        draft={draft}
        place="/secrets/values"
        legend={gatewayWords.value.form.secrets}
        hint={words.secretsHint}
        add={words.addSecret}
        empty={{ name: '', value: '' }}
        row={(place) => (
          <>
            <TextAt draft={draft} place={`${place}/name`} words={{ label: words.secretName }} />
            <TextAt
              draft={draft}
              place={`${place}/value`}
              words={{
                label: words.secretValue,
                ...(known.includes(textAt(draft.written, `${place}/name`)) && { hint: words.secretStays }),
              }}
              kind="secret"
            />
          </>
        )}
      />
    </>
  );
}

function Preview({ draft }: { draft: GatewayDraft }) {
  const words = gatewayWords.value.template;
  const [shown, setShown] = useState<RequestPreview | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const look = async () => {
    const answer = await request('POST /api/gateways/preview', { body: previewOf(draft.written) });
    setShown(answer.ok ? answer.value : null);
    setFailure(answer.ok ? null : answer);
    if (answer.ok) focusAfter(() => document.querySelector<HTMLElement>('.gateway-preview pre'));
  };
  return (
    <div class="gateway-preview">
      <div class="buttons">
        <button type="button" onClick={() => void look()}>
          {words.preview}
        </button>
      </div>
      {failure !== null && (
        <div class="notice is-error" role="alert">
          <p>{failureText(failure)}</p>
        </div>
      )}
      {shown !== null && (
        <section aria-labelledby="gateway-preview-heading">
          <h4 id="gateway-preview-heading">{words.previewHeading}</h4>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
          <pre class="gateway-code" tabIndex={0}>
            {textOf(shown)}
          </pre>
          {shown.faults.map((fault) => (
            <p key={fault.pointer} class="error">
              {errorText('template', fault)}
            </p>
          ))}
          <p class="hint">{words.previewNote}</p>
        </section>
      )}
    </div>
  );
}

/** As it goes over the line. */
const textOf = ({ method, url, headers, body }: RequestPreview): string =>
  [`${method} ${url}`, ...headers.map(({ name, value }) => `${name}: ${value}`), ...(body ? ['', body] : [])].join(
    '\n',
  );

function Answer({ draft }: { draft: GatewayDraft }) {
  const words = gatewayWords.value.template;
  const place = '/settings/answer';
  return (
    <details class="gateway-more">
      <summary>{words.answer}</summary>
      <div class="gateway-form">
        <p class="hint">{words.answerLead}</p>
        <div class="pair">
          {(['id', 'segments', 'reason'] as const).map((name) => (
            <TextAt key={name} draft={draft} place={`${place}/${name}`} words={words.answerFields[name]} />
          ))}
          <TextAt draft={draft} place={`${place}/temporary`} words={words.answerFields.temporary} />
          <TextAt draft={draft} place={`${place}/knownId`} words={words.answerFields.knownId} />
          <TextAt draft={draft} place={`${place}/accepted/path`} words={words.answerFields.acceptedPath} />
          <TextAt draft={draft} place={`${place}/accepted/words`} words={words.answerFields.acceptedWords} />
        </div>
      </div>
    </details>
  );
}

interface CallbackProps {
  readonly draft: GatewayDraft;
  readonly place: string;
  readonly label: string;
  readonly title: string;
  readonly children: () => ComponentChildren;
}

/** Something that it does, or not: what is written for it goes with the tick. */
function Callback({ draft, place, label, title, children }: CallbackProps) {
  const has = isFields(at(draft.written, place));
  return (
    <fieldset class="gateway-callback">
      <legend class="visually-hidden">{title}</legend>
      <label class="check">
        <input
          type="checkbox"
          checked={has}
          onChange={(event) => draft.write(place, event.currentTarget.checked ? { from: 'json' } : undefined)}
        />
        {label}
      </label>
      {has && (
        <div class="gateway-form">
          <ChoiceAt
            draft={draft}
            place={`${place}/from`}
            label={gatewayWords.value.template.from}
            choices={gatewayWords.value.template.sources}
          />
          {children()}
        </div>
      )}
    </fieldset>
  );
}

function Report({ draft }: { draft: GatewayDraft }) {
  const words = gatewayWords.value.template;
  const place = '/settings/report';
  return (
    <Callback draft={draft} place={place} label={words.hasReport} title={gatewayWords.value.callbackParts.report}>
      {() => (
        <>
          <div class="pair">
            {(['list', 'id', 'gatewayId', 'state', 'at', 'reason'] as const)
              .filter((name) => name !== 'list' || textAt(draft.written, `${place}/from`) === 'json')
              .map((name) => (
                <TextAt key={name} draft={draft} place={`${place}/${name}`} words={words.reportFields[name]} />
              ))}
            <ChoiceAt
              draft={draft}
              place={`${place}/codes`}
              label={words.codes}
              choices={{ '': words.codesNone, ...words.codeNames }}
            />
          </div>
          <RowsAt
            draft={draft}
            place={`${place}/words`}
            legend={words.words}
            add={words.addWord}
            empty={{ written: '', means: 'delivered' }}
            row={(row) => (
              <>
                <TextAt draft={draft} place={`${row}/written`} words={{ label: words.written }} />
                <ChoiceAt draft={draft} place={`${row}/means`} label={words.means} choices={words.states} />
              </>
            )}
          />
        </>
      )}
    </Callback>
  );
}

function Inbound({ draft }: { draft: GatewayDraft }) {
  const words = gatewayWords.value.template;
  const place = '/settings/inbound';
  return (
    <Callback draft={draft} place={place} label={words.hasInbound} title={gatewayWords.value.callbackParts.inbound}>
      {() => (
        <div class="pair">
          {(['list', 'sender', 'receiver', 'text', 'id', 'at'] as const)
            .filter((name) => name !== 'list' || textAt(draft.written, `${place}/from`) === 'json')
            .map((name) => (
              <TextAt key={name} draft={draft} place={`${place}/${name}`} words={words.inboundFields[name]} />
            ))}
        </div>
      )}
    </Callback>
  );
}

function More({ draft }: { draft: GatewayDraft }) {
  const words = gatewayWords.value.template;
  return (
    <details class="gateway-more">
      <summary>{gatewayWords.value.form.more}</summary>
      <div class="pair">
        <TextAt draft={draft} place="/settings/perSecond" words={words.perSecond} kind="number" />
        <TextAt draft={draft} place="/settings/countryCode" words={words.countryCode} kind="number" />
      </div>
    </details>
  );
}
