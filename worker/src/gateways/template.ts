/**
 * Any gateway that takes one message by one HTTP request, described by data: what the request is, where in the answer its id
 * stands, which answers are for now, and where in its callbacks state and text stand.
 */
import { inGroups } from '../in-groups.ts';
import { fieldOf, generalRefusal, isAnswer, jsonIn, Line, refused, textIn } from './call.ts';
import type { Deadline } from './deadline.ts';
import type { Gateway, GatewayReport, GatewayTools, InboundText, OutMessage, SendOutcome } from './gateway.ts';
import { bodyOf, keyOf, MESSAGE_ID, momentIn, reasonOf, sender, textOf, unreadable, utf8 } from './reading.ts';
import { requester } from './template-request.ts';
import type { TemplateSecrets, TemplateSettings } from './template-settings.ts';

const AT_ONCE = 6;

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
  from: NonNullable<TemplateSettings['report']>['from'],
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

const valueAt = (value: unknown, path: string): unknown => path.split('.').reduce(fieldOf, value);

/** Reads what stands at a path. Undefined: there is no path. */
function readerOf(path: string | undefined): ((read: unknown) => string | undefined) | undefined {
  const names = path?.split('.');
  return names && ((read) => textIn(names.reduce(fieldOf, read)));
}
