/** How long single hits are held, and what goes at its owner's word: one recipient, or the campaign. */
import { useState } from 'preact/hooks';
import type { Campaign, Erasure, RawHits, Report } from '../../../worker/api.ts';
import type { Failure } from '../api/client.ts';
import { request } from '../api/request.ts';
import { formatInteger, formatMoment } from '../i18n/index.ts';
import { privacyWords } from '../i18n/privacy.ts';
import { CAMPAIGNS, go } from '../state/route.ts';
import { Confirm } from '../ui/confirm.tsx';
import { FailureNotice } from '../ui/failure.tsx';
import { Field } from '../ui/field.tsx';
import { focusAfter } from '../ui/keep-focus.ts';
import '../styles/privacy.css';
import { deleted } from './deleted.ts';

const DAY_MS = 86_400_000;

export function PrivacySection(props: {
  report: Report;
  rawHits: RawHits | null;
  /** By klikspor itself, which has numbers and texts then. */
  isSentHere: boolean;
  changed(): Promise<unknown>;
}) {
  const { report, rawHits, isSentHere, changed } = props;
  const words = privacyWords.value;
  const { campaign } = report;
  return (
    <section class="privacy" aria-labelledby="privacy-heading">
      <h2 id="privacy-heading">{words.heading}</h2>
      {rawHits !== null && <Retention rawHits={rawHits} tracking={campaign.tracking} />}
      {campaign.tracking === 'recipient' && <p class="hint">{words.personal}</p>}
      {(campaign.tracking === 'recipient' || isSentHere) && <Erase campaign={campaign} changed={changed} />}
      <Delete campaign={campaign} />
    </section>
  );
}

function Retention(props: { rawHits: RawHits; tracking: Campaign['tracking'] }) {
  const { lifeMs, firstEndsMs, lastEndsMs } = props.rawHits;
  const words = privacyWords.value;
  const say = props.tracking === 'aggregate' ? words.lifeInTotal : words.life;
  const life = say(Math.max(1, Math.round(lifeMs / DAY_MS)));
  if (firstEndsMs === null || lastEndsMs === null) {
    return (
      <p>
        {life} {words.noneHeld}
      </p>
    );
  }
  const [first, last] = [formatMoment(firstEndsMs), formatMoment(lastEndsMs)];
  return (
    <p>
      {life} {first === last ? words.endsAt(first) : words.ends(first, last)}
    </p>
  );
}

// --- one recipient ---------------------------------------------------------------------------------------------------

type Whom = { readonly recipient: number } | { readonly link: string };

/** A number is a row; whatever else, a link, if links are of one recipient. Who was left out by the limit has a row too. */
function whomIn(written: string, { recipients, limit, tracking }: Campaign): Whom | 'missing' | 'no-row' {
  const said = written.trim();
  if (said === '') return 'missing';
  if (!/^\d+$/.test(said)) return tracking === 'aggregate' ? 'no-row' : { link: said };
  const row = Number(said);
  return row >= 1 && row <= recipients + (limit?.leftOut ?? 0) ? { recipient: row - 1 } : 'no-row';
}

