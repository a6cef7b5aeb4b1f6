/**
 * The gateways whose services cannot be reached here, against servers that take what the services' documents allow and nothing
 * else, and answer as they say. Kannel is real: `kannel.test.ts`.
 */
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { load } from 'klikspor';
import { load as loadReporting } from 'klikspor/reporting';
import * as v from 'valibot';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Deadline } from '../../worker/src/gateways/deadline.ts';
import type { Gateway, GatewayReport, OutMessage, Told } from '../../worker/src/gateways/gateway.ts';
import { gatewayapi } from '../../worker/src/gateways/gatewayapi.ts';
import { inmobile } from '../../worker/src/gateways/inmobile.ts';
import { KANNEL_INBOUND_QUERY } from '../../worker/src/gateways/kannel.ts';
import { template } from '../../worker/src/gateways/template.ts';
import { templateFaults } from '../../worker/src/gateways/template-request.ts';
import {
  type TemplateSettings,
  templateSecrets,
  templateSettings,
} from '../../worker/src/gateways/template-settings.ts';
import { twilio } from '../../worker/src/gateways/twilio.ts';
import { ASKED_FOR } from '../support/kannel-box.ts';
import { pause } from '../support/load.ts';
import { type Asked, Sink, type SinkAnswer } from '../support/sink.ts';

const core = await load();
const reporting = await loadReporting();
const NEVER = new Deadline();
const tools = { core: reporting, fetch, deadlineMs: 3_000 };

let sink: Sink;
let sent = 0;
beforeAll(async () => {
  sink = await Sink.start();
});
afterAll(() => sink?.stop());
beforeEach(() => {
  sink.asked.length = 0;
});

function message(text: string, more: Partial<OutMessage> = {}): OutMessage {
  sent += 1;
  const { encoding, segments } = core.planSegments(text);
  const to = `+45${20_000_000 + sent}`;
  return { id: `1a-m3x-${sent}`, to, from: 'ACME', text, encoding, segments, ...more };
}

/** What was posted, without the looks whether somebody is there. */
const posted = () => sink.asked.filter(({ method }) => method === 'POST');

async function reportsIn(gateway: Gateway, request: Request): Promise<readonly GatewayReport[]> {
  const reports = await gateway.readReport(request);
  if (reports instanceof Response) throw new Error(`the report was answered ${reports.status}`);
  return reports;
}

const json = (body: unknown, headers = {}) => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
});

const answered = (status: number, body: unknown): SinkAnswer => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

