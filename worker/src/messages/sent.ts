/** From messages that were made to messages on their way: rows of running campaigns, slugs of their own, and the hand-over. */
import { sha256Hex } from '../api/auth.ts';
import { campaignId } from '../api/campaign-id.ts';
import { type ApiProblem, fieldProblem, outage } from '../api/problem.ts';
import type { Once, StoredCampaign } from '../rpc/catalogue.ts';
import type { GivenPlace } from '../rpc/messages.ts';
import { messageId } from '../sending/message-id.ts';
import type { MessageResult } from '../sending/rpc.ts';
import { senderOfRow } from '../sending/senders.ts';
import { workspaceStub } from '../stubs.ts';
import type { Draft } from './draft.ts';
import { handOver } from './hand-over.ts';
import { placesFor, slugsOf } from './places.ts';
import { answered, ERASED, LEFT_OUT, nothing, toldOne } from './told.ts';
import type { MessagesTold, MessageTold, NewMessages, Person } from './wire.ts';
import { type Written, written } from './written.ts';

const HASH_OCTETS = 8;
/** Campaigns that are begun for one call at most: one that takes no more is ended, and the next begun. */
const MOST_CAMPAIGNS = 3;

export interface Call {
  readonly body: NewMessages;
  /** Positions of recipients who opted out. */
  readonly stopped: ReadonlySet<number>;
  /** Of the numbers, eight octets each. */
  readonly hashes: Uint8Array;
  readonly credential: string;
  readonly once: Once | null;
}

/** `name`: the same where the call is made again. */
type NamedCall = Call & { readonly name: string };

export async function sent(env: Env, draft: Draft, call: Call): Promise<MessagesTold> {
  const { body, stopped, credential, once: asked } = call;
  const { campaign, settings, links, requestUrl } = draft;
  const { reportUrl: _, ...sharedSettings } = settings;
  // Finished, so that one address in two spellings is one.
  const key = await sha256Hex(JSON.stringify([{ ...campaign, links }, sharedSettings]));
  const once = asked && { ...asked, key: `messages ${asked.key}` };
  const ids = body.recipients.map(({ messageId }) => (messageId === undefined ? null : `${credential} ${messageId}`));
  const leftOut = [...stopped];
  const name = once === null ? crypto.randomUUID() : await sha256Hex(once.key);
  for (let attempt = 0; attempt < MOST_CAMPAIGNS; attempt++) {
    const { isAgain, places } = await placesFor(env, {
      key,
      links: [...links],
      campaign,
      once,
      ids,
      leftOut,
      requestUrl,
    });
    const done = await handedOver(env, draft, { ...call, name }, places, isAgain);
    if (!('ended' in done)) return done;
    await workspaceStub(env).endRunning(key, done.ended, places, once);
  }
  throw outage('The campaign of these messages takes no more, and no other could be begun. Send the same once more.');
}

/** A recipient by the position in the call, and the place that the message has. */
interface Slot {
  readonly at: number;
  readonly one: Person;
  readonly place: GivenPlace;
}

