/**
 * Messages of a campaign that klikspor sends: handed over in packs, started, watched, paused. Numbers and texts come in and
 * never go out again; what became of a message is told by its row.
 */
import * as v from 'valibot';
import { openGateway, reportUrlOf } from '../gateways/open.ts';
import type { StoredCampaign } from '../rpc/catalogue.ts';
import { senderFault } from '../sender-fault.ts';
import type { MessageCounts, SendingSettings } from '../sending/rpc.ts';
import { rowsOf, senderIdentity, senderOf, sendersOf } from '../sending/senders.ts';
import { STATES } from '../sending/states.ts';
import { MOST_COOLDOWN_DAYS } from '../stores/cooldown-store.ts';
import { workspaceStub } from '../stubs.ts';
import { sha256Hex } from './auth.ts';
import { campaignId, campaignOfId } from './campaign-id.ts';
import { cursorAt, placeIn, strangeCursor } from './cursors.ts';
import { endpoint } from './endpoint.ts';
import { count, country, moment, named, text, whole, wholeNumber } from './fields.ts';
import { ApiProblem, fieldProblem } from './problem.ts';
import { cursor, oneOf, wholeNumber as wholeNumberIn } from './query.ts';
import { ofAll, progressOf, resultsFrom, sending } from './senders.ts';

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
      checkRows(
        campaign,
        messages.map(({ row }) => row),
        (at) => `/messages/${at}/row`,
      );
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
      // Once it is started it takes no more.
      if (all === 0 && held.startedAtMs === null) {
        throw fieldProblem(409, '/messages', 'none', 'No message was handed over yet: send packs of them first.');
      }
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
      const [seq = campaign.seq, shard = 0, after = 0] = cursor === undefined ? [] : placeIn('row', cursor, 3);
      if (seq !== campaign.seq) throw strangeCursor();
      // One more than asked for tells whether there is a next page.
      const found = await resultsFrom(env, campaign, { shard, row: after - 1 }, state ?? null, pageLimit + 1);
      const [last, beyond] = [found[pageLimit - 1], found[pageLimit]];
      const only = state === undefined ? '' : `state=${state}&`;
      const path = `/api/campaigns/${encodeURIComponent(id)}/sending/results`;
      const next =
        last && beyond
          ? {
              next: `${path}?${only}pageLimit=${pageLimit}&cursor=${cursorAt('row', seq, last.shard, last.result.row + 1)}`,
            }
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
      checkRows(campaign, rows ?? [], (at) => `/rows/${at}`);
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

function checkRows(campaign: StoredCampaign, rows: readonly number[], pointer: (at: number) => string): void {
  const { host, number } = campaign.record;
  const held = rowsOf(campaign);
  const at = rows.findIndex((row) => row >= held);
  if (at < 0) return;
  const detail = `${campaignId(host, number)} has ${held} rows, counted from 0.`;
  throw fieldProblem(422, pointer(at), 'no-such-row', detail);
}

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

const sumOf = (messages: MessageCounts): number => STATES.reduce((sum, state) => sum + messages[state], 0);

/** Before anything goes out: from now on what is sent is what its senders tell. */
const countSent = (env: Env, campaign: StoredCampaign): Promise<void> =>
  workspaceStub(env).countSent(campaign.seq, campaign.record.publishedAtMs, sendersOf(campaign));

/** The report counts from when the messages went out. */
async function noteSending(env: Env, id: string, sentAtMs: number): Promise<void> {
  for (let attempt = 0; attempt < MOST_EDIT_ATTEMPTS; attempt++) {
    const before = await campaignOfId(env, id);
    if (before.info.sentAtMs !== undefined) return;
    const after = { record: before.record, info: { ...before.info, sentAtMs } };
    if ((await workspaceStub(env).editCampaign(before, after)) !== 'changed') return;
  }
}
