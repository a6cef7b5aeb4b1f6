/** Where a message is, and why, as the end of a sentence; a word nobody knows stands as it is. */
import type { Sending } from '../../../worker/api.ts';
import { sendingWords } from '../i18n/sending.ts';
import { OUTBOX } from './outbox.ts';
import { messagesIn } from './progress.ts';

/** What states are called: the outbox is no gateway that hands anything on. */
export function statesOf({ gateway }: Pick<Sending, 'gateway'>) {
  const { states, inOutbox } = sendingWords.value;
  return gateway === OUTBOX ? { ...states, accepted: inOutbox } : states;
}

/** What is true of the file with the messages, beside what klikspor sends. Null: nothing went out, and nothing will. */
export function besideFile({
  gateway,
  state,
  messages,
}: Pick<Sending, 'gateway' | 'state' | 'messages'>): string | null {
  const words = sendingWords.value.panel;
  if (gateway === OUTBOX) return words.fileOfOutbox;
  if (state !== 'cancelled') return words.noFile;
  const { cancelled, 'left-out': leftOut } = messages;
  return cancelled + leftOut === messagesIn({ messages }) ? null : words.fileOfCancelled;
}

/** The outbox sends nothing: what is through lies there. */
export function headingOf({ gateway, state }: Pick<Sending, 'gateway' | 'state'>): string {
  const { inOutbox, panel } = sendingWords.value;
  return gateway === OUTBOX && state === 'sent' ? inOutbox : panel.headings[state];
}

export function reasonText(reason: string): string {
  const words: Readonly<Record<string, string>> = sendingWords.value.reasons;
  return Object.hasOwn(words, reason) ? (words[reason] ?? reason) : reason;
}

/** What to do after a sending stopped for it. */
export function remedyText(reason: string): string {
  const words: Readonly<Record<string, string>> = sendingWords.value.remedies;
  return (Object.hasOwn(words, reason) ? words[reason] : undefined) ?? sendingWords.value.remedies.other;
}
