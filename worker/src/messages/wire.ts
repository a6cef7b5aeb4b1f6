/** What a call with messages holds, and what it is answered. */
import * as v from 'valibot';
import { newCampaign, parameters } from '../api/campaign.ts';
import { count, country, moment, named, text, whole } from '../api/fields.ts';
import { messageState, newSending, phoneNumber } from '../api/sending.ts';

/** Messages of one call. */
const MOST_MESSAGES = 1_000;
const LONGEST_TEXT = 10_000;
const MOST_PRICES = 300;
/** So that no sum is beyond what JSON can say. */
const MOST_A_SEGMENT = 1_000_000;

const person = v.strictObject({
  /** E.164 with the plus sign. */
  to: phoneNumber,
  /** The caller's word for whoever it is: told again in the answer, and stored nowhere. */
  ref: v.exactOptional(v.pipe(text('ref', 200), whole('ref'))),
  /** The caller's own id of the message: for 30 days a second one with the same id is answered as the first, and not sent. */
  messageId: v.exactOptional(v.pipe(named('messageId', 100), whole('messageId'))),
  /** Values of merge fields, by their names. */
  fields: v.exactOptional(
    v.record(
      named('The name of a field', 100),
      v.pipe(text('A value', 1_000), whole('A value')),
      'fields is an object.',
    ),
  ),
  /** Of the number. Absent: what its calling code says; needed for +1 and +7, which several countries share. */
  country: v.exactOptional(country),
});

const price = v.strictObject({
  country,
  /** Of one segment. */
  price: v.pipe(
    v.number('A price is a number.'),
    v.finite(),
    v.minValue(0, 'A price is not below 0.'),
    v.maxValue(MOST_A_SEGMENT, `A price is at most ${MOST_A_SEGMENT}.`),
  ),
  currency: v.pipe(text('The currency', 3), v.regex(/^[A-Z]{3}$/, 'A currency is three capital letters.')),
});

const { name, host, kind, basis, writeScheme, counting, language, listName, contact, takesAnswers } =
  newCampaign.entries;
const { from, gateway, perSecond, cooldownDays, quietHours, timeZone, stopAfter } = newSending.entries;

export const newMessages = v.strictObject({
  /** The message as it is written, with addresses as they are, merge fields and `{{afmeld}}` where the opt-out link goes. */
  text: v.pipe(text('The text', LONGEST_TEXT), v.minLength(1, 'The text is empty: fill it in.'), whole('The text')),
  /** Link domain: its short links take the addresses' place. */
  host,
  from,
  recipients: v.pipe(
    v.array(person, 'recipients is a list.'),
    v.minLength(1, 'Name at least one recipient.'),
    v.maxLength(MOST_MESSAGES, `At most ${MOST_MESSAGES} recipients a call: send several.`),
  ),
  /** Nothing is published, kept or sent: only told what would be. */
  dryRun: v.exactOptional(v.boolean('dryRun is true or false.')),
  /** Campaign parameters, added to every destination. */
  parameters: v.exactOptional(parameters),
  /** Of the campaign that the messages are counted in. Absent: by the sender. */
  name: v.exactOptional(name),
  /** Id of a gateway. Absent: the outbox, from which nothing leaves. */
  gateway: v.exactOptional(gateway),
  ...{ kind, basis, writeScheme, counting, language, listName, contact, takesAnswers },
  ...{ perSecond, cooldownDays, timeZone, stopAfter },
  /** Absent: true, unless `kind` is "service". */
  quietHours,
  /** Of a segment, for each country: what messages cost is worked out from these. */
  prices: v.exactOptional(
    v.pipe(v.array(price, 'prices is a list.'), v.maxLength(MOST_PRICES, `At most ${MOST_PRICES} prices.`)),
  ),
});
export type NewMessages = v.InferOutput<typeof newMessages>;
export type NewMessagesSent = v.InferInput<typeof newMessages>;
export type Person = NewMessages['recipients'][number];

const amount = v.strictObject({ currency: v.string(), amount: v.number() });

const warning = v.strictObject({
  /** A rule of the composer's checklist. */
  code: v.string(),
  detail: v.string(),
  /** Code units start to end - 1 of the text as it was sent. Absent: it is of no place in it. */
  start: v.exactOptional(count),
  end: v.exactOptional(count),
});

const message = v.strictObject({
  ref: v.exactOptional(v.string()),
  messageId: v.exactOptional(v.string()),
  /** For `GET /api/messages/{id}`. Absent: nothing was handed over. */
  id: v.exactOptional(v.string()),
  /** Row of the campaign. */
  row: v.exactOptional(count),
  /** Absent in a dry run, unless it would be left out. */
  state: v.exactOptional(messageState),
  /** Why it is left out: `opted-out`, or `erased`, as it was sent before to somebody who was erased since. */
  reason: v.exactOptional(v.string()),
  /** A message with this `messageId` was handed over before: this is that one. Text, slugs and warnings are not kept. */
  isKnown: v.exactOptional(v.literal(true)),
  /** As it arrives. */
  text: v.exactOptional(v.string()),
  /** Link by link. In a dry run samples, as long as real ones. */
  slugs: v.exactOptional(v.array(v.string())),
  encoding: v.exactOptional(v.picklist(['gsm7', 'ucs2'])),
  segments: count,
  /** Of the number, as prices and sending hours go by it; empty: not known. */
  country: v.string(),
  /** Null: there is no price for the country. */
  cost: v.nullable(amount),
  warnings: v.array(warning),
});

export const messagesTold = v.strictObject({
  dryRun: v.boolean(),
  /** Id of the campaign that they are counted in. Absent: in a dry run, or where all were known or are left out. */
  campaign: v.exactOptional(v.string()),
  /** As they are followed, in the order of the slugs; null: the opt-out link. */
  links: v.array(v.nullable(v.string())),
  /** In the order of the recipients. */
  messages: v.array(message),
  totals: v.strictObject({
    /** Those that are sent, or would be: without known ones and those left out. */
    messages: count,
    segments: count,
    amounts: v.array(amount),
    /** Countries without a price. */
    unpriced: v.array(v.string()),
  }),
  /** Of the text itself. */
  warnings: v.array(warning),
});
export type MessagesTold = v.InferOutput<typeof messagesTold>;
export type MessageTold = v.InferOutput<typeof message>;

export const sentMessage = v.strictObject({
  id: v.string(),
  campaign: v.string(),
  row: count,
  state: messageState,
  attempts: count,
  /** Since when it is in this state. */
  atMs: moment,
  segments: count,
  reason: v.exactOptional(v.string()),
  detail: v.exactOptional(v.string()),
  gatewayId: v.exactOptional(v.string()),
});
export type SentMessage = v.InferOutput<typeof sentMessage>;
