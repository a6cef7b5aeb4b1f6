/**
 * The one way from messages that were made to whoever sends them. First the campaign's counter gets the hashes of the numbers, so
 * that an opt-out by a link is known everywhere; then its sender (`message-sender.ts`) takes the messages. Both take all or
 * nothing, and the same message twice as once: a call that failed half-way is mended by the next.
 */
import { outage } from '../api/problem.ts';
import { log } from '../log.ts';
import { isFinal } from '../refusal.ts';
import type { StoredCampaign } from '../rpc/catalogue.ts';
import type { AddedMessage, AddOutcome, SendingSettings } from '../sending/rpc.ts';
import { senderIdentity } from '../sending/senders.ts';
import { identityOf } from '../shard-identity.ts';
import { counterStub, senderStub } from '../stubs.ts';
import { within } from '../within.ts';

const ANSWER_MS = 15_000;
/** A running campaign has one counter and one sender (`running.ts`). */
const ONLY = 0;

/** `hash`: of the number, eight octets. */
export interface HandedMessage extends AddedMessage {
  readonly hash: Uint8Array;
}

export async function handOver(
  env: Env,
  campaign: StoredCampaign,
  settings: SendingSettings,
  messages: readonly HandedMessage[],
): Promise<AddOutcome> {
  const { record } = campaign;
  const rows = messages.map(({ row }) => row);
  const hashes = new Uint8Array(messages.length * 8);
  for (const [at, { hash }] of messages.entries()) hashes.set(hash, at * 8);
  const added = messages.map(({ hash: _, ...message }) => message);
  try {
    const counter = counterStub(env, record, ONLY);
    const noted = counter.noteHashes(identityOf(record, ONLY), rows, hashes);
    if (!(await within(noted, ANSWER_MS))) return 'row-twice';
    const sender = senderStub(env, record, ONLY);
    return await within(sender.add(senderIdentity(campaign, ONLY), settings, added, Date.now()), ANSWER_MS);
  } catch (error) {
    // They hold another campaign, which had the number before.
    if (isFinal(error)) return 'row-twice';
    log('sender-silent', { host: record.host, campaign: record.number, shard: ONLY, error });
    throw outage(
      'What counts or sends the messages does not answer. Send the same once more, with the same messageId or Idempotency-Key: nothing is sent twice.',
    );
  }
}