describe('inMobile', () => {
  const API_KEY = 'UnitTestKey123';
  const gateway = () => inmobile({ url: sink.origin, poll: false, perSecond: 100 }, { apiKey: API_KEY }, tools);

  /** What its client may write (OutgoingSmsMessageCreateInfo). */
  const wire = v.strictObject({
    messages: v.pipe(
      v.array(
        v.strictObject({
          to: v.pipe(v.string(), v.regex(/^[1-9]\d{6,14}$/)),
          text: v.pipe(v.string(), v.minLength(1), v.maxLength(10_000)),
          from: v.pipe(v.string(), v.minLength(3), v.maxLength(14)),
          messageId: v.pipe(v.string(), v.maxLength(50)),
          respectBlacklist: v.boolean(),
          encoding: v.picklist(['gsm7', 'ucs2', 'auto']),
          statusCallbackUrl: v.optional(v.pipe(v.string(), v.url())),
        }),
      ),
      v.minLength(1),
      v.maxLength(250),
    ),
  });

  /** Ids are unique in an account; a call with one that is not is refused as a whole. */
  function service(known = new Set<string>(), bad: (text: string) => boolean = () => false) {
    return ({ method, path, headers, body }: Asked): SinkAnswer => {
      if (method === 'GET' && path === '/') return {};
      if (method !== 'POST' || path !== '/v4/sms/outgoing') return answered(404, { errorMessage: 'Not found' });
      const [, password] = Buffer.from((headers.authorization ?? '').replace(/^Basic /, ''), 'base64')
        .toString()
        .split(/:(.*)/s);
      if (password !== API_KEY) return answered(401, { errorMessage: 'Unauthorized', details: [] });
      if (headers['content-type'] !== 'application/json') return answered(415, { errorMessage: 'JSON' });
      const read = v.safeParse(wire, JSON.parse(body.toString()));
      if (!read.success)
        return answered(400, { errorMessage: 'Invalid', details: read.issues.map(({ message }) => message) });
      const { messages } = read.output;
      const double = messages.find(({ messageId }) => known.has(messageId));
      if (double)
        return answered(409, { errorMessage: 'Conflict', details: [`MessageId ${double.messageId} already exists`] });
      if (messages.some(({ text }) => bad(text)))
        return answered(400, { errorMessage: 'Forbidden thing', details: ['Go away'] });
      for (const { messageId } of messages) known.add(messageId);
      const results = messages.map(({ to, text, from, messageId, encoding }) => ({
        numberDetails: {
          countryCode: to.slice(0, 2),
          phoneNumber: to.slice(2),
          rawMsisdn: to,
          msisdn: to,
          isValidMsisdn: true,
          isAnonymized: false,
        },
        ...{ text, from, messageId, encoding, smsCount: core.planSegments(text).segments, futureField: 1 },
      }));
      return answered(200, { results: results.toReversed() });
    };
  }

  test('a batch goes out in one call, and each has its outcome', async () => {
    sink.answering = service();
    const messages = [message('Hej æøå'), message('Zoë'), message('x'.repeat(400), { reportUrl: 'https://app.dk/r' })];
    expect(await gateway().send(messages, NEVER)).toEqual([
      { is: 'accepted', segments: 1 },
      { is: 'accepted', segments: 1 },
      { is: 'accepted', segments: 3 },
    ]);
    expect(posted()).toHaveLength(1);
    expect(JSON.parse(posted()[0]?.body.toString() ?? '').messages).toEqual(
      messages.map(({ id, to, text, from, encoding, reportUrl }) => ({
        ...{ to: to.slice(1), text, from, messageId: id, respectBlacklist: true, encoding },
        ...(reportUrl && { statusCallbackUrl: reportUrl }),
      })),
    );
  });

  test('an id that it knows is accepted from before: nobody gets two messages', async () => {
    const known = new Set<string>();
    sink.answering = service(known);
    const messages = Array.from({ length: 20 }, (_, at) => message(`Hej ${at}`));
    await gateway().send(messages.slice(0, 3), NEVER);
    const before = known.size;
    const outcomes = await gateway().send(messages, NEVER);
    expect(outcomes.map(({ is }) => is)).toEqual(messages.map(() => 'accepted'));
    expect([before, known.size]).toEqual([3, 20]);
  });

  test('one that is refused does not take the others with it', async () => {
    sink.answering = service(new Set(), (text) => text.includes('bad'));
    const messages = Array.from({ length: 50 }, (_, at) => message(at === 17 ? 'bad' : `Hej ${at}`));
    const outcomes = await gateway().send(messages, NEVER);
    expect(outcomes.filter(({ is }) => is === 'accepted')).toHaveLength(49);
    expect(outcomes[17]).toEqual({ is: 'refused', reason: 'refused', detail: '400 Forbidden thing. Go away' });
  });

  test('where all are refused, few calls are made, and what was not asked may be asked again', async () => {
    sink.answering = service(new Set(), () => true);
    const outcomes = await gateway().send(
      Array.from({ length: 250 }, () => message('x')),
      NEVER,
    );
    expect(posted().length).toBeLessThanOrEqual(24);
    expect(outcomes[0]?.is).toBe('refused');
    expect(outcomes.at(-1)?.is).toBe('later');
    expect(new Set(outcomes.map(({ is }) => is))).toEqual(new Set(['refused', 'later']));
  });

  test('what its service would cut without a word is not handed over', async () => {
    sink.answering = service();
    const outcomes = await gateway().send(
      [
        message('Hej', { from: 'AB' }),
        message('Hej', { from: 'twelve chars' }),
        message(''),
        message('x'.repeat(10_001)),
        message('Hej'),
      ],
      NEVER,
    );
    expect(outcomes).toEqual([
      ...[
        { is: 'refused', reason: 'sender' },
        { is: 'refused', reason: 'sender' },
      ],
      ...[
        { is: 'refused', reason: 'text' },
        { is: 'refused', reason: 'text' },
      ],
      { is: 'accepted', segments: 1 },
    ]);
  });

  test('a wrong key is told once for all', async () => {
    sink.answering = service();
    const wrong = inmobile({ url: sink.origin, poll: false, perSecond: 100 }, { apiKey: 'wrong-key-123' }, tools);
    const outcomes = await wrong.send([message('a'), message('b')], NEVER);
    expect(outcomes).toEqual([
      { is: 'refused', reason: 'credentials', detail: '401 Unauthorized' },
      { is: 'refused', reason: 'credentials', detail: '401 Unauthorized' },
    ]);
    expect(posted()).toHaveLength(1);
  });

  test('a result that is missing is unknown', async () => {
    sink.answering = ({ path }) => (path === '/' ? {} : answered(200, { results: [] }));
    expect(await gateway().send([message('a')], NEVER)).toEqual([{ is: 'unknown', reason: 'unclear' }]);
  });

  const report = (messageId: string, stateCode: number, more = {}) => ({
    messageId,
    numberDetails: { countryCode: '45', phoneNumber: '12345678', rawMsisdn: '4512345678', isValidMsisdn: true },
    deliveryInfo: { stateCode, stateDescription: 'x', doneTime: '2026-11-30T02:00:00Z', ...more },
    chargeInfo: { isCharged: true, smsCount: 2, encoding: 'gsm7' },
  });

  test('reports come in bulks, each by the id that was sent', async () => {
    const failed = { errorCode: -1, errorDescription: 'Undeliverable message to 4512345678' };
    const reports = [report('a', 1), report('b', -1, failed), report('c', -2), report('d', 0), report('e', 77)];
    const read = await reportsIn(gateway(), new Request('https://app.dk/r', json({ reports })));
    expect(read.map(({ id, state, reason }) => [id, state, reason])).toEqual([
      ['a', 'delivered', undefined],
      ['b', 'failed', 'Undeliverable message to …'],
      ['c', 'refused', undefined],
      ['d', 'open', undefined],
    ]);
    expect(read[0]?.atMs).toBe(Date.UTC(2026, 10, 30, 2));
    const again = await reportsIn(gateway(), new Request('https://app.dk/r', json({ reports })));
    expect(again.map(({ key }) => key)).toEqual(read.map(({ key }) => key));
    expect(await gateway().readReport(new Request('https://app.dk/r', json({})))).toMatchObject({ status: 400 });
  });

  test('it can be asked for reports and texts as well', async () => {
    const incoming = {
      from: { countryCode: '45', phoneNumber: '11223344', rawSource: '45 11 22 33 44', isValidMsisdn: true },
      to: { countryCode: '45', phoneNumber: '88776655', msisdn: '4588776655' },
      ...{ text: 'STOP', receivedAt: '2026-11-30T01:00:00Z' },
    };
    const named = {
      ...incoming,
      from: { countryCode: null, phoneNumber: null, rawSource: 'ACME', isValidMsisdn: false },
    };
    sink.answering = ({ path, headers }) => {
      if (path === '/') return {};
      if (headers.authorization === undefined) return answered(401, {});
      if (path === '/v4/sms/outgoing/reports?limit=250') return answered(200, { reports: [report('a', 1)] });
      if (path === '/v4/sms/incoming/messages?limit=250') return answered(200, { messages: [incoming, named] });
      return answered(404, {});
    };
    const told: Told[] = [];
    const take = async (some: Told) => {
      // Nothing else is asked before what was told is taken in.
      expect(sink.asked.at(-1)?.path).toContain(told.length === 0 ? '/outgoing/reports' : '/incoming/messages');
      await pause(30);
      told.push(some);
    };
    expect(await gateway().poll?.(NEVER, take)).toBe(false);
    expect(told).toMatchObject([
      { reports: [{ id: 'a', state: 'delivered' }], inbound: [] },
      {
        reports: [],
        inbound: [
          { from: '+4511223344', to: '4588776655', text: 'STOP', atMs: Date.UTC(2026, 10, 30, 1) },
          { from: 'ACME', text: 'STOP' },
        ],
      },
    ]);
    sink.answering = () => answered(500, {});
    await expect(gateway().poll?.(NEVER, take)).rejects.toThrow(/does not tell/);
  });
});

