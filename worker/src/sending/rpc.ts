/** What a MessageSender promises the worker; its class implements this. */
import type { GatewayReport } from '../gateways/gateway.ts';
import type { ShardIdentity } from '../shard-identity.ts';
import type { MessageState, SentMessages } from './states.ts';

/** Which messages a sender holds: travels with the call that is its first. */
export interface SenderIdentity {
  host: string;
  number: number;
  /** Which of the domain's lists it is for, by its name. Absent: none that has a name. */
  listName?: string;
  /** Position of the campaign in the catalogue. */
  seq: number;
  publishedAtMs: number;
  jurisdiction: 'eu' | null;
  shard: number;
  shards: number;
  /** Of the counter that is told what became of the messages; null: the campaign counts nobody by himself. */
  counter: ShardIdentity | null;
}

/** How a campaign is sent, the same for all its senders. */
export interface SendingSettings {
  /** Id of the gateway. */
  gateway: string;
  /** A name or a number, as recipients see it. */
  from: string;
  /** Not before; null: as soon as it is started. */
  atMs: number | null;
  /** Messages of the whole campaign; null: as many as the gateway takes. */
  perSecond: number | null;
  /** Whoever was sent a message within so many days, by any campaign, is left out; 0: nobody is. */
  cooldownDays: number;
  /** Waits for the hours in which messages may come to the recipient's country. */
  quietHours: boolean;
  /** IANA name: of the sender, for countries whose zones are not known. */
  timeZone: string;
  /** So many in a row that were not accepted stop the sending. */
  stopAfter: number;
  /** Takes messages while it sends: for whoever sends one by one. */
  isOpen: boolean;
  /** Where the gateway's reports are to go; null: nowhere. */
  reportUrl: string | null;
}

/** A message as it is handed over to be sent. */
export interface NewMessage {
  /** Of the list, from 0. */
  row: number;
  /** E.164 with the plus sign. */
  to: string;
  text: string;
  encoding: 'gsm7' | 'ucs2';
  segments: number;
  /** ISO 3166-1 alpha-2; empty: not known. */
  country: string;
}

/** `taken` with `known`: the same pack was taken before. */
export type PackOutcome = 'taken' | 'known' | 'other-pack' | 'row-twice' | 'not-begun' | 'not-taking';

/** A message that is added to a sending that goes on. */
export interface AddedMessage extends NewMessage {
  /** The same for the same message, whoever hands it over: of two calls at once either may be the first. */
  mark: string;
  /** Which call it is of: the same where one is made again. Without a blank. */
  call: string;
}

/**
 * 'row-twice': a row has another message. 'known': one has this very one, as another call has it. 'not-taking': it was cancelled.
 * Nothing was taken then.
 */
export type AddOutcome = 'added' | 'row-twice' | 'known' | 'not-taking';

/** What it is at: `waiting` messages are sent in `sending` alone. */
export type SendingState = 'collecting' | 'sending' | 'paused' | 'stopped' | 'cancelled';

/** Why a sending stopped by itself: the last outcome, and how many in a row there were. */
export interface Stopped {
  /** A word of the gateway's (`REFUSALS`), or of ours (`REASONS`). */
  reason: string;
  /** What the gateway wrote. */
  detail?: string;
  inARow: number;
}

export type MessageCounts = Record<MessageState, number>;

export interface Progress {
  settings: SendingSettings;
  state: SendingState;
  stopped?: Stopped;
  beganAtMs: number;
  /** When it was started; null: not yet. */
  startedAtMs: number | null;
  messages: MessageCounts;
  /** Of all that the gateway has accepted, as it counts them where it says. */
  segments: number;
  /** When the next of those that wait is due; null: none waits. */
  nextAtMs: number | null;
  /** Countries whose people wait for their hours, or will when it begins, with when those begin, and how many they are. */
  quiet: { country: string; untilMs: number; messages: number }[];
  /** Of messages that were left out or did not arrive: why, and how many. `reason`: null, if the state says it all. */
  reasons: { state: MessageState; reason: string | null; messages: number }[];
}

