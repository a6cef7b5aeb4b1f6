/** The check of one link domain: step by step, with what to mend, and again by itself while it is waited for. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Domain, DomainCheck } from '../../../worker/api.ts';
import type { Failure } from '../api/client.ts';
import { request } from '../api/request.ts';
import { Steps } from '../composer/pointing.tsx';
import { formatInteger, formatList, formatTime, t } from '../i18n/index.ts';
import { linkDomainWords } from '../i18n/link-domains.ts';
import { askDomain } from '../pointing/ask-domain.ts';
import { FailureNotice } from '../ui/failure.tsx';
import { TableFrame } from '../ui/table-frame.tsx';
import { type Said, type Standing, type Step, standingOf, type Verdict, verdictOf } from './domain-verdict.ts';

/** Rare enough to be no burden, soon enough for somebody who watches a record come up. */
const PAUSE_MS = 15_000;
const STEPS = ['zone', 'record', 'certificate', 'answer'] as const satisfies Step[];

interface Result {
  readonly check: DomainCheck;
  readonly verdict: Verdict;
}

export function CheckPanel({ domain, close }: { domain: Domain; close(): void }) {
  const words = linkDomainWords.value;
  const { host } = domain;
  const [result, setResult] = useState<Result | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [isLooking, setLooking] = useState(true);
  const isAsking = useRef(false);
  const look = async (isAloud: boolean) => {
    if (isAsking.current) return;
    isAsking.current = true;
    if (isAloud) setBusy(true);
    const [heard, answer] = await Promise.all([
      askDomain(domain),
      request('GET /api/domains/{host}/check', { params: { host } }),
    ]);
    isAsking.current = false;
    setBusy(false);
    setFailure(answer.ok ? null : answer);
    if (!answer.ok) return;
    const verdict = verdictOf(answer.value, typeof heard === 'string' ? heard : null);
    setResult({ check: answer.value, verdict });
  };
  useEffect(() => void look(true), []);
  const isDone = result?.verdict.leadsHere === true;
  useEffect(() => {
    if (!isLooking || isDone) return;
    const lookIfSeen = () => {
      if (document.visibilityState === 'visible') void look(false);
    };
    const timer = setInterval(lookIfSeen, PAUSE_MS);
    // Somebody comes back from where the record was made.
    document.addEventListener('visibilitychange', lookIfSeen);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', lookIfSeen);
    };
  }, [isLooking, isDone]);
  return (
    <section class="domain-check" aria-labelledby="check-heading" aria-busy={isBusy}>
      <h4 id="check-heading" tabIndex={-1}>
        {words.result(host)}
      </h4>
      <p role="status" class={isDone ? 'check-sum is-good' : 'check-sum'}>
        {isBusy && result === null
          ? words.checking
          : result !== null &&
            (isDone
              ? words.resultHere(host)
              : result.verdict.leadsHere === null
                ? words.resultOpen(host)
                : words.resultElsewhere(host))}
      </p>
      <FailureNotice failure={failure} />
      {result !== null && <Findings host={host} findings={result.verdict.findings} />}
      {result !== null && <Repair domain={domain} result={result} />}
      <div class="check-foot">
        <div class="buttons">
          <button
            type="button"
            aria-disabled={isBusy}
            onClick={() => {
              if (!isBusy) void look(true);
            }}
          >
            {isBusy ? words.checking : words.again}
          </button>
          {!isDone && (
            <button type="button" class="quiet" onClick={() => setLooking(!isLooking)}>
              {isLooking ? words.stopLooking : words.goOnLooking}
            </button>
          )}
          <button type="button" class="quiet" onClick={close}>
            {words.close}
          </button>
        </div>
        <p class="hint">
          {result !== null && words.checkedAt(formatTime(result.check.checkedAtMs))}
          {!isDone && ` · ${isLooking ? words.byItself : words.paused}`}
        </p>
      </div>
    </section>
  );
}

function Findings({ host, findings }: { host: string; findings: readonly Said[] }) {
  const words = linkDomainWords.value;
  const steps = STEPS.map((step) => [step, findings.filter((one) => one.step === step)] as const);
  return (
    <ol class="check-steps">
      {steps
        .filter(([, own]) => own.length > 0)
        .map(([step, own]) => {
          const standing = standingOf(own);
          return (
            <li key={step} class={`check-step is-${standing}`}>
              <Sign standing={standing} />
              <div>
                <p class="check-step-name">
                  {words.steps[step]}
                  <span class="check-standing">{words.standings[standing]}</span>
                </p>
                {own.map((finding) => (
                  <p key={finding.code}>
                    {textOf(host, finding)} <Remembered finding={finding} />
                  </p>
                ))}
              </div>
            </li>
          );
        })}
    </ol>
  );
}

function textOf(host: string, { code, values = [], provider = '' }: Said): string {
  const say: (host: string, what: string, who: string) => string = linkDomainWords.value.found[code];
  return say(host, formatList(values), provider);
}

