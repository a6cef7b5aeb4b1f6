/** What becomes of a message on its way, from one state to the next. Their numbers are stored. */
import type { Delivery } from 'klikspor/reporting';
import type { Refusal } from '../gateways/gateway.ts';

/** What gateway or network said, in the order of the core: of two that are told of one message the later stands. */
const TOLD = ['failed', 'expired', 'refused', 'no-such-number', 'blocked', 'delivered'] as const satisfies Delivery[];

/** What a report knows of a message: all states of the core. */
export const DELIVERIES = ['open', ...TOLD] as const;

/**
 * In the order of their numbers. Waiting: to be handed over, now or later. Handed over: the gateway is being asked, which is on
 * disk before it is. Accepted: it has the message. Unknown: nobody can say whether it has, until a report comes or the
 * marketer decides. All others are the end of it: cancelled and left out were never handed over; let be was unknown, and is
 * not to be sent again; the last six were told.
 */
export const STATES = [
  'waiting',
  'handed-over',
  'accepted',
  'unknown',
  'cancelled',
  'left-out',
  'let-be',
  ...TOLD,
] as const;
export type MessageState = (typeof STATES)[number];

export const numberOf = (state: MessageState): number => STATES.indexOf(state);

export function stateAt(number: number): MessageState {
  const state = STATES[number];
  if (state === undefined) throw new Error(`a message has the state ${number}, which this version does not know`);
  return state;
}

/**
 * What the report knows of a message in this state; open: nothing that counts. Whoever opted out is not to be written to again; who
 * is left out for another reason may be.
 */
export function reportedAs(state: MessageState, reason: string | null = null): Delivery {
  switch (state) {
    case 'left-out':
      return reason === 'opted-out' ? 'blocked' : 'refused';
    case 'cancelled':
      return 'refused';
    case 'waiting':
    case 'handed-over':
    case 'accepted':
    case 'unknown':
    case 'let-be':
      return 'open';
    default:
      return state;
  }
}

/** What a counter takes for it: the first letter of what the report knows. */
export const signOf = (state: MessageState, reason: string | null = null): string =>
  reportedAs(state, reason).charAt(0);

/**
 * Why a message is where it is, besides the reasons that gateways give (`gateways/gateway.ts`), as a word that the page has a
 * sentence for.
 */
export const REASONS = [
  // It waits.
  'quiet-hours',
  // It was not sent.
  'opted-out',
  'cooldown',
  'cancelled',
  'too-old',
  'unreadable',
  // It was tried for as long as it is worth.
  'gave-up',
  // The process ended between handing over and hearing what came of it.
  'interrupted',
  // What asked the gateway failed.
  'failed',
  // Of a whole sending: its gateway is no more; the worker's secret is another than it was.
  'no-gateway',
  'secret',
] as const;
export type Reason = (typeof REASONS)[number] | Refusal;

/** Messages that a gateway has or had, as far as anybody can say, and those that are not among them. */
export interface SentMessages {
  messages: number;
  /** Of all that the gateway has accepted. */
  segments: number;
  /** Not sent: counters were told that they were refused, or (`blocked`) that their people are not to be written to. */
  refused: number;
  blocked: number;
}
