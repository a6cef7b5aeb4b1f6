/** Asks the senders of a campaign, and adds up what each tells of its rows: as `counters.ts` does with counters. */
import * as v from 'valibot';
import { inGroups } from '../in-groups.ts';
import { log } from '../log.ts';
import { isFinal } from '../refusal.ts';
import type { CampaignInfo, StoredCampaign } from '../rpc/catalogue.ts';
import type { MessageCounts, MessageResult, Progress, SendingState } from '../sending/rpc.ts';
import { sendersOf } from '../sending/senders.ts';
import { type MessageState, STATES } from '../sending/states.ts';
import { type MessageSenderStub, senderStub } from '../stubs.ts';
import { within } from '../within.ts';
import { ofAnotherCampaign } from './counters.ts';
import { count, moment } from './fields.ts';
import { ApiProblem, outage } from './problem.ts';

/** Senders asked at the same moment, and how long each is waited for. */
const AT_ONCE = 16;
const ANSWER_MS = 15_000;

export const sending = v.strictObject({
  /** `collecting`: packs are taken, nothing is sent. `sent`: none waits any more. `stopped`: by itself, see there. */
  state: v.picklist(['collecting', 'scheduled', 'sending', 'paused', 'stopped', 'cancelled', 'sent']),
  stopped: v.exactOptional(
    v.strictObject({
      /** A word: docs/api.md has them. */
      reason: v.string(),
      /** What the gateway wrote. */
      detail: v.exactOptional(v.string()),
      /** So many in a row were not accepted. */
      inARow: count,
    }),
  ),
  gateway: v.string(),
  from: v.string(),
  atMs: v.nullable(moment),
  perSecond: v.nullable(count),
  cooldownDays: count,
  quietHours: v.boolean(),
  timeZone: v.string(),
  stopAfter: count,
  beganAtMs: moment,
  startedAtMs: v.nullable(moment),
  /** How many messages are in each state. */
  messages: v.strictObject(
    Object.fromEntries(STATES.map((state) => [state, count])) as Record<(typeof STATES)[number], typeof count>,
  ),
  /** Of all that the gateway has accepted. */
  segments: count,
  /** When the next that waits may go out; null: none waits, or none may. */
  nextAtMs: v.nullable(moment),
  /** Countries whose people wait for their hours, and how many do; of a planned one, those whose hours begin after `atMs`. */
  quiet: v.array(v.strictObject({ country: v.string(), untilMs: moment, messages: count })),
  /** Why messages were left out, or did not arrive: most first. `reason`: a word, where there is one. */
  reasons: v.array(v.strictObject({ state: v.picklist(STATES), reason: v.nullable(v.string()), messages: count })),
});
export type Sending = v.InferOutput<typeof sending>;

/** Of all senders together. A campaign that is not sent from here is a 404. */
export async function progressOf(env: Env, campaign: StoredCampaign): Promise<Sending> {
  const { host, number, publishedAtMs } = campaign.record;
  const all = (await ofAll(env, campaign, (sender) => sender.progress(publishedAtMs))).flatMap((one) => one ?? []);
  const [first] = all;
  if (first === undefined) throw new ApiProblem(404, `There is no sending of ${host}:${number}: it has not begun.`);
  const { isOpen: _, reportUrl: __, ...settings } = first.settings;
  const messages = Object.fromEntries(
    STATES.map((state) => [state, all.reduce((sum, part) => sum + part.messages[state], 0)]),
  ) as MessageCounts;
  const stopped = all.find((part) => part.stopped)?.stopped;
  const dues = all.flatMap(({ nextAtMs }) => nextAtMs ?? []);
  const quiet = new Map<string, Progress['quiet'][number]>();
  for (const one of all.flatMap((part) => part.quiet)) {
    const { untilMs, messages } = quiet.get(one.country) ?? { untilMs: one.untilMs, messages: 0 };
    quiet.set(one.country, {
      ...one,
      untilMs: Math.min(untilMs, one.untilMs),
      messages: messages + one.messages,
    });
  }
  const reasons = new Map<string, Progress['reasons'][number]>();
  for (const one of all.flatMap((part) => part.reasons)) {
    const key = `${one.state} ${one.reason}`;
    reasons.set(key, { ...one, messages: one.messages + (reasons.get(key)?.messages ?? 0) });
  }
  return {
    state: stateOf(all, messages),
    ...(stopped && { stopped }),
    ...settings,
    beganAtMs: first.beganAtMs,
    startedAtMs: first.startedAtMs,
    messages,
    segments: all.reduce((sum, part) => sum + part.segments, 0),
    nextAtMs: dues.length === 0 ? null : Math.min(...dues),
    quiet: [...quiet.values()],
    reasons: [...reasons.values()].sort((a, b) => b.messages - a.messages),
  };
}