/** `ended`: the position of a campaign that does not take the new ones; of these none was handed over. */
async function handedOver(
  env: Env,
  draft: Draft,
  { body, hashes, credential, name, once }: NamedCall,
  places: readonly (GivenPlace | null)[],
  isAgain: boolean,
): Promise<MessagesTold | { readonly ended: number }> {
  const messages = body.recipients.map(
    (one, at): MessageTold => ({ ...nothing(one), ...(places[at] ? ERASED : LEFT_OUT) }),
  );
  const slots = body.recipients.flatMap((one, at): Slot[] => {
    const place = places[at];
    return place && place.row >= 0 ? [{ at, one, place }] : [];
  });
  let newest: string | undefined;
  for (const [seq, own] of Map.groupBy(slots, ({ place }) => place.seq)) {
    const campaign = await campaignOf(env, own);
    const before = await resultsOf(
      env,
      campaign,
      own.filter(({ place: { isNew } }) => !isNew || isAgain),
    );
    // A call that failed half-way left places without messages, and one at the same moment has not filled them yet.
    const missing = own.filter(({ place: { row } }) => before.get(row) === null);
    const lost = missing.find((slot) => !slot.place.isOfKey && !isAgain);
    if (lost !== undefined) throw gone(lost.at);
    const fresh = own.filter((slot) => slot.place.isNew && !isAgain);
    let left = [...fresh, ...missing];
    const made = isAgain ? own : left;
    const orders = new Map(made.map((slot, at) => [slot, at]));
    const written = await writtenFor(env, draft, campaign, made);
    while (left.length > 0) {
      const outcome = await handOver(
        env,
        campaign,
        draft.settings,
        left.map((slot) => ({
          ...messageIn(written, orders.get(slot)),
          ...{ row: slot.place.row, to: slot.one.to, country: nothing(slot.one).country },
          ...{ mark: markOf(slot, credential, once), call: name },
          hash: hashes.slice(slot.at * HASH_OCTETS, (slot.at + 1) * HASH_OCTETS),
        })),
      );
      if (outcome === 'added') break;
      const [first] = missing;
      if (outcome !== 'known' && first === undefined) return { ended: seq };
      // Another call was quicker: its message goes, whatever it says and to whom.
      const others = await resultsOf(env, campaign, outcome === 'known' ? left : missing);
      const still = left.filter(({ place }) => !others.get(place.row));
      if (still.length === left.length) throw gone((first ?? left[0])?.at ?? 0);
      for (const slot of left) {
        const result = others.get(slot.place.row);
        if (!result) continue;
        before.set(slot.place.row, result);
        orders.delete(slot);
      }
      left = still;
    }
    const { publishedAtMs } = campaign.record;
    for (const slot of own) {
      const { row } = slot.place;
      const result = before.get(row);
      const at = orders.get(slot);
      const base =
        at === undefined
          ? { ...nothing(slot.one), isKnown: true as const }
          : toldOne(draft, body, slot.one, written, at);
      messages[slot.at] = {
        ...base,
        ...{ id: messageId({ seq, publishedAtMs, row }), row },
        state: result?.state ?? 'waiting',
        ...(result?.reason !== undefined && { reason: result.reason }),
        segments: result?.segments ?? base.segments,
      };
    }
    if (own.some(({ place }) => place.isNew)) newest = campaignId(campaign.record.host, campaign.record.number);
  }
  return answered(draft, body, messages, newest);
}

/** One that neither says what it is by itself nor in its call is another each time. */
function markOf({ one: { messageId }, at }: Slot, credential: string, once: Once | null): string {
  if (messageId !== undefined) return `${credential} ${messageId}`;
  return once === null ? crypto.randomUUID() : `${at} ${once.key}`;
}

function messageIn({ messages }: Written, at = -1) {
  const message = messages[at];
  if (message === undefined) throw new Error('somebody got no message');
  return message;
}

/** With slugs of their own. */
async function writtenFor(
  env: Env,
  { core, writing }: Draft,
  campaign: StoredCampaign,
  slots: readonly Slot[],
): Promise<Written> {
  const rows = slots.map(({ place }) => place.row);
  const people = slots.map(({ one: { fields = {} } }) => fields);
  return written(core, { ...writing, people }, await slugsOf(env, campaign, rows));
}

async function campaignOf(env: Env, [first]: readonly Slot[]): Promise<StoredCampaign> {
  const { at = 0, place } = first ?? {};
  const found = place === undefined ? null : await workspaceStub(env).campaignAt(place.seq);
  if (found === null || found.record.publishedAtMs !== place?.publishedAtMs) throw gone(at);
  return found;
}

/** By row; null: there is no message. */
async function resultsOf(
  env: Env,
  campaign: StoredCampaign,
  slots: readonly Slot[],
): Promise<Map<number, MessageResult | null>> {
  const rows = slots.map(({ place }) => place.row);
  const [first] = rows;
  if (first === undefined) return new Map();
  const found = await senderOfRow(env, campaign, first).resultsOf(campaign.record.publishedAtMs, rows);
  return new Map(rows.map((row, at) => [row, found[at] ?? null]));
}

/** Another call is about to hand it over; or none ever did, its recipient was erased, or its campaign deleted. */
const gone = (at: number): ApiProblem =>
  fieldProblem(
    409,
    `/recipients/${at}`,
    'message-gone',
    'The message of this messageId or Idempotency-Key is not there: another call is sending it now, or it is no more. Send the same in a minute; if it is answered the same, give a new one.',
  );