describe('GatewayAPI', () => {
  const TOKEN = 'Go-Create-an-API-token';
  const gateway = (webhookToken?: string) =>
    gatewayapi({ url: sink.origin, perSecond: 100 }, { token: TOKEN, ...(webhookToken && { webhookToken }) }, tools);

  const wire = v.pipe(
    v.array(
      v.strictObject({
        message: v.pipe(v.string(), v.minLength(1)),
        sender: v.union([v.pipe(v.string(), v.maxLength(11)), v.pipe(v.string(), v.regex(/^\+?\d{1,15}$/))]),
        userref: v.string(),
        encoding: v.picklist(['UTF8', 'UCS2']),
        callback_url: v.optional(v.pipe(v.string(), v.url())),
        recipients: v.pipe(
          v.array(v.strictObject({ msisdn: v.pipe(v.number(), v.safeInteger(), v.minValue(1_000_000)) })),
          v.length(1),
        ),
      }),
    ),
    v.minLength(1),
  );

  function service(refusing: (text: string) => SinkAnswer | undefined = () => undefined) {
    let ids = 421_332_670;
    return ({ method, path, headers, body }: Asked): SinkAnswer => {
      if (method === 'GET' && path === '/') return {};
      if (method !== 'POST' || path !== '/rest/mtsms') return answered(404, {});
      if (headers.authorization !== `Token ${TOKEN}`)
        return answered(401, { code: '0x0211', message: 'Invalid password' });
      const read = v.safeParse(wire, JSON.parse(body.toString()));
      if (!read.success) return answered(422, { code: '0x0308', message: 'Invalid Argument' });
      const refusal = read.output.map(({ message }) => refusing(message)).find((one) => one !== undefined);
      if (refusal) return refusal;
      return answered(200, {
        ids: read.output.map(() => ++ids),
        usage: { countries: { DK: read.output.length }, currency: 'DKK', total_cost: 0.12 },
      });
    };
  }

  test('a batch goes out in one call, in the encoding that the core says', async () => {
    sink.answering = service();
    const messages = [message('Hej æøå'), message('Zoë', { reportUrl: 'https://app.dk/r' })];
    expect(await gateway().send(messages, NEVER)).toEqual([
      { is: 'accepted', gatewayId: '421332671' },
      { is: 'accepted', gatewayId: '421332672' },
    ]);
    const [first, second] = JSON.parse(posted()[0]?.body.toString() ?? '');
    expect(first).toEqual({
      ...{ message: 'Hej æøå', sender: 'ACME', userref: messages[0]?.id, encoding: 'UTF8' },
      recipients: [{ msisdn: Number(messages[0]?.to.slice(1)) }],
    });
    expect(second).toMatchObject({ encoding: 'UCS2', callback_url: 'https://app.dk/r' });
  });

  test.each([
    ['0x0216', 403, 'Insufficient credit', 'no-credit'],
    ['0x0213', 403, 'Unauthorized IP-address: %1', 'not-allowed'],
  ])('%s is told of all', async (code, status, words, reason) => {
    sink.answering = service(() =>
      answered(status, {
        code,
        message: words,
        variables: ['10.0.0.1'],
        incident_uuid: 'd8127429-fa0c-4316-b1f2-e610c3958f43',
      }),
    );
    const outcomes = await gateway().send([message('a'), message('b')], NEVER);
    const detail = `${status} ${code} ${words.replace('%1', '10.0.0.1')}`;
    expect(outcomes).toEqual([0, 1].map(() => ({ is: 'refused', reason, detail })));
    expect(posted()).toHaveLength(1);
  });

  test('a number on its list is refused alone', async () => {
    sink.answering = service((text) =>
      text === 'bad'
        ? answered(403, { code: '0x0215', message: 'MSISDN %1 blacklisted', variables: ['4520123456'] })
        : undefined,
    );
    const outcomes = await gateway().send([message('a'), message('bad'), message('b')], NEVER);
    expect(outcomes).toMatchObject([
      { is: 'accepted' },
      { is: 'refused', reason: 'blocked', detail: '403 0x0215 MSISDN … blacklisted' },
      { is: 'accepted' },
    ]);
  });

  const status = (more = {}) => ({
    id: 1_000_001,
    msisdn: 4_587_654_321,
    time: 1_450_000_000,
    status: 'DELIVERED',
    userref: 'a-1-2',
    ...more,
  });
  const texted = {
    id: 1_000_001,
    msisdn: 4_587_654_321,
    receiver: 451_204,
    message: 'foo Hello World',
    senttime: 1_450_000_000,
    webhook_label: 'test',
  };

  test.each([
    ['DELIVERED', 'delivered'],
    ['EXPIRED', 'expired'],
    ['DELETED', 'refused'],
    ['UNDELIVERABLE', 'no-such-number'],
    ['REJECTED', 'refused'],
    ['SKIPPED', 'refused'],
    ['ENROUTE', 'open'],
    ['BUFFERED', 'open'],
    ['ACCEPTED', 'open'],
  ])('%s is %s', async (written, state) => {
    const request = new Request(
      'https://app.dk/r',
      json(status({ status: written, code: '0x1010', error: 'Unknown subscriber' })),
    );
    const [read] = await reportsIn(gateway(), request);
    expect(read).toMatchObject({ id: 'a-1-2', gatewayId: '1000001', state, atMs: 1_450_000_000_000 });
    expect(read?.reason).toBe(state === 'delivered' || state === 'open' ? undefined : '0x1010 Unknown subscriber');
  });

  test('a failure whose reason is not known is a failure', async () => {
    for (const error of ['Absent subscriber', 'DELIVERED', undefined]) {
      const request = new Request('https://app.dk/r', json(status({ status: 'UNDELIVERABLE', error })));
      expect(await reportsIn(gateway(), request)).toMatchObject([{ state: 'failed' }]);
    }
  });

  const jwt = (claims: unknown, secret: string, alg = 'HS256') => {
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const signed = `${part({ typ: 'JWT', alg })}.${part(claims)}`;
    return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
  };

  test('a text that comes in is read', async () => {
    expect(await gateway().readInbound(new Request('https://app.dk/i', json(texted)))).toEqual([
      { from: '+4587654321', to: '451204', text: 'foo Hello World', key: '1000001', atMs: 1_450_000_000_000 },
    ]);
  });

  test('a webhook with a token takes what is signed with it, and nothing else', async () => {
    const signedGateway = gateway('secret');
    const read = (body: object, token?: string) =>
      signedGateway.readReport(
        new Request('https://app.dk/r', json(body, token === undefined ? {} : { 'x-gwapi-signature': token })),
      );
    expect(await read(status(), jwt(status(), 'secret'))).toMatchObject([{ id: 'a-1-2', state: 'delivered' }]);
    for (const token of [
      ...[undefined, '', 'a.b.c', jwt(status(), 'other'), jwt(status(), 'secret', 'none')],
      ...[
        jwt(status({ status: 'EXPIRED' }), 'secret'),
        jwt(status({ id: 7 }), 'secret'),
        `${jwt(status(), 'secret')}.x`,
      ],
    ]) {
      expect([token, await read(status(), token)]).toMatchObject([token, { status: 403 }]);
    }
    const text = (token: string) =>
      signedGateway.readInbound(new Request('https://app.dk/i', json(texted, { 'x-gwapi-signature': token })));
    expect(await text(jwt(texted, 'secret'))).toMatchObject([{ text: 'foo Hello World' }]);
    expect(await text(jwt({ ...texted, message: 'STOP' }, 'secret'))).toMatchObject({ status: 403 });
  });

  test('the token that its own documents show is verified', async () => {
    // gatewayapi.com, "Authentication token": secret `secret`.
    const claims = {
      id: 2_381_703,
      msisdn: 4_542_609_045,
      time: 1_522_764_062,
      status: 'DELIVERED',
      error: null,
      code: null,
      userref: null,
    };
    const token =
      'eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9.eyJpZCI6MjM4MTcwMywibXNpc2RuIjo0NTQyNjA5MDQ1LCJ0aW1lIjoxNTIyNzY0MDYyLCJzdGF0dXMiOiJERUxJVkVSRUQiLCJlcnJvciI6bnVsbCwiY29kZSI6bnVsbCwidXNlcnJlZiI6bnVsbCwiY2FsbGJhY2tfdXJsIjoiaHR0cDovL2JiYWY3MTQyLm5ncm9rLmlvIiwiYXBpIjo0fQ.KdfDH65bnQtgxEkFnpAQodOciAJedZFB13r9wEo8t3Y';
    const read = await gateway('secret').readReport(
      new Request('https://app.dk/r', json(claims, { 'x-gwapi-signature': token })),
    );
    expect(read).toMatchObject([{ gatewayId: '2381703', state: 'delivered' }]);
  });
});

