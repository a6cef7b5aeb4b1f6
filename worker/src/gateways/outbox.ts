/** The outbox, which is there from the start: messages are kept to be read, clicked and exported, and nothing leaves. */
import { type KeptMessage, kept } from './boxes.ts';
import type { Gateway } from './gateway.ts';
import { unreadable } from './reading.ts';
import type { Sealing } from './sealing.ts';

export const OUTBOX = 'outbox';

/** `keep`: stores them all or none; an id that is there stays as it was. False: the outbox is full. */
export function outbox(sealing: Sealing, keep: (messages: KeptMessage[]) => Promise<boolean>): Gateway {
  return {
    limits: { batch: 500, atOnce: 2, perSecond: 1_000 },
    refusesKnownIds: true,
    async send(messages) {
      const atMs = Date.now();
      const sealed = await Promise.all(
        messages.map(({ id, to, from, text, encoding, segments }) =>
          kept(sealing, OUTBOX, { id, atMs, text: { to, from, text, encoding, segments } }),
        ),
      );
      try {
        if (!(await keep(sealed))) return messages.map(() => ({ is: 'refused', reason: 'full' }));
        return messages.map(({ segments }) => ({ is: 'accepted', segments }));
      } catch {
        return messages.map(() => ({ is: 'unknown', reason: 'no-answer' }));
      }
    },
    readReport: async () => unreadable(),
    readInbound: async () => unreadable(),
    answer: () => new Response(null, { status: 204 }),
  };
}