/** What one of them is at that is furthest from sending. */
const GRAVEST = ['cancelled', 'stopped', 'paused', 'collecting', 'sending'] as const satisfies SendingState[];

function stateOf(all: readonly Progress[], messages: MessageCounts): Sending['state'] {
  const state = GRAVEST.find((one) => all.some((part) => part.state === one)) ?? 'sending';
  if (state !== 'sending') return state;
  if (messages.waiting + messages['handed-over'] === 0) return 'sent';
  const [first] = all;
  return (first?.settings.atMs ?? 0) > Date.now() ? 'scheduled' : 'sending';
}

/** What became of at most so many messages, sender by sender and in each by row, from after this one on. */
export async function resultsFrom(
  env: Env,
  campaign: StoredCampaign,
  from: { readonly shard: number; readonly row: number },
  state: MessageState | null,
  most: number,
): Promise<{ readonly shard: number; readonly result: MessageResult }[]> {
  const { publishedAtMs } = campaign.record;
  const found: { shard: number; result: MessageResult }[] = [];
  for (let shard = from.shard; shard < sendersOf(campaign) && found.length < most; shard++) {
    const after = shard === from.shard ? from.row : -1;
    const results = await ofOne(env, campaign, shard, (sender) =>
      sender.results(publishedAtMs, after, state, most - found.length),
    );
    found.push(...results.map((result) => ({ shard, result })));
  }
  return found;
}

/** With what was sent as of now; of a sender that does not answer, as it told the workspace last. */
export async function infoNow(env: Env, campaign: StoredCampaign): Promise<CampaignInfo> {
  const { record, info } = campaign;
  if (info.sent === undefined) return info;
  const sent = await inGroups([...info.sent.entries()], AT_ONCE, async ([shard, known]) => {
    const now = ofOne(env, campaign, shard, (sender) => sender.sent(record.publishedAtMs));
    return (await now.catch(() => null)) ?? known;
  });
  return { ...info, sent };
}

/** What every sender answers. All or none: a part of it would be told as the whole. */
export const ofAll = <T>(
  env: Env,
  campaign: StoredCampaign,
  ask: (sender: MessageSenderStub, shard: number) => Promise<T>,
): Promise<T[]> =>
  inGroups(
    Array.from({ length: sendersOf(campaign) }, (_, shard) => shard),
    AT_ONCE,
    (shard) => ofOne(env, campaign, shard, ask),
  );

async function ofOne<T>(
  env: Env,
  { record }: StoredCampaign,
  shard: number,
  ask: (sender: MessageSenderStub, shard: number) => Promise<T>,
): Promise<T> {
  try {
    return await within(ask(senderStub(env, record, shard), shard), ANSWER_MS);
  } catch (error) {
    if (error instanceof ApiProblem) throw error;
    if (isFinal(error)) throw ofAnotherCampaign(record, shard);
    const { host, number } = record;
    log('sender-silent', { host, campaign: number, shard, error });
    throw outage(
      `Sender ${shard} of ${host}:${number} does not answer. Send the same once more: nothing is sent twice.`,
    );
  }
}
