/** What the campaign sold: orders joined to recipients by the slug that the shop was given. */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { Campaign, ConversionReport, Token } from '../../../worker/api.ts';
import { api, type Failure } from '../api/client.ts';
import type { SameShape } from '../i18n/dictionary.ts';
import type { conversions as english } from '../i18n/en/conversions.ts';
import { formatDecimal, formatInteger, formatPrice, formatUnitPrice, t } from '../i18n/index.ts';
import { onUse } from '../i18n/on-use.ts';
import { wordsOf } from '../i18n/words.ts';
import { FailureNotice } from '../ui/failure.tsx';
import { Field } from '../ui/field.tsx';
import { TableFrame } from '../ui/table-frame.tsx';
import { Formula, rateText } from './formula.tsx';
import '../styles/conversions.css';

const conversionWords = wordsOf(
  import.meta.glob<SameShape<typeof english>>('../i18n/*/conversions.ts', { eager: true, import: 'conversions' }),
);

/** Orders come seldom beside clicks. */
const REFRESH_MS = 15_000;
const LONGEST_WINDOW = 365;

/** `asked`: orders are read anew when it changes. */
export function Conversions({ campaign, asked }: { campaign: Campaign; asked: number }) {
  const words = conversionWords.value;
  const { id } = campaign;
  const [report, setReport] = useState<ConversionReport | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const load = useCallback(async () => {
    const answer = await api.conversions(id);
    setFailure(answer.ok ? null : answer);
    if (answer.ok) setReport(answer.value);
  }, [id]);
  useEffect(() => {
    void load();
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') void load();
    }, REFRESH_MS);
    return () => clearInterval(timer);
  }, [load, asked]);
  const isEmpty = report !== null && report.conversions + report.outsideWindow + report.cancelled === 0;
  return (
    <section class="conversions" aria-labelledby="conversions-heading">
      <h2 id="conversions-heading">{words.heading}</h2>
      <p class="hint">{words.lead}</p>
      <FailureNotice failure={failure} />
      {report !== null && !isEmpty && <Figures campaign={campaign} report={report} />}
      {isEmpty && <p class="conversions-empty">{words.emptyTitle}</p>}
      {report !== null && (
        <div class="conversions-tools">
          <Window campaign={campaign} days={report.windowDays} changed={load} />
          {!isEmpty && (
            <a class="button quiet" href={api.conversionsAddress(id)} download="">
              {words.download}
            </a>
          )}
        </div>
      )}
      {report !== null && (
        <details open={isEmpty}>
          <summary>{words.setUp}</summary>
          <SetUp campaign={campaign} />
        </details>
      )}
    </section>
  );
}

function Figures({ campaign, report }: { campaign: Campaign; report: ConversionReport }) {
  const words = conversionWords.value;
  const { conversions, ofClickers, ofSent, windowDays } = report;
  const knowsRecipients = campaign.tracking === 'recipient';
  const notes = (['withoutClick', 'withoutValue', 'outsideWindow', 'toldBefore', 'cancelled'] as const).filter(
    (name) => report[name] > 0,
  );
  return (
    <>
      <dl class="figures">
        <div class="figure">
          <dt>{words.orders}</dt>
          <dd class="figure-value">{formatInteger(conversions)}</dd>
          <dd class="figure-note">{words.ordersHint(formatInteger(windowDays))}</dd>
        </div>
        {knowsRecipients && (
          <div class="figure">
            <dt>{words.ofClickers}</dt>
            <dd class="figure-value">{rateText(ofClickers)}</dd>
            <dd class="figure-note">
              <Formula rate={ofClickers} over={words.clickersOver} under={words.clickersUnder} />
            </dd>
          </div>
        )}
        <div class="figure is-main">
          <dt>{report.denominator === 'sent' ? words.ofSent : words.ofDelivered}</dt>
          <dd class="figure-value">{rateText(ofSent)}</dd>
          <dd class="figure-note">
            <Formula
              rate={ofSent}
              over={knowsRecipients ? words.sentOver : words.ordersOver}
              under={onUse.value.report.denominator[report.denominator]}
            />
          </dd>
        </div>
      </dl>
      <ValueTable report={report} />
      {notes.length > 0 && (
        <ul class="conversion-notes">
          {notes.map((name) => (
            <li key={name}>{words[name](report[name], formatInteger(report[name]))}</li>
          ))}
        </ul>
      )}
    </>
  );
}