function Erase({ campaign, changed }: { campaign: Campaign; changed(): Promise<unknown> }) {
  const words = privacyWords.value;
  const isCounted = campaign.tracking === 'recipient';
  const [written, setWritten] = useState('');
  const [error, setError] = useState<string | null>(null);
  const [whom, setWhom] = useState<Whom | null>(null);
  const [erased, setErased] = useState<Erasure | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const input = () => document.querySelector<HTMLElement>('.erase-form input');
  const close = () => {
    setWhom(null);
    focusAfter(input);
  };
  const erase = async (body: Whom) => {
    const answer = await request('POST /api/campaigns/{id}/erasures', { params: { id: campaign.id }, body });
    const isUnknown = !answer.ok && answer.problem?.errors?.some(({ code }) => code === 'unknown-link') === true;
    setError(isUnknown ? words.linkUnknown : null);
    setFailure(answer.ok || isUnknown ? null : answer);
    setErased(answer.ok ? answer.value : null);
    if (answer.ok) setWritten('');
    close();
    if (answer.ok) await changed();
  };
  return (
    <div class="box">
      <h3>{words.eraseHeading}</h3>
      <p>{words.eraseLead}</p>
      <form
        class="erase-form"
        onSubmit={(event) => {
          event.preventDefault();
          const found = whomIn(written, campaign);
          setErased(null);
          if (found === 'missing') setError(isCounted ? words.whoMissing : words.rowMissing);
          else if (found === 'no-row') {
            setError(words.rowRange(formatInteger(campaign.recipients + (campaign.limit?.leftOut ?? 0))));
          } else {
            setError(null);
            setWhom(found);
          }
        }}
      >
        <Field
          label={isCounted ? words.who : words.whoByRow}
          hint={isCounted ? `${words.whoHint} ${words.whoLink}` : words.whoHint}
          error={error}
        >
          {(ids) => (
            <input
              {...ids}
              type="text"
              value={written}
              maxLength={500}
              autocomplete="off"
              onInput={(event) => {
                setWritten(event.currentTarget.value);
                setWhom(null);
              }}
            />
          )}
        </Field>
        <button type="submit">{words.erase}</button>
      </form>
      {whom !== null && (
        <Confirm
          title={words.eraseAsk('recipient' in whom ? words.row(formatInteger(whom.recipient + 1)) : words.thatLink)}
          yes={words.eraseNow}
          working={words.erasing}
          no={words.keep}
          onYes={() => erase(whom)}
          onNo={close}
        >
          {isCounted ? (
            <>
              <p>{words.eraseGoes}</p>
              <p>{words.eraseStays}</p>
              <p>{words.eraseFigures}</p>
            </>
          ) : (
            <p>{words.eraseMessage}</p>
          )}
          <p>{words.cannotUndo}</p>
        </Confirm>
      )}
      <p role="status">{erased !== null && erasedText(erased, isCounted)}</p>
      <FailureNotice failure={failure} />
    </div>
  );
}

function erasedText({ recipient, hits, orders, isRecounted, optOut }: Erasure, isCounted: boolean): string {
  const words = privacyWords.value;
  if (!isCounted) return words.erasedMessage(formatInteger(recipient + 1));
  const say = isRecounted ? words.erased : words.erasedSums;
  const told = say(formatInteger(recipient + 1), formatInteger(hits), formatInteger(orders));
  return optOut === 'none' ? told : `${told} ${words.optOut[optOut]}`;
}

// --- the campaign ----------------------------------------------------------------------------------------------------

function Delete({ campaign: { id, name } }: { campaign: Campaign }) {
  const words = privacyWords.value;
  const [isAsking, setAsking] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const close = () => {
    setAsking(false);
    focusAfter(() => document.querySelector<HTMLElement>('.delete-campaign > button'));
  };
  const remove = async () => {
    const answer = await request('DELETE /api/campaigns/{id}', { params: { id } });
    setFailure(answer.ok ? null : answer);
    if (!answer.ok) return close();
    deleted.value = { id, name };
    go(CAMPAIGNS);
  };
  return (
    <div class="box delete-campaign">
      <h3>{words.deleteHeading}</h3>
      <p>{words.deleteLead}</p>
      {!isAsking && (
        <button type="button" class="quiet" onClick={() => setAsking(true)}>
          {words.delete}
        </button>
      )}
      {isAsking && (
        <Confirm
          title={words.deleteAsk(name)}
          yes={words.deleteNow}
          working={words.deleting}
          no={words.keep}
          onYes={remove}
          onNo={close}
        >
          <div class="lost-and-kept">
            <Items title={words.lost} items={words.lostItems} />
            <Items title={words.kept} items={words.keptItems} />
          </div>
          <p>{words.late}</p>
          <p>{words.cannotUndo}</p>
        </Confirm>
      )}
      <FailureNotice failure={failure} />
    </div>
  );
}

function Items({ title, items }: { title: string; items: readonly string[] }) {
  return (
    <div>
      <h5>{title}</h5>
      <ul>
        {items.map((item) => (
          <li key={item}>{item}</li>
        ))}
      </ul>
    </div>
  );
}
