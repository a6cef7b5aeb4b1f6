/**
 * Any gateway that takes one message by one HTTP request, described by data: what the request is, where in the answer its id
 * stands, which answers are for now, and where in its callbacks state and text stand.
 */
import type { Delivery } from 'klikspor/reporting';
import * as v from 'valibot';
import { inGroups } from '../in-groups.ts';
import { type Call, fieldOf, generalRefusal, isAnswer, jsonIn, Line, refused, textIn } from './call.ts';
import type { Deadline } from './deadline.ts';
import { countryCode, perSecond, secretText } from './fields.ts';
import type { Fault, Gateway, GatewayReport, GatewayTools, InboundText, OutMessage, SendOutcome } from './gateway.ts';
import { bodyOf, keyOf, MESSAGE_ID, momentIn, reasonOf, sender, textOf, unreadable, utf8 } from './reading.ts';

/** What stands for what: `number` is `to` without the plus sign. A secret is written {{secret.NAME}}. */
const PLACEHOLDERS = ['id', 'to', 'number', 'from', 'text', 'encoding', 'reportUrl'] as const;
const PLACEHOLDER = /\{\{([^{}]*)\}\}/g;

const holding = (name: string, longest: number) =>
  v.pipe(
    v.string(`${name} must be a text.`),
    v.maxLength(longest, `${name} is longer than ${longest} characters.`),
    v.check(
      (text) => namesIn(text).every((one) => one.startsWith('secret.') || PLACEHOLDERS.some((known) => known === one)),
      `${name} has a placeholder that is none: there are ${PLACEHOLDERS.map((one) => `{{${one}}}`).join(', ')} and {{secret.NAME}}.`,
    ),
  );

const PATH_TEXT = 'A path is names with dots between them, such as messages.0.id.';
const path = v.pipe(v.string(PATH_TEXT), v.maxLength(200, PATH_TEXT), v.regex(/^[\w-]+(?:\.[\w-]+)*$/, PATH_TEXT));

const statuses = v.pipe(
  v.array(v.pipe(v.number(), v.safeInteger(), v.minValue(200), v.maxValue(599))),
  v.maxLength(20, 'At most 20 statuses.'),
);

const source = v.picklist(['query', 'form', 'json'], 'A callback is read from query, form or json.');

/** The core's states (klikspor/reporting). */
const STATES = [
  'open',
  'failed',
  'expired',
  'refused',
  'no-such-number',
  'blocked',
  'delivered',
] as const satisfies readonly Delivery[];

