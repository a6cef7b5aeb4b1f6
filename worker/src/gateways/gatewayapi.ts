/**
 * GatewayAPI, REST (gatewayapi.com/docs/apis/rest and github.com/onlinecity/gatewayapi-docs, read 2026-11-30). The service
 * itself was not reached: docs/gateways.md says what rests on its documents alone.
 */
import * as v from 'valibot';
import { fromBase64 } from '../octets.ts';
import { fieldOf, generalRefusal, isAnswer, jsonIn, Line, listIn, refused, textIn } from './call.ts';
import type { Deadline } from './deadline.ts';
import { perSecond, secretText, serviceUrl } from './fields.ts';
import type { Gateway, GatewayTools, OutMessage, Refusal, SendOutcome } from './gateway.ts';
import { type Batch, inHalves } from './halving.ts';
import { bodyOf, isSame, MESSAGE_ID, notTheirs, reasonOf, textOf, unreadable, utf8 } from './reading.ts';

export const gatewayapiSettings = v.strictObject({
  /** Accounts of the EU platform are at https://gatewayapi.eu. */
  url: serviceUrl('The address of GatewayAPI', 'https://gatewayapi.com'),
  perSecond: perSecond(100),
});
export const gatewayapiSecrets = v.strictObject({
  token: secretText('The API token'),
  /** What was given as the webhook's authentication token: callbacks are signed with it then, and must be. */
  webhookToken: v.exactOptional(secretText('The authentication token of the webhook')),
});
/** Null takes the webhook's away. */
export const gatewayapiSecretsEdit = v.strictObject({
  token: v.exactOptional(gatewayapiSecrets.entries.token),
  webhookToken: v.exactOptional(v.nullable(gatewayapiSecrets.entries.webhookToken.wrapped)),
});

const BATCH = 100;

/** Codes of the API that say what is wrong (its error code index); all others are told in its words. */
const REFUSALS: ReadonlyMap<string, Refusal> = new Map([
  ['0x0210', 'credentials'],
  ['0x0211', 'credentials'],
  ['0x0213', 'not-allowed'],
  ['0x0214', 'blocked'],
  ['0x0215', 'blocked'],
  ['0x0216', 'no-credit'],
  ['0x0217', 'not-allowed'],
  ['0x021D', 'not-allowed'],
  ['0x021F', 'not-allowed'],
  ['0x0223', 'credentials'],
]);
/** True of one message, and not of the account. */
const OF_A_MESSAGE: ReadonlySet<string> = new Set(['0x0214', '0x0215', '0x0217', '0x021F']);

