/** Links that show the report to others, and its figures as files. */
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { Report, Share } from '../../../worker/api.ts';
import type { Failure } from '../api/client.ts';
import { addressOf, request } from '../api/request.ts';
import { formatMoment, t } from '../i18n/index.ts';
import { sharesWords } from '../i18n/shares.ts';
import { FailureNotice } from '../ui/failure.tsx';
import { Field } from '../ui/field.tsx';
import { focusAfter } from '../ui/keep-focus.ts';
import { Qr } from '../ui/qr.tsx';
import { fileName, saveFile } from '../ui/save-file.ts';
import { isShared, sharedFigures, sharedTable } from './shared-mode.ts';
import '../styles/shares.css';

const DAYS = [1, 7, 30, 90, 365] as const;

export function SharesSection({ report }: { report: Report }) {
  const words = sharesWords.value;
  return (
    <section class="shares" aria-labelledby="shares-heading">
      <h2 id="shares-heading">{words.heading}</h2>
      <p>{words.lead}</p>
      <Links id={report.campaign.id} />
      <FigureFiles report={report} />
    </section>
  );
}

/** The figures, for spreadsheets with either decimal mark and for programs; for others to take along, too. */
export function FigureFiles({ report }: { report: Report }) {
  const words = sharesWords.value;
  const [failure, setFailure] = useState<Failure | null>(null);
  const { id, name: campaignName } = report.campaign;
  const saveFigures = async () => {
    const answer = await (isShared ? sharedFigures() : request('GET /api/campaigns/{id}/figures', { params: { id } }));
    setFailure(answer.ok ? null : answer);
    if (!answer.ok) return;
    const file = new Blob([JSON.stringify(answer.value, null, 2)], { type: 'application/json' });
    saveFile(file, fileName(campaignName, '.json'));
  };
  const saveShared = async (decimal: 'comma' | 'point') => {
    const answer = await sharedTable(decimal);
    setFailure(answer.ok ? null : answer);
    // Reading the answer as text has taken the mark off that tells Excel the encoding.
    const head = decimal === 'comma' ? '\ufeff' : '';
    if (answer.ok) saveFile(new Blob([head, answer.value], { type: 'text/csv' }), fileName(campaignName, '.csv'));
  };
  return (
    <div class="figure-files">
      <h3>{words.figures}</h3>
      <div class="buttons">
        {(['comma', 'point'] as const).map((decimal) => {
          const name = decimal === 'comma' ? words.csvComma : words.csvPoint;
          const said = { params: { id }, query: { decimal } };
          return isShared ? (
            <button key={decimal} type="button" class="quiet" onClick={() => void saveShared(decimal)}>
              {name}
            </button>
          ) : (
            <a
              key={decimal}
              class="button quiet"
              download=""
              href={addressOf('GET /api/campaigns/{id}/figures.csv', said)}
            >
              {name}
            </a>
          );
        })}
        <button type="button" class="quiet" onClick={() => void saveFigures()}>
          {words.json}
        </button>
      </div>
      <FailureNotice failure={failure} />
    </div>
  );
}

/** A share with its secret: the one time that it is known. */
type Made = Share & { readonly secret: string };

function Links({ id }: { id: string }) {
  const words = sharesWords.value;
  const [links, setLinks] = useState<readonly Share[] | null>(null);
  const [made, setMade] = useState<Made | null>(null);
  const [revoked, setRevoked] = useState<Share | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const load = async () => {
    const answer = await request('GET /api/campaigns/{id}/shares', { params: { id } });
    if (answer.ok) setLinks(answer.value.entries);
    else setFailure(answer);
  };
  useEffect(() => void load(), [id]);

  const create = async (name: string, days: number) => {
    const answer = await request('POST /api/campaigns/{id}/shares', { params: { id }, body: { name, days } });
    setFailure(answer.ok ? null : answer);
    if (!answer.ok) return;
    const { secret, ...share } = answer.value;
    setRevoked(null);
    setMade(secret === undefined ? null : { ...share, secret });
    focusAfter(() => document.querySelector<HTMLElement>('.share-made input'));
    await load();
  };
  const revoke = async (share: Share) => {
    const answer = await request('DELETE /api/campaigns/{id}/shares/{share}', { params: { id, share: share.id } });
    setFailure(answer.ok ? null : answer);
    if (!answer.ok) return;
    if (made?.id === share.id) setMade(null);
    setRevoked(share);
    focusAfter(() => document.querySelector<HTMLElement>('.share-form input'));
    await load();
  };
  return (
    <>
      <NewLink create={create} />
      {made !== null && <MadeLink made={made} />}
      <FailureNotice failure={failure} />
      <p role="status" class="download-state">
        {revoked !== null && words.revoked(revoked.name)}
      </p>
      {links !== null && links.length > 0 && (
        <>
          <h3 id="share-links">{words.links}</h3>
          <ul class="share-list" aria-labelledby="share-links">
            {links.map((share) => (
              <li key={share.id}>
                <span class="share-name">{share.name}</span>
                <span class="hint">
                  {words.until(formatMoment(share.expiresAtMs))} · {words.since(formatMoment(share.createdAtMs))}
                </span>
                <button
                  type="button"
                  class="quiet"
                  aria-label={words.revokeNamed(share.name)}
                  onClick={() => void revoke(share)}
                >
                  {words.revoke}
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
      {links !== null && links.length === 0 && <p class="hint">{words.none}</p>}
    </>
  );
}

function NewLink({ create }: { create(name: string, days: number): Promise<void> }) {
  const words = sharesWords.value;
  const [name, setName] = useState('');
  const [days, setDays] = useState(7);
  // A second press would make a link whose secret nobody is shown.
  const isAsked = useRef(false);
  return (
    <form
      class="share-form"
      onSubmit={async (event) => {
        event.preventDefault();
        if (name.trim() === '' || isAsked.current) return;
        isAsked.current = true;
        await create(name.trim(), days);
        isAsked.current = false;
        setName('');
      }}
    >
      <Field label={words.name}>
        {(ids) => (
          <input
            {...ids}
            type="text"
            value={name}
            maxLength={100}
            required
            onInput={(event) => setName(event.currentTarget.value)}
          />
        )}
      </Field>
      <Field label={words.expires}>
        {(ids) => (
          <select {...ids} value={String(days)} onChange={(event) => setDays(Number(event.currentTarget.value))}>
            {DAYS.map((n) => (
              <option key={n} value={String(n)}>
                {words.days(n)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <button type="submit">{words.create}</button>
    </form>
  );
}

function MadeLink({ made }: { made: Made }) {
  const words = sharesWords.value;
  const id = useId();
  const [copied, setCopied] = useState(false);
  const address = `${location.origin}/shared#${made.secret}`;
  return (
    <div class="notice is-good share-made">
      <p role="status">{words.made}</p>
      <div class="share-address">
        <Qr text={address} label={words.qr} />
        <label for={id}>{words.address}</label>
        <input id={id} type="text" readOnly value={address} onFocus={(event) => event.currentTarget.select()} />
        <button type="button" onClick={() => void navigator.clipboard.writeText(address).then(() => setCopied(true))}>
          {copied ? t.value.common.copied : t.value.common.copy}
        </button>
      </div>
    </div>
  );
}
