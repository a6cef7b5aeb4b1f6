/**
 * Messages of a campaign that klikspor sends: handed over in packs, started, watched, paused. Numbers and texts come in and
 * never go out again; what became of a message is told by its row.
 */
import * as v from 'valibot';
import { openGateway, reportUrlOf } from '../gateways/open.ts';
import { inGroups } from '../in-groups.ts';
import { log } from '../log.ts';
import { isFinal } from '../refusal.ts';
import type { CampaignInfo, StoredCampaign } from '../rpc/catalogue.ts';
import { senderFault } from '../sender-fault.ts';
import type { MessageCounts, MessageResult, Progress, SendingSettings, SendingState } from '../sending/rpc.ts';
import { rowsOf, senderIdentity, senderOf, sendersOf } from '../sending/senders.ts';
import { type MessageState, STATES } from '../sending/states.ts';
import { MOST_COOLDOWN_DAYS } from '../stores/cooldown-store.ts';
import { type MessageSenderStub, senderStub, workspaceStub } from '../stubs.ts';
import { within } from '../within.ts';
import { sha256Hex } from './auth.ts';
import { campaignOfId } from './campaign-id.ts';
import { ofAnotherCampaign } from './counters.ts';
import { cursorAt, placeIn } from './cursors.ts';
import { endpoint } from './endpoint.ts';
import { count, country, moment, named, text, whole, wholeNumber } from './fields.ts';
import { ApiProblem, fieldProblem, outage } from './problem.ts';
import { cursor, oneOf, wholeNumber as wholeNumberIn } from './query.ts';

/** Messages of one pack. */
export const MOST_IN_PACK = 1_000;
/** As many of four segments fit. */
const LONGEST_PACK = 2 * 1024 * 1024;
const MOST_A_PAGE = 1_000;
const DAY_MS = 86_400_000;
/** Numbers are held for seven days at most: whoever waits till then must have time to be tried again. */
const LONGEST_WAIT_MS = 6 * DAY_MS;
const STOP_AFTER = 20;
export const OWN_ZONE = 'Europe/Copenhagen';
/** Senders asked at the same moment, and how long each is waited for. */
const AT_ONCE = 16;
const ANSWER_MS = 15_000;
const MOST_EDIT_ATTEMPTS = 5;

export const newSending = v.strictObject({
  /** Id of a gateway. */
  gateway: named('The gateway', 50),
  /** A name of at most eleven characters, or a number. */
  from: v.pipe(
    named('The sender', 16),
    whole('The sender'),
    v.regex(/^\P{Cc}*$/u, 'The sender holds a line end or another control character: take it out.'),
  ),
  /** Not before. Absent: as soon as it is started. */
  atMs: v.exactOptional(moment),
  /** Messages of the whole campaign. Absent: as many as the gateway takes. */
  perSecond: v.exactOptional(v.pipe(wholeNumber('perSecond', 100_000), v.minValue(1, 'perSecond is at least 1.'))),
  /** Whoever was sent a message within so many days, by any campaign, is left out. Absent: nobody is. */
  cooldownDays: v.exactOptional(wholeNumber('cooldownDays', MOST_COOLDOWN_DAYS)),
  /** False: messages go out at any hour. Absent: true. */
  quietHours: v.exactOptional(v.boolean('quietHours is true or false.')),
  /** IANA name: stands in for countries whose zones are not known. Absent: Europe/Copenhagen. */
  timeZone: v.exactOptional(
    v.pipe(
      text('timeZone', 50),
      v.check((name) => isTimeZone(name), 'No time zone has this name: write it as Europe/Copenhagen.'),
    ),
  ),
  /** So many in a row that are not accepted stop the sending. Absent: 20. */
  stopAfter: v.exactOptional(v.pipe(wholeNumber('stopAfter', 10_000), v.minValue(1, 'stopAfter is at least 1.'))),
});
export type NewSending = v.InferInput<typeof newSending>;

const TO = 'to is a number with its country code, such as +4520123456.';

export const phoneNumber = v.pipe(v.string(TO), v.maxLength(16, TO), v.regex(/^\+[1-9]\d{6,14}$/, TO));

const newMessage = v.strictObject({
  /** Of the list, from 0. */
  row: wholeNumber('row'),
  /** E.164 with the plus sign. What is refused is told without the number: it may be logged by whoever sent it. */
  to: phoneNumber,
  /** As it is to arrive. */
  text: v.pipe(text('The text', 40_000), v.minLength(1, 'The text is empty: fill it in.'), whole('The text')),
  /** As `planSegments` says of the text. */
  encoding: v.picklist(['gsm7', 'ucs2'], 'encoding is "gsm7" or "ucs2".'),
  segments: v.pipe(wholeNumber('segments', 255), v.minValue(1, 'segments is at least 1.')),
  /** Of the number: whose sending hours count. Absent: not known. */
  country: v.exactOptional(country),
});

