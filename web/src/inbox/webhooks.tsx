/** Addresses of the marketer's own that are told of each text that comes in. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Webhook } from '../../../worker/api.ts';
import type { Failure } from '../api/client.ts';
import { request } from '../api/request.ts';
import { formatInteger, formatMoment } from '../i18n/index.ts';
import { webhookWords } from '../i18n/webhooks.ts';
import { Copied } from '../settings/copied.tsx';
import { FailureNotice } from '../ui/failure.tsx';
import { Field } from '../ui/field.tsx';
import { focusAfter } from '../ui/keep-focus.ts';

export function Webhooks() {
  const words = webhookWords.value;
  const [hooks, setHooks] = useState<readonly Webhook[] | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [told, setTold] = useState('');
  const load = async () => {
    const answer = await request('GET /api/webhooks');
    setFailure(answer.ok ? null : answer);
    if (answer.ok) setHooks(answer.value.entries);
  };
  useEffect(() => void load(), []);
  const remove = async ({ id, url }: Webhook) => {
    const answer = await request('DELETE /api/webhooks/{id}', { params: { id } });
    setFailure(answer.ok ? null : answer);
    if (!answer.ok) return;
    setTold(words.removed(url));
    focusAfter(() => document.querySelector<HTMLElement>('.webhook-add input'));
    await load();
  };
  return (
    <div class="webhooks">
      <p>{words.lead}</p>
      <FailureNotice failure={failure} />
      <p role="status" class={told === '' ? 'visually-hidden' : 'notice is-good'}>
        {told}
      </p>
      {hooks?.length === 0 && <p class="hint">{words.none}</p>}
      {hooks !== null && hooks.length > 0 && (
        <ul class="webhook-list" aria-label={words.list}>
          {hooks.map((hook) => (
            <li key={hook.id}>
              <Hook hook={hook} remove={() => remove(hook)} tried={load} />
            </li>
          ))}
        </ul>
      )}
      <AddHook
        added={async () => {
          setTold(words.added);
          await load();
        }}
      />
      <p class="hint">{words.how}</p>
    </div>
  );
}

function Hook({ hook, remove, tried }: { hook: Webhook; remove(): Promise<void>; tried(): Promise<void> }) {
  const words = webhookWords.value;
  const { id, url, secret, told, waiting, givenUp, answer, answerAtMs, isOff } = hook;
  const [isShown, setShown] = useState(false);
  const [said, setSaid] = useState<string | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const card = useRef<HTMLElement>(null);
  const show = () => {
    setShown(true);
    // Not on the button that came to be next, which removes the address.
    focusAfter(() => card.current?.querySelector<HTMLElement>('.copied button'));
  };
  const test = async () => {
    if (said === words.testing) return;
    setSaid(words.testing);
    const found = await request('POST /api/webhooks/{id}/test', { params: { id } });
    setFailure(found.ok ? null : found);
    if (!found.ok) return setSaid(null);
    const { isTaken, answer: status } = found.value;
    setSaid(isTaken ? words.taken(status) : status === 'unreached' ? words.away : words.refused(status));
    await tried();
  };
  return (
    <article ref={card} class="webhook" aria-label={url}>
      <p class="webhook-url">{url}</p>
      <p class="hint webhook-facts">
        <span>{words.told(formatInteger(told))}</span>
        {waiting > 0 && <span>{words.waiting(formatInteger(waiting))}</span>}
        {givenUp > 0 && <span>{words.givenUp(formatInteger(givenUp))}</span>}
        {answer !== null && answerAtMs !== null && (
          <span>
            {answer === 'unreached'
              ? words.unreached(formatMoment(answerAtMs))
              : words.answered(answer, formatMoment(answerAtMs))}
          </span>
        )}
      </p>
      {isOff && <p class="notice is-error">{words.isOff}</p>}
      <div class="buttons">
        <button type="button" class="quiet" aria-label={words.testOf(url)} onClick={() => void test()}>
          {words.test}
        </button>
        {!isShown && (
          <button type="button" class="quiet" aria-label={words.secretOf(url)} onClick={show}>
            {words.showSecret}
          </button>
        )}
        <button type="button" class="quiet" aria-label={words.removeOf(url)} onClick={() => void remove()}>
          {words.remove}
        </button>
      </div>
      <p role="status" class={said === null ? 'visually-hidden' : 'hint'}>
        {said}
      </p>
      <FailureNotice failure={failure} />
      {isShown && <Copied label={words.secret} text={secret} copy={words.copySecret} />}
    </article>
  );
}

function AddHook({ added }: { added(): Promise<void> }) {
  const words = webhookWords.value;
  const [url, setUrl] = useState('');
  const [failure, setFailure] = useState<Failure | null>(null);
  const isAsked = useRef(false);
  const wrong = failure?.problem?.errors?.find(({ pointer }) => pointer === '/url')?.detail ?? null;
  return (
    <form
      class="webhook-add"
      onSubmit={async (event) => {
        event.preventDefault();
        if (isAsked.current || url.trim() === '') return;
        isAsked.current = true;
        const answer = await request('POST /api/webhooks', { body: { url: url.trim() } });
        isAsked.current = false;
        setFailure(answer.ok ? null : answer);
        if (!answer.ok) return;
        setUrl('');
        await added();
      }}
    >
      <Field label={words.address} hint={words.addressHint} error={wrong}>
        {(ids) => (
          <input
            {...ids}
            type="text"
            inputMode="url"
            autocapitalize="off"
            autocomplete="off"
            spellcheck={false}
            maxLength={500}
            placeholder="https://"
            value={url}
            onInput={(event) => setUrl(event.currentTarget.value)}
          />
        )}
      </Field>
      <FailureNotice failure={wrong === null ? failure : null} />
      <div class="buttons">
        <button type="submit">{words.add}</button>
      </div>
    </form>
  );
}
