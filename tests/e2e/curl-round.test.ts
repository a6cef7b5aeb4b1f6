/**
 * A campaign by the API alone, as curl asks for it, through real Kannel: what arrives is what the dry run said, and clicks,
 * delivery reports, STOP and opt-out pages come to the report exactly.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { GatewayDetails, MessagesTold, Report, SentMessage, Token } from '../../worker/api.ts';
import { phones } from '../support/agents.ts';
import {
  type FakeSmsc,
  joined,
  type KannelBox,
  PASSWORD,
  startKannelBox,
  USERNAME,
  until,
  whyNoKannelBox,
} from '../support/kannel-box.ts';
import { KvStandIn } from '../support/kv-stand-in.ts';
import { addDomainAt, ownerSecrets, signInAt } from '../support/owner.ts';
import { bundleWorker, Workerd } from '../support/workerd.ts';

const run = promisify(execFile);
const HOST = 's.brand.dk';
const PEOPLE = [
  { to: '+4520000011', navn: 'Åse' },
  { to: '+4520000012', navn: 'Łukasz' },
  { to: '+46701234567', navn: 'Örjan' },
  { to: '+4520000014', navn: 'Zoë 😊' },
  { to: '+491701234567', navn: 'Jürgen' },
  { to: '+4520000016', navn: '' },
  { to: '+4520000017', navn: 'Wilhelmine Charlotte Frederikke Antoinette von und zu {Brand}-Hansen €' },
];
const BODY = {
  text: 'Hej {{navn|kunde}}! Din ordre er pakket og sendt. Se hvor den er nu: www.brand.dk/ordre. Afmeld: {{afmeld}}',
  host: HOST,
  from: 'Børn',
  kind: 'service',
  recipients: PEOPLE.map(({ to, navn }, at) => ({
    to,
    ref: `ordre ${at}`,
    messageId: `ordre-${at}`,
    fields: { navn },
  })),
};

if (whyNoKannelBox !== null) console.warn(`skipped, Kannel cannot be started: ${whyNoKannelBox}`);

describe.skipIf(whyNoKannelBox !== null)('a campaign by curl', () => {
  let kv: KvStandIn;
  let server: Workerd;
  let box: KannelBox;
  let fake: FakeSmsc;
  let token: string;
  let gateway: GatewayDetails;
  let told: MessagesTold;

  const curl = async (...args: readonly string[]): Promise<string> =>
    (await run('curl', ['--silent', '--show-error', ...args], { maxBuffer: 1 << 24 })).stdout;
  const ask = async <T>(method: string, path: string, body?: unknown, key?: string): Promise<T> => {
    const answer = await curl(
      ...['--request', method, `${server.origin}${path}`, '--header', `authorization: Bearer ${token}`],
      ...(body === undefined ? [] : ['--header', 'content-type: application/json', '--data', JSON.stringify(body)]),
      ...(key === undefined ? [] : ['--header', `idempotency-key: ${key}`]),
      ...['--write-out', '\n%{http_code}'],
    );
    const [, json = '', status = ''] = /^(.*)\n(\d+)$/s.exec(answer) ?? [];
    expect(status, json).toMatch(/^20[01]$/);
    return JSON.parse(json) as T;
  };
  const tap = (slug: string, how: readonly string[] = []) =>
    curl(
      ...[`http://127.0.0.1:${server.port}/${slug}`, '--header', `host: ${HOST}`, '--write-out', '%{http_code}'],
      ...['--output', '/dev/null', '--user-agent', phones[0].userAgent, ...how],
      ...Object.entries(phones[0].headers).flatMap(([name, value]) => ['--header', `${name}: ${value}`]),
    );
  const report = () => ask<Report>('GET', `/api/campaigns/${encodeURIComponent(told.campaign ?? '')}/report`);

  beforeAll(async () => {
    kv = await KvStandIn.start();
    const vars = { ...ownerSecrets(), SETTLE_MS: '0' };
    server = await Workerd.create({ bundle: bundleWorker(), kv: kv.address, vars });
    await server.start();
    const owner = await signInAt(server.origin);
    await addDomainAt(owner, server.port, HOST);
    ({ secret: token = '' } = await owner<Token>('POST', '/api/tokens', { name: 'curl', scopes: ['admin'] }));
    const settings = { url: 'http://127.0.0.1:9/cgi-bin/sendsms', username: USERNAME, countryCode: '45' };
    const made = { kind: 'kannel', name: 'Kannel', settings, secrets: { password: PASSWORD } };
    gateway = await ask<GatewayDetails>('POST', '/api/gateways', made);
    box = await startKannelBox({ inboundUrl: gateway.callbacks.inbound });
    fake = box.fake();
    await ask('PATCH', `/api/gateways/${gateway.id}`, { kind: 'kannel', settings: { ...settings, url: box.url } });
  });
  afterAll(async () => {
    await box?.stop();
    await server?.remove();
    await kv?.stop();
  });

  test('what arrives is what was said of it, in as many segments', async () => {
    const dry = await ask<MessagesTold>('POST', '/api/messages', { ...BODY, gateway: gateway.id, dryRun: true });
    expect(dry.messages.map(({ encoding, segments }) => `${encoding} ${segments}`)).toEqual([
      'gsm7 1',
      'ucs2 2',
      'gsm7 1',
      'ucs2 2',
      'gsm7 1',
      'gsm7 1',
      'gsm7 2',
    ]);
    told = await ask<MessagesTold>('POST', '/api/messages', { ...BODY, gateway: gateway.id }, 'ordre 1');
    const again = await ask<MessagesTold>('POST', '/api/messages', { ...BODY, gateway: gateway.id }, 'ordre 1');
    expect(again.messages.map(({ id }) => id)).toEqual(told.messages.map(({ id }) => id));
    for (const [at, { to }] of PEOPLE.entries()) {
      const { text, encoding = 'gsm7', segments = 0 } = told.messages[at] ?? {};
      expect(joined(await fake.gets(to, segments), encoding)).toBe(text);
    }
    expect(fake.messages()).toHaveLength(told.totals.segments);
    // Slugs are others in a dry run, and as long.
    const bare = (text = '') => text.replace(/s\.brand\.dk\/\w+/g, 's.brand.dk/');
    expect(told.messages.map(({ text }) => bare(text))).toEqual(dry.messages.map(({ text }) => bare(text)));
    expect(told.totals).toEqual(dry.totals);
  });

  test('what became of each is told, as Kannel reported it', async () => {
    const states = async () =>
      Promise.all(told.messages.map(({ id }) => ask<SentMessage>('GET', `/api/messages/${id}`)));
    await until(async () => (await states()).every(({ state }) => state === 'delivered'), 'not all are delivered');
    expect((await states()).map(({ segments, attempts }) => [segments, attempts])).toEqual(
      told.messages.map(({ segments }) => [segments, 1]),
    );
  });

  test('links in the received texts lead on and are counted; opt-outs by page and by STOP hold', async () => {
    const linksOf = async (at: number) => {
      const { encoding = 'gsm7', segments } = told.messages[at] ?? {};
      const text = joined(await fake.gets(PEOPLE[at]?.to ?? '', segments), encoding);
      return Array.from(text.matchAll(/s\.brand\.dk\/(\w{8})/g), ([, slug = '']) => slug);
    };
    const location = ['--write-out', ' %{redirect_url}'];
    for (const at of [0, 1, 1, 2, 6]) {
      const [shop = ''] = await linksOf(at);
      expect(await tap(shop, location)).toBe(' https://www.brand.dk/ordre');
    }
    const [, way = ''] = await linksOf(3);
    expect(await tap(way)).toBe('200');
    expect(await tap(way, ['--data', ''])).toBe('303');
    await fake.says(PEOPLE[5]?.to ?? '', '1245', 'text', 'STOP');
    // What became of messages goes into the report by itself, a few seconds later.
    await until(async () => {
      const { totals, delivery } = await report();
      return totals.clickers === 4 && delivery?.delivered === PEOPLE.length;
    }, 'clicks and reports of delivery are not counted');

    const { numbers, totals, delivery, denominator, campaign, pending } = await report();
    expect(pending).toBe(0);
    expect(campaign.recipients).toBe(PEOPLE.length);
    expect(denominator).toBe('delivered');
    expect(delivery).toMatchObject({ delivered: 7, open: 0 });
    expect([numbers.clicks, numbers.uniqueClicks, totals.clickers, numbers.optOut.confirmed]).toEqual([5, 4, 4, 1]);
    expect(numbers.ctr).toMatchObject({ numerator: 4, denominator: 7 });
  });

  test('whoever said no is left out of the next call, by page and by STOP alike', async () => {
    const next = { ...BODY, gateway: gateway.id, kind: 'marketing', basis: { kind: 'consent' }, quietHours: false };
    const body = { ...next, recipients: next.recipients.map(({ messageId: _, ...person }) => person) };
    await until(async () => {
      const { messages } = await ask<MessagesTold>('POST', '/api/messages', { ...body, dryRun: true });
      return messages.filter(({ reason }) => reason === 'opted-out').length === 2;
    }, 'not both are left out');
    const { messages } = await ask<MessagesTold>('POST', '/api/messages', { ...body, dryRun: true });
    expect(messages.flatMap(({ reason }, at) => (reason === 'opted-out' ? at : []))).toEqual([3, 5]);
  });
});