const newPack = v.strictObject({
  /** From 0 on. The same one may be sent again. */
  pack: wholeNumber('pack'),
  messages: v.pipe(
    v.array(newMessage, 'Messages are a list.'),
    v.minLength(1, 'Send at least one message.'),
    v.maxLength(MOST_IN_PACK, `At most ${MOST_IN_PACK} messages in a pack: send several.`),
  ),
});
export type NewPack = v.InferInput<typeof newPack>;

export const messageState = v.picklist(STATES);

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
  /** Countries whose people wait for their hours, and how many do. */
  quiet: v.array(v.strictObject({ country: v.string(), untilMs: moment, messages: count })),
  /** Why messages were left out, or did not arrive: most first. `reason`: a word, where there is one. */
  reasons: v.array(v.strictObject({ state: v.picklist(STATES), reason: v.nullable(v.string()), messages: count })),
});
export type Sending = v.InferOutput<typeof sending>;

const result = v.strictObject({
  row: count,
  state: messageState,
  /** How often it was handed over. */
  attempts: count,
  /** Since when it is in this state. */
  atMs: moment,
  segments: count,
  /** Why: a word. */
  reason: v.exactOptional(v.string()),
  /** What gateway or network wrote. */
  detail: v.exactOptional(v.string()),
  gatewayId: v.exactOptional(v.string()),
});

const results = v.strictObject({
  entries: v.array(result),
  _links: v.strictObject({ next: v.exactOptional(v.string()) }),
});
export type SendingResults = v.InferOutput<typeof results>;

const decision = v.strictObject({
  /** `let-be`: they are not sent again. `send-again`: whoever had the first gets a second. */
  decision: v.picklist(['send-again', 'let-be'], 'decision is "send-again" or "let-be".'),
  /** Absent: all. */
  rows: v.exactOptional(v.pipe(v.array(wholeNumber('A row')), v.maxLength(1_000, 'At most 1000 rows at a time.'))),
});

const NO_CAMPAIGN = 'There is no such campaign';
const OTHER = 'a sender holds the messages of another campaign';
const example = { params: { id: 's.brand.dk:1' } };