/** What became of one message. */
export interface MessageResult {
  row: number;
  state: MessageState;
  /** How often it was handed over. */
  attempts: number;
  /** When it came into this state. */
  atMs: number;
  segments: number;
  reason?: string;
  detail?: string;
  gatewayId?: string;
}

/** Of one of a sender's rows. */
export type RowReport = Pick<GatewayReport, 'state' | 'gatewayId' | 'reason'> & { row: number };

/** Of a message that is named by the gateway's own id alone. `reason`: without numbers. */
export type OwnReport = Pick<GatewayReport, 'state' | 'reason'> & { gatewayId: string };

/** Whom to ask, and of which campaign. */
export type SenderName = Pick<SenderIdentity, 'host' | 'number' | 'shard' | 'jurisdiction' | 'publishedAtMs'>;

/** `campaignPublishedAtMs` below: of another campaign that had the number it is refused (`refusal.ts`). */
export interface MessageSenderRpc {
  /** Before anything else. A second time the settings take the first's place, until it is started; 'started': it is. */
  begin(identity: SenderIdentity, settings: SendingSettings, nowMs: number): Promise<'begun' | 'started'>;
  /** One pack of this shard's messages: all or none. `hash`: of its content. Resolves when they are on disk. */
  take(campaignPublishedAtMs: number, pack: number, hash: string, messages: NewMessage[]): Promise<PackOutcome>;
  /** Begun and started by the first that come, if nobody has: for whoever sends one by one. All or none; on disk when it resolves. */
  add(
    identity: SenderIdentity,
    settings: SendingSettings,
    messages: AddedMessage[],
    nowMs: number,
  ): Promise<AddOutcome>;
  /** Of these rows; null: there is no message. */
  resultsOf(campaignPublishedAtMs: number, rows: number[]): Promise<(MessageResult | null)[]>;
  /** One message that waits is never sent. False: it does not wait, or there is none. */
  cancelRow(campaignPublishedAtMs: number, row: number): Promise<boolean>;
  /** From now on messages go out. A second time nothing happens. False: it has not begun, or is at its end. */
  start(campaignPublishedAtMs: number, nowMs: number): Promise<boolean>;
  /** What is on its way to the gateway still gets there. False: there is nothing to pause. */
  pause(campaignPublishedAtMs: number): Promise<boolean>;
  /** Another shard's sender stopped: this one does as well. */
  stop(campaignPublishedAtMs: number, stopped: Stopped): Promise<void>;
  /** The gateway was removed: if it is this one's, nothing more goes out. */
  gatewayGone(campaignPublishedAtMs: number, gateway: string): Promise<void>;
  /** After a pause, or a stop. */
  resume(campaignPublishedAtMs: number): Promise<boolean>;
  /** What waits is never sent, and its numbers are erased. False: it has not begun. */
  cancel(campaignPublishedAtMs: number): Promise<boolean>;
  /** What was handed over goes, as if it had never begun. Repeatable. False: it was started. */
  forget(campaignPublishedAtMs: number): Promise<boolean>;
  /** Null: it has not begun. */
  progress(campaignPublishedAtMs: number): Promise<Progress | null>;
  /** What went out of it; null: it has not begun. */
  sent(campaignPublishedAtMs: number): Promise<SentMessages | null>;
  /** By row, from after this one on (-1: from the start); of one state, or of all (null). */
  results(
    campaignPublishedAtMs: number,
    afterRow: number,
    state: MessageState | null,
    most: number,
  ): Promise<MessageResult[]>;
  /** Of messages nobody knows of, those in these rows or all (null): how many. */
  decide(campaignPublishedAtMs: number, decision: 'send-again' | 'let-be', rows: number[] | null): Promise<number>;
  /** What is known of one message goes; one that waits is never sent. False: the sender holds no such campaign. */
  eraseRow(campaignPublishedAtMs: number, row: number): Promise<boolean>;
  /** All of it goes. Repeatable. */
  deleteCampaign(campaignPublishedAtMs: number): Promise<void>;
  /** In any order, as often as they come. How many rows it holds. */
  takeReports(campaignPublishedAtMs: number, reports: RowReport[]): Promise<number>;
  /** The ids of those that are of its messages. */
  takeOwnReports(campaignPublishedAtMs: number, reports: OwnReport[]): Promise<string[]>;
}
