/** The message to oneself, before anybody else gets it: through the same gateway, with the test recipient's links. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Campaign, ShortGateway, TestOutcome } from '../../../worker/api.ts';
import { api, type Failure } from '../api/client.ts';
import { request } from '../api/request.ts';
import { ask } from '../engine/client.ts';
import type { Calls } from '../engine/protocol.ts';
import { formatInteger } from '../i18n/index.ts';
import { sendingWords } from '../i18n/sending.ts';
import { list } from '../state/list.ts';
import { remember, remembered } from '../storage.ts';
import { FailureNotice } from '../ui/failure.tsx';
import { Field } from '../ui/field.tsx';
import { finishedAsk } from './campaign-ask.ts';
import { reasonText } from './reasons.ts';
import type { Counted } from './use-sum.ts';

type Message = NonNullable<Calls['finishedMessage']['answer']>;
type Whose = 'first' | 'longest' | 'ucs2' | 'number';
/** What was told of it since; null: nothing yet. */
type State = keyof ReturnType<typeof statesOf> | null;
const statesOf = () => sendingWords.value.test.states;

interface Sent {
  readonly to: string;
  readonly outcome: TestOutcome;
  readonly state: State;
}

const FOLLOW_MS = 2_000;
const FOLLOWED_FOR_MS = 10 * 60_000;
const MOST_NUMBERS = 5;
/** Kept in this browser alone, as it is one's own. */
const OWN_NUMBER = 'own-number';

export function TestMessage(props: { campaign: Campaign; gateway: ShortGateway; from: string; counted: Counted }) {
  const { campaign, gateway, from, counted } = props;
  const words = sendingWords.value.test;
  const [to, setTo] = useState(() => remembered(OWN_NUMBER) ?? '');
  const [isWrong, setWrong] = useState(false);
  const [whose, setWhose] = useState<Whose>('first');
  const [number, setNumber] = useState('');
  /** Null: nobody gets it. Undefined: not said yet. */
  const [message, setMessage] = useState<Message | null | undefined>();
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isSending, setSending] = useState(false);
  // Read at once, which state is not before the next drawing: a second press would send a second message.
  const isBusy = useRef(false);
  const [sent, setSent] = useState<readonly Sent[]>([]);
  const slugs = useTestSlugs(campaign, setFailure);
  const { sum, found } = counted;

  const row =
    sum === null || whose === 'number' ? -1 : { first: sum.first, longest: sum.longest, ucs2: sum.firstUcs2 }[whose];
  const digits = whose === 'number' ? number.replace(/\D/g, '') : '';
  useEffect(() => {
    setMessage(undefined);
    if (found === null || slugs === null || (row < 0 && digits === '')) return;
    let isGone = false;
    const question = { ...finishedAsk(campaign, found), row, digits, slugs };
    void ask('finishedMessage', question).answer.then((answer) => {
      if (!isGone) setMessage(answer);
    });
    return () => {
      isGone = true;
    };
  }, [found, slugs, row, digits]);
  useFollowed(gateway.id, sent, setSent);

  const send = async () => {
    if (!message || isBusy.current) return;
    isBusy.current = true;
    await sendTo(message);
    isBusy.current = false;
  };
  const sendTo = async ({ text, encoding, segments }: Message) => {
    const written = to
      .split(/[,;\n]/)
      .map((one) => one.trim())
      .filter((one) => one !== '');
    const numbers = await ask('writtenNumbers', { written, country: list.peek()?.country ?? 'DK' }).answer;
    const wrong = numbers.length === 0 || numbers.length > MOST_NUMBERS || numbers.includes(null);
    setWrong(wrong);
    if (wrong) return;
    remember(OWN_NUMBER, to);
    setSending(true);
    setFailure(null);
    setSent([]);
    for (const own of new Set(numbers)) {
      if (own === null) continue;
      const answer = await request('POST /api/gateways/{id}/test', {
        params: { id: gateway.id },
        body: { to: own, from, text, encoding, segments },
      });
      if (!answer.ok) {
        setFailure(answer);
        break;
      }
      setSent((before) => [...before, { to: own, outcome: answer.value, state: null }]);
    }
    setSending(false);
  };

  const choices = (['first', 'longest', 'ucs2', 'number'] as const).filter(
    (one) => one !== 'ucs2' || (sum?.firstUcs2 ?? -1) >= 0,
  );
  return (
    <details class="send-test">
      <summary>{words.title}</summary>
      <p>{words.lead}</p>
      <div class="send-row">
        <Field label={words.to} hint={words.toHint} error={isWrong ? words.toWrong : null}>
          {(ids) => (
            <input
              {...ids}
              type="text"
              inputMode="tel"
              autocomplete="tel"
              maxLength={120}
              value={to}
              onInput={(event) => setTo(event.currentTarget.value)}
            />
          )}
        </Field>
        <Field label={words.whose}>
          {(ids) => (
            <select {...ids} value={whose} onChange={(event) => setWhose(choiceIn(event.currentTarget.value))}>
              {choices.map((one) => (
                <option key={one} value={one}>
                  {words.choices[one]}
                </option>
              ))}
            </select>
          )}
        </Field>
        {whose === 'number' && (
          <Field label={words.number}>
            {(ids) => (
              <input
                {...ids}
                type="text"
                inputMode="tel"
                autocomplete="off"
                maxLength={20}
                value={number}
                onInput={(event) => setNumber(event.currentTarget.value)}
              />
            )}
          </Field>
        )}
      </div>
      {!message ? (
        <p role="status" class="hint">
          {message === null && words.nothing}
        </p>
      ) : (
        <figure class="send-preview">
          <figcaption class="hint">
            {words.preview}:{' '}
            {words.cost(message.segments, formatInteger(message.segments), ENCODINGS[message.encoding])}
          </figcaption>
          <p>{message.text}</p>
        </figure>
      )}
      <button
        type="button"
        aria-disabled={isSending || !message}
        onClick={({ detail }) => {
          // The second press of a double one may come when the first is answered already.
          if (detail < 2) void send();
        }}
      >
        {isSending ? words.sending : words.send}
      </button>
      <div role="status" class="send-outcomes">
        {sent.map((one) => (
          <p key={one.to}>
            <strong>{one.to}</strong>: <Outcome sent={one} isKept={gateway.kind === 'outbox'} />
          </p>
        ))}
      </div>
      <FailureNotice failure={failure} />
    </details>
  );
}

