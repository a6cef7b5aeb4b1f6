/** What the counters say of a benchmark's hits. */
import { kvKey } from '../../worker/src/records.ts';
import type { PublishedCounts } from '../../worker/src/rpc/counter.ts';
import type { TestCampaign } from '../support/campaign.ts';
import type { KvStandIn } from '../support/kv-stand-in.ts';
import { PUBLISH_INTERVAL_MS } from './scale.ts';

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** The counts the alarm writes to KV, once they are `expected`; the last of them after two publish intervals. */
export async function stored(kv: Pick<KvStandIn, 'text'>, campaign: TestCampaign, expected: number) {
  const key = kvKey.counts(campaign.record.host, campaign.record.number, 0);
  let found = { hits: 0, unique: 0 };
  for (let waitedMs = 0; found.hits !== expected && waitedMs < 2 * PUBLISH_INTERVAL_MS + 5_000; waitedMs += 100) {
    await pause(100);
    const text = kv.text(key);
    const link = text === undefined ? undefined : (JSON.parse(text) as PublishedCounts).totals.links[0];
    found = { hits: link?.hits.human ?? 0, unique: link?.unique ?? 0 };
  }
  return found;
}
