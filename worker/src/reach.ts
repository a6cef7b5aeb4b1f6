/** Which count rates divide by, everywhere: summed here over counters, decided by the core. */
import type { Delivery, Reached } from 'klikspor/reporting';
import { reporting } from './reporting.ts';
import type { SentMessages } from './sending/states.ts';
import type { DeliveryCounts } from './stores/delivery-store.ts';

interface Reach {
  readonly reach: Reached;
  /** What gateways said, over all counters, and what was not sent. Undefined: nothing. */
  readonly counts: DeliveryCounts | undefined;
}

/** `parts`: of each counter what gateways said of its messages, if they did. */
export type ReachOf = (
  parts: readonly { readonly delivery?: DeliveryCounts }[],
  sent: Pick<SentMessages, 'messages' | 'refused' | 'blocked'>,
) => Reach;

export async function reachRule(): Promise<ReachOf> {
  const { deliveryCounts, reachOf } = await reporting();
  const states = Object.keys(deliveryCounts(new Uint8Array())) as Delivery[];
  return (parts, sent) => {
    const told = parts.flatMap(({ delivery }) => delivery ?? []);
    const sum = (state: Delivery) => told.reduce((all, counts) => all + counts[state], 0);
    const counts = Object.fromEntries(states.map((state) => [state, sum(state)])) as Record<Delivery, number>;
    // Counters were told of messages that were not sent as well: those are not among the sent of which the end is known.
    const ofSent = {
      ...counts,
      refused: Math.max(0, counts.refused - sent.refused),
      blocked: Math.max(0, counts.blocked - sent.blocked),
    };
    return { reach: reachOf(sent.messages, ofSent), counts: told.length === 0 ? undefined : counts };
  };
}
