/** One endpoint: what it takes and answers, and a request that can be sent. What is folded away is not drawn. */
import type { Signal } from '@preact/signals';
import { useId, useState } from 'preact/hooks';
import { referenceWords } from '../i18n/reference.ts';
import { Field } from '../ui/field.tsx';
import {
  type ApiDocument,
  addressOf,
  bodiesOf,
  curlOf,
  fieldsOf,
  type Operation,
  type Said,
  type Schema,
  scopeOf,
} from './document.ts';

interface Props {
  readonly api: ApiDocument;
  readonly operation: Operation;
  readonly token: Signal<string>;
}

/** What the worker said; `status` 0: it was not reached. */
interface Told {
  readonly status: number;
  readonly text: string;
}

export function OperationEntry({ api, operation, token }: Props) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details class="operation" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <span class="operation-method">{operation.method}</span> <code>{operation.path}</code>{' '}
        <span class="operation-summary">{operation.summary}</span>
      </summary>
      {isOpen && <OperationBody api={api} operation={operation} token={token} />}
    </details>
  );
}

const pretty = (value: unknown): string => JSON.stringify(value, null, 2);

function OperationBody({ api, operation, token }: Props) {
  const words = referenceWords.value;
  const bodies = bodiesOf(operation);
  const [values, setValues] = useState<Readonly<Record<string, string>>>(() =>
    Object.fromEntries(
      operation.parameters.flatMap(({ name, in: place, example }) =>
        place === 'path' && example !== undefined ? [[name, String(example)]] : [],
      ),
    ),
  );
  const [body, setBody] = useState(() => (bodies.length === 0 ? null : pretty(bodies[0])));
  const [chosen, setChosen] = useState(0);
  const [told, setTold] = useState<Told | null>(null);
  const [note, setNote] = useState('');
  const [curl, setCurl] = useState('');
  const scope = scopeOf(operation);
  const said: Said = { values, body };
  const isJson = body === null || canParse(body);

  const send = async () => {
    if (!isJson) return;
    setNote(words.sending);
    setTold(null);
    setTold(await answerOf(operation, said, token.value.trim()));
    setNote('');
  };
  const copy = async () => {
    const text = curlOf(location.origin, operation, said);
    try {
      await navigator.clipboard.writeText(text);
      setCurl('');
      setNote(words.copied);
    } catch {
      setCurl(text);
      setNote(words.notCopied);
    }
  };

  return (
    <div class="operation-body">
      <p class="hint">{scope === null ? words.anybody : scope === '' ? words.signedIn : words.scope(scope)}</p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        {operation.parameters.map(({ name, description, required, schema }) => (
          <Field key={name} label={required ? `${name} (${words.required})` : name} hint={description}>
            {(ids) => (
              <input
                {...ids}
                type="text"
                autocomplete="off"
                spellcheck={false}
                placeholder={placeholderOf(schema)}
                value={values[name] ?? ''}
                onInput={(event) => setValues({ ...values, [name]: event.currentTarget.value })}
              />
            )}
          </Field>
        ))}
        {bodies.length > 1 && (
          <Field label={words.example}>
            {(ids) => (
              <select
                {...ids}
                value={chosen}
                onChange={(event) => {
                  const at = Number(event.currentTarget.value);
                  setChosen(at);
                  setBody(pretty(bodies[at]));
                }}
              >
                {bodies.map((_, at) => (
                  <option key={String(at)} value={at}>
                    {words.exampleOf(String(at + 1))}
                  </option>
                ))}
              </select>
            )}
          </Field>
        )}
        {body !== null && (
          <Field label={words.body} error={isJson ? null : words.notJson}>
            {(ids) => (
              <textarea
                {...ids}
                class="reference-code"
                rows={Math.min(24, body.split('\n').length + 1)}
                spellcheck={false}
                value={body}
                onInput={(event) => setBody(event.currentTarget.value)}
              />
            )}
          </Field>
        )}
        <div class="buttons">
          <button type="submit" class="primary" aria-disabled={!isJson}>
            {words.send}
          </button>
          <button type="button" onClick={copy}>
            {words.copy}
          </button>
        </div>
      </form>
      <p role="status" class="reference-note">
        {note}
      </p>
      {curl !== '' && <Code label={words.copy} text={curl} />}
      {told !== null && <Answer told={told} />}
      <Fields api={api} heading={words.fields} schema={schemaIn(operation.requestBody?.content)} />
      <Fields api={api} heading={words.answerFields} schema={answerSchema(operation)} />
      <Refusals operation={operation} />
    </div>
  );
}

function canParse(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const placeholderOf = ({ enum: words, minimum, maximum }: Schema): string | undefined =>
  words?.join(' · ') ?? (minimum === undefined || maximum === undefined ? undefined : `${minimum}–${maximum}`);

async function answerOf(operation: Operation, said: Said, token: string): Promise<Told> {
  try {
    const answer = await fetch(addressOf(operation, said), {
      method: operation.method,
      credentials: token === '' ? 'same-origin' : 'omit',
      headers: {
        ...(said.body !== null && { 'content-type': 'application/json' }),
        ...(token !== '' && { authorization: `Bearer ${token}` }),
      },
      ...(said.body !== null && { body: said.body }),
    });
    const text = await answer.text();
    return { status: answer.status, text: canParse(text) ? pretty(JSON.parse(text)) : text };
  } catch {
    return { status: 0, text: '' };
  }
}

function Answer({ told: { status, text } }: { told: Told }) {
  const words = referenceWords.value;
  if (status === 0) {
    return (
      <p class="notice is-error" role="alert">
        {words.offline}
      </p>
    );
  }
  return <Code label={words.answer(String(status))} text={text === '' ? words.empty : text} />;
}

/** Long lines are read with the keyboard, too. */
function Code({ label, text }: { label: string; text: string }) {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <h3 id={id}>{label}</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
      <pre class="reference-code" tabIndex={0}>
        {text}
      </pre>
    </section>
  );
}

const schemaIn = (content: Readonly<Record<string, { readonly schema?: Schema }>> | undefined): Schema | undefined =>
  content?.['application/json']?.schema;

const answerSchema = ({ responses }: Operation): Schema | undefined =>
  schemaIn(Object.entries(responses).find(([status]) => status.startsWith('2'))?.[1].content);

function Fields({ api, heading, schema }: { api: ApiDocument; heading: string; schema: Schema | undefined }) {
  const words = referenceWords.value;
  const rows = fieldsOf(api, schema);
  if (rows.length === 0) return null;
  return (
    <details class="reference-fields">
      <summary>{heading}</summary>
      <table>
        <thead>
          <tr>
            <th scope="col">{words.field}</th>
            <th scope="col">{words.type}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, type, isRequired }) => (
            <tr key={name}>
              <th scope="row">
                <code>{name}</code>
              </th>
              <td>
                {type}
                {isRequired && <span class="hint"> · {words.required}</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

function Refusals({ operation: { responses } }: { operation: Operation }) {
  const words = referenceWords.value;
  const refusals = Object.entries(responses).filter(([status]) => /^[45]/.test(status));
  if (refusals.length === 0) return null;
  return (
    <details class="reference-fields">
      <summary>{words.refusals}</summary>
      <dl>
        {refusals.map(([status, { description }]) => (
          <div key={status}>
            <dt>{status}</dt>
            <dd>{description}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
