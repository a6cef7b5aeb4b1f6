/** The outbox: messages that would have been sent, to be read and clicked, page by page; nothing leaves. */
import { useEffect, useState } from 'preact/hooks';
import type { OutboxMessage } from '../../../worker/api.ts';
import type { Failure } from '../api/client.ts';
import { addressOf, request } from '../api/request.ts';
import { formatMoment } from '../i18n/index.ts';
import { Confirm } from '../ui/confirm.tsx';
import { FailureNotice } from '../ui/failure.tsx';
import { focusAfter, headingOf } from '../ui/keep-focus.ts';
import { Below } from './below.tsx';
import { TestForm } from './gateway-test.tsx';
import { gatewayWords } from './gateway-words.ts';
import { linkedText } from './linked-text.tsx';

const A_PAGE = 20;

export function Outbox() {
  const words = gatewayWords.value.outbox;
  const [part, setPart] = useState<'test' | 'messages' | null>(null);
  // Counts what was put in or taken out from here, so that what is shown is read again.
  const [changes, setChanges] = useState(0);
  const toggle = (one: 'test' | 'messages') => setPart(part === one ? null : one);
  return (
    <section class="sheet gateway-outbox" aria-labelledby="outbox-heading">
      <h2 id="outbox-heading">{words.heading}</h2>
      <p>{words.lead}</p>
      <div class="buttons">
        <button type="button" aria-expanded={part === 'messages'} onClick={() => toggle('messages')}>
          {part === 'messages' ? words.hide : words.read}
        </button>
        <button
          type="button"
          class="quiet"
          aria-expanded={part === 'test'}
          aria-label={gatewayWords.value.testNamed(words.heading)}
          onClick={() => toggle('test')}
        >
          {gatewayWords.value.test}
        </button>
        <a class="button quiet" href={addressOf('GET /api/outbox.csv')} download="">
          {words.export}
        </a>
      </div>
      {part === 'test' && (
        <Below heading={gatewayWords.value.tests.heading(words.heading)}>
          <TestForm id="outbox" changed={async () => setChanges((n) => n + 1)} />
        </Below>
      )}
      {part === 'messages' && <Messages key={changes} />}
    </section>
  );
}

interface Page {
  readonly entries: readonly OutboxMessage[];
  readonly next: string | undefined;
  readonly isFirst: boolean;
}

function Messages() {
  const words = gatewayWords.value.outbox;
  const [page, setPage] = useState<Page | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isAsked, setAsked] = useState(false);
  const [told, setTold] = useState('');
  const load = async (next?: string) => {
    const answer = await request('GET /api/outbox', { query: { pageLimit: A_PAGE }, next });
    setFailure(answer.ok ? null : answer);
    if (!answer.ok) return;
    setPage({ entries: answer.value.entries, next: answer.value._links.next, isFirst: next === undefined });
  };
  useEffect(() => void load(), []);
  const turn = async (next?: string) => {
    await load(next);
    focusAfter(() => document.querySelector<HTMLElement>('.outbox-messages li'));
  };
  const empty = async () => {
    const answer = await request('DELETE /api/outbox');
    setFailure(answer.ok ? null : answer);
    if (!answer.ok) return;
    setAsked(false);
    setTold(words.emptied);
    focusAfter(() => headingOf(document.querySelector('.gateway-outbox')));
    await load();
  };
  return (
    <>
      <FailureNotice failure={failure} />
      <p role="status" class="download-state">
        {told}
      </p>
      {page?.entries.length === 0 && <p class="hint">{words.none}</p>}
      {page !== null && page.entries.length > 0 && (
        <>
          <ul class="outbox-messages">
            {page.entries.map((message) => (
              <Message key={message.id} message={message} />
            ))}
          </ul>
          <div class="buttons">
            {page.next !== undefined && (
              <button type="button" onClick={() => void turn(page.next)}>
                {words.older}
              </button>
            )}
            <button type="button" class="quiet" onClick={() => void turn()}>
              {page.isFirst ? words.refresh : words.newest}
            </button>
            <button type="button" class="quiet" aria-expanded={isAsked} onClick={() => setAsked(true)}>
              {words.empty}
            </button>
          </div>
        </>
      )}
      {isAsked && (
        <Confirm
          title={words.emptyTitle}
          yes={words.emptyYes}
          working={words.emptyWorking}
          no={words.emptyNo}
          onYes={empty}
          onNo={() => setAsked(false)}
        >
          <p>{words.emptyText}</p>
        </Confirm>
      )}
    </>
  );
}

function Message({ message }: { message: OutboxMessage }) {
  const { to, from, atMs, encoding, segments } = message;
  const words = gatewayWords.value.outbox;
  return (
    <li tabIndex={-1}>
      <p class="hint">
        {words.to} <strong>{to}</strong> {words.from} <strong>{from}</strong> · {formatMoment(atMs)} ·{' '}
        {words.encodings[encoding]}, {words.segments(segments)}
      </p>
      <p class="outbox-text">{linkedText(message)}</p>
    </li>
  );
}
