/**
 * What every gateway is to whoever sends: messages go out, and each comes back as one of four outcomes; callbacks are read
 * into the core's words. Which gateway it is shows in nothing else.
 */
import type { Delivery, Reporting } from 'klikspor/reporting';
import type { Deadline } from './deadline.ts';

/** One message as it goes out. */
export interface OutMessage {
  /** Ours, of letters, digits, dashes and underscores: what the gateway is given to know the message by. At most 50. */
  readonly id: string;
  /** E.164 with the plus sign. */
  readonly to: string;
  /** A name of at most eleven characters, or a number. */
  readonly from: string;
  readonly text: string;
  /** As the core says of the text. */
  readonly encoding: 'gsm7' | 'ucs2';
  readonly segments: number;
  /** Where reports of it are to go, without a query (`callbackUrl`); the gateway's part adds what it needs. Absent: nowhere. */
  readonly reportUrl?: string;
}

/**
 * What a gateway said of one message. 'accepted': it has it, now or from before (its own id, and into how many segments it
 * split it, if told).
 * 'refused': it never will; the reason in words, and what the gateway itself wrote. 'later': for now it will not, and it does
 * not have it. 'unknown': no answer came, or one that does not say; it may have it.
 */
export type SendOutcome =
  | { readonly is: 'accepted'; readonly gatewayId?: string; readonly segments?: number }
  | { readonly is: 'refused'; readonly reason: Refusal; readonly detail?: string }
  | { readonly is: 'later'; readonly reason: Refusal; readonly retryAfterMs?: number; readonly detail?: string }
  | { readonly is: 'unknown'; readonly reason: Refusal; readonly detail?: string };

/** Why, as a word that the page has a sentence for. What the gateway wrote stands in `detail`. */
export const REFUSALS = [
  // Everything: the marketer has something to mend.
  'credentials',
  'not-allowed',
  'no-credit',
  'address',
  'full',
  'misread',
  // This message.
  'number',
  'blocked',
  'sender',
  'text',
  'refused',
  // For now.
  'busy',
  'unavailable',
  'no-route',
  // Nobody can tell.
  'no-answer',
  'unclear',
] as const;
export type Refusal = (typeof REFUSALS)[number];

export interface GatewayLimits {
  /** Messages of one call. */
  readonly batch: number;
  /** Calls under way at a time. */
  readonly atOnce: number;
  /** Messages. */
  readonly perSecond: number;
}

/** What a gateway told of a message later. Neither order nor number of such reports is promised. */
export interface GatewayReport {
  /** Ours, or the gateway's own: at least one. */
  readonly id?: string;
  readonly gatewayId?: string;
  /** The same over repetitions of one report, and of no other. */
  readonly key: string;
  readonly state: Delivery;
  readonly atMs?: number;
  /** Why it failed, as the gateway wrote it, at most 200 characters. */
  readonly reason?: string;
}

/** A message that somebody sent to one of the gateway's numbers. */
export interface InboundText {
  /** E.164 with the plus sign, unless it is a name. */
  readonly from: string;
  /** The gateway does not say whether the number is international: in its own country it would be this one. */
  readonly maybe?: string;
  readonly to: string;
  readonly text: string;
  /** The same over repetitions of one message, and of no other. */
  readonly key: string;
  readonly atMs?: number;
}

export interface Gateway {
  readonly limits: GatewayLimits;
  /** True: a message whose id it has seen it does not send again, and says 'accepted': an unknown one may be sent again. */
  readonly refusesKnownIds: boolean;
  /**
   * Hands over at most `limits.batch` messages; the outcomes are in their order. Never rejects: what goes wrong is an outcome.
   */
  send(messages: readonly OutMessage[], deadline: Deadline): Promise<readonly SendOutcome[]>;
  /** Reads a callback. A Response: it is not from the gateway, or cannot be read, and is answered with that. */
  readReport(request: Request): Promise<readonly GatewayReport[] | Response>;
  readInbound(request: Request): Promise<readonly InboundText[] | Response>;
  /** What a callback that was taken in is answered with: what Kannel gets to read it would send on to the person. */
  answer(kind: CallbackKind): Response;
  /**
   * Asks for what it has to tell, which it then tells nobody else: each answer is taken in before the next is asked for. True:
   * there may be more to ask for at once. Absent: it only calls back. Rejects if it does not answer.
   */
  poll?(deadline: Deadline, take: (told: Told) => Promise<void>): Promise<boolean>;
}

export interface Told {
  readonly reports: readonly GatewayReport[];
  readonly inbound: readonly InboundText[];
}

/** What is wrong with settings and secrets together, in one of them: a sentence with the fix. */
export interface Fault {
  readonly pointer: string;
  readonly code: string;
  readonly detail: string;
}

/** What a gateway works with. */
export interface GatewayTools {
  readonly core: Pick<Reporting, 'deliveryOf'>;
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  /** Absent: DEADLINE_MS (`call.ts`). */
  readonly deadlineMs?: number;
}

export type CallbackKind = 'report' | 'inbound';

/** Where a gateway's callbacks go. `secret`: the gateway's, in letters that need no escaping. */
export const callbackUrl = (origin: string, gateway: string, secret: string, kind: CallbackKind): string =>
  `${origin}/api/callbacks/${gateway}/${secret}/${kind}`;
