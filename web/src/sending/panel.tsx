/** A campaign that klikspor sends, as it goes: how far it is, what became of whom and why, and what can be done about it. */
import { useEffect, useState } from 'preact/hooks';
import type { Campaign, Sending, ShortGateway } from '../../../worker/api.ts';
import type { Failure } from '../api/client.ts';
import { request } from '../api/request.ts';
import { formatInteger, formatMoment, formatPercent, formatTime, formatWholePercent } from '../i18n/index.ts';
import { priceCountry } from '../i18n/prices.ts';
import { sendingWords } from '../i18n/sending.ts';
import { settingsAddress } from '../state/route.ts';
import { Confirm } from '../ui/confirm.tsx';
import { FailureNotice } from '../ui/failure.tsx';
import { focusAfter } from '../ui/keep-focus.ts';
import '../styles/delivery.css';
import '../styles/sending.css';
import { OUTBOX } from './outbox.ts';
import { messagesIn, shareOf } from './progress.ts';
import { headingOf, reasonText, remedyText, statesOf } from './reasons.ts';
import { Results } from './results.tsx';
import type { Watched } from './use-sending.ts';

type MessageState = keyof Sending['messages'];

/** From what is good to what is not known. */
const SHOWN: readonly MessageState[] = [
  ...(['delivered', 'accepted', 'handed-over', 'waiting', 'failed', 'expired', 'refused'] as const),
  ...(['no-such-number', 'blocked', 'left-out', 'cancelled', 'unknown', 'let-be'] as const),
];

export function SendingPanel(props: { campaign: Campaign; sending: Sending; watched: Watched }) {
  const { campaign, sending, watched } = props;
  const { state } = sending;
  return (
    <section class={`sending is-${state}`} aria-labelledby="sending-heading">
      <h2 id="sending-heading" tabIndex={-1}>
        {headingOf(sending)}
      </h2>
      <FailureNotice failure={watched.failure} />
      <Through sending={sending} />
      <div role="status" class="sending-at">
        <At sending={sending} perSecond={watched.perSecond} />
      </div>
      {state === 'stopped' && <Stopped sending={sending} />}
      <Bar sending={sending} />
      <Counts sending={sending} />
      <Unknown {...{ campaign, sending, watched }} />
      <Buttons {...{ campaign, sending, watched }} />
      <Results campaign={campaign} sending={sending} />
    </section>
  );
}

/** By what it goes: the gateway's name, which may not be there any more. */
function Through({ sending: { gateway, from } }: { sending: Sending }) {
  /** Undefined: it is not among them; null: not asked yet. */
  const [found, setFound] = useState<ShortGateway | undefined | null>(null);
  useEffect(() => {
    let isGone = false;
    void request('GET /api/gateways').then((answer) => {
      if (!isGone && answer.ok) setFound(answer.value.entries.find(({ id }) => id === gateway));
    });
    return () => {
      isGone = true;
    };
  }, [gateway]);
  if (found === null) return null;
  const words = sendingWords.value.panel;
  if (found?.kind === OUTBOX) return <p>{words.intoOutbox(from)}</p>;
  return <p>{words.through(found?.name ?? words.removedGateway, from)}</p>;
}

function At({ sending, perSecond }: { sending: Sending; perSecond: number | null }) {
  const words = sendingWords.value.panel;
  const { state, messages, atMs, nextAtMs } = sending;
  const nowMs = Date.now();
  if (state === 'scheduled') return <p>{words.scheduled(formatMoment(atMs ?? nowMs))}</p>;
  if (state === 'paused') return <p>{words.paused(messages.waiting, formatInteger(messages.waiting))}</p>;
  if (state === 'cancelled') return <p>{words.cancelled}</p>;
  if (state === 'sent' && sending.gateway === OUTBOX) {
    return (
      <p>
        {words.sentToOutbox} <a href={settingsAddress('gateways')}>{words.toOutbox}</a>
      </p>
    );
  }
  if (state === 'sent') return <p>{words.sent}</p>;
  if (state !== 'sending') return null;
  const quiet = sending.quiet.reduce((sum, one) => sum + one.messages, 0);
  const left = messages.waiting - quiet;
  const isLater = nextAtMs !== null && nextAtMs > nowMs + 60_000;
  return (
    <>
      <p>{words.sending(formatWholePercent(shareOf(sending)))}</p>
      {isLater && left <= 0 && <p>{words.allQuiet(formatMoment(nextAtMs))}</p>}
      {isLater && left > 0 && <p>{words.retrying(formatTime(nextAtMs))}</p>}
      {!isLater && perSecond !== null && left > 0 && (
        <p>
          {words.rate(
            formatInteger(Math.max(1, Math.round(perSecond))),
            formatTime(nowMs + (left / perSecond) * 1_000),
          )}
        </p>
      )}
    </>
  );
}

function Stopped({ sending: { stopped } }: { sending: Sending }) {
  const words = sendingWords.value.panel;
  if (stopped === undefined) return null;
  const { reason, detail, inARow } = stopped;
  return (
    <div class="notice is-error standing" role="alert">
      <p>
        {words.stopped(reasonText(reason))}. {words.inARow(inARow, formatInteger(inARow))}
      </p>
      {detail && <p>{words.said(detail)}</p>}
      <p>{remedyText(reason)}</p>
      <p>
        <a href={settingsAddress('gateways')}>{sendingWords.value.gatewaySettings}</a>
      </p>
    </div>
  );
}

