/** To let klikspor send a campaign's messages: through what, when, how fast, tried first, and what exactly will happen. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Campaign, NewSending, Sending, ShortGateway } from '../../../worker/api.ts';
import type { Failure } from '../api/client.ts';
import { request } from '../api/request.ts';
import { formatInteger, formatMoment, formatWholePercent } from '../i18n/index.ts';
import { amountsText, priceCountry } from '../i18n/prices.ts';
import { sendingWords } from '../i18n/sending.ts';
import { ListStanding, useStanding } from '../report/list-standing.tsx';
import { ownZone } from '../report/time.ts';
import { halfOf, isUsable, readListFor, type Standing } from '../state/campaign-list.ts';
import { amountsOf } from '../state/price.ts';
import { settingsAddress } from '../state/route.ts';
import { Confirm } from '../ui/confirm.tsx';
import { FailureNotice } from '../ui/failure.tsx';
import { Field } from '../ui/field.tsx';
import { focusAfter } from '../ui/keep-focus.ts';
import '../styles/sending.css';
import { HandingOver, takeBack } from './hand-over.ts';
import { Hours } from './hours.tsx';
import { OUTBOX } from './outbox.ts';
import { cooldownIn, rememberGateway, type Settings, settingsOf, speedIn, useSettings } from './settings.ts';
import { TestMessage } from './test-message.tsx';
import { isOpen, NOW_AND_THEN_MS, type Watched } from './use-sending.ts';
import { type Counted, useSum } from './use-sum.ts';

/** `isWanted`: it was said at publishing that klikspor is to send. */
export function SendSection(props: { campaign: Campaign; watched: Watched; isWanted: boolean }) {
  const { campaign, watched, isWanted } = props;
  const words = sendingWords.value;
  const [isShown, setShown] = useState(isWanted);
  const [isTakenBack, setTakenBack] = useState(false);
  const { sending, look } = watched;
  const isNone = sending === 'none';
  useEffect(() => {
    if (!isShown || !isNone) return;
    // Another window may hand it over meanwhile.
    const timer = setInterval(() => document.visibilityState === 'visible' && void look(), NOW_AND_THEN_MS);
    return () => clearInterval(timer);
  }, [isShown, isNone, look]);
  const begun = isOpen(sending) ? sending : null;
  return (
    <section class="send" aria-labelledby="send-heading">
      <h2 id="send-heading">{words.heading}</h2>
      <p>{words.lead}</p>
      {isShown || begun !== null ? (
        <Whole
          {...{ campaign, watched, begun }}
          takenBack={() => {
            setTakenBack(true);
            watched.take('none');
          }}
        />
      ) : (
        <button
          type="button"
          onClick={() => {
            setShown(true);
            focusAfter(() => document.querySelector<HTMLElement>('.send select, .send button'));
          }}
        >
          {words.open}
        </button>
      )}
      <p role="status" class="send-told">
        {isTakenBack && begun === null && words.takenBack}
      </p>
    </section>
  );
}

/** What was begun and not started: handing over was interrupted. Null: nothing was. */
type Begun = Sending | null;

function Whole(props: { campaign: Campaign; watched: Watched; begun: Begun; takenBack(): void }) {
  const { campaign, watched, begun, takenBack } = props;
  const words = sendingWords.value;
  const { standing, again } = useStanding(campaign);
  const [refused, setRefused] = useState<Standing | null>(null);
  useEffect(() => setRefused(null), [standing]);
  const stands = refused ?? standing;
  const [share, setShare] = useState<number | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const running = useRef<HandingOver | null>(null);
  useEffect(() => () => running.current?.leave(), []);

  const run = async (settings: NewSending) => {
    setFailure(null);
    setShare(0);
    const found = await readListFor(campaign);
    if (!found.ok) {
      setRefused(found.standing);
      return setShare(null);
    }
    focusAfter(() => document.querySelector<HTMLElement>('.handing button'));
    const handing = new HandingOver(campaign, found, setShare);
    running.current = handing;
    const outcome = await handing.run(settings);
    running.current = null;
    setShare(null);
    if (outcome === 'cancelled') return takenBack();
    if (outcome.ok) {
      watched.take(outcome.sending);
      focusAfter(() => document.getElementById('sending-heading'));
      return;
    }
    setFailure(outcome);
    await watched.look();
  };
  const drop = async () => {
    const failed = await takeBack(campaign);
    setFailure(failed);
    if (failed === null) takenBack();
    else await watched.look();
  };

  if (share !== null) {
    return (
      <div class="notice standing handing">
        <p role="status">{words.handing(formatWholePercent(share))}</p>
        <progress value={share} aria-hidden="true" />
        <p class="hint">{words.handingHint}</p>
        <div class="buttons">
          <button type="button" class="quiet" onClick={() => running.current?.cancel()}>
            {words.stopHanding}
          </button>
        </div>
      </div>
    );
  }
  const isReady = isUsable(campaign, stands);
  const held = begun === null ? 0 : begun.messages.waiting;
  return (
    <>
      <FailureNotice failure={failure} />
      {begun !== null && (
        <div class="notice standing interrupted">
          <p role="status">{words.interrupted(held, formatInteger(held))}</p>
          <div class="buttons">
            {isReady && (
              <button type="button" class="primary" onClick={() => void run(goneOnWith(begun))}>
                {words.goOn}
              </button>
            )}
            <button type="button" class="quiet" onClick={() => void drop()}>
              {words.takeBack}
            </button>
          </div>
        </div>
      )}
      <ListStanding
        campaign={campaign}
        standing={stands}
        need={words.needList}
        again={again}
        isAloud={refused !== null}
      />
      {isReady && begun === null && (
        <Form campaign={campaign} refused={setRefused} send={(settings) => run(settings)} />
      )}
    </>
  );
}

