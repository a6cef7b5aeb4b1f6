/** What gateways report of messages later, taken to the sender that holds each. */
import type { GatewayReport } from '../gateways/gateway.ts';
import { inGroups } from '../in-groups.ts';
import { isFinal } from '../refusal.ts';
import type { StoredCampaign } from '../rpc/catalogue.ts';
import { senderStub, workspaceStub } from '../stubs.ts';
import { messageId, placeOf } from './message-id.ts';
import type { OwnReport, RowReport } from './rpc.ts';
import { senderOf } from './senders.ts';

/** Senders told at the same moment. */
const AT_ONCE = 16;
/** Reports come one by one, of the same few campaigns. */
const MOST_KNOWN = 100;

/** By position in the catalogue. What is kept of a campaign here never changes. */
const known = new Map<number, StoredCampaign>();

export interface Taken {
  /** Reports of messages that were sent here. */
  readonly known: number;
  /** Of others': the account is used elsewhere, or the workspace was restored from a backup. */
  readonly unknown: number;
}

/** Rejects where a sender does not answer: the gateway is to report again. What is taken twice counts once. */
export async function takeMessageReports(env: Env, gateway: string, reports: readonly GatewayReport[]): Promise<Taken> {
  const senders = new Map<
    string,
    { readonly campaign: StoredCampaign; readonly shard: number; readonly rows: RowReport[] }
  >();
  for (const { id = '', state, gatewayId, reason } of reports) {
    const place = placeOf(id);
    const campaign = place && (await campaignAt(env, place.seq));
    if (place === undefined || campaign?.record.publishedAtMs !== place.publishedAtMs) continue;
    const shard = senderOf(campaign, place.row);
    const name = messageId({ ...place, row: shard });
    const sender = senders.get(name) ?? { campaign, shard, rows: [] };
    senders.set(name, sender);
    sender.rows.push({
      ...{ row: place.row, state },
      ...(gatewayId !== undefined && { gatewayId }),
      ...(reason !== undefined && { reason }),
    });
  }
  const taken = await inGroups([...senders.values()], AT_ONCE, ({ campaign: { record }, shard, rows }) =>
    senderStub(env, record, shard).takeReports(record.publishedAtMs, rows),
  );
  const own = reports.flatMap(({ id, gatewayId, state, reason }): OwnReport[] =>
    id !== undefined || gatewayId === undefined ? [] : [{ gatewayId, state, ...(reason !== undefined && { reason }) }],
  );
  const all = taken.reduce((sum, rows) => sum + rows, 0) + (await takeOwnReports(env, gateway, own));
  return { known: all, unknown: reports.length - all };
}

/**
 * Reports that name messages by the gateway's own ids: which sender has one only the senders know, and each only when it has
 * heard the answer. They are kept first, so that of the sender's looking and ours the later one finds them.
 */
async function takeOwnReports(env: Env, gateway: string, reports: readonly OwnReport[]): Promise<number> {
  if (reports.length === 0) return 0;
  const senders = await workspaceStub(env).keepOwnReports(gateway, [...reports]);
  const known = new Set<string>();
  for (let first = 0; first < senders.length && known.size < reports.length; first += AT_ONCE) {
    const some = senders.slice(first, first + AT_ONCE);
    const found = await Promise.all(
      some.map((sender) =>
        senderStub(env, sender, sender.shard)
          .takeOwnReports(sender.publishedAtMs, [...reports])
          .catch((error: unknown) => {
            // Its number is another campaign's since, or it was deleted.
            if (isFinal(error)) return [];
            throw error;
          }),
      ),
    );
    for (const id of found.flat()) known.add(id);
  }
  if (known.size > 0) await workspaceStub(env).dropOwnReports(gateway, [...known]);
  return reports.filter(({ gatewayId }) => known.has(gatewayId)).length;
}

async function campaignAt(env: Env, seq: number): Promise<StoredCampaign | undefined> {
  const kept = known.get(seq);
  if (kept !== undefined) return kept;
  const found = await workspaceStub(env).campaignAt(seq);
  if (found === null) return undefined;
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(seq, found);
  return found;
}
