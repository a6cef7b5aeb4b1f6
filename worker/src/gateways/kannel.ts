/**
 * Kannel, by `sendsms` (Kannel 1.4.5 user guide, "Using the HTTP interface to send SMS messages"). Measured on 1.4.5-12 of
 * Debian 12, and held by tests/e2e/kannel.test.ts: parameters go in the address of a GET, and nowhere else; only `%2B45…` is
 * an international number; the answer is of the request, not of the message, so that our own id goes into `dlr-url`.
 */
import * as v from 'valibot';
import { inGroups } from '../in-groups.ts';
import { fromHex } from '../octets.ts';
import { generalRefusal, isAnswer, Line, refused } from './call.ts';
import type { Deadline } from './deadline.ts';
import { countryCode, gatewayUrl, perSecond, secretText, settingText } from './fields.ts';
import type { Gateway, GatewayReport, GatewayTools, InboundText, OutMessage, SendOutcome } from './gateway.ts';
import { MESSAGE_ID, momentIn, reasonOf, sender, textOf, unreadable } from './reading.ts';

export const kannelSettings = v.strictObject({
  /** Of `sendsms`, such as `http://10.0.0.5:13013/cgi-bin/sendsms`. */
  url: gatewayUrl('The address of sendsms'),
  username: settingText('The user name', 100),
  countryCode,
  perSecond: perSecond(30),
});
export const kannelSecrets = v.strictObject({ password: secretText('The password') });

/** A worker may have so many connections open that wait for an answer. */
const AT_ONCE = 6;
/** Delivered, failed, buffered, handed to the centre, refused by it: the fourth settles what became of an unknown message. */
const DLR_MASK = '31';
/** What of a report Kannel fills in: its state, its own id (the same over repetitions), moment, the centre's id and words. */
const REPORT_QUERY = '&d=%d&key=%I&at=%t&centre=%F&why=%A';

/** What `get-url` of Kannel's `sms-service` is to end with (docs/gateways.md). */
export const KANNEL_INBOUND_QUERY = '?from=%p&to=%P&text=%b&charset=%C&coding=%c&at=%t&key=%I';

export function kannel(
  settings: v.InferOutput<typeof kannelSettings>,
  { password }: v.InferOutput<typeof kannelSecrets>,
  tools: GatewayTools,
): Gateway {
  const line = new Line(tools, settings.url, [password, encodeURIComponent(password)]);

  const sendOne = async (message: OutMessage, deadline: Deadline): Promise<SendOutcome> => {
    // It would send an empty message.
    if (message.text === '') return { is: 'refused', reason: 'text' };
    const query = [
      `username=${encodeURIComponent(settings.username)}`,
      `password=${encodeURIComponent(password)}`,
      `from=${encodeURIComponent(message.from)}`,
      `to=${encodeURIComponent(message.to)}`,
      ...(message.encoding === 'gsm7' ? ['coding=0', 'charset=UTF-8'] : ['coding=2', 'charset=UTF-16BE']),
      `text=${message.encoding === 'gsm7' ? encodeURIComponent(message.text) : utf16be(message.text)}`,
    ];
    if (message.reportUrl !== undefined) {
      const url = `${message.reportUrl}?id=${message.id}${REPORT_QUERY}`;
      query.push(`dlr-mask=${DLR_MASK}`, `dlr-url=${encodeURIComponent(url)}`);
    }
    const found = await line.call({ method: 'GET', url: `${settings.url}?${query.join('&')}` }, deadline);
    if (!isAnswer(found)) return found;
    if (found.status >= 200 && found.status < 300) {
      // `0: Accepted for delivery`, or `3: Queued for later delivery` while no message centre is connected. Any web server says 200.
      if (/^\d: /.test(found.text)) return { is: 'accepted' };
      return { is: 'unknown', reason: 'unclear', detail: line.told(found.text) };
    }
    return refused(refusalIn(found.status, found.text), line.told(found.text));
  };

  return {
    limits: { batch: 1, atOnce: AT_ONCE, perSecond: settings.perSecond },
    refusesKnownIds: false,
    send: (messages, deadline) => inGroups(messages, AT_ONCE, (message) => sendOne(message, deadline)),
    readReport: async (request) => {
      const query = octetsOfQuery(request.url);
      const told = (name: string) => latin(query.get(name));
      const id = told('id');
      const state = tools.core.deliveryOf(told('d'), 'kannel');
      if (!MESSAGE_ID.test(id) || state === null || told('key') === '') return unreadable();
      const centre = told('centre');
      const report: GatewayReport = {
        id,
        key: told('key').slice(0, 64),
        state,
        ...(centre !== '' && { gatewayId: centre.slice(0, 100) }),
        ...momentIn(told('at')),
        ...reasonOf(state, told('why')),
      };
      return [report];
    },
    readInbound: async (request) => {
      const query = octetsOfQuery(request.url);
      const told = (name: string) => latin(query.get(name));
      const text = query.get('text');
      if (text === undefined || told('from') === '' || told('key') === '') return unreadable();
      const inbound: InboundText = {
        ...sender(told('from'), settings.countryCode),
        to: told('to').slice(0, 32),
        text: textOf(decoded(text, told('charset'), told('coding'))),
        key: told('key').slice(0, 64),
        ...momentIn(told('at')),
      };
      return [inbound];
    },
    // Whatever stands here Kannel sends to the person, and if nothing does, a sentence of its own, unless `max-messages` is 0.
    answer: () => new Response('', { headers: { 'content-type': 'text/plain' } }),
  };
}

