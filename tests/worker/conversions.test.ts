/** Orders that shops tell: each once, of the right recipient, and added up as plain arithmetic adds them up. */
import { runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { load } from 'klikspor/reporting';
import { beforeAll, expect, test } from 'vitest';
import type {
  Campaign,
  ConversionReport,
  ConversionsTold,
  Converted,
  NewConversions,
  Report,
} from '../../worker/api.ts';
import { forgetRecords } from '../../worker/src/campaigns.ts';
import { type CampaignRecord, kvKey } from '../../worker/src/records.ts';
import { identityOf } from '../../worker/src/shard-identity.ts';
import { counterStub, workspaceStub } from '../../worker/src/stubs.ts';
import { phones } from '../support/agents.ts';
import { addDomain, type Caller, json, pathOf, problemIn, publish, signIn, withToken } from './caller.ts';
import { ask } from './support.ts';

const reports = await load();

type Told = NewConversions['conversions'][number];
const DAY_MS = 86_400_000;

let owner: Caller;
let shop: Caller;
let made = 0;
beforeAll(async () => {
  owner = await signIn();
  shop = await withToken(owner, ['conversions:write']);
});

const newHost = async () => (await addDomain(owner, `k${++made}.example`)).host;
const post = (body: unknown) => shop('POST', '/api/conversions', { body });
const tell = async (host: string, ...conversions: Told[]) => json<ConversionsTold>(await post({ host, conversions }));
const numbersOf = async (campaign: Campaign, query = '') =>
  json<ConversionReport>(await owner('GET', `${pathOf(campaign)}/conversions${query}`));
const outcomesOf = ({ results }: ConversionsTold) => results.map(({ outcome }) => outcome);
const codesOf = ({ results }: ConversionsTold) => results.map(({ error }) => [error?.pointer, error?.code]);

async function slugsOf(campaign: Campaign, from: number | 'test', count = 1): Promise<string[]> {
  const answer = await owner('GET', `${pathOf(campaign)}/slugs?from=${from}&count=${count}`);
  const text = new TextDecoder().decode(await answer.arrayBuffer());
  return text.match(/.{8}/g) ?? [];
}

/** With the record that the edge goes by changed, as no API can: published earlier, or over. */
async function changed(campaign: Campaign, changes: Partial<CampaignRecord>): Promise<void> {
  const key = kvKey.campaign(campaign.host, campaign.number);
  const record = await env.KV.get<CampaignRecord>(key, 'json');
  await env.KV.put(key, JSON.stringify({ ...record, ...changes }));
  forgetRecords();
}

test('an order is joined to its recipient, counted once, and told as a duplicate ever after', async () => {
  const host = await newHost();
  const campaign = await publish(owner, host);
  const [slug = ''] = await slugsOf(campaign, 7);
  const order = { slug, orderId: '#100234', value: '349.50', currency: 'DKK' };
  expect(await tell(host, order)).toEqual({
    accepted: 1,
    duplicate: 0,
    refused: 0,
    results: [{ orderId: '#100234', outcome: 'accepted', campaign: campaign.id, counts: true }],
  });
  for (let retry = 0; retry < 3; retry++) expect(outcomesOf(await tell(host, order))).toEqual(['duplicate']);
  // By the whole link, with another amount of zeros, and twice in one batch: still the one order.
  const whole = { ...order, slug: `https://${host}/${slug}?utm=1`, value: '0349.5' };
  expect(outcomesOf(await json<ConversionsTold>(await post({ conversions: [whole, whole] })))).toEqual([
    'duplicate',
    'duplicate',
  ]);
  expect(outcomesOf(await tell(host, { ...order, slug: ` ${host}:8787/${slug} ` }))).toEqual(['duplicate']);
  expect(await numbersOf(campaign)).toMatchObject({
    conversions: 1,
    converters: 1,
    withoutClick: 1,
    currencies: [{ currency: 'DKK', orders: 1, value: '349.50', perMessage: '0.3495', perSpent: null }],
    windowDays: 30,
  });
  const converted = await json<Converted>(await owner('GET', `${pathOf(campaign)}/converted`));
  expect(converted.recipients).toEqual([7]);
});

test('an order that was told otherwise before stays as it was, and what differs is said', async () => {
  const host = await newHost();
  const campaign = await publish(owner, host);
  const [one = '', , other = ''] = await slugsOf(campaign, 0, 2);
  const atMs = Date.now();
  const order = { slug: one, orderId: '1', atMs, value: '10', currency: 'EUR' };
  await tell(host, order);
  const changes = [
    [{ ...order, slug: other }, 'another slug.'],
    [{ ...order, atMs: atMs - 1 }, 'another atMs.'],
    [{ ...order, value: '10.01' }, 'another value.'],
    [{ ...order, currency: 'DKK' }, 'another currency.'],
    [{ slug: other, orderId: '1' }, 'another slug, atMs, value, currency.'],
  ] as const;
  for (const [change, said] of changes) {
    const { results } = await tell(host, change);
    expect(results[0]?.error).toMatchObject({ pointer: '/conversions/0/orderId', code: 'other-order' });
    expect(results[0]?.error?.detail).toContain(said);
  }
  expect((await numbersOf(campaign)).currencies).toMatchObject([{ currency: 'EUR', orders: 1, value: '10.00' }]);
});

test('every refusal names field, reason and fix, and keeps no other order of the batch from being kept', async () => {
  const host = await newHost();
  const campaign = await publish(owner, host);
  const elsewhere = await publish(owner, await newHost());
  const [slug = '', optOut = ''] = await slugsOf(campaign, 3);
  const [test = ''] = await slugsOf(campaign, 'test');
  const [foreign = ''] = await slugsOf(elsewhere, 3);
  const nowMs = Date.now();
  const told = await tell(
    host,
    { slug, orderId: 'good' },
    { slug: '', orderId: 'a' },
    { slug: 'nonsense', orderId: 'a' },
    { slug: `sms-${slug}`, orderId: 'a' },
    { slug: foreign, orderId: 'a' },
    { slug: `https://${elsewhere.host}/${foreign}`, orderId: 'a' },
    { slug: test, orderId: 'a' },
    { slug: optOut, orderId: 'a' },
    { slug, orderId: '' },
    { slug, orderId: ' a' },
    { slug, orderId: 'a\nb' },
    { slug, orderId: 'x'.repeat(101) },
    { slug, orderId: 'a', value: '12,50', currency: 'DKK' },
    { slug, orderId: 'a', value: '-1', currency: 'DKK' },
    { slug, orderId: 'a', value: '1', currency: 'kr.' },
    { slug, orderId: 'a', value: '1' },
    { slug, orderId: 'a', currency: 'DKK' },
    { slug, orderId: 'a', atMs: campaign.createdAtMs - 600_000 },
    { slug, orderId: 'a', atMs: nowMs + 3_600_000 },
    { slug, orderId: 'good too', atMs: nowMs + 60_000 },
  );
  expect(codesOf(told)).toEqual([
    [undefined, undefined],
    ['/conversions/1/slug', 'no-slug'],
    ['/conversions/2/slug', 'unknown-slug'],
    ['/conversions/3/slug', 'unknown-slug'],
    ['/conversions/4/slug', 'unknown-slug'],
    ['/conversions/5/slug', 'other-host'],
    ['/conversions/6/slug', 'test-link'],
    ['/conversions/7/slug', 'opt-out-link'],
    ['/conversions/8/orderId', 'order-id'],
    ['/conversions/9/orderId', 'order-id'],
    ['/conversions/10/orderId', 'order-id'],
    ['/conversions/11/orderId', 'order-id'],
    ['/conversions/12/value', 'value'],
    ['/conversions/13/value', 'value'],
    ['/conversions/14/currency', 'currency'],
    ['/conversions/15/currency', 'currency-missing'],
    ['/conversions/16/value', 'value-missing'],
    ['/conversions/17/atMs', 'before-publishing'],
    ['/conversions/18/atMs', 'in-future'],
    [undefined, undefined],
  ]);
  for (const { error } of told.results) if (error !== undefined) expect(error.detail).toMatch(/^\S.{30,}\.$/s);
  expect([told.accepted, told.duplicate, told.refused]).toEqual([2, 0, 18]);
  expect((await numbersOf(campaign)).conversions).toBe(2);
  // Of a host that is none, and of none; of one that is written as people write it.
  const [capitals] = (await tell(`${host.toUpperCase()}.`, { slug, orderId: 'capitals' })).results;
  expect(capitals?.outcome).toBe('accepted');
  for (const nowhere of ['ø'.repeat(250), 'a b', 'x@y', '', '%']) {
    expect(codesOf(await tell(nowhere, { slug, orderId: 'a' }))).toEqual([['/conversions/0/slug', 'unknown-host']]);
  }
  const [unknown] = (await tell('nowhere.example', { slug, orderId: 'a' })).results;
  expect(unknown?.error?.code).toBe('unknown-host');
  const bare = await json<ConversionsTold>(await post({ conversions: [{ slug, orderId: 'a' }] }));
  expect(codesOf(bare)).toEqual([['/conversions/0/slug', 'no-host']]);
});

test('what is of the wrong type is refused as a whole, at its place, and nothing is kept', async () => {
  const host = await newHost();
  const campaign = await publish(owner, host);
  const [slug = ''] = await slugsOf(campaign, 0);
  const good = { slug, orderId: '1' };
  for (const [wrong, pointer] of [
    [{ slug, orderId: 1 }, '/conversions/1/orderId'],
    [{ ...good, value: 349.5, currency: 'DKK' }, '/conversions/1/value'],
    [{ ...good, atMs: '2026-11-29' }, '/conversions/1/atMs'],
    [{ ...good, price: '1' }, '/conversions/1/price'],
    [{ slug }, '/conversions/1/orderId'],
  ] as const) {
    const { errors } = await problemIn(await post({ host, conversions: [good, wrong] }), 422);
    expect(errors?.map((error) => error.pointer)).toEqual([pointer]);
  }
  await problemIn(await post({ host, conversions: [] }), 422);
  await problemIn(await post({ host, conversions: Array.from({ length: 1_001 }, () => good) }), 422);
  expect((await numbersOf(campaign)).conversions).toBe(0);
});

test('the scope of shops opens this and nothing else, and no other opens this', async () => {
  const host = await newHost();
  const campaign = await publish(owner, host);
  for (const path of ['', '/report', '/conversions', '/conversions.csv', '/converted', '/opt-outs']) {
    await problemIn(await shop('GET', `${pathOf(campaign)}${path}`), 403);
  }
  const reader = await withToken(owner, ['campaigns:read', 'campaigns:write', 'hits:read', 'opt-outs:read']);
  await problemIn(await reader('POST', '/api/conversions', { body: { conversions: [] } }), 403);
  expect((await reader('GET', `${pathOf(campaign)}/conversions`)).status).toBe(200);
});

test('the window is asked when orders are read: a longer one counts what a shorter one left out', async () => {
  const host = await newHost();
  const campaign = await publish(owner, host);
  const [slug = ''] = await slugsOf(campaign, 0);
  const publishedAtMs = campaign.createdAtMs - 100 * DAY_MS;
  await publishedEarlier(campaign, publishedAtMs);
  const placed = (days: number) => ({ slug, orderId: `day ${days}`, atMs: publishedAtMs + days * DAY_MS });
  const told = await tell(host, placed(1), placed(29), placed(31), placed(90));
  expect(told.results.map(({ counts, note }) => [counts, note?.code])).toEqual([
    [true, undefined],
    [true, undefined],
    [false, 'after-window'],
    [false, 'after-window'],
  ]);
  const conversions = async (days: number) => {
    const edited = await owner('PATCH', pathOf(campaign), { body: { conversionDays: days } });
    expect((await json<Campaign>(edited)).conversionDays).toBe(days);
    const { conversions: counted, outsideWindow, windowDays } = await numbersOf(campaign);
    return [counted, outsideWindow, windowDays];
  };
  expect(await conversions(31)).toEqual([3, 1, 31]);
  expect(await conversions(365)).toEqual([4, 0, 365]);
  expect(await conversions(1)).toEqual([1, 3, 1]);
  for (const days of [0, 366, 1.5, '30']) {
    await problemIn(await owner('PATCH', pathOf(campaign), { body: { conversionDays: days } }), 422);
  }
});

/** The catalogue's record as of an earlier publishing. */
async function publishedEarlier(campaign: Campaign, publishedAtMs: number): Promise<void> {
  await runInDurableObject(workspaceStub(env), (_, { storage }) => {
    const like = `%"publishedAtMs":${campaign.createdAtMs}%`;
    const { rowsWritten } = storage.sql.exec(
      `UPDATE campaign SET record = replace(record, '"publishedAtMs":${campaign.createdAtMs}', '"publishedAtMs":${publishedAtMs}') WHERE record LIKE ?`,
      like,
    );
    expect(rowsWritten).toBeGreaterThan(0);
  });
  await changed(campaign, { publishedAtMs });
}

test('the window is counted from when the messages went out, and moves with that moment', async () => {
  const host = await newHost();
  const campaign = await publish(owner, host);
  const [slug = ''] = await slugsOf(campaign, 0);
  const publishedAtMs = campaign.createdAtMs - 60 * DAY_MS;
  await publishedEarlier(campaign, publishedAtMs);
  const sentAt = (days: number | null) =>
    owner('PATCH', pathOf(campaign), { body: { sentAtMs: days === null ? null : publishedAtMs + days * DAY_MS } });
  const placed = (days: number) => ({ slug, orderId: `day ${days}`, atMs: publishedAtMs + days * DAY_MS });
  await sentAt(20);
  // Between publishing and sending too: somebody had the slug.
  const { results } = await tell(host, placed(1), placed(40), placed(51));
  expect(results.map(({ counts, note }) => [counts, note?.code])).toEqual([
    [true, undefined],
    [true, undefined],
    [false, 'after-window'],
  ]);
  expect(results[2]?.note?.detail).toContain('31 days after the messages went out');
  expect(await numbersOf(campaign)).toMatchObject({ conversions: 2, outsideWindow: 1 });
  await sentAt(22);
  expect(await numbersOf(campaign)).toMatchObject({ conversions: 3, outsideWindow: 0 });
  await sentAt(null);
  expect(await numbersOf(campaign)).toMatchObject({ conversions: 1, outsideWindow: 2 });
});

test('an order that is taken back counts nowhere, however often and in which order it is told', async () => {
  const host = await newHost();
  const campaign = await publish(owner, host);
  const [slug = '', , other = ''] = await slugsOf(campaign, 0, 2);
  const order = (orderId: string) => ({ slug, orderId, value: '100', currency: 'DKK' });
  const back = (orderId: string) => ({ slug, orderId, cancelled: true as const });
  await tell(host, order('kept'), order('told'));
  expect((await numbersOf(campaign)).currencies).toMatchObject([{ orders: 2, value: '200.00' }]);
  const told = await tell(host, back('told'), back('early'), back('told'));
  expect(outcomesOf(told)).toEqual(['accepted', 'accepted', 'duplicate']);
  expect(told.results.map(({ counts, note }) => [counts, note?.code])).toEqual(Array(3).fill([false, 'cancelled']));
  // Told again, or for the first time, it stays so; with what it was worth, or without.
  const after = await tell(host, order('told'), order('early'), back('early'), { slug, orderId: 'told' });
  expect(outcomesOf(after)).toEqual(Array(4).fill('duplicate'));
  expect(after.results.every(({ counts, note }) => counts === false && note?.code === 'cancelled')).toBe(true);
  // Nobody takes back what was somebody else's.
  expect(codesOf(await tell(host, { ...back('kept'), slug: other }))).toEqual([
    ['/conversions/0/orderId', 'other-order'],
  ]);
  expect(await numbersOf(campaign)).toMatchObject({
    ...{ conversions: 1, converters: 1, cancelled: 2, outsideWindow: 0, toldBefore: 0 },
    currencies: [{ orders: 1, value: '100.00' }],
  });
  const csv = await (await owner('GET', `${pathOf(campaign)}/conversions.csv`)).text();
  expect(csv.match(/,(yes|cancelled)\r\n/g)).toEqual([',yes\r\n', ',cancelled\r\n', ',cancelled\r\n']);
  expect(await json<Converted>(await owner('GET', `${pathOf(campaign)}/converted`))).toMatchObject({ recipients: [0] });
  await tell(host, back('kept'));
  expect(await json<Converted>(await owner('GET', `${pathOf(campaign)}/converted`))).toMatchObject({ recipients: [] });
  const wrong = await post({ host, conversions: [{ slug, orderId: 'x', cancelled: false }] });
  expect((await problemIn(wrong, 422)).errors?.[0]?.pointer).toBe('/conversions/0/cancelled');
});

test('an order told for recipients of two counters is taken back for both by one word', async () => {
  const host = await newHost();
  const campaign = await publish(owner, host, { recipients: 150_000 });
  const [one = '', , other = ''] = await slugsOf(campaign, 4, 2);
  const order = { orderId: 'same', value: '10', currency: 'DKK' };
  await tell(host, { slug: one, ...order }, { slug: other, ...order });
  expect(await numbersOf(campaign)).toMatchObject({ conversions: 1, toldBefore: 1 });
  await tell(host, { slug: other, orderId: 'same', cancelled: true });
  expect(await numbersOf(campaign)).toMatchObject({ conversions: 0, toldBefore: 0, cancelled: 2, currencies: [] });
});

test('orders count after the links have expired, with a word of it', async () => {
  const host = await newHost();
  const campaign = await publish(owner, host);
  const [slug = ''] = await slugsOf(campaign, 0);
  await changed(campaign, { expiresAtMs: Date.now() - 1_000 });
  const { results } = await tell(host, { slug, orderId: '1' });
  expect(results[0]).toMatchObject({ outcome: 'accepted', counts: true, note: { code: 'links-expired' } });
});

test('what gateways have said is what is divided by', async () => {
  const host = await newHost();
  const campaign = await publish(owner, host, { recipients: 10 });
  const [slug = ''] = await slugsOf(campaign, 2);
  await tell(host, { slug, orderId: '1', value: '10', currency: 'DKK' });
  expect(await numbersOf(campaign)).toMatchObject({ denominator: 'sent', ofSent: { numerator: 1, denominator: 10 } });
  const delivery = await owner('POST', `${pathOf(campaign)}/delivery`, { body: { first: 0, states: 'ddddfffffd' } });
  expect(delivery.status).toBeLessThan(300);
  expect(await numbersOf(campaign)).toMatchObject({
    denominator: 'delivered',
    ofSent: { numerator: 1, denominator: 5 },
    currencies: [{ value: '10.00', perMessage: '2.00' }],
  });
});

test('aggregate campaigns count orders, by name too, and nobody’s', async () => {
  const host = await newHost();
  const campaign = await publish(owner, host, {
    tracking: 'aggregate',
    recipients: 200,
    links: [{ kind: 'destination', url: 'https://shop.example/', parameters: [['slug', '{slug}']] }],
  });
  const [slug = ''] = await slugsOf(campaign, 0);
  await owner('PATCH', `/api/domains/${host}/vanity`, { body: { slugs: { sommer: { campaign: campaign.id } } } });
  forgetRecords();
  // Whoever came by the name brings the slug behind it, and the shop may tell either.
  expect((await ask(host, '/sommer.')).headers.get('location')).toBe(`https://shop.example/?slug=${slug}`);
  const value = { value: '50', currency: 'DKK' };
  const told = await tell(host, { slug, orderId: '1', ...value }, { slug: 'sommer', orderId: '2', ...value });
  expect(outcomesOf(told)).toEqual(['accepted', 'accepted']);
  expect(await numbersOf(campaign, '?cost=40.00+DKK')).toMatchObject({
    conversions: 2,
    converters: 0,
    withoutClick: 0,
    ofClickers: { denominator: 0 },
    ofSent: { numerator: 2, denominator: 200 },
    currencies: [{ value: '100.00', perMessage: '0.50', perSpent: 2.5 }],
  });
  expect(await json(await owner('GET', `${pathOf(campaign)}/converted`))).toEqual({ recipients: [], placedAtMs: [] });
});

test('a cost is an amount and a currency, and of another currency it says nothing', async () => {
  const host = await newHost();
  const campaign = await publish(owner, host);
  const [slug = ''] = await slugsOf(campaign, 0);
  await tell(host, { slug, orderId: '1', value: '300', currency: 'DKK' });
  const perSpent = async (cost: string) => {
    const answer = await owner('GET', `${pathOf(campaign)}/conversions?cost=${encodeURIComponent(cost)}`);
    return (await json<ConversionReport>(answer)).currencies[0]?.perSpent;
  };
  expect(await perSpent('150 DKK')).toBe(2);
  expect(await perSpent('150 SEK')).toBeNull();
  expect(await perSpent('0 DKK')).toBeNull();
  for (const cost of ['150', 'DKK', '1,5 DKK', '150 kr', '150 DKK EUR', '150  DKK']) {
    await problemIn(await owner('GET', `${pathOf(campaign)}/conversions?cost=${encodeURIComponent(cost)}`), 400);
  }
});

test('the file of orders can be opened in a spreadsheet, and says of each whether it counts', async () => {
  const host = await newHost();
  const campaign = await publish(owner, host);
  const [slug = '', , other = ''] = await slugsOf(campaign, 0, 2);
  const atMs = Date.now();
  await tell(
    host,
    { slug, orderId: '=1+2', atMs, value: '1', currency: 'DKK' },
    { slug: other, orderId: 'a "b", c', atMs },
    { slug: other, orderId: '@SUM(A1)', atMs },
  );
  const answer = await owner('GET', `${pathOf(campaign)}/conversions.csv`);
  expect(answer.headers.get('content-disposition')).toContain(`conversions-${host}-${campaign.number}.csv`);
  const lines = (await answer.text()).split('\r\n');
  const time = new Date(atMs).toISOString();
  expect(lines[0]).toBe('placed,told,order,recipient,row,link,value,currency,clicked,counted');
  expect(lines.slice(1).map((line) => line.replace(/^([^,]*),[^,]*/, '$1'))).toEqual([
    `${time},'=1+2,0,1,0,1.00,DKK,no,yes`,
    `${time},"a ""b"", c",1,2,0,,,no,yes`,
    `${time},'@SUM(A1),1,2,0,,,no,yes`,
    '',
  ]);
});

test('batches of 1,000, told again and again at once, come to what plain arithmetic makes of them', async () => {
  const host = await newHost();
  const recipients = 250_000;
  const campaign = await publish(owner, host, { recipients });
  expect(campaign.shards).toBe(3);
  // 60 people click; of those 40 order, and 30 more without a counted click.
  const clickers = Array.from({ length: 60 }, (_, i) => i * 1_000 + i);
  const slugs = new Map<number, string>();
  const buyers = [...clickers.slice(0, 40), ...Array.from({ length: 30 }, (_, i) => 200_000 + i)];
  for (const recipient of [...clickers, ...buyers]) {
    if (!slugs.has(recipient)) slugs.set(recipient, (await slugsOf(campaign, recipient))[0] ?? '');
  }
  const [{ userAgent }] = phones;
  for (const recipient of clickers) {
    expect((await ask(host, `/${slugs.get(recipient)}`, { userAgent })).status).toBe(302);
  }
  for (let attempt = 0; ; attempt++) {
    const { totals, pending } = await json<Report>(await owner('GET', `${pathOf(campaign)}/report`));
    if (totals.clickers === clickers.length && pending === 0) break;
    if (attempt === 100) throw new Error(`${totals.clickers} have clicked`);
    await scheduler.wait(50);
  }
  const conversions: Told[] = Array.from({ length: 1_000 }, (_, i) => {
    const money = { value: `${i}.${String(i % 100).padStart(2, '0')}`, currency: i % 3 === 0 ? 'EUR' : 'DKK' };
    return {
      slug: slugs.get(buyers[i % buyers.length] ?? 0) ?? '',
      orderId: `order ${i}`,
      atMs: campaign.createdAtMs + i,
      ...(i % 10 > 0 && money),
    };
  });
  const answers = await Promise.all([1, 2, 3].map(() => tell(host, ...conversions)));
  expect(answers.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(1_000);
  expect(answers.reduce((sum, { duplicate }) => sum + duplicate, 0)).toBe(2_000);
  const cents = { DKK: 0n, EUR: 0n };
  for (const { value, currency } of conversions) {
    if (value !== undefined && (currency === 'DKK' || currency === 'EUR'))
      cents[currency] += BigInt(value.replace('.', ''));
  }
  const decimals = (amount: bigint) => `${amount / 100n}.${String(amount % 100n).padStart(2, '0')}`;
  const found = await numbersOf(campaign);
  expect(found).toMatchObject({
    conversions: 1_000,
    converters: 70,
    withoutValue: 100,
    outsideWindow: 0,
    toldBefore: 0,
  });
  expect(found.ofClickers).toMatchObject({ numerator: 40, denominator: 60 });
  expect(found.ofSent).toMatchObject({ numerator: 70, denominator: recipients });
  expect(found.withoutClick).toBe(conversions.filter((_, i) => i % buyers.length >= 40).length);
  expect(found.currencies.map(({ currency, value }) => [currency, value])).toEqual([
    ['DKK', decimals(cents.DKK)],
    ['EUR', decimals(cents.EUR)],
  ]);
  const { recipients: rows } = await json<Converted>(await owner('GET', `${pathOf(campaign)}/converted`));
  expect([...rows].sort((a, b) => a - b)).toEqual([...buyers].sort((a, b) => a - b));
  const csv = await (await owner('GET', `${pathOf(campaign)}/conversions.csv`)).text();
  expect(csv.match(/,yes\r\n/g)).toHaveLength(1_000);
});

test('the same order of two recipients whose counters differ counts once, the first time it was told', async () => {
  const host = await newHost();
  const campaign = await publish(owner, host, { recipients: 150_000 });
  expect(campaign.shards).toBe(2);
  const [one = '', , other = ''] = await slugsOf(campaign, 4, 2);
  const value = { value: '10', currency: 'DKK' };
  expect(outcomesOf(await tell(host, { slug: other, orderId: 'same', ...value }))).toEqual(['accepted']);
  await scheduler.wait(5);
  expect(outcomesOf(await tell(host, { slug: one, orderId: 'same', ...value }))).toEqual(['accepted']);
  expect(await numbersOf(campaign)).toMatchObject({ conversions: 1, toldBefore: 1, currencies: [{ value: '10.00' }] });
  const { recipients } = await json<Converted>(await owner('GET', `${pathOf(campaign)}/converted`));
  expect(recipients).toEqual([5]);
});

test('more orders than one answer of a counter holds are all counted', async () => {
  const host = await newHost();
  const campaign = await publish(owner, host, {
    tracking: 'aggregate',
    links: [{ kind: 'destination', url: 'https://a.dk/' }],
  });
  const record = await env.KV.get<CampaignRecord>(kvKey.campaign(host, campaign.number), 'json');
  if (record === null) throw new Error('the campaign is in KV');
  const orders = Array.from({ length: 20_001 }, (_, i) => ({
    ...{ orderId: `${i}`, recipient: 0, link: 0, placedAtMs: null, value: 10_001, currency: 'DKK' },
    isCancelled: false,
  }));
  const receipts = await counterStub(env, record, 0).tellOrders(identityOf(record, 0), orders, Date.now());
  expect(receipts.filter(({ isNew }) => isNew)).toHaveLength(20_001);
  expect(await numbersOf(campaign)).toMatchObject({
    conversions: 20_001,
    currencies: [{ value: reports.moneyText(20_001 * 10_001) }],
  });
});

test('a counter of another campaign takes no order, and its figures are refused', async () => {
  const host = await newHost();
  const campaign = await publish(owner, host);
  const [slug = ''] = await slugsOf(campaign, 0);
  await tell(host, { slug, orderId: '1' });
  await publishedEarlier(campaign, campaign.createdAtMs - 1);
  expect(codesOf(await tell(host, { slug, orderId: '2' }))).toEqual([['/conversions/0/slug', 'other-publishing']]);
  await problemIn(await owner('GET', `${pathOf(campaign)}/conversions`), 409);
});

test('the slug that the shop got is the one it tells, whichever way the visitor came', async () => {
  const host = await newHost();
  const parameters: [string, string][] = [['rid', '{slug}']];
  const campaign = await publish(owner, host, {
    links: [
      {
        kind: 'destination',
        url: 'https://shop.example/',
        parameters,
        devices: { ios: 'https://ios.example/', android: 'https://android.example/#top' },
        forwardQuery: true,
      },
      { kind: 'destination', url: 'https://shop.example/b?a=1#x', parameters },
    ],
  });
  const slugs = await slugsOf(campaign, 5);
  const [iphone, android] = phones;
  const agents = [iphone.userAgent, android.userAgent, 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0'];
  for (const [link, slug] of slugs.entries()) {
    for (const [at, userAgent] of agents.entries()) {
      for (const end of ['', '.', '?rid=other&gclid=1', '?rid={slug}']) {
        const location = (await ask(host, `/${slug}${end}`, { userAgent })).headers.get('location') ?? '';
        const got = new URL(location).searchParams.get('rid');
        expect([location, got]).toEqual([location, slug]);
        const { results } = await tell(host, { slug: got ?? '', orderId: `${link} ${at} ${end || 'none'}` });
        expect(results[0]).toMatchObject({ outcome: 'accepted', campaign: campaign.id });
      }
    }
  }
  expect(await numbersOf(campaign)).toMatchObject({ conversions: 24, converters: 1 });
});
