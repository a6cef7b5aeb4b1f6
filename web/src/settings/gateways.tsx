/** Gateways, through which messages are sent: which there are, whether they work, and another one. */
import { useCallback, useEffect, useState } from 'preact/hooks';
import type { GatewayDetails } from '../../../worker/api.ts';
import type { Answer, Failure } from '../api/client.ts';
import { request } from '../api/request.ts';
import { t } from '../i18n/index.ts';
import { FailureNotice } from '../ui/failure.tsx';
import { focusAfter } from '../ui/keep-focus.ts';
import { useWhenBack } from '../ui/when-back.ts';
import { Below } from './below.tsx';
import { GatewayCard, type Part } from './gateway-card.tsx';
import { GatewayForm } from './gateway-form.tsx';
import { Outbox } from './gateway-outbox.tsx';
import { gatewayWords } from './gateway-words.ts';
import '../styles/gateways.css';

export function Gateways() {
  const words = gatewayWords.value;
  const [gateways, setGateways] = useState<readonly GatewayDetails[] | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [open, setOpen] = useState<{ readonly id: string; readonly part: Part } | null>(null);
  const [isAdding, setAdding] = useState(false);
  const [told, setTold] = useState('');
  const load = useCallback(async () => {
    const answer = await allGateways();
    setFailure(answer.ok ? null : answer);
    if (answer.ok) setGateways(answer.value);
  }, []);
  useEffect(() => void load(), [load]);
  useWhenBack(failure, () => void load());
  const refresh = useCallback(async (id: string) => {
    const answer = await request('GET /api/gateways/{id}', { params: { id } });
    if (answer.ok) setGateways((before) => before?.map((one) => (one.id === id ? answer.value : one)) ?? null);
  }, []);
  const addButton = () => document.querySelector<HTMLElement>('.gateway-add');

  return (
    <>
      <section class="sheet gateways" aria-labelledby="gateways-heading">
        <h2 id="gateways-heading">{words.heading}</h2>
        {gateways !== null && gateways.length > 0 && <p>{words.lead}</p>}
        {failure !== null && (
          <>
            <FailureNotice failure={failure} />
            <div class="buttons">
              <button type="button" onClick={() => void load()}>
                {t.value.common.retry}
              </button>
            </div>
          </>
        )}
        {gateways === null && failure === null && <p class="loading">{words.loading}</p>}
        <p role="status" class={told === '' ? 'visually-hidden' : 'notice is-good'}>
          {told}
        </p>
        {gateways?.length === 0 && !isAdding && (
          <div class="gateways-empty">
            <p class="gateways-empty-title">{words.emptyTitle}</p>
            <p>{words.empty}</p>
          </div>
        )}
        {gateways?.map((gateway) => (
          <GatewayCard
            key={gateway.id}
            gateway={gateway}
            part={open?.id === gateway.id ? open.part : null}
            open={(part) => {
              setTold('');
              setOpen(part && { id: gateway.id, part });
            }}
            changed={() => refresh(gateway.id)}
            saved={(after) => {
              setOpen(null);
              setTold(words.form.saved(after.name));
              setGateways((before) => before?.map((one) => (one.id === after.id ? after : one)) ?? null);
            }}
            removed={() => {
              setOpen(null);
              setTold(words.removal.removed(gateway.name));
              setGateways((before) => before?.filter(({ id }) => id !== gateway.id) ?? null);
              focusAfter(addButton);
            }}
          />
        ))}
        {isAdding ? (
          <Below heading={words.form.headingNew}>
            <GatewayForm
              saved={(added) => {
                setAdding(false);
                setTold(words.form.added(added.name));
                setGateways((before) => [...(before ?? []), added]);
                focusAfter(() => document.querySelector<HTMLElement>(`#gateway-${added.id} [data-part=test]`));
              }}
              cancel={() => {
                setAdding(false);
                focusAfter(addButton);
              }}
            />
          </Below>
        ) : (
          gateways !== null && (
            <div class="buttons">
              <button
                type="button"
                class={gateways.length === 0 ? 'primary gateway-add' : 'gateway-add'}
                onClick={() => {
                  setTold('');
                  setOpen(null);
                  setAdding(true);
                }}
              >
                {words.add}
              </button>
            </div>
          )
        )}
      </section>
      <Outbox />
    </>
  );
}

/** One that was removed while they were asked is left out. */
async function allGateways(): Promise<Answer<readonly GatewayDetails[]>> {
  const list = await request('GET /api/gateways');
  if (!list.ok) return list;
  const asked = list.value.entries
    .filter(({ kind }) => kind !== 'outbox')
    .map(({ id }) => request('GET /api/gateways/{id}', { params: { id } }));
  const answers = await Promise.all(asked);
  const failed = answers.find((answer) => !answer.ok && answer.status !== 404);
  if (failed !== undefined && !failed.ok) return failed;
  return { ok: true, value: answers.flatMap((answer) => (answer.ok ? [answer.value] : [])) };
}
