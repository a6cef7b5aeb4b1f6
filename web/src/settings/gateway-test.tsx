/** A real message through a gateway, to the person's own number, and what becomes of it. The number is kept nowhere. */
import { useEffect, useState } from 'preact/hooks';
import type { GatewayDetails, TestOutcome } from '../../../worker/api.ts';
import type { Failure } from '../api/client.ts';
import { request } from '../api/request.ts';
import { formatMoment } from '../i18n/index.ts';
import { draft } from '../state/draft.ts';
import { FailureNotice } from '../ui/failure.tsx';
import { Field } from '../ui/field.tsx';
import { focusAfter } from '../ui/keep-focus.ts';
import { errorAt } from './gateway-field.tsx';
import { gatewayWords } from './gateway-words.ts';

/** A report comes within seconds as a rule; after a minute the page says what may be wrong, and looks on for ten. */
const LOOK_EVERY_MS = 2_000;
const LONG_MS = 60_000;
const LOOK_FOR_MS = 600_000;

interface Props {
  readonly id: string;
  /** Absent: the outbox, of which nothing is told. */
  readonly gateway?: GatewayDetails;
  /** Something was sent, or told of it. */
  changed(): Promise<void>;
}

export function TestForm({ id, gateway, changed }: Props) {
  const words = gatewayWords.value.tests;
  const [to, setTo] = useState('');
  const [from, setFrom] = useState(() => draft.sender.peek().trim() || 'klikspor');
  const [text, setText] = useState<string>(words.sample);
  const [outcome, setOutcome] = useState<TestOutcome | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isSending, setSending] = useState(false);
  const send = async () => {
    if (isSending) return;
    setSending(true);
    setOutcome(null);
    // As people write numbers; which is one the API says.
    const number = to.replace(/[\s()-]/g, '');
    const body = { to: number, from, text };
    const answer = await request('POST /api/gateways/{id}/test', { params: { id }, body });
    setSending(false);
    setFailure(answer.ok ? null : answer);
    setOutcome(answer.ok ? answer.value : null);
    if (!answer.ok) focusAfter(() => document.querySelector<HTMLElement>('.gateway-test [aria-invalid]'));
    await changed();
  };
  return (
    <form
      class="gateway-form gateway-test"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <p class="hint">{gateway === undefined ? words.leadOutbox : words.lead}</p>
      <div class="pair">
        <Field label={words.to} hint={words.toHint} error={errorAt({ failure }, '/to') === null ? null : words.toWrong}>
          {(ids) => (
            <input
              {...ids}
              type="text"
              inputMode="tel"
              autocomplete="off"
              value={to}
              onInput={(event) => setTo(event.currentTarget.value)}
            />
          )}
        </Field>
        <Field label={words.from} hint={words.fromHint} error={errorAt({ failure }, '/from')}>
          {(ids) => (
            <input
              {...ids}
              type="text"
              autocomplete="off"
              value={from}
              onInput={(event) => setFrom(event.currentTarget.value)}
            />
          )}
        </Field>
      </div>
      <Field label={words.text} error={errorAt({ failure }, '/text')}>
        {(ids) => <textarea {...ids} rows={2} value={text} onInput={(event) => setText(event.currentTarget.value)} />}
      </Field>
      <div class="buttons">
        <button type="submit" class="primary" aria-disabled={isSending}>
          {isSending ? words.sending : words.send}
        </button>
      </div>
      {(failure?.problem?.errors?.length ?? 0) === 0 && <FailureNotice failure={failure} />}
      <div role="status" class="gateway-outcome">
        {outcome !== null && <Outcome outcome={outcome} isKept={gateway === undefined} />}
        {outcome !== null &&
          gateway !== undefined &&
          (outcome.outcome === 'accepted' || outcome.outcome === 'unknown') && (
            <Following told={gateway.tests.find(({ id: one }) => one === outcome.test)} changed={changed} />
          )}
      </div>
    </form>
  );
}

function Outcome({
  outcome: { outcome, reason, detail, segments },
  isKept,
}: {
  outcome: TestOutcome;
  isKept: boolean;
}) {
  const words = gatewayWords.value;
  if (outcome === 'accepted') {
    return (
      <p>
        <strong>{isKept ? words.tests.acceptedOutbox : words.tests.accepted}</strong>{' '}
        {segments !== undefined && words.tests.segments(segments)}
      </p>
    );
  }
  return (
    <div class={`notice ${outcome === 'refused' ? 'is-error' : 'is-warning'}`}>
      <p>
        <strong>{words.outcomes[outcome]}.</strong> {reason !== undefined && words.refusals[reason]}
      </p>
      {detail !== undefined && detail !== '' && <p>{words.itsWords(detail)}</p>}
    </div>
  );
}

interface FollowingProps {
  /** Undefined: not known yet. */
  readonly told: GatewayDetails['tests'][number] | undefined;
  changed(): Promise<void>;
}

/** Looks until the end of the message is told, while somebody looks on. */
function Following({ told, changed }: FollowingProps) {
  const words = gatewayWords.value.tests;
  const [beganMs] = useState(Date.now);
  const [isLong, setLong] = useState(false);
  const state = told?.state ?? null;
  const isOver = state !== null && state !== 'open';
  useEffect(() => {
    if (isOver) return;
    const timer = setInterval(() => {
      const sinceMs = Date.now() - beganMs;
      setLong(sinceMs > LONG_MS);
      if (sinceMs > LOOK_FOR_MS) clearInterval(timer);
      else if (document.visibilityState === 'visible') void changed();
    }, LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [isOver, beganMs, changed]);
  if (state === null) return <p class="hint">{isLong ? words.noReport : words.waiting}</p>;
  const className = state === 'delivered' ? 'notice is-good' : state === 'open' ? 'hint' : 'notice is-error';
  return (
    <p class={className}>
      {words.states[state]} {told != null && told.stateAtMs !== null && words.reported(formatMoment(told.stateAtMs))}
    </p>
  );
}
