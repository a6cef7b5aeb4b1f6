/**
 * The log holds what STORAGE.md says, and nothing of a person: what can be written is what log.ts lists, and lines are
 * provoked with requests that carry what must not be in them.
 */
import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { Campaign } from '../../worker/api.ts';
import { forgetRecords } from '../../worker/src/campaigns.ts';
import type { ClickCounter } from '../../worker/src/click-counter.ts';
import { BATCHES, DEAD_BATCHES } from '../../worker/src/deliver.ts';
import worker from '../../worker/src/index.ts';
import { FIELDS, log } from '../../worker/src/log.ts';
import { type CampaignRecord, type DomainRecord, kvKey } from '../../worker/src/records.ts';
import { addDomain, type Caller, draft, pathOf, publish, signIn } from './caller.ts';
import { ask, batchOf, identity } from './support.ts';

const allowed = new Set<string>(['event', ...FIELDS]);
const sources = import.meta.glob<string>('../../worker/src/**/*.ts', {
  query: '?raw',
  import: 'default',
  eager: true,
});

test('nothing is written to the log but by log(), whose fields the compiler knows', () => {
  const files = Object.entries(sources);
  expect(files.length).toBeGreaterThan(40);
  const writing = files.filter(([, text]) => /\bconsole\b/.test(text)).map(([file]) => file.split('/').at(-1));
  expect(writing).toEqual(['log.ts']);
});

test('an error that quotes an address is told without its path', () => {
  const spy = vi.spyOn(console, 'error').mockImplementation(() => {});
  log('x', {
    error: new Error('fetch of "https://s.brand.dk/Xk7Rm2Pq?a=1" and http://a.dk:8787/b failed'),
    hits: 1,
  });
  expect(JSON.parse(String(spy.mock.calls[0]?.[0]))).toEqual({
    event: 'x',
    hits: 1,
    error: 'Error: fetch of "https://s.brand.dk/…" and http://a.dk:8787/… failed',
  });
});

const NEEDLES = {
  agent: 'Needle/1.0 (of a phone)',
  address: '203.0.113.77',
  query: 'needle-of-a-query',
  template: 'Needle of a message',
  destination: 'needle-of-a-destination',
  referrer: 'needle-of-a-referrer',
  number: '+4520987654',
  text: 'Needle of a text',
};

let owner: Caller;
let made = 0;
beforeAll(async () => {
  owner = await signIn();
});
afterEach(() => {
  vi.restoreAllMocks();
  forgetRecords();
});

interface Prepared {
  readonly campaign: Campaign;
  readonly record: CampaignRecord;
  /** Of recipient 7: destination and opt-out. */
  readonly slugs: readonly [string, string];
}

async function prepared(counting: 'fast' | 'strict'): Promise<Prepared> {
  const { host } = await addDomain(owner, `log${++made}.example`);
  const campaign = await publish(owner, host, {
    counting,
    template: NEEDLES.template,
    links: [{ kind: 'destination', url: `https://brand.dk/${NEEDLES.destination}` }, { kind: 'opt-out' }],
  });
  const record = await env.KV.get<CampaignRecord>(kvKey.campaign(host, campaign.number), 'json');
  if (record === null) throw new Error('the campaign is not in KV');
  const octets = await (await owner('GET', `${pathOf(campaign)}/slugs?from=7&count=1`)).arrayBuffer();
  const text = new TextDecoder().decode(octets);
  return { campaign, record, slugs: [text.slice(0, 8), text.slice(8)] };
}

const follow = (host: string, slug: string, method = 'GET') =>
  ask(host, `/${slug}?${NEEDLES.query}`, {
    method,
    userAgent: NEEDLES.agent,
    headers: { 'cf-connecting-ip': NEEDLES.address, referer: `https://${NEEDLES.referrer}/` },
  });

/** Everything of the platform fails from here on, in words that quote what was asked. */
function everythingFails({ record, slugs }: Prepared) {
  const failure = () => Promise.reject(new Error(`no answer to https://${record.host}/${slugs[0]}?${NEEDLES.query}`));
  const object = new Proxy({}, { get: (_, name) => (name === 'then' ? undefined : failure) });
  vi.spyOn(env.CLICK_COUNTER, 'getByName').mockReturnValue(object as never);
  vi.spyOn(env.BATCHES, 'send').mockImplementation(failure);
}

