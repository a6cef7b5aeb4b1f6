/**
 * Outbox and inbox: messages that were to be sent where nothing leaves, and those that people sent back, kept for somebody
 * to read them. They are encrypted, and erased in time.
 */
import type { InboundText, OutMessage } from './gateway.ts';
import type { Sealed, Sealing } from './sealing.ts';

export type Box = 'outbox' | 'inbox';

const DAY_MS = 86_400_000;
export const BOX_LIFE_MS: Readonly<Record<Box, number>> = { outbox: 7 * DAY_MS, inbox: 30 * DAY_MS };

/** As it is stored. */
export interface KeptMessage {
  id: string;
  atMs: number;
  /** Of a text that came in: what it was taken for, and whether somebody is to read it. */
  word?: InboxWord;
  isUnread?: boolean;
  /** As `Sealed` has them. */
  key: number;
  octets: Uint8Array<ArrayBuffer>;
}

export type OutboxText = Pick<OutMessage, 'to' | 'from' | 'text' | 'encoding' | 'segments'>;

/** What klikspor took a text for. */
export type InboxWord = 'stop' | 'start' | 'neither';

export interface InboxText extends Pick<InboundText, 'from' | 'to' | 'text'> {
  readonly gateway: string;
  readonly word: InboxWord;
  /** The campaign whose message went to the sender last, by its id. Absent: none did within a month. */
  readonly campaign?: string;
}

/** Which texts of the inbox. */
export interface InboxFilter {
  readonly word: InboxWord | null;
  readonly isUnread: boolean;
}

export interface Texts {
  readonly outbox: OutboxText;
  readonly inbox: InboxText;
}

export async function kept<B extends Box>(
  sealing: Sealing,
  box: B,
  { id, atMs, text }: Pick<KeptMessage, 'id' | 'atMs'> & { readonly text: Texts[B] },
): Promise<KeptMessage> {
  return { id, atMs, ...(await sealing.seal(`${box} ${id}`, JSON.stringify(text))) };
}

/** Null: it cannot be opened any more. */
export async function readKept<B extends Box>(
  sealing: Sealing,
  box: B,
  message: KeptMessage,
): Promise<Texts[B] | null> {
  const { id, key, octets } = message;
  const sealed: Sealed = { key, octets };
  const text = await sealing.open(`${box} ${id}`, sealed);
  return text === null ? null : (JSON.parse(text) as Texts[B]);
}