export const sendingEndpoints = [
  endpoint({
    route: 'DELETE /api/campaigns/{id}/sending',
    summary: 'Take back what was handed over and not started: it is erased, and sending may begin anew',
    access: 'messages:send',
    refusals: { 404: NO_CAMPAIGN, 409: `It is started, or was cancelled; or ${OTHER}` },
    examples: [example],
    handle: async ({ env, params: { id } }) => {
      const campaign = await campaignOfId(env, id);
      const { publishedAtMs } = campaign.record;
      const all = await ofAll(env, campaign, (sender) => sender.progress(publishedAtMs));
      const isTakenBack =
        all.every((one) => one === null || one.state === 'collecting') &&
        !(await ofAll(env, campaign, (sender) => sender.forget(publishedAtMs))).includes(false);
      if (!isTakenBack) throw new ApiProblem(409, `${id} is being sent, or was cancelled: nothing is taken back.`);
    },
  }),
  endpoint({
    route: 'POST /api/campaigns/{id}/sending',
    summary:
      'Begin to send a campaign: by which gateway, when, how fast; sent again it changes that, until it is started',
    access: 'messages:send',
    body: newSending,
    answer: sending,
    status: 201,
    refusals: { 404: NO_CAMPAIGN, 409: `It is started, or ${OTHER}` },
    examples: [
      { ...example, body: { gateway: 'outbox', from: 'Brand', cooldownDays: 7 } },
      { ...example, body: { gateway: 'outbox', from: 'Brand', quietHours: false, perSecond: 50, stopAfter: 10 } },
    ],
    handle: async ({ context, env, params: { id }, body }) => {
      const campaign = await campaignOfId(env, id);
      const nowMs = Date.now();
      if ((await openGateway(env, body.gateway)) === null) {
        throw fieldProblem(422, '/gateway', 'no-such-gateway', 'There is no gateway of this id: set it up first.');
      }
      const wrong = senderFault(body.from);
      if (wrong !== null) throw fieldProblem(422, '/from', 'sender', wrong.detail);
      const { origin } = new URL(context.req.url);
      const settings = settingsOf(body, await reportUrlOf(env, origin, body.gateway), nowMs);
      const begun = await ofAll(env, campaign, (sender, shard) =>
        sender.begin(senderIdentity(campaign, shard), settings, nowMs),
      );
      if (begun.includes('started')) throw new ApiProblem(409, `${id} is being sent already.`);
      return progressOf(env, campaign);
    },
  }),
  endpoint({
    route: 'POST /api/campaigns/{id}/sending/packs',
    summary: 'Hand over a pack of messages; the same pack may be sent again and counts once',
    access: 'messages:send',
    body: newPack,
    longestBody: LONGEST_PACK,
    refusals: { 404: NO_CAMPAIGN, 409: `Sending has not begun, or is started; a row has a message; or ${OTHER}` },
    examples: [
      {
        ...example,
        body: {
          pack: 0,
          messages: [
            {
              row: 0,
              to: '+4520123456',
              text: 'Nyt hos os: s.brand.dk/Xk7Rm2Pq',
              encoding: 'gsm7',
              segments: 1,
              country: 'DK',
            },
          ],
        },
      },
    ],
    handle: async ({ env, params: { id }, body: { pack, messages }, octets }) => {
      const campaign = await campaignOfId(env, id);
      const rows = rowsOf(campaign);
      for (const [at, { row }] of messages.entries()) {
        if (row < rows) continue;
        throw fieldProblem(422, `/messages/${at}/row`, 'no-such-row', `${id} has ${rows} rows, counted from 0.`);
      }
      const hash = await sha256Hex(octets);
      const { publishedAtMs } = campaign.record;
      await ofAll(env, campaign, async (sender, shard) => {
        const own = messages
          .filter(({ row }) => senderOf(campaign, row) === shard)
          .map((message) => ({ country: '', ...message }));
        const outcome = own.length === 0 ? 'taken' : await sender.take(publishedAtMs, pack, hash, own);
        if (outcome === 'taken' || outcome === 'known') return outcome;
        throw fieldProblem(409, '/pack', outcome, `${REFUSED_PACKS[outcome]} Nothing of it was taken.`);
      });
    },
  }),
  endpoint({
    route: 'POST /api/campaigns/{id}/sending/start',
    summary: 'Start: from now on messages go out, or from the moment that was said',
    access: 'messages:send',
    body: v.strictObject({
      /** How many were handed over, to be compared: nothing starts while one is missing. */
      messages: wholeNumber('messages'),
    }),
    answer: sending,
    refusals: { 404: NO_CAMPAIGN, 409: `Messages are missing, it has not begun or was cancelled; or ${OTHER}` },
    examples: [{ ...example, body: { messages: 1 } }],
    handle: async ({ env, params: { id }, body: { messages } }) => {
      const campaign = await campaignOfId(env, id);
      const held = await progressOf(env, campaign);
      const all = sumOf(held.messages);
      if (all !== messages) {
        throw fieldProblem(
          409,
          '/messages',
          'others',
          `${all} messages were handed over, not ${messages}: send the rest.`,
        );
      }
      const nowMs = Date.now();
      if (held.startedAtMs === null) await countSent(env, campaign);
      const started = await ofAll(env, campaign, (sender) => sender.start(campaign.record.publishedAtMs, nowMs));
      if (started.includes(false)) throw new ApiProblem(409, `The sending of ${id} was cancelled.`);
      await workspaceStub(env).noteSending(campaign.seq, nowMs);
      await workspaceStub(env).noteGatewayUse(held.gateway, campaign.seq, null);
      await noteSending(env, id, Math.max(held.atMs ?? 0, nowMs));
      return progressOf(env, campaign);
    },
  }),
  endpoint({
    route: 'GET /api/campaigns/{id}/sending',
    summary: 'How far the sending has come',
    access: 'campaigns:read',
    answer: sending,
    refusals: { 404: `${NO_CAMPAIGN}, or it is not sent from here`, 409: `Is: ${OTHER}` },
    examples: [example],
    handle: async ({ env, params: { id } }) => progressOf(env, await campaignOfId(env, id)),
  }),
  ...(['pause', 'resume', 'cancel'] as const).map((what) =>
    endpoint({
      route: `POST /api/campaigns/{id}/sending/${what}`,
      summary: {
        pause: 'Pause: what is on its way to the gateway gets there, and nothing more goes out',
        resume: 'Go on after a pause, or after it stopped by itself',
        cancel: 'Cancel for good: what waits is never sent, and its numbers are erased',
      }[what],
      access: 'messages:send',
      answer: sending,
      refusals: { 404: `${NO_CAMPAIGN}, or it is not sent from here`, 409: `It is not at that; or ${OTHER}` },
      examples: [example],
      handle: async ({ env, params: { id } }) => {
        const campaign = await campaignOfId(env, id);
        const { startedAtMs } = await progressOf(env, campaign);
        if (what === 'cancel' && startedAtMs === null) await countSent(env, campaign);
        const done = await ofAll(env, campaign, (sender) => sender[what](campaign.record.publishedAtMs));
        if (!done.includes(true)) throw new ApiProblem(409, `The sending of ${id} is not at anything to ${what}.`);
        return progressOf(env, campaign);
      },
    }),
  ),
  endpoint({
    route: 'GET /api/campaigns/{id}/sending/results',
    summary: 'What became of each message, by row',
    access: 'hits:read',
    query: {
      state: oneOf('Of those in this state alone', ...STATES),
      pageLimit: wholeNumberIn('Entries of a page', 1, MOST_A_PAGE),
      cursor: cursor('Where the page goes on, from `_links.next`'),
    },
    answer: results,
    refusals: { 404: NO_CAMPAIGN, 409: `Is: ${OTHER}` },
    examples: [example, { ...example, query: { state: 'refused', pageLimit: 50 } }],
    handle: async ({ env, params: { id }, query: { state, pageLimit = 50, cursor } }) => {
      const campaign = await campaignOfId(env, id);
      const [shard = 0, after = 0] = cursor === undefined ? [] : placeIn('row', cursor, 2);
      // One more than asked for tells whether there is a next page.
      const found = await resultsFrom(env, campaign, { shard, row: after - 1 }, state ?? null, pageLimit + 1);
      const [last, beyond] = [found[pageLimit - 1], found[pageLimit]];
      const only = state === undefined ? '' : `state=${state}&`;
      const path = `/api/campaigns/${encodeURIComponent(id)}/sending/results`;
      const next =
        last && beyond
          ? { next: `${path}?${only}pageLimit=${pageLimit}&cursor=${cursorAt('row', last.shard, last.result.row + 1)}` }
          : {};
      return { entries: found.slice(0, pageLimit).map(({ result }) => result), _links: next };
    },
  }),
  endpoint({
    route: 'POST /api/campaigns/{id}/sending/unknown',
    summary: 'Decide about messages of which nobody knows whether the gateway has them',
    access: 'messages:send',
    body: decision,
    answer: v.strictObject({
      /** How many it was decided of. */
      messages: count,
    }),
    refusals: { 404: NO_CAMPAIGN, 409: `Is: ${OTHER}` },
    examples: [
      { ...example, body: { decision: 'let-be' } },
      { ...example, body: { decision: 'send-again', rows: [0] } },
    ],
    handle: async ({ env, params: { id }, body: { decision, rows } }) => {
      const campaign = await campaignOfId(env, id);
      const decided = await ofAll(env, campaign, (sender, shard) =>
        sender.decide(
          campaign.record.publishedAtMs,
          decision,
          rows?.filter((row) => senderOf(campaign, row) === shard) ?? null,
        ),
      );
      return { messages: decided.reduce((sum, one) => sum + one, 0) };
    },
  }),
];

