/**
 * Twilio, Programmable Messaging (twilio.com/docs/messaging/api/message-resource, /usage/webhooks/webhooks-security and the
 * error dictionary, read 2026-11-30). The service itself was not reached: docs/gateways.md says what rests on its documents.
 */
import * as v from 'valibot';
import { inGroups } from '../in-groups.ts';
import { toBase64 } from '../octets.ts';
import { fieldOf, generalRefusal, isAnswer, jsonIn, Line, refused, textIn } from './call.ts';
import type { Deadline } from './deadline.ts';
import { perSecond, secretText, serviceUrl } from './fields.ts';
import type { Gateway, GatewayTools, OutMessage, Refusal, SendOutcome } from './gateway.ts';
import { bodyOf, isSame, MESSAGE_ID, notTheirs, reasonOf, textOf, unreadable, utf8 } from './reading.ts';

const SID_TEXT = 'The account SID is AC and 32 hex digits.';

export const twilioSettings = v.strictObject({
  url: serviceUrl('The address of Twilio', 'https://api.twilio.com'),
  accountSid: v.pipe(v.string(SID_TEXT), v.maxLength(34, SID_TEXT), v.regex(/^AC[0-9a-f]{32}$/, SID_TEXT)),
  perSecond: perSecond(10),
});
/** Callbacks are signed with it as well. */
export const twilioSecrets = v.strictObject({ authToken: secretText('The auth token') });

const AT_ONCE = 6;
const TWIML = '<?xml version="1.0" encoding="UTF-8"?><Response></Response>';

/** Codes of its error dictionary. */
const REFUSALS: ReadonlyMap<string, Refusal> = new Map([
  ['20003', 'credentials'],
  ['20005', 'not-allowed'],
  ['21211', 'number'],
  ['21212', 'sender'],
  ['21217', 'number'],
  ['21266', 'number'],
  ['21408', 'not-allowed'],
  ['21602', 'text'],
  ['21606', 'sender'],
  ['21608', 'not-allowed'],
  ['21610', 'blocked'],
  ['21612', 'no-route'],
  ['21614', 'number'],
  ['21617', 'text'],
  ['21659', 'sender'],
  ['21660', 'sender'],
  ['21661', 'sender'],
]);
/** For now: too many at once, a full queue. */
const LATER: ReadonlySet<string> = new Set(['20429', '21611', '30001']);

