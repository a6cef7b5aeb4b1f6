/**
 * The only place where a Durable Object stub is made. An object's name and jurisdiction together are its identity: the
 * same name in another jurisdiction is another, empty object. The jurisdiction is frozen in the domain record.
 * Stubs are made for one request and never kept: one from another request fails.
 */
import type { CampaignRecord, DomainRecord } from './records.ts';
import type { ClickCounterRpc } from './rpc/counter.ts';
import type { WorkspaceRpc } from './rpc/workspace.ts';
import type { MessageSenderRpc } from './sending/rpc.ts';

function inJurisdiction<T extends Rpc.DurableObjectBranded | undefined>(
  namespace: DurableObjectNamespace<T>,
  jurisdiction: 'eu' | null,
): DurableObjectNamespace<T> {
  // Throws in every local runtime, so it is called only where the record asks for it.
  return jurisdiction === null ? namespace : namespace.jurisdiction(jurisdiction);
}

/** Where this deployment keeps its data: the jurisdiction of the workspace, and of domains that name no other. */
export function ownJurisdiction(env: Env): 'eu' | null {
  const jurisdiction: string = env.JURISDICTION;
  if (jurisdiction === 'eu' || jurisdiction === '') return jurisdiction || null;
  throw new Error(`JURISDICTION is "${jurisdiction}"; it must be "eu" or empty.`);
}

/** Whether objects can be kept there at all: no local runtime can. */
export function hasJurisdiction(env: Env, jurisdiction: 'eu' | null): boolean {
  try {
    inJurisdiction(env.CLICK_COUNTER, jurisdiction);
    return true;
  } catch {
    return false;
  }
}

// What the classes promise: the platform's own type of a stub loses tuples and readonly lists on the way.
export type WorkspaceStub = DurableObjectStub & WorkspaceRpc;
export type ClickCounterStub = DurableObjectStub & ClickCounterRpc;
export type MessageSenderStub = DurableObjectStub & MessageSenderRpc;

/** The one workspace of this deployment; without a jurisdiction it lives where its first request came from. */
export const WORKSPACE = 'main';

export function workspaceStub(env: Env): WorkspaceStub {
  return inJurisdiction(env.WORKSPACE, ownJurisdiction(env)).getByName(WORKSPACE) as unknown as WorkspaceStub;
}

/** Holds one shard of one campaign's hits. The name carries no personal data: object names are logged by the platform. */
export function counterStub(
  env: Env,
  campaign: Pick<CampaignRecord, 'host' | 'number'> & Pick<DomainRecord, 'jurisdiction'>,
  shard: number,
): ClickCounterStub {
  const namespace = inJurisdiction(env.CLICK_COUNTER, campaign.jurisdiction);
  return namespace.getByName(`${campaign.host}/${campaign.number}/${shard}`) as unknown as ClickCounterStub;
}

/** Holds the messages of one shard of a campaign until they are sent, and what became of each. */
export function senderStub(
  env: Env,
  campaign: Pick<CampaignRecord, 'host' | 'number'> & Pick<DomainRecord, 'jurisdiction'>,
  shard: number,
): MessageSenderStub {
  const namespace = inJurisdiction(env.MESSAGE_SENDER, campaign.jurisdiction);
  return namespace.getByName(`${campaign.host}/${campaign.number}/${shard}`) as unknown as MessageSenderStub;
}
