/**
 * The only place where a Durable Object stub is made. An object's name and jurisdiction together are its identity: the
 * same name in another jurisdiction is another, empty object. The jurisdiction is frozen in the domain record.
 * Stubs are made for one request and never kept: one from another request fails.
 */
import type { CampaignRecord, DomainRecord } from './records.ts';
import type { ClickCounterRpc } from './rpc.ts';
import type { Workspace } from './workspace.ts';

function within<T extends Rpc.DurableObjectBranded | undefined>(
  namespace: DurableObjectNamespace<T>,
  jurisdiction: 'eu' | null,
): DurableObjectNamespace<T> {
  // Throws in every local runtime, so it is called only where the record asks for it.
  return jurisdiction === null ? namespace : namespace.jurisdiction(jurisdiction);
}

/** The one workspace of this deployment: its catalogue lives where its first request came from. */
export const WORKSPACE = 'main';

export function workspaceStub(env: Env): DurableObjectStub<Workspace> {
  return env.WORKSPACE.getByName(WORKSPACE);
}

/** What the class promises: the platform's own type of a stub loses tuples and readonly lists on the way. */
export type ClickCounterStub = DurableObjectStub & ClickCounterRpc;

/** Holds one shard of one campaign's hits. The name carries no personal data: object names are logged by the platform. */
export function counterStub(
  env: Env,
  campaign: Pick<CampaignRecord, 'host' | 'number'> & Pick<DomainRecord, 'jurisdiction'>,
  shard: number,
): ClickCounterStub {
  const namespace = within(env.CLICK_COUNTER, campaign.jurisdiction);
  return namespace.getByName(`${campaign.host}/${campaign.number}/${shard}`) as unknown as ClickCounterStub;
}