const DRAWN: Readonly<Partial<Record<MessageState, string>>> = {
  delivered: 'delivery-delivered',
  accepted: 'sending-accepted',
  'handed-over': 'sending-accepted',
  failed: 'delivery-failed',
  expired: 'delivery-expired',
  refused: 'delivery-refused',
  'no-such-number': 'delivery-no-such-number',
  blocked: 'delivery-blocked',
  unknown: 'delivery-open',
  'let-be': 'delivery-open',
};

const drawnAs = (state: MessageState): string => DRAWN[state] ?? 'sending-waiting';

function Bar({ sending: { messages } }: { sending: Sending }) {
  return (
    <div class="delivery-bar" aria-hidden="true">
      {SHOWN.filter((state) => messages[state] > 0).map((state) => (
        <span key={state} class={drawnAs(state)} style={{ flexGrow: messages[state] }} />
      ))}
    </div>
  );
}

function Counts({ sending }: { sending: Sending }) {
  const words = sendingWords.value;
  const states = statesOf(sending);
  const { messages } = sending;
  const all = Math.max(1, messagesIn(sending));
  return (
    <dl class="rows">
      {SHOWN.filter((state) => messages[state] > 0).map((state) => (
        <div key={state}>
          <dt>
            <span class={`delivery-key ${drawnAs(state)}`} aria-hidden="true" /> {states[state]}
            <Why sending={sending} state={state} />
          </dt>
          <dd>{words.panel.share(formatInteger(messages[state]), formatPercent(messages[state] / all))}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Why they are in this state, with how many for each reason, where there are several. */
function Why({ sending, state }: { sending: Sending; state: MessageState }) {
  const words = sendingWords.value.panel;
  const lines =
    state === 'waiting'
      ? sending.quiet.map(({ country, messages, untilMs }) =>
          words.quiet(
            messages,
            formatInteger(messages),
            country === '' ? sendingWords.value.unknownCountry : priceCountry(country),
            formatMoment(untilMs),
          ),
        )
      : sending.reasons
          .filter((one) => one.state === state && one.reason !== null)
          .map(({ reason, messages }) => `${formatInteger(messages)}: ${reasonText(reason ?? '')}`);
  if (lines.length === 0) return null;
  return (
    <ul class="sending-why">
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}

interface Acting {
  readonly campaign: Campaign;
  readonly sending: Sending;
  readonly watched: Watched;
}

function Unknown({ campaign, sending, watched }: Acting) {
  const words = sendingWords.value.panel;
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isDeciding, setDeciding] = useState(false);
  const { unknown } = sending.messages;
  if (unknown === 0) return null;
  const decide = async (decision: 'send-again' | 'let-be') => {
    if (isDeciding) return;
    setDeciding(true);
    const answer = await request('POST /api/campaigns/{id}/sending/unknown', {
      params: { id: campaign.id },
      body: { decision },
    });
    setFailure(answer.ok ? null : answer);
    setDeciding(false);
    await watched.look();
    focusAfter(() => document.getElementById('sending-heading'));
  };
  return (
    <div class="notice standing sending-unknown">
      <p>{words.unknown(unknown, formatInteger(unknown))}</p>
      <div class="buttons">
        {sending.state !== 'cancelled' && (
          <button type="button" aria-disabled={isDeciding} onClick={() => void decide('send-again')}>
            {words.sendAgain}
          </button>
        )}
        <button type="button" class="quiet" aria-disabled={isDeciding} onClick={() => void decide('let-be')}>
          {words.letBe}
        </button>
      </div>
      <FailureNotice failure={failure} />
    </div>
  );
}

type Step = 'pause' | 'resume' | 'cancel';

function Buttons({ campaign, sending, watched }: Acting) {
  const words = sendingWords.value.panel;
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isCancelAsked, setCancelAsked] = useState(false);
  const { state, messages } = sending;
  const act = async (step: Step) => {
    const answer = await request(`POST /api/campaigns/{id}/sending/${step}`, { params: { id: campaign.id } });
    setFailure(answer.ok ? null : answer);
    if (answer.ok) watched.take(answer.value);
    else await watched.look();
    // To the button that stands in the place of the one pressed, not to the one beside it.
    if (step !== 'cancel') focusAfter(() => document.querySelector<HTMLElement>('.sending-buttons button'));
  };
  const isGoing = state === 'sending' || state === 'scheduled';
  const isHeld = state === 'paused' || state === 'stopped';
  if (!isGoing && !isHeld) return <FailureNotice failure={failure} />;
  return (
    <>
      <div class="buttons sending-buttons">
        {isGoing && (
          <button type="button" onClick={() => void act('pause')}>
            {words.pause}
          </button>
        )}
        {isHeld && (
          <button type="button" class="primary" onClick={() => void act('resume')}>
            {words.resume}
          </button>
        )}
        {!isCancelAsked && (
          <button type="button" class="quiet sending-cancel" onClick={() => setCancelAsked(true)}>
            {words.cancel}
          </button>
        )}
      </div>
      {isCancelAsked && (
        <Confirm
          title={words.sureCancel}
          yes={words.yesCancel}
          working={words.cancelling}
          no={words.keepOn}
          onYes={async () => {
            await act('cancel');
            setCancelAsked(false);
            focusAfter(() => document.getElementById('sending-heading'));
          }}
          onNo={() => {
            setCancelAsked(false);
            focusAfter(() => document.querySelector<HTMLElement>('.sending-cancel'));
          }}
        >
          <p>{words.cancelText(messages.waiting, formatInteger(messages.waiting))}</p>
        </Confirm>
      )}
      <FailureNotice failure={failure} />
    </>
  );
}
