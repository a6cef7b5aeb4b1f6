/**
 * There and back: the bundle that would be deployed, in workerd, sends through real Kannel; what arrives is what was sent, and
 * what Kannel tells of it, and what people write back, finds its way through the callbacks.
 */
import { load } from 'klikspor';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { GatewayDetails, InboxMessage, TestOutcome } from '../../worker/api.ts';
import {
  type FakeSmsc,
  type KannelBox,
  PASSWORD,
  startKannelBox,
  USERNAME,
  until,
  whyNoKannelBox,
} from '../support/kannel-box.ts';
import { KvStandIn } from '../support/kv-stand-in.ts';
import { type Owner, ownerSecrets, signInAt } from '../support/owner.ts';
import { Sink } from '../support/sink.ts';
import { bundleWorker, Workerd } from '../support/workerd.ts';

if (whyNoKannelBox !== null) console.warn(`skipped, Kannel cannot be started: ${whyNoKannelBox}`);

const core = await load();

describe.skipIf(whyNoKannelBox !== null)('klikspor and Kannel', () => {
  let kv: KvStandIn;
  let server: Workerd;
  let owner: Owner;
  let gateway: GatewayDetails;
  let box: KannelBox;
  let fake: FakeSmsc;

  beforeAll(async () => {
    kv = await KvStandIn.start();
    server = await Workerd.create({ bundle: bundleWorker(), kv: kv.address, vars: ownerSecrets() });
    await server.start();
    owner = await signInAt(server.origin);
    // Before Kannel is there: its configuration names the address that the gateway is called back at.
    const settings = { url: 'http://127.0.0.1:9/cgi-bin/sendsms', username: USERNAME, countryCode: '45' };
    const body = { kind: 'kannel', name: 'Kannel', settings, secrets: { password: PASSWORD } };
    gateway = await owner<GatewayDetails>('POST', '/api/gateways', body);
    box = await startKannelBox({ inboundUrl: gateway.callbacks.inbound });
    fake = box.fake();
  });
  afterAll(async () => {
    await box?.stop();
    await server?.remove();
    await kv?.stop();
  });

  const send = (to: string, text: string, from = 'Børn') => {
    const { encoding, segments } = core.planSegments(text);
    return owner<TestOutcome>('POST', `/api/gateways/${gateway.id}/test`, { to, from, text, encoding, segments }, 200);
  };

  test('a gateway that is not there is asked again later, and the marketer reads why', async () => {
    expect(await send('+4520000001', 'Hej')).toMatchObject({ outcome: 'later', reason: 'unavailable' });
    const { errors } = await owner<GatewayDetails>('GET', `/api/gateways/${gateway.id}`);
    expect(errors).toMatchObject([{ outcome: 'later', words: expect.stringContaining('not reached'), times: 1 }]);
  });

  test('its address is put right, and messages arrive as they were written', async () => {
    const settings = { ...gateway.settings, url: box.url };
    await owner('PATCH', `/api/gateways/${gateway.id}`, { kind: 'kannel', settings }, 200);
    const text = 'Kære Åse: 20 % & gratis fragt på s.brand.dk/x?a=1 €';
    expect(await send('+4520000002', text)).toMatchObject({ outcome: 'accepted' });
    expect(await fake.gets('+4520000002')).toEqual([{ from: 'Børn', to: '+4520000002', type: 'text', written: text }]);
    expect(await send('+4520000003', `${'ş'.repeat(65)} Łukasz 😊`)).toMatchObject({ outcome: 'accepted' });
    expect(await fake.gets('+4520000003', 2)).toHaveLength(2);
  });

  test('what workerd sends to a service is what the test of that service takes', async () => {
    const sink = await Sink.start();
    try {
      sink.answering = ({ path, body }) => {
        if (path === '/') return {};
        const { messages } = JSON.parse(body.toString()) as { messages: { messageId: string }[] };
        return { body: JSON.stringify({ results: messages.map(({ messageId }) => ({ messageId, smsCount: 1 })) }) };
      };
      const service = await owner<GatewayDetails>('POST', '/api/gateways', {
        ...{ kind: 'inmobile', name: 'inMobile', settings: { url: sink.origin }, secrets: { apiKey: 'key-æ' } },
      });
      const message = { to: '+4520000008', from: 'Brand', text: 'Hej æ €', encoding: 'gsm7', segments: 1 };
      const outcome = await owner<TestOutcome>('POST', `/api/gateways/${service.id}/test`, message, 200);
      expect(outcome).toMatchObject({ outcome: 'accepted', segments: 1 });
      const [look, asked] = sink.asked;
      // First it is seen whether somebody is there, without a word of credentials or message.
      expect([look?.method, look?.path, look?.body.length, look?.headers.authorization]).toEqual([
        'GET',
        '/',
        0,
        undefined,
      ]);
      expect([asked?.method, asked?.path]).toEqual(['POST', '/v4/sms/outgoing']);
      // workerd adds none of its own but what the connection needs.
      const { host: _, 'content-length': length, connection: __, ...headers } = asked?.headers ?? {};
      expect(Number(length)).toBe(asked?.body.length);
      expect(headers).toEqual({
        accept: 'application/json',
        authorization: `Basic ${Buffer.from('_:key-æ').toString('base64')}`,
        'content-type': 'application/json',
        'user-agent': 'klikspor',
      });
      expect(JSON.parse(asked?.body.toString() ?? '').messages).toMatchObject([
        { to: '4520000008', text: 'Hej æ €', statusCallbackUrl: service.callbacks.report },
      ]);
    } finally {
      await sink.stop();
    }
  });

  test('what became of it comes back', async () => {
    await send('+4520000004', 'Hej');
    await fake.gets('+4520000004');
    const last = async () => (await owner<GatewayDetails>('GET', `/api/gateways/${gateway.id}`)).lastTest;
    await until(async () => (await last())?.state === 'delivered', 'the test is not delivered');
    expect(Math.abs(((await last())?.stateAtMs ?? 0) - Date.now())).toBeLessThan(30_000);
  });

  test('what people write back is in the inbox, and nobody is sent an answer', async () => {
    await fake.says('+4520000005', '1245', 'text', 'Tak for sms’en, hvornår åbner I?'.replace('’', "'"));
    const wide = Buffer.from('AFMELD', 'utf16le').swap16().toString('hex').replace(/../g, '%$&');
    await fake.says('+4520000006', '1245', 'ucs2', wide);
    const inbox = async () => (await owner<{ entries: InboxMessage[] }>('GET', '/api/inbox')).entries;
    await until(async () => (await inbox()).length === 2, 'two texts are not in the inbox');
    const byNumber = (await inbox()).toSorted((a, b) => a.from.localeCompare(b.from));
    expect(byNumber).toMatchObject([
      { from: '+4520000005', to: '1245', text: "Tak for sms'en, hvornår åbner I?", word: 'neither' },
      { from: '+4520000006', text: 'AFMELD', word: 'stop', gateway: gateway.id },
    ]);
    // A second STOP changes nothing: the first did.
    const stops = { messages: [{ from: '+4520000006', text: 'STOP' }] };
    const { understood } = await owner<{ understood: object[] }>('POST', '/api/inbound', stops, 200);
    expect(understood).toEqual([{ word: 'stop', hasChanged: false, stopped: [{ host: null }] }]);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(fake.messages().filter(({ to }) => /2000000[56]$/.test(to))).toEqual([]);
  });

  test('a restart forgets nothing of it, and the log holds neither password nor number nor text', async () => {
    await server.kill();
    await server.start();
    expect(await owner<GatewayDetails>('GET', `/api/gateways/${gateway.id}`)).toMatchObject({ isReadable: true });
    expect(await send('+4520000007', 'Hej efter genstart')).toMatchObject({ outcome: 'accepted' });
    await fake.gets('+4520000007');
    for (const needle of [PASSWORD, encodeURIComponent(PASSWORD), '20000002', '20000007', 'genstart', 'gratis fragt']) {
      expect(server.output).not.toContain(needle);
    }
  });
});
