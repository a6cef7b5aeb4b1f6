/** How far a sending has come. */
import type { Sending } from '../../../worker/api.ts';

type Messages = Pick<Sending, 'messages'>;

export const messagesIn = ({ messages }: Messages): number =>
  Object.values(messages).reduce((sum, count) => sum + count, 0);

/** Share of the messages that are through, one way or another: whole only once nothing is left. */
export function shareOf(sending: Messages): number {
  const all = messagesIn(sending);
  const left = sending.messages.waiting + sending.messages['handed-over'];
  if (all === 0 || left === 0) return 1;
  return Math.floor(((all - left) / all) * 100) / 100;
}