const ENCODINGS = { gsm7: 'GSM-7', ucs2: 'UCS-2' } as const;

const choiceIn = (value: string): Whose =>
  (['first', 'longest', 'ucs2', 'number'] as const).find((one) => one === value) ?? 'first';

function Outcome({ sent: { outcome, state }, isKept }: { sent: Sent; isKept: boolean }) {
  const words = sendingWords.value.test;
  if (isKept && outcome.outcome === 'accepted') return words.kept;
  if (outcome.outcome === 'accepted') {
    return `${words.outcomes.accepted} ${state === null ? words.waiting : words.states[state]}.`;
  }
  // Refused for a reason that it gave in its own words alone.
  const isTold = outcome.reason !== undefined && outcome.reason !== 'refused';
  const why = isTold ? ` ${reasonText(outcome.reason ?? '')}.` : '';
  const detail = outcome.detail ? ` “${outcome.detail}”` : '';
  return `${words.outcomes[outcome.outcome]}${why}${detail}`;
}

/** The links of the one recipient whom no report counts; null: not read yet. */
function useTestSlugs(campaign: Campaign, failed: (failure: Failure) => void): string | null {
  const [slugs, setSlugs] = useState<string | null>(null);
  useEffect(() => {
    let isGone = false;
    void api.testSlugs(campaign.id).then((answer) => {
      if (isGone) return;
      if (answer.ok) setSlugs(answer.value);
      else failed(answer);
    });
    return () => {
      isGone = true;
    };
  }, [campaign.id]);
  return slugs;
}

/** Asks what the gateway told of them, until the end of each is known. */
function useFollowed(gateway: string, sent: readonly Sent[], setSent: (sent: readonly Sent[]) => void): void {
  const began = useRef(0);
  const isFollowed = ({ outcome, state }: Sent) =>
    outcome.test !== undefined &&
    (outcome.outcome === 'accepted' || outcome.outcome === 'unknown') &&
    (state === null || state === 'open');
  useEffect(() => {
    if (sent.length <= 1 && sent.every(({ state }) => state === null)) began.current = Date.now();
    if (!sent.some(isFollowed) || Date.now() - began.current > FOLLOWED_FOR_MS) return;
    let isGone = false;
    const timer = setTimeout(async () => {
      const answer = await request('GET /api/gateways/{id}', { params: { id: gateway } });
      if (isGone) return;
      const tests = answer.ok ? answer.value.tests : [];
      setSent(
        sent.map((one) => ({
          ...one,
          state: tests.find(({ id }) => id === one.outcome.test)?.state ?? one.state,
        })),
      );
    }, FOLLOW_MS);
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, [sent, gateway]);
}