/** Only where something is to change. */
function Remembered({ finding }: { finding: Said }) {
  const words = linkDomainWords.value;
  const { is, ttlS } = finding;
  if (ttlS === undefined || ttlS === 0 || is === 'right' || is === 'note') return null;
  const span =
    ttlS < 90
      ? words.seconds(formatInteger(ttlS))
      : ttlS < 5_400
        ? words.minutes(formatInteger(Math.round(ttlS / 60)))
        : words.hours(formatInteger(Math.round(ttlS / 3_600)));
  return <span class="hint">{words.remembered(span)}</span>;
}

const SIGNS: Readonly<Record<Standing, string>> = {
  right: 'M5 10.5l3.2 3.2L15 7',
  wrong: 'M6 6l8 8M14 6l-8 8',
  wait: 'M10 5.5V10l3 2.2',
  open: 'M7.6 7.7a2.5 2.5 0 1 1 3.4 2.4c-.7.3-1 .8-1 1.6M10 14.2v.1',
  note: 'M10 9v5M10 6.2v.1',
};

function Sign({ standing }: { standing: Standing }) {
  return (
    <svg class="icon check-sign" viewBox="0 0 20 20" width="24" height="24" aria-hidden="true">
      <circle cx="10" cy="10" r="8.6" />
      <path d={SIGNS[standing]} />
    </svg>
  );
}

function Repair({ domain, result: { check, verdict } }: { domain: Domain; result: Result }) {
  const words = linkDomainWords.value;
  const { host } = domain;
  const { how, records } = verdict.repair;
  if (how === 'none') return null;
  const zone = check.zone ?? host;
  const isCustom = how === 'custom-domain';
  // The one record that Cloudflare makes by itself stands among the steps for those who make it by hand.
  const shown = isCustom ? records.filter((record) => record.do === 'remove' || record.type === 'CAA') : records;
  return (
    <section class="notice check-repair" aria-labelledby="repair-heading">
      <h4 id="repair-heading">{words.repairHeading}</h4>
      <p>{words.repairs[how](host, zone)}</p>
      {isCustom && shown.length > 0 && <p>{words.inTheWay}</p>}
      {shown.length > 0 && <Records records={shown} />}
      {isCustom && <Steps host={host} />}
      {how !== 'register' && how !== 'apex' && <Letter text={letterOf(host, zone, how, shown)} />}
    </section>
  );
}

type Wanted = DomainCheck['repair']['records'][number];

function Records({ records }: { records: readonly Wanted[] }) {
  const words = linkDomainWords.value;
  return (
    <TableFrame label={words.records}>
      <table class="record-table">
        <thead>
          <tr>
            <th scope="col">{words.columns.do}</th>
            <th scope="col">{words.columns.type}</th>
            <th scope="col">{words.columns.name}</th>
            <th scope="col">{words.columns.value}</th>
          </tr>
        </thead>
        <tbody>
          {records.map((record) => (
            <tr key={`${record.do} ${record.type} ${record.value}`}>
              <td>{words.does[record.do]}</td>
              <td class="raw">{record.type}</td>
              <td>
                <Copyable text={record.label} />
              </td>
              <td>{record.do === 'set' ? <Copyable text={record.value} /> : <code>{record.value}</code>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableFrame>
  );
}

function Copyable({ text }: { text: string }) {
  return (
    <span class="copyable">
      <code>{text}</code>
      <Copy text={text} label={linkDomainWords.value.copyValue(text)} words={t.value.common.copy} class="link" />
    </span>
  );
}

/** The state of the button is told by its own words. */
function Copy(props: { text: string; words: string; label?: string; class?: string }) {
  const [isCopied, setCopied] = useState(false);
  const { text, words, label } = props;
  return (
    <button
      type="button"
      class={props.class}
      aria-label={isCopied ? undefined : label}
      onClick={() => void navigator.clipboard.writeText(text).then(() => setCopied(true))}
    >
      {isCopied ? t.value.common.copied : words}
    </button>
  );
}

function Letter({ text }: { text: string }) {
  const words = linkDomainWords.value;
  return (
    <details class="check-letter">
      <summary>{words.sendOn}</summary>
      <pre>{text}</pre>
      <Copy text={text} words={words.copyText} />
    </details>
  );
}

function letterOf(host: string, zone: string, how: Verdict['repair']['how'], records: readonly Wanted[]): string {
  const { letter } = linkDomainWords.value;
  const lines = records.map((record) => `• ${letter[record.do](record.type, record.label, record.name, record.value)}`);
  if (how === 'custom-domain') lines.push(`• ${letter.custom(host)}`);
  if (how === 'move-zone') lines.push(`• ${letter.move(zone)}`);
  return [letter.hello, '', letter.why(host), '', ...lines, '', letter.thanks].join('\n');
}