describe('Twilio', () => {
  const ACCOUNT = `AC${'0123456789abcdef'.repeat(2)}`;
  const AUTH_TOKEN = '12345';
  const gateway = () =>
    twilio({ url: sink.origin, accountSid: ACCOUNT, perSecond: 10 }, { authToken: AUTH_TOKEN }, tools);

  const wire = v.strictObject({
    To: v.pipe(v.string(), v.regex(/^\+[1-9]\d{6,14}$/)),
    From: v.pipe(v.string(), v.minLength(1), v.maxLength(16)),
    Body: v.pipe(v.string(), v.minLength(1), v.maxLength(1_600)),
    SmartEncoded: v.picklist(['true', 'false']),
    StatusCallback: v.optional(v.pipe(v.string(), v.url())),
  });
  const refusal = (status: number, code: number, words: string): SinkAnswer =>
    answered(status, { code, message: words, more_info: `https://www.twilio.com/docs/errors/${code}`, status });

  function service(refusing: (text: string) => SinkAnswer | undefined = () => undefined) {
    return ({ method, path, headers, body }: Asked): SinkAnswer => {
      if (method === 'GET' && path === '/') return {};
      if (method !== 'POST' || path !== `/2010-04-01/Accounts/${ACCOUNT}/Messages.json`)
        return refusal(404, 20_404, 'Not found');
      const basic = `Basic ${Buffer.from(`${ACCOUNT}:${AUTH_TOKEN}`).toString('base64')}`;
      if (headers.authorization !== basic) return refusal(401, 20_003, 'Authenticate');
      if (headers['content-type'] !== 'application/x-www-form-urlencoded') return refusal(415, 20_415, 'Unsupported');
      const fields = Object.fromEntries(new URLSearchParams(body.toString()));
      const read = v.safeParse(wire, fields);
      if (!read.success) return refusal(400, 21_602, read.issues[0]?.message ?? '');
      return (
        refusing(read.output.Body) ??
        answered(201, {
          ...{ sid: `SM${'0'.repeat(31)}1`, account_sid: ACCOUNT, body: read.output.Body, error_code: null },
          ...{ num_segments: String(core.planSegments(read.output.Body).segments), status: 'queued' },
        })
      );
    };
  }

  test('each message is a form of its own, and its callback names it', async () => {
    sink.answering = service();
    const one = message('Hej + æøå & €', { reportUrl: 'https://app.dk/r' });
    expect(await gateway().send([one, message('x'.repeat(200))], NEVER)).toEqual([
      { is: 'accepted', gatewayId: `SM${'0'.repeat(31)}1`, segments: 1 },
      { is: 'accepted', gatewayId: `SM${'0'.repeat(31)}1`, segments: 2 },
    ]);
    const form = new URLSearchParams(posted()[0]?.body.toString());
    expect(Object.fromEntries(form)).toEqual({
      ...{ To: one.to, From: 'ACME', Body: one.text, SmartEncoded: 'false' },
      StatusCallback: `https://app.dk/r?id=${one.id}`,
    });
  });

  test.each([
    [400, 21_211, { is: 'refused', reason: 'number' }],
    [400, 21_610, { is: 'refused', reason: 'blocked' }],
    [400, 21_408, { is: 'refused', reason: 'not-allowed' }],
    [400, 21_606, { is: 'refused', reason: 'sender' }],
    [400, 21_617, { is: 'refused', reason: 'text' }],
    [400, 21_999, { is: 'refused', reason: 'refused' }],
    [401, 20_003, { is: 'refused', reason: 'credentials' }],
    [400, 21_611, { is: 'later', reason: 'busy' }],
    [429, 20_429, { is: 'later', reason: 'busy' }],
    [503, 20_503, { is: 'later', reason: 'unavailable' }],
    [500, 20_500, { is: 'unknown', reason: 'unclear' }],
  ])('%i with code %i', async (status, code, outcome) => {
    sink.answering = service(() => refusal(status, code, 'The number +4520123456 is what it is'));
    const [told] = await gateway().send([message('Hej')], NEVER);
    expect(told).toMatchObject(outcome);
    expect(JSON.stringify(told)).not.toContain('4520123456');
  });

  const signature = (url: string, form: Record<string, string>) => {
    const text =
      url +
      Object.keys(form)
        .sort()
        .map((name) => name + form[name])
        .join('');
    return createHmac('sha1', AUTH_TOKEN).update(text).digest('base64');
  };
  const called = (url: string, form: Record<string, string>, signed = signature(url, form)) =>
    new Request(url, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-twilio-signature': signed },
      body: new URLSearchParams(form).toString(),
    });
  const URL_OF = 'https://app.dk/api/callbacks/x/y/report?id=1a-m3x-7';
  const form = (more = {}) => ({
    MessageSid: 'SM1',
    MessageStatus: 'delivered',
    AccountSid: ACCOUNT,
    To: '+4520123456',
    From: 'ACME',
    ...more,
  });

  test('the signature is that of its own documents', () => {
    // twilio.com, "Security": https://mycompany.com/myapp.php?foo=1&bar=2, token 12345.
    const fields = {
      CallSid: 'CA1234567890ABCDE',
      Caller: '+12349013030',
      Digits: '1234',
      From: '+12349013030',
      To: '+18005551212',
    };
    expect(signature('https://mycompany.com/myapp.php?foo=1&bar=2', fields)).toBe('0/KCTR6DLpKmkAf8muzZqo1nDgQ=');
  });

  test('a report that is signed is read; one that is not, or says something else, is refused', async () => {
    expect(await gateway().readReport(called(URL_OF, form()))).toEqual([
      { id: '1a-m3x-7', gatewayId: 'SM1', key: 'SM1 delivered', state: 'delivered' },
    ]);
    const good = signature(URL_OF, form());
    for (const request of [
      called(URL_OF, form(), 'nonsense'),
      called(URL_OF, form({ MessageStatus: 'failed' }), good),
      called(`${URL_OF}8`, form(), good),
      new Request(URL_OF, { method: 'POST', body: new URLSearchParams(form()).toString() }),
    ]) {
      expect(await gateway().readReport(request)).toMatchObject({ status: 403 });
    }
    // It may have signed the address with the port that goes without saying.
    const withPort = signature(URL_OF.replace('app.dk', 'app.dk:443'), form());
    expect(await gateway().readReport(called(URL_OF, form(), withPort))).toHaveLength(1);
    expect(await gateway().readReport(called(URL_OF, form({ MessageStatus: 'no such' })))).toMatchObject({
      status: 400,
    });
  });

  test.each([
    ['queued', '', 'open'],
    ['sent', '', 'open'],
    ['undelivered', '30003', 'expired'],
    ['undelivered', '30005', 'no-such-number'],
    ['failed', '21610', 'blocked'],
    ['failed', '', 'failed'],
    ['undelivered', '39999', 'failed'],
    ['canceled', '', 'refused'],
  ])('%s with code "%s" is %s', async (MessageStatus, ErrorCode, state) => {
    const [read] = await reportsIn(gateway(), called(URL_OF, form({ MessageStatus, ErrorCode })));
    expect(read?.state).toBe(state);
  });

  test('a text that comes in is read, and answered with TwiML that sends nothing', async () => {
    const url = 'https://app.dk/api/callbacks/x/y/inbound';
    const fields = {
      MessageSid: 'SM2',
      AccountSid: ACCOUNT,
      From: '+4520123456',
      To: '+4550501234',
      Body: 'STOP 😊',
      NumMedia: '0',
    };
    expect(await gateway().readInbound(called(url, fields))).toEqual([
      { from: '+4520123456', to: '+4550501234', text: 'STOP 😊', key: 'SM2' },
    ]);
    expect(await gateway().readInbound(called(url, fields, 'x'))).toMatchObject({ status: 403 });
    const answer = gateway().answer('inbound');
    expect(answer.headers.get('content-type')).toBe('text/xml');
    expect(await answer.text()).toMatch(/<Response><\/Response>$/);
  });
});

