/** Where a message is, and why, as the end of a sentence; a word nobody knows stands as it is. */
import type { Sending } from '../../../worker/api.ts';
import { sendingWords } from '../i18n/sending.ts';
import { OUTBOX } from './outbox.ts';

/** What states are called: the outbox is no gateway that hands anything on. */
export function statesOf({ gateway }: Pick<Sending, 'gateway'>) {
  const { states, inOutbox } = sendingWords.value;
  return gateway === OUTBOX ? { ...states, accepted: inOutbox } : states;
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
