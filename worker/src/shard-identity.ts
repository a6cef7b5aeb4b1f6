/** Which counter object holds a recipient's hits, and how it is told what it is. */
import type { CampaignShape } from 'klikspor/edge';
import { core } from './core.ts';
import type { CampaignRecord } from './records.ts';

/** Which shard of which campaign a counter holds: travels with every call that may be the first. */
export interface ShardIdentity {
  host: string;
  number: number;
  shard: number;
  shape: CampaignShape;
  /** Of the list that it was sent to, as its domain knows it. Absent: none was named. */
  listName?: string;
}

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
    ...(campaign.listName !== undefined && { listName: campaign.listName }),
  };
}
