/**
 * inMobile, API v4, as its own .NET client writes and reads it (github.com/inMobile/inMobile-.NET-API-Client, read
 * 2026-11-30). The service itself was not reached: docs/gateways.md says what rests on its documents alone.
 */
import * as v from 'valibot';
import { toBase64 } from '../octets.ts';
import { fieldOf, generalRefusal, isAnswer, jsonIn, Line, listIn, refused, textIn } from './call.ts';
import type { Deadline } from './deadline.ts';
import { perSecond, secretText, serviceUrl } from './fields.ts';
import type { Gateway, GatewayReport, GatewayTools, InboundText, OutMessage, SendOutcome } from './gateway.ts';
import { type Batch, inHalves } from './halving.ts';
import { bodyOf, keyOf, MESSAGE_ID, momentIn, reasonOf, textOf, unreadable, utf8 } from './reading.ts';

export const inmobileSettings = v.strictObject({
  url: serviceUrl('The address of inMobile', 'https://api.inmobile.com'),
  /** It is asked for reports and texts once a minute. Without it reports come by callback alone, and texts when it is asked. */
  poll: v.optional(v.boolean('poll is true or false.'), false),
  perSecond: perSecond(100),
});
export const inmobileSecrets = v.strictObject({ apiKey: secretText('The API key') });

/** Of one call, and of one answer to a poll. */
const MOST = 250;
/** A longer text its service would cut without a word. */
const LONGEST_TEXT = 10_000;

export function inmobile(
  settings: v.InferOutput<typeof inmobileSettings>,
  { apiKey }: v.InferOutput<typeof inmobileSecrets>,
  tools: GatewayTools,
): Gateway {
  const authorization = `Basic ${toBase64(new TextEncoder().encode(`_:${apiKey}`))}`;
  const headers = { authorization, accept: 'application/json' };
  const line = new Line(tools, `${settings.url}/`, [apiKey, authorization.slice('Basic '.length)]);

  const ask = async (messages: readonly OutMessage[], deadline: Deadline): Promise<Batch> => {
    const body = JSON.stringify({ messages: messages.map(wired) });
    const url = `${settings.url}/v4/sms/outgoing`;
    const found = await line.call(
      { method: 'POST', url, headers: { ...headers, 'content-type': 'application/json' }, body },
      deadline,
    );
    if (!isAnswer(found)) return messages.map(() => found);
    const { status, text } = found;
    const read = jsonIn(text);
    if (status >= 200 && status < 300) return accepted(messages, listIn(fieldOf(read, 'results')));
    const words = [textIn(fieldOf(read, 'errorMessage')) ?? text, ...listIn(fieldOf(read, 'details')).map(textIn)];
    const said = words.filter((word) => word !== undefined).join('. ');
    const detail = line.told(`${status} ${said}`);
    const general = generalRefusal(status);
    if (general !== null) return messages.map(() => refused(general, detail));
    // An id is taken once and never again. Alone in its call, it is this message's: inMobile has it from before.
    if (messages.length === 1 && isKnownId(status, said)) return [{ is: 'accepted' }];
    return { is: 'refused', reason: 'refused', detail };
  };

  return {
    limits: { batch: MOST, atOnce: 2, perSecond: settings.perSecond },
    refusesKnownIds: true,
    async send(messages, deadline) {
      // What its service would cut without a word is not handed over.
      const kept = messages.map((message): SendOutcome | null => {
        if (message.text === '' || message.text.length > LONGEST_TEXT) return { is: 'refused', reason: 'text' };
        return isSender(message.from) ? null : { is: 'refused', reason: 'sender' };
      });
      const asked = messages.filter((_, at) => kept[at] === null);
      const outcomes = (await inHalves(asked, (part) => ask(part, deadline))).values();
      return kept.map((outcome) => outcome ?? outcomes.next().value ?? { is: 'unknown', reason: 'unclear' });
    },
    async readReport(request) {
      const octets = await bodyOf(request);
      const reports = octets && fieldOf(jsonIn(utf8(octets)), 'reports');
      return Array.isArray(reports) ? reports.flatMap((report) => read(report, tools)) : unreadable();
    },
    async readInbound(request) {
      const octets = await bodyOf(request);
      const messages = octets && fieldOf(jsonIn(utf8(octets)), 'messages');
      return Array.isArray(messages) ? (await Promise.all(messages.map(inboundIn))).flat() : unreadable();
    },
    answer: () => new Response(null, { status: 200 }),
    async poll(deadline, take) {
      const ask = async (path: string) => {
        const found = await line.call(
          { method: 'GET', url: `${settings.url}${path}?limit=${MOST}`, headers },
          deadline,
        );
        if (!isAnswer(found) || found.status !== 200) throw new Error('inMobile does not tell');
        return jsonIn(found.text);
      };
      const reports = listIn(fieldOf(await ask('/v4/sms/outgoing/reports'), 'reports'));
      await take({ reports: reports.flatMap((report) => read(report, tools)), inbound: [] });
      const messages = listIn(fieldOf(await ask('/v4/sms/incoming/messages'), 'messages'));
      await take({ reports: [], inbound: (await Promise.all(messages.map(inboundIn))).flat() });
      return reports.length >= MOST || messages.length >= MOST;
    },
  };
}

