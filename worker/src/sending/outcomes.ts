/** What a gateway's word means for a message, and for the sending as a whole. */
import type { Gateway, Refusal, SendOutcome } from '../gateways/gateway.ts';
import type { Settled } from '../stores/sending-store.ts';

/** A message is handed over so often at most: the last pauses are ten minutes, so that is more than an hour. */
export const MOST_ATTEMPTS = 12;
const FIRST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 600_000;
const LONGEST_ID = 200;

/** They are of no message: none would be accepted until somebody has mended what is wrong. */
const OF_EVERYTHING: ReadonlySet<Refusal> = new Set([
  'credentials',
  'not-allowed',
  'no-credit',
  'address',
  'full',
  'misread',
]);

export interface Judged {
  readonly settled: Settled;
  readonly isFailure: boolean;
  /** Nothing is to go out until somebody has looked. */
  readonly stops: boolean;
  /** The gateway does not take it for now. */
  readonly later?: { readonly holdsAll: boolean; readonly retryAfterMs: number };
  /** The gateway does not have it: its person was not written to. */
  readonly isUnsent: boolean;
}

/** `attempts`: with this one. */
export function judged(
  row: number,
  attempts: number,
  outcome: SendOutcome,
  gateway: Pick<Gateway, 'refusesKnownIds'>,
  nowMs: number,
): Judged {
  const detail = 'detail' in outcome ? outcome.detail : undefined;
  const waits = (dueMs: number, reason: Refusal): Settled => ({ row, state: 'waiting', dueMs, reason, detail });
  switch (outcome.is) {
    case 'accepted':
      return { settled: { row, state: 'accepted', ...told(outcome) }, ...FINE };
    case 'refused': {
      const failed = { isFailure: true, stops: OF_EVERYTHING.has(outcome.reason) };
      // Once it is mended this message can go out like the others. What came of an earlier attempt nobody may know.
      if (failed.stops) return { settled: waits(0, outcome.reason), ...failed, isUnsent: attempts === 1 };
      return { settled: { row, state: 'refused', reason: outcome.reason, detail }, ...failed, isUnsent: true };
    }
    case 'later': {
      const { reason, retryAfterMs = 0 } = outcome;
      // One network may be out of reach, and the others not.
      const later = { holdsAll: reason !== 'no-route', retryAfterMs };
      if (attempts >= MOST_ATTEMPTS) {
        const settled: Settled = { row, state: 'refused', reason: 'gave-up', detail: detail ?? reason };
        return { settled, isFailure: true, stops: false, isUnsent: true, later };
      }
      const dueMs = nowMs + Math.max(retryAfterMs, pauseMs(attempts));
      return { settled: waits(dueMs, reason), isFailure: false, stops: false, isUnsent: false, later };
    }
    case 'unknown': {
      const again = gateway.refusesKnownIds && attempts < MOST_ATTEMPTS;
      const settled: Settled = again
        ? waits(nowMs + pauseMs(attempts), outcome.reason)
        : { row, state: 'unknown', reason: outcome.reason, detail };
      return { settled, isFailure: true, stops: false, isUnsent: false };
    }
  }
}

const FINE = { isFailure: false, stops: false, isUnsent: false };

const told = ({ gatewayId, segments }: { readonly gatewayId?: string; readonly segments?: number }) => ({
  gatewayId: gatewayId?.slice(0, LONGEST_ID),
  segments,
});

/** Doubles with every time. */
export const pauseMs = (times: number): number =>
  Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(times - 1, 10));

/** The shortest piece of a text that is taken for a quotation of it, in characters. */
const QUOTED = 12;

/** Without pieces of the message, which is stored nowhere in the clear once it is sent: some gateways quote what they refuse. */
function withoutText(detail: string, text: string): string {
  let left = '';
  for (let at = 0; at < detail.length; ) {
    let end = at;
    while (end < detail.length && text.includes(detail.slice(at, end + 1))) end++;
    if (end - at >= QUOTED) left = left.endsWith('…') ? left : `${left}…`;
    else left += detail.slice(at, Math.max(end, at + 1));
    at = Math.max(end, at + 1);
  }
  return left;
}

/** Of a message, as it may be stored. */
export function storable<O extends SendOutcome>(
  outcome: O,
  { to, text }: { readonly to: string; readonly text: string },
): O {
  if (outcome.is === 'accepted') {
    const digits = to.slice(1);
    // One that names messages by the number names its person.
    if (outcome.gatewayId === undefined || !outcome.gatewayId.includes(digits)) return outcome;
    const { gatewayId: _, ...rest } = outcome;
    return rest as O;
  }
  return outcome.detail === undefined ? outcome : { ...outcome, detail: withoutText(outcome.detail, text) };
}