export const templateSettings = v.strictObject({
  method: v.picklist(['GET', 'POST', 'PUT'], 'The method is GET, POST or PUT.'),
  url: v.pipe(
    holding('The address', 1_000),
    v.regex(
      /^https?:\/\/[^/?#@{}\s]+(?:[/?][^\s]*)?$/,
      'The address must begin with http:// or https:// and a host without placeholders, name or password.',
    ),
  ),
  headers: v.optional(
    v.pipe(
      v.array(
        v.strictObject({
          name: v.pipe(
            v.string('The name of a header is letters and dashes.'),
            v.maxLength(50, 'The name of a header is at most 50 characters.'),
            v.regex(/^[\w-]+$/, 'The name of a header is letters and dashes.'),
          ),
          value: holding('The value of a header', 500),
        }),
      ),
      v.maxLength(10, 'At most 10 headers.'),
    ),
    [],
  ),
  /** What is filled in is written as JSON strings go on, escaped for a form, or as it is. */
  bodyType: v.optional(v.picklist(['json', 'form', 'text'], 'The body is json, form or text.'), 'json'),
  body: v.optional(holding('The body', 4_000), ''),
  answer: v.optional(
    v.strictObject({
      /** Where in the JSON the gateway's own id stands, and how many segments it made. */
      id: v.exactOptional(path),
      segments: v.exactOptional(path),
      /** Where it says what is wrong. */
      reason: v.exactOptional(path),
      /** It takes the message only if this says one of these words. Absent: each status of 2xx is a yes. */
      accepted: v.exactOptional(
        v.strictObject({
          path,
          words: v.pipe(
            v.array(v.pipe(v.string(), v.maxLength(50, 'A word is at most 50 characters.'))),
            v.minLength(1, 'Give at least one word.'),
            v.maxLength(20, 'At most 20 words.'),
          ),
        }),
      ),
      /** With these it may be tried again; 429 and 503 are always among them. */
      temporary: v.optional(statuses, []),
      /** With these it says that it has the id already: it refuses to send one twice. */
      knownId: v.optional(statuses, []),
    }),
    {},
  ),
  report: v.exactOptional(
    v.strictObject({
      from: source,
      /** JSON: where the list of reports stands. Absent: the body is one. */
      list: v.exactOptional(path),
      id: v.exactOptional(path),
      gatewayId: v.exactOptional(path),
      state: path,
      /** Whose numbers the states are. */
      codes: v.exactOptional(
        v.picklist(['kannel', 'inmobile', 'smpp'], 'Numbers are those of kannel, inmobile or smpp.'),
      ),
      /** What its own words mean, where klikspor does not know them. */
      words: v.optional(
        v.pipe(
          v.array(
            v.strictObject({
              written: v.pipe(v.string(), v.maxLength(50, 'A word is at most 50 characters.')),
              means: v.picklist(STATES, `A state is ${STATES.join(', ')}.`),
            }),
          ),
          v.maxLength(30, 'At most 30 words.'),
        ),
        [],
      ),
      at: v.exactOptional(path),
      reason: v.exactOptional(path),
    }),
  ),
  inbound: v.exactOptional(
    v.strictObject({
      from: source,
      list: v.exactOptional(path),
      sender: path,
      receiver: v.exactOptional(path),
      text: path,
      /** Its id of the message. Absent: the same text of the same person at the same moment is taken for a repetition. */
      id: v.exactOptional(path),
      at: v.exactOptional(path),
    }),
  ),
  countryCode,
  perSecond: perSecond(10),
});
export type TemplateSettings = v.InferOutput<typeof templateSettings>;

export const secretName = v.pipe(
  v.string('The name of a secret is letters, digits and dashes.'),
  v.maxLength(50, 'The name of a secret is at most 50 characters.'),
  v.regex(/^[\w-]+$/, 'The name of a secret is letters, digits and dashes.'),
);
const secretValue = secretText('The secret');
export const MOST_SECRETS = 10;

const secretList = <const S extends v.GenericSchema>(secret: S) =>
  v.strictObject({ values: v.pipe(v.array(secret), v.maxLength(MOST_SECRETS, `At most ${MOST_SECRETS} secrets.`)) });

export const templateSecrets = secretList(v.strictObject({ name: secretName, value: secretValue }));
/** All that there are then. One without a value stays as it is. */
export const templateSecretsEdit = secretList(
  v.strictObject({ name: secretName, value: v.exactOptional(secretValue) }),
);
type TemplateSecrets = v.InferOutput<typeof templateSecrets>;

const AT_ONCE = 6;

/** What would be refused by every gateway, or sent without a key. `secretNames`: of the secrets that are there. */
export function templateFaults(settings: TemplateSettings, secretNames: readonly string[]): Fault[] {
  const { url, headers, body, method, bodyType } = settings;
  const known = new Set(secretNames.map((name) => `secret.${name}`));
  const named = [url, body, ...headers.map(({ value }) => value)].flatMap(namesIn);
  const missing = [...new Set(named)].filter((name) => name.startsWith('secret.') && !known.has(name));
  const faults: Fault[] = [];
  if (missing.length > 0) {
    const detail = `The template names ${missing.map((name) => `{{${name}}}`).join(', ')}, but there is no such secret: add it.`;
    faults.push({ pointer: '/secrets/values', code: 'missing-secret', detail });
  }
  if (method !== 'GET' && bodyType === 'json' && body !== '' && !isJson(requestFor(settings, [], SAMPLE).body ?? '')) {
    const detail =
      'Filled in, the body is not JSON: look for commas, brackets, and quotation marks around placeholders.';
    faults.push({ pointer: '/settings/body', code: 'not-json', detail });
  }
  return faults;
}

const isJson = (text: string): boolean => text === 'null' || jsonIn(text) !== undefined;

/** With what each way of writing escapes in its own manner. */
export const SAMPLE: OutMessage = {
  id: '1-sample-0',
  to: '+4520123456',
  from: 'Brand',
  text: 'Hej "Åse" & co: s.brand.dk/Xk7Rm2Pq',
  encoding: 'gsm7',
  segments: 1,
};

type Filled = Call & { readonly headers: Readonly<Record<string, string>> };
type Secrets = TemplateSecrets['values'];

/** The request by which a message is sent, everything filled in. A secret that is not there is three stars. */
export const requestFor = (settings: TemplateSettings, secrets: Secrets, message: OutMessage): Filled =>
  requester(settings, secrets)(message);

/** Taken apart once, and filled in for each message. */
function requester(
  { method, url, headers, body, bodyType }: TemplateSettings,
  secrets: Secrets,
): (message: OutMessage) => Filled {
  const known = new Map(secrets.map(({ name, value }) => [`secret.${name}`, value]));
  const urlOf = filling(url, encodeURIComponent, known);
  const headersOf = headersFilling(method === 'GET' ? {} : { 'content-type': TYPES[bodyType] }, headers, known);
  const bodyFor = filling(body, ESCAPES[bodyType], known);
  return (message) => {
    const request = { method, url: urlOf(message), headers: headersOf(message) };
    return method === 'GET' ? request : { ...request, body: bodyFor(message) };
  };
}

export function template(settings: TemplateSettings, { values }: TemplateSecrets, tools: GatewayTools): Gateway {
  const { url, answer, report, inbound } = settings;
  const hidden = values.flatMap(({ value }) => [value, encodeURIComponent(value)]);
  const line = new Line(tools, new URL(url.replace(/[?{].*$/s, '')).origin, hidden);
  const temporary: ReadonlySet<number> = new Set(answer.temporary);
  const knownId: ReadonlySet<number> = new Set(answer.knownId);

  const requestOf = requester(settings, values);
  const [idPath, segmentsPath, reasonPath] = [answer.id, answer.segments, answer.reason].map(readerOf);
  const acceptedPath = readerOf(answer.accepted?.path);
  const words: ReadonlySet<string> | undefined = answer.accepted && new Set(answer.accepted.words);

  const sendOne = async (message: OutMessage, deadline: Deadline): Promise<SendOutcome> => {
    if (message.text === '') return { is: 'refused', reason: 'text' };
    const found = await line.call(requestOf(message), deadline);
    if (!isAnswer(found)) return found;
    const { status, text } = found;
    const read = jsonIn(text);
    if (knownId.has(status)) return accepted(idPath?.(read), undefined);
    const detail = () => line.told(`${status} ${reasonPath?.(read) ?? text}`);
    const isYes = words?.has(acceptedPath?.(read) ?? '') ?? true;
    if (status >= 200 && status < 300 && isYes) {
      const gatewayId = idPath?.(read);
      // Without the id that it is said to answer with, it may be another who answers.
      if (idPath !== undefined && !gatewayId) return { is: 'unknown', reason: 'unclear', detail: detail() };
      return accepted(gatewayId, segmentsPath?.(read));
    }
    if (temporary.has(status)) return { is: 'later', reason: 'busy', detail: detail() };
    return refused(generalRefusal(status) ?? 'refused', detail());
  };

  return {
    limits: { batch: 1, atOnce: AT_ONCE, perSecond: settings.perSecond },
    refusesKnownIds: knownId.size > 0,
    send: (messages, deadline) => inGroups(messages, AT_ONCE, (message) => sendOne(message, deadline)),
    async readReport(request) {
      const told = report && (await saidIn(request, report.from, report.list));
      if (report === undefined || told === undefined) return unreadable();
      const reports = await Promise.all(told.map((at) => reportIn(at, report, tools)));
      // One that says nothing that is understood must not be taken for one that was.
      return reports.length > 0 && reports.every((one) => one === null) ? unreadable() : reports.filter(isThere);
    },
    async readInbound(request) {
      const told = inbound && (await saidIn(request, inbound.from, inbound.list));
      if (inbound === undefined || told === undefined) return unreadable();
      const texts = await Promise.all(told.map((at) => textFrom(at, inbound, settings.countryCode)));
      return texts.length > 0 && texts.every((one) => one === null) ? unreadable() : texts.filter(isThere);
    },
    answer: () => new Response(null, { status: 200 }),
  };
}

function accepted(gatewayId: string | undefined, counted: string | undefined): SendOutcome {
  const segments = Number(counted ?? '0');
  return {
    is: 'accepted',
    ...(gatewayId && { gatewayId: gatewayId.slice(0, 100) }),
    ...(segments > 0 && { segments }),
  };
}

/** What stands at a path of a report or message that was told. */
type At = (path: string | undefined) => string | undefined;

async function reportIn(
  at: At,
  form: NonNullable<TemplateSettings['report']>,
  { core }: GatewayTools,
): Promise<GatewayReport | null> {
  const [id = '', gatewayId, written = ''] = [at(form.id), at(form.gatewayId), at(form.state)];
  const state =
    form.words.find((word) => word.written === written)?.means ?? core.deliveryOf(written, form.codes) ?? undefined;
  const isOurs = MESSAGE_ID.test(id);
  if (state === undefined || (!isOurs && gatewayId === undefined)) return null;
  return {
    ...(isOurs && { id }),
    ...(gatewayId !== undefined && { gatewayId: gatewayId.slice(0, 100) }),
    key: await keyOf(id, gatewayId ?? '', written, at(form.at) ?? ''),
    state,
    ...momentIn(at(form.at)),
    ...reasonOf(state, at(form.reason)),
  };
}

async function textFrom(
  at: At,
  form: NonNullable<TemplateSettings['inbound']>,
  countryCode: string | undefined,
): Promise<InboundText | null> {
  const [from, text, to = '', moment] = [at(form.sender), at(form.text), at(form.receiver), at(form.at)];
  if (from === undefined || text === undefined) return null;
  return {
    ...sender(from, countryCode),
    to: to.slice(0, 32),
    text: textOf(text),
    key: await keyOf(...(at(form.id) === undefined ? [from, to, moment ?? '', text] : [at(form.id) ?? ''])),
    ...momentIn(moment),
  };
}

const isThere = <T>(value: T | null): value is T => value !== null;

/** Undefined: it cannot be read. */
async function saidIn(
  request: Request,
  from: v.InferOutput<typeof source>,
  list: string | undefined,
): Promise<At[] | undefined> {
  if (from === 'query') return [of(new URL(request.url).searchParams)];
  const octets = await bodyOf(request);
  if (octets === null) return undefined;
  if (from === 'form') return [of(new URLSearchParams(utf8(octets)))];
  const body = jsonIn(utf8(octets));
  if (body === undefined) return undefined;
  const told = list === undefined ? [body] : valueAt(body, list);
  if (!Array.isArray(told)) return undefined;
  return told.map((one) => (path) => (path === undefined ? undefined : textIn(valueAt(one, path))));
}

const of =
  (fields: URLSearchParams): At =>
  (path) =>
    (path === undefined ? null : fields.get(path)) ?? undefined;

const namesIn = (text: string): string[] => Array.from(text.matchAll(PLACEHOLDER), ([, name = '']) => name);

const valueAt = (value: unknown, path: string): unknown => path.split('.').reduce(fieldOf, value);

/** Reads what stands at a path. Undefined: there is no path. */
function readerOf(path: string | undefined): ((read: unknown) => string | undefined) | undefined {
  const names = path?.split('.');
  return names && ((read) => textIn(names.reduce(fieldOf, read)));
}

/** Taken apart once, and put together for each message. */
function filling(
  written: string,
  escaped: (value: string) => string,
  secrets: ReadonlyMap<string, string>,
): (message: OutMessage) => string {
  // Every second part is the name of a placeholder.
  const parts = written.split(PLACEHOLDER).map((part, at) => {
    const name = at % 2 === 1 ? PLACEHOLDERS.find((known) => known === part) : undefined;
    return name ?? { text: at % 2 === 1 ? escaped(secrets.get(part) ?? '***') : part };
  });
  return (message) => {
    let filled = '';
    for (const part of parts) filled += typeof part === 'string' ? escaped(filledBy(part, message)) : part.text;
    return filled;
  };
}

/** The same object for every message, as long as nothing of a message stands in it. */
function headersFilling(
  always: Readonly<Record<string, string>>,
  headers: TemplateSettings['headers'],
  secrets: ReadonlyMap<string, string>,
): (message: OutMessage) => Readonly<Record<string, string>> {
  const fillings = headers.map(({ name, value }) => [name.toLowerCase(), filling(value, inHeader, secrets)] as const);
  const filled = (message: OutMessage) => ({
    ...always,
    ...Object.fromEntries(fillings.map(([name, fill]) => [name, fill(message)])),
  });
  const isOfMessage = headers.some(({ value }) => namesIn(value).some((name) => !name.startsWith('secret.')));
  let same: Readonly<Record<string, string>> | undefined;
  return (message) => {
    if (isOfMessage) return filled(message);
    same ??= filled(message);
    return same;
  };
}

function filledBy(name: (typeof PLACEHOLDERS)[number], message: OutMessage): string {
  switch (name) {
    case 'number':
      return message.to.replace('+', '');
    case 'reportUrl':
      return message.reportUrl ?? '';
    default:
      return message[name];
  }
}

const TYPES = {
  json: 'application/json',
  form: 'application/x-www-form-urlencoded',
  text: 'text/plain; charset=utf-8',
} as const;

const ESCAPES: Readonly<Record<keyof typeof TYPES, (value: string) => string>> = {
  json: (value) => JSON.stringify(value).slice(1, -1),
  form: encodeURIComponent,
  text: (value) => value,
};

/** A header is one line of visible ASCII: all else would be refused by the runtime, the message with it. */
const inHeader = (value: string): string =>
  value.replace(/[^\x20-\x7e]/g, (sign) => encodeURIComponent(sign.toWellFormed()));
