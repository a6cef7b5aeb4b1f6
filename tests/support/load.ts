/** Live load on a link host: every recipient clicks once, and what was answered is remembered. */
import { phones } from './agents.ts';
import type { TestCampaign } from './campaign.ts';
import { askLinkHost } from './link-host.ts';

export interface Load {
  /** Recipients whose click was answered with the redirect. */
  readonly answered: Set<number>;
  readonly sent: Set<number>;
  stop(): Promise<void>;
}

export const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Every recipient clicks once, from `first` on, `lanes` at a time, until it is stopped. */
export function clickFrom(first: number, port: number, campaign: TestCampaign, lanes: number): Load {
  const answered = new Set<number>();
  const sent = new Set<number>();
  let next = first;
  let stopped = false;
  const lane = async () => {
    while (!stopped) {
      const recipient = next++;
      const phone = phones[recipient % phones.length] ?? phones[0];
      sent.add(recipient);
      try {
        const { status } = await askLinkHost(port, campaign.record.host, `/${campaign.slug(recipient)}`, phone);
        if (status === 302) answered.add(recipient);
      } catch {
        await pause(20);
      }
    }
  };
  const all = Array.from({ length: lanes }, lane);
  return {
    answered,
    sent,
    stop: async () => {
      stopped = true;
      await Promise.all(all);
    },
  };
}

/** Until the load has run for `ms`, and longer on a busy machine: what happens among few clicks proves little. */
export async function underLoad(load: Load, ms: number, least = 200): Promise<void> {
  const untilMs = Date.now() + 10_000;
  const before = load.answered.size;
  await pause(ms);
  while (load.answered.size - before < least && Date.now() < untilMs) await pause(20);
}
