/** What became of the messages, and the gateway's file that says so: read here, joined with the list, sent as rows and states. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Report } from '../../../worker/api.ts';
import type { Failure } from '../api/client.ts';
import { ask, Cancelled, type Running } from '../engine/client.ts';
import type { StatusAnswer } from '../engine/status-file.ts';
import { deliveryWords } from '../i18n/delivery.ts';
import { formatInteger, formatWholePercent, t } from '../i18n/index.ts';
import { listFileWords } from '../i18n/list-file.ts';
import { isUsable, readListFor, type Standing } from '../state/campaign-list.ts';
import { list } from '../state/list.ts';
import { FailureNotice } from '../ui/failure.tsx';
import { focusAfter } from '../ui/keep-focus.ts';
import { DeliverySums } from './delivery-sums.tsx';
import { ListStanding, useStanding } from './list-standing.tsx';
import { sendStates } from './send-states.ts';
import { isShared } from './shared-mode.ts';
import { type Asked, type Read, type Said, StatusPreview, StatusQuestions } from './status-preview.tsx';

type Step =
  | { readonly kind: 'idle'; readonly sent: number | null }
  | { readonly kind: 'reading' | 'sending'; readonly share: number }
  | { readonly kind: 'asked'; readonly said: Said; readonly answer: Asked }
  | { readonly kind: 'read'; readonly said: Said; readonly answer: Read }
  | { readonly kind: 'refused'; readonly sentence: string };

/** `isSentByFile`: it is known that klikspor does not send it. `onTaken`: the report is another one now. */
export function DeliverySection(props: { report: Report; isSentByFile: boolean; onTaken(): void }) {
  const { report, isSentByFile, onTaken } = props;
  const words = deliveryWords.value;
  return (
    <section class="delivery" aria-labelledby="delivery-heading">
      <h2 id="delivery-heading">{words.heading}</h2>
      <DeliverySums report={report} />
      {!isShared &&
        (report.campaign.tracking === 'aggregate' ? (
          isSentByFile && <p>{words.inTotal}</p>
        ) : (
          <Take report={report} onTaken={onTaken} />
        ))}
    </section>
  );
}

const NOTHING_SAID = { choice: {}, status: { numberColumn: null, stateColumn: null, codes: null }, meanings: {} };

function Take({ report, onTaken }: { report: Report; onTaken(): void }) {
  const words = deliveryWords.value;
  const { campaign } = report;
  const { standing, again } = useStanding(campaign);
  const [refused, setRefused] = useState<Standing | null>(null);
  useEffect(() => setRefused(null), [standing]);
  const [step, setStep] = useState<Step>({ kind: 'idle', sent: null });
  const [failure, setFailure] = useState<Failure | null>(null);
  const running = useRef<Running<StatusAnswer> | null>(null);
  useEffect(() => () => running.current?.cancel(), []);

  const read = async (said: Said) => {
    running.current?.cancel();
    setFailure(null);
    setStep({ kind: 'reading', share: 0 });
    const found = await readListFor(campaign);
    if (!found.ok) {
      setRefused(found.standing);
      return setStep({ kind: 'idle', sent: null });
    }
    const { half, version: listVersion } = found;
    const country = campaign.list?.reading?.country ?? list.peek()?.country ?? 'DK';
    const mine = ask('readStatus', { ...said, country, listVersion, half }, (done, total) =>
      setStep({ kind: 'reading', share: total === 0 ? 0 : done / total }),
    );
    running.current = mine;
    try {
      const answer = await mine.answer;
      focusAfter(() => document.querySelector<HTMLElement>('.delivery-file'));
      if (answer.ok) return setStep({ kind: 'read', said, answer });
      if (answer.failure === null) return setStep({ kind: 'asked', said, answer });
      setStep({ kind: 'refused', sentence: refusalOf(said.file.name, answer.failure) });
    } catch (error) {
      if (error instanceof Cancelled) return;
      setStep({ kind: 'refused', sentence: words.notRead(said.file.name) });
    }
  };

  const send = async ({ signs, summary }: Read) => {
    setStep({ kind: 'sending', share: 0 });
    const failed = await sendStates(campaign.id, signs, (share) => setStep({ kind: 'sending', share }));
    setFailure(failed);
    setStep({ kind: 'idle', sent: failed === null ? summary.found : null });
    onTaken();
  };

  const stop = () => {
    setStep({ kind: 'idle', sent: null });
    focusAfter(() => document.querySelector<HTMLElement>('.choose-status'));
  };

  const stands = refused ?? standing;
  return (
    <>
      <p>{words.lead}</p>
      <ListStanding
        campaign={campaign}
        standing={stands}
        need={words.needList}
        again={again}
        isAloud={refused !== null}
      />
      {isUsable(campaign, stands) && (
        <>
          {(step.kind === 'idle' || step.kind === 'refused') && (
            <ChooseStatus
              label={report.delivery === undefined ? words.choose : words.another}
              onFile={(file) => void read({ file, ...NOTHING_SAID })}
            />
          )}
          <p role="status" class="delivery-state">
            {step.kind === 'reading' && words.reading(formatWholePercent(step.share))}
            {step.kind === 'sending' && words.sending(formatWholePercent(step.share))}
            {step.kind === 'idle' && step.sent !== null && words.sent(step.sent, formatInteger(step.sent))}
          </p>
          {step.kind === 'reading' && (
            <button
              type="button"
              class="quiet"
              onClick={() => {
                running.current?.cancel();
                stop();
              }}
            >
              {t.value.common.cancel}
            </button>
          )}
          {step.kind === 'refused' && (
            <p class="notice is-error" role="alert">
              {step.sentence}
            </p>
          )}
          {step.kind === 'asked' && (
            <StatusQuestions said={step.said} asked={step.answer} answer={(said) => void read(said)} />
          )}
          {step.kind === 'read' && (
            <StatusPreview
              {...{ said: step.said, read: step.answer, recipients: step.answer.signs.length }}
              change={(said) => void read(said)}
              take={() => void send(step.answer)}
            />
          )}
          {(step.kind === 'asked' || step.kind === 'read') && (
            <button type="button" class="quiet" onClick={stop}>
              {words.cancel}
            </button>
          )}
        </>
      )}
      <FailureNotice failure={failure} />
    </>
  );
}

function refusalOf(fileName: string, failure: Exclude<Extract<StatusAnswer, { ok: false }>['failure'], null>): string {
  const words = deliveryWords.value;
  return failure === 'list-replaced'
    ? words.replaced
    : `${words.notRead(fileName)} ${listFileWords.value.failures[failure]}`;
}

function ChooseStatus({ label, onFile }: { label: string; onFile(file: File): void }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" class="choose-status" onClick={() => input.current?.click()}>
        {label}
      </button>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={label}
        accept=".csv,.txt,.tsv,.xlsx,text/csv,text/plain,text/tab-separated-values"
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          if (file !== undefined) onFile(file);
          // The same file, saved again meanwhile, must be choosable again.
          event.currentTarget.value = '';
        }}
      />
    </>
  );
}
