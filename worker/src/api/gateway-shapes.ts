/** What the API takes and tells of gateways. */
import * as v from 'valibot';
import { REFUSALS } from '../gateways/gateway.ts';
import { type GatewayKind, KIND_NAMES, KINDS } from '../gateways/kinds.ts';
import { OUTBOX } from '../gateways/outbox.ts';
import { MOST_SECRETS, secretName } from '../gateways/template-settings.ts';
import { DELIVERIES } from '../sending/states.ts';
import { count, moment, named, text, wholeNumber } from './fields.ts';
import { phoneNumber } from './sending.ts';

const id = v.string();
const name = named('The name', 100);

/** What is given of a gateway of each kind. */
export const newGateway = v.variant('kind', [
  added('kannel', KINDS.kannel),
  added('inmobile', KINDS.inmobile),
  added('gatewayapi', KINDS.gatewayapi),
  added('twilio', KINDS.twilio),
  added('template', KINDS.template),
]);
export type NewGateway = v.InferInput<typeof newGateway>;

/** What is not named stays. Settings are replaced whole, secrets one by one. */
export const gatewayEdit = v.variant('kind', [
  edit('kannel', KINDS.kannel),
  edit('inmobile', KINDS.inmobile),
  edit('gatewayapi', KINDS.gatewayapi),
  edit('twilio', KINDS.twilio),
  edit('template', KINDS.template),
]);
export type GatewayEdit = v.InferInput<typeof gatewayEdit>;

function added<const K extends GatewayKind, S extends v.GenericSchema, C extends v.GenericSchema>(
  kind: K,
  { settings, secrets }: { readonly settings: S; readonly secrets: C },
) {
  return v.strictObject({ kind: v.literal(kind), name, settings, secrets });
}

function edit<const K extends GatewayKind, S extends v.GenericSchema, C extends v.GenericSchema>(
  kind: K,
  { settings, secretsEdit }: { readonly settings: S; readonly secretsEdit: C },
) {
  return v.strictObject({
    kind: v.literal(kind),
    name: v.exactOptional(name),
    settings: v.exactOptional(settings),
    secrets: v.exactOptional(secretsEdit),
  });
}

const outcome = v.picklist(['accepted', 'refused', 'later', 'unknown']);
const state = v.picklist(DELIVERIES);

const told = v.strictObject({
  outcome: v.picklist(['refused', 'later', 'unknown']),
  reason: v.picklist(REFUSALS),
  /** The reason as a sentence, with the fix. */
  words: v.string(),
  /** What the gateway wrote, without credentials and numbers. */
  detail: v.string(),
  atMs: moment,
  /** How often, one after the other. */
  times: count,
});

const shown = {
  id,
  name: v.string(),
  /** Its credentials open. If not, the worker's secret is another than it was: give them again. */
  isReadable: v.boolean(),
};

export const shortGateway = v.strictObject({ ...shown, kind: v.picklist([OUTBOX, ...KIND_NAMES]) });
export type ShortGateway = v.InferOutput<typeof shortGateway>;

const test = v.strictObject({
  id,
  atMs: moment,
  outcome,
  state: v.nullable(state),
  stateAtMs: v.nullable(moment),
});

export const gateway = v.strictObject({
  ...shown,
  kind: v.picklist(KIND_NAMES),
  /** As they were given. */
  settings: v.looseObject({}),
  /** Which secrets it has; of those that do not open none. */
  secretNames: v.array(v.string()),
  /** A message whose answer was lost may be handed over again: it knows the id. Null: its credentials do not open. */
  refusesKnownIds: v.nullable(v.boolean()),
  createdAtMs: moment,
  changedAtMs: moment,
  /** Where it is to call: they hold a secret, so give them to the gateway and to nobody else. */
  callbacks: v.strictObject({ report: v.string(), inbound: v.string() }),
  /** What it did not take, the last first. */
  errors: v.array(told),
  /** When it accepted a message last, to a minute; null: it has accepted none yet. */
  acceptedAtMs: v.nullable(moment),
  /** The last message that was sent to try it; `state`: what the gateway told of it since. */
  lastTest: v.nullable(test),
  /** The last twenty, that one first. */
  tests: v.array(test),
});
export type GatewayDetails = v.InferOutput<typeof gateway>;

export const testMessage = v.strictObject({
  to: phoneNumber,
  from: named('The sender', 16),
  text: v.pipe(text('The text', 1_600), v.minLength(1, 'The text is empty: write something.')),
  /** Absent: as the core says of the text (`planSegments`). */
  encoding: v.exactOptional(v.picklist(['gsm7', 'ucs2'], 'encoding is gsm7 or ucs2.')),
  segments: v.exactOptional(v.pipe(wholeNumber('segments', 255), v.minValue(1, 'segments is at least 1.'))),
});

export const testOutcome = v.strictObject({
  outcome,
  /** Of `tests` of the gateway. Absent: nothing is told of the outbox. */
  test: v.exactOptional(id),
  /** Not with `accepted`. */
  reason: v.exactOptional(v.picklist(REFUSALS)),
  words: v.exactOptional(v.string()),
  detail: v.exactOptional(v.string()),
  /** The gateway's own id of the message, and into how many segments it split it: if it says so. */
  gatewayId: v.exactOptional(v.string()),
  segments: v.exactOptional(count),
});
export type TestOutcome = v.InferOutput<typeof testOutcome>;

export const polled = v.strictObject({
  reports: count,
  texts: count,
  /** There may be more: ask again. */
  more: v.boolean(),
});

export const preview = v.strictObject({
  kind: v.literal('template'),
  settings: KINDS.template.settings,
  /** Of the secrets that are there, or will be. */
  secretNames: v.pipe(v.array(secretName), v.maxLength(MOST_SECRETS, `At most ${MOST_SECRETS} secrets.`)),
});

export const previewed = v.strictObject({
  method: v.string(),
  /** Three stars stand for a secret. */
  url: v.string(),
  headers: v.array(v.strictObject({ name: v.string(), value: v.string() })),
  body: v.nullable(v.string()),
  /** What would be refused. */
  faults: v.array(v.strictObject({ pointer: v.string(), code: v.string(), detail: v.string() })),
});
export type RequestPreview = v.InferOutput<typeof previewed>;

export const underWay = v.strictObject({
  /** Id of the campaign. */
  id: v.string(),
  name: v.string(),
  /** `sent`: none waits any more. */
  state: v.picklist(['scheduled', 'sending', 'paused', 'stopped', 'sent']),
  /** Messages that wait to be handed over. */
  waiting: count,
  /** Messages of which the gateway may tell something yet. */
  open: count,
});
export type SendingUnderWay = v.InferOutput<typeof underWay>;