async function deliver(queue: string, attempts: number, body: unknown): Promise<void> {
  const message = { id: 'm', timestamp: new Date(), attempts, body, ack() {}, retry() {} };
  await worker.queue({ queue, messages: [message], ackAll() {}, retryAll() {} } as never, env);
}

const queuedOf = (record: CampaignRecord) => ({
  identity: identity(record),
  jurisdiction: null,
  id: crypto.randomUUID(),
  batch: btoa(String.fromCharCode(...batchOf([7]))),
});

/** A message that is to be sent. */
async function handOver({ campaign }: Prepared): Promise<void> {
  const path = `${pathOf(campaign)}/sending`;
  await owner('POST', path, { body: { gateway: 'outbox', from: 'Brand', quietHours: false } });
  const message = { row: 7, to: NEEDLES.number, text: NEEDLES.text, encoding: 'gsm7', segments: 1 };
  const { status } = await owner('POST', `${path}/packs`, { body: { pack: 0, messages: [message] } });
  expect(status).toBe(204);
}

/** What is to go wrong, by the line that tells of it. */
const mishaps: Readonly<Record<string, (of: Prepared) => Promise<unknown>>> = {
  async uncounted(of) {
    everythingFails(of);
    expect((await follow(of.record.host, of.slugs[0])).status).toBe(302);
  },
  async 'opt-out-failed'(of) {
    everythingFails(of);
    expect((await follow(of.record.host, of.slugs[1], 'POST')).status).toBe(503);
  },
  async 'replay-failed'(of) {
    everythingFails(of);
    await deliver(BATCHES.queue, 1, queuedOf(of.record));
  },
  async dropped(of) {
    everythingFails(of);
    await deliver(DEAD_BATCHES.queue, DEAD_BATCHES.retries + 1, queuedOf(of.record));
  },
  'unreadable-message': ({ slugs }) => deliver(BATCHES.queue, 1, { batch: slugs[0] }),
  async 'losses-untold'(of) {
    everythingFails(of);
    vi.spyOn(env.WORKSPACE, 'getByName').mockImplementation(() => {
      throw new Error(`no answer to https://${of.record.host}/${of.slugs[0]}`);
    });
    await follow(of.record.host, of.slugs[0]);
    await scheduler.wait(2_500);
  },
  async 'counter-silent'(of) {
    everythingFails(of);
    await owner('GET', `${pathOf(of.campaign)}/opt-outs`);
  },
  async 'sender-silent'(of) {
    await handOver(of);
    vi.spyOn(env.MESSAGE_SENDER, 'getByName').mockImplementation(() => {
      throw new Error(`no answer to https://${of.record.host}/${of.slugs[0]}`);
    });
    expect((await owner('GET', `${pathOf(of.campaign)}/sending`)).status).toBe(503);
  },
  async 'delivery-untold'(of) {
    await handOver(of);
    everythingFails(of);
    await owner('POST', `${pathOf(of.campaign)}/sending/cancel`);
  },
  async 'gateway-failed'(of) {
    await handOver(of);
    // The outbox seals what it keeps. All else is sealed already.
    vi.spyOn(crypto.subtle, 'encrypt').mockRejectedValue(new Error(`no room for ${NEEDLES.number}: ${NEEDLES.text}`));
    await owner('POST', `${pathOf(of.campaign)}/sending/start`, { body: { messages: 1 } });
  },
  async 'gateway-unnoted'(of) {
    await handOver(of);
    const workspaceOf = env.WORKSPACE.getByName.bind(env.WORKSPACE);
    await owner('POST', `${pathOf(of.campaign)}/sending/start`, { body: { messages: 1 } });
    vi.spyOn(env.WORKSPACE, 'getByName').mockImplementation((name) => {
      const silent = () => Promise.reject(new Error(`no answer to https://${of.record.host}/${of.slugs[0]}`));
      return new Proxy(workspaceOf(name), {
        get: (object, method) => (method === 'noteGatewayUse' ? silent : Reflect.get(object, method)),
      });
    });
  },
  async 'gateway-unread'() {
    const body = { kind: 'inmobile', name: 'inMobile', settings: {}, secrets: { apiKey: NEEDLES.text } };
    const { id } = await (await owner('POST', '/api/gateways', { body })).json<{ id: string }>();
    vi.spyOn(crypto.subtle, 'decrypt').mockRejectedValue(new Error(`no room for ${NEEDLES.text}`));
    await owner('GET', `/api/gateways/${id}`);
  },
  async 'gateway-unanswered'() {
    const body = { kind: 'inmobile', name: 'inMobile 2', settings: {}, secrets: { apiKey: NEEDLES.agent } };
    const { id } = await (await owner('POST', '/api/gateways', { body })).json<{ id: string }>();
    vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
      if (init?.method === 'GET') return new Response('');
      throw new Error(`no answer of ${String(input)}: ${String(init?.body)}`);
    });
    const test = { to: NEEDLES.number, from: 'Brand', text: NEEDLES.text };
    await owner('POST', `/api/gateways/${id}/test`, { body: test });
  },
  async 'export-broken'({ campaign, record, slugs }) {
    await env.CLICK_COUNTER.getByName(`${record.host}/${record.number}/0`).store(identity(record), 'a', batchOf([7]));
    // It says what it counted, and falls silent before it hands out the hits.
    const counterOf = env.CLICK_COUNTER.getByName.bind(env.CLICK_COUNTER);
    vi.spyOn(env.CLICK_COUNTER, 'getByName').mockImplementation((name) => {
      const silent = () => Promise.reject(new Error(`no answer to https://${record.host}/${slugs[0]}`));
      return new Proxy(counterOf(name), {
        get: (counter, method) => (method === 'batches' ? silent : Reflect.get(counter, method)),
      });
    });
    await (await owner('GET', `${pathOf(campaign)}/hits.csv`)).text().catch(() => '');
  },
  async 'proof-failure'({ record }) {
    vi.spyOn(crypto.subtle, 'sign').mockRejectedValue(new Error(`no key for https://${record.host}/`));
    expect(
      (await worker.fetch(new Request(`https://${record.host}/.well-known/klikspor`), env, {} as ExecutionContext))
        .status,
    ).toBe(503);
  },
  async 'storage-away'({ record, slugs }) {
    vi.spyOn(env.WORKSPACE, 'getByName').mockImplementation(() => {
      const text = `internal error; reference = https://${record.host}/${slugs[0]}`;
      throw new Error(text);
    });
    await owner('GET', '/api/domains');
  },
  async 'api-failure'({ record, slugs }) {
    vi.spyOn(env.WORKSPACE, 'getByName').mockImplementation(() => {
      throw new TypeError(`no property of https://${record.host}/${slugs[0]}`);
    });
    await owner('GET', '/api/domains');
  },
  async 'kv-copy-failed'({ record }) {
    vi.spyOn(env.KV, 'put').mockRejectedValue(new Error('KV PUT failed: 429 Too Many Requests'));
    await owner('POST', '/api/campaigns', { body: draft(record.host, { template: NEEDLES.template }) });
  },
  async 'kv-unread'(of) {
    forgetRecords();
    vi.spyOn(env.KV, 'get').mockRejectedValue(new Error('KV GET failed: 500 Internal Server Error'));
    expect((await follow(of.record.host, of.slugs[0])).status).toBe(302);
  },
  async 'record-unreadable'(of) {
    forgetRecords();
    vi.spyOn(env.KV, 'get').mockRejectedValue(new Error('KV GET failed: 500 Internal Server Error'));
    vi.spyOn(env.WORKSPACE, 'getByName').mockImplementation(() => {
      throw new Error(`no answer to https://${of.record.host}/${of.slugs[0]}`);
    });
    expect((await follow(of.record.host, of.slugs[0])).status).toBe(503);
  },
  async 'number-unasked'({ record }) {
    vi.spyOn(env.KV, 'list').mockRejectedValue(new Error('KV LIST failed: 500 Internal Server Error'));
    await owner('POST', '/api/campaigns', { body: draft(record.host, { template: NEEDLES.template }) });
  },
  async 'copies-unread'() {
    vi.spyOn(env.KV, 'get').mockRejectedValue(new Error('KV GET failed: 500 Internal Server Error'));
    await owner('GET', '/api/status?copies=all&counters=0');
  },
  async 'copy-mended'({ record }) {
    await env.KV.delete(kvKey.campaign(record.host, record.number));
    await owner('POST', '/api/repair');
  },
  async 'counter-recovered'({ record }) {
    const counter = env.CLICK_COUNTER.getByName(`${record.host}/${record.number}/0`);
    await counter.store(identity(record), 'a', batchOf([7]));
    await runDurableObjectAlarm(counter);
    await runInDurableObject(counter, (_: ClickCounter, state) => state.storage.deleteAll());
    await evictDurableObject(counter);
    await counter.report(identity(record));
  },
  async 'slug-key-mismatch'({ record, slugs }) {
    const key = kvKey.domain(record.host);
    const domain = await env.KV.get<DomainRecord>(key, 'json');
    if (domain === null) throw new Error('the domain is not in KV');
    const keys = domain.keys.map((range) => ({ ...range, fingerprint: '0'.repeat(16) }));
    await env.KV.put(key, JSON.stringify({ ...domain, keys }));
    forgetRecords();
    await follow(record.host, slugs[0]);
  },
  async 'publish-failed'({ record }) {
    const counter = env.CLICK_COUNTER.getByName(`${record.host}/${record.number}/0`);
    vi.spyOn(env.KV, 'put').mockRejectedValue(new Error('KV PUT failed: 429 Too Many Requests'));
    await counter.store(identity(record), 'a', batchOf([7]));
    await runDurableObjectAlarm(counter);
  },
  async 'overview-untold'({ record }) {
    const counter = env.CLICK_COUNTER.getByName(`${record.host}/${record.number}/0`);
    await counter.store(identity(record), 'a', batchOf([7]));
    await runInDurableObject(counter, (instance: ClickCounter) => {
      const away = { getByName: () => ({ noteFigures: () => Promise.reject(new Error('away')) }) };
      Object.defineProperty(instance, 'env', { value: { ...env, WORKSPACE: away } });
    });
    await runDurableObjectAlarm(counter);
  },
  async 'unreadable-batch'({ record }) {
    const counter = env.CLICK_COUNTER.getByName(`${record.host}/${record.number}/0`);
    await counter.store(identity(record), 'odd', new Uint8Array([250, 1, 2]));
    await counter.report(identity(record));
  },
  async 'alarm-failed'({ record }) {
    const counter = env.CLICK_COUNTER.getByName(`${record.host}/${record.number}/0`);
    await counter.store(identity(record), 'a', batchOf([7]));
    await runInDurableObject(counter, async (instance: ClickCounter, state) => {
      vi.spyOn(state.storage, 'transactionSync').mockImplementation(() => {
        throw new Error('database or disk is full: SQLITE_FULL');
      });
      await instance.alarm();
    });
  },
};

test.each(Object.keys(mishaps))(
  '%s: a line of listed fields, without anything of the request or the message',
  async (event) => {
    const of = await prepared('strict');
    const spy = vi.spyOn(console, 'error').mockImplementation(() => {});
    await mishaps[event]?.(of);
    await vi.waitFor(() => expect(spy.mock.calls.flat().join()).toContain(`"event":"${event}"`), { timeout: 8_000 });
    for (const [line, ...others] of spy.mock.calls) {
      expect(others).toEqual([]);
      const fields = JSON.parse(String(line)) as Record<string, unknown>;
      expect([line, Object.keys(fields).filter((name) => !allowed.has(name))]).toEqual([line, []]);
      for (const needle of [...Object.values(NEEDLES), ...of.slugs]) expect(line).not.toContain(needle);
    }
  },
  20_000,
);