/** The settings that it was begun with; a time that has passed meanwhile is now. */
const goneOnWith = ({ gateway, from, atMs, perSecond, cooldownDays, quietHours, timeZone }: Sending): NewSending => ({
  ...{ gateway, from, cooldownDays, quietHours, timeZone },
  ...(atMs !== null && atMs > Date.now() && { atMs }),
  ...(perSecond !== null && { perSecond }),
});

/** Null: not read yet. */
function useGateways(): { readonly gateways: readonly ShortGateway[] | null; readonly failure: Failure | null } {
  const [gateways, setGateways] = useState<readonly ShortGateway[] | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  useEffect(() => {
    let isGone = false;
    void request('GET /api/gateways').then((answer) => {
      if (isGone) return;
      if (answer.ok) setGateways(answer.value.entries);
      else setFailure(answer);
    });
    return () => {
      isGone = true;
    };
  }, []);
  return { gateways, failure };
}

function gatewayName({ kind, name, isReadable }: ShortGateway): string {
  const words = sendingWords.value;
  if (kind === OUTBOX) return words.outbox;
  return isReadable ? name : words.unreadable(name);
}

function Form(props: {
  campaign: Campaign;
  refused(standing: Standing): void;
  send(settings: NewSending): Promise<void>;
}) {
  const { campaign, refused, send } = props;
  const words = sendingWords.value;
  const { gateways, failure } = useGateways();
  const settings = useSettings(campaign, gateways);
  const counted = useSum(campaign, refused);
  const half = halfOf(campaign);
  if (failure !== null) return <FailureNotice failure={failure} />;
  if (gateways === null) return <p role="status">{words.asking}</p>;
  const chosen = gateways.find(({ id }) => id === settings.gateway.value);
  return (
    <div class="send-form">
      {half !== null && <p class="hint">{words.twoVersions(half === 0 ? 'A' : 'B')}</p>}
      {gateways.every(({ kind }) => kind === OUTBOX) && (
        <div class="notice standing">
          <p>{words.noGateway}</p>
          <p>
            <a href={settingsAddress('gateways')}>{words.toGateways}</a>
          </p>
        </div>
      )}
      <div class="send-row">
        <Field label={words.gateway}>
          {(ids) => (
            <select
              {...ids}
              value={settings.gateway.value}
              onChange={(event) => {
                settings.gateway.value = event.currentTarget.value;
              }}
            >
              {gateways.map((one) => (
                <option key={one.id} value={one.id} disabled={!one.isReadable}>
                  {gatewayName(one)}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label={words.sender} error={senderError(settings)}>
          {(ids) => (
            <input
              {...ids}
              type="text"
              value={settings.from.value}
              maxLength={16}
              autocomplete="off"
              spellcheck={false}
              onInput={(event) => {
                settings.from.value = event.currentTarget.value;
              }}
            />
          )}
        </Field>
      </div>
      <When settings={settings} />
      <Hours settings={settings} counted={counted} />
      <div class="send-row">
        <WholeNumber
          {...{ label: words.cooldown, hint: words.cooldownHint, value: settings.cooldown }}
          error={cooldownIn(settings.cooldown.value) === null ? words.cooldownWrong : null}
        />
        <WholeNumber
          {...{ label: words.speed, hint: words.speedHint, value: settings.speed }}
          error={speedIn(settings.speed.value) === null ? words.speedWrong : null}
        />
      </div>
      {chosen !== undefined && settings.from.value.trim() !== '' && (
        <TestMessage campaign={campaign} gateway={chosen} from={settings.from.value.trim()} counted={counted} />
      )}
      <p>{words.numbersLeave}</p>
      <Sum counted={counted} published={campaign.cost?.segments} />
      {counted.sum !== null && counted.sum.messages > 0 && chosen !== undefined && (
        <Send {...{ settings, counted, send }} gateway={gatewayName(chosen)} />
      )}
    </div>
  );
}

function senderError({ from, isSenderWrong }: Settings): string | null {
  const words = sendingWords.value;
  if (from.value.trim() === '') return words.senderMissing;
  return isSenderWrong.value ? words.senderWrong : null;
}

/** A whole number, or nothing. */
function WholeNumber(props: { label: string; hint: string; error: string | null; value: Settings['speed'] }) {
  const { label, hint, error, value } = props;
  return (
    <Field label={label} hint={hint} error={error} class="compact">
      {(ids) => (
        <input
          {...ids}
          type="text"
          inputMode="numeric"
          autocomplete="off"
          maxLength={6}
          value={value.value}
          onInput={(event) => {
            value.value = event.currentTarget.value;
          }}
        />
      )}
    </Field>
  );
}

function When({ settings: { isLater, time, isTimeWrong } }: { settings: Settings }) {
  const words = sendingWords.value;
  return (
    <fieldset class="choices send-when">
      <legend>{words.when}</legend>
      {[false, true].map((later) => (
        <label key={String(later)} class="check">
          <input
            type="radio"
            name="send-when"
            checked={isLater.value === later}
            onChange={() => {
              isLater.value = later;
            }}
          />
          {later ? words.atTime : words.now}
        </label>
      ))}
      {isLater.value && (
        <Field
          label={words.time(ownZone())}
          hint={words.timeHint}
          error={isTimeWrong.value ? words.timePast : null}
          class="compact"
        >
          {(ids) => (
            <input
              {...ids}
              type="datetime-local"
              value={time.value}
              onInput={(event) => {
                time.value = event.currentTarget.value;
              }}
            />
          )}
        </Field>
      )}
    </fieldset>
  );
}

/** What it is, in one line: messages, segments, price. */
function sumText({ messages, segments, byCountry }: NonNullable<Counted['sum']>): string {
  const words = sendingWords.value;
  const { amounts, without } = amountsOf(byCountry);
  const told = [words.sum(messages, formatInteger(messages), formatInteger(segments))];
  if (amounts.length > 0) {
    told.push(words.about(amountsText(amounts)));
    if (without.length > 0) told.push(words.noPrice(without.map(priceCountry).join(', ')));
  }
  return told.join(', ');
}

/** The list's values are others than those it was published with: then its messages are, too. Undefined: not known. */
function isOther({ segments, stopped }: NonNullable<Counted['sum']>, published: number | undefined): boolean {
  if (published === undefined) return false;
  // Without those who opted out since it may be less.
  return stopped === 0 ? segments !== published : segments > published;
}

function Sum(props: { counted: Counted; published: number | undefined }) {
  const { counted, published } = props;
  const { sum, share, failure } = counted;
  const words = sendingWords.value;
  return (
    <>
      <p role="status" class="send-sum">
        {share !== null && words.counting(formatWholePercent(share))}
        {sum !== null && (sum.messages === 0 ? words.nobody : <strong>{sumText(sum)}</strong>)}
        {sum !== null && sum.stopped > 0 && ` ${words.stopped(sum.stopped, formatInteger(sum.stopped))}`}
      </p>
      {sum !== null && isOther(sum, published) && (
        <p class="notice standing" role="status">
          {words.otherSegments(formatInteger(published ?? 0))}
        </p>
      )}
      {failure !== null && (
        <p class="notice is-error" role="alert">
          {failure}
        </p>
      )}
    </>
  );
}

function Send(props: {
  settings: Settings;
  counted: Counted;
  gateway: string;
  send(settings: NewSending): Promise<void>;
}) {
  const { settings, counted, gateway, send } = props;
  const words = sendingWords.value;
  const [isAsked, setAsked] = useState(false);
  const atMs = settings.atMs.value;
  const wanted = settingsOf(settings);
  if (counted.sum === null) return null;
  if (!isAsked || wanted === null) {
    return (
      <button
        type="button"
        class="primary send-ask"
        aria-disabled={wanted === null}
        onClick={() => {
          if (settings.check() && wanted !== null) setAsked(true);
          else focusAfter(() => document.querySelector<HTMLElement>('.send [aria-invalid="true"]'));
        }}
      >
        {settings.isLater.value ? words.plan : words.send}
      </button>
    );
  }
  return (
    <Confirm
      title={atMs === null ? words.sureNow : words.sureLater}
      yes={atMs === null ? words.yesNow : words.yesLater}
      working={words.starting}
      no={words.no}
      onYes={() => {
        rememberGateway(wanted.gateway);
        return send(wanted);
      }}
      onNo={() => {
        setAsked(false);
        focusAfter(() => document.querySelector<HTMLElement>('.send-ask'));
      }}
    >
      <p>{beginning(counted.sum, wanted, gateway, atMs)}</p>
    </Confirm>
  );
}

/** What begins, and when. */
function beginning(sum: NonNullable<Counted['sum']>, wanted: NewSending, gateway: string, atMs: number | null): string {
  const words = sendingWords.value;
  if (wanted.gateway === OUTBOX) {
    const what = words.sum(sum.messages, formatInteger(sum.messages), formatInteger(sum.segments));
    return atMs === null ? words.intoOutboxNow(what) : words.intoOutboxLater(what, formatMoment(atMs));
  }
  const what = sumText(sum);
  return atMs === null ? words.throughNow(what, gateway) : words.throughLater(what, gateway, formatMoment(atMs));
}