describe('a template', () => {
  const read = (settings: unknown): TemplateSettings => v.parse(templateSettings, settings);
  const secrets = { values: [{ name: 'key', value: 'top "secret"' }] };
  const made = (settings: object) =>
    template(read({ method: 'POST', url: `${sink.origin}/send`, ...settings }), secrets, tools);

  test('fills in method, address, headers and body, each as it has to be escaped', async () => {
    sink.answering = ({ path }) => (path === '/' ? {} : answered(200, { messages: [{ id: 'abc', parts: 2 }] }));
    const one = message('Han sagde "hej"\n& + {{to}} 😊', { reportUrl: 'https://app.dk/r' });
    const gateway = made({
      url: `${sink.origin}/send/{{number}}?from={{from}}&key={{secret.key}}`,
      headers: [
        { name: 'X-Key', value: 'Bearer {{secret.key}}' },
        { name: 'X-Text', value: '{{text}}' },
      ],
      body: '{"to":"{{to}}","text":"{{text}}","ref":"{{id}}","coding":"{{encoding}}","dlr":"{{reportUrl}}"}',
      answer: { id: 'messages.0.id', segments: 'messages.0.parts' },
    });
    expect(await gateway.send([one], NEVER)).toEqual([{ is: 'accepted', gatewayId: 'abc', segments: 2 }]);
    const [asked] = posted();
    expect(asked?.path).toBe(`/send/${one.to.slice(1)}?from=ACME&key=top%20%22secret%22`);
    expect(asked?.headers).toMatchObject({ 'content-type': 'application/json', 'x-key': 'Bearer top "secret"' });
    expect(JSON.parse(asked?.body.toString() ?? '')).toEqual({
      ...{ to: one.to, text: one.text, ref: one.id, coding: 'ucs2', dlr: 'https://app.dk/r' },
    });
  });

  test('a form and a GET', async () => {
    sink.answering = () => ({});
    const one = message('a&b=c +45 æ');
    await made({ bodyType: 'form', body: 'to={{to}}&text={{text}}' }).send([one], NEVER);
    expect(Object.fromEntries(new URLSearchParams(posted()[0]?.body.toString()))).toEqual({
      to: one.to,
      text: one.text,
    });
    await made({ method: 'GET', url: `${sink.origin}/get?to={{to}}&text={{text}}`, body: 'not sent' }).send(
      [one],
      NEVER,
    );
    const asked = sink.asked.find(({ path }) => path.startsWith('/get'));
    expect(Object.fromEntries(new URL(sink.origin + asked?.path).searchParams)).toEqual({ to: one.to, text: one.text });
    expect(asked?.body).toHaveLength(0);
  });

  test('says which answers are a yes, for now, known already, and why not', async () => {
    const answer = {
      ...{ accepted: { path: 'status', words: ['OK'] }, reason: 'error.text', temporary: [480], knownId: [409] },
    };
    const outcomeOf = async (status: number, body: unknown) => {
      sink.answering = ({ path }) => (path === '/' ? {} : answered(status, body));
      return (await made({ answer }).send([message('Hej')], NEVER))[0];
    };
    expect(await outcomeOf(200, { status: 'OK' })).toEqual({ is: 'accepted' });
    expect(await outcomeOf(200, { status: 'NO', error: { text: 'number +45 20 12 34 56 is top "secret"' } })).toEqual({
      ...{ is: 'refused', reason: 'refused', detail: '200 number … is …' },
    });
    expect(await outcomeOf(480, {})).toMatchObject({ is: 'later', reason: 'busy' });
    expect(await outcomeOf(409, {})).toEqual({ is: 'accepted' });
    expect(await outcomeOf(403, {})).toMatchObject({ is: 'refused', reason: 'not-allowed' });
    expect([made({ answer }).refusesKnownIds, made({}).refusesKnownIds]).toEqual([true, false]);
  });

  test('reads reports and texts where it is told that they stand', async () => {
    const gateway = made({
      report: {
        ...{ from: 'json', list: 'data.items', id: 'ref', gatewayId: 'id', state: 'st', at: 'at', reason: 'why' },
        words: [{ written: 'NOPE', means: 'no-such-number' }],
      },
      inbound: { from: 'form', sender: 'from', receiver: 'to', text: 'msg', id: 'id' },
      countryCode: '45',
    });
    const items = [
      { ref: 'a', id: 7, st: 'Delivered', at: '2026-11-30T01:00:00+01:00' },
      { ref: 'b', id: 8, st: 'NOPE', why: 'no such' },
      { ref: 'c', st: 'what' },
    ];
    const reports = await reportsIn(gateway, new Request('https://app.dk/r', json({ data: { items } })));
    expect(reports).toMatchObject([
      { id: 'a', gatewayId: '7', state: 'delivered', atMs: Date.UTC(2026, 10, 30) },
      { id: 'b', gatewayId: '8', state: 'no-such-number', reason: 'no such' },
    ]);
    const form = new URLSearchParams({ from: '20123456', to: '1245', msg: 'STOP', id: 'x' }).toString();
    const asked = new Request('https://app.dk/i', { method: 'POST', body: form });
    expect(await gateway.readInbound(asked)).toMatchObject([{ from: '+20123456', maybe: '+4520123456', text: 'STOP' }]);
    for (const body of [
      json({}),
      json({ data: { items: [{ ref: 'c', st: 'what' }] } }),
      { method: 'POST', body: '{' },
    ]) {
      expect(await gateway.readReport(new Request('https://app.dk/r', body))).toMatchObject({ status: 400 });
    }
    expect(await made({}).readReport(new Request('https://app.dk/r'))).toMatchObject({ status: 400 });
  });

  test('numbers as states are read as whose they are', async () => {
    const gateway = made({ report: { from: 'query', id: 'id', state: 's', codes: 'smpp' } });
    expect(await gateway.readReport(new Request('https://app.dk/r?id=a&s=2'))).toMatchObject([{ state: 'delivered' }]);
  });

  test('what is wrong with one is found when it is written', () => {
    const wrong = (settings: object) =>
      v.safeParse(templateSettings, { method: 'POST', url: 'https://a.dk/', ...settings }).success;
    expect(wrong({})).toBe(true);
    for (const settings of [
      ...[
        { url: 'ftp://a.dk/' },
        { url: 'https://{{from}}.dk/' },
        { url: 'https://name:secret@a.dk/' },
        { url: 'https://a.dk/{{name}}' },
      ],
      ...[
        { headers: [{ name: 'a b', value: '' }] },
        { body: '{{secret}}' },
        { answer: { id: 'a..b' } },
        { method: 'DELETE' },
      ],
    ]) {
      expect([settings, wrong(settings)]).toEqual([settings, false]);
    }
    const settings = read({ method: 'POST', url: 'https://a.dk/{{secret.key}}', body: '{{secret.other}} {{to}}' });
    expect(templateFaults(settings, ['key'])).toMatchObject([
      { pointer: '/secrets/values', detail: expect.stringContaining('{{secret.other}}') },
      { pointer: '/settings/body', code: 'not-json' },
    ]);
    const list = { ...settings, body: '[{{number}}, "{{secret.key}}"]' };
    expect(templateFaults(list, ['key'])).toEqual([]);
  });
});

