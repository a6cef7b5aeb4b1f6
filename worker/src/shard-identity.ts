/** Which counter object holds a recipient's hits, and how it is told what it is. */
import { core } from './core.ts';
import type { CampaignRecord } from './records.ts';
import type { ShardIdentity } from './rpc.ts';

export const shardOf = (campaign: CampaignRecord, recipient: number): number =>
  core.shardOf(recipient, campaign.shards);

export function identityOf(campaign: CampaignRecord, shard: number): ShardIdentity {
  return {
    host: campaign.host,
    number: campaign.number,
    shard,
    shape: {
      recipients: campaign.recipients,
      links: campaign.links.map(({ kind }) => kind),
      shards: campaign.shards,
      shard,
      tracking: campaign.tracking,
      publishedAtMs: campaign.publishedAtMs,
    },
  };
}