const REFUSED_PACKS = {
  'other-pack': 'A pack of this number with other content was taken before: send the same, or another number.',
  'row-twice': 'A row of the pack has a message already: each is handed over once.',
  'not-begun': 'Sending has not begun: say first by which gateway.',
  'not-taking': 'It was started or cancelled: no more messages are taken.',
};

export function settingsOf(body: v.InferOutput<typeof newSending>, reportUrl: string, nowMs: number): SendingSettings {
  const { gateway, from, atMs, perSecond, cooldownDays, quietHours, timeZone, stopAfter } = body;
  if (atMs !== undefined && atMs > nowMs + LONGEST_WAIT_MS) {
    throw fieldProblem(
      422,
      '/atMs',
      'too-far-ahead',
      'Numbers are held for a week at most: choose a moment within the next six days.',
    );
  }
  return {
    ...{ gateway, from, atMs: atMs ?? null, perSecond: perSecond ?? null, cooldownDays: cooldownDays ?? 0 },
    ...{ quietHours: quietHours ?? true, timeZone: timeZone ?? OWN_ZONE, stopAfter: stopAfter ?? STOP_AFTER },
    ...{ isOpen: false, reportUrl },
  };
}

export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
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

const sumOf = (messages: MessageCounts): number => STATES.reduce((sum, state) => sum + messages[state], 0);

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

/** Before anything goes out: from now on what is sent is what its senders tell. */
const countSent = (env: Env, campaign: StoredCampaign): Promise<void> =>
  workspaceStub(env).countSent(campaign.seq, campaign.record.publishedAtMs, sendersOf(campaign));

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

/** The report counts from when the messages went out. */
async function noteSending(env: Env, id: string, sentAtMs: number): Promise<void> {
  for (let attempt = 0; attempt < MOST_EDIT_ATTEMPTS; attempt++) {
    const before = await campaignOfId(env, id);
    if (before.info.sentAtMs !== undefined) return;
    const after = { record: before.record, info: { ...before.info, sentAtMs } };
    if ((await workspaceStub(env).editCampaign(before, after)) !== 'changed') return;
  }
}

/** What every sender answers. All or none: a part of it would be told as the whole. */
const ofAll = <T>(
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