function ValueTable({ report: { currencies } }: { report: ConversionReport }) {
  const words = conversionWords.value;
  if (currencies.length === 0) return null;
  const knowsCost = currencies.some(({ perSpent }) => perSpent !== null);
  return (
    <TableFrame label={words.valueTable}>
      <table class="links-table">
        <caption>{words.valueTable}</caption>
        <thead>
          <tr>
            <th scope="col">{words.currency}</th>
            <th scope="col" class="number">
              {words.orders}
            </th>
            <th scope="col" class="number">
              {words.value}
            </th>
            <th scope="col" class="number">
              {words.perMessage}
            </th>
            {knowsCost && (
              <th scope="col" class="number">
                {words.perSpent(currencies.find(({ perSpent }) => perSpent !== null)?.currency ?? '')}
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {currencies.map(({ currency, orders, value, perMessage, perSpent }) => (
            <tr key={currency}>
              <th scope="row">{currency}</th>
              <td class="number">{formatInteger(orders)}</td>
              <td class="number">{formatPrice(Number(value), currency)}</td>
              <td class="number">{formatUnitPrice(Number(perMessage), currency)}</td>
              {knowsCost && <td class="number">{perSpent === null ? '–' : formatDecimal(perSpent)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </TableFrame>
  );
}

/** For how many days orders count: what is saved counts past orders anew. */
function Window(props: { campaign: Campaign; days: number; changed: () => Promise<void> }) {
  const words = conversionWords.value;
  const [written, setWritten] = useState(String(props.days));
  const [isRefused, setRefused] = useState(false);
  const [isSaved, setSaved] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const save = async () => {
    const days = /^\d{1,3}$/.test(written.trim()) ? Number(written) : 0;
    setSaved(false);
    setRefused(days < 1 || days > LONGEST_WINDOW);
    if (days < 1 || days > LONGEST_WINDOW) return;
    const answer = await api.editCampaign(props.campaign.id, { conversionDays: days });
    setFailure(answer.ok ? null : answer);
    if (answer.ok) await props.changed();
    setSaved(answer.ok);
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Field label={words.window} hint={words.windowHint} error={isRefused ? words.badWindow : null}>
        {(ids) => (
          <div class="conversion-days">
            <input
              {...ids}
              type="text"
              inputMode="numeric"
              autocomplete="off"
              maxLength={3}
              value={written}
              onInput={(event) => setWritten(event.currentTarget.value)}
            />
            <button type="submit" class="quiet">
              {words.save}
            </button>
          </div>
        )}
      </Field>
      <span role="status" class="hint">
        {isSaved && words.saved}
      </span>
      <FailureNotice failure={failure} />
    </form>
  );
}

const SLUG = '{slug}';
const EXAMPLE = `slug=${SLUG}`;

function SetUp({ campaign }: { campaign: Campaign }) {
  const words = conversionWords.value;
  const [token, setToken] = useState<Token | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const carrying = campaign.links.find(({ url }) => url?.includes(SLUG))?.url;
  // A second press would make a key that nobody is shown.
  const isAsked = useRef(false);
  const make = async () => {
    if (isAsked.current) return;
    isAsked.current = true;
    const answer = await api.addToken({ name: words.tokenName(campaign.host), scopes: ['conversions:write'] });
    isAsked.current = false;
    setFailure(answer.ok ? null : answer);
    if (answer.ok) setToken(answer.value);
  };
  const snippet = snippetFor(campaign, token?.secret);
  return (
    <ol class="shop-steps">
      <li>
        {carrying == null ? words.steps.parameter : words.steps.hasParameter} <code>{carrying ?? EXAMPLE}</code>
      </li>
      <li>{words.steps.keep}</li>
      <li>
        {words.steps.tell}
        <div class="buttons">
          <button type="button" onClick={() => void make()}>
            {words.token}
          </button>
          <span class="hint">{words.tokenHint}</span>
        </div>
        <FailureNotice failure={failure} />
        <Snippet text={snippet} />
      </li>
    </ol>
  );
}

/** As somebody can send it from a terminal, to try it. */
function snippetFor({ host }: Campaign, secret = 'klik_…'): string {
  const order = { slug: 'SLUG', orderId: '100234', value: '349.50', currency: 'DKK' };
  return [
    `curl ${location.origin}/api/conversions`,
    `  -H 'authorization: Bearer ${secret}'`,
    "  -H 'content-type: application/json'",
    `  -d '${JSON.stringify({ host, conversions: [order] })}'`,
  ].join(' \\\n');
}

function Snippet({ text }: { text: string }) {
  const words = conversionWords.value;
  const common = t.value.common;
  const [copied, setCopied] = useState('');
  return (
    <div class="shop-snippet">
      <p class="hint">{words.snippet}</p>
      <pre>
        <code>{text}</code>
      </pre>
      <button
        type="button"
        class="link"
        onClick={() => {
          void navigator.clipboard.writeText(text).then(() => setCopied(text));
        }}
      >
        {copied === text ? common.copied : common.copy}
      </button>
    </div>
  );
}
