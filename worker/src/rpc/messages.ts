/** Messages that klikspor sends: places for them, and which campaigns are being sent. */
import type { MessagePlace } from '../sending/message-id.ts';
import type { SentMessages } from '../sending/states.ts';
import type { Once, StoredCampaign } from './catalogue.ts';

/** Whether somebody may send messages again already, and to whom of these none are to be sent. */
export interface MessagesAsk {
  /** Id of the credential: calls are counted for each. */
  credential: string;
  /** Of the numbers, eight octets each. */
  hashes: Uint8Array;
  /** Whose messages, by the link domain, and to which of its lists. */
  host: string;
  list?: string;
  nowMs: number;
}

export interface MessagesAdmitted {
  isAdmitted: boolean;
  /** Calls a minute, how many are left of them, and when it ends. */
  most: number;
  left: number;
  resetMs: number;
  /** Positions of those who opted out. */
  stopped: number[];
}

/** Rows of a campaign that goes on, for new messages (`running.ts`). */
export interface PlacesAsk {
  /** Made of all that its messages have in common. */
  key: string;
  /** Where its links are to lead; null: the opt-out link. Absent: a version before asks. */
  links?: (string | null)[];
  /** A campaign that was published for it, as the generation that was asked for. */
  published?: { generation: number; seq: number };
  once: Once | null;
  /** Of each message its caller's own id; null: it has none. */
  ids: (string | null)[];
  /** Positions of those that get no place. */
  leftOut: number[];
  nowMs: number;
}

/** Where a message stands; its row is -1 if its recipient was erased. */
export interface GivenPlace extends MessagePlace {
  /** Given out for the first time. */
  isNew: boolean;
  /** In the campaign that takes messages of this key now. */
  isOfKey: boolean;
}

/** `isAgain`: what was given out before under the same key and body. `none`: publish one first. */
export type PlacesOutcome =
  | { outcome: 'placed'; isAgain: boolean; places: (GivenPlace | null)[] }
  | { outcome: 'none'; generation: number }
  | { outcome: 'other-body' };

export interface MessageCalls {
  admitMessages(ask: MessagesAsk): Promise<MessagesAdmitted>;
  placeMessages(ask: PlacesAsk): Promise<PlacesOutcome>;
  /**
   * It takes no more: its rows were given out before, by a catalogue that was restored since, or its sending was cancelled. The
   * places are taken back, and the next messages begin another.
   */
  endRunning(key: string, seq: number, places: (GivenPlace | null)[], once: Once | null): Promise<void>;
  /** The recipient of this row was erased: the message is sent to nobody again. */
  erasePlace(seq: number, row: number): Promise<void>;
  /** Of the message that was given this id by its caller (credential and id); null: none was, or long ago. */
  placeOfOwnId(id: string): Promise<MessagePlace | null>;
  /** What the caller called these messages; null: nothing, or another caller did. */
  ownIds(credential: string, places: { seq: number; row: number }[]): Promise<(string | null)[]>;
  /** Newest first, before this position: campaigns that take messages by the API. */
  runningCampaigns(before: number, limit: number): Promise<StoredCampaign[]>;
  /** A campaign, by its position in the catalogue, that is being sent from now on. */
  noteSending(seq: number, atMs: number): Promise<void>;
  /** From now on what is sent of it is what its senders tell. A second time nothing happens. */
  countSent(seq: number, campaignPublishedAtMs: number, senders: number): Promise<void>;
  /** Absolute, of one sender: telling it twice changes nothing. Of a campaign that is not counted so, or none: left. */
  noteSent(seq: number, campaignPublishedAtMs: number, shard: number, sent: SentMessages): Promise<void>;
  /** Those that were started last first, until they are forgotten. */
  sendingsGoing(most: number): Promise<StoredCampaign[]>;
  forgetSendings(seqs: number[]): Promise<void>;
}
