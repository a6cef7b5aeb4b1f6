/** Which sender holds a recipient's message, and how it is told what it is. */
import { core } from '../core.ts';
import type { StoredCampaign } from '../rpc/catalogue.ts';
import { identityOf } from '../shard-identity.ts';
import { shardsFor } from '../shards.ts';
import { senderStub } from '../stubs.ts';
import type { SenderIdentity } from './rpc.ts';

/** Rows of the list. A campaign that counts in total only has one recipient in its record, and as many messages as any. */
export const rowsOf = ({ record, info }: StoredCampaign): number =>
  record.tracking === 'aggregate' ? info.sentTo + (info.limit?.leftOut ?? 0) : record.recipients;

/** As many as it has counters: each sender tells one of them. */
export const sendersOf = (campaign: StoredCampaign): number =>
  campaign.record.tracking === 'aggregate' ? shardsFor(rowsOf(campaign)) : campaign.record.shards;

export const senderOf = (campaign: StoredCampaign, row: number): number => core.shardOf(row, sendersOf(campaign));

export const senderOfRow = (env: Env, campaign: StoredCampaign, row: number) =>
  senderStub(env, campaign.record, senderOf(campaign, row));

export function senderIdentity(campaign: StoredCampaign, shard: number): SenderIdentity {
  const { record, seq } = campaign;
  const { host, number, publishedAtMs, jurisdiction, tracking, listName } = record;
  return {
    ...{ host, number, seq, publishedAtMs, jurisdiction, shard },
    shards: sendersOf(campaign),
    ...(listName !== undefined && { listName }),
    counter: tracking === 'aggregate' ? null : identityOf(record, shard),
  };
}