export function gatewayapi(
  settings: v.InferOutput<typeof gatewayapiSettings>,
  { token, webhookToken }: v.InferOutput<typeof gatewayapiSecrets>,
  tools: GatewayTools,
): Gateway {
  const headers = { authorization: `Token ${token}`, accept: 'application/json', 'content-type': 'application/json' };
  const line = new Line(tools, `${settings.url}/`, [token, webhookToken ?? '']);

  const ask = async (messages: readonly OutMessage[], deadline: Deadline): Promise<Batch> => {
    const body = JSON.stringify(messages.map(wired));
    const found = await line.call({ method: 'POST', url: `${settings.url}/rest/mtsms`, headers, body }, deadline);
    if (!isAnswer(found)) return messages.map(() => found);
    const { status, text } = found;
    const read = jsonIn(text);
    if (status >= 200 && status < 300) {
      const ids = listIn(fieldOf(read, 'ids')).map(textIn);
      if (ids.length === 0) {
        const detail = line.told(`${status} ${text}`);
        return messages.map(() => ({ is: 'unknown', reason: 'unclear', detail }));
      }
      // One id a message, in their order; a count that differs tells nothing of any one. Reports carry our own.
      const has = ids.length === messages.length;
      return messages.map((_, at) => ({ is: 'accepted', ...(has && ids[at] && { gatewayId: ids[at] }) }));
    }
    const code = textIn(fieldOf(read, 'code')) ?? '';
    const reason = REFUSALS.get(code) ?? generalRefusal(status) ?? (status === 422 ? 'misread' : 'refused');
    const detail = line.told([status, code, filled(read) ?? text].join(' '));
    const isOfAll = !OF_A_MESSAGE.has(code) && (REFUSALS.has(code) || generalRefusal(status) !== null);
    return isOfAll ? messages.map(() => refused(reason, detail)) : { is: 'refused', reason, detail };
  };

  /** Null: not signed by them. What they signed, which is the body. */
  const signed = async (request: Request): Promise<unknown> => {
    const octets = await bodyOf(request);
    if (octets === null) return null;
    const body = jsonIn(utf8(octets));
    if (webhookToken === undefined) return body;
    const claims = await claimsIn(request.headers.get('x-gwapi-signature') ?? '', webhookToken);
    const same = (name: string) => textIn(fieldOf(claims, name)) === textIn(fieldOf(body, name));
    return claims !== null && ['id', 'msisdn', 'status', 'message', 'userref'].every(same) ? body : null;
  };

  return {
    limits: { batch: BATCH, atOnce: 4, perSecond: settings.perSecond },
    refusesKnownIds: false,
    async send(messages, deadline) {
      const isEmpty = ({ text }: OutMessage) => text === '';
      const outcomes = (
        await inHalves(
          messages.filter((m) => !isEmpty(m)),
          (part) => ask(part, deadline),
        )
      ).values();
      return messages.map((message): SendOutcome => {
        if (isEmpty(message)) return { is: 'refused', reason: 'text' };
        return outcomes.next().value ?? { is: 'unknown', reason: 'unclear' };
      });
    },
    async readReport(request) {
      const body = await signed(request);
      if (body === null) return notTheirs();
      const id = textIn(fieldOf(body, 'userref')) ?? '';
      const gatewayId = textIn(fieldOf(body, 'id'));
      const status = textIn(fieldOf(body, 'status')) ?? '';
      const said = tools.core.deliveryOf(status);
      if (said === null || gatewayId === undefined) return unreadable();
      // Its words for why may say more than that it failed.
      const why = said === 'failed' ? tools.core.deliveryOf(textIn(fieldOf(body, 'error')) ?? '') : null;
      const state = why === null || why === 'open' || why === 'delivered' ? said : why;
      const time = fieldOf(body, 'time');
      const words = [textIn(fieldOf(body, 'code')), textIn(fieldOf(body, 'error'))].filter(Boolean).join(' ');
      return [
        {
          ...(MESSAGE_ID.test(id) && { id }),
          gatewayId,
          key: `${gatewayId} ${status} ${textIn(time) ?? ''}`.slice(0, 100),
          state,
          ...secondsIn(time),
          ...reasonOf(state, words),
        },
      ];
    },
    async readInbound(request) {
      const body = await signed(request);
      if (body === null) return notTheirs();
      const [from, text, key] = ['msisdn', 'message', 'id'].map((name) => textIn(fieldOf(body, name)));
      if (from === undefined || text === undefined || key === undefined) return unreadable();
      const to = (textIn(fieldOf(body, 'receiver')) ?? '').slice(0, 32);
      const time = fieldOf(body, 'senttime');
      return [{ from: `+${from.replace('+', '')}`.slice(0, 32), to, text: textOf(text), key, ...secondsIn(time) }];
    },
    answer: () => new Response(null, { status: 200 }),
  };
}

const wired = ({ id, to, from, text, encoding, reportUrl }: OutMessage) => ({
  message: text,
  sender: from,
  userref: id,
  encoding: encoding === 'ucs2' ? 'UCS2' : 'UTF8',
  recipients: [{ msisdn: Number(to.replace('+', '')) }],
  ...(reportUrl !== undefined && { callback_url: reportUrl }),
});

/** Its messages have %1, %2 for variables, which may be numbers. */
function filled(read: unknown): string | undefined {
  const variables = listIn(fieldOf(read, 'variables'));
  return textIn(fieldOf(read, 'message'))?.replace(/%(\d)/g, (mark, n) => textIn(variables[Number(n) - 1]) ?? mark);
}

const secondsIn = (value: unknown): { readonly atMs?: number } =>
  typeof value === 'number' && Number.isFinite(value) && value > 0 ? { atMs: Math.round(value * 1_000) } : {};

/** The claims of a JSON Web Token (RFC 7519) that is signed with HMAC-SHA256 and this secret; null: it is not. */
async function claimsIn(token: string, secret: string): Promise<unknown> {
  const [head = '', payload = '', signature = '', ...more] = token.split('.');
  if (more.length > 0 || fieldOf(jsonIn(utf8(base64url(head))), 'alg') !== 'HS256') return null;
  const encoder = new TextEncoder();
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', encoder.encode(secret), algorithm, false, ['sign']);
  const own = new Uint8Array(await crypto.subtle.sign('HMAC', key, encoder.encode(`${head}.${payload}`)));
  const isTheirs = await isSame(String(own), String(base64url(signature)));
  return isTheirs ? (jsonIn(utf8(base64url(payload))) ?? null) : null;
}

const base64url = (text: string): Uint8Array =>
  fromBase64(text.replaceAll('-', '+').replaceAll('_', '/')) ?? new Uint8Array();