/** 403 is a wrong password and a centre that is stopped: only the words tell. */
function refusalIn(status: number, text: string) {
  if (text.includes('Authorization failed')) return 'credentials';
  if (text.includes('Not routable')) return 'no-route';
  if (/sender/i.test(text)) return 'sender';
  if (/receiver|number/i.test(text)) return 'number';
  return generalRefusal(status) ?? 'refused';
}

/** Each code unit as it is, lone surrogates too: Kannel passes these octets on. */
function utf16be(text: string): string {
  let escaped = '';
  for (let at = 0; at < text.length; at++) {
    const digits = text.charCodeAt(at).toString(16).padStart(4, '0');
    escaped += `%${digits.slice(0, 2)}%${digits.slice(2)}`;
  }
  return escaped;
}

/** The query by names, its values as octets: they are of the charset that stands beside them. The first of a name counts. */
function octetsOfQuery(url: string): Map<string, Uint8Array<ArrayBuffer>> {
  const at = url.indexOf('?');
  const found = new Map<string, Uint8Array<ArrayBuffer>>();
  for (const pair of (at < 0 ? '' : url.slice(at + 1)).split('&')) {
    const [name = '', ...value] = pair.split('=');
    if (!found.has(name)) found.set(name, unescaped(value.join('=')));
  }
  return found;
}

function unescaped(value: string): Uint8Array<ArrayBuffer> {
  const octets: number[] = [];
  for (let at = 0; at < value.length; at++) {
    const digits = value.slice(at + 1, at + 3);
    if (value[at] === '%' && /^[\dA-Fa-f]{2}$/.test(digits)) {
      octets.push(...fromHex(digits));
      at += 2;
    } else octets.push(value[at] === '+' ? 0x20 : value.charCodeAt(at) & 0xff);
  }
  return Uint8Array.from(octets);
}

const latin = (octets: Uint8Array | undefined): string => String.fromCharCode(...(octets ?? []).slice(0, 1_000));

function decoded(octets: Uint8Array, charset: string, coding: string): string {
  const wide = coding === '2' || /^utf-?16(be)?$|^ucs-?2$/i.test(charset);
  try {
    return new TextDecoder(wide ? 'utf-16be' : charset || 'utf-8').decode(octets);
  } catch {
    return new TextDecoder().decode(octets);
  }
}