test.each([
  ['inMobile', () => inmobile({ url: sink.origin, poll: false, perSecond: 1 }, { apiKey: 'k' }, tools)],
  ['GatewayAPI', () => gatewayapi({ url: sink.origin, perSecond: 1 }, { token: 't' }, tools)],
  [
    'Twilio',
    () => twilio({ url: sink.origin, accountSid: `AC${'0'.repeat(32)}`, perSecond: 1 }, { authToken: 't' }, tools),
  ],
  [
    'a template',
    () => {
      const settings = { method: 'POST', url: `${sink.origin}/`, answer: { id: 'id' } };
      return template(v.parse(templateSettings, settings), { values: [] }, tools);
    },
  ],
])('a web server that says 200 to everything is not taken for %s', async (_, made) => {
  sink.answering = () => ({ body: '<html>Welcome</html>' });
  const outcomes = await made().send([message('Hej'), message('Hej')], NEVER);
  expect(outcomes).toMatchObject([0, 1].map(() => ({ is: 'unknown', reason: 'unclear' })));
});

describe('docs/gateways.md', () => {
  const document = readFileSync(new URL('../../docs/gateways.md', import.meta.url), 'utf8');
  const block = (language: string) => new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, 'ms').exec(document)?.[1] ?? '';

  test('asks of Kannel what the tests run it with', () => {
    const lines = block('').split('\n');
    for (const line of Object.values(ASKED_FOR).flat()) expect(lines).toContain(line);
    expect(lines.find((line) => line.startsWith('get-url'))).toContain(`/inbound${KANNEL_INBOUND_QUERY}"`);
  });

  test('shows a template that is taken, and sends', async () => {
    const { settings, secrets } = JSON.parse(block('json')) as { settings: { url: string }; secrets: unknown };
    const own = v.parse(templateSettings, {
      ...settings,
      url: settings.url.replace('https://gateway.example', sink.origin),
    });
    const key = v.parse(templateSecrets, secrets);
    expect(
      templateFaults(
        own,
        key.values.map(({ name }) => name),
      ),
    ).toEqual([]);
    sink.answering = ({ path }) => (path === '/' ? {} : answered(200, { messages: [{ id: 'a', parts: 1 }] }));
    const one = message('Han sagde "hej"', { reportUrl: 'https://app.dk/r' });
    expect(await template(own, key, tools).send([one], NEVER)).toEqual([
      { is: 'accepted', gatewayId: 'a', segments: 1 },
    ]);
    expect(JSON.parse(posted()[0]?.body.toString() ?? '')).toEqual({
      ...{ to: one.to, from: one.from, text: one.text, reference: one.id, callback: one.reportUrl },
    });
    const reports = [{ reference: one.id, id: 'a', status: 'LANDLINE', error: 'no phone' }];
    expect(
      await reportsIn(template(own, key, tools), new Request('https://app.dk/r', json({ reports }))),
    ).toMatchObject([{ id: one.id, state: 'no-such-number', reason: 'no phone' }]);
  });
});
