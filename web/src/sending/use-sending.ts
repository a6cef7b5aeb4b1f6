/** What a campaign's sending is at, asked again and again while it is at anything and somebody looks. */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { Sending } from '../../../worker/api.ts';
import type { Failure } from '../api/client.ts';
import { request } from '../api/request.ts';
import { isShared } from '../report/shared-mode.ts';

/** `none`: it is not sent from here, or not yet. Null: not asked yet. */
export interface Watched {
  readonly sending: Sending | 'none' | null;
  readonly failure: Failure | null;
  /** Messages a second that went out lately; null: nothing can be said. */
  readonly perSecond: number | null;
  /** Asks at once. */
  look(): Promise<void>;
  /** What an answer of the worker told. */
  take(sending: Sending | 'none'): void;
}

const OFTEN_MS = 1_000;
export const NOW_AND_THEN_MS = 5_000;
const SELDOM_MS = 30_000;
/** Reports come for hours; after so long hardly one does. */
const REPORTS_MS = 6 * 3_600_000;
/** What a rate is told of. */
const RATE_SPAN_MS = 20_000;

const waitingOf = ({ messages }: Sending) => messages.waiting + messages['handed-over'];

export const isOpen = (sending: Watched['sending']): sending is Sending => sending !== null && sending !== 'none';

/** Until the next question; null: nothing will change by itself. */
function pauseMs(sending: Sending, nowMs: number): number | null {
  const { state, messages, startedAtMs } = sending;
  if (state === 'sending') return (sending.nextAtMs ?? 0) > nowMs + NOW_AND_THEN_MS ? NOW_AND_THEN_MS : OFTEN_MS;
  // They may be handed over, started or taken back in another window.
  if (state === 'collecting') return NOW_AND_THEN_MS;
  // What is with the gateway this moment is told of in a moment.
  if (messages['handed-over'] > 0) return OFTEN_MS;
  if (state === 'scheduled') return (sending.atMs ?? 0) > nowMs + SELDOM_MS ? SELDOM_MS : OFTEN_MS;
  if (messages.accepted + messages.unknown + messages['handed-over'] === 0 && state !== 'paused') {
    return state === 'stopped' ? SELDOM_MS : null;
  }
  return nowMs - (startedAtMs ?? 0) < REPORTS_MS ? NOW_AND_THEN_MS : SELDOM_MS;
}

interface Seen {
  readonly atMs: number;
  readonly waiting: number;
}

/** `changed`: what became of messages is another than before, so that the report is too. */
export function useSending(id: string, changed: () => void): Watched {
  const [sending, setSending] = useState<Watched['sending']>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [perSecond, setPerSecond] = useState<number | null>(null);
  const seen = useRef<readonly Seen[]>([]);
  const shown = useRef('');
  const tell = useRef(changed);
  tell.current = changed;

  const take = useCallback((told: Sending | 'none') => {
    setFailure(null);
    setSending(told);
    if (told === 'none') {
      shown.current = told;
      return;
    }
    const nowMs = Date.now();
    const waiting = waitingOf(told);
    const before = seen.current.filter(({ atMs }) => atMs > nowMs - RATE_SPAN_MS);
    seen.current = told.state === 'sending' ? [...before, { atMs: nowMs, waiting }] : [];
    const [oldest] = seen.current;
    const spanMs = nowMs - (oldest?.atMs ?? nowMs);
    const rate = oldest === undefined || spanMs < 2_000 ? 0 : ((oldest.waiting - waiting) * 1_000) / spanMs;
    setPerSecond(rate > 0 ? rate : null);
    const { waiting: _, 'handed-over': __, ...settled } = told.messages;
    // Once it is started the report is of what goes out, where before it was of everybody it is for.
    const now = JSON.stringify([told.state === 'collecting', settled]);
    if (shown.current !== '' && shown.current !== now) tell.current();
    shown.current = now;
  }, []);

  const look = useCallback(async () => {
    const answer = await request('GET /api/campaigns/{id}/sending', { params: { id } });
    if (answer.ok) take(answer.value);
    else if (answer.status === 404) take('none');
    else setFailure(answer);
  }, [id, take]);

  useEffect(() => {
    if (isShared || id === '') return;
    void look();
    const onVisible = () => document.visibilityState === 'visible' && void look();
    document.addEventListener('visibilitychange', onVisible);
    return () => document.removeEventListener('visibilitychange', onVisible);
  }, [look]);
  useEffect(() => {
    const pause = failure !== null ? NOW_AND_THEN_MS : isOpen(sending) ? pauseMs(sending, Date.now()) : null;
    if (pause === null) return;
    const timer = setTimeout(() => document.visibilityState === 'visible' && void look(), pause);
    return () => clearTimeout(timer);
  }, [sending, failure, look]);
  return { sending, failure, perSecond, look, take };
}