export function twilio(
  settings: v.InferOutput<typeof twilioSettings>,
  { authToken }: v.InferOutput<typeof twilioSecrets>,
  tools: GatewayTools,
): Gateway {
  const { accountSid } = settings;
  const basic = toBase64(new TextEncoder().encode(`${accountSid}:${authToken}`));
  const line = new Line(tools, `${settings.url}/`, [authToken, basic]);

  const sendOne = async (message: OutMessage, deadline: Deadline): Promise<SendOutcome> => {
    if (message.text === '') return { is: 'refused', reason: 'text' };
    const body = new URLSearchParams({
      To: message.to,
      From: message.from,
      Body: message.text,
      // It would put other characters in their place.
      SmartEncoded: 'false',
      ...(message.reportUrl !== undefined && { StatusCallback: `${message.reportUrl}?id=${message.id}` }),
    });
    const found = await line.call(
      {
        method: 'POST',
        url: `${settings.url}/2010-04-01/Accounts/${accountSid}/Messages.json`,
        headers: {
          authorization: `Basic ${basic}`,
          accept: 'application/json',
          'content-type': 'application/x-www-form-urlencoded',
        },
        body: body.toString(),
      },
      deadline,
    );
    if (!isAnswer(found)) return found;
    const { status, text } = found;
    const read = jsonIn(text);
    if (status >= 200 && status < 300) {
      const gatewayId = textIn(fieldOf(read, 'sid'));
      if (!gatewayId) return { is: 'unknown', reason: 'unclear', detail: line.told(`${status} ${text}`) };
      const segments = Number(textIn(fieldOf(read, 'num_segments')) ?? '0');
      return { is: 'accepted', gatewayId, ...(segments > 0 && { segments }) };
    }
    const code = textIn(fieldOf(read, 'code')) ?? '';
    const detail = line.told([code || status, textIn(fieldOf(read, 'message')) ?? text].join(' '));
    if (LATER.has(code)) return { is: 'later', reason: 'busy', detail };
    return refused(REFUSALS.get(code) ?? generalRefusal(status) ?? 'refused', detail);
  };

  /** The form that was sent, or null: it is not signed with this account's token. */
  const signed = async (request: Request): Promise<URLSearchParams | null> => {
    const octets = await bodyOf(request);
    const signature = request.headers.get('x-twilio-signature');
    if (octets === null || signature === null) return null;
    const form = new URLSearchParams(request.method === 'POST' ? utf8(octets) : '');
    for (const url of written(request.url)) {
      if (await isSame(signature, await signatureOf(url, form, authToken))) {
        return request.method === 'POST' ? form : new URL(request.url).searchParams;
      }
    }
    return null;
  };

  return {
    limits: { batch: 1, atOnce: AT_ONCE, perSecond: settings.perSecond },
    refusesKnownIds: false,
    send: (messages, deadline) => inGroups(messages, AT_ONCE, (message) => sendOne(message, deadline)),
    async readReport(request) {
      const form = await signed(request);
      if (form === null) return notTheirs();
      const id = new URL(request.url).searchParams.get('id') ?? '';
      const gatewayId = form.get('MessageSid') ?? '';
      const status = form.get('MessageStatus') ?? '';
      const code = form.get('ErrorCode') ?? '';
      const said = tools.core.deliveryOf(status);
      if (said === null || gatewayId === '') return unreadable();
      // A code says why it failed.
      const why = said === 'failed' ? tools.core.deliveryOf(code) : null;
      const state = why ?? said;
      return [
        {
          ...(MESSAGE_ID.test(id) && { id }),
          gatewayId: gatewayId.slice(0, 64),
          key: `${gatewayId} ${status}`.slice(0, 100),
          state,
          ...reasonOf(state, [code, form.get('ErrorMessage') ?? ''].join(' ')),
        },
      ];
    },
    async readInbound(request) {
      const form = await signed(request);
      if (form === null) return notTheirs();
      const [from, to, key] = ['From', 'To', 'MessageSid'].map((name) => (form.get(name) ?? '').slice(0, 64));
      if (!from || !key) return unreadable();
      return [{ from, to: to ?? '', text: textOf(form.get('Body') ?? ''), key }];
    },
    // TwiML that does nothing: no message goes back.
    answer: (kind) =>
      kind === 'inbound'
        ? new Response(TWIML, { headers: { 'content-type': 'text/xml' } })
        : new Response(null, { status: 204 }),
  };
}

/** The address as Twilio may have been given it: with or without the port that goes without saying. */
function written(url: string): string[] {
  const { protocol, host, port, pathname, search } = new URL(url);
  if (port !== '') return [url];
  const usual = protocol === 'https:' ? 443 : 80;
  return [`${protocol}//${host}${pathname}${search}`, `${protocol}//${host}:${usual}${pathname}${search}`];
}

/** Base64 of the HMAC-SHA1 of the address, and behind it each field's name and value, in the order of the names. */
async function signatureOf(url: string, form: URLSearchParams, authToken: string): Promise<string> {
  const encoder = new TextEncoder();
  const names = [...new Set(form.keys())].sort();
  const fields = names.flatMap((name) => [...new Set(form.getAll(name))].sort().map((value) => name + value));
  const key = await crypto.subtle.importKey('raw', encoder.encode(authToken), { name: 'HMAC', hash: 'SHA-1' }, false, [
    'sign',
  ]);
  const signed = await crypto.subtle.sign('HMAC', key, encoder.encode(url + fields.join('')));
  return toBase64(new Uint8Array(signed));
}
