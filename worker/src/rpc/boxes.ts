/** The inbox, what waits to be told, and whom it is told. */
import type { Box, InboxFilter, KeptMessage } from '../gateways/boxes.ts';
import type { MessagePlace } from '../sending/message-id.ts';

/** An address that is told of each text that comes in. */
export interface StoredWebhook {
  /** 16 hex digits. */
  id: string;
  url: string;
  createdAtMs: number;
  told: number;
  waiting: number;
  givenUp: number;
  /** A status, or `unreached`; null: it was told nothing yet. */
  answer: string | null;
  answerAtMs: number | null;
  /** It asked for no more. */
  isOff: boolean;
}

export interface BoxCalls {
  /** All or none, those that are there already aside; false: the outbox is full. */
  keepMessages(box: Box, messages: KeptMessage[]): Promise<boolean>;
  /** The last one first, from before this position on; null: from the last. */
  keptMessages(
    box: Box,
    before: number | null,
    most: number,
    filter?: InboxFilter,
  ): Promise<(KeptMessage & { seq: number })[]>;
  /** In the order in which they were added. */
  webhooks(): Promise<StoredWebhook[]>;
  /** Null: there are as many as there may be. */
  addWebhook(id: string, url: string, nowMs: number): Promise<StoredWebhook | null>;
  /** False: there was none. */
  removeWebhook(id: string): Promise<boolean>;
  /** Texts of the inbox that nobody has read. */
  unreadTexts(): Promise<number>;
  /** The text at this position, or all up to it. How many were unread. */
  markRead(seq: number, which: 'this' | 'up-to'): Promise<number>;
  /** False: there is no text at this position. */
  markUnread(seq: number): Promise<boolean>;
  emptyBox(box: Box): Promise<void>;
  /** False: there is none at this position. */
  removeKept(box: Box, seq: number): Promise<boolean>;
  /** The recipient of this message was erased: the outbox keeps it no longer. */
  eraseMessage(place: MessagePlace): Promise<void>;
}
