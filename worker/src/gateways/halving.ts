/**
 * Gateways that take many messages in a call refuse all of them for the sake of one. What was refused as a whole was not
 * taken, so its halves are asked again, until the one stands alone.
 */
import type { OutMessage, SendOutcome } from './gateway.ts';

/** What a call came to: an outcome for each message, or one refusal of the whole call for the sake of some message in it. */
export type Batch = readonly SendOutcome[] | Extract<SendOutcome, { readonly is: 'refused' }>;

/** Calls of one batch: a batch in which all are refused would cost two a message. */
const MOST_CALLS = 24;

/** What was not asked before the calls were used up is 'later': it was not taken. */
export async function inHalves(
  messages: readonly OutMessage[],
  ask: (messages: readonly OutMessage[]) => Promise<Batch>,
): Promise<readonly SendOutcome[]> {
  let calls = 0;
  const outcomes = async (part: readonly OutMessage[]): Promise<readonly SendOutcome[]> => {
    if (calls >= MOST_CALLS) return part.map(() => ({ is: 'later', reason: 'busy' }));
    calls += 1;
    const found = await ask(part);
    if (!('is' in found)) return found;
    if (part.length === 1) return [found];
    const middle = Math.ceil(part.length / 2);
    return [...(await outcomes(part.slice(0, middle))), ...(await outcomes(part.slice(middle)))];
  };
  return messages.length === 0 ? [] : outcomes(messages);
}
