import { Hono } from 'hono/tiny';
import type { Status } from '../../api.d.ts';
import { core } from '../core.ts';
import type { CampaignRecord } from '../records.ts';
import type { CountingSums } from '../rpc.ts';
import { deriveSlugKey } from '../slug-keys.ts';
import { workspaceStub } from '../stubs.ts';
import { type ApiEnv, need } from './auth.ts';
import { campaignId } from './campaign-id.ts';
import { addSums, noSums, shardsOf, sumsOf } from './counters.ts';

/** Counters that are asked: those of the newest campaigns, where trouble shows first. */
const MOST_COUNTERS = 200;
const MOST_LOSSES = 100;

export const status = new Hono<ApiEnv>().get('/', need('admin'), async (context) => {
  const workspace = workspaceStub(context.env);
  const domains = await Promise.all(
    (await workspace.domains()).map(async ({ host, record }) => {
      const matches = await Promise.all(
        record.keys.map(async ({ key, fingerprint }) =>
          deriveSlugKey(context.env, key, host).then(
            (derived) => derived.fingerprint === fingerprint,
            () => false,
          ),
        ),
      );
      return { host, fingerprintMatches: matches.every(Boolean) };
    }),
  );
  const counters: { record: CampaignRecord; shard: number }[] = [];
  let campaigns = 0;
  for (const { record } of await workspace.campaigns(null, MOST_COUNTERS)) {
    if (campaigns > 0 && counters.length + record.shards > MOST_COUNTERS) break;
    campaigns++;
    for (const shard of shardsOf(record)) counters.push({ record, shard });
  }
  const sums = await sumsOf(context.env, counters);
  const counting = sums.reduce<CountingSums>((all, some) => (some === null ? all : addSums(all, some)), noSums());
  // Trouble with one counter must not hide what the others say.
  const unreachable = counters
    .filter((_, i) => sums[i] === null)
    .map(({ record: { host, number }, shard }) => ({ campaign: campaignId(host, number), shard }));
  const losses = (await workspace.losses(null, MOST_LOSSES)).map(({ host, number, ...loss }) => ({
    campaign: campaignId(host, number),
    ...loss,
  }));
  return context.json<Status>({ version: core.version, domains, campaigns, counting, unreachable, losses });
});