const wired = ({ id, to, from, text, encoding, reportUrl }: OutMessage) => ({
  to: to.replace('+', ''),
  text,
  from,
  messageId: id,
  respectBlacklist: true,
  encoding,
  ...(reportUrl !== undefined && { statusCallbackUrl: reportUrl }),
});

/** Results are found by the id that was sent: their order is not promised. */
function accepted(messages: readonly OutMessage[], results: readonly unknown[]): SendOutcome[] {
  const found = new Map(results.map((result) => [textIn(fieldOf(result, 'messageId')), result]));
  return messages.map(({ id }) => {
    const result = found.get(id);
    if (result === undefined) return { is: 'unknown', reason: 'unclear' };
    const segments = fieldOf(result, 'smsCount');
    return { is: 'accepted', ...(typeof segments === 'number' && segments > 0 && { segments }) };
  });
}

const isKnownId = (status: number, said: string): boolean =>
  status === 409 || /message ?id\b.*\b(already|exists?|unique|duplicate|in use)/i.test(said);

const isSender = (from: string): boolean => (/^\+?\d+$/.test(from) ? from.length <= 14 : /^.{3,11}$/u.test(from));

function read(report: unknown, { core }: GatewayTools): GatewayReport[] {
  const id = textIn(fieldOf(report, 'messageId')) ?? '';
  const info = fieldOf(report, 'deliveryInfo');
  const code = textIn(fieldOf(info, 'stateCode'));
  // Earlier versions wrote a word.
  const state = core.deliveryOf(code ?? textIn(fieldOf(info, 'state')) ?? '', 'inmobile');
  if (!MESSAGE_ID.test(id) || state === null) return [];
  const doneTime = textIn(fieldOf(info, 'doneTime'));
  const words = textIn(fieldOf(info, 'errorDescription')) ?? textIn(fieldOf(info, 'errorDetails'));
  const key = `${id} ${state} ${doneTime ?? ''}`.slice(0, 100);
  return [{ id, key, state, ...momentIn(doneTime), ...reasonOf(state, words) }];
}

async function inboundIn(message: unknown): Promise<InboundText[]> {
  const [from, to] = [fieldOf(message, 'from'), fieldOf(message, 'to')];
  const sender = numberIn(from) ?? textIn(fieldOf(from, 'rawSource'));
  const text = textIn(fieldOf(message, 'text'));
  if (sender === undefined || text === undefined) return [];
  const receiver = textIn(fieldOf(to, 'msisdn')) ?? numberIn(to)?.slice(1) ?? '';
  const receivedAt = textIn(fieldOf(message, 'receivedAt'));
  const key = await keyOf(sender, receiver, receivedAt ?? '', text);
  return [{ from: sender.slice(0, 32), to: receiver.slice(0, 32), text: textOf(text), key, ...momentIn(receivedAt) }];
}

function numberIn(details: unknown): string | undefined {
  const [country, number] = [textIn(fieldOf(details, 'countryCode')), textIn(fieldOf(details, 'phoneNumber'))];
  return country && number ? `+${country}${number}` : undefined;
}
